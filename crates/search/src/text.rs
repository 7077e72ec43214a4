//! Characters: folding of everything that should not make a difference to a reader, and Hangul arithmetic.

pub(crate) mod class;
pub(crate) mod fold;
pub(crate) mod hangul;
pub(crate) mod hans;
pub(crate) mod keyboard;
mod latin_marks;
