//! From a query to what the matcher runs: slots, one for each thing asked, each with alternative ways to find it.

mod cut;
mod fallback;
mod lattice;
mod open;
mod segment;
mod spans;
mod words;

use crate::analyzer::{korean, stop};
use crate::decide::STRICT_SLOTS;
use crate::index::Index;
use crate::pattern::Pattern;
use crate::query::{Clause, Node, Occur, Query};
use crate::response::{Reading, ReadingKind};
use crate::scorer;
use std::ops::Range;

pub(crate) use cut::may_be_several;
pub(crate) use fallback::{Around, FALLBACKS, fallback};
pub(crate) use spans::synonyms;

/// Slots that have a bit of their own; further ones share the last.
pub(crate) const MAX_BITS: usize = 32;

/// Slots looked at, give or take those of one word.
const MAX_SLOTS: usize = 128;

/// Weight of the whole word or stem against that of one gram.
pub(crate) const WORD_WEIGHT: f32 = 1.0;
pub(crate) const GRAM_WEIGHT: f32 = 0.5;
/// Weight of an English stem beside the exact form.
pub(crate) const STEM_WEIGHT: f32 = 0.8;
/// Weight of the exact English form beside its stem.
pub(crate) const FORM_WEIGHT: f32 = 0.4;

/// A list or union of lists that speaks for a slot.
#[derive(Clone, Debug)]
pub(crate) struct Evidence {
    /// Term numbers; more than one are taken as a union.
    pub(crate) terms: Range<usize>,
    /// Postings of the lists together.
    pub(crate) doc_freq: u32,
    /// Most that it adds to the score: its weight by the inverse document frequency.
    pub(crate) worth: f32,
    /// Votes towards the number an alternative needs; 0 for what only adds to the score.
    pub(crate) votes: u16,
}

impl Evidence {
    pub(crate) fn new(index: &Index, terms: Range<usize>, weight: f32, votes: u16) -> Evidence {
        let doc_freq = index.terms.doc_freq(terms.clone());
        let worth = weight * scorer::idf(index.len(), doc_freq);
        Evidence { terms, doc_freq, worth, votes }
    }
}

/// One way to find a slot.
#[derive(Clone, Debug)]
pub(crate) struct Alternative {
    pub(crate) kind: ReadingKind,
    /// What is looked for, for people.
    pub(crate) text: String,
    /// The words it stands for as they were typed, if these are several slots.
    pub(crate) typed: String,
    pub(crate) evidence: Vec<Evidence>,
    /// Votes that make a document match.
    pub(crate) needed: u16,
    /// What must stand in a value of the document unless a whole word matched; also what is marked.
    pub(crate) pattern: Pattern,
    /// Nothing in the dictionary helps: look through all texts.
    pub(crate) scan: bool,
    pub(crate) weight: f32,
    /// Too far from what was typed to be looked for unasked.
    pub(crate) doubtful: bool,
    /// Slots it satisfies.
    pub(crate) bits: u32,
}

impl Alternative {
    pub(crate) fn new(kind: ReadingKind, text: String, pattern: Pattern) -> Alternative {
        let weight = kind.weight();
        Alternative {
            kind,
            text,
            typed: String::new(),
            evidence: Vec::new(),
            needed: 0,
            pattern,
            scan: false,
            weight,
            doubtful: false,
            bits: 0,
        }
    }

    /// Evidence that counts one vote of those needed.
    pub(crate) fn part(&mut self, index: &Index, terms: Range<usize>, weight: f32) {
        self.needed += 1;
        self.evidence.push(Evidence::new(index, terms, weight, 1));
    }

    /// Evidence that suffices by itself.
    pub(crate) fn whole(&mut self, index: &Index, terms: Range<usize>, weight: f32) {
        if !terms.is_empty() {
            self.evidence.push(Evidence::new(index, terms, weight, u16::MAX));
        }
    }

    /// Most that it can score, without the weight of its reading.
    pub(crate) fn strength(&self) -> f32 {
        self.evidence.iter().map(|evidence| evidence.worth).sum()
    }

    /// True when there is something all of which is needed.
    pub(crate) fn has_parts(&self) -> bool {
        self.evidence.iter().any(|evidence| evidence.votes == 1)
    }

    /// True when every part occurs somewhere, or a whole does.
    pub(crate) fn is_possible(&self) -> bool {
        let occurs = |evidence: &Evidence| evidence.doc_freq > 0;
        let mut parts = self.evidence.iter().filter(|evidence| evidence.votes == 1).peekable();
        let whole = self.evidence.iter().any(|evidence| evidence.votes > 1 && occurs(evidence));
        self.scan || whole || (self.needed > 0 && parts.peek().is_some() && parts.all(occurs))
    }
}

/// How a run of characters stands and is to be taken.
#[derive(Clone, Copy, Default)]
struct Manner {
    /// Its word is still being typed.
    open: bool,
    /// There is no space between it and what stands before.
    attached: bool,
    /// The same, or none before what stands after.
    mixed: bool,
    /// No space before it, or only a mark that closes something: a particle may begin there.
    hangs: bool,
    /// It belongs to many characters without a space, which are no one word.
    sentence: bool,
    /// The query has other words.
    among: bool,
    /// Only as typed.
    literal: bool,
    /// Taken apart even where it stands somewhere.
    apart: bool,
}

/// One thing the query asks for.
#[derive(Clone, Debug)]
pub(crate) struct Slot {
    pub(crate) occur: Occur,
    /// As typed.
    pub(crate) typed: String,
    /// Folded units, for readings other than the literal one.
    pub(crate) units: Vec<u16>,
    /// A word that weighs nothing in a question.
    pub(crate) stop: bool,
    /// The word is still being typed.
    pub(crate) open: bool,
    /// A piece of a longer run, not a word: there is nothing else it could mean.
    pub(crate) piece: bool,
    /// It has the particle of a topic, 은 or 는, or stands in an English question.
    pub(crate) topic: bool,
    pub(crate) alternatives: Vec<Alternative>,
    /// How the words written together were cut of which this is the first.
    pub(crate) cut: Option<Reading>,
    pub(crate) bits: u32,
}

impl Slot {
    /// True when it may stand somewhere as it was typed, or as a word that means the same.
    pub(crate) fn is_possible(&self) -> bool {
        self.alternatives.iter().any(Alternative::is_possible)
    }
}

/// What a query asks for.
pub(crate) struct Plan {
    /// Its slots, in order.
    pub(crate) slots: Vec<Slot>,
    /// Words were left out as those of a question; they stay when there is nothing else.
    pub(crate) natural: bool,
    /// How words written together were cut.
    pub(crate) cuts: Vec<Reading>,
    /// What may be a name, in units: all that is asked, then without the question words around it, then without those inside,
    /// then also without what is wanted of the thing.
    pub(crate) wholes: [Vec<u16>; 4],
    /// Documents that some words of it are the name of.
    pub(crate) called: Vec<u32>,
    /// Those that are the topic of a question.
    pub(crate) topics: Vec<u32>,
}

/// What is known of a query before it is planned.
pub(crate) struct Given<'a> {
    /// Names of fields that no facet has: these stand for themselves.
    pub(crate) unknown: &'a [String],
    /// Phrases that are looked for as words.
    pub(crate) nowhere: &'a [String],
    /// Words are taken only as typed.
    pub(crate) literal: bool,
    /// Words written together are taken apart even where some document has them so.
    pub(crate) apart: bool,
}

/// Plans a query.
pub(crate) fn plan(index: &Index, query: &Query, given: &Given) -> Plan {
    let mut slots = Vec::new();
    let last = query.clauses.len().saturating_sub(1);
    for (at, clause) in query.clauses.iter().enumerate() {
        if slots.len() >= MAX_SLOTS {
            break;
        }
        let before = at.checked_sub(1).and_then(|at| query.clauses.get(at)?.nodes.last());
        let hangs = matches!(before, Some(Node::Phrase(_)));
        let open = query.open && at == last;
        let (literal, apart, among) = (given.literal, given.apart, last > 0);
        let manner = Manner { open, hangs, literal, apart, among, ..Manner::default() };
        clause_slots(index, clause, manner, given, &mut slots);
    }
    let asked = slots.len();
    let cuts: Vec<Reading> = slots.iter_mut().filter_map(|slot| slot.cut.take()).collect();
    let mut wholes = [units_of(&slots), Vec::new(), Vec::new(), Vec::new()];
    // The first name in `when was the ITU founded` is its topic.
    if slots.first().is_some_and(|slot| slot.stop && stop::asks(&slot.units)) {
        slots.iter_mut().for_each(|slot| slot.topic = true);
    }
    // The counter of 몇 개인가요 is no subject.
    let mut how_many = false;
    for slot in &mut slots {
        slot.stop |= how_many && words::is_counter(&slot.units);
        how_many = slot.units == [korean::HOW_MANY];
    }
    let says = |slot: &Slot| !slot.stop;
    if let (Some(first), Some(last)) = (slots.iter().position(says), slots.iter().rposition(says)) {
        wholes[1] = units_of(slots.get(first..=last).unwrap_or(&[]));
        slots.retain(says);
        wholes[2] = units_of(&slots);
        let names = |slot: &Slot| !stop::is_wanted(&slot.units);
        if let (Some(first), Some(last)) =
            (slots.iter().position(names), slots.iter().rposition(names))
        {
            // `role of the IGF`, but not the society of `information society`.
            let first = if slots.len() < asked { first } else { 0 };
            wholes[3] = units_of(slots.get(first..=last).unwrap_or(&[]));
        }
    }
    let natural = slots.len() < asked;
    // In longer queries the other words find what this would.
    if !given.literal && (slots.len() <= STRICT_SLOTS || !cuts.is_empty()) {
        slots.iter_mut().for_each(|slot| words::add_apart(index, slot));
    }
    for (at, slot) in slots.iter_mut().enumerate() {
        slot.bits = 1 << at.min(MAX_BITS - 1);
        slot.alternatives.iter_mut().for_each(|alternative| alternative.bits = slot.bits);
    }
    let (called, mut topics) = spans::span_alternatives(index, &mut slots);
    if !natural || given.literal {
        topics.clear();
    }
    Plan { slots, natural, cuts, wholes, called, topics }
}

/// The units of all wanted slots in a row, as folding would write them.
fn units_of(slots: &[Slot]) -> Vec<u16> {
    let mut units = Vec::new();
    for slot in slots.iter().filter(|slot| slot.occur != Occur::MustNot) {
        spans::append_slot(&mut units, slot);
    }
    units
}

fn clause_slots(
    index: &Index,
    clause: &Clause,
    manner: Manner,
    given: &Given,
    slots: &mut Vec<Slot>,
) {
    match clause.nodes.as_slice() {
        [node] => node_slots(index, node, clause.occur, manner, given, slots),
        nodes => slots.extend(either(index, nodes, clause.occur, manner, given)),
    }
}

fn node_slots(
    index: &Index,
    node: &Node,
    occur: Occur,
    manner: Manner,
    given: &Given,
    slots: &mut Vec<Slot>,
) {
    match node {
        Node::Words(text) if occur == Occur::MustNot => {
            slots.extend(words::phrase(index, text, occur))
        }
        Node::Words(text) => words::words(index, text, manner, slots),
        Node::Prefix(text) => slots.extend(open::prefix(index, text, occur)),
        Node::Phrase(text) if occur != Occur::MustNot && given.nowhere.contains(text) => {
            words::words(index, text, manner, slots)
        }
        Node::Phrase(text) => slots.extend(words::phrase(index, text, occur)),
        Node::Field { name, .. } if given.unknown.contains(name) => {
            let text = node.to_string();
            match occur {
                Occur::MustNot => slots.extend(words::phrase(index, &text, occur)),
                _ => words::words(index, &text, manner, slots),
            }
        }
        Node::Field { .. } => {}
    }
}

/// One slot for alternatives joined by `OR`.
fn either(
    index: &Index,
    nodes: &[Node],
    occur: Occur,
    manner: Manner,
    given: &Given,
) -> Option<Slot> {
    let closed = Manner { open: false, ..manner };
    let mut slots = Vec::new();
    for node in nodes {
        match node {
            Node::Words(text) => slots.extend(words::phrase(index, text, occur)),
            other => node_slots(index, other, occur, closed, given, &mut slots),
        }
    }
    let mut slots = slots.into_iter();
    let mut first = slots.next()?;
    for slot in slots {
        first.alternatives.extend(slot.alternatives);
    }
    first.stop = false;
    Some(first)
}
