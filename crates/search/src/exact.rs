//! Documents whose name or identifier is the whole query: they come first.

use crate::bytes;
use crate::index::Index;
use crate::matcher::Matcher;
use crate::pattern::Pattern;
use crate::plan::{self, Slot};
use crate::query::Occur;
use crate::response::ReadingKind;

/// Ways to put the readings of all slots together that are tried.
const MAX_WHOLES: usize = 16;

impl Index {
    /// Documents with a name that is the query as typed, or all of it that is no question word; where there are none,
    /// those with a name that is the query as it was understood: in initials, half typed, in the other keyboard mode.
    /// Sorted.
    pub(crate) fn exact_docs(&self, typed: &[u16], matcher: &Matcher, slots: &[Slot]) -> Vec<u32> {
        let docs = self.named(typed);
        if !docs.is_empty() {
            return docs;
        }
        let docs = self.named(&plan::units_of(slots));
        if !docs.is_empty() {
            return docs;
        }
        let wholes = wholes(matcher, slots);
        let value = |entry: &(u32, u32)| entry.1 as usize;
        let covered =
            |value: &usize| wholes.iter().any(|whole| whole.is_all_of(self.streams.get(*value).0));
        let mut docs: Vec<u64> = self
            .names
            .iter()
            .map(value)
            .filter(covered)
            .map(|value| u64::from(self.values.doc(value)))
            .collect();
        docs.sort_unstable();
        docs.dedup();
        docs.into_iter().map(|doc| doc as u32).collect()
    }

    /// Documents with this name or identifier, sorted.
    pub(crate) fn named(&self, folded: &[u16]) -> Vec<u32> {
        let hash = bytes::hash_units(folded);
        let from = self.names.partition_point(|name| name.0 < hash);
        let same = self.names.iter().skip(from).take_while(|name| name.0 == hash);
        let mut docs: Vec<u32> = same
            .filter(|name| !folded.is_empty() && self.streams.get(name.1 as usize).0 == folded)
            .map(|name| self.values.doc(name.1 as usize))
            .collect();
        docs.dedup();
        docs
    }
}

/// The readings of all slots in a row.
fn wholes(matcher: &Matcher, slots: &[Slot]) -> Vec<Pattern> {
    let mut wholes = vec![Pattern::default()];
    for slot in slots.iter().filter(|slot| slot.occur != Occur::MustNot) {
        let readings = matcher
            .used
            .iter()
            .filter(|used| used.bits == slot.bits && used.kind != ReadingKind::Synonym);
        let mut options: Vec<Pattern> = readings.map(|used| used.pattern.clone()).collect();
        options.push(Pattern::word(&slot.units));
        let longer =
            wholes.iter().flat_map(|whole| options.iter().map(|option| whole.clone().then(option)));
        wholes = longer.take(MAX_WHOLES).collect();
    }
    wholes
}
