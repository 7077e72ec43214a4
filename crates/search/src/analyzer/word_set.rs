//! A small set of Hangul words, made once from a list in the source.

use crate::sort;

/// Words by a 64-bit hash; no two words of our lists share one, and a stranger does so with a chance of 2^-54.
#[derive(Debug)]
pub(crate) struct WordSet {
    hashes: Vec<u64>,
    /// Units of the longest word.
    pub(crate) longest: usize,
}

impl WordSet {
    /// The words of texts, between white space.
    pub(crate) fn new(texts: &[&str]) -> WordSet {
        let mut set = WordSet { hashes: Vec::new(), longest: 0 };
        for word in texts.iter().flat_map(|text| text.split_whitespace()) {
            let units: Vec<u16> = word.encode_utf16().collect();
            set.longest = set.longest.max(units.len());
            set.hashes.push(hash(&units));
        }
        sort::keys(&mut set.hashes);
        set
    }

    pub(crate) fn contains(&self, word: &[u16]) -> bool {
        word.len() <= self.longest && self.hashes.binary_search(&hash(word)).is_ok()
    }
}

/// FNV-1a over units.
fn hash(units: &[u16]) -> u64 {
    units.iter().fold(0xCBF2_9CE4_8422_2325, |hash, &unit| {
        (hash ^ u64::from(unit)).wrapping_mul(0x100_0000_01B3)
    })
}
