//! Words written together: whether a run is several words, and the slots of its pieces.

use super::lattice;
use super::open::open_hangul;
use super::segment::{self, Piece};
use super::words::{add_counter, counts, is_counter};
use super::words::{alphabetic, hangul_literal, hangul_word, sentence, string};
use super::{Evidence, Manner, Slot};
use crate::analyzer::{gram, stop};
use crate::fuzzy;
use crate::index::Index;
use crate::matcher::Matcher;
use crate::response::{Reading, ReadingKind};
use crate::text::{class, fold, hangul, keyboard, letters};

/// Hangul runs longer than this were typed without spaces.
const MAX_HANGUL_WORD: usize = 12;
/// Longer runs are cut even when they hold syllables of no known word.
const MAX_HANGUL_NAME: usize = 6;
/// Up to so many syllables a run is likelier one word that no document has than several with little ones among them.
const MAX_HANGUL_RUN: usize = 8;
/// Syllables of each of two words that one run may be with a typing error in it, at least.
const MIN_COMPOUND: usize = 3;
/// Shorter runs of letters are two words at most, and only if these stand together.
const MIN_GLUED: usize = 6;
/// Mean length of the pieces of a run of letters: `tunisia` is no `tunis i a`.
const MIN_MEAN: usize = 3;
/// Pieces of a run of letters whose last may be an ending.
const MAX_ENDED: usize = 2;
/// Up to so many letters a run is likelier one word that no document has than several that no text has together.
const MAX_WORD: usize = 10;
/// Letters at least of a word, and of an article or preposition, that may stand beside another: in a run of [`MAX_WORD`]
/// letters, and in a longer one.
const MIN_BESIDE: [(usize, usize); 2] = [(4, 3), (2, 1)];
/// Longer runs of letters are sentences.
pub(super) const MAX_MISTYPED: usize = 20;
/// Weight of a pair of syllables on both sides of a cut.
const CROSSING_WEIGHT: f32 = 0.4;
/// Weight of a whole word in a run that was cut, against one that was typed with spaces: it may end elsewhere.
const CUT_WORD_WEIGHT: f32 = 0.7;
/// Hangul runs shorter than this are never cut.
const MIN_HANGUL_SENTENCE: usize = 5;

/// The words of a run of letters that is no word, nor like one, but several typed without spaces.
pub(super) fn letters(
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
    let pieces = if units.len() < MIN_GLUED {
        let at = lattice::halves(index, units)?;
        vec![Piece::Word(0..at), Piece::Word(at..units.len())]
    } else {
        let pieces = lattice::cut(index, units, Manner { sentence, ..manner });
        Some(pieces).filter(|pieces| is_likely(units, pieces, sentence))?
    };
    // Words that stand together in texts are likelier than a typing error, and than a word that no document has.
    if units.len() <= MAX_MISTYPED
        && !lattice::stand_together(index, units, &pieces, &|_, _| false)
        && (resembles_a_word(index, units)
            || !sentence && !may_stand_together(index, units, &pieces))
    {
        return None;
    }
    let slot = |piece: &Piece| {
        let units = units.get(piece.range()).unwrap_or(&[]);
        alphabetic(index, &string(units), units)
    };
    let mut slots: Vec<Slot> = pieces.iter().map(slot).collect();
    slots.first_mut()?.cut = Some(reading(typed, units, &pieces));
    Some(slots)
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
        return len >= units.len() * 2 / 3;
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
fn may_stand_together(index: &Index, units: &[u16], pieces: &[Piece]) -> bool {
    let letters = |piece: &Piece| units.get(piece.range()).unwrap_or(&[]);
    let little = |piece: &Piece| matches!(piece, Piece::Question(_));
    let question = pieces.first().is_some_and(|first| little(first) && stop::asks(letters(first)));
    let [short, longer] = MIN_BESIDE;
    let (word_len, little_len) = if units.len() <= MAX_WORD { short } else { longer };
    // A long run that begins as a question is one, and a question has other forms of words than its answer.
    let any_form = |len: usize| question && units.len() > MAX_WORD && len >= short.0;
    let sound = |piece: &Piece| match (little(piece), piece.range().len()) {
        (true, len) => len >= little_len,
        (false, len) => {
            len >= word_len
                && (any_form(len) || !index.terms.word(&string(letters(piece))).is_empty())
        }
    };
    let may = |one: &Piece, two: &Piece| {
        let number = |piece: &Piece| is_number(units, piece);
        let asked = |piece: &Piece| question && little(piece);
        number(one) || number(two) || asked(one) || asked(two) || sound(one) && sound(two)
    };
    lattice::stand_together(index, units, pieces, &may)
}

/// True for a piece that is neither a question word nor a number.
fn says_something(units: &[u16], piece: &Piece) -> bool {
    matches!(piece, Piece::Word(_)) && !is_number(units, piece)
}

fn is_number(units: &[u16], piece: &Piece) -> bool {
    units.get(piece.range().start).is_some_and(|&unit| class::is_digit(unit))
}

/// How a run was cut.
fn reading(typed: &str, units: &[u16], pieces: &[Piece]) -> Reading {
    let mut read_as = String::new();
    for piece in pieces {
        if !read_as.is_empty() {
            read_as.push(' ');
        }
        read_as += &string(units.get(piece.range()).unwrap_or(&[]));
    }
    Reading { kind: ReadingKind::Spaces, typed: typed.to_owned(), read_as }
}

/// Adds the slots of a run of Hangul that is several words typed without spaces: it is very long, or no document can
/// hold it. False when it is one word.
pub(super) fn hangul(
    index: &Index,
    typed: &str,
    word: &Slot,
    manner: Manner,
    slots: &mut Vec<Slot>,
) -> bool {
    let units = word.units.as_slice();
    if manner.literal || !is_sentence(index, word, manner) {
        return false;
    }
    let mut pieces = segment::segment(index, units, manner);
    let unknown = |piece: &Piece| if let Piece::Unknown(range) = piece { range.len() } else { 0 };
    let unknown: usize = pieces.iter().map(unknown).sum();
    if units.len() <= MAX_HANGUL_NAME && unknown > 0
        || unknown == units.len()
        || units.len() <= MAX_HANGUL_RUN
            && !pieces.iter().all(|piece| may_stand(index, units, piece))
    {
        match compound(index, units) {
            Some(compound) => pieces = compound,
            None => return false,
        }
    }
    let before = slots.len();
    for piece in &pieces {
        hangul_piece(index, units, piece, manner, slots);
    }
    if let Some(slot) = slots.get_mut(before) {
        slot.cut = Some(reading(typed, units, &pieces));
    }
    true
}

/// Two words of which one is mistyped: 디지털공공제. Both have three syllables at least, of shorter ones nearly every neighbour
/// is another word.
fn compound(index: &Index, units: &[u16]) -> Option<Vec<Piece>> {
    let known = |units: &[u16]| !index.terms.word(&string(units)).is_empty();
    let at = (MIN_COMPOUND..=units.len().checked_sub(MIN_COMPOUND)?).rev().find(|&at| {
        units.split_at_checked(at).is_some_and(|(one, two)| {
            known(one) && resembles_a_word(index, two) || known(two) && resembles_a_word(index, one)
        })
    })?;
    let (one, two) = (0..at, at..units.len());
    Some(match known(units.get(one.clone())?) {
        true => vec![Piece::Word(one), Piece::Unknown(two)],
        false => vec![Piece::Unknown(one), Piece::Word(two)],
    })
}

/// True for a word of several syllables, and for one that stands beside its neighbours in some text: nearly every syllable is
/// a word somewhere, and 연세대학교 is no 연 세대 학교.
fn may_stand(index: &Index, units: &[u16], piece: &Piece) -> bool {
    let Piece::Word(range) = piece else { return true };
    let known = |at: usize| match units.get(at..at + 2) {
        Some(&[one, two]) => !index.terms.gram_range(gram(one, two), gram(one, two)).is_empty(),
        _ => true,
    };
    range.len() > 1 || range.start.checked_sub(1).is_none_or(known) && known(range.start)
}

/// True for syllables that are too many for a word, or stand in no document and resemble no word.
fn is_sentence(index: &Index, word: &Slot, manner: Manner) -> bool {
    let units = word.units.as_slice();
    let found = || {
        let mut readings = word.alternatives.clone();
        if manner.open {
            open_hangul(index, units, &mut readings);
        }
        word.stop
            || readings.iter().any(|reading| Matcher::finds(index, reading))
            || resembles_a_word(index, units)
            || letters::spelled(units).is_some_and(|word| !index.terms.word(&word).is_empty())
    };
    units.iter().all(|&unit| hangul::is_syllable(unit))
        && units.len() >= MIN_HANGUL_SENTENCE
        && (units.len() > MAX_HANGUL_WORD || !found())
}

fn hangul_piece(
    index: &Index,
    units: &[u16],
    piece: &Piece,
    manner: Manner,
    slots: &mut Vec<Slot>,
) {
    let (range, first) = (piece.range(), slots.len());
    let own = units.get(range.clone()).unwrap_or(&[]);
    if manner.attached && range.start == 0 && is_counter(own) && counts(slots) {
        return add_counter(index, own, slots);
    }
    match piece {
        Piece::Word(_) => slots.push(cut_word(index, own)),
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

/// A word of a run that was cut.
fn cut_word(index: &Index, units: &[u16]) -> Slot {
    let mut slot = hangul_word(index, &string(units), units);
    let evidence = slot.alternatives.iter_mut().flat_map(|reading| &mut reading.evidence);
    for whole in evidence.filter(|evidence| evidence.votes > 1) {
        whole.worth *= CUT_WORD_WEIGHT;
    }
    slot
}

/// True when a few typing errors at most lie between the units and a word of the index.
pub(super) fn resembles_a_word(index: &Index, units: &[u16]) -> bool {
    !fuzzy::neighbours(&index.terms.words, index.sketches(), units).is_empty()
}

/// The pair that a cut took apart only adds weight: the cut may be wrong.
fn add_crossing(index: &Index, units: &[u16], at: usize, slot: &mut Slot) {
    let pair = at.checked_sub(1).and_then(|before| units.get(before..before + 2));
    if let (Some(&[first, second]), Some(literal)) = (pair, slot.alternatives.first_mut()) {
        let key = gram(first, second);
        let terms = index.terms.gram_range(key, key);
        if !terms.is_empty() {
            literal.evidence.push(Evidence::new(index, terms, CROSSING_WEIGHT, 0));
        }
    }
}
