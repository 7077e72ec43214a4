//! Words typed without spaces, cut with the dictionary of the index.
//!
//! The cheapest path over known words (in Korean stems, each optionally followed by endings) and question words. A word
//! costs its rarity plus a constant, so that few frequent words win over many rare pieces; a unit that fits nothing costs
//! dearly.

use crate::analyzer::{self, korean, stop};
use crate::index::Index;
use crate::scorer;
use crate::text::hangul;
use std::ops::Range;

/// Longest word looked up, in syllables, and in letters.
const MAX_WORD: usize = 8;
const MAX_LETTERS: usize = 16;
/// Letters of a word at least, and of a question word: nearly every pair of letters is a word somewhere.
const MIN_LETTERS: usize = 3;
const MIN_QUESTION_LETTERS: usize = 2;
/// Cost of every word, beside its rarity.
const WORD_COST: f32 = 4.0;
/// What a word of one syllable costs more.
const SYLLABLE_COST: f32 = 3.0;
/// Cost of an ending after a word.
const ENDING_COST: f32 = 3.5;
/// Cost of a question word.
const QUESTION_COST: f32 = 3.0;
/// Cost of a syllable that belongs to no known word.
const UNKNOWN_COST: f32 = 12.0;

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

/// Cuts a run of Hangul units, or of letters; the last word of letters may be
/// the beginning of a longer one.
pub(super) fn segment(index: &Index, units: &[u16], open_end: bool) -> Vec<Piece> {
    // For each place: the least cost to reach it, by whether an ending may follow there, and the step that led to it.
    let mut costs = vec![[f32::INFINITY; 2]; units.len() + 1];
    let mut steps = vec![[(0usize, 0usize, Step::Unknown); 2]; units.len() + 1];
    if let Some(first) = costs.first_mut() {
        *first = [0.0, f32::INFINITY];
    }
    let hangul = units.iter().all(|&unit| hangul::is_syllable(unit));
    let longest = if hangul { MAX_WORD } else { MAX_LETTERS };
    for at in 0..units.len() {
        let Some(&[closed, open]) = costs.get(at) else { break };
        let (from, cost) = if open < closed { (1, open) } else { (0, closed) };
        let mut reach = |end: usize, state: usize, from: usize, cost: f32, step: Step| {
            let cell = costs.get_mut(end).and_then(|costs| costs.get_mut(state));
            let slot = steps.get_mut(end).and_then(|steps| steps.get_mut(state));
            match (cell, slot) {
                (Some(known), Some(slot)) if cost < *known => {
                    *known = cost;
                    *slot = (at, from, step);
                }
                _ => {}
            }
        };
        reach(at + 1, 0, from, cost + UNKNOWN_COST, Step::Unknown);
        for len in 1..=longest.min(units.len() - at) {
            let piece = units.get(at..at + len).unwrap_or(&[]);
            if hangul && open.is_finite() && korean::is_ending(piece) {
                reach(at + len, 1, 1, open + ENDING_COST, Step::Ending);
            }
            let question = match hangul {
                true => korean::is_question_word(piece),
                false => len >= MIN_QUESTION_LETTERS && stop::is_english(piece),
            };
            if question {
                reach(at + len, 1, from, cost + QUESTION_COST, Step::Question);
            }
            if !hangul && len < MIN_LETTERS {
                continue;
            }
            let word = String::from_utf16_lossy(piece);
            let mut term = index.terms.word(&word);
            if term.is_empty() && !hangul {
                term = analyzer::english_stem(&word).map_or(0..0, |stem| index.terms.word(&stem));
            }
            let begun = open_end && at + len == units.len();
            if begun && !index.terms.words_with_prefix(&word).is_empty() {
                reach(at + len, 1, from, cost + WORD_COST + SYLLABLE_COST, Step::Word);
            }
            if !term.is_empty() {
                let rarity = scorer::idf(index.len(), index.terms.doc_freq(term));
                let short = if len == 1 { SYLLABLE_COST } else { 0.0 };
                reach(at + len, 1, from, cost + WORD_COST + rarity + short, Step::Word);
            }
        }
    }
    pieces(&costs, &steps)
}

/// Walks back from the end and joins endings to their words and unknown syllables to each other.
fn pieces(costs: &[[f32; 2]], steps: &[[(usize, usize, Step); 2]]) -> Vec<Piece> {
    let mut path = Vec::new();
    let mut at = costs.len() - 1;
    let mut state = costs.last().map_or(0, |cost| usize::from(cost[1] < cost[0]));
    while at > 0 {
        let Some(&(before, from, step)) = steps.get(at).and_then(|steps| steps.get(state)) else {
            break;
        };
        path.push((before..at, step));
        (at, state) = (before, from);
    }
    let mut pieces: Vec<Piece> = Vec::new();
    for (range, step) in path.into_iter().rev() {
        match (step, pieces.last_mut()) {
            (Step::Ending, Some(Piece::Word(last) | Piece::Question(last))) => last.end = range.end,
            (Step::Unknown, Some(Piece::Unknown(last))) => last.end = range.end,
            (Step::Question, _) => pieces.push(Piece::Question(range)),
            (Step::Unknown, _) => pieces.push(Piece::Unknown(range)),
            (Step::Word | Step::Ending, _) => pieces.push(Piece::Word(range)),
        }
    }
    pieces
}
