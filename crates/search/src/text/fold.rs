//! Folding: a text becomes a stream of units in which case, width, diacritics, composition, Chinese script variants
//! and the spacing of Korean and Chinese make no difference, with the way back to the original bytes.
//!
//! A unit is a UTF-16 code unit. Separators leave one [`SPACE`] between two alphabetic words and nothing elsewhere,
//! so that 인터넷 거버넌스 and 인터넷거버넌스 are the same units; the flag [`START`] remembers where words began.

use super::class::{self, Class, SPACE};
use super::{hangul, hans, latin_marks};

/// Flag of a unit: a separator precedes it.
pub(crate) const START: u8 = 0x20;
/// Flag of a unit: only marks that join the parts of a symbol precede it (`A/RES/70/125`).
pub(crate) const JOINED: u8 = 0x40;
/// Bits of the flag byte that hold 1 + the lead consonant of a syllable (or of a lone consonant), else 0.
pub(crate) const LEAD_BITS: u8 = 0x1F;

/// A folded text: parallel units and flags, and optionally the byte range each unit came from.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Folded {
    pub(crate) units: Vec<u16>,
    pub(crate) flags: Vec<u8>,
    /// Start and end byte in the original text; empty unless asked for.
    pub(crate) spans: Vec<(u32, u32)>,
}

impl Folded {
    /// Empties it, and keeps its room.
    pub(crate) fn clear(&mut self) {
        self.units.clear();
        self.flags.clear();
        self.spans.clear();
    }

    /// The text as far as it can be read again, with a space wherever there was a separator.
    pub(crate) fn spaced(&self) -> String {
        let mut units = Vec::with_capacity(self.units.len());
        for (&unit, flags) in self.units.iter().zip(&self.flags) {
            let parted = units.last().is_none_or(|&last| last == SPACE);
            if flags & START != 0 && !parted {
                units.push(SPACE);
            }
            units.push(unit);
        }
        String::from_utf16_lossy(&units)
    }
}

/// True when a separator precedes a unit. Without flags the units are ASCII: then words are as spaces part them.
pub(crate) fn starts(units: &[u16], flags: &[u8], at: usize) -> bool {
    match flags.get(at) {
        Some(flags) => flags & START != 0,
        None => at.checked_sub(1).is_none_or(|before| units.get(before) == Some(&SPACE)),
    }
}

/// Folds a text, without spans.
pub(crate) fn fold(text: &str) -> Folded {
    let mut folded = Folded::default();
    fold_into(text, &mut folded);
    folded
}

/// Folds a text and keeps for every unit the range of original bytes it stands for.
pub(crate) fn fold_with_spans(text: &str) -> Folded {
    let mut folded = Folded::default();
    // At least one of every three bytes makes a unit, save for spaces: this grows once at most.
    let least = text.len() / 3 + 8;
    folded.units.reserve(least);
    folded.flags.reserve(least);
    folded.spans.reserve(least);
    Folder::new(&mut folded, text, true).run();
    folded
}

/// Appends a folded text to `out`, without spans. The appended part does not see what stood in `out` before.
pub(crate) fn fold_into(text: &str, out: &mut Folded) {
    Folder::new(out, text, false).run();
}

/// What stands between the last unit and the next one.
#[derive(Clone, Copy, PartialEq)]
enum Gap {
    None,
    Joiner,
    Separator,
}

/// Writes folded units; lives for one text.
struct Folder<'a> {
    out: &'a mut Folded,
    text: &'a str,
    first: usize,
    keep_spans: bool,
    gap: Gap,
    /// Bytes of the original character being folded.
    span: (u32, u32),
}

impl<'a> Folder<'a> {
    fn new(out: &'a mut Folded, text: &'a str, keep_spans: bool) -> Self {
        let first = out.units.len();
        Folder { out, text, first, keep_spans, gap: Gap::Separator, span: (0, 0) }
    }

    fn run(mut self) {
        let mut at = 0;
        while let Some((code, len)) = decode(self.text.as_bytes(), at) {
            self.span = (at as u32, (at + len) as u32);
            at += len;
            // What stands in most texts comes first.
            match code {
                0xAC00..=0xD7A3 if self.gap == Gap::None => {
                    self.write(code as u16, syllable_lead(code as u16));
                }
                0x61..=0x7A if self.gap == Gap::None => self.write(code as u16, 0),
                0x20 => self.gap = Gap::Separator,
                0x4E00..=0x9FFF if self.gap == Gap::None => {
                    self.write(hans::simplify(code as u16), 0);
                }
                _ => self.take(code),
            }
        }
    }

    /// The character behind the one being folded.
    fn next(&self) -> Option<char> {
        self.text.get(self.span.1 as usize..)?.chars().next()
    }

    fn take(&mut self, code: u32) {
        let c = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
        match code {
            0xAC00..=0xD7A3 | 0x30..=0x39 | 0x61..=0x7A => self.push(code as u16),
            0x41..=0x5A => self.push(code as u16 + 32),
            0x2C if self.last_is_digit() && self.next().is_some_and(|c| c.is_ascii_digit()) => {
                // A thousands separator: 1,000 is 1000.
            }
            0..=0x7F => self.separate(c),
            0x1100..=0x11FF | 0xA960..=0xA97C | 0x3131..=0x3163 | 0xFFA0..=0xFFDC => {
                self.take_jamo(code)
            }
            _ if class::is_ignorable(c) => self.extend_last(),
            0x3400..=0x9FFF | 0xF900..=0xFAFF => self.push(hans::simplify(code as u16)),
            _ => self.take_other(c),
        }
    }

    fn take_other(&mut self, c: char) {
        if let Some(text) = latin_marks::pair(c) {
            text.bytes().for_each(|byte| self.push(u16::from(byte)));
        } else if let Some(letter) = latin_marks::strip(c) {
            self.push(u16::from(letter));
        } else if let Some(plain) = latin_marks::single(c) {
            self.take(u32::from(plain));
        } else if class::is_separator(c) {
            self.separate(c);
        } else {
            let mut buffer = [0; 2];
            lower(c).encode_utf16(&mut buffer).iter().for_each(|&unit| self.push(unit));
        }
    }

    fn last_is_digit(&self) -> bool {
        self.gap == Gap::None && self.last().is_some_and(class::is_digit)
    }

    fn last(&self) -> Option<u16> {
        self.out.units.get(self.first..).and_then(|units| units.last()).copied()
    }

    fn separate(&mut self, c: char) {
        self.gap = match self.gap {
            Gap::None if class::is_joiner(c) => Gap::Joiner,
            _ => Gap::Separator,
        };
    }

    /// A dropped mark belongs to the character before it, so that highlights cover it.
    fn extend_last(&mut self) {
        if self.keep_spans
            && self.gap == Gap::None
            && self.last().is_some()
            && let Some(span) = self.out.spans.last_mut()
        {
            span.1 = self.span.1;
        }
    }

    fn push(&mut self, unit: u16) {
        let mut flags = lead_bits(unit);
        if self.gap != Gap::None {
            flags |= if self.gap == Gap::Joiner { START | JOINED } else { START };
            let word = |unit| class::of(unit) == Class::Word;
            if self.last().is_some_and(word) && word(unit) {
                self.write(SPACE, 0);
            }
            self.gap = Gap::None;
        }
        self.write(unit, flags);
    }

    #[inline(always)]
    fn write(&mut self, unit: u16, flags: u8) {
        self.out.units.push(unit);
        self.out.flags.push(flags);
        if self.keep_spans {
            self.out.spans.push(self.span);
        }
    }

    /// Jamo of every kind: conjoining, compatibility, half width. What can join the unit before it does.
    fn take_jamo(&mut self, code: u32) {
        let Some(jamo) = Jamo::of(code) else {
            return self.push(code as u16);
        };
        let joined = if self.gap == Gap::None {
            self.last().and_then(|last| self.join(last, jamo))
        } else {
            None
        };
        match joined {
            Some(unit) => self.replace_last(unit),
            None => self.push(jamo.compatibility()),
        }
    }

    fn join(&self, last: u16, jamo: Jamo) -> Option<u16> {
        match jamo {
            Jamo::Vowel(vowel) => hangul::lead_index(last).map(|lead| hangul::join(lead, vowel, 0)),
            Jamo::Tail(tail) => {
                let (lead, vowel, before) = hangul::split(last)?;
                (before == 0).then(|| hangul::join(lead, vowel, tail))
            }
            Jamo::Consonant(_) => None,
        }
    }

    fn replace_last(&mut self, unit: u16) {
        if let (Some(last), Some(flags)) = (self.out.units.last_mut(), self.out.flags.last_mut()) {
            *last = unit;
            *flags = *flags & !LEAD_BITS | lead_bits(unit);
        }
        self.extend_last();
    }
}

/// A jamo of any block, by its role.
#[derive(Clone, Copy)]
enum Jamo {
    /// A consonant that may lead: its compatibility jamo.
    Consonant(u16),
    /// A vowel index.
    Vowel(u16),
    /// A tail index.
    Tail(u16),
}

impl Jamo {
    fn of(code: u32) -> Option<Jamo> {
        let code = code as u16;
        Some(match code {
            0x1100..=0x1112 => Jamo::Consonant(hangul::lead_jamo(code - 0x1100)),
            0x1161..=0x1175 => Jamo::Vowel(code - 0x1161),
            0x11A8..=0x11C2 => Jamo::Tail(code - 0x11A7),
            0x3131..=0x314E => Jamo::Consonant(code),
            0x314F..=0x3163 => Jamo::Vowel(code - 0x314F),
            0xFFA1..=0xFFBE => Jamo::Consonant(code - 0xFFA1 + 0x3131),
            0xFFC2..=0xFFC7 => Jamo::Vowel(code - 0xFFC2),
            0xFFCA..=0xFFCF => Jamo::Vowel(code - 0xFFCA + 6),
            0xFFD2..=0xFFD7 => Jamo::Vowel(code - 0xFFD2 + 12),
            0xFFDA..=0xFFDC => Jamo::Vowel(code - 0xFFDA + 18),
            _ => return None,
        })
    }

    fn compatibility(self) -> u16 {
        match self {
            Jamo::Consonant(jamo) => jamo,
            Jamo::Vowel(vowel) => hangul::vowel_jamo(vowel),
            Jamo::Tail(tail) => hangul::tail_jamo(tail),
        }
    }
}

/// The character at a byte of a text and its length in bytes. The standard iterator does the same in several calls when
/// it is compiled for size.
#[inline(always)]
fn decode(text: &[u8], at: usize) -> Option<(u32, usize)> {
    let first = u32::from(*text.get(at)?);
    if first < 0x80 {
        return Some((first, 1));
    }
    let next = |n: usize| text.get(at + n).map_or(0, |byte| u32::from(byte & 0x3F));
    Some(match first {
        0..0xE0 => ((first & 0x1F) << 6 | next(1), 2),
        0xE0..0xF0 => ((first & 0xF) << 12 | next(1) << 6 | next(2), 3),
        _ => ((first & 7) << 18 | next(1) << 12 | next(2) << 6 | next(3), 4),
    })
}

/// The lead consonant of a syllable, as kept in the flag byte.
#[inline(always)]
fn syllable_lead(syllable: u16) -> u8 {
    ((syllable - hangul::FIRST) / hangul::PER_LEAD) as u8 + 1
}

/// The lead consonant of a syllable or lone consonant, as kept in the flag byte.
fn lead_bits(unit: u16) -> u8 {
    match unit {
        _ if hangul::is_syllable(unit) => syllable_lead(unit),
        _ if hangul::is_jamo(unit) => hangul::lead_index(unit).map_or(0, |lead| lead as u8 + 1),
        _ => 0,
    }
}

/// Lower case of Greek and Cyrillic without the full Unicode table; other scripts have no case that matters here.
fn lower(c: char) -> char {
    let code = c as u32;
    let folded = match code {
        0x391..=0x3A9 => code + 32,
        0x3C2 => 0x3C3,
        0x3AC => 0x3B1,
        0x3AD => 0x3B5,
        0x3AE => 0x3B7,
        0x3AF => 0x3B9,
        0x3CC => 0x3BF,
        0x3CD => 0x3C5,
        0x3CE => 0x3C9,
        0x386 => 0x3B1,
        0x388 => 0x3B5,
        0x389 => 0x3B7,
        0x38A => 0x3B9,
        0x38C => 0x3BF,
        0x38E => 0x3C5,
        0x38F => 0x3C9,
        0x410..=0x42F => code + 32,
        0x400..=0x40F => code + 80,
        _ => code,
    };
    char::from_u32(folded).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    fn folded(text: &str) -> String {
        String::from_utf16_lossy(&fold(text).units)
    }

    #[track_caller]
    fn same(one: &str, other: &str) {
        assert_eq!(folded(one), folded(other), "{one} and {other}");
    }

    #[test]
    fn what_makes_no_difference() {
        same("인터넷 거버넌스", "인터넷거버넌스");
        same("정보·통신ㆍ기술", "정보통신기술");
        same("ＷＳＩＳ＋２０", "wsis+20");
        same("São Tomé Łódź", "sao tome lodz");
        same("1,000명", "1000명");
        same("ㅎㅏㄴㅏ", "하나");
        same("AI 거버넌스", "ai거버넌스");
        same("zero\u{200b}width soft\u{ad}hyphen", "zerowidth softhyphen");
        same("ﾡ", "ㄱ");
        same("ΑΘΉΝΑ Москва", "αθηνα МОСКВА");
    }

    #[test]
    fn words_of_an_alphabet_stay_apart() {
        assert_eq!(folded("A/RES/70/125"), "a res 70 125");
        assert_eq!(folded("  digital   compact. "), "digital compact");
        let flags = fold("A/RES b").flags;
        assert_eq!(flags, [START, 0, START | JOINED, 0, 0, 0, START]);
    }

    proptest! {
        #[test]
        fn composition_makes_no_difference(text in "[가-힣a-zA-Zé 0-9ㄱ-ㅎ,./-]{0,24}") {
            let decomposed: String = text.nfd().collect();
            prop_assert_eq!(fold(&text), fold(&decomposed));
        }

        #[test]
        fn spans_are_ordered_ranges_on_boundaries(text in "\\PC{0,40}") {
            let folded = fold_with_spans(&text);
            prop_assert_eq!(folded.units.len(), folded.spans.len());
            prop_assert_eq!(folded.units.len(), folded.flags.len());
            let mut before = 0;
            for &(start, end) in &folded.spans {
                prop_assert!(start >= before && end >= start);
                prop_assert!(text.get(start as usize..end as usize).is_some());
                before = start;
            }
        }
    }
}
