//! Latin letters by the names they have in Korean: 아이티유 is ITU.

/// The names, each before its letter. Of two that begin alike the longer comes first.
const NAMES: &str = "에이치h 에치h 에이a 에프f 에스s 비b 씨c 시c 디d 아이i 아르r 이e 지g 제이j 제트z 케이k \
엘l 엠m 엑스x 엔n 오o 피p 큐q 알r 티t 유u 브이v 더블유w 더블류w 와이y";

/// The word that the names of two or more letters spell, in lower case; `None` if any syllable belongs to no name.
pub(crate) fn spelled(word: &[u16]) -> Option<String> {
    let word = String::from_utf16_lossy(word);
    let mut letters = String::new();
    let mut rest = word.as_str();
    while !rest.is_empty() {
        let named = NAMES.split_whitespace().find_map(|entry| {
            let letter = entry.chars().next_back()?;
            Some((rest.strip_prefix(entry.get(..entry.len() - 1)?)?, letter))
        });
        letters.push(named?.1);
        rest = named?.0;
    }
    (letters.len() > 1).then_some(letters)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::units;

    #[test]
    fn names_of_letters_spell_a_word() {
        let check = |word: &str, expect: Option<&str>| {
            assert_eq!(spelled(&units(word)).as_deref(), expect, "{word}");
        };
        check("아이티유", Some("itu"));
        check("아이지에프", Some("igf"));
        check("더블유에이치오", Some("who"));
        check("에스디지", Some("sdg"));
        check("유엔디피", Some("undp"));
        check("에이아이", Some("ai"));
        check("아이", None);
        check("아이칸", None);
        check("디지털", None);
        check("", None);
    }
}
