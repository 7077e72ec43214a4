//! Words typed without spaces, cut with the dictionary of the index.
//!
//! The cheapest path over known words (in Korean stems, each optionally followed by endings) and question words. A word
//! costs its rarity plus a constant, so that few frequent words win over many rare pieces; a unit that fits nothing costs
//! dearly.

use super::Manner;
use crate::analyzer::{self, korean, stop};
use crate::index::Index;
use crate::scorer;
use crate::text::{class, hangul};
use std::ops::Range;

/// Longest word looked up, in syllables, and in letters.
const MAX_WORD: usize = 8;
const MAX_LETTERS: usize = 16;
/// Letters of a word at least, numbers apart.
const MIN_LETTERS: usize = 2;
/// Cost of every word, beside its rarity.
const WORD_COST: f32 = 4.0;
/// What a word of one syllable or two letters costs more.
const SHORT_COST: f32 = 3.0;
/// What a word costs more of which only the stem, or the beginning, is known.
const STEM_COST: f32 = 5.0;
/// Cost of an ending after a word.
const ENDING_COST: f32 = 3.5;
/// Cost of a question word.
const QUESTION_COST: f32 = 4.0;
/// Cost of a syllable or letter that belongs to no known word.
const UNKNOWN_COST: f32 = 12.0;

/// The same for the letters behind the first: a word that no document has is one piece, not the little words it can be
/// made of.
const FURTHER_COST: f32 = 5.0;

/// One piece of a cut run.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Piece {
    /// A word with its endings.
    Word(Range<usize>),
    /// A question word.
    Question(Range<usize>),
    /// Syllables that belong to no known word.
    Unknown(Range<usize>),
}

impl Piece {
    /// Its units.
    pub(super) fn range(&self) -> Range<usize> {
        match self {
            Piece::Word(range) | Piece::Question(range) | Piece::Unknown(range) => range.clone(),
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Step {
    Word,
    Ending,
    Question,
    Unknown,
}

/// What may follow at a place, beside another word.
const STATES: usize = 3;
/// Nothing.
const CLOSED: usize = 0;
/// An ending.
const AFTER_WORD: usize = 1;
/// A particle: 하기+는, 에서+도.
const AFTER_ENDING: usize = 2;

/// The cheapest way to reach a place in a state, and the step before.
#[derive(Clone, Copy)]
struct Cell {
    cost: f32,
    before: usize,
    state: usize,
    step: Step,
}

const UNREACHED: Cell = Cell { cost: f32::INFINITY, before: 0, state: CLOSED, step: Step::Unknown };

/// Cuts a run of Hangul units, or of letters; the last word of letters may be the beginning of a longer one, and a run
/// attached to another may begin with an ending.
pub(super) fn segment(index: &Index, units: &[u16], manner: Manner) -> Vec<Piece> {
    let hangul = units.iter().all(|&unit| hangul::is_syllable(unit));
    let cells = vec![[UNREACHED; STATES]; units.len() + 1];
    let mut cutter = Cutter { index, units, manner, hangul, cells };
    let start = if manner.hangs { AFTER_WORD } else { CLOSED };
    cutter.reach(0, start, Cell { cost: 0.0, ..UNREACHED });
    for at in 0..units.len() {
        cutter.steps_from(at);
    }
    pieces(&cutter.cells)
}

/// The places of a run and how they are reached.
struct Cutter<'a> {
    index: &'a Index,
    units: &'a [u16],
    manner: Manner,
    hangul: bool,
    cells: Vec<[Cell; STATES]>,
}

impl Cutter<'_> {
    /// Keeps a way to reach a place if it is the cheapest.
    fn reach(&mut self, place: usize, state: usize, way: Cell) {
        let known = self.cells.get_mut(place).and_then(|cells| cells.get_mut(state));
        if let Some(known) = known.filter(|known| way.cost < known.cost) {
            *known = way;
        }
    }

    /// Everything that may stand at a place.
    fn steps_from(&mut self, at: usize) {
        let Some(&here) = self.cells.get(at) else { return };
        let state = cheapest(&here);
        let cost = here.get(state).map_or(f32::INFINITY, |cell| cell.cost);
        let way = |cost: f32, step: Step| Cell { cost, before: at, state, step };
        self.reach(at + 1, CLOSED, way(cost + UNKNOWN_COST, Step::Unknown));
        if let Some(before) = here.get(CLOSED).filter(|_| at > 0 && !self.hangul)
            && before.step == Step::Unknown
        {
            let cost = before.cost + FURTHER_COST;
            let further = Cell { cost, before: at, state: CLOSED, step: Step::Unknown };
            self.reach(at + 1, CLOSED, further);
        }
        let longest = if self.hangul { MAX_WORD } else { MAX_LETTERS };
        for end in at + 1..=self.units.len().min(at + longest) {
            let piece = self.units.get(at..end).unwrap_or(&[]);
            self.ending(&here, at, piece);
            if self.is_question(piece) {
                let cost = cost + QUESTION_COST + self.shortness(piece);
                self.reach(end, AFTER_WORD, way(cost, Step::Question));
            }
            if let Some(word) = self.word(at, piece) {
                self.reach(end, AFTER_WORD, way(cost + word, Step::Word));
            }
        }
    }

    /// An ending after a word, or a particle after an ending.
    fn ending(&mut self, here: &[Cell; STATES], at: usize, piece: &[u16]) {
        let possessive = at == 0 && piece == [u16::from(b's')];
        let after_word = if self.hangul { korean::is_ending(piece) } else { possessive };
        let after_ending = self.hangul && korean::is_particle(piece);
        let steps = [(after_word, AFTER_WORD, AFTER_ENDING), (after_ending, AFTER_ENDING, CLOSED)];
        for (fits, state, next) in steps {
            let cost = here.get(state).map_or(f32::INFINITY, |cell| cell.cost) + ENDING_COST;
            if fits && cost.is_finite() {
                self.reach(
                    at + piece.len(),
                    next,
                    Cell { cost, before: at, state, step: Step::Ending },
                );
            }
        }
    }

    fn is_question(&self, piece: &[u16]) -> bool {
        if self.hangul { korean::is_question_word(piece) } else { stop::is_english(piece) }
    }

    /// The cost of a piece as a word: one of the index or, at an open end, the beginning of one.
    fn word(&self, at: usize, piece: &[u16]) -> Option<f32> {
        let end = at + piece.len();
        if !self.hangul && piece.len() < MIN_LETTERS && !is_number(self.units, at..end) {
            return None;
        }
        let terms = &self.index.terms;
        let word = String::from_utf16_lossy(piece);
        let mut term = terms.word(&word);
        let mut cost = WORD_COST + self.shortness(piece);
        if term.is_empty() && !self.hangul {
            term = analyzer::english_stem(&word).map_or(0..0, |stem| terms.word(&stem));
            cost += STEM_COST;
        }
        if !term.is_empty() {
            return Some(cost + scorer::idf(self.index.len(), terms.doc_freq(term)));
        }
        let open = self.manner.open && !self.hangul && end == self.units.len();
        (open && !terms.words_with_prefix(&word).is_empty()).then_some(WORD_COST + STEM_COST)
    }

    /// What a short piece costs more: nearly every syllable and pair of letters is a word somewhere.
    fn shortness(&self, piece: &[u16]) -> f32 {
        let short = if self.hangul { 1 } else { 2 };
        if piece.len() <= short { SHORT_COST } else { 0.0 }
    }
}

/// True for all digits of a number.
fn is_number(units: &[u16], range: Range<usize>) -> bool {
    let digit = |at: usize| units.get(at).is_some_and(|&unit| class::is_digit(unit));
    let before = range.start.checked_sub(1).is_some_and(digit);
    !before && !digit(range.end) && range.clone().all(digit)
}

/// The state with the least cost.
fn cheapest(cells: &[Cell; STATES]) -> usize {
    let states = cells.iter().enumerate();
    states.min_by(|a, b| a.1.cost.total_cmp(&b.1.cost)).map_or(CLOSED, |state| state.0)
}

/// Walks back from the end and joins endings to their words and unknown syllables to each other.
fn pieces(cells: &[[Cell; STATES]]) -> Vec<Piece> {
    let mut path = Vec::new();
    let mut at = cells.len() - 1;
    let mut state = cells.last().map_or(CLOSED, cheapest);
    while at > 0 {
        let Some(&cell) = cells.get(at).and_then(|cells| cells.get(state)) else { break };
        path.push((cell.before..at, cell.step));
        (at, state) = (cell.before, cell.state);
    }
    let mut pieces: Vec<Piece> = Vec::new();
    for (range, step) in path.into_iter().rev() {
        match (step, pieces.last_mut()) {
            (Step::Ending, Some(Piece::Word(last) | Piece::Question(last))) => last.end = range.end,
            (Step::Unknown, Some(Piece::Unknown(last))) => last.end = range.end,
            (Step::Question | Step::Ending, _) => pieces.push(Piece::Question(range)),
            (Step::Unknown, _) => pieces.push(Piece::Unknown(range)),
            (Step::Word, _) => pieces.push(Piece::Word(range)),
        }
    }
    pieces
}
