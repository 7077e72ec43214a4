//! Characters: folding of everything that should not make a difference to a reader, and Hangul arithmetic.

pub(crate) mod class;
pub(crate) mod fold;
pub(crate) mod hangul;
pub(crate) mod hans;
pub(crate) mod keyboard;
mod latin_marks;
pub(crate) mod letters;

/// The UTF-16 units of a text that is folded already.
pub(crate) fn units(text: &str) -> Vec<u16> {
    let mut units = Vec::with_capacity(text.len());
    text.encode_utf16().for_each(|unit| units.push(unit));
    units
}
