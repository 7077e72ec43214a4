//! Which documents are hits, by the words of the query.
//!
//! - Phrases in quotes must occur, clauses with `-` must not.
//! - In a query of up to [`STRICT_SLOTS`] words all must be found, as long as some document has them all. The document that
//!   some of the words are the name of is a hit too: who asks for one thing about it wants to see it.
//! - Else (longer questions, words that are nowhere) every document with at least one of the words is a hit whose score
//!   reaches [`QUESTION_SHARE`] of the best. The answer then says that it is relaxed.

use crate::index::Index;
use crate::matcher::Matcher;
use crate::plan::Slot;
use crate::query::Occur;

/// Up to this many words all must be found, as long as some document has them all.
pub(crate) const STRICT_SLOTS: usize = 3;
/// The same in a query with question words, which is a question and no list of words.
const STRICT_QUESTION: usize = 2;
/// In relaxed answers a hit has at least this share of the best score.
const QUESTION_SHARE: f32 = 0.2;

/// Which documents are hits of one query.
#[derive(Default)]
pub(crate) struct Decision {
    /// The hits, ascending.
    pub(crate) hits: Vec<u32>,
    /// Documents that satisfy every slot, ascending.
    pub(crate) complete: Vec<u32>,
    /// Documents that would be hits too if not all words were required, ascending.
    pub(crate) partial: Vec<u32>,
    /// Not everything that was asked is required.
    pub(crate) relaxed: bool,
    /// The slots, where not all of them are required.
    pub(crate) optional: u32,
    /// Slots without which nothing is a hit.
    required: u32,
}

impl Decision {
    /// Decides; `matched` is the number of documents that satisfy each slot, `natural` whether it is a question.
    pub(crate) fn of(
        index: &Index,
        matcher: &Matcher,
        slots: &[Slot],
        matched: &[usize],
        natural: bool,
    ) -> Decision {
        let positive =
            || slots.iter().zip(matched).filter(|(slot, _)| slot.occur != Occur::MustNot);
        let bits = |keep: &dyn Fn(&Slot, usize) -> bool| {
            positive()
                .filter(|(slot, found)| keep(slot, **found))
                .fold(0, |bits, (slot, _)| bits | slot.bits)
        };
        let all = bits(&|_, _| true);
        if all == 0 {
            // Nothing is asked for but what must not occur.
            let wanted = |doc: &u32| !matcher.excluded.contains(*doc);
            let hits = (0..index.len() as u32).filter(wanted).collect();
            return Decision { hits, ..Decision::default() };
        }
        // A phrase that is nowhere would leave a question that quotes it without an answer; alone it stays required.
        let words = bits(&|slot, _| slot.occur == Occur::Should);
        let required = bits(&|slot, found| slot.occur == Occur::Must && (found > 0 || words == 0));
        let mut decision = relaxed(matcher, required, all);
        let strict = positive().count() <= if natural { STRICT_QUESTION } else { STRICT_SLOTS };
        if strict && !decision.complete.is_empty() {
            decision.partial = std::mem::replace(&mut decision.hits, decision.complete.clone());
            decision.relaxed = false;
            decision.optional = 0;
        }
        decision
    }

    /// Adds documents that are called as the query is, and gives those that may be hits: words of a name may be taken for
    /// others with a particle, as the last of 제롬 김이.
    pub(crate) fn add(&mut self, matcher: &Matcher, mut named: Vec<u32>) -> Vec<u32> {
        named.retain(|&doc| {
            let mask = matcher.entry(doc).mask;
            mask & self.required == self.required && !matcher.excluded.contains(doc)
        });
        for doc in &named {
            if let Err(at) = self.hits.binary_search(doc) {
                self.hits.insert(at, *doc);
            }
        }
        named
    }
}

/// The decision when not all words are required: in one walk over the documents, with the share of the best score so far.
fn relaxed(matcher: &Matcher, required: u32, all: u32) -> Decision {
    let (mut best, mut complete) = (0f32, Vec::new());
    let mut hits = vec![0; matcher.touched.len()];
    let mut len = 0;
    for doc in matcher.touched.iter() {
        let entry = matcher.entry(doc);
        if entry.mask & required != required || matcher.excluded.contains(doc) {
            continue;
        }
        // The standard maximum is a call, for the sake of values that are no numbers.
        best = if entry.score > best { entry.score } else { best };
        let is_complete = entry.mask & all == all;
        if is_complete {
            complete.push(doc);
        }
        // Written and counted, or else written over: a guess would be wrong too often.
        if let Some(place) = hits.get_mut(len) {
            *place = doc;
        }
        len +=
            usize::from((entry.mask != 0) & (is_complete | (entry.score >= best * QUESTION_SHARE)));
    }
    hits.truncate(len);
    hits.retain(|&doc| {
        let entry = matcher.entry(doc);
        entry.score >= best * QUESTION_SHARE || entry.mask & all == all
    });
    Decision { hits, complete, partial: Vec::new(), relaxed: true, optional: all, required }
}
