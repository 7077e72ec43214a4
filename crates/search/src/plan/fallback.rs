//! Readings tried when a slot is found nowhere as it was typed: initials, the other keyboard mode, typing errors.

use super::open::{open_alphabetic, open_hangul};
use super::words::{alphabetic_literal, hangul_literal, sequence};
use super::{Alternative, Evidence, Slot};
use crate::analyzer::{self, STEM_MARK, gram, korean, stop};
use crate::fuzzy;
use crate::index::Index;
use crate::matcher::Matcher;
use crate::pattern::Pattern;
use crate::response::ReadingKind;
use crate::text::class::{self, Class};
use crate::text::{self, fold, hangul, keyboard, letters};

/// Groups of readings that are tried.
pub(crate) const FALLBACKS: usize = 4;

/// Weight of each of several words that a typed one may have been meant as, against a single one.
const DOUBT: f32 = 0.8;

/// In a query of a few words, shorter ones that nobody wrote are taken for common words only: those of three documents
/// at least, and of one in so many. Other words are only offered. A word alone is taken for one that is nearly everywhere:
/// `wsit` for `wsis`, but not `goat` for `goal`.
const MIN_RARE: usize = 5;
const COMMON_SHARE: usize = 200;
const ALONE_SHARE: usize = 10;
const MIN_COMMON: usize = 3;
/// Of shorter Korean words nearly every neighbour is another word: these are only offered in a query of a few words.
const MIN_HANGUL: usize = 3;
/// Of shorter English words the stems lie too near to each other.
const MIN_STEMMED: usize = 7;

/// The query around a word.
#[derive(Clone, Copy, Default)]
pub(crate) struct Around {
    /// It has a few words only: no others show that one was taken for the wrong one.
    pub(crate) few: bool,
    /// It has no other word at all.
    pub(crate) alone: bool,
    /// How many of its words stand nowhere as they were typed.
    pub(crate) lost: usize,
}

/// One group of readings, in the order in which they are tried; the first group that finds anything is kept.
/// Each is made only when those before it found nothing: typing errors are looked for in the whole dictionary.
pub(crate) fn fallback(
    index: &Index,
    slot: &Slot,
    group: usize,
    around: Around,
) -> Vec<Alternative> {
    let mut found = match group {
        _ if slot.piece => Vec::new(),
        0 => unbounded(index, slot),
        1 => initials(index, slot),
        2 => wrong_mode(index, slot, around.lost),
        _ => typos(index, slot, around),
    };
    found.retain(|alternative| alternative.is_possible());
    found.iter_mut().for_each(|alternative| alternative.bits = slot.bits);
    found
}

/// The beginning of a symbol or number, and the noun before a particle inside longer words.
fn unbounded(index: &Index, slot: &Slot) -> Vec<Alternative> {
    let mut found = Vec::new();
    if slot.open && slot.units.last().is_some_and(|&unit| class::of(unit) == Class::Word) {
        found.extend(open_alphabetic(index, &slot.units));
    }
    let stem = slot.units.get(..korean::stem_len(&slot.units)).unwrap_or(&slot.units);
    let ending = slot.units.get(stem.len()..).unwrap_or(&[]);
    if korean::is_particle(ending) && stem.iter().all(|&unit| hangul::is_syllable(unit)) {
        found.push(hangul_literal(index, ReadingKind::Prefix, stem));
    }
    found
}

/// Lone consonants stand for any syllable they lead, or for their keys.
fn initials(index: &Index, slot: &Slot) -> Vec<Alternative> {
    let consonant = |&unit: &u16| hangul::is_jamo(unit) && !hangul::is_vowel_jamo(unit);
    if !slot.units.iter().any(consonant) {
        return Vec::new();
    }
    let Some(pattern) = Pattern::initials(&slot.units) else { return Vec::new() };
    let mut alternative = Alternative::new(ReadingKind::Initials, slot.typed.clone(), pattern);
    let parts = alternative.pattern.parts.clone();
    let exact = |part: &(u16, u16)| part.0 == part.1;
    for pair in parts.windows(2).filter(|pair| pair.first().is_some_and(exact)) {
        if let [(first, _), (low, high)] = *pair {
            alternative.part(
                index,
                index.terms.gram_range(gram(first, low), gram(first, high)),
                super::GRAM_WEIGHT,
            );
        }
    }
    alternative.scan = alternative.needed == 0;
    // They may be the keys of an acronym as well.
    let keys = keyboard::hangul_to_latin(&slot.units);
    let acronym = keys.filter(|keys| !index.named(&text::units(keys)).is_empty());
    let acronym = acronym.map(|keys| alphabetic_literal(index, ReadingKind::Keyboard, &keys));
    std::iter::once(alternative).chain(acronym).collect()
}

/// What the same keys give in the other keyboard mode, or the names of letters spell.
fn wrong_mode(index: &Index, slot: &Slot, lost: usize) -> Vec<Alternative> {
    let mut found = Vec::new();
    let korean = |class| matches!(class, Class::Hangul | Class::Jamo);
    if slot.units.iter().all(|&unit| class::of(unit) == Class::Word) {
        let word = keyboard::latin_to_hangul(&slot.typed).map(|word| fold::fold(&word).units);
        if let Some(units) = word.filter(|units| units.len() > 1 || !korean::is_ending(units)) {
            found.push(hangul_literal(index, ReadingKind::Keyboard, &units));
            if slot.open {
                let first = found.len();
                open_hangul(index, &units, &mut found);
                found.iter_mut().skip(first).for_each(|open| open.kind = ReadingKind::Keyboard);
            }
            // Among other words, the keys of a single syllable are an acronym more often: SMS is no 는.
            let doubtful = units.len() == 1 && lost < 2;
            found.iter_mut().for_each(|reading| reading.doubtful = doubtful);
        }
    } else if slot.units.iter().all(|&unit| korean(class::of(unit)))
        && let Some(word) = keyboard::hangul_to_latin(&slot.units)
    {
        found.push(alphabetic_literal(index, ReadingKind::Keyboard, &word));
        if slot.open {
            found.push(keyboard_prefix(index, &word));
        }
    }
    let forms = korean::stem_lens(&slot.units).filter_map(|len| slot.units.get(..len));
    let spelled = forms.filter_map(letters::spelled);
    found.extend(spelled.map(|word| alphabetic_literal(index, ReadingKind::Keyboard, &word)));
    found
}

fn keyboard_prefix(index: &Index, word: &str) -> Alternative {
    let units = text::units(word);
    let mut open =
        Alternative::new(ReadingKind::Keyboard, word.to_owned(), Pattern::word(&units).opened());
    open.part(index, index.terms.words_with_prefix(word), super::WORD_WEIGHT);
    open
}

/// Words of the index that differ by a letter or jamo or two; if there are none, words whose stem does.
fn typos(index: &Index, slot: &Slot, around: Around) -> Vec<Alternative> {
    let few = around.few;
    // Words joined by a mark are in the dictionary in their joined form too.
    let units: Vec<u16> = slot.units.iter().copied().filter(|&unit| unit != class::SPACE).collect();
    let near = |units: &[u16]| fuzzy::neighbours(&index.terms.words, index.sketches(), units);
    // Some input methods write the last syllable twice.
    let once = match units.as_slice() {
        [rest @ .., one, two] if one == two && hangul::is_syllable(*one) => {
            let once = units.get(..=rest.len()).map(String::from_utf16_lossy);
            once.filter(|word| !index.terms.word(word).is_empty())
        }
        _ => None,
    };
    let mut words = once.map_or_else(|| near(&units), |once| vec![once]);
    let mut stemmed = false;
    if words.is_empty()
        && let Some(stem) = analyzer::english_stem(&String::from_utf16_lossy(&units))
    {
        words = near(&text::units(&stem));
        words = words.iter().filter_map(|stem| form(index, stem)).collect();
        stemmed = true;
    }
    // Nobody asks for a question word alone: wheat is no misspelt what.
    words.retain(|word| !few || !stop::is_english(&text::units(word)));
    let reading = |word: &String| match class::of(word.encode_utf16().next().unwrap_or(0)) {
        Class::Hangul => hangul_literal(index, ReadingKind::Typo, &text::units(word)),
        _ => alphabetic_literal(index, ReadingKind::Typo, word),
    };
    let mut found: Vec<Alternative> = words.iter().map(reading).collect();
    // Half of all words of four letters are one letter from another, and many are acronyms.
    let share = if around.alone { ALONE_SHARE } else { COMMON_SHARE };
    let least = (index.len() / share).max(MIN_COMMON) as u32;
    let often = |evidence: &Evidence| evidence.doc_freq >= least;
    // Who types capitals means a name: `CTSD` is `CSTD`.
    let capitals = slot.typed.bytes().all(|byte| byte.is_ascii_uppercase());
    let is_meant =
        |reading: &Alternative| capitals && !index.named(&text::units(&reading.text)).is_empty();
    let hangul = units.iter().all(|&unit| hangul::is_syllable(unit));
    let doubtful = |reading: &Alternative| match (hangul, stemmed) {
        (true, _) => korean::stem_len(&units) < MIN_HANGUL,
        (_, true) => units.len() < MIN_STEMMED,
        _ => units.len() < MIN_RARE && !reading.evidence.iter().any(often) && !is_meant(reading),
    };
    found.iter_mut().for_each(|reading| reading.doubtful = few && doubtful(reading));
    if found.is_empty() {
        found.extend(other_symbol(index, &slot.units));
    }
    if found.iter().filter(|reading| !reading.doubtful).count() > 1 {
        found.iter_mut().for_each(|reading| reading.weight *= DOUBT);
    }
    found
}

/// A symbol in another writing: letters and digits apart (`A/80/L41` for `A/80/L.41`), a date with its zeros (`2024.9.22`), or
/// only its end, where the beginning is mistyped: `70/125` of `A/RSE/70/125`. Two parts at least tell which it is.
fn other_symbol(index: &Index, units: &[u16]) -> Option<Alternative> {
    if !units.contains(&class::SPACE) {
        return None;
    }
    let digit = |unit: Option<&u16>| unit.is_some_and(|&unit| class::is_digit(unit));
    let word = |unit: Option<&u16>| unit.is_some_and(|&unit| unit != class::SPACE);
    let (mut apart, mut padded) = (Vec::new(), Vec::new());
    for (at, &unit) in units.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| units.get(at));
        if word(before) && word(Some(&unit)) && digit(before) != digit(Some(&unit)) {
            apart.push(class::SPACE);
        }
        apart.push(unit);
        if digit(Some(&unit)) && !digit(before) && !digit(units.get(at + 1)) {
            padded.push(u16::from(b'0'));
        }
        padded.push(unit);
    }
    let starts = apart.iter().enumerate().filter(|(_, unit)| **unit == class::SPACE);
    let ends =
        starts.filter_map(|(at, _)| apart.get(at + 1..)).filter(|end| end.contains(&class::SPACE));
    let reading = |end: &[u16]| {
        sequence(index, ReadingKind::Typo, &String::from_utf16_lossy(end), end, &vec![0; end.len()])
    };
    [&*apart, &*padded]
        .into_iter()
        .chain(ends)
        .map(reading)
        .find(|reading| Matcher::finds(index, reading))
}

/// The first word of the index with a stem.
fn form(index: &Index, stem: &str) -> Option<String> {
    let words = &index.terms.words;
    let begin = stem.get(STEM_MARK.len_utf8()..stem.len().checked_sub(1)?)?;
    let mut forms = words.with_prefix(begin).map(|at| words.word(at));
    forms.find(|word| analyzer::english_stem(word).as_deref() == Some(stem)).map(str::to_owned)
}
