//! English stems: the Snowball "Porter2" algorithm (M. F. Porter, <https://snowballstem.org/algorithms/english/stemmer.html>).
//!
//! Works on lower-case ASCII words; other words come back as they are.

const DOUBLES: [&str; 9] = ["bb", "dd", "ff", "gg", "mm", "nn", "pp", "rr", "tt"];

/// Words whose stem the rules would get wrong, from the algorithm's own list.
const EXCEPTIONS: [(&str, &str); 18] = [
    ("skis", "ski"),
    ("skies", "sky"),
    ("dying", "die"),
    ("lying", "lie"),
    ("tying", "tie"),
    ("idly", "idl"),
    ("gently", "gentl"),
    ("ugly", "ugli"),
    ("early", "earli"),
    ("only", "onli"),
    ("singly", "singl"),
    ("sky", "sky"),
    ("news", "news"),
    ("howe", "howe"),
    ("atlas", "atlas"),
    ("cosmos", "cosmos"),
    ("bias", "bias"),
    ("andes", "andes"),
];

/// Words left alone once a plural ending is gone.
const AFTER_PLURAL: [&str; 8] =
    ["inning", "outing", "canning", "herring", "earring", "proceed", "exceed", "succeed"];

const STEP_2: [(&str, &str); 23] = [
    ("ization", "ize"),
    ("ational", "ate"),
    ("fulness", "ful"),
    ("ousness", "ous"),
    ("iveness", "ive"),
    ("tional", "tion"),
    ("biliti", "ble"),
    ("lessli", "less"),
    ("entli", "ent"),
    ("ation", "ate"),
    ("alism", "al"),
    ("aliti", "al"),
    ("ousli", "ous"),
    ("iviti", "ive"),
    ("fulli", "ful"),
    ("enci", "ence"),
    ("anci", "ance"),
    ("abli", "able"),
    ("izer", "ize"),
    ("ator", "ate"),
    ("alli", "al"),
    ("bli", "ble"),
    ("ogi", "og"),
];

const STEP_3: [(&str, &str); 8] = [
    ("ational", "ate"),
    ("tional", "tion"),
    ("alize", "al"),
    ("icate", "ic"),
    ("iciti", "ic"),
    ("ical", "ic"),
    ("ness", ""),
    ("ful", ""),
];

const STEP_4: [&str; 17] = [
    "ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ism", "ate", "iti", "ous",
    "ive", "ize", "al", "er", "ic",
];

/// The stem of a lower-case English word.
pub(crate) fn stem(word: &str) -> String {
    if word.len() < 3 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return word.to_owned();
    }
    if let Some((_, stem)) = EXCEPTIONS.iter().find(|(from, _)| *from == word) {
        return (*stem).to_owned();
    }
    let mut stemmer = Stemmer::new(word);
    stemmer.step_1a();
    if !AFTER_PLURAL.contains(&stemmer.text()) {
        stemmer.step_1b();
        stemmer.step_1c();
        stemmer.step_2();
        stemmer.step_3();
        stemmer.step_4();
        stemmer.step_5();
    }
    stemmer.text().to_ascii_lowercase()
}

struct Stemmer {
    /// ASCII letters; `Y` is a consonant y.
    word: String,
    r1: usize,
    r2: usize,
}

impl Stemmer {
    fn new(word: &str) -> Stemmer {
        let mut marked = String::with_capacity(word.len());
        let mut after_vowel = true;
        for c in word.chars() {
            let c = if c == 'y' && after_vowel { 'Y' } else { c };
            after_vowel = is_vowel(c as u8);
            marked.push(c);
        }
        let prefix = ["gener", "commun", "arsen"].into_iter().find(|start| word.starts_with(start));
        let r1 = prefix.map_or_else(|| region(marked.as_bytes(), 0), str::len);
        let r2 = region(marked.as_bytes(), r1);
        Stemmer { word: marked, r1, r2 }
    }

    fn text(&self) -> &str {
        &self.word
    }

    fn ends(&self, suffix: &str) -> bool {
        self.word.ends_with(suffix)
    }

    /// Where the word would end without a suffix of this length.
    fn before(&self, suffix: &str) -> usize {
        self.word.len().saturating_sub(suffix.len())
    }

    fn in_r1(&self, suffix: &str) -> bool {
        self.before(suffix) >= self.r1
    }

    fn in_r2(&self, suffix: &str) -> bool {
        self.before(suffix) >= self.r2
    }

    fn replace(&mut self, suffix: &str, with: &str) {
        let keep = self.before(suffix);
        self.word.truncate(keep);
        self.word.push_str(with);
    }

    fn has_vowel(&self, end: usize) -> bool {
        self.word.bytes().take(end).any(is_vowel)
    }

    fn byte(&self, at: usize) -> u8 {
        self.word.as_bytes().get(at).copied().unwrap_or(0)
    }

    fn step_1a(&mut self) {
        if self.ends("sses") {
            self.replace("sses", "ss");
        } else if self.ends("ied") || self.ends("ies") {
            let with = if self.word.len() > 4 { "i" } else { "ie" };
            self.replace("ies", with);
        } else if self.ends("s") && !self.ends("us") && !self.ends("ss") {
            let before = self.before("s");
            if self.has_vowel(before.saturating_sub(1)) {
                self.replace("s", "");
            }
        }
    }

    fn step_1b(&mut self) {
        for suffix in ["eedly", "eed"] {
            if self.ends(suffix) {
                if self.in_r1(suffix) {
                    self.replace(suffix, "ee");
                }
                return;
            }
        }
        for suffix in ["ingly", "edly", "ing", "ed"] {
            if self.ends(suffix) {
                if self.has_vowel(self.before(suffix)) {
                    self.replace(suffix, "");
                    self.mend();
                }
                return;
            }
        }
    }

    /// After `-ed` or `-ing`: restore an e or undouble a consonant.
    fn mend(&mut self) {
        if self.ends("at") || self.ends("bl") || self.ends("iz") {
            self.word.push('e');
        } else if DOUBLES.iter().any(|double| self.ends(double)) {
            self.word.pop();
        } else if self.r1 >= self.word.len() && self.ends_short() {
            self.word.push('e');
        }
    }

    fn step_1c(&mut self) {
        let len = self.word.len();
        if (self.ends("y") || self.ends("Y")) && len > 2 && !is_vowel(self.byte(len - 2)) {
            self.replace("y", "i");
        }
    }

    fn step_2(&mut self) {
        if let Some((suffix, with)) = STEP_2.iter().find(|(suffix, _)| self.ends(suffix)) {
            let at = self.before(suffix);
            let applies = *suffix != "ogi" || (at > 0 && self.byte(at - 1) == b'l');
            if self.in_r1(suffix) && applies {
                self.replace(suffix, with);
            }
        } else if self.ends("li") && self.in_r1("li") {
            let at = self.before("li");
            if at > 0 && b"cdeghkmnrt".contains(&self.byte(at - 1)) {
                self.replace("li", "");
            }
        }
    }

    fn step_3(&mut self) {
        if let Some((suffix, with)) = STEP_3.iter().find(|(suffix, _)| self.ends(suffix)) {
            if self.in_r1(suffix) {
                self.replace(suffix, with);
            }
        } else if self.ends("ative") && self.in_r2("ative") {
            self.replace("ative", "");
        }
    }

    fn step_4(&mut self) {
        if let Some(suffix) = STEP_4.iter().find(|suffix| self.ends(suffix)) {
            if self.in_r2(suffix) {
                self.replace(suffix, "");
            }
        } else if self.ends("ion") && self.in_r2("ion") {
            let at = self.before("ion");
            if at > 0 && matches!(self.byte(at - 1), b's' | b't') {
                self.replace("ion", "");
            }
        }
    }

    fn step_5(&mut self) {
        if self.ends("e") {
            let drop = self.in_r2("e") || (self.in_r1("e") && !self.short_before("e"));
            if drop {
                self.replace("e", "");
            }
        } else if self.ends("ll") && self.in_r2("l") {
            self.replace("l", "");
        }
    }

    fn ends_short(&self) -> bool {
        short_syllable(self.word.as_bytes())
    }

    fn short_before(&self, suffix: &str) -> bool {
        short_syllable(self.word.as_bytes().get(..self.before(suffix)).unwrap_or(&[]))
    }
}

fn is_vowel(byte: u8) -> bool {
    matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

/// Start of the region after the first consonant that follows a vowel.
fn region(word: &[u8], from: usize) -> usize {
    let pairs = word.get(from..).unwrap_or(&[]).windows(2);
    let found = pairs.enumerate().find(|(_, pair)| is_vowel(pair[0]) && !is_vowel(pair[1]));
    found.map_or(word.len(), |(at, _)| from + at + 2)
}

/// A vowel and a consonant other than w, x, Y after a consonant, or a vowel and a consonant that are the whole word.
fn short_syllable(word: &[u8]) -> bool {
    match word {
        [vowel, last] => is_vowel(*vowel) && !is_vowel(*last),
        [.., before, vowel, last] => {
            !is_vowel(*before) && is_vowel(*vowel) && !is_vowel(*last) && !b"wxY".contains(last)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn stems_of_the_algorithms_vocabulary() {
        let pairs = "consign consign|consigned consign|consignment consign|consistency consist|knackeries knackeri|\
                     knees knee|knots knot|knightly knight|generate generat|general general|governance govern|\
                     governments govern|governing govern|hopping hop|hoping hope|agreed agre|feed feed|ties tie|\
                     cries cri|gas gas|this this|kiwis kiwi|happily happili|sky sky|dying die|news news|\
                     communities communiti|digitalization digit|cooperation cooper|rational ration|\
                     relational relat|conditional condit|electriciti electr|hopefulness hope|controlling control|\
                     succeeds succeed|by by|say say|enjoys enjoy";
        for pair in pairs.split('|') {
            let (word, expect) = pair.trim().split_once(' ').unwrap();
            assert_eq!(stem(word), expect, "{word}");
        }
    }
}
