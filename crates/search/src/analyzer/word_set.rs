//! A small set of Hangul words, made once from a list in the source.

use crate::sort;
use crate::text;

/// Words by a 64-bit hash; no two words of our lists share one, and a stranger does so with a chance of 2^-54.
#[derive(Debug)]
pub(crate) struct WordSet {
    hashes: Vec<u64>,
    /// A bit for the last unit of each, by its low bits: most words of a text end in none of them.
    lasts: [u64; 16],
    /// Units of the longest word.
    pub(crate) longest: usize,
}

impl WordSet {
    /// The words of texts, between white space.
    pub(crate) fn new(texts: &[&str]) -> WordSet {
        let mut set = WordSet { hashes: Vec::new(), lasts: [0; 16], longest: 0 };
        for word in texts.iter().flat_map(|text| text.split_whitespace()) {
            let units = text::units(word);
            set.longest = set.longest.max(units.len());
            set.hashes.push(hash(&units));
            let (place, bit) = last_bit(&units);
            if let Some(lasts) = set.lasts.get_mut(place) {
                *lasts |= bit;
            }
        }
        sort::keys(&mut set.hashes);
        set
    }

    pub(crate) fn contains(&self, word: &[u16]) -> bool {
        let (place, bit) = last_bit(word);
        word.len() <= self.longest
            && self.lasts.get(place).is_some_and(|lasts| lasts & bit != 0)
            && self.hashes.binary_search(&hash(word)).is_ok()
    }
}

/// Where the last unit of a word stands among [`WordSet::lasts`].
fn last_bit(word: &[u16]) -> (usize, u64) {
    let last = word.last().copied().unwrap_or(0);
    (usize::from(last >> 6 & 15), 1 << (last & 63))
}

/// FNV-1a over units.
fn hash(units: &[u16]) -> u64 {
    units.iter().fold(0xCBF2_9CE4_8422_2325, |hash, &unit| {
        (hash ^ u64::from(unit)).wrapping_mul(0x100_0000_01B3)
    })
}
