//! Slots for words, phrases and prefixes.

use super::cut;
use super::lattice;
use super::open::open_slot;
use super::spans;
use super::{
    Alternative, Evidence, FORM_WEIGHT, GRAM_WEIGHT, Manner, STEM_WEIGHT, Slot, WORD_WEIGHT,
};
use crate::analyzer::{self, Run, gram, korean, stop};
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
/// Weight of a gram that holds a Chinese function word, against others: half of it is no part of a name or a thing.
const FUNCTION_WEIGHT: f32 = 0.5;
/// Shorter words of letters are hardly ever two words elsewhere.
const MIN_COMPOUND: usize = 6;
/// Characters of a word or phrase that are looked at.
const MAX_CHARS: usize = 256;
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
        topic: korean::is_topic(units),
        alternatives: Vec::new(),
        cut: None,
        bits: 0,
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
        let hangs = match at {
            0 => manner.hangs,
            _ => attached || follows_mark(text, &folded, group),
        };
        let mixed = attached || runs.get(at + len).is_some_and(|run| !run.spaced);
        let open = manner.open && at + len == runs.len();
        let among = manner.among || runs.len() > len;
        let manner = Manner { attached, mixed, hangs, open, among, ..manner };
        group_slots(index, text, &folded, group, manner, slots);
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
    let possible = reading.is_possible();
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
            match symbol.is_possible() {
                true => slots.push(symbol),
                false => glued_symbol(index, text, folded, group, (symbol, manner), slots),
            }
        }
        Class::Word => slots.extend(letters(index, typed, units, manner)),
        Class::Hangul | Class::Jamo if manner.hangs && korean::is_ending(units) => {
            if let Some(slot) = slots.last_mut() {
                slot.topic = korean::is_topic(units);
            }
        }
        Class::Hangul if manner.attached && is_counter(units) && counts(slots) => {
            add_counter(index, units, slots)
        }
        Class::Hangul | Class::Jamo => hangul_slots(index, typed, units, manner, slots),
        Class::Han => han_run(index, typed, units, slots),
        Class::Space => {}
    }
}

/// The slots of Hangul without a space. Keystrokes that stayed apart are put together where no text has them so: 어ㄸㅓㄴ is 어떤.
fn hangul_slots(index: &Index, typed: &str, units: &[u16], manner: Manner, slots: &mut Vec<Slot>) {
    let mut word = hangul_word(index, typed, units);
    let apart = |text: &str| text.encode_utf16().any(hangul::is_vowel_jamo);
    if !manner.literal
        && apart(typed)
        && !word.is_possible()
        && let Some(joined) = hangul::put_together(units)
    {
        word = hangul_word(index, typed, &joined);
        let (kind, read_as) = (ReadingKind::Keyboard, string(&joined));
        word.cut = Some(Reading { kind, typed: typed.to_owned(), read_as });
    }
    if cut::hangul(index, typed, &word, manner, slots) {
        return;
    }
    if !manner.literal
        && manner.attached
        && counts(slots)
        && let Some((counter, counted)) = counted(index, typed, &word)
    {
        add_counter(index, counter, slots);
        return slots.push(counted);
    }
    slots.push(word);
}

/// A counter and what is counted, where no text has them together: the 년총회 of `2021년총회`.
fn counted<'w>(index: &Index, typed: &str, word: &'w Slot) -> Option<(&'w [u16], Slot)> {
    let (counter, rest) = word.units.split_at_checked(1)?;
    let typed = typed.char_indices().nth(1).and_then(|(at, _)| typed.get(at..))?;
    let finds = |slot: &Slot| slot.alternatives.iter().any(|one| Matcher::finds(index, one));
    let counted = Slot { cut: word.cut.clone(), ..hangul_word(index, typed, rest) };
    (rest.len() > 1 && !finds(word) && finds(&counted)).then_some((counter, counted))
}

/// True when a mark that closes something stands before a group without a space: the 의 of `'리뷰'의` is a particle.
fn follows_mark(text: &str, folded: &Folded, group: &[Run]) -> bool {
    matches!(
        group.first().and_then(|run| char_before(text, folded, run)),
        Some('\'' | '’' | ')' | ']' | '>' | '%' | '》' | '〉' | '】' | '）' | '］' | '％')
    )
}

/// The character before a run.
fn char_before(text: &str, folded: &Folded, run: &Run) -> Option<char> {
    let start = folded.spans.get(run.start)?.0;
    text.get(..start as usize)?.chars().next_back()
}

/// What months and days are counted by.
const DATE_COUNTERS: [u16; 2] = ['월' as u16, '일' as u16];

/// One syllable, perhaps with an ending: the 년에 of `2003년에`.
pub(super) fn is_counter(units: &[u16]) -> bool {
    units.len() == 1 || korean::is_ending(units.get(1..).unwrap_or(&[]))
}

/// True when the last slot is a number.
pub(super) fn counts(slots: &[Slot]) -> bool {
    slots.last().is_some_and(|slot| slot.units.iter().all(|&unit| class::is_digit(unit)))
}

/// A counter after a number only adds weight to the number: `2003년` also finds 2003.
pub(super) fn add_counter(index: &Index, units: &[u16], slots: &mut [Slot]) {
    let Some(slot) = slots.last_mut() else { return };
    let (Some(&digit), Some(&counter)) = (slot.units.last(), units.first()) else { return };
    let key = gram(digit, counter);
    let terms = index.terms.gram_range(key, key);
    if let (Some(literal), false) = (slot.alternatives.first_mut(), terms.is_empty()) {
        literal.evidence.push(Evidence::new(index, terms, GRAM_WEIGHT, 0));
    }
    // Dates are written 2024-09-22 too.
    if slot.units.len() == 1 && DATE_COUNTERS.contains(&counter) {
        let padded = String::from("0") + &slot.typed;
        slot.alternatives.push(alphabetic_literal(index, ReadingKind::Literal, &padded));
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

/// The slots of a run of letters: one, or those of the words it is several of.
fn letters(index: &Index, typed: &str, units: &[u16], manner: Manner) -> Vec<Slot> {
    let word = alphabetic(index, typed, units);
    cut::letters(index, typed, &word, manner).unwrap_or_else(|| vec![word])
}

/// A word of letters and digits: its exact form and its stem.
pub(super) fn alphabetic(index: &Index, typed: &str, units: &[u16]) -> Slot {
    let mut slot = slot(Occur::Should, typed, units);
    let word = string(units);
    slot.stop = stop::is_english(units);
    if slot.stop && !typed.contains(|c: char| c.is_lowercase()) {
        // `WHO` is a name where `who` asks: its other names are looked for.
        slot.alternatives = spans::equivalents(index, units, &[0], &mut Vec::new());
        slot.stop = slot.alternatives.is_empty();
    }
    if slot.alternatives.is_empty() {
        slot.alternatives.push(alphabetic_literal(index, ReadingKind::Literal, &word));
    }
    slot
}

/// Adds to the slot of a word of letters that it is two words elsewhere.
pub(super) fn add_apart(index: &Index, slot: &mut Slot) {
    let units = slot.units.as_slice();
    if slot.occur != Occur::Should
        || slot.stop
        || units.len() < MIN_COMPOUND
        || class::of(units.first().copied().unwrap_or(0)) != Class::Word
    {
        return;
    }
    if let Some((one, two)) =
        lattice::halves(index, units).and_then(|at| units.split_at_checked(at))
    {
        let apart = lattice::spaced(one, two);
        let (text, flags) = (string(&apart), vec![0; apart.len()]);
        slot.alternatives.push(sequence(index, ReadingKind::Literal, &text, &apart, &flags));
    }
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
    let sentence = symbol.units.len() > cut::MAX_MISTYPED;
    let manner = Manner { open: false, sentence, ..manner };
    for run in group {
        let start = run.start + contraction(index, text, folded, run);
        let typed = typed(text, folded, start, run.end);
        let units = folded.units.get(start..run.end).unwrap_or(&[]);
        let words = letters(index, typed, units, manner);
        any |= words.len() > 1 || cut::resembles_a_word(index, units) || start > run.start;
        parts.extend(words);
    }
    if any { slots.extend(parts) } else { slots.push(symbol) }
}

/// Letters at the beginning of a run that belong to the word before: the `s` of `winner'sname`, unless `sname` is a word.
fn contraction(index: &Index, text: &str, folded: &Folded, run: &Run) -> usize {
    let units = folded.units.get(run.start..run.end).unwrap_or(&[]);
    let contracts = matches!(char_before(text, folded, run), Some('\'' | '’'))
        && units.first().is_some_and(|&unit| unit == u16::from(b's') || unit == u16::from(b't'));
    let word = || alphabetic_literal(index, ReadingKind::Literal, &string(units));
    usize::from(contracts && units.len() > 1 && !word().is_possible())
}

/// Finds an alphabetic word in all its grammatical forms.
pub(super) fn alphabetic_literal(index: &Index, kind: ReadingKind, word: &str) -> Alternative {
    let units = text::units(word);
    let mut literal = Alternative::new(kind, word.to_owned(), Pattern::word(&units));
    literal.needed = 1;
    match analyzer::english_stem(word) {
        Some(stem) => {
            literal.whole(index, index.terms.word(&stem), STEM_WEIGHT);
            literal.whole(index, index.terms.word(word), FORM_WEIGHT);
            literal.pattern = Pattern::forms(&units, stem);
        }
        None => literal.whole(index, index.terms.word(word), WORD_WEIGHT),
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
    // As in `what's`.
    slot.stop = units.strip_suffix(&[class::SPACE, u16::from(b's')]).is_some_and(stop::is_english);
    slot.alternatives.push(sequence(index, ReadingKind::Literal, typed, units, flags));
    let mut joined = String::new();
    analyzer::join(folded, group, &mut joined);
    let whole = alphabetic_literal(index, ReadingKind::Literal, &joined);
    if whole.is_possible() {
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
            if a != Class::Space && b.is_cjk() {
                let key = gram(first, second);
                alternative.part(index, index.terms.gram_range(key, key), GRAM_WEIGHT);
            }
        }
    }
    for word in units.split(|&unit| class::of(unit) != Class::Word).filter(|word| !word.is_empty())
    {
        alternative.part(index, index.terms.word(&string(word)), WORD_WEIGHT);
    }
    if alternative.needed == 0 {
        for &unit in units {
            alternative.part(
                index,
                index.terms.gram_range(gram(unit, 0), gram(unit, u16::MAX)),
                GRAM_WEIGHT,
            );
        }
    }
    alternative
}

/// A Hangul word, perhaps with lone jamo in it: its stem, or all grams of its stem in a row.
pub(super) fn hangul_word(index: &Index, typed: &str, units: &[u16]) -> Slot {
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
    // First, so that the texts of documents that have the word need not be looked at.
    literal.whole(index, index.terms.word(&string(stem)), WORD_WEIGHT);
    for pair in stem.windows(2) {
        if let [first, second] = *pair {
            let key = gram(first, second);
            literal.part(index, index.terms.gram_range(key, key), GRAM_WEIGHT);
        }
    }
    if let [only] = *stem {
        literal.part(
            index,
            index.terms.gram_range(gram(only, 0), gram(only, u16::MAX)),
            GRAM_WEIGHT,
        );
    }
    literal
}

/// A run of Han characters: a word, or a sentence. Question phrases part what is asked about; a single character may belong
/// to a word.
fn han_run(index: &Index, typed: &str, units: &[u16], slots: &mut Vec<Slot>) {
    if units.len() <= MAX_HAN_WORD {
        return han_word(index, typed, units, slots);
    }
    let (mut from, mut at) = (0, 0);
    while at < units.len() {
        let rest = units.get(at..).unwrap_or(&[]);
        let phrase = stop::chinese_prefix(rest);
        if phrase > 1 {
            sentence(index, typed, units.get(from..at).unwrap_or(&[]), slots);
            han_word(index, typed, rest.get(..phrase).unwrap_or(rest), slots);
            from = at + phrase;
        }
        at += phrase.max(1);
    }
    sentence(index, typed, units.get(from..).unwrap_or(&[]), slots);
}

/// Han characters that are one word, or a question phrase.
fn han_word(index: &Index, typed: &str, units: &[u16], slots: &mut Vec<Slot>) {
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

/// Each gram of a long run is a slot; grams of Chinese question phrases weigh nothing, those with a function word little.
pub(super) fn sentence(index: &Index, typed: &str, units: &[u16], slots: &mut Vec<Slot>) {
    let mut stop_until = 0;
    for at in 0..units.len().saturating_sub(1) {
        let rest = units.get(at..).unwrap_or(&[]);
        let pair = rest.get(..2).unwrap_or(rest);
        stop_until = stop_until.max(at + stop::chinese_prefix(rest));
        let mut slot = slot(Occur::Should, typed, pair);
        slot.stop = stop_until > at + 1;
        slot.piece = true;
        let mut literal = sequence(index, ReadingKind::Literal, &string(pair), pair, &[0, 0]);
        if pair.iter().any(|&unit| stop::is_chinese_function(unit)) {
            literal.weight *= FUNCTION_WEIGHT;
        }
        slot.alternatives.push(literal);
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
