//! The term dictionary: sorted words, found whole, by prefix, or one by one.

use crate::index::column::Strings;
use std::ops::Range;

/// Sorted distinct words in one block of memory.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Dictionary(Strings);

impl Dictionary {
    /// Words must come sorted by bytes and be distinct.
    #[cfg(test)]
    pub(crate) fn from_sorted<'a>(words: impl Iterator<Item = &'a str>) -> Dictionary {
        let mut dictionary = Dictionary::default();
        words.for_each(|word| dictionary.push(word));
        dictionary
    }

    /// Adds a word, which comes after all others by its bytes.
    pub(crate) fn push(&mut self, word: &str) {
        self.0.push(word);
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The word with a number; empty when there is none.
    pub(crate) fn word(&self, at: usize) -> &str {
        self.0.get(at)
    }

    pub(crate) fn find(&self, word: &str) -> Option<usize> {
        let at = self.lower_bound(word);
        (at < self.len() && self.0.bytes(at) == word.as_bytes()).then_some(at)
    }

    /// Numbers of all words that begin with a prefix.
    pub(crate) fn with_prefix(&self, prefix: &str) -> Range<usize> {
        let start = self.lower_bound(prefix);
        let (mut low, mut high) = (start, self.len());
        while low < high {
            let middle = (low + high) / 2;
            if self.0.bytes(middle).starts_with(prefix.as_bytes()) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        start..low
    }

    /// Numbers of all words from one bound on, before another.
    pub(crate) fn between(&self, from: &str, to: &str) -> Range<usize> {
        let start = self.lower_bound(from);
        start..self.lower_bound(to).max(start)
    }

    fn lower_bound(&self, word: &str) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = (low + high) / 2;
            if self.0.bytes(middle) < word.as_bytes() { low = middle + 1 } else { high = middle }
        }
        low
    }

    /// Bytes in memory.
    pub(crate) fn memory(&self) -> usize {
        self.0.memory()
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
