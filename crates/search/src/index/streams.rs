//! The folded texts of all values in one block, for phrases, runs, initials and names.

use super::column::{Strings, range};
use crate::pattern::Pattern;
use crate::text::class::SPACE;
use crate::text::fold::{self, Folded, JOINED};

/// Separators of narrow texts: a space, and a place where only a mark joins two words.
const APART: u8 = b' ';
const JOINED_WITH: u8 = b'-';

/// The folded text of one value as it is kept.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Text<'a> {
    /// Units and flags.
    Wide(&'a [u16], &'a [u8]),
    /// ASCII, see [`unit`].
    Narrow(&'a [u8]),
}

/// The unit that a byte of a narrow text stands for.
#[inline]
pub(crate) fn unit(byte: u8) -> u16 {
    u16::from(if byte == JOINED_WITH { APART } else { byte })
}

/// Calls `found` with the places between two words of a narrow text, eight bytes at a time: a sum has its high bit clear
/// where a byte is less than a digit, which is the least of all others.
#[inline]
pub(crate) fn separators(text: &[u8], found: &mut impl FnMut(usize)) {
    const ONES: u64 = 0x0101_0101_0101_0101;
    for (block, bytes) in text.chunks(8).enumerate() {
        let mut eight = [b'0'; 8];
        match bytes.first_chunk() {
            Some(whole) => eight = *whole,
            None => eight.iter_mut().zip(bytes).for_each(|(place, byte)| *place = *byte),
        }
        let sums = u64::from_le_bytes(eight).wrapping_add(ONES * u64::from(0x80 - b'0'));
        let mut less = !sums & (ONES << 7);
        while less != 0 {
            found(block * 8 + less.trailing_zeros() as usize / 8);
            less &= less - 1;
        }
    }
}

/// Folded texts by value number. Texts of ASCII characters alone take a byte for each unit: where words begin follows
/// from the separators before them. The others take three, so that initials can be looked for eight places at a time.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Streams {
    wide: Folded,
    wide_starts: Vec<u32>,
    narrow: Vec<u8>,
    narrow_starts: Vec<u32>,
}

impl Default for Streams {
    fn default() -> Streams {
        Streams {
            wide: Folded::default(),
            wide_starts: vec![0],
            narrow: Vec::new(),
            narrow_starts: vec![0],
        }
    }
}

impl Streams {
    /// Adds a text; `room` is for folding it.
    pub(crate) fn push(&mut self, text: &str, room: &mut Folded) {
        room.clear();
        fold::fold_into(text, room);
        self.push_folded(room);
    }

    /// Adds a text that was folded already.
    pub(crate) fn push_folded(&mut self, folded: &Folded) {
        if folded.units.iter().all(|&unit| unit < 0x80) {
            let joins =
                |at: usize| folded.flags.get(at + 1).is_some_and(|flags| flags & JOINED != 0);
            let narrow = |(at, &unit): (usize, &u16)| match unit {
                SPACE if joins(at) => JOINED_WITH,
                _ => unit as u8,
            };
            self.narrow.extend(folded.units.iter().enumerate().map(narrow));
        } else {
            self.wide.units.extend_from_slice(&folded.units);
            self.wide.flags.extend_from_slice(&folded.flags);
        }
        self.wide_starts.push(self.wide.units.len() as u32);
        self.narrow_starts.push(self.narrow.len() as u32);
    }

    /// Makes room for texts: growing step by step would leave holes as large as they are.
    pub(crate) fn reserve(&mut self, texts: &Strings) {
        let (mut wide, mut narrow) = (0, 0);
        for text in texts.iter() {
            let units = estimate(text);
            // Letters with marks begin with 0xC3 to 0xC5, quotation marks and dashes with 0xE2; from 0xE3 on come Han
            // and Hangul. Room is made in both blocks for what lies between: a block that grows doubles.
            wide += if text.bytes().all(|byte| matches!(byte, 0..0xC6 | 0xE2)) { 0 } else { units };
            narrow += if text.bytes().any(|byte| byte > 0xE2) { 0 } else { units };
        }
        self.wide.units.reserve_exact(wide);
        self.wide.flags.reserve_exact(wide);
        self.narrow.reserve_exact(narrow);
    }

    /// Gives back what growing step by step took too much.
    pub(crate) fn shrink(&mut self) {
        self.wide.units.shrink_to_fit();
        self.wide.flags.shrink_to_fit();
        self.wide_starts.shrink_to_fit();
        self.narrow.shrink_to_fit();
        self.narrow_starts.shrink_to_fit();
    }

    /// Units and flags of a value, see [`fold::starts`]. What is kept as ASCII is written into `room`, without flags.
    pub(crate) fn get<'a>(&'a self, value: usize, room: &'a mut Vec<u16>) -> (&'a [u16], &'a [u8]) {
        match self.text(value) {
            Text::Wide(units, flags) => (units, flags),
            Text::Narrow(bytes) => {
                room.clear();
                room.extend(bytes.iter().map(|&byte| unit(byte)));
                (room, &[])
            }
        }
    }

    /// A value as it is kept.
    pub(crate) fn text(&self, value: usize) -> Text<'_> {
        let wide = range(&self.wide_starts, value);
        if wide.is_empty() {
            return Text::Narrow(self.narrow(value));
        }
        let units = self.wide.units.get(wide.clone()).unwrap_or(&[]);
        Text::Wide(units, self.wide.flags.get(wide).unwrap_or(&[]))
    }

    fn narrow(&self, value: usize) -> &[u8] {
        self.narrow.get(range(&self.narrow_starts, value)).unwrap_or(&[])
    }

    /// A value as it was folded.
    pub(crate) fn folded(&self, value: usize) -> Folded {
        let mut folded = Folded::default();
        let wide = range(&self.wide_starts, value);
        if wide.is_empty() {
            // Folding what was folded gives the same.
            fold::fold_into(str::from_utf8(self.narrow(value)).unwrap_or(""), &mut folded);
        }
        folded.units.extend_from_slice(self.wide.units.get(wide.clone()).unwrap_or(&[]));
        folded.flags.extend_from_slice(self.wide.flags.get(wide).unwrap_or(&[]));
        folded
    }

    /// Units of a value.
    pub(crate) fn len(&self, value: usize) -> usize {
        range(&self.wide_starts, value).len() + range(&self.narrow_starts, value).len()
    }

    /// Calls `found` with every value in which a pattern of Hangul stands and the place where it first does, in the order
    /// of values. One walk over all texts: what is found across the end of a value is left out.
    pub(crate) fn scan(&self, pattern: &Pattern, mut found: impl FnMut(usize, usize)) {
        let Folded { units, flags, .. } = &self.wide;
        let mut from = 0;
        while let Some(at) = pattern.candidate(units, flags, from) {
            let starts = self.wide_starts.partition_point(|&start| start as usize <= at);
            let value = starts.saturating_sub(1);
            let wide = range(&self.wide_starts, value);
            let (units, flags) = (units.get(wide.clone()), flags.get(wide.clone()));
            from = match pattern.find(units.unwrap_or(&[]), flags.unwrap_or(&[]), at - wide.start) {
                Some(place) => {
                    found(value, place.start);
                    wide.end
                }
                None => wide.end,
            };
            from = from.max(at + 1);
        }
    }

    /// Units of all texts together.
    pub(crate) fn units(&self) -> usize {
        self.wide.units.len() + self.narrow.len()
    }

    /// Bytes in memory.
    pub(crate) fn memory(&self) -> usize {
        self.wide.units.len() * 3
            + self.narrow.len()
            + (self.wide_starts.len() + self.narrow_starts.len()) * 4
    }
}

/// About how many units a text has.
fn estimate(text: &str) -> usize {
    // A character becomes one unit, rarely two; what stands between words only before a word of letters or digits.
    let next = text.bytes().skip(1).chain([0]);
    let counts = |(byte, next): &(u8, u8)| match byte {
        0..0x80 => byte.is_ascii_alphanumeric() || next.is_ascii_alphanumeric(),
        _ => byte & 0xC0 != 0x80,
    };
    text.bytes().zip(next).filter(counts).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold::START;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn texts_come_back(texts in proptest::collection::vec("[a-c가-나É“0 /.-]{0,12}|\\PC{0,8}", 0..8)) {
            let mut streams = Streams::default();
            let mut folded = Folded::default();
            texts.iter().for_each(|text| streams.push(text, &mut folded));
            let mut room = Vec::new();
            for (value, text) in texts.iter().enumerate() {
                let folded = fold::fold(text);
                prop_assert_eq!(&streams.folded(value), &folded);
                let (units, flags) = streams.get(value, &mut room);
                prop_assert_eq!(units, &folded.units);
                for (at, flag) in folded.flags.iter().enumerate() {
                    prop_assert_eq!(fold::starts(units, flags, at), flag & START != 0);
                }
                prop_assert_eq!(streams.len(value), units.len());
            }
            prop_assert_eq!(streams.get(texts.len(), &mut room), (&[][..], &[][..]));
            prop_assert_eq!(streams.units(), texts.iter().map(|text| fold::fold(text).units.len()).sum::<usize>());
        }
    }
}
