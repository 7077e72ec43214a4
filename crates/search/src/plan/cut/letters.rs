//! Words of letters written together.

use super::{neighbours, reading, resembles_a_word};
use crate::analyzer::stop;
use crate::index::Index;
use crate::matcher::Matcher;
use crate::plan::lattice;
use crate::plan::segment::Piece;
use crate::plan::words::{alphabetic, hangul_literal, string};
use crate::plan::{Manner, Slot};
use crate::response::ReadingKind;
use crate::text::{self, class, fold, keyboard};
use std::ops::{Range, RangeInclusive};

/// Longer runs are sentences.
pub(in crate::plan) const MAX_MISTYPED: usize = 20;
/// Shorter runs are two words at most, and only if these stand together.
const MIN_GLUED: usize = 6;
/// Mean length of the pieces: `tunisia` is no `tunis i a`.
const MIN_MEAN: usize = 3;
/// Pieces whose last may be an ending.
const MAX_ENDED: usize = 2;
/// Up to so many letters a run is likelier one word that no document has than several that no text has together.
const MAX_WORD: usize = 10;
/// Letters at least of a word, and of an article or preposition, that may stand beside another: in a run of [`MAX_WORD`]
/// letters, and in a longer one.
const MIN_BESIDE: [(usize, usize); 2] = [(4, 3), (2, 1)];
/// Letters at least of a word of which the texts have another form, in a long run that is no question.
const MIN_FORM: usize = 6;
/// Pieces of a long run that begins as a question, at least, of which the words may be forms of three letters: `die`.
const MIN_ASKED: usize = 4;
/// Letters of a run in which some words are mended.
const MISTYPED_RUN: RangeInclusive<usize> = 10..=48;
/// Letters at least of what is mended in it, and of its other words.
const MIN_GUESSED: usize = 5;
const MIN_LITTLE: usize = 2;
/// Capitals of an acronym, at least.
const MIN_ACRONYM: usize = 2;

/// The words of a run of letters that is no word, nor like one, but several typed without spaces.
pub(in crate::plan) fn letters(
    index: &Index,
    typed: &str,
    word: &Slot,
    manner: Manner,
) -> Option<Vec<Slot>> {
    if manner.literal || is_one_word(index, word, manner) {
        return None;
    }
    let units = word.units.as_slice();
    let sentence = manner.sentence || units.len() > MAX_MISTYPED;
    let pieces = sound_pieces(index, typed, units, Manner { sentence, ..manner })
        .or_else(|| mistyped_pieces(index, units, manner))?;
    let slot = |piece: &Piece| {
        let units = units.get(piece.range()).unwrap_or(&[]);
        alphabetic(index, &string(units), units)
    };
    let mut slots: Vec<Slot> = pieces.iter().map(slot).collect();
    slots.first_mut()?.cut = Some(reading(typed, units, &pieces));
    Some(slots)
}

/// The pieces of a run of letters, if they are likelier than one word that no document has.
fn sound_pieces(index: &Index, typed: &str, units: &[u16], manner: Manner) -> Option<Vec<Piece>> {
    if units.len() < MIN_GLUED {
        let at = lattice::halves(index, units).or_else(|| number(index, units, manner))?;
        return Some(vec![Piece::Word(0..at), Piece::Word(at..units.len())]);
    }
    let pieces = lattice::cut(index, units, manner);
    // Words that stand together in texts are likelier than a typing error, and than a word that no document has.
    let sound = is_likely(units, &pieces, manner.sentence)
        && (units.len() > MAX_MISTYPED
            || lattice::stand_together(index, units, &pieces, &|_, _| false)
            || !resembles_a_word(index, units)
                && (manner.sentence || may_stand_together(index, typed, units, &pieces, manner)));
    sound.then_some(pieces)
}

/// Where the number begins behind a word, if something is counted by it: `WSIS4대`.
fn number(index: &Index, units: &[u16], manner: Manner) -> Option<usize> {
    let at = units.iter().position(|&unit| class::is_digit(unit)).filter(|_| manner.mixed)?;
    let (word, number) = units.split_at_checked(at)?;
    let known = !index.terms.word(&string(word)).is_empty();
    (known && number.iter().all(|&unit| class::is_digit(unit))).then_some(at)
}

/// The pieces of a run of letters of which some are mistyped: `gloabldigitalcompact`, `dynamiccoalitons`. What each of these is
/// mended to stands beside its neighbour in some text.
fn mistyped_pieces(index: &Index, units: &[u16], manner: Manner) -> Option<Vec<Piece>> {
    if !MISTYPED_RUN.contains(&units.len()) || resembles_a_word(index, units) {
        return None;
    }
    let mut left = lattice::MAX_LOOKED;
    let pieces = lattice::cut(index, units, Manner { sentence: true, ..manner });
    if are_mended(index, units, &pieces, &mut left) {
        return Some(pieces);
    }
    // A mistyped word may be made of little ones.
    let known = |units: &[u16]| !index.terms.word(&string(units)).is_empty();
    let mut halves = (MIN_GUESSED..=units.len() - MIN_GUESSED).filter_map(|at| {
        let (one, two) = units.split_at_checked(at)?;
        match (known(one), known(two)) {
            (true, false) => Some(vec![Piece::Word(0..at), Piece::Unknown(at..units.len())]),
            (false, true) => Some(vec![Piece::Unknown(0..at), Piece::Word(at..units.len())]),
            _ => None,
        }
    });
    halves.find(|halves| are_mended(index, units, halves, &mut left))
}

/// True when some pieces are no words, and what each of these may have been meant as stands beside a neighbour of it. `left` is
/// how many units of texts may still be looked at.
fn are_mended(index: &Index, units: &[u16], pieces: &[Piece], left: &mut usize) -> bool {
    let of = |at: Option<usize>| units.get(pieces.get(at?)?.range());
    let mut stands = |at: usize, word: &[u16]| {
        let (before, after) = (of(at.checked_sub(1)), of(Some(at + 1)));
        before.is_some_and(|one| lattice::side_by_side(index, one, word, left))
            || after.is_some_and(|two| lattice::side_by_side(index, word, two, left))
    };
    let is_mended = |(at, piece): (usize, &Piece)| match piece {
        Piece::Unknown(range) if range.len() >= MIN_GUESSED => of(Some(at)).is_some_and(|word| {
            neighbours(index, word).iter().any(|near| stands(at, &text::units(near)))
        }),
        Piece::Unknown(_) => false,
        piece => piece.range().len() >= MIN_LITTLE,
    };
    let is_unknown = |piece: &Piece| matches!(piece, Piece::Unknown(_));
    pieces.iter().any(is_unknown) && pieces.iter().enumerate().all(is_mended)
}

/// True for a word of the index, or the beginning of one that is still being typed, or one in the other keyboard mode.
fn is_one_word(index: &Index, slot: &Slot, manner: Manner) -> bool {
    let word = string(&slot.units);
    let begun = || manner.open && !index.terms.words_with_prefix(&word).is_empty();
    let korean = || keyboard::latin_to_hangul(&word).map(|word| fold::fold(&word).units);
    let means = |units: Vec<u16>| {
        Matcher::finds(index, &hangul_literal(index, ReadingKind::Keyboard, &units))
    };
    slot.is_possible() || begun() || korean().is_some_and(means)
}

/// True when the pieces of a run are likelier than one word that no document has.
fn is_likely(units: &[u16], pieces: &[Piece], sentence: bool) -> bool {
    let known = pieces.iter().filter(|piece| !matches!(piece, Piece::Unknown(_)));
    let len: usize = known.map(|piece| piece.range().len()).sum();
    if sentence {
        // It may hold a word that no document has; in one word that would be half of another word.
        let share = if is_question(units, pieces) { units.len() / 2 } else { units.len() * 2 / 3 };
        return len >= share;
    }
    let words = pieces.iter().filter(|piece| says_something(units, piece));
    let (many, long) =
        words.fold((0, 0), |(many, long), piece| (many + 1, long + piece.range().len()));
    let mean = units.len() >= pieces.len() * MIN_MEAN || many > 1 && long >= many * MIN_MEAN;
    // A little word at the end of two is more often an ending: `compactor` is no `compact or`.
    let ends = pieces.len() > MAX_ENDED || matches!(pieces.last(), Some(Piece::Word(_)));
    len == units.len() && mean && ends
}

/// True when every two neighbouring pieces stand side by side in some text, or may do so: in a question, beside a number,
/// or because both are words, in a short run long ones. Little words and stems make up nearly everything else: `satellite`
/// is no `sat el lite`.
fn may_stand_together(
    index: &Index,
    typed: &str,
    units: &[u16],
    pieces: &[Piece],
    manner: Manner,
) -> bool {
    let letters = |piece: &Piece| units.get(piece.range()).unwrap_or(&[]);
    let little = |piece: &Piece| matches!(piece, Piece::Question(_));
    let question = is_question(units, pieces);
    // Among other words they may be those of a question.
    let anywhere = question || manner.among;
    let [short, longer] = MIN_BESIDE;
    let (word_len, little_len) = if units.len() <= MAX_WORD { short } else { longer };
    // A long run that begins as a question is one, and a question has other forms of words than its answer; so may a long word
    // beside a little one, or among several.
    let form_len = if pieces.len() < MIN_ASKED { short.0 } else { short.0 - 1 };
    let any_form = |len: usize, beside: &Piece| {
        let long = (little(beside) || pieces.len() > MAX_ENDED) && len >= MIN_FORM;
        units.len() > MAX_WORD && (long || question && len >= form_len)
    };
    let sound = |piece: &Piece, beside: &Piece| match (little(piece), piece.range().len()) {
        (true, len) => len >= little_len,
        (false, len) => {
            len >= word_len
                && (any_form(len, beside) || !index.terms.word(&string(letters(piece))).is_empty())
        }
    };
    let may = |one: &Piece, two: &Piece| {
        let number = |piece: &Piece| is_number(units, piece);
        let asked = |piece: &Piece| question && little(piece);
        number(one)
            || number(two)
            || asked(one)
            || asked(two)
            || sound(one, two)
                && sound(two, one)
                && (anywhere || lattice::share_a_document(index, letters(one), letters(two)))
            || typed.len() == units.len() && capitals_part(typed, one, two)
    };
    lattice::stand_together(index, units, pieces, &may)
}

/// True for a run that begins with a word that questions begin with.
fn is_question(units: &[u16], pieces: &[Piece]) -> bool {
    match pieces.first() {
        Some(Piece::Question(range)) => stop::asks(units.get(range.clone()).unwrap_or(&[])),
        _ => false,
    }
}

/// True when capitals part two pieces of a run with an acronym in it: `IGF|in|Egypt`. Other names are one word: `LinkedIn`.
fn capitals_part(typed: &str, one: &Piece, two: &Piece) -> bool {
    let upper = |range: Range<usize>| {
        typed.get(range).is_some_and(|own| own.bytes().all(|byte| byte.is_ascii_uppercase()))
    };
    let is_acronym = |range: Range<usize>| range.len() >= MIN_ACRONYM && upper(range);
    let mut pairs = (MIN_ACRONYM..=typed.len()).map(|to| to - MIN_ACRONYM..to);
    let (one, two) = (one.range(), two.range());
    let begins = two.start..two.start + 1;
    is_acronym(one.clone()) != is_acronym(two)
        || upper(begins) && !upper(one.end - 1..one.end) && pairs.any(is_acronym)
}

/// True for a piece that is neither a question word nor a number.
fn says_something(units: &[u16], piece: &Piece) -> bool {
    matches!(piece, Piece::Word(_)) && !is_number(units, piece)
}

fn is_number(units: &[u16], piece: &Piece) -> bool {
    units.get(piece.range().start).is_some_and(|&unit| class::is_digit(unit))
}
