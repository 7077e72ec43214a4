//! Words written together: whether a run is several words, and the slots of its pieces.

mod hangul;
mod letters;

use super::segment::Piece;
use super::words::string;
use crate::fuzzy;
use crate::index::Index;
use crate::response::{Reading, ReadingKind};

pub(super) use hangul::hangul;
pub(crate) use hangul::may_be_several;
pub(super) use letters::{MAX_MISTYPED, letters};

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

/// True when a few typing errors at most lie between the units and a word of the index.
pub(super) fn resembles_a_word(index: &Index, units: &[u16]) -> bool {
    !neighbours(index, units).is_empty()
}

/// The words of the index nearest to a word that it does not have.
fn neighbours(index: &Index, units: &[u16]) -> Vec<String> {
    fuzzy::neighbours(&index.terms.words, index.sketches(), units)
}
