//! Contiguous runs: how much of the query stands in one piece in a text.
//!
//! BM25 sees a bag of terms. A text that has the words of the query in their order, next to each other, answers it more
//! often; so the best hits are looked at again and their score grows with the longest pieces of the query they hold.

use crate::index::streams::{self, Text};
use crate::pairs::{self, Pairs};
use crate::text::class::{self, Class, SPACE};
use crate::text::fold::{self, Folded};

/// Most that runs can add, as a share of the score.
const RUN_WEIGHT: f32 = 2.0;
/// Shortest run that counts, in units. The search for runs looks at pairs, so it cannot be less.
const MIN_RUN: usize = 2;
/// Longest query looked at, in units.
const MAX_QUERY: usize = 96;

/// The query prepared for comparing.
pub(crate) struct Runs {
    units: Vec<u16>,
    /// Places of the query by the pair of units there: alphabetic runs begin with a word.
    places: Pairs,
    /// Any run begins with an ASCII letter or digit.
    ascii: bool,
    /// Worth of the whole query in one piece.
    whole: f32,
    /// For every place of the query, the longest run that begins there in the text being looked at.
    best: Vec<usize>,
}

impl Runs {
    pub(crate) fn new(query: &Folded) -> Runs {
        let units: Vec<u16> = query.units.iter().copied().take(MAX_QUERY).collect();
        let begins = |(at, _): &(usize, &[u16])| begins_run(&units, &query.flags, *at);
        let places = units.windows(2).enumerate().filter(begins);
        let ascii = places.clone().any(|(_, two)| two.first().is_some_and(|&unit| unit < 0x80));
        let places = Pairs::new(&mut places.map(|(at, two)| (pairs::pair(two), at)));
        let whole = worth(&units, 0, units.len());
        Runs { best: vec![0; units.len()], units, places, ascii, whole }
    }

    /// How alike the query and a text of this length are in length, 0 to 1.
    pub(crate) fn likeness(&self, len: usize) -> f32 {
        let (short, long) = (len.min(self.units.len()), len.max(self.units.len()));
        short as f32 / long.max(1) as f32
    }

    /// Factor to add for a text, 0 to [`RUN_WEIGHT`].
    pub(crate) fn bonus(&mut self, text: Text) -> f32 {
        if self.whole <= 0.0 {
            return 0.0;
        }
        self.best.fill(0);
        match text {
            Text::Wide(units, flags) => self.find(units, flags),
            Text::Narrow(bytes) if self.ascii => self.find_narrow(bytes),
            Text::Narrow(_) => return 0.0,
        }
        let mut total = 0.0;
        let mut at = 0;
        while at < self.best.len() {
            let len = self.best.get(at).copied().unwrap_or(0);
            if len >= MIN_RUN {
                total += worth(&self.units, at, at + len);
            }
            at += len.max(1);
        }
        RUN_WEIGHT * (total / self.whole).min(1.0)
    }

    /// Finds the longest runs in a text.
    fn find(&mut self, text: &[u16], flags: &[u8]) {
        let (best, query) = (&mut self.best, &self.units);
        self.places.walk(text, &mut |at, place| {
            let rest = text.get(at..).unwrap_or(&[]).iter().copied();
            let len = run(query, place, rest);
            if let Some(best) = best.get_mut(place).filter(|best| **best < len)
                && begins_run(text, flags, at)
            {
                *best = whole_words(query, place, len).max(*best);
            }
        });
    }

    /// The same in a text of ASCII, where runs begin with words: most of it is passed over.
    fn find_narrow(&mut self, text: &[u8]) {
        let (best, query) = (&mut self.best, &self.units);
        let look = &mut |at: usize| {
            let Some(rest @ [first, second, ..]) = text.get(at..) else { return };
            let pair = pairs::pair(&[streams::unit(*first), streams::unit(*second)]);
            self.places.with(pair, &mut |place| {
                let len = run(query, place, rest.iter().map(|&byte| streams::unit(byte)));
                if let Some(best) = best.get_mut(place).filter(|best| **best < len) {
                    *best = whole_words(query, place, len).max(*best);
                }
            });
        };
        look(0);
        streams::separators(text, &mut |at| look(at + 1));
    }
}

/// Length of what a text has in common with the query from a place on.
#[inline]
fn run(query: &[u16], place: usize, text: impl Iterator<Item = u16>) -> usize {
    query.iter().skip(place).zip(text).take_while(|(a, b)| **a == *b).count()
}

/// A run without the beginning of an alphabetic word at its end, unless that is most of the word, as in another form or one
/// with a typing error: `forum s` is no more of `forum secretariat` than `forum` is.
fn whole_words(query: &[u16], place: usize, len: usize) -> usize {
    let word = |at: &usize| query.get(*at).is_some_and(|&unit| class::of(unit) == Class::Word);
    let end = place + len;
    let start = (place..end).rev().take_while(word).last().unwrap_or(end);
    let rest = (end..query.len()).take_while(word).count();
    if rest == 0 || end - start > rest * 2 { len } else { start - place }
}

/// Runs begin anywhere in Hangul and Han, but with a word in an alphabet.
fn begins_run(units: &[u16], flags: &[u8], at: usize) -> bool {
    let class = |at: usize| units.get(at).map(|&unit| class::of(unit));
    match class(at) {
        Some(Class::Space) | None => false,
        Some(Class::Word) => {
            at == 0 || fold::starts(units, flags, at) || class(at - 1) != Some(Class::Word)
        }
        _ => true,
    }
}

/// Worth of a piece of the query: longer pieces are worth more than their parts.
fn worth(units: &[u16], from: usize, to: usize) -> f32 {
    let piece = units.get(from..to).unwrap_or(&[]);
    let mut elements = 0f32;
    for (at, &unit) in piece.iter().enumerate() {
        match class::of(unit) {
            Class::Space => {}
            Class::Word => {
                let ends = piece
                    .get(at + 1)
                    .is_none_or(|&next| next == SPACE || class::of(next) != Class::Word);
                elements += if ends { 2.0 } else { 0.0 };
            }
            _ => elements += 1.0,
        }
    }
    let pairs = (elements - 1.0).max(0.0);
    pairs * pairs.sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::streams::Streams;
    use crate::text::fold::fold;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_text_of_ascii_is_read_as_it_is_kept(query in "[ab가]{0,3}( [ab1]{1,3}){0,4}", text in "[ab1]{0,3}([ -][ab1]{1,4}){0,9}") {
            bonus(&query, &text);
        }
    }

    fn bonus(query: &str, text: &str) -> f32 {
        let text = fold(text);
        let wide = Runs::new(&fold(query)).bonus(Text::Wide(&text.units, &text.flags));
        let mut streams = Streams::default();
        streams.push_folded(&text);
        assert_eq!(Runs::new(&fold(query)).bonus(streams.text(0)), wide, "{query}: {text:?}");
        wide
    }

    #[track_caller]
    fn same(query: &str, one: &str, other: &str) {
        assert_eq!(bonus(query, one), bonus(query, other), "{query}: {one} and {other}");
    }

    #[test]
    fn a_piece_of_letters_ends_with_a_word() {
        let query = "internet governance forum secretariat";
        same(query, "Internet Governance Forum Support", "Internet Governance Forum");
        assert!(
            bonus(query, "internet governance forum secretary")
                > bonus(query, "internet governance forum")
        );
        same("the doll", "the do", "the");
        same("70/125", "70/1", "70");
        assert_eq!(bonus(query, query), RUN_WEIGHT);
    }

    #[test]
    fn a_piece_of_syllables_ends_anywhere() {
        let query = "인터넷 거버넌스 포럼";
        assert!(bonus(query, "인터넷거버") > bonus(query, "인터넷 정책"));
        assert_eq!(bonus(query, "인터넷거버넌스포럼이 열렸다"), RUN_WEIGHT);
        assert_eq!(bonus(query, "정책"), 0.0);
    }
}
