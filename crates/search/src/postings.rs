//! Posting lists: for each term the documents that hold it, and how often in which field.
//!
//! A list is its number of postings, then for each posting `gap << 1 | other` where `gap` is the distance to the document
//! before it. Most postings are one occurrence in the main field and end there; for the others (`other` = 1)
//! the number of an [`Occurrence`] pattern follows. All numbers are base-128.

use crate::bytes::{put_varint, varint};
use crate::index::interner::WordInterner;

/// Occurrences of a term in a document: field number and frequency, by field.
pub(crate) type Occurrence = Vec<(u8, u8)>;
/// Frequencies above this count as this; BM25 is saturated long before.
pub(crate) const MAX_FREQUENCY: u8 = 15;
/// Code of the commonest pattern: once in the main field.
pub(crate) const PLAIN: u32 = 0;

/// One posting: a document and the number of its occurrence pattern ([`PLAIN`], or 1 + the pattern's place).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Posting {
    pub(crate) doc: u32,
    pub(crate) code: u32,
}

/// Walks through a posting list; damaged bytes end it early and never panic.
#[derive(Clone)]
pub(crate) struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
    left: u32,
    doc: u32,
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Cursor<'a> {
        let mut at = 0;
        let left = varint(bytes, &mut at);
        Cursor { bytes, at, left, doc: 0 }
    }

    /// Postings not yet read.
    pub(crate) fn remaining(&self) -> u32 {
        self.left
    }
}

impl Iterator for Cursor<'_> {
    type Item = Posting;

    #[inline(always)]
    fn next(&mut self) -> Option<Posting> {
        if self.left == 0 || self.at >= self.bytes.len() {
            return None;
        }
        self.left -= 1;
        let head = varint(self.bytes, &mut self.at);
        self.doc = self.doc.wrapping_add(head >> 1);
        let code = if head & 1 == 0 { PLAIN } else { varint(self.bytes, &mut self.at) };
        Some(Posting { doc: self.doc, code })
    }
}

/// A posting list being written, documents in ascending order.
#[derive(Clone, Debug, Default)]
pub(crate) struct ListWriter {
    bytes: Vec<u8>,
    last: u32,
    count: u32,
}

/// Appends a whole list.
pub(crate) fn write(postings: &[Posting], out: &mut Vec<u8>) {
    put_varint(out, postings.len() as u32);
    let mut last = 0;
    for &posting in postings {
        put(posting, last, out);
        last = posting.doc;
    }
}

fn put(posting: Posting, last: u32, out: &mut Vec<u8>) {
    let gap = posting.doc - last;
    if posting.code == PLAIN {
        put_varint(out, gap << 1);
    } else {
        put_varint(out, gap << 1 | 1);
        put_varint(out, posting.code);
    }
}

impl ListWriter {
    pub(crate) fn push(&mut self, posting: Posting) {
        put(posting, self.last, &mut self.bytes);
        self.last = posting.doc;
        self.count += 1;
    }

    /// Appends the finished list.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        put_varint(out, self.count);
        out.extend_from_slice(&self.bytes);
    }
}

/// Numbers occurrence patterns in the order they are first seen.
#[derive(Debug, Default)]
pub(crate) struct Patterns {
    main_field: u8,
    /// Patterns written as words: fields and frequencies are small enough to be ASCII characters.
    numbers: WordInterner,
    word: String,
}

impl Patterns {
    pub(crate) fn new(main_field: u8) -> Patterns {
        Patterns { main_field, ..Patterns::default() }
    }

    pub(crate) fn code(&mut self, occurrence: &Occurrence) -> u32 {
        if let [(field, 1)] = occurrence.as_slice()
            && *field == self.main_field
        {
            return PLAIN;
        }
        self.word.clear();
        for &(field, frequency) in occurrence {
            self.word.push(char::from(field));
            self.word.push(char::from(frequency));
        }
        self.numbers.number(&self.word) + 1
    }

    /// All patterns by code, the plain one first.
    pub(crate) fn finish(&self) -> Vec<Occurrence> {
        let mut patterns = vec![vec![(self.main_field, 1)]];
        for number in 0..self.numbers.len() as u32 {
            let bytes = self.numbers.word(number).as_bytes().chunks_exact(2);
            let pair = |two: &[u8]| Some((*two.first()?, *two.last()?));
            patterns.push(bytes.filter_map(pair).collect());
        }
        patterns
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_come_back() {
        let postings =
            [(0, 0), (1, 3), (200, 0), (70_000, 12)].map(|(doc, code)| Posting { doc, code });
        let mut writer = ListWriter::default();
        postings.iter().for_each(|&posting| writer.push(posting));
        let mut bytes = Vec::new();
        writer.write(&mut bytes);
        let mut whole = Vec::new();
        write(&postings, &mut whole);
        assert_eq!(whole, bytes);
        assert_eq!(Cursor::new(&bytes).remaining(), 4);
        assert_eq!(Cursor::new(&bytes).collect::<Vec<_>>(), postings);
        for cut in 0..bytes.len() {
            assert!(Cursor::new(&bytes[..cut]).count() <= 4);
        }
    }
}
