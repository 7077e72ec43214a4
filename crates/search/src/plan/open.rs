//! Words of which only the beginning is given: prefixes, and syllables that are still being typed.

use super::words::{phrase, string};
use super::{Alternative, GRAM_WEIGHT, Slot, WORD_WEIGHT};
use crate::analyzer::gram;
use crate::index::Index;
use crate::pattern::Pattern;
use crate::query::Occur;
use crate::response::ReadingKind;
use crate::text::class::{self, Class};
use crate::text::hangul;

/// A word of which only the beginning is given.
pub(super) fn prefix(index: &Index, text: &str, occur: Occur) -> Option<Slot> {
    let mut slot = phrase(index, text, occur)?;
    open_slot(index, &mut slot);
    Some(slot)
}

/// Adds readings in which the slot is the beginning of a longer word.
pub(super) fn open_slot(index: &Index, slot: &mut Slot) {
    slot.open = true;
    let units = std::mem::take(&mut slot.units);
    match units.last().map(|&unit| class::of(unit)) {
        Some(Class::Hangul) => open_hangul(index, &units, &mut slot.alternatives),
        Some(Class::Word) if !units.iter().any(|&unit| class::is_digit(unit)) => {
            slot.alternatives.extend(open_alphabetic(index, &units));
        }
        _ => {}
    }
    slot.units = units;
}

/// The last alphabetic word is a prefix; what stands before it must precede.
pub(super) fn open_alphabetic(index: &Index, units: &[u16]) -> Option<Alternative> {
    let start =
        units.iter().rposition(|&unit| class::of(unit) != Class::Word).map_or(0, |at| at + 1);
    let word = string(units.get(start..)?);
    let mut alternative =
        Alternative::new(ReadingKind::Prefix, string(units), Pattern::word(units).opened());
    for before in
        units.get(..start)?.split(|&unit| unit == class::SPACE).filter(|word| !word.is_empty())
    {
        alternative.part(index, index.terms.word(&string(before)), WORD_WEIGHT);
    }
    alternative.part(index, index.terms.words_with_prefix(&word), WORD_WEIGHT);
    Some(alternative)
}

/// The last syllable may be unfinished (거 of 건), or its tail may lead the next syllable (인턴 of 인터넷).
pub(super) fn open_hangul(index: &Index, units: &[u16], alternatives: &mut Vec<Alternative>) {
    let Some((&last, before)) = units.split_last() else { return };
    let Some((lead, vowel, tail)) = hangul::split(last) else { return };
    let head = Pattern::word(before).opened();
    if tail == 0 {
        alternatives.push(open_pattern(index, units, head.and(hangul::open_range(lead, vowel))));
        return;
    }
    let (kept, moved) = match hangul::split_tail(tail) {
        Some((first, second)) => (hangul::tail_index(first).unwrap_or(0), second),
        None => (0, hangul::tail_jamo(tail)),
    };
    alternatives.push(open_pattern(
        index,
        units,
        head.clone().and((last, compound_end(last, tail))),
    ));
    if let Some(next) = hangul::lead_index(moved) {
        let syllable = hangul::join(lead, vowel, kept);
        let pattern = head.and((syllable, syllable)).and(hangul::lead_range(next));
        alternatives.push(open_pattern(index, units, pattern));
    }
}

/// The last syllable a tail may grow into: 갑 may become 값.
fn compound_end(syllable: u16, tail: u16) -> u16 {
    syllable
        + match tail {
            4 => 2,
            8 => 7,
            17 => 1,
            _ => 0,
        }
}

/// Finds a pattern whose last part may be a range.
fn open_pattern(index: &Index, units: &[u16], pattern: Pattern) -> Alternative {
    let mut alternative = Alternative::new(ReadingKind::Prefix, string(units), pattern);
    let parts = alternative.pattern.parts.clone();
    for pair in parts.windows(2) {
        if let [(first, _), (low, high)] = *pair {
            alternative.part(
                index,
                index.terms.gram_range(gram(first, low), gram(first, high)),
                GRAM_WEIGHT,
            );
        }
    }
    if let [(low, high)] = *parts.as_slice() {
        alternative.part(
            index,
            index.terms.gram_range(gram(low, 0), gram(high, u16::MAX)),
            GRAM_WEIGHT,
        );
    }
    alternative
}
