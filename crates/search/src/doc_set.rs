//! Sets of documents, a bit for each.

/// Some of the documents of an index.
#[derive(Clone, Debug, Default)]
pub(crate) struct DocSet(Vec<u64>);

impl DocSet {
    /// An empty set for documents below `len`.
    pub(crate) fn new(len: usize) -> DocSet {
        DocSet(vec![0; len.div_ceil(64)])
    }

    /// Adds a document; true when it was not in the set. Documents out of range are never in it.
    #[inline(always)]
    pub(crate) fn insert(&mut self, doc: u32) -> bool {
        let bit = 1 << (doc & 63);
        match self.0.get_mut(doc as usize >> 6) {
            Some(word) if *word & bit == 0 => {
                *word |= bit;
                true
            }
            _ => false,
        }
    }

    /// Adds a document, whether or not it was in the set. Documents out of range are never in it.
    #[inline(always)]
    pub(crate) fn put(&mut self, doc: u32) {
        if let Some(word) = self.0.get_mut(doc as usize >> 6) {
            *word |= 1 << (doc & 63);
        }
    }

    #[inline(always)]
    pub(crate) fn contains(&self, doc: u32) -> bool {
        self.0.get(doc as usize >> 6).is_some_and(|word| word >> (doc & 63) & 1 == 1)
    }

    /// Number of documents.
    pub(crate) fn len(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// The documents in ascending order.
    pub(crate) fn iter(&self) -> Docs<'_> {
        Docs { words: self.0.iter(), next: 0, rest: 0 }
    }
}

/// Goes through a set of documents.
pub(crate) struct Docs<'a> {
    words: std::slice::Iter<'a, u64>,
    /// The first document of the next word.
    next: u32,
    /// What is left of this word.
    rest: u64,
}

impl Iterator for Docs<'_> {
    type Item = u32;

    #[inline(always)]
    fn next(&mut self) -> Option<u32> {
        while self.rest == 0 {
            self.rest = *self.words.next()?;
            self.next += 64;
        }
        let bit = self.rest.trailing_zeros();
        self.rest &= self.rest - 1;
        Some(self.next - 64 + bit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn a_set_is_a_set(docs in proptest::collection::vec(0u32..300, 0..80)) {
            let (mut ours, mut standard) = (DocSet::new(300), BTreeSet::new());
            for &doc in &docs {
                prop_assert_eq!(ours.insert(doc), standard.insert(doc));
            }
            prop_assert!((0..320).all(|doc| ours.contains(doc) == standard.contains(&doc)));
            prop_assert_eq!(ours.iter().collect::<Vec<_>>(), standard.into_iter().collect::<Vec<_>>());
        }
    }
}
