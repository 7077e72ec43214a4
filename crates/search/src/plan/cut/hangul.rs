//! Korean words written together.

use super::{neighbours, reading, resembles_a_word};
use crate::analyzer::gram;
use crate::index::Index;
use crate::matcher::Matcher;
use crate::plan::open::open_hangul;
use crate::plan::segment::{self, Piece};
use crate::plan::words::{
    add_counter, counts, hangul_literal, hangul_word, is_counter, sentence, string,
};
use crate::plan::{Evidence, Manner, Slot};
use crate::response::ReadingKind;
use crate::text::{self, hangul, letters};

/// Longer runs were typed without spaces.
const MAX_WORD: usize = 12;
/// Longer runs are cut even when they hold syllables of no known word.
const MAX_NAME: usize = 6;
/// Up to so many syllables a run is likelier one word that no document has than several with little ones among them.
const MAX_RUN: usize = 8;
/// Shorter runs are never cut.
const MIN_SENTENCE: usize = 5;
/// The same where the run goes on without a space in another script: 미국주도AI총회결의.
const MIN_MIXED: usize = 4;
/// Syllables of the mistyped one of two words that a run may be, at least; of the other one less.
const MIN_COMPOUND: usize = 3;
/// Weight of a pair of syllables on both sides of a cut.
const CROSSING_WEIGHT: f32 = 0.2;
/// Weight of a whole word in a run that was cut, against one that was typed with spaces: it may end elsewhere.
const CUT_WORD_WEIGHT: f32 = 0.6;

/// Adds the slots of a run of Hangul that is several words typed without spaces: it is very long, or no document can
/// hold it. False when it is one word.
pub(in crate::plan) fn hangul(
    index: &Index,
    typed: &str,
    word: &Slot,
    manner: Manner,
    slots: &mut Vec<Slot>,
) -> bool {
    let units = word.units.as_slice();
    if manner.literal
        || !(manner.apart && may_be_several(units) || is_sentence(index, word, manner))
    {
        return false;
    }
    let mut pieces = segment::segment(index, units, manner);
    if !is_likely_hangul(index, units, &pieces) {
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

/// True when the pieces of a run of Hangul are likelier than one word that no document has.
fn is_likely_hangul(index: &Index, units: &[u16], pieces: &[Piece]) -> bool {
    let len = |counts: &dyn Fn(&Piece) -> bool| -> usize {
        let counted = pieces.iter().filter(|piece| counts(piece));
        counted.map(|piece| piece.range().len()).sum()
    };
    let unknown = |piece: &Piece| matches!(piece, Piece::Unknown(_));
    let unknown_len = len(&unknown);
    if unknown_len == units.len() || units.len() > MAX_RUN {
        return unknown_len < units.len();
    }
    let own = |piece: &Piece| units.get(piece.range()).unwrap_or(&[]);
    let like_none = |piece: &Piece| unknown(piece) && !resembles_a_word(index, own(piece));
    (unknown_len == 0 || units.len() > MAX_NAME && 2 * len(&like_none) <= units.len())
        && pieces.iter().all(|piece| may_stand(index, units, piece))
}

/// Two words of which one is mistyped: 디지털공공제. That one has three syllables at least, of shorter ones nearly every neighbour
/// is another word; if the other has fewer, both stand together in some text once it is mended: 디지탈격차.
fn compound(index: &Index, units: &[u16]) -> Option<Vec<Piece>> {
    let known = |units: &[u16]| !index.terms.word(&string(units)).is_empty();
    let stands =
        |units: &[u16]| Matcher::finds(index, &hangul_literal(index, ReadingKind::Typo, units));
    let mended = |one: &[u16], two: &[u16], second: bool| {
        let (wrong, right) = if second { (two, one) } else { (one, two) };
        if wrong.len() < MIN_COMPOUND || !known(right) {
            return false;
        }
        let near = neighbours(index, wrong);
        let beside = |near: &String| match second {
            true => stands(&[one, &text::units(near)].concat()),
            false => stands(&[&text::units(near), two].concat()),
        };
        !near.is_empty() && (right.len() >= MIN_COMPOUND || near.iter().any(beside))
    };
    for at in (1..units.len()).rev() {
        let (one, two) = units.split_at_checked(at)?;
        let (before, after) = (0..at, at..units.len());
        if mended(one, two, true) {
            return Some(vec![Piece::Word(before), Piece::Unknown(after)]);
        }
        if mended(one, two, false) {
            return Some(vec![Piece::Unknown(before), Piece::Word(after)]);
        }
    }
    None
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
    let min = if manner.mixed { MIN_MIXED } else { MIN_SENTENCE };
    units.len() >= min && are_syllables(units) && (units.len() > MAX_WORD || !found())
}

/// True for enough syllables to be several words.
pub(crate) fn may_be_several(units: &[u16]) -> bool {
    units.len() >= MIN_SENTENCE && are_syllables(units)
}

fn are_syllables(units: &[u16]) -> bool {
    units.iter().all(|&unit| hangul::is_syllable(unit))
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
