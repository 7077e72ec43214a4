//! Patterns of folded units, found in folded texts: words, phrases, initials, unfinished syllables.

use crate::analyzer::korean;
use crate::text::class::{self, Class};
use crate::text::fold::{Folded, LEAD_BITS, START};
use crate::text::hangul;
use std::ops::Range;

/// Units of an unfinished piece that may hang over a space the query does not have.
const MIN_OPEN_PIECE: usize = 2;
/// Initials shorter than this must stand at the beginning of a word, else they are found everywhere.
const FREE_INITIALS: usize = 4;

/// A sequence of unit ranges, each from a first to a last unit.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Pattern {
    pub(crate) parts: Vec<(u16, u16)>,
    /// Whether the query had a separator before each part.
    starts: Vec<bool>,
    /// The end may be inside a word.
    pub(crate) open: bool,
    /// Some parts stand for an initial consonant.
    initials: bool,
    /// The ending that was taken off the word that was typed. What follows a match must then be an ending too, or this one.
    ending: Vec<u16>,
}

impl Pattern {
    /// The units as they are.
    pub(crate) fn exact(units: &[u16], flags: &[u8]) -> Pattern {
        Pattern {
            parts: units.iter().map(|&unit| (unit, unit)).collect(),
            starts: flags.iter().map(|flags| flags & START != 0).collect(),
            open: false,
            initials: false,
            ending: Vec::new(),
        }
    }

    /// A folded text as it is.
    pub(crate) fn of(folded: &Folded) -> Pattern {
        Pattern::exact(&folded.units, &folded.flags)
    }

    /// Units without separators inside.
    pub(crate) fn word(units: &[u16]) -> Pattern {
        Pattern::exact(units, &vec![0; units.len()])
    }

    /// The stem of a word from which an ending was taken.
    pub(crate) fn stem(stem: &[u16], ending: &[u16]) -> Pattern {
        Pattern { ending: ending.to_vec(), ..Pattern::word(stem) }
    }

    pub(crate) fn opened(mut self) -> Pattern {
        self.open = true;
        self
    }

    /// Replaces the last part.
    pub(crate) fn with_last(mut self, range: (u16, u16)) -> Pattern {
        if let Some(last) = self.parts.last_mut() {
            *last = range;
        }
        self
    }

    /// Adds a part without a separator before it.
    pub(crate) fn and(mut self, range: (u16, u16)) -> Pattern {
        self.parts.push(range);
        self.starts.push(false);
        self
    }

    /// Syllables as they are, lone consonants as initials; `None` when a part is neither.
    pub(crate) fn initials(units: &[u16]) -> Option<Pattern> {
        let mut pattern = Pattern { initials: true, open: true, ..Pattern::default() };
        for &unit in units {
            if hangul::is_syllable(unit) {
                pattern = pattern.and((unit, unit));
            } else if let Some(lead) = hangul::lead_index(unit) {
                pattern = pattern.and(hangul::lead_range(lead));
            } else {
                let (first, second) = hangul::tail_index(unit).and_then(hangul::split_tail)?;
                pattern = pattern.and(hangul::lead_range(hangul::lead_index(first)?));
                pattern = pattern.and(hangul::lead_range(hangul::lead_index(second)?));
            }
        }
        Some(pattern)
    }

    pub(crate) fn len(&self) -> usize {
        self.parts.len()
    }

    /// First place at or after `from` where the pattern stands in a text.
    pub(crate) fn find(&self, units: &[u16], flags: &[u8], from: usize) -> Option<Range<usize>> {
        let &(low, high) = self.parts.first()?;
        let last = units.len().checked_sub(self.parts.len())?;
        if let Some(leads) = self.leads() {
            return self.find_by_leads(leads, units, flags, from, last);
        }
        (from..=last).find_map(|at| {
            let first = units.get(at).copied().unwrap_or(0);
            let here = (low..=high).contains(&first) && self.matches(units, flags, at);
            here.then(|| at..at + self.parts.len())
        })
    }

    /// This pattern, then another as the next word.
    pub(crate) fn then(mut self, next: &Pattern) -> Pattern {
        let word =
            |part: Option<&(u16, u16)>| part.is_some_and(|part| class::of(part.0) == Class::Word);
        if word(self.parts.last()) && word(next.parts.first()) {
            self = self.and((class::SPACE, class::SPACE));
        }
        next.parts.iter().fold(self, |whole, &part| whole.and(part))
    }

    /// True when the pattern stands for a text from its beginning to its end.
    pub(crate) fn is_all_of(&self, units: &[u16]) -> bool {
        let same = |(unit, part): (&u16, &(u16, u16))| part.0 <= *unit && *unit <= part.1;
        !units.is_empty()
            && units.len() == self.parts.len()
            && units.iter().zip(&self.parts).all(same)
    }

    /// The flag bits of the initial consonants of the first two parts, when both are syllables of one lead each.
    fn leads(&self) -> Option<(u8, u8)> {
        let lead = |&(low, high): &(u16, u16)| {
            let (low, high) = (hangul::split(low)?.0, hangul::split(high)?.0);
            (low == high).then_some(low as u8 + 1)
        };
        Some((lead(self.parts.first()?)?, lead(self.parts.get(1)?)?))
    }

    fn find_by_leads(
        &self,
        leads: (u8, u8),
        units: &[u16],
        flags: &[u8],
        mut from: usize,
        last: usize,
    ) -> Option<Range<usize>> {
        loop {
            let at = find_pair(flags, leads, from).filter(|&at| at <= last)?;
            if self.matches(units, flags, at) {
                return Some(at..at + self.parts.len());
            }
            from = at + 1;
        }
    }

    pub(crate) fn occurs(&self, units: &[u16], flags: &[u8]) -> bool {
        self.find(units, flags, 0).is_some()
    }

    fn matches(&self, units: &[u16], flags: &[u8], at: usize) -> bool {
        let Some(found) = units.get(at..at + self.parts.len()) else { return false };
        let same =
            found.iter().zip(&self.parts).all(|(unit, (low, high))| low <= unit && unit <= high);
        same && self.bounded(units, flags, at..at + self.parts.len())
    }

    /// Alphabetic words must be whole; a match that runs over a space of the text must end with a whole word there,
    /// so that 서울대 is not found in 서울 대회.
    fn bounded(&self, units: &[u16], flags: &[u8], at: Range<usize>) -> bool {
        let class = |at: usize| units.get(at).map(|&unit| class::of(unit));
        let starts = |at: usize| flags.get(at).is_some_and(|flags| flags & START != 0);
        let inside_before =
            at.start > 0 && class(at.start - 1) == Some(Class::Word) && !starts(at.start);
        if class(at.start) == Some(Class::Word) && inside_before {
            return false;
        }
        let cut_after = class(at.end) == Some(Class::Word) && !starts(at.end);
        if class(at.end - 1) == Some(Class::Word) && cut_after && !self.open {
            return false;
        }
        let follows = || units.get(at.end..).is_some_and(|rest| rest.starts_with(&self.ending));
        if !self.ending.is_empty() && !follows() && !rest_is_ending(units, flags, at.end) {
            return false;
        }
        if self.initials {
            return self.parts.len() >= FREE_INITIALS || at.start == 0 || starts(at.start);
        }
        match self.last_crossing(units, flags, &at) {
            None => true,
            Some(crossing) => {
                let whole = rest_is_ending(units, flags, at.end);
                let long_enough = self.open && at.end - crossing >= MIN_OPEN_PIECE;
                (at.start == 0
                    || starts(at.start)
                    || !hangul::is_syllable(units.get(at.start).copied().unwrap_or(0)))
                    && (whole || long_enough)
            }
        }
    }

    /// The last place inside the match where a Hangul word of the text begins but none of the query does.
    fn last_crossing(&self, units: &[u16], flags: &[u8], at: &Range<usize>) -> Option<usize> {
        (at.start + 1..at.end).rev().find(|&place| {
            let text_starts = flags.get(place).is_some_and(|flags| flags & START != 0);
            let query_starts = self.starts.get(place - at.start).copied().unwrap_or(false);
            text_starts
                && !query_starts
                && units.get(place).is_some_and(|&unit| hangul::is_syllable(unit))
        })
    }
}

/// The first place at or after `from` where two lead consonants follow each other, eight places at a time: a byte of
/// `wrong` is zero where both are right, and the subtraction finds the first zero byte (Warren, Hacker's Delight, 6-1).
fn find_pair(flags: &[u8], (first, second): (u8, u8), from: usize) -> Option<usize> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = ONES << 7;
    const MASK: u64 = ONES * LEAD_BITS as u64;
    let eight = |at: usize| -> Option<u64> {
        let bytes: [u8; 8] = flags.get(at..at + 8)?.try_into().ok()?;
        Some(u64::from_le_bytes(bytes) & MASK)
    };
    let (firsts, seconds) = (u64::from(first) * ONES, u64::from(second) * ONES);
    let mut at = from;
    while let (Some(here), Some(next)) = (eight(at), eight(at + 1)) {
        let wrong = (here ^ firsts) | (next ^ seconds);
        let zero = wrong.wrapping_sub(ONES) & !wrong & HIGH;
        if zero != 0 {
            return Some(at + zero.trailing_zeros() as usize / 8);
        }
        at += 8;
    }
    let right = |at: &usize| {
        let lead = |at: usize| flags.get(at).map(|flags| flags & LEAD_BITS);
        lead(*at) == Some(first) && lead(at + 1) == Some(second)
    };
    (at..flags.len()).find(right)
}

/// What is left of the Hangul word that holds `at` is nothing, or a particle or ending.
fn rest_is_ending(units: &[u16], flags: &[u8], at: usize) -> bool {
    let rest = units.get(at..).unwrap_or(&[]);
    let in_word = |(unit, flags): &(&u16, &u8)| hangul::is_syllable(**unit) && **flags & START == 0;
    let len = rest.iter().zip(flags.get(at..).unwrap_or(&[])).take_while(in_word).count();
    len == 0 || korean::is_ending(rest.get(..len).unwrap_or(&[]))
}

/// True when a word of a folded text begins with these units.
pub(crate) fn begins_word(wanted: &[u16], text: &Folded) -> bool {
    let starts = text.flags.iter().enumerate().filter(|(_, flags)| **flags & START != 0);
    !wanted.is_empty()
        && starts
            .map(|(at, _)| at)
            .any(|at| text.units.get(at..).is_some_and(|rest| rest.starts_with(wanted)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold::fold;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn pairs_of_leads_are_found_where_they_are(text in "[가나다 a]{0,40}", from in 0usize..8) {
            let flags = fold(&text).flags;
            let naive = (from..flags.len()).find(|&at| {
                flags[at] & LEAD_BITS == 1 && flags.get(at + 1).is_some_and(|flags| flags & LEAD_BITS == 3)
            });
            prop_assert_eq!(find_pair(&flags, (1, 3), from), naive);
        }
    }

    fn found(query: &str, text: &str) -> bool {
        let text = fold(text);
        Pattern::of(&fold(query)).occurs(&text.units, &text.flags)
    }

    #[test]
    fn spaces_and_word_ends() {
        assert!(found("인터넷거버넌스", "인터넷 거버넌스를"));
        assert!(found("인터넷 거버넌스", "인터넷거버넌스포럼"));
        assert!(found("서울대", "서울대학교"));
        assert!(!found("서울대", "서울 대회"));
        assert!(found("서울대", "서울 대는"));
        assert!(found("art", "modern art."));
        assert!(!found("art", "party"));
        assert!(found("70/125", "A/RES/70/125"));
        assert!(!found("2023/3", "E/RES/2023/35"));
        assert!(found("c5", "C5는"));
    }

    #[test]
    fn initials_and_mixed() {
        let check = |query: &str, text: &str| {
            let text = fold(text);
            Pattern::initials(&fold(query).units).unwrap().occurs(&text.units, &text.flags)
        };
        assert!(check("ㅇㅌㄴㄱㅂㄴㅅ", "인터넷 거버넌스"));
        assert!(check("디지털ㄱㄱㅈ", "디지털 공공재"));
        assert!(check("ㄱㅂㄴㅅ", "인터넷거버넌스"));
        assert!(!check("ㄱㅂ", "인터넷거버넌스"));
        assert!(check("ㄳ", "가사"));
    }
}
