//! Which documents are hits, by the words of the query.
//!
//! - Phrases in quotes must occur, clauses with `-` must not.
//! - In a query of up to [`STRICT_SLOTS`] words all must be found, as long as some document has them all.
//! - Else (longer questions, words that are nowhere) every document with at least one of the words is a hit whose score
//!   reaches [`QUESTION_SHARE`] of the best. The answer then says that it is relaxed.

use crate::index::Index;
use crate::matcher::{Entry, Matcher};
use crate::plan::Slot;
use crate::query::Occur;

/// Up to this many words all must be found, as long as some document has them all.
pub(crate) const STRICT_SLOTS: usize = 3;
/// The same in a query with question words, which is a question and no list of words.
const STRICT_QUESTION: usize = 2;
/// In relaxed answers a hit has at least this share of the best score.
const QUESTION_SHARE: f32 = 0.2;

/// The rule for hits of one query.
pub(crate) struct Rule {
    required: u32,
    /// Documents with all of these are hits whatever their score.
    all: u32,
    least: f32,
    /// Documents that satisfy every slot, ascending.
    pub(crate) complete: Vec<u32>,
    /// Not everything that was asked is required.
    pub(crate) relaxed: bool,
}

impl Rule {
    /// Chooses the rule; `matched` is the number of documents that satisfy each slot, `natural` whether it is a question.
    pub(crate) fn choose(
        matcher: &Matcher,
        slots: &[Slot],
        matched: &[usize],
        natural: bool,
    ) -> Rule {
        let positive =
            || slots.iter().zip(matched).filter(|(slot, _)| slot.occur != Occur::MustNot);
        let bits = |keep: &dyn Fn(&Slot, usize) -> bool| {
            positive()
                .filter(|(slot, found)| keep(slot, **found))
                .fold(0, |bits, (slot, _)| bits | slot.bits)
        };
        let all = bits(&|_, _| true);
        let strict = positive().count() <= if natural { STRICT_QUESTION } else { STRICT_SLOTS };
        // A phrase that is nowhere would leave a question that quotes it without an answer; alone it stays required.
        let words = bits(&|slot, _| slot.occur == Occur::Should);
        let required = bits(&|slot, found| slot.occur == Occur::Must && (found > 0 || words == 0));
        let (mut complete, mut best) = (Vec::new(), 0f32);
        if all == 0 {
            // Nothing is asked for but what must not occur.
            return Rule { required, all, complete, least: 0.0, relaxed: false };
        }
        for doc in matcher.touched.iter().filter(|&doc| !matcher.excluded.contains(doc)) {
            let entry = matcher.entry(doc);
            if entry.mask & required == required {
                if entry.mask & all == all {
                    complete.push(doc);
                }
                // The standard maximum is a call, for the sake of values that are no numbers.
                best = if entry.score > best { entry.score } else { best };
            }
        }
        if strict && !complete.is_empty() {
            return Rule { required: all, all, complete, least: 0.0, relaxed: false };
        }
        Rule { required, all, complete, least: best * QUESTION_SHARE, relaxed: true }
    }

    /// The hits in ascending order.
    pub(crate) fn hits(&self, index: &Index, matcher: &Matcher) -> Vec<u32> {
        let wanted = |doc: &u32| !matcher.excluded.contains(*doc);
        if self.all == 0 {
            return (0..index.len() as u32).filter(wanted).collect();
        }
        let mut hits = Vec::new();
        for doc in matcher.touched.iter() {
            if self.accepts(&matcher.entry(doc)) && wanted(&doc) {
                hits.push(doc);
            }
        }
        hits
    }

    /// True when a document that is not excluded is a hit.
    fn accepts(&self, entry: &Entry) -> bool {
        let some = !self.relaxed || entry.mask != 0;
        let enough = entry.score >= self.least || entry.mask & self.all == self.all;
        some && enough && entry.mask & self.required == self.required
    }
}
