//! Looking for many things in a text at once, by the pair of units each begins with.

use crate::analyzer::gram;
use crate::sort;

/// Bits of the filter, as a power of two: a hundred pairs set at most one in 40.
const FILTER_BITS: u32 = 12;

/// Numbers by pairs of neighbouring units, behind a filter that nearly every pair of a text fails at once.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Pairs {
    /// A bit for every pair, hashed.
    filter: [u64; 1 << (FILTER_BITS - 6)],
    /// Pairs and their numbers, sorted.
    entries: Vec<u64>,
}

impl Default for Pairs {
    fn default() -> Pairs {
        Pairs::new(&mut std::iter::empty())
    }
}

impl Pairs {
    /// A table of pairs and numbers; a pair may have several.
    pub(crate) fn new(pairs: &mut dyn Iterator<Item = (u32, usize)>) -> Pairs {
        let mut filter = [0; 1 << (FILTER_BITS - 6)];
        let mut entries = Vec::new();
        for (pair, number) in pairs {
            entries.push(sort::key(pair, number as u32));
            let hash = hash(pair);
            if let Some(word) = filter.get_mut(hash >> 6) {
                *word |= 1 << (hash & 63);
            }
        }
        sort::keys(&mut entries);
        Pairs { filter, entries }
    }

    /// Calls `found` with a place of the text and a number for every pair of the text that is in the table.
    pub(crate) fn walk(&self, text: &[u16], found: &mut dyn FnMut(usize, usize)) {
        for (at, two) in text.windows(2).enumerate() {
            let pair = pair(two);
            let hash = hash(pair);
            if self.filter.get(hash >> 6).is_some_and(|word| word >> (hash & 63) & 1 == 1) {
                self.numbers(pair, &mut |number| found(at, number));
            }
        }
    }

    fn numbers(&self, pair: u32, found: &mut dyn FnMut(usize)) {
        let from = self.entries.partition_point(|&entry| entry < sort::key(pair, 0));
        let rest = self.entries.get(from..).unwrap_or(&[]).iter().map(|&entry| sort::parts(entry));
        rest.take_while(|entry| entry.0 == pair).for_each(|entry| found(entry.1 as usize));
    }
}

/// The key of two neighbouring units, as of a gram.
#[inline]
pub(crate) fn pair(two: &[u16]) -> u32 {
    match *two {
        [first, second] => gram(first, second),
        _ => 0,
    }
}

/// Fibonacci hashing (Knuth, The Art of Computer Programming 3, section 6.4).
#[inline]
fn hash(pair: u32) -> usize {
    (pair.wrapping_mul(0x9E37_79B1) >> (32 - FILTER_BITS)) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_pair_is_found_where_it_stands(text in proptest::collection::vec(0u16..4, 0..40), wanted in proptest::collection::vec((0u16..4, 0u16..4), 0..6)) {
            let pairs = Pairs::new(&mut wanted.iter().enumerate().map(|(number, &(a, b))| (pair(&[a, b]), number)));
            let mut found = Vec::new();
            pairs.walk(&text, &mut |at, number| found.push((at, number)));
            let mut naive = Vec::new();
            for at in 0..text.len().saturating_sub(1) {
                let here = wanted.iter().enumerate().filter(|(_, pair)| **pair == (text[at], text[at + 1]));
                naive.extend(here.map(|(number, _)| (at, number)));
            }
            found.sort_unstable();
            prop_assert_eq!(found, naive);
        }
    }
}
