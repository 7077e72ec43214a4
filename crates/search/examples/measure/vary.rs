//! Queries as they are typed in a hurry: without spaces, or with one vowel or letter changed to another.

/// A query in a variant: `nospace`, `typo`, or as it is.
pub(crate) fn vary(query: &str, variant: &str) -> String {
    match variant {
        "nospace" => query.split_whitespace().collect(),
        "typo" => mistype(query),
        _ => query.to_owned(),
    }
}

/// One vowel of a Hangul syllable, or one letter of a Latin word after its first, changed to another: which, follows from
/// the query, so that every run asks the same.
fn mistype(query: &str) -> String {
    let mut random = chance(query);
    let mut chars: Vec<char> = query.chars().collect();
    let letter = |at: usize| chars.get(at).is_some_and(char::is_ascii_alphabetic);
    let hangul = |at: usize| chars.get(at).is_some_and(|c| ('가'..='힣').contains(c));
    let places: Vec<usize> = (0..chars.len())
        .filter(|&at| hangul(at) || at > 0 && letter(at) && letter(at - 1))
        .collect();
    if places.is_empty() {
        return query.to_owned();
    }
    let place = places[random(places.len() as u32) as usize];
    let code = chars[place] as u32;
    let changed = if hangul(place) {
        let vowel = (code - 0xAC00) % 588 / 28;
        let other = (vowel + 1 + random(20)) % 21;
        code + other * 28 - vowel * 28
    } else {
        let first = u32::from('a');
        let old = chars[place].to_ascii_lowercase() as u32 - first;
        first + (old + 1 + random(25)) % 26
    };
    chars[place] = char::from_u32(changed).unwrap_or('x');
    chars.into_iter().collect()
}

/// Numbers below a bound, by chance but the same for the same text: a linear congruential generator (Knuth, MMIX) that
/// begins with the text's FNV-1a hash.
fn chance(text: &str) -> impl FnMut(u32) -> u32 {
    let mut state = text.bytes().fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3)
    });
    move |bound| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 33) % u64::from(bound)) as u32
    }
}
