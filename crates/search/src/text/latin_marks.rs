//! Latin letters without their diacritics, for U+00C0..U+017F and U+1E00..U+1EFF.

/// One ASCII letter per code point; `*` marks letters that become two (see [`pair`]) or are no letters.
const LATIN_1: &str = "aaaaaa*ceeeeiiiidnooooo*ouuuuy**aaaaaa*ceeeeiiiidnooooo*ouuuuy*y";
const EXTENDED_A: &str = concat!(
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii**jjkkkllllll**llnnnnnn*nnoooooo**rrrrrrssssss",
    "ssttttttuuuuuuuuuuuuwwyyyzzzzzzs",
);
const ADDITIONAL: &str = concat!(
    "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooooooopppprrrrrrrr",
    "ssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwy*s****aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee",
    "eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy******",
);

/// The plain letter of a Latin letter with a diacritic.
pub(crate) fn strip(c: char) -> Option<u8> {
    let code = c as usize;
    let letter = match code {
        0xC0..=0xFF => LATIN_1.as_bytes().get(code - 0xC0),
        0x100..=0x17F => EXTENDED_A.as_bytes().get(code - 0x100),
        0x1E00..=0x1EFF => ADDITIONAL.as_bytes().get(code - 0x1E00),
        _ => None,
    };
    letter.copied().filter(u8::is_ascii_lowercase)
}

/// Letters and signs that are written as two or more characters in compatibility form.
pub(crate) fn pair(c: char) -> Option<&'static str> {
    Some(match c {
        'Ŀ' | 'ŀ' => "l",
        'ẚ' => "a",
        'ß' | 'ẞ' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'þ' | 'Þ' => "th",
        'ĳ' | 'Ĳ' => "ij",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬀ' => "ff",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        '㎞' => "km",
        '㎢' => "km2",
        '㎏' => "kg",
        '㎝' => "cm",
        '㎜' => "mm",
        '㎡' => "m2",
        '㏄' => "cc",
        '№' => "no",
        '℡' => "tel",
        '™' => "tm",
        'Ⅱ' | 'ⅱ' => "ii",
        'Ⅲ' | 'ⅲ' => "iii",
        'Ⅳ' | 'ⅳ' => "iv",
        'Ⅵ' | 'ⅵ' => "vi",
        'Ⅶ' | 'ⅶ' => "vii",
        'Ⅷ' | 'ⅷ' => "viii",
        'Ⅸ' | 'ⅸ' => "ix",
        'Ⅺ' | 'ⅺ' => "xi",
        'Ⅻ' | 'ⅻ' => "xii",
        '⑩' => "10",
        '⑪' => "11",
        '⑫' => "12",
        '⑬' => "13",
        '⑭' => "14",
        '⑮' => "15",
        '⑯' => "16",
        '⑰' => "17",
        '⑱' => "18",
        '⑲' => "19",
        '⑳' => "20",
        _ => return None,
    })
}

/// Single characters whose compatibility form is one plain character.
pub(crate) fn single(c: char) -> Option<char> {
    let code = c as u32;
    let plain = match code {
        0xB2 | 0xB3 => code - 0xB2 + 0x32,
        0xB9 => 0x31,
        0xAA => 0x61,
        0xBA => 0x6F,
        0xB5 => 0x3BC,
        0x2070 | 0x2074..=0x2079 => code - 0x2070 + 0x30,
        0x2080..=0x2089 => code - 0x2080 + 0x30,
        0x2460..=0x2468 => code - 0x2460 + 0x31,
        0x24B6..=0x24CF => code - 0x24B6 + 0x61,
        0x24D0..=0x24E9 => code - 0x24D0 + 0x61,
        0x2160 | 0x2170 => 0x69,
        0x2164 | 0x2174 => 0x76,
        0x2169 | 0x2179 => 0x78,
        0x3260..=0x326D => LEAD_OF_CIRCLED[(code - 0x3260) as usize],
        0x2112 | 0x2113 => 0x6C,
        0xFF01..=0xFF5E => code - 0xFEE0,
        _ => return None,
    };
    char::from_u32(plain)
}

/// ㉠..㉭ as compatibility jamo.
const LEAD_OF_CIRCLED: [u32; 14] = [
    0x3131, 0x3134, 0x3137, 0x3139, 0x3141, 0x3142, 0x3145, 0x3147, 0x3148, 0x314A, 0x314B, 0x314C,
    0x314D, 0x314E,
];

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::UnicodeNormalization;

    /// The tables must agree with the canonical decomposition wherever Unicode has one.
    #[test]
    fn tables_agree_with_unicode() {
        let mut wrong = Vec::new();
        for code in (0xC0..0x180).chain(0x1E00..0x1F00) {
            let c = char::from_u32(code).unwrap();
            let base = c.nfkd().next().unwrap().to_ascii_lowercase();
            if base.is_ascii_lowercase() && pair(c).is_none() && strip(c) != Some(base as u8) {
                wrong.push((c, strip(c).map(char::from), base));
            }
        }
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
