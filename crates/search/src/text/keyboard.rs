//! The two-set Korean keyboard: what a word typed in the wrong mode was meant to be.

use super::hangul;

/// The jamo of each key `a`..=`z` in lower case.
const KEYS: [u16; 26] = [
    0x3141, 0x3160, 0x314A, 0x3147, 0x3137, 0x3139, 0x314E, 0x3157, 0x3151, 0x3153, 0x314F, 0x3163,
    0x3161, 0x315C, 0x3150, 0x3154, 0x3142, 0x3131, 0x3134, 0x3145, 0x3155, 0x314D, 0x3148, 0x314C,
    0x315B, 0x314B,
];

/// Keys whose shifted jamo differs.
const SHIFTED: [(u8, u16); 7] = [
    (b'Q', 0x3143),
    (b'W', 0x3149),
    (b'E', 0x3138),
    (b'R', 0x3132),
    (b'T', 0x3146),
    (b'O', 0x3152),
    (b'P', 0x3156),
];

/// Reads Latin letters as Korean keystrokes: `dlsxjspt` gives 인터넷.
///
/// `None` when a character is no letter or the strokes do not form syllables only.
pub(crate) fn latin_to_hangul(word: &str) -> Option<String> {
    let caps_lock = !word.bytes().any(|byte| byte.is_ascii_lowercase());
    let mut strokes = Vec::with_capacity(word.len());
    for byte in word.bytes() {
        strokes.push(key_to_jamo(if caps_lock { byte.to_ascii_lowercase() } else { byte })?);
    }
    let units = hangul::assemble(&strokes);
    let whole = !units.is_empty() && units.iter().all(|&unit| hangul::is_syllable(unit));
    whole.then(|| String::from_utf16_lossy(&units))
}

fn key_to_jamo(byte: u8) -> Option<u16> {
    if let Some((_, jamo)) = SHIFTED.iter().find(|(key, _)| *key == byte) {
        return Some(*jamo);
    }
    let lower = byte.to_ascii_lowercase();
    lower.is_ascii_lowercase().then(|| KEYS[usize::from(lower - b'a')])
}

/// Reads Hangul as the keys that were pressed: ㅑㅎㄹ gives `igf`.
///
/// `None` when a unit is neither syllable nor jamo.
pub(crate) fn hangul_to_latin(units: &[u16]) -> Option<String> {
    let mut strokes = Vec::new();
    for &unit in units {
        match hangul::is_jamo(unit) {
            true => push_jamo_strokes(unit, &mut strokes),
            false if hangul::is_syllable(unit) => hangul::push_strokes(unit, &mut strokes),
            false => return None,
        }
    }
    strokes.iter().map(|&jamo| jamo_to_key(jamo)).collect()
}

/// A text with lone jamo in it as the keys that were pressed, its other characters as they are: ㅑ셔-ㅅ gives `itu-t`.
/// Consonants alone are initials.
pub(crate) fn keys_of(text: &str) -> Option<String> {
    let is_jamo = |c: char| u16::try_from(c as u32).is_ok_and(hangul::is_jamo);
    let is_initial = |c: char| is_jamo(c) && !hangul::is_vowel_jamo(c as u32 as u16);
    if !text.contains(is_jamo) || text.chars().all(|c| is_initial(c) || c.is_whitespace()) {
        return None;
    }
    let mut keys = String::new();
    for c in text.chars() {
        match u16::try_from(c as u32).ok().and_then(|unit| hangul_to_latin(&[unit])) {
            Some(pressed) => keys += &pressed,
            None => keys.push(c),
        }
    }
    Some(keys)
}

/// Lone compound jamo come apart into their keystrokes.
fn push_jamo_strokes(jamo: u16, out: &mut Vec<u16>) {
    let vowel = hangul::vowel_index(jamo).and_then(hangul::split_vowel);
    let tail = hangul::tail_index(jamo).and_then(hangul::split_tail);
    match (vowel, tail) {
        (Some((a, b)), _) => out.extend([hangul::vowel_jamo(a), hangul::vowel_jamo(b)]),
        (_, Some((a, b))) => out.extend([a, b]),
        _ => out.push(jamo),
    }
}

fn jamo_to_key(jamo: u16) -> Option<char> {
    if let Some(at) = KEYS.iter().position(|&key| key == jamo) {
        return Some(char::from(b'a' + at as u8));
    }
    SHIFTED
        .iter()
        .find(|(_, shifted)| *shifted == jamo)
        .map(|(key, _)| char::from(key.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_modes() {
        let hangul = |word: &str| latin_to_hangul(word).unwrap_or_default();
        let latin = |word: &str| {
            hangul_to_latin(&word.encode_utf16().collect::<Vec<_>>()).unwrap_or_default()
        };
        assert_eq!(hangul("dlsxjspt"), "인터넷");
        assert_eq!(hangul("DLSXJSPT"), "인터넷");
        assert_eq!(hangul("wlthrrksmd"), "지속가능");
        assert_eq!(hangul("dnjs"), "원");
        assert_eq!(hangul("c5"), "");
        assert_eq!(hangul("hello"), "");
        assert_eq!(latin("ㅑㅎㄹ"), "igf");
        assert_eq!(latin("재깅"), "world");
        assert_eq!(latin("ㄳ"), "rt");
        assert_eq!(keys_of("ㅑ셔-ㅅ 2025").as_deref(), Some("itu-t 2025"));
        assert_eq!([keys_of("인터넷"), keys_of("ㅎㅇㅊ ㅇ")], [None, None]);
    }
}
