//! Runs the slots of a query over the posting lists and keeps, for every document, its score and the slots it satisfies.

use crate::doc_set::DocSet;
use crate::index::Index;
use crate::plan::{self, Alternative, Around, Evidence, Slot};
use crate::query::Occur;
use crate::response::{Reading, ReadingKind};
use crate::schema::FieldKind;
use crate::scorer;
use std::sync::Mutex;

/// What a syllable leads in one of so many documents says nothing beside the word that is the syllable.
const COMMON: usize = 4;

/// What is known of a document while a query runs.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Entry {
    pub(crate) score: f32,
    /// Slots satisfied.
    pub(crate) mask: u32,
    /// The alternative whose votes are being counted.
    stamp: u16,
    votes: u16,
}

/// Room for the entries of a query, kept for the next one: clearing what a query touched costs less than a new block of
/// memory as large as the index has documents.
#[derive(Debug, Default)]
pub(crate) struct Scratch(Mutex<Vec<Entry>>);

impl Clone for Scratch {
    fn clone(&self) -> Scratch {
        Scratch::default()
    }
}

impl Scratch {
    /// So many cleared entries.
    fn take(&self, len: usize) -> Vec<Entry> {
        let mut entries =
            self.0.lock().map(|mut kept| std::mem::take(&mut *kept)).unwrap_or_default();
        entries.resize(len, Entry::default());
        entries
    }
}

impl Drop for Matcher<'_> {
    fn drop(&mut self) {
        for doc in self.touched.iter() {
            if let Some(entry) = self.entries.get_mut(doc as usize) {
                *entry = Entry::default();
            }
        }
        if let Ok(mut kept) = self.index.scratch.0.lock() {
            *kept = std::mem::take(&mut self.entries);
        }
    }
}

/// What one walk through a posting list needs to know of the alternative it belongs to.
struct Pass {
    weight: f32,
    votes: u16,
    needed: u16,
    bits: u32,
    /// Documents with all votes wait until their texts were looked at.
    verify: bool,
    /// No document has these slots from another reading.
    first: bool,
}

/// The state of a running query.
pub(crate) struct Matcher<'a> {
    index: &'a Index,
    entries: Vec<Entry>,
    /// Documents of which anything is known.
    pub(crate) touched: DocSet,
    /// Documents excluded by clauses that must not occur.
    pub(crate) excluded: DocSet,
    pub(crate) readings: Vec<Reading>,
    /// What words may have been meant as that were found nowhere and are not looked for unasked.
    pub(crate) offers: Vec<Reading>,
    /// Alternatives that found something, for marking.
    pub(crate) used: Vec<Alternative>,
    /// Documents met in the union of lists being run.
    seen: DocSet,
    stamp: u16,
    /// Slots that were looked for.
    given: u32,
    /// Documents that have all votes but whose texts must still be looked at.
    pending: Vec<u32>,
    /// Check texts only where a false match would show: in queries of few words.
    verify: bool,
    /// The query around each of its words.
    pub(crate) around: Around,
    /// For reading texts.
    room: Vec<u16>,
}

impl<'a> Matcher<'a> {
    pub(crate) fn new(index: &'a Index, verify: bool) -> Matcher<'a> {
        Matcher {
            index,
            entries: index.scratch.take(index.len()),
            touched: DocSet::new(index.len()),
            excluded: DocSet::default(),
            readings: Vec::new(),
            offers: Vec::new(),
            used: Vec::new(),
            seen: DocSet::default(),
            stamp: 0,
            given: 0,
            pending: Vec::new(),
            verify,
            around: Around { few: verify, ..Around::default() },
            room: Vec::new(),
        }
    }

    /// True when any document satisfies an alternative.
    pub(crate) fn finds(index: &Index, alternative: &Alternative) -> bool {
        if !alternative.is_possible() {
            return false;
        }
        let whole = |evidence: &Evidence| evidence.votes > 1 && evidence.doc_freq > 0;
        if alternative.scan || alternative.evidence.iter().any(whole) {
            return true;
        }
        let mut candidates = index.conjunction(alternative, &[]).into_iter();
        let mut room = Vec::new();
        candidates.any(|candidate| index.holds(candidate.doc, alternative, &mut room))
    }

    /// What is known of a document.
    pub(crate) fn entry(&self, doc: u32) -> Entry {
        self.entries.get(doc as usize).copied().unwrap_or_default()
    }

    /// Runs a slot, whose readings are moved to those used; gives the number of documents that satisfy it.
    pub(crate) fn run(&mut self, slot: &mut Slot, literal: bool) -> usize {
        if slot.occur == Occur::MustNot {
            self.exclude(slot);
            return 0;
        }
        let mut matched = 0;
        for alternative in std::mem::take(&mut slot.alternatives) {
            let asked = !literal || alternative.kind <= ReadingKind::Prefix;
            // Literal words count in part too; of other readings nothing is found if a part is nowhere.
            if asked && (alternative.kind == ReadingKind::Literal || alternative.is_possible()) {
                matched += self.run_kept(slot, alternative);
            }
        }
        if matched > 0 || literal || slot.occur != Occur::Should {
            return matched;
        }
        for group in 0..plan::FALLBACKS {
            let mut offers = Vec::new();
            for alternative in plan::fallback(self.index, slot, group, self.around) {
                match alternative.doubtful {
                    true => offers.push(reading(slot, &alternative)),
                    false => matched += self.run_kept(slot, alternative),
                }
            }
            if matched > 0 {
                break;
            }
            offers.into_iter().for_each(|offer| remember(&mut self.offers, offer));
        }
        matched
    }

    /// Runs an alternative and remembers it if it found something.
    fn run_kept(&mut self, slot: &Slot, alternative: Alternative) -> usize {
        let found = self.alternative(&alternative);
        if found > 0 && alternative.kind > ReadingKind::Prefix {
            remember(&mut self.readings, reading(slot, &alternative));
        }
        // What is found only in part is still marked.
        if found > 0 || alternative.kind == ReadingKind::Literal {
            self.used.push(alternative);
        }
        found
    }

    fn exclude(&mut self, slot: &Slot) {
        let mut other = Matcher::new(self.index, true);
        for alternative in &slot.alternatives {
            other.alternative(alternative);
        }
        let mut excluded = DocSet::new(self.index.len());
        let satisfied = |doc: &u32| other.entry(*doc).mask != 0;
        for doc in self.excluded.iter().chain(other.touched.iter().filter(satisfied)) {
            excluded.insert(doc);
        }
        self.excluded = excluded;
    }

    /// Runs an alternative; gives the number of documents newly satisfied.
    fn alternative(&mut self, alternative: &Alternative) -> usize {
        self.stamp = self.stamp.wrapping_add(1);
        let literal = alternative.kind == ReadingKind::Literal;
        let found = if alternative.scan {
            self.scan(alternative)
        } else if !literal && alternative.needed > 0 && alternative.has_parts() {
            self.whole(alternative)
        } else {
            let mut found = 0;
            for evidence in &alternative.evidence {
                if found == 0 || self.verify || self.tells(evidence) {
                    found += self.evidence(alternative, evidence);
                }
            }
            found + self.settle(alternative)
        };
        self.given |= alternative.bits;
        found
    }

    /// False for the many words that begin with a syllable, if a good part of all documents have one.
    fn tells(&self, evidence: &Evidence) -> bool {
        evidence.terms.len() <= 1 || evidence.doc_freq as usize * COMMON < self.index.len()
    }

    /// Adds the scores of the documents that hold a reading with all its parts and have not these slots from another.
    fn whole(&mut self, alternative: &Alternative) -> usize {
        let bits = alternative.bits;
        let candidates = self.index.conjunction(alternative, &self.entries);
        let mut found = 0;
        for candidate in candidates {
            let proven = candidate.proven || alternative.pattern.len() <= 1;
            if (proven || self.index.holds(candidate.doc, alternative, &mut self.room))
                && let Some(entry) = self.entries.get_mut(candidate.doc as usize)
            {
                self.touched.put(candidate.doc);
                entry.score += candidate.score;
                entry.mask |= bits;
                found += 1;
            }
        }
        found
    }

    /// Adds the scores of one piece of evidence; gives the number of documents newly satisfied.
    fn evidence(&mut self, alternative: &Alternative, evidence: &Evidence) -> usize {
        let pass = Pass {
            weight: evidence.worth * alternative.weight,
            votes: evidence.votes,
            needed: alternative.needed,
            bits: alternative.bits,
            verify: self.verifies(alternative, evidence),
            first: self.given & alternative.bits != alternative.bits,
        };
        let terms = evidence.terms.clone();
        if terms.len() > 1 || !pass.first {
            self.seen = DocSet::new(self.index.len());
            return terms.map(|term| self.list(term, &pass)).sum();
        }
        let enough = pass.needed > 0 && pass.votes >= pass.needed && !pass.verify;
        if enough || pass.votes == 0 {
            let bits = if enough { pass.bits } else { 0 };
            return terms.map(|term| self.plain_list(term, pass.weight, bits)).sum();
        }
        terms.map(|term| self.vote_list(term, &pass)).sum()
    }

    /// Adds the scores of one posting list. What differs from document to document is chosen and not branched on: a branch
    /// that is guessed wrong takes longer than all else that is done for a posting.
    fn vote_list(&mut self, term: usize, pass: &Pass) -> usize {
        let (index, stamp) = (self.index, self.stamp);
        let mut found = 0;
        for posting in index.terms.cursor(term) {
            let Some(entry) = self.entries.get_mut(posting.doc as usize) else { break };
            self.touched.put(posting.doc);
            let votes =
                if entry.stamp == stamp { entry.votes } else { 0 }.saturating_add(pass.votes);
            entry.stamp = stamp;
            entry.votes = votes;
            let new = (votes >= pass.needed) & (entry.mask & pass.bits != pass.bits);
            if pass.verify {
                if new {
                    self.pending.push(posting.doc);
                }
            } else {
                found += usize::from(new);
                entry.mask |= if new { pass.bits } else { 0 };
            }
            entry.score += pass.weight * index.norms.score(&index.terms.patterns, posting);
        }
        found
    }

    /// The same for a list whose documents satisfy these slots, or for one that only adds to the score.
    fn plain_list(&mut self, term: usize, weight: f32, bits: u32) -> usize {
        let index = self.index;
        let mut found = 0;
        for posting in index.terms.cursor(term) {
            let Some(entry) = self.entries.get_mut(posting.doc as usize) else { break };
            self.touched.put(posting.doc);
            found += usize::from(entry.mask & bits != bits);
            entry.mask |= bits;
            entry.score += weight * index.norms.score(&index.terms.patterns, posting);
        }
        found
    }

    /// The same for one of several lists that count as one, and where another reading may have given these slots
    /// to a document, to which nothing is added then.
    fn list(&mut self, term: usize, pass: &Pass) -> usize {
        let index = self.index;
        let mut found = 0;
        for posting in index.terms.cursor(term) {
            let Some(entry) = self.entries.get_mut(posting.doc as usize) else { break };
            let fresh = entry.stamp != self.stamp;
            let settled = fresh && !pass.first && entry.mask & pass.bits == pass.bits;
            if settled || !self.seen.insert(posting.doc) {
                continue;
            }
            self.touched.put(posting.doc);
            let before = if fresh { 0 } else { entry.votes };
            entry.stamp = self.stamp;
            entry.votes = before.saturating_add(pass.votes);
            let new = entry.votes >= pass.needed
                && before < pass.needed
                && entry.mask & pass.bits != pass.bits;
            if new && pass.verify {
                self.pending.push(posting.doc);
            } else if new {
                found += 1;
                entry.mask |= pass.bits;
            }
            entry.score += pass.weight * index.norms.score(&index.terms.patterns, posting);
        }
        found
    }

    /// A single list of a whole word proves itself; grams do not.
    fn verifies(&self, alternative: &Alternative, evidence: &Evidence) -> bool {
        let proves_itself = evidence.votes > 1 || alternative.pattern.len() <= 1;
        !proves_itself && (self.verify || alternative.kind != ReadingKind::Literal)
    }

    /// Looks at the texts of the pending documents.
    fn settle(&mut self, alternative: &Alternative) -> usize {
        let mut pending = std::mem::take(&mut self.pending);
        let mut found = 0;
        for doc in pending.drain(..) {
            if self.index.holds(doc, alternative, &mut self.room)
                && let Some(entry) = self.entries.get_mut(doc as usize)
            {
                found += usize::from(entry.mask & alternative.bits != alternative.bits);
                entry.mask |= alternative.bits;
            }
        }
        self.pending = pending;
        found
    }

    /// Looks through every text. Names count as their boost says, and more when found at their beginning.
    fn scan(&mut self, alternative: &Alternative) -> usize {
        let index = self.index;
        let mut best: Vec<(u32, f32)> = Vec::new();
        index.streams.scan(&alternative.pattern, |value, at| {
            let (doc, field) = (index.values.doc(value), index.values.field(value));
            let name = index.field_kind(field) != FieldKind::Text;
            let first = if name && at == 0 { 2.0 } else { 1.0 };
            let score = first * index.norms.weigh(field as u8, 1, doc);
            match best.last_mut() {
                Some(last) if last.0 == doc => last.1 = last.1.max(score),
                _ => best.push((doc, score)),
            }
        });
        let idf = scorer::idf(index.len(), best.len() as u32);
        for &(doc, score) in &best {
            if let Some(entry) = self.entries.get_mut(doc as usize) {
                self.touched.insert(doc);
                entry.score += alternative.weight * idf * scorer::saturate(score);
                entry.mask |= alternative.bits;
            }
        }
        best.len()
    }
}

/// Adds a reading once.
fn remember(readings: &mut Vec<Reading>, reading: Reading) {
    if !readings.contains(&reading) {
        readings.push(reading);
    }
}

/// How a slot is understood by an alternative.
fn reading(slot: &Slot, alternative: &Alternative) -> Reading {
    let typed = if alternative.typed.is_empty() { &slot.typed } else { &alternative.typed };
    Reading { kind: alternative.kind, typed: typed.clone(), read_as: alternative.text.clone() }
}

impl Index {
    /// True when the pattern of an alternative stands in a text of a document, or the text cannot be seen.
    /// `room` is for reading.
    pub(crate) fn holds(&self, doc: u32, alternative: &Alternative, room: &mut Vec<u16>) -> bool {
        self.values.of(doc).any(|value| {
            let (units, flags) = self.streams.get(value, room);
            alternative.pattern.occurs(units, flags)
                || (units.is_empty() && self.is_unseen(doc, value))
        })
    }

    /// The field of a value is not stored, and what the document has in it was not given.
    fn is_unseen(&self, doc: u32, value: usize) -> bool {
        let field = self.values.field(value);
        let mut same = self.values.of(doc).filter(|&other| self.values.field(other) == field);
        self.schema.fields.get(field).is_some_and(|options| !options.stored)
            && self.norms.length(field, doc) > 0
            && same.all(|other| self.streams.len(other) == 0)
    }
}
