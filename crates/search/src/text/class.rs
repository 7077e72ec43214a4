//! The classes of folded units that decide where a token begins and ends.

use super::hangul;

/// The unit that stands between two words of an alphabetic script in a folded text.
pub(crate) const SPACE: u16 = 0x20;

/// What a folded unit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// The separator between two alphabetic words.
    Space,
    /// A letter of an alphabetic script or a digit.
    Word,
    /// A precomposed syllable.
    Hangul,
    /// A lone compatibility jamo.
    Jamo,
    /// A Han character, kana, or half of a character outside the basic plane.
    Han,
}

impl Class {
    /// True for scripts that are written without spaces, or whose spaces carry little: Hangul, jamo and Han.
    pub(crate) fn is_cjk(self) -> bool {
        matches!(self, Class::Hangul | Class::Jamo | Class::Han)
    }
}

/// The class of a folded unit.
pub(crate) fn of(unit: u16) -> Class {
    match unit {
        SPACE => Class::Space,
        0..0x3000 => Class::Word,
        _ if hangul::is_syllable(unit) => Class::Hangul,
        _ if hangul::is_jamo(unit) => Class::Jamo,
        0x3005..=0x3007 | 0x3040..=0x312F | 0x3400..=0x9FFF | 0xD800..=0xDFFF | 0xF900..=0xFAFF => {
            Class::Han
        }
        _ => Class::Word,
    }
}

pub(crate) fn is_digit(unit: u16) -> bool {
    (0x30..=0x39).contains(&unit)
}

/// True for characters that separate words: white space, punctuation, symbols.
/// Works by block, without a table: an unknown character counts as a letter, so that no word is ever lost.
pub(crate) fn is_separator(c: char) -> bool {
    let code = c as u32;
    match code {
        0..=0x7F => !c.is_ascii_alphanumeric(),
        0x80..=0xBF => !matches!(code, 0xAA | 0xB5 | 0xBA),
        0xD7 | 0xF7 | 0x37E | 0x387 | 0x589 | 0x5BE | 0x60C | 0x61B | 0x61F | 0x66A..=0x66D => true,
        0x2000..=0x2BFF | 0x2E00..=0x2FFF | 0x3000..=0x3004 | 0x3008..=0x303F => true,
        0x30A0 | 0x30FB | 0x318D | 0x3200..=0x33FF | 0xFE10..=0xFE6F | 0xFF00..=0xFF65 => true,
        0xFFE0..=0xFFFF | 0xE000..=0xF8FF => true,
        _ => false,
    }
}

/// True for marks that join the parts of a symbol or compound: `A/RES/70/125`, `WSIS+20`, `co-operation`.
pub(crate) fn is_joiner(c: char) -> bool {
    matches!(
        c,
        '/' | '-'
            | '+'
            | '.'
            | '_'
            | '\''
            | '\u{2019}'
            | '\u{2010}'
            | '\u{2011}'
            | '\u{2013}'
            | '&'
            | ':'
    )
}

/// True for characters that are dropped without separating: soft hyphen, zero-width marks, variation selectors.
pub(crate) fn is_ignorable(c: char) -> bool {
    matches!(c as u32, 0xAD | 0x300..=0x36F | 0x200B..=0x200F | 0x2060..=0x2064 | 0xFE00..=0xFE0F | 0xFEFF)
}
