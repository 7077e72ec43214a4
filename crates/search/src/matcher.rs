//! Runs the slots of a query over the posting lists and keeps, for every document, its score and the slots it satisfies.

use crate::doc_set::DocSet;
use crate::index::Index;
use crate::plan::{self, Alternative, Evidence, Slot};
use crate::query::Occur;
use crate::response::{Reading, ReadingKind};
use crate::schema::FieldKind;
use crate::scorer;
use std::sync::Mutex;

/// What is known of a document while a query runs.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Entry {
    pub(crate) score: f32,
    /// What the alternative being run adds if the document turns out to satisfy it.
    promised: f32,
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
    literal: bool,
    /// Documents with all votes wait until their texts were looked at.
    verify: bool,
    /// One of several lists that count as one.
    union: bool,
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
    /// Alternatives that found something, for marking.
    pub(crate) used: Vec<Alternative>,
    /// Documents met in the union of lists being run.
    seen: DocSet,
    stamp: u16,
    /// Documents that have all votes but whose texts must still be looked at.
    pending: Vec<u32>,
    /// Check texts only where a false match would show: in queries of few words.
    verify: bool,
}

impl<'a> Matcher<'a> {
    pub(crate) fn new(index: &'a Index, verify: bool) -> Matcher<'a> {
        Matcher {
            index,
            entries: index.scratch.take(index.len()),
            touched: DocSet::new(index.len()),
            excluded: DocSet::default(),
            readings: Vec::new(),
            used: Vec::new(),
            seen: DocSet::default(),
            stamp: 0,
            pending: Vec::new(),
            verify,
        }
    }

    /// True when any document satisfies an alternative.
    pub(crate) fn finds(index: &Index, alternative: &Alternative) -> bool {
        if !alternative.is_possible(index) {
            return false;
        }
        let freq = |evidence: &&Evidence| index.terms.doc_freq(evidence.terms.clone());
        let whole = |evidence: &&Evidence| evidence.votes > 1;
        if alternative.scan || alternative.evidence.iter().filter(whole).any(|e| freq(&e) > 0) {
            return true;
        }
        let parts = alternative.evidence.iter().filter(|evidence| evidence.votes == 1);
        let Some(rarest) = parts.clone().min_by_key(freq) else { return false };
        let mut docs: Vec<u32> = index.terms.docs(rarest.terms.clone());
        for part in parts.filter(|part| !std::ptr::eq(*part, rarest)) {
            index.terms.retain_docs(part.terms.clone(), &mut docs);
        }
        docs.iter().any(|&doc| index.holds(doc, alternative))
    }

    /// What is known of a document.
    pub(crate) fn entry(&self, doc: u32) -> Entry {
        self.entries.get(doc as usize).copied().unwrap_or_default()
    }

    /// Runs a slot; gives the number of documents that satisfy it.
    pub(crate) fn run(&mut self, slot: &Slot, literal: bool) -> usize {
        if slot.occur == Occur::MustNot {
            self.exclude(slot);
            return 0;
        }
        let mut matched = 0;
        for alternative in &slot.alternatives {
            if !literal || alternative.kind <= ReadingKind::Prefix {
                matched += self.run_kept(slot, alternative);
            }
        }
        if matched > 0 || literal || slot.occur != Occur::Should {
            return matched;
        }
        for group in 0..plan::FALLBACKS {
            for alternative in &plan::fallback(self.index, slot, group) {
                matched += self.run_kept(slot, alternative);
            }
            if matched > 0 {
                break;
            }
        }
        matched
    }

    /// Runs an alternative and remembers it if it found something.
    fn run_kept(&mut self, slot: &Slot, alternative: &Alternative) -> usize {
        let found = self.alternative(alternative);
        // What is found only in part is still marked.
        if found > 0 || alternative.kind == ReadingKind::Literal {
            self.used.push(alternative.clone());
        }
        if found > 0 && alternative.kind > ReadingKind::Prefix {
            let reading = Reading {
                kind: alternative.kind,
                typed: slot.typed.clone(),
                read_as: alternative.text.clone(),
            };
            if !self.readings.contains(&reading) {
                self.readings.push(reading);
            }
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

    fn alternative(&mut self, alternative: &Alternative) -> usize {
        self.stamp = self.stamp.wrapping_add(1);
        if alternative.scan {
            return self.scan(alternative);
        }
        let mut found = 0;
        for evidence in &alternative.evidence {
            found += self.evidence(alternative, evidence);
        }
        found + self.settle(alternative)
    }

    /// Adds the scores of one piece of evidence; gives the number of documents newly satisfied.
    fn evidence(&mut self, alternative: &Alternative, evidence: &Evidence) -> usize {
        let doc_freq = self.index.terms.doc_freq(evidence.terms.clone());
        let idf = scorer::idf(self.index.len(), doc_freq);
        let pass = Pass {
            weight: idf * evidence.weight * alternative.weight,
            votes: evidence.votes,
            needed: alternative.needed,
            bits: alternative.bits,
            literal: alternative.kind == ReadingKind::Literal,
            verify: self.verifies(alternative, evidence),
            union: evidence.terms.len() > 1,
        };
        if pass.union {
            self.seen = DocSet::new(self.index.len());
        }
        evidence.terms.clone().map(|term| self.list(term, &pass)).sum()
    }

    /// Adds the scores of one posting list. What differs from document to document is chosen and not branched on: a branch
    /// that is guessed wrong takes longer than all else that is done for a posting.
    fn list(&mut self, term: usize, pass: &Pass) -> usize {
        let index = self.index;
        let mut found = 0;
        for posting in index.terms.cursor(term) {
            if pass.union && !self.seen.insert(posting.doc) {
                continue;
            }
            let Some(entry) = self.entries.get_mut(posting.doc as usize) else { break };
            let fresh = entry.stamp != self.stamp;
            if fresh & (entry.mask & pass.bits == pass.bits) {
                continue;
            }
            self.touched.put(posting.doc);
            let before = if fresh { 0 } else { entry.votes };
            entry.stamp = self.stamp;
            entry.votes = before.saturating_add(pass.votes);
            let enough = (entry.votes >= pass.needed) & (before < pass.needed);
            if pass.verify {
                if enough {
                    self.pending.push(posting.doc);
                }
            } else {
                found += usize::from(enough & (entry.mask & pass.bits != pass.bits));
                entry.mask |= if enough { pass.bits } else { 0 };
            }
            let score = pass.weight * index.norms.score(&index.terms.patterns, posting);
            // Literal words count even in part; other readings only where they hold.
            if pass.literal {
                entry.score += score;
                continue;
            }
            let promised = if fresh { 0.0 } else { entry.promised } + score;
            let holds = entry.mask & pass.bits == pass.bits;
            entry.score += if holds { promised } else { 0.0 };
            entry.promised = if holds { 0.0 } else { promised };
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
        let pending = std::mem::take(&mut self.pending);
        let mut found = 0;
        for &doc in &pending {
            if self.index.holds(doc, alternative)
                && let Some(entry) = self.entries.get_mut(doc as usize)
            {
                found += usize::from(entry.mask & alternative.bits != alternative.bits);
                entry.mask |= alternative.bits;
                if alternative.kind != ReadingKind::Literal {
                    entry.score += std::mem::take(&mut entry.promised);
                }
            }
        }
        self.pending = pending;
        self.pending.clear();
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

impl Index {
    /// True when the pattern of an alternative stands in a text of a document, or the text cannot be seen.
    pub(crate) fn holds(&self, doc: u32, alternative: &Alternative) -> bool {
        self.values.of(doc).any(|value| {
            let (units, flags) = self.streams.get(value);
            alternative.pattern.occurs(units, flags) || (units.is_empty() && self.is_unseen(value))
        })
    }

    /// The field of a value is not stored and its text was not attached.
    fn is_unseen(&self, value: usize) -> bool {
        self.schema.fields.get(self.values.field(value)).is_some_and(|field| !field.stored)
    }
}
