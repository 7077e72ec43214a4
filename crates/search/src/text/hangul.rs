//! Arithmetic of Hangul syllables and jamo.
//!
//! A precomposed syllable is `0xAC00 + (lead * 21 + vowel) * 28 + tail` (Unicode Standard, section 3.12).
//! Everything here works on UTF-16 units because every Hangul character lies in the basic plane.

/// First and last precomposed syllable, 가 and 힣.
pub(crate) const FIRST: u16 = 0xAC00;
pub(crate) const LAST: u16 = 0xD7A3;
/// Syllables that share one lead consonant; syllables that share lead and vowel.
pub(crate) const PER_LEAD: u16 = 588;
pub(crate) const PER_VOWEL: u16 = 28;

/// Compatibility jamo of the 19 lead consonants, in syllable order.
const LEADS: [u16; 19] = [
    0x3131, 0x3132, 0x3134, 0x3137, 0x3138, 0x3139, 0x3141, 0x3142, 0x3143, 0x3145, 0x3146, 0x3147,
    0x3148, 0x3149, 0x314A, 0x314B, 0x314C, 0x314D, 0x314E,
];

/// Compatibility jamo of the 28 tails, in syllable order; the first is "no tail".
const TAILS: [u16; 28] = [
    0, 0x3131, 0x3132, 0x3133, 0x3134, 0x3135, 0x3136, 0x3137, 0x3139, 0x313A, 0x313B, 0x313C,
    0x313D, 0x313E, 0x313F, 0x3140, 0x3141, 0x3142, 0x3144, 0x3145, 0x3146, 0x3147, 0x3148, 0x314A,
    0x314B, 0x314C, 0x314D, 0x314E,
];

/// Compatibility jamo of the first vowel, ㅏ; the 21 vowels follow in syllable order.
const VOWEL_FIRST: u16 = 0x314F;

pub(crate) fn is_syllable(unit: u16) -> bool {
    (FIRST..=LAST).contains(&unit)
}

/// True for a compatibility jamo, consonant or vowel.
pub(crate) fn is_jamo(unit: u16) -> bool {
    (0x3131..=0x3163).contains(&unit)
}

pub(crate) fn is_vowel_jamo(unit: u16) -> bool {
    (0x314F..=0x3163).contains(&unit)
}

/// Lead, vowel and tail index of a syllable.
pub(crate) fn split(unit: u16) -> Option<(u16, u16, u16)> {
    if !is_syllable(unit) {
        return None;
    }
    let at = unit - FIRST;
    Some((at / PER_LEAD, at % PER_LEAD / PER_VOWEL, at % PER_VOWEL))
}

/// The syllable of three indices; indices out of range are reduced to their range.
pub(crate) fn join(lead: u16, vowel: u16, tail: u16) -> u16 {
    FIRST + (lead % 19 * 21 + vowel % 21) * PER_VOWEL + tail % 28
}

/// Index of a compatibility consonant as a lead.
pub(crate) fn lead_index(jamo: u16) -> Option<u16> {
    LEADS.iter().position(|&lead| lead == jamo).map(|at| at as u16)
}

/// Index of a compatibility vowel.
pub(crate) fn vowel_index(jamo: u16) -> Option<u16> {
    is_vowel_jamo(jamo).then(|| jamo - VOWEL_FIRST)
}

/// Index of a compatibility consonant as a tail (never 0).
pub(crate) fn tail_index(jamo: u16) -> Option<u16> {
    TAILS.iter().skip(1).position(|&tail| tail == jamo).map(|at| at as u16 + 1)
}

pub(crate) fn lead_jamo(lead: u16) -> u16 {
    LEADS[usize::from(lead % 19)]
}

pub(crate) fn vowel_jamo(vowel: u16) -> u16 {
    VOWEL_FIRST + vowel % 21
}

pub(crate) fn tail_jamo(tail: u16) -> u16 {
    TAILS[usize::from(tail % 28)]
}

/// The two simple tails of a compound tail (ㄳ is ㄱ and ㅅ), as compatibility jamo.
pub(crate) fn split_tail(tail: u16) -> Option<(u16, u16)> {
    const COMPOUND: [(u16, u16, u16); 11] = [
        (0x3133, 0x3131, 0x3145),
        (0x3135, 0x3134, 0x3148),
        (0x3136, 0x3134, 0x314E),
        (0x313A, 0x3139, 0x3131),
        (0x313B, 0x3139, 0x3141),
        (0x313C, 0x3139, 0x3142),
        (0x313D, 0x3139, 0x3145),
        (0x313E, 0x3139, 0x314C),
        (0x313F, 0x3139, 0x314D),
        (0x3140, 0x3139, 0x314E),
        (0x3144, 0x3142, 0x3145),
    ];
    let jamo = tail_jamo(tail);
    COMPOUND.iter().find(|entry| entry.0 == jamo).map(|entry| (entry.1, entry.2))
}

/// The compound tail of two consonants, as a tail index.
pub(crate) fn join_tails(first: u16, second: u16) -> Option<u16> {
    (1..28).find(|&tail| split_tail(tail) == Some((first, second)))
}

/// The two simple vowels of a compound vowel (ㅘ is ㅗ and ㅏ), as vowel indices.
pub(crate) fn split_vowel(vowel: u16) -> Option<(u16, u16)> {
    match vowel {
        9 => Some((8, 0)),
        10 => Some((8, 1)),
        11 => Some((8, 20)),
        14 => Some((13, 4)),
        15 => Some((13, 5)),
        16 => Some((13, 20)),
        19 => Some((18, 20)),
        _ => None,
    }
}

/// The compound vowel of two vowels.
pub(crate) fn join_vowels(first: u16, second: u16) -> Option<u16> {
    (9..20).find(|&vowel| split_vowel(vowel) == Some((first, second)))
}

/// Syllables an unfinished syllable may still become by further vowels or a tail: 고 gives 고..괴 with any tail.
/// The range is contiguous because compound vowels follow their first vowel.
pub(crate) fn open_range(lead: u16, vowel: u16) -> (u16, u16) {
    let last = match vowel {
        8 => 11,
        13 => 16,
        18 => 19,
        other => other,
    };
    (join(lead, vowel, 0), join(lead, last, 27))
}

/// All syllables with one lead consonant.
pub(crate) fn lead_range(lead: u16) -> (u16, u16) {
    (join(lead, 0, 0), join(lead, 20, 27))
}

/// Appends the keystrokes of one unit as compatibility jamo: compound vowels and tails come apart, other units stay.
pub(crate) fn push_strokes(unit: u16, out: &mut Vec<u16>) {
    let from = out.len();
    push_jamo(unit, out);
    let compound = split(unit).and_then(|(_, vowel, _)| split_vowel(vowel));
    if let (Some((first, second)), Some(vowel)) = (compound, out.get_mut(from + 1)) {
        *vowel = vowel_jamo(first);
        out.insert(from + 2, vowel_jamo(second));
    }
}

/// Appends the jamo of one unit as compatibility jamo: compound tails come apart, compound vowels and other units stay.
pub(crate) fn push_jamo(unit: u16, out: &mut Vec<u16>) {
    let Some((lead, vowel, tail)) = split(unit) else {
        out.push(unit);
        return;
    };
    out.extend([lead_jamo(lead), vowel_jamo(vowel)]);
    if tail > 0 {
        match split_tail(tail) {
            Some((first, second)) => out.extend([first, second]),
            None => out.push(tail_jamo(tail)),
        }
    }
}

/// Assembles keystrokes (simple compatibility jamo) into syllables as the two-set keyboard does.
/// What cannot join stays a lone jamo; units that are no jamo pass through.
pub(crate) fn assemble(strokes: &[u16]) -> Vec<u16> {
    let mut out: Vec<u16> = Vec::with_capacity(strokes.len());
    for (at, &stroke) in strokes.iter().enumerate() {
        let Some(&last) = out.last() else {
            out.push(stroke);
            continue;
        };
        let vowel_next = strokes.get(at + 1).copied().is_some_and(is_vowel_jamo);
        match combine(last, stroke, vowel_next) {
            Some(unit) => {
                if let Some(slot) = out.last_mut() {
                    *slot = unit;
                }
            }
            None => out.push(stroke),
        }
    }
    out
}

/// Puts keystrokes together that stand apart: 어ㄸㅓㄴ is 어떤, 회으ㅣ is 회의. `None` when there are none, or when anything
/// but syllables is left before a last consonant, which may be that of a syllable still being typed.
pub(crate) fn put_together(units: &[u16]) -> Option<Vec<u16>> {
    let whole = assemble(units);
    let (last, before) = whole.split_last()?;
    let sound = before.iter().all(|&unit| is_syllable(unit)) && !is_vowel_jamo(*last);
    (sound && whole != units).then_some(whole)
}

/// Joins a stroke to the unit before it, unless the stroke must lead the next syllable because a vowel follows.
fn combine(last: u16, stroke: u16, vowel_next: bool) -> Option<u16> {
    if let Some(vowel) = vowel_index(stroke) {
        if let Some(lead) = lead_index(last) {
            return Some(join(lead, vowel, 0));
        }
        let (lead, before, tail) = split(last)?;
        return (tail == 0).then(|| join_vowels(before, vowel)).flatten().map(|v| join(lead, v, 0));
    }
    if vowel_next {
        return None;
    }
    let (lead, vowel, tail) = split(last)?;
    let joined = if tail == 0 { tail_index(stroke)? } else { join_tails(tail_jamo(tail), stroke)? };
    Some(join(lead, vowel, joined))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(text: &str) -> Vec<u16> {
        text.encode_utf16().collect()
    }

    #[test]
    fn every_syllable_comes_apart_and_together() {
        for unit in FIRST..=LAST {
            let (lead, vowel, tail) = split(unit).unwrap();
            assert_eq!(join(lead, vowel, tail), unit);
            let mut strokes = Vec::new();
            push_strokes(unit, &mut strokes);
            assert_eq!(assemble(&strokes), [unit]);
        }
    }

    #[test]
    fn strokes_assemble_as_on_a_keyboard() {
        let check =
            |strokes: &str, expect: &str| assert_eq!(assemble(&units(strokes)), units(expect));
        check("ㅇㅣㄴㅌㅓㄴㅔㅅ", "인터넷");
        check("ㄷㅏㄹㄱㅏ", "달가");
        check("ㄷㅏㄹㄱ", "닭");
        check("ㄱㅗㅏ", "과");
        check("ㅋㅋㅋ", "ㅋㅋㅋ");
        check("어ㄸㅓㄴ", "어떤");
        check("ㅏㅏ", "ㅏㅏ");
    }

    #[test]
    fn strokes_that_stand_apart_are_put_together() {
        let check = |text: &str, expect: Option<&str>| {
            assert_eq!(put_together(&units(text)), expect.map(units), "{text}");
        };
        check("어ㄸㅓㄴ", Some("어떤"));
        check("금강산ㅇㅡㄹ", Some("금강산을"));
        check("회으ㅣ록", Some("회의록"));
        check("인터넷", None);
        check("인ㅌ", None);
        check("ㅇㅣㄴㅌ", Some("인ㅌ"));
        check("ㅋㅋㅠ", None);
        check("ㅑㅎㄹ", None);
    }
}
