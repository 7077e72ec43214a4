//! Looking for many things in a text at once, by the pair of units each begins with.

use crate::analyzer::gram;

/// Bits of the table of places, as a power of two: of the pairs of a text that are not looked for, a hundred that are
/// let one in 20 through.
const TABLE_BITS: u32 = 11;

/// A pair, a number that belongs to it, and the place behind that of the next entry of the same hash.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Entry {
    pair: u32,
    number: u32,
    next: u32,
}

/// Numbers by pairs of neighbouring units: a hash table whose empty places nearly all pairs of a text meet at once.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Pairs {
    /// The place behind that of the first entry of each hash; 0 if there is none.
    heads: [u32; 1 << TABLE_BITS],
    entries: Vec<Entry>,
}

impl Default for Pairs {
    fn default() -> Pairs {
        Pairs::new(&mut std::iter::empty())
    }
}

impl Pairs {
    /// A table of pairs and numbers; a pair may have several.
    pub(crate) fn new(pairs: &mut dyn Iterator<Item = (u32, usize)>) -> Pairs {
        let mut heads = [0; 1 << TABLE_BITS];
        let mut entries: Vec<Entry> = Vec::new();
        for (pair, number) in pairs {
            if let Some(head) = heads.get_mut(hash(pair)) {
                entries.push(Entry { pair, number: number as u32, next: *head });
                *head = entries.len() as u32;
            }
        }
        Pairs { heads, entries }
    }

    /// Calls `found` with a place of the text and a number for every pair of the text that is in the table.
    pub(crate) fn walk(&self, text: &[u16], found: &mut dyn FnMut(usize, usize)) {
        for (at, two) in text.windows(2).enumerate() {
            self.with(pair(two), &mut |number| found(at, number));
        }
    }

    /// Calls `found` with the numbers of a pair.
    #[inline]
    pub(crate) fn with(&self, pair: u32, found: &mut dyn FnMut(usize)) {
        let mut next = self.heads.get(hash(pair)).copied().unwrap_or(0);
        while let Some(entry) = self.entries.get((next as usize).wrapping_sub(1)) {
            if entry.pair == pair {
                found(entry.number as usize);
            }
            next = entry.next;
        }
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
    (pair.wrapping_mul(0x9E37_79B1) >> (32 - TABLE_BITS)) as usize
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
