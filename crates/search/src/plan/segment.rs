//! Korean words typed without spaces, cut with the dictionary of the index.
//!
//! The cheapest path over known stems, each optionally followed by endings, and question words. A word costs its rarity
//! plus a constant, so that few frequent words win over many rare pieces; a syllable that fits nothing costs dearly.

use super::Manner;
use crate::analyzer::{korean, stop};
use crate::index::Index;
use crate::scorer;
use std::ops::Range;

/// Longest word looked up, in syllables.
const MAX_WORD: usize = 8;
/// Cost of every word, beside its rarity.
pub(super) const WORD_COST: f32 = 4.0;
/// What a word of one syllable costs more: nearly every syllable is a word somewhere.
pub(super) const SHORT_COST: f32 = 3.0;
/// Cost of an ending after a word.
const ENDING_COST: f32 = 3.5;
/// Cost of a question word.
pub(super) const QUESTION_COST: f32 = 4.0;
/// Cost of a syllable that belongs to no known word.
pub(super) const UNKNOWN_COST: f32 = 12.0;

/// One piece of a cut run.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Piece {
    /// A word with its endings.
    Word(Range<usize>),
    /// A question word.
    Question(Range<usize>),
    /// Syllables or letters that belong to no known word.
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

/// Cuts a run of Hangul units; one attached to another run may begin with an ending.
pub(super) fn segment(index: &Index, units: &[u16], manner: Manner) -> Vec<Piece> {
    let cells = vec![[UNREACHED; STATES]; units.len() + 1];
    let mut cutter = Cutter { index, units, cells };
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
        for end in at + 1..=self.units.len().min(at + MAX_WORD) {
            let piece = self.units.get(at..end).unwrap_or(&[]);
            self.ending(&here, at, piece);
            let short = if piece.len() == 1 { SHORT_COST } else { 0.0 };
            if korean::is_question_word(piece) {
                let cost = cost + QUESTION_COST + short;
                self.reach(end, AFTER_WORD, way(cost, Step::Question));
            }
            let terms = &self.index.terms;
            let term = terms.word(&String::from_utf16_lossy(piece));
            let known = match term.is_empty() {
                false => Some(WORD_COST + scorer::idf(self.index.len(), terms.doc_freq(term))),
                // 뜻, 역할: what is asked of a thing need not stand in its texts.
                true => stop::is_wanted_stem(piece).then_some(QUESTION_COST),
            };
            if let Some(known) = known {
                self.reach(end, AFTER_WORD, way(cost + known + short, Step::Word));
            }
        }
    }

    /// An ending after a word, or a particle after an ending.
    fn ending(&mut self, here: &[Cell; STATES], at: usize, piece: &[u16]) {
        let (ending, particle) = (korean::is_ending(piece), korean::is_particle(piece));
        let steps = [(ending, AFTER_WORD, AFTER_ENDING), (particle, AFTER_ENDING, CLOSED)];
        for (fits, state, next) in steps {
            let cost = here.get(state).map_or(f32::INFINITY, |cell| cell.cost) + ENDING_COST;
            if fits && cost.is_finite() {
                let way = Cell { cost, before: at, state, step: Step::Ending };
                self.reach(at + piece.len(), next, way);
            }
        }
    }
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
