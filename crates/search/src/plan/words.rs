//! Slots for words, phrases and prefixes.

use super::segment::{self, Piece};
use super::{
    Alternative, Evidence, FORM_WEIGHT, GRAM_WEIGHT, Manner, STEM_WEIGHT, Slot, WORD_WEIGHT,
};
use crate::analyzer::{self, Run, gram, korean, stop};
use crate::fuzzy;
use crate::index::Index;
use crate::matcher::Matcher;
use crate::pattern::Pattern;
use crate::query::Occur;
use crate::response::{Reading, ReadingKind};
use crate::text::class::{self, Class};
use crate::text::fold::{self, Folded};
use crate::text::{self, hangul, keyboard};

/// Han runs longer than this are sentences, not words: each of their grams is a slot.
const MAX_HAN_WORD: usize = 4;
/// Hangul runs longer than this were typed without spaces.
const MAX_HANGUL_WORD: usize = 12;
/// Longer runs are cut even when they hold syllables of no known word.
const MAX_HANGUL_NAME: usize = 6;
/// Characters of a word or phrase that are looked at.
const MAX_CHARS: usize = 256;
/// Runs of letters shorter than this are never cut.
const MIN_GLUED: usize = 6;
/// Mean length of the pieces of a run of letters: `tunisia` is no `tunis i a`.
const MIN_MEAN: usize = 3;
/// Pieces of a run of letters whose last may be an ending.
const MAX_ENDED: usize = 2;
/// Longer runs of letters are sentences.
const MAX_MISTYPED: usize = 20;
/// Weight of a pair of syllables on both sides of a cut.
const CROSSING_WEIGHT: f32 = 0.25;
/// Hangul runs shorter than this are never cut.
const MIN_HANGUL_SENTENCE: usize = 5;

/// The beginning of a word or phrase of any length: a pasted book costs no more than a long question.
fn head(text: &str) -> &str {
    let end = text.char_indices().nth(MAX_CHARS).map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or(text)
}

/// A slot without alternatives yet.
fn slot(occur: Occur, typed: &str, units: &[u16]) -> Slot {
    Slot {
        occur,
        typed: typed.to_owned(),
        units: units.to_vec(),
        stop: false,
        open: false,
        piece: false,
        alternatives: Vec::new(),
        cut: None,
        bits: 0,
        weight: 0.0,
    }
}

/// Slots for characters typed without a space.
pub(super) fn words(index: &Index, text: &str, manner: Manner, slots: &mut Vec<Slot>) {
    let text = head(text);
    let folded = fold::fold_with_spans(text);
    let runs = analyzer::runs(&folded);
    let first = slots.len();
    let mut at = 0;
    while at < runs.len() {
        if let Some((slot, len)) = wrong_mode_symbol(index, text, &folded, &runs, at) {
            slots.push(slot);
            at += len;
            continue;
        }
        let len = group(&runs, at);
        let group = runs.get(at..at + len).unwrap_or(&[]);
        let attached = at > 0 && group.first().is_some_and(|run| !run.spaced);
        let open = manner.open && at + len == runs.len();
        group_slots(index, text, &folded, group, Manner { attached, open, ..manner }, slots);
        at += len;
    }
    if manner.open
        && slots.len() > first
        && let Some(last) = slots.last_mut()
    {
        open_slot(index, last);
    }
}

/// A symbol whose letters were typed in the Korean keyboard mode: `ㅊ5` for `C5`. The number of runs it takes up.
fn wrong_mode_symbol(
    index: &Index,
    text: &str,
    folded: &Folded,
    runs: &[Run],
    at: usize,
) -> Option<(Slot, usize)> {
    let (letters, rest) = (runs.get(at)?, runs.get(at + 1)?);
    if letters.class != Class::Jamo || rest.class != Class::Word || rest.spaced {
        return None;
    }
    let units = |run: &Run| folded.units.get(run.start..run.end).unwrap_or(&[]);
    let word = keyboard::hangul_to_latin(units(letters))? + &string(units(rest));
    let reading = alphabetic_literal(index, ReadingKind::Keyboard, &word);
    let typed = typed(text, folded, letters.start, rest.end);
    let units = text::units(&word);
    let mut slot = slot(Occur::Should, typed, &units);
    let possible = reading.is_possible(index);
    slot.alternatives.push(reading);
    possible.then_some((slot, 2))
}

/// Runs that make one slot: alphabetic words joined by marks, or Hangul and jamo without a space.
fn group(runs: &[Run], at: usize) -> usize {
    let korean = |run: &Run| matches!(run.class, Class::Hangul | Class::Jamo);
    if !runs.get(at).is_some_and(korean) {
        return analyzer::joined_parts(runs, at);
    }
    let rest = runs.get(at + 1..).unwrap_or(&[]);
    let adjacent = rest.iter().take_while(|run| korean(run) && !run.spaced).count();
    1 + adjacent
}

fn group_slots(
    index: &Index,
    text: &str,
    folded: &Folded,
    group: &[Run],
    manner: Manner,
    slots: &mut Vec<Slot>,
) {
    let (Some(first), Some(last)) = (group.first(), group.last()) else { return };
    let units = folded.units.get(first.start..last.end).unwrap_or(&[]);
    let flags = folded.flags.get(first.start..last.end).unwrap_or(&[]);
    let typed = typed(text, folded, first.start, last.end);
    match first.class {
        Class::Word if group.len() > 1 => {
            let symbol = symbol(index, folded, group, typed, units, flags);
            match symbol.alternatives.iter().any(|reading| reading.is_possible(index)) {
                true => slots.push(symbol),
                false => glued_symbol(index, text, folded, group, (symbol, manner), slots),
            }
        }
        Class::Word => match glued(index, typed, units, manner) {
            Some(words) => slots.extend(words),
            None => slots.push(alphabetic(index, typed, units)),
        },
        Class::Hangul | Class::Jamo if manner.attached && korean::is_ending(units) => {}
        Class::Hangul if manner.attached && is_counter(units) && counts(slots) => {
            add_counter(index, units, slots)
        }
        Class::Hangul | Class::Jamo => hangul_run(index, typed, units, manner, slots),
        Class::Han => han_run(index, typed, units, slots),
        Class::Space => {}
    }
}

/// One syllable, perhaps with an ending: the 년에 of `2003년에`.
fn is_counter(units: &[u16]) -> bool {
    units.len() == 1 || korean::is_ending(units.get(1..).unwrap_or(&[]))
}

/// True when the last slot is a number.
fn counts(slots: &[Slot]) -> bool {
    slots.last().is_some_and(|slot| slot.units.iter().all(|&unit| class::is_digit(unit)))
}

/// A counter after a number only adds weight to the number: `2003년` also finds 2003.
fn add_counter(index: &Index, units: &[u16], slots: &mut [Slot]) {
    let Some(slot) = slots.last_mut() else { return };
    let (Some(&digit), Some(&counter)) = (slot.units.last(), units.first()) else { return };
    let key = gram(digit, counter);
    let terms = index.terms.gram_range(key, key);
    if let (Some(literal), false) = (slot.alternatives.first_mut(), terms.is_empty()) {
        literal.evidence.push(Evidence { terms, weight: GRAM_WEIGHT, votes: 0 });
    }
}

/// The original characters of a range of units.
fn typed<'t>(text: &'t str, folded: &Folded, start: usize, end: usize) -> &'t str {
    let from = folded.spans.get(start).map_or(0, |span| span.0 as usize);
    let to = folded.spans.get(end.saturating_sub(1)).map_or(0, |span| span.1 as usize);
    text.get(from..to).unwrap_or("")
}

pub(super) fn string(units: &[u16]) -> String {
    String::from_utf16_lossy(units)
}

/// A word of letters and digits: its exact form and its stem.
fn alphabetic(index: &Index, typed: &str, units: &[u16]) -> Slot {
    let mut slot = slot(Occur::Should, typed, units);
    let word = string(units);
    slot.stop = stop::is_english(units);
    slot.alternatives.push(alphabetic_literal(index, ReadingKind::Literal, &word));
    slot
}

/// Words joined by marks of which one at least is several words typed without spaces: `whatisthewinner'sname`.
fn glued_symbol(
    index: &Index,
    text: &str,
    folded: &Folded,
    group: &[Run],
    (symbol, manner): (Slot, Manner),
    slots: &mut Vec<Slot>,
) {
    let mut parts = Vec::new();
    let mut any = false;
    for (at, run) in group.iter().enumerate() {
        let typed = typed(text, folded, run.start, run.end);
        let units = folded.units.get(run.start..run.end).unwrap_or(&[]);
        let manner = Manner { attached: at > 0, open: false, ..manner };
        let words = glued(index, typed, units, manner);
        any |= words.is_some();
        parts.extend(words.unwrap_or_else(|| vec![alphabetic(index, typed, units)]));
    }
    if any { slots.extend(parts) } else { slots.push(symbol) }
}

/// The words of a run of letters that is no word, nor like one, but several typed without spaces.
fn glued(index: &Index, typed: &str, units: &[u16], manner: Manner) -> Option<Vec<Slot>> {
    let word = string(units);
    let literal = || alphabetic_literal(index, ReadingKind::Literal, &word);
    if manner.literal
        || units.len() < MIN_GLUED
        || literal().is_possible(index)
        || (manner.open && !index.terms.words_with_prefix(&word).is_empty())
    {
        return None;
    }
    let korean = keyboard::latin_to_hangul(&word).map(|word| fold::fold(&word).units);
    let meant_korean = korean.is_some_and(|units| {
        Matcher::finds(index, &hangul_literal(index, ReadingKind::Keyboard, &units))
    });
    if meant_korean || (units.len() <= MAX_MISTYPED && resembles_a_word(index, units)) {
        return None;
    }
    let pieces = segment::segment(index, units, manner);
    let known = || pieces.iter().filter(|piece| !matches!(piece, Piece::Unknown(_)));
    let len: usize = known().map(|piece| piece.range().len()).sum();
    // A sentence may hold a word that no document has; in one word that would be half of another word.
    let enough = match units.len() > MAX_MISTYPED {
        true => len >= units.len() * 2 / 3,
        false => len == units.len() && units.len() >= pieces.len() * MIN_MEAN,
    };
    // A little word at the end of two is more often an ending: `compactor` is no `compact or`.
    let ends = pieces.len() > MAX_ENDED || matches!(pieces.last(), Some(Piece::Word(_)));
    if !enough || !ends {
        return None;
    }
    let slot = |piece: &Piece| {
        let units = units.get(piece.range()).unwrap_or(&[]);
        alphabetic(index, &string(units), units)
    };
    let mut slots: Vec<Slot> = known().map(slot).collect();
    slots.first_mut()?.cut = Some(cut(typed, units, &pieces));
    Some(slots)
}

/// How a run was cut.
fn cut(typed: &str, units: &[u16], pieces: &[Piece]) -> Reading {
    let mut read_as = String::new();
    for piece in pieces {
        if !read_as.is_empty() {
            read_as.push(' ');
        }
        read_as += &string(units.get(piece.range()).unwrap_or(&[]));
    }
    Reading { kind: ReadingKind::Spaces, typed: typed.to_owned(), read_as }
}

/// Finds an alphabetic word in all its grammatical forms.
pub(super) fn alphabetic_literal(index: &Index, kind: ReadingKind, word: &str) -> Alternative {
    let units = text::units(word);
    let mut literal = Alternative::new(kind, word.to_owned(), Pattern::word(&units));
    literal.needed = 1;
    match analyzer::english_stem(word) {
        Some(stem) => {
            literal.whole(index.terms.word(&stem), STEM_WEIGHT);
            literal.whole(index.terms.word(word), FORM_WEIGHT);
        }
        None => literal.whole(index.terms.word(word), WORD_WEIGHT),
    }
    literal
}

/// Words joined by marks: all of them in this order, or their joined form.
fn symbol(
    index: &Index,
    folded: &Folded,
    group: &[Run],
    typed: &str,
    units: &[u16],
    flags: &[u8],
) -> Slot {
    let mut slot = slot(Occur::Should, typed, units);
    slot.alternatives.push(sequence(index, ReadingKind::Literal, typed, units, flags));
    let mut joined = String::new();
    analyzer::join(folded, group, &mut joined);
    let whole = alphabetic_literal(index, ReadingKind::Literal, &joined);
    if whole.is_possible(index) {
        slot.alternatives.push(whole);
    }
    slot
}

/// Everything of a text in its order: all grams and exact words are needed, and the pattern must stand in a value.
pub(super) fn sequence(
    index: &Index,
    kind: ReadingKind,
    text: &str,
    units: &[u16],
    flags: &[u8],
) -> Alternative {
    let mut alternative = Alternative::new(kind, text.to_owned(), Pattern::exact(units, flags));
    for pair in units.windows(2) {
        if let [first, second] = *pair {
            let (a, b) = (class::of(first), class::of(second));
            if first != class::SPACE
                && second != class::SPACE
                && (a.is_cjk() || b.is_cjk())
                && (a.is_cjk() || a == Class::Word)
                && b.is_cjk()
            {
                let key = gram(first, second);
                alternative.part(index.terms.gram_range(key, key), GRAM_WEIGHT);
            }
        }
    }
    for word in units.split(|&unit| class::of(unit) != Class::Word).filter(|word| !word.is_empty())
    {
        alternative.part(index.terms.word(&string(word)), WORD_WEIGHT);
    }
    if alternative.needed == 0 {
        for &unit in units {
            alternative
                .part(index.terms.gram_range(gram(unit, 0), gram(unit, u16::MAX)), GRAM_WEIGHT);
        }
    }
    alternative
}

/// A run of Hangul: a word, or several typed without spaces when it is very long or no document can hold it.
fn hangul_run(index: &Index, typed: &str, units: &[u16], manner: Manner, slots: &mut Vec<Slot>) {
    let word = hangul_word(index, typed, units);
    let found = || {
        let mut readings = word.alternatives.clone();
        if manner.open {
            open_hangul(index, units, &mut readings);
        }
        word.stop
            || readings.iter().any(|reading| Matcher::finds(index, reading))
            || resembles_a_word(index, units)
    };
    let syllables = units.iter().all(|&unit| hangul::is_syllable(unit));
    if manner.literal
        || !syllables
        || units.len() < MIN_HANGUL_SENTENCE
        || (units.len() <= MAX_HANGUL_WORD && found())
    {
        slots.push(word);
        return;
    }
    let pieces = segment::segment(index, units, manner);
    let unknown = |piece: &Piece| if let Piece::Unknown(range) = piece { range.len() } else { 0 };
    let unknown: usize = pieces.iter().map(unknown).sum();
    if units.len() <= MAX_HANGUL_NAME && unknown > 0 || unknown == units.len() {
        slots.push(word);
        return;
    }
    let (before, reading) = (slots.len(), cut(typed, units, &pieces));
    for piece in pieces {
        let (range, first) = (piece.range(), slots.len());
        let own = units.get(range.clone()).unwrap_or(&[]);
        if manner.attached && range.start == 0 && is_counter(own) && counts(slots) {
            add_counter(index, own, slots);
            continue;
        }
        match piece {
            Piece::Word(_) => slots.push(hangul_word(index, &string(own), own)),
            Piece::Question(_) => {
                slots.push(Slot { stop: true, ..hangul_word(index, &string(own), own) })
            }
            // A typing error in one of the words.
            Piece::Unknown(_) if resembles_a_word(index, own) => {
                slots.push(hangul_word(index, &string(own), own))
            }
            // The syllables on both sides belong to pairs that may be known.
            Piece::Unknown(_) => {
                let around = range.start.saturating_sub(1)..(range.end + 1).min(units.len());
                let units = units.get(around).unwrap_or(&[]);
                sentence(index, &string(units), units, slots);
            }
        }
        if let Some(slot) = slots.get_mut(first) {
            add_crossing(index, units, range.start, slot);
        }
    }
    if let Some(slot) = slots.get_mut(before) {
        slot.cut = Some(reading);
    }
}

/// True when a typing error or two lie between the units and a word of the index.
fn resembles_a_word(index: &Index, units: &[u16]) -> bool {
    !fuzzy::neighbours(&index.terms.words, index.sketches(), units).is_empty()
}

/// The pair that a cut took apart only adds weight: the cut may be wrong.
fn add_crossing(index: &Index, units: &[u16], at: usize, slot: &mut Slot) {
    let pair = at.checked_sub(1).and_then(|before| units.get(before..before + 2));
    if let (Some(&[first, second]), Some(literal)) = (pair, slot.alternatives.first_mut()) {
        let key = gram(first, second);
        let terms = index.terms.gram_range(key, key);
        if !terms.is_empty() {
            literal.evidence.push(Evidence { terms, weight: CROSSING_WEIGHT, votes: 0 });
        }
    }
}

/// A Hangul word, perhaps with lone jamo in it: its stem, or all grams of its stem in a row.
fn hangul_word(index: &Index, typed: &str, units: &[u16]) -> Slot {
    let mut slot = slot(Occur::Should, typed, units);
    slot.stop = stop::is_korean(units);
    slot.alternatives.push(hangul_literal(index, ReadingKind::Literal, units));
    slot
}

/// Finds a Hangul word by its stem.
pub(super) fn hangul_literal(index: &Index, kind: ReadingKind, units: &[u16]) -> Alternative {
    let stem = units.get(..korean::stem_len(units)).unwrap_or(units);
    let ending = units.get(stem.len()..).unwrap_or(&[]);
    let mut literal = Alternative::new(kind, string(stem), Pattern::stem(stem, ending));
    for pair in stem.windows(2) {
        if let [first, second] = *pair {
            let key = gram(first, second);
            literal.part(index.terms.gram_range(key, key), GRAM_WEIGHT);
        }
    }
    if let [only] = *stem {
        literal.part(index.terms.gram_range(gram(only, 0), gram(only, u16::MAX)), GRAM_WEIGHT);
    }
    literal.whole(index.terms.word(&string(stem)), WORD_WEIGHT);
    literal
}

/// A run of Han characters: a word, or a sentence whose question phrases are left out.
fn han_run(index: &Index, typed: &str, units: &[u16], slots: &mut Vec<Slot>) {
    if units.len() > MAX_HAN_WORD {
        return sentence(index, typed, units, slots);
    }
    let mut slot = slot(Occur::Should, typed, units);
    slot.stop = stop::chinese_prefix(units) == units.len();
    slot.alternatives.push(sequence(
        index,
        ReadingKind::Literal,
        typed,
        units,
        &vec![0; units.len()],
    ));
    slots.push(slot);
}

/// Each gram of a long run is a slot; grams of Chinese question phrases weigh nothing.
fn sentence(index: &Index, typed: &str, units: &[u16], slots: &mut Vec<Slot>) {
    let mut stop_until = 0;
    for at in 0..units.len().saturating_sub(1) {
        let rest = units.get(at..).unwrap_or(&[]);
        let pair = rest.get(..2).unwrap_or(rest);
        stop_until = stop_until.max(at + stop::chinese_prefix(rest));
        let mut slot = slot(Occur::Should, typed, pair);
        slot.stop = stop_until > at + 1;
        slot.piece = true;
        slot.alternatives.push(sequence(index, ReadingKind::Literal, &string(pair), pair, &[0, 0]));
        slots.push(slot);
    }
}

/// A phrase, or anything else that must stand as it is.
pub(super) fn phrase(index: &Index, text: &str, occur: Occur) -> Option<Slot> {
    let text = head(text);
    let folded = fold::fold(text);
    if folded.units.is_empty() {
        return None;
    }
    let mut slot = slot(occur, text, &folded.units);
    slot.alternatives.push(sequence(
        index,
        ReadingKind::Literal,
        text,
        &folded.units,
        &folded.flags,
    ));
    Some(slot)
}

/// A word of which only the beginning is given.
pub(super) fn prefix(index: &Index, text: &str, occur: Occur) -> Option<Slot> {
    let mut slot = phrase(index, text, occur)?;
    open_slot(index, &mut slot);
    Some(slot)
}

/// Adds readings in which the slot is the beginning of a longer word.
fn open_slot(index: &Index, slot: &mut Slot) {
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
        alternative.part(index.terms.word(&string(before)), WORD_WEIGHT);
    }
    alternative.part(index.terms.words_with_prefix(&word), WORD_WEIGHT);
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
            alternative
                .part(index.terms.gram_range(gram(first, low), gram(first, high)), GRAM_WEIGHT);
        }
    }
    if let [(low, high)] = *parts.as_slice() {
        alternative.part(index.terms.gram_range(gram(low, 0), gram(high, u16::MAX)), GRAM_WEIGHT);
    }
    alternative
}
