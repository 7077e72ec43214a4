//! The folded texts of all values in one block, for phrases, runs, initials and names.

use crate::pattern::Pattern;
use crate::text::fold::{self, Folded};

/// Folded texts by value number.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Streams {
    folded: Folded,
    starts: Vec<u32>,
}

impl Default for Streams {
    fn default() -> Streams {
        Streams { folded: Folded::default(), starts: vec![0] }
    }
}

impl Streams {
    pub(crate) fn push(&mut self, text: &str) {
        fold::fold_into(text, &mut self.folded);
        self.starts.push(self.folded.units.len() as u32);
    }

    /// Adds a text that was folded already.
    pub(crate) fn push_folded(&mut self, folded: &Folded) {
        self.folded.units.extend_from_slice(&folded.units);
        self.folded.flags.extend_from_slice(&folded.flags);
        self.starts.push(self.folded.units.len() as u32);
    }

    /// Makes room for a text: growing step by step would leave holes as large as the texts.
    pub(crate) fn reserve(&mut self, text: &str) {
        // A character becomes one unit, rarely two; what stands between words only before a word of letters or digits.
        let next = text.bytes().skip(1).chain([0]);
        let counts = |(byte, next): &(u8, u8)| match byte {
            0..0x80 => byte.is_ascii_alphanumeric() || next.is_ascii_alphanumeric(),
            _ => byte & 0xC0 != 0x80,
        };
        let units = text.bytes().zip(next).filter(counts).count();
        self.folded.units.reserve_exact(units);
        self.folded.flags.reserve_exact(units);
    }

    /// Gives back what growing step by step took too much.
    pub(crate) fn shrink(&mut self) {
        self.folded.units.shrink_to_fit();
        self.folded.flags.shrink_to_fit();
        self.starts.shrink_to_fit();
    }

    /// Units and flags of a value.
    pub(crate) fn get(&self, value: usize) -> (&[u16], &[u8]) {
        match (self.starts.get(value), self.starts.get(value + 1)) {
            (Some(&start), Some(&end)) => {
                let range = start as usize..end as usize;
                let units = self.folded.units.get(range.clone()).unwrap_or(&[]);
                (units, self.folded.flags.get(range).unwrap_or(&[]))
            }
            _ => (&[], &[]),
        }
    }

    /// Calls `found` with every value in which a pattern stands and the place where it first does, in the order of values.
    /// One walk over all texts: what is found across the end of a value is left out.
    pub(crate) fn scan(&self, pattern: &Pattern, mut found: impl FnMut(usize, usize)) {
        let mut from = 0;
        while let Some(at) = pattern.candidate(&self.folded.units, &self.folded.flags, from) {
            let value =
                self.starts.partition_point(|&start| start as usize <= at).saturating_sub(1);
            let start = self.starts.get(value).map_or(0, |&start| start as usize);
            let end = self.starts.get(value + 1).map_or(0, |&end| end as usize);
            let (units, flags) = self.get(value);
            from = match pattern.find(units, flags, at - start) {
                Some(place) => {
                    found(value, place.start);
                    end
                }
                None => end,
            };
            from = from.max(at + 1);
        }
    }

    /// Units of all texts together.
    pub(crate) fn units(&self) -> usize {
        self.folded.units.len()
    }

    pub(crate) fn memory(&self) -> usize {
        self.folded.units.len() * 3 + self.starts.len() * 4
    }
}
