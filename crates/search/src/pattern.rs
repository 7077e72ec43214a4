//! Patterns of folded units, found in folded texts: words, phrases, initials, unfinished syllables.

use crate::analyzer::{self, STEM_MARK, gram, korean};
use crate::pairs::Pairs;
use crate::text::class::{self, Class};
use crate::text::fold::{self, Folded, LEAD_BITS, START};
use crate::text::hangul;
use std::ops::Range;

/// Units of an unfinished piece that may hang over a space the query does not have.
const MIN_OPEN_PIECE: usize = 2;
/// Initials shorter than this must stand at the beginning of a word, else they are found everywhere.
const FREE_INITIALS: usize = 4;
/// Letters that all forms of an English word begin with, at least.
const MIN_SAME: usize = 2;
/// Initial consonants compared at once when texts are looked through.
const MAX_LEADS: usize = 4;

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
    /// The English stem that a word of the text must have, in any form; empty when the parts themselves must stand there.
    stem: String,
}

impl Pattern {
    /// The units as they are.
    pub(crate) fn exact(units: &[u16], flags: &[u8]) -> Pattern {
        Pattern {
            parts: units.iter().map(|&unit| (unit, unit)).collect(),
            starts: flags.iter().map(|flags| flags & START != 0).collect(),
            ..Pattern::default()
        }
    }

    /// A folded text as it is.
    pub(crate) fn of(folded: &Folded) -> Pattern {
        Pattern::exact(&folded.units, &folded.flags)
    }

    /// Units without separators inside.
    pub(crate) fn word(units: &[u16]) -> Pattern {
        Pattern {
            parts: units.iter().map(|&unit| (unit, unit)).collect(),
            starts: vec![false; units.len()],
            ..Pattern::default()
        }
    }

    /// The stem of a word from which an ending was taken.
    pub(crate) fn stem(stem: &[u16], ending: &[u16]) -> Pattern {
        Pattern { ending: ending.to_vec(), ..Pattern::word(stem) }
    }

    /// A word of letters in all its grammatical forms: those whose stem, as [`analyzer::english_stem`] gives it, is this one.
    pub(crate) fn forms(word: &[u16], stem: String) -> Pattern {
        Pattern { stem, ..Pattern::word(word) }
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

    /// The parts alone, in no other form and followed by anything.
    pub(crate) fn plain(&self) -> Pattern {
        Pattern { ending: Vec::new(), stem: String::new(), ..self.clone() }
    }

    /// Where a match up to `end` ends in units that go on as the word was typed: the 의 of 미래정상회의 may be no ending.
    pub(crate) fn typed_end(&self, units: &[u16], flags: &[u8], end: usize) -> usize {
        let follows = units.get(end..).is_some_and(|rest| rest.starts_with(&self.ending));
        let typed_end = end + self.ending.len();
        let same_word = !(end..typed_end).any(|at| fold::starts(units, flags, at));
        if follows && same_word && rest_is_ending(units, flags, typed_end) {
            typed_end
        } else {
            end
        }
    }

    /// The word as it was before its ending was taken off.
    pub(crate) fn with_ending(&self) -> Pattern {
        self.ending.iter().fold(self.plain(), |whole, &unit| whole.and((unit, unit)))
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
        let mut at = from;
        loop {
            at = self.candidate(units, flags, at)?;
            if let Some(end) = self.end(units, flags, at) {
                return Some(at..end);
            }
            at += 1;
        }
    }

    /// First place at or after `from` where the pattern may stand, by what can be seen quickly: the initial consonants
    /// of its first parts, or its first units.
    pub(crate) fn candidate(&self, units: &[u16], flags: &[u8], from: usize) -> Option<usize> {
        let (leads, count) = self.leads();
        if count > 1 {
            return find_leads(flags, leads.get(..count)?, from);
        }
        let within = |(low, high): (u16, u16), unit: &u16| low <= *unit && *unit <= high;
        let rest = units.get(from..)?;
        let place = match *self.parts.as_slice() {
            [] => None,
            [only] => rest.iter().position(|unit| within(only, unit)),
            [first, second, ..] => {
                let mut pairs = rest.iter().zip(rest.iter().skip(1));
                pairs.position(|(one, two)| within(first, one) & within(second, two))
            }
        };
        place.map(|at| from + at)
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

    /// The flag bits of the initial consonants of the first parts, as long as each stands for one only, and their number.
    fn leads(&self) -> ([u8; MAX_LEADS], usize) {
        let mut leads = [0; MAX_LEADS];
        let mut count = 0;
        for (slot, &(low, high)) in leads.iter_mut().zip(&self.parts) {
            match (hangul::split(low), hangul::split(high)) {
                (Some(first), Some(last)) if first.0 == last.0 => *slot = first.0 as u8 + 1,
                _ => break,
            }
            count += 1;
        }
        (leads, count)
    }

    pub(crate) fn occurs(&self, units: &[u16], flags: &[u8]) -> bool {
        self.find(units, flags, 0).is_some()
    }

    /// Where the pattern ends if it stands at a place.
    fn end(&self, units: &[u16], flags: &[u8], at: usize) -> Option<usize> {
        if !self.stem.is_empty() {
            return self.form_end(units, flags, at);
        }
        let end = at + self.parts.len();
        let mut found = units.get(at..end)?.iter().zip(&self.parts);
        let same = found.all(|(unit, (low, high))| low <= unit && unit <= high);
        (same && self.bounded(units, flags, at..end)).then_some(end)
    }

    /// The end of the word at a place if it is a form of the one looked for. Stems are made only of words that begin as
    /// this one does, but for the last letter: of `policies` and `policy`, that is `polic`.
    fn form_end(&self, units: &[u16], flags: &[u8], at: usize) -> Option<usize> {
        let same = self.stem.len().saturating_sub(STEM_MARK.len_utf8() + 1).max(MIN_SAME);
        let parts = self.parts.get(..same)?;
        let begins =
            units.get(at..at + same)?.iter().zip(parts).all(|(&unit, part)| unit == part.0);
        if !begins || at > 0 && word_end(units, flags, at) > at {
            return None;
        }
        let end = word_end(units, flags, at + 1);
        let word = units.get(at..end)?;
        let typed = || {
            word.len() == self.parts.len()
                && word.iter().zip(&self.parts).all(|(&unit, part)| unit == part.0)
        };
        let stem = || analyzer::english_stem(&String::from_utf16_lossy(word));
        (typed() || stem().is_some_and(|stem| stem == self.stem)).then_some(end)
    }

    /// Alphabetic words must be whole; a match that runs over a space of the text must end with a whole word there,
    /// so that 서울대 is not found in 서울 대회.
    fn bounded(&self, units: &[u16], flags: &[u8], at: Range<usize>) -> bool {
        let class = |at: usize| units.get(at).map(|&unit| class::of(unit));
        let starts = |at: usize| fold::starts(units, flags, at);
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
            let text_starts = fold::starts(units, flags, place);
            let query_starts = self.starts.get(place - at.start).copied().unwrap_or(false);
            text_starts
                && !query_starts
                && units.get(place).is_some_and(|&unit| hangul::is_syllable(unit))
        })
    }
}

/// The first place at or after `from` where lead consonants follow each other, eight places at a time: a byte of
/// `wrong` is zero where all are right, and the subtraction finds the first zero byte (Warren, Hacker's Delight, 6-1).
fn find_leads(flags: &[u8], leads: &[u8], from: usize) -> Option<usize> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = ONES << 7;
    const MASK: u64 = ONES * LEAD_BITS as u64;
    let differs = |(eight, &lead): (&[u8], &u8)| {
        let eight = eight.try_into().map_or(0, u64::from_le_bytes);
        (eight & MASK) ^ (u64::from(lead) * ONES)
    };
    let zeros = |wrong: u64| wrong.wrapping_sub(ONES) & !wrong & HIGH;
    let mut at = from;
    while let Some(block) = flags.get(at..at + 7 + leads.len()) {
        // Two leads rule most places out. A branch after the first would be guessed wrong too often.
        let mut looks = block.windows(8).zip(leads).map(differs);
        let mut wrong = looks.next().unwrap_or(0) | looks.next().unwrap_or(0);
        if zeros(wrong) != 0 {
            wrong = looks.fold(wrong, |wrong, look| wrong | look);
            let zero = zeros(wrong);
            if zero != 0 {
                return Some(at + zero.trailing_zeros() as usize / 8);
            }
        }
        at += 8;
    }
    let rest = flags.get(at..)?;
    let right = |(flags, lead): (&u8, &u8)| flags & LEAD_BITS == *lead;
    rest.windows(leads.len())
        .position(|here| here.iter().zip(leads).all(right))
        .map(|found| at + found)
}

/// How to look for several patterns together; they are numbered in their order and given again for every text.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Together {
    /// Numbers of the patterns that begin with two known units.
    pairs: Pairs,
    /// Numbers of the others.
    loose: Vec<usize>,
}

impl Together {
    pub(crate) fn new(patterns: &[&Pattern]) -> Together {
        let pair = |pattern: &&Pattern| match *pattern.parts.as_slice() {
            [(first, same), (second, also), ..] if first == same && second == also => {
                Some(gram(first, second))
            }
            _ => None,
        };
        let keys = || patterns.iter().enumerate().map(|(number, pattern)| (number, pair(pattern)));
        let loose = keys().filter(|key| key.1.is_none()).map(|key| key.0).collect();
        let pairs = Pairs::new(&mut keys().filter_map(|(number, pair)| Some((pair?, number))));
        Together { pairs, loose }
    }

    /// Calls `found` with the number and place of every match in a text, in no particular order.
    pub(crate) fn walk(
        &self,
        patterns: &[&Pattern],
        units: &[u16],
        flags: &[u8],
        found: &mut dyn FnMut(usize, Range<usize>),
    ) {
        self.pairs.walk(units, &mut |at, number| {
            if let Some(pattern) = patterns.get(number)
                && let Some(end) = pattern.end(units, flags, at)
            {
                found(number, at..end);
            }
        });
        for &number in &self.loose {
            let Some(pattern) = patterns.get(number) else { continue };
            let mut from = 0;
            while let Some(at) = pattern.find(units, flags, from) {
                from = at.start + 1;
                found(number, at);
            }
        }
    }
}

/// The end of the word of letters that holds the unit before `at`.
pub(crate) fn word_end(units: &[u16], flags: &[u8], at: usize) -> usize {
    let word = |at: usize| units.get(at).is_some_and(|&unit| class::of(unit) == Class::Word);
    let mut end = at;
    if at.checked_sub(1).is_some_and(word) {
        while word(end) && !fold::starts(units, flags, end) {
            end += 1;
        }
    }
    end
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
        fn leads_are_found_where_they_are(text in "[가나 a]{0,40}", from in 0usize..8, count in 2usize..=MAX_LEADS) {
            let flags = fold(&text).flags;
            let leads = &[1, 3, 1, 1][..count];
            let here = |at: &usize| {
                leads.iter().enumerate().all(|(i, lead)| flags.get(at + i).is_some_and(|flag| flag & LEAD_BITS == *lead))
            };
            prop_assert_eq!(find_leads(&flags, leads, from), (from..flags.len()).find(here));
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
