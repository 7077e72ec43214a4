//! The term dictionary: sorted words, found whole, by prefix, or one by one.

use crate::bytes;
use crate::index::column::Strings;
use std::ops::Range;

/// Of every so many words the first bytes are kept beside.
const STEP: usize = 8;

/// Sorted distinct words in one block of memory.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Dictionary {
    words: Strings,
    /// The first bytes of every [`STEP`]th word, as [`bytes::first_eight`] gives them: most of a search is done among
    /// these, which are next to each other and compared at once.
    heads: Vec<u64>,
}

impl Dictionary {
    /// Words must come sorted by bytes and be distinct.
    #[cfg(test)]
    pub(crate) fn from_sorted<'a>(words: impl Iterator<Item = &'a str>) -> Dictionary {
        let mut dictionary = Dictionary::default();
        words.for_each(|word| dictionary.push(word));
        dictionary
    }

    /// Makes room for so many words and bytes more: what grows step by step leaves holes.
    pub(crate) fn reserve(&mut self, words: usize, bytes: usize) {
        self.words.text.reserve_exact(bytes);
        self.words.starts.reserve_exact(words);
        self.heads.reserve_exact(words / STEP + 1);
    }

    /// Adds a word, which comes after all others by its bytes.
    pub(crate) fn push(&mut self, word: &str) {
        if self.len().is_multiple_of(STEP) {
            self.heads.push(bytes::first_eight(word.as_bytes()));
        }
        self.words.push(word);
    }

    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }

    /// Bytes of all words.
    pub(crate) fn bytes(&self) -> usize {
        self.words.text.len()
    }

    /// The word with a number; empty when there is none.
    pub(crate) fn word(&self, at: usize) -> &str {
        self.words.get(at)
    }

    pub(crate) fn find(&self, word: &str) -> Option<usize> {
        let at = self.lower_bound(word);
        (at < self.len() && self.words.bytes(at) == word.as_bytes()).then_some(at)
    }

    /// Numbers of all words that begin with a prefix.
    pub(crate) fn with_prefix(&self, prefix: &str) -> Range<usize> {
        let start = self.lower_bound(prefix);
        let (mut low, mut high) = (start, self.len());
        while low < high {
            let middle = (low + high) / 2;
            if self.words.bytes(middle).starts_with(prefix.as_bytes()) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        start..low
    }

    /// True when any word begins so.
    pub(crate) fn begins(&self, prefix: &str) -> bool {
        self.words.bytes(self.lower_bound(prefix)).starts_with(prefix.as_bytes())
    }

    /// Numbers of all words from one bound on, before another.
    pub(crate) fn between(&self, from: &str, to: &str) -> Range<usize> {
        let start = self.lower_bound(from);
        start..self.lower_bound(to).max(start)
    }

    fn lower_bound(&self, word: &str) -> usize {
        let head = bytes::first_eight(word.as_bytes());
        let before = self.heads.partition_point(|&other| other < head).saturating_sub(1);
        let upto = self.heads.partition_point(|&other| other <= head);
        let (mut low, mut high) = (before * STEP, (upto * STEP).min(self.len()));
        while low < high {
            let middle = (low + high) / 2;
            if self.words.bytes(middle) < word.as_bytes() {
                low = middle + 1
            } else {
                high = middle
            }
        }
        low
    }

    /// Bytes in memory.
    pub(crate) fn memory(&self) -> usize {
        self.words.memory() + self.heads.len() * 8
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_prefixes() {
        let words = ["a", "gov", "govern", "governance", "거버넌스", "인터넷"];
        let dictionary = Dictionary::from_sorted(words.into_iter());
        for (at, word) in words.iter().enumerate() {
            assert_eq!(dictionary.find(word), Some(at));
        }
        assert_eq!(dictionary.find("go"), None);
        assert_eq!(dictionary.with_prefix("gov"), 1..4);
        assert_eq!(dictionary.with_prefix("인"), 5..6);
        assert_eq!(dictionary.with_prefix("z"), 4..4);
        assert_eq!(dictionary.with_prefix(""), 0..6);
    }
}
