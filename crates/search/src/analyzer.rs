//! The analyzer: a folded text becomes terms.
//!
//! - Hangul and Han give *grams*: every two neighbouring units, across spaces too, so that spacing makes no difference;
//!   the last unit of a text gives a gram with nothing after it, so that every unit begins one gram.
//! - Hangul words also give their *stem* as a word.
//! - Alphabetic words give themselves and, marked by [`STEM_MARK`], their English stem; words that only a mark joins
//!   (`co-operation`, `WSIS+20`) also give their joined form.

pub(crate) mod english;
pub(crate) mod korean;
pub(crate) mod stop;
mod word_set;

use crate::text::class::{self, Class, SPACE};
use crate::text::fold::{Folded, JOINED, START};

/// First character of a term that is an English stem, so that stems and words never meet in the dictionary.
pub(crate) const STEM_MARK: char = '\u{1}';
/// Alphabetic parts a joined form has at most.
const MAX_JOINED_PARTS: usize = 3;

/// Receives the terms of a text.
pub(crate) trait Sink {
    /// Two neighbouring units, see [`gram`].
    fn gram(&mut self, gram: u32);
    /// A word or stem in UTF-8.
    fn word(&mut self, word: &str);
    /// A word of letters and digits, and its stem.
    fn alphabetic(&mut self, word: &str) {
        self.word(word);
        if let Some(stem) = english_stem(word) {
            self.word(&stem);
        }
    }
}

/// The key of two neighbouring units; the second is 0 at the end of a text.
pub(crate) fn gram(first: u16, second: u16) -> u32 {
    u32::from(first) << 16 | u32::from(second)
}

/// A maximal stretch of one class, without a separator inside.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Run {
    pub(crate) class: Class,
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// A separator precedes.
    pub(crate) spaced: bool,
    /// Only joining marks precede.
    pub(crate) joined: bool,
}

/// The runs of a folded text, in order; spaces belong to none.
pub(crate) fn runs(folded: &Folded) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (at, (&unit, &flags)) in folded.units.iter().zip(&folded.flags).enumerate() {
        let class = match unit {
            // What stands in most texts comes first.
            0x61..=0x7A => Class::Word,
            SPACE => continue,
            _ => class::of(unit),
        };
        let spaced = flags & START != 0;
        match runs.last_mut() {
            Some(last) if last.class == class && last.end == at && !spaced => last.end = at + 1,
            _ => runs.push(Run {
                class,
                start: at,
                end: at + 1,
                spaced,
                joined: flags & JOINED != 0,
            }),
        }
    }
    runs
}

/// Sends every term of a folded document text to the sink.
pub(crate) fn analyze(folded: &Folded, sink: &mut dyn Sink) {
    grams(&folded.units, sink);
    let runs = runs(folded);
    let mut buffer = String::new();
    for (at, run) in runs.iter().enumerate() {
        let units = folded.units.get(run.start..run.end).unwrap_or(&[]);
        match run.class {
            Class::Hangul => hangul_word(units, run.spaced || at == 0, &mut buffer, sink),
            Class::Word => {
                put(units, &mut buffer);
                sink.alphabetic(&buffer);
            }
            _ => {}
        }
    }
    joined_words(folded, &runs, &mut buffer, sink);
}

fn grams(units: &[u16], sink: &mut dyn Sink) {
    let cjk = |unit: Option<&u16>| unit.is_some_and(|&unit| class::of(unit).is_cjk());
    let mut here = cjk(units.first());
    for (at, &unit) in units.iter().enumerate() {
        let next = units.get(at + 1);
        let there = cjk(next);
        if here || there && unit != SPACE {
            sink.gram(gram(unit, next.copied().unwrap_or(0)));
        }
        here = there;
    }
}

/// The stem of a Hangul word, unless the word is a particle that hangs on an alphabetic word.
fn hangul_word(units: &[u16], spaced: bool, buffer: &mut String, sink: &mut dyn Sink) {
    if !spaced && korean::is_ending(units) {
        return;
    }
    put(units.get(..korean::stem_len(units)).unwrap_or(units), buffer);
    sink.word(buffer);
}

/// The stem term of an alphabetic word; `None` for words with digits or other letters.
pub(crate) fn english_stem(word: &str) -> Option<String> {
    if word.len() < 3 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return None;
    }
    let mut term = String::with_capacity(word.len() + 1);
    term.push(STEM_MARK);
    term.push_str(&english::stem(word));
    Some(term)
}

/// Joined forms of alphabetic words that only marks separate.
fn joined_words(folded: &Folded, runs: &[Run], buffer: &mut String, sink: &mut dyn Sink) {
    let mut at = 0;
    while at < runs.len() {
        let parts = joined_parts(runs, at);
        if (2..=MAX_JOINED_PARTS).contains(&parts) {
            join(folded, runs.get(at..at + parts).unwrap_or(&[]), buffer);
            sink.word(buffer);
        }
        at += parts;
    }
}

/// How many alphabetic runs from `at` on are held together by joining marks; at least 1.
pub(crate) fn joined_parts(runs: &[Run], at: usize) -> usize {
    let alphabetic = |run: &Run| run.class == Class::Word;
    if !runs.get(at).is_some_and(alphabetic) {
        return 1;
    }
    let rest = runs.get(at + 1..).unwrap_or(&[]);
    1 + rest.iter().take_while(|run| run.joined && alphabetic(run)).count()
}

/// Writes several runs without what stood between them.
pub(crate) fn join(folded: &Folded, runs: &[Run], buffer: &mut String) {
    let units: Vec<u16> = runs
        .iter()
        .flat_map(|run| folded.units.get(run.start..run.end).unwrap_or(&[]))
        .copied()
        .collect();
    put(&units, buffer);
}

/// Writes units as UTF-8.
pub(crate) fn put(units: &[u16], buffer: &mut String) {
    buffer.clear();
    if units.iter().all(|&unit| unit < 0x80) {
        return units.iter().for_each(|&unit| buffer.push(char::from(unit as u8)));
    }
    buffer.extend(
        char::decode_utf16(units.iter().copied()).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)),
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;
    use unicode_normalization::UnicodeNormalization;

    #[derive(Default)]
    struct Terms(Vec<String>);

    impl Sink for Terms {
        fn gram(&mut self, gram: u32) {
            let units = [(gram >> 16) as u16, gram as u16];
            self.0.push(String::from_utf16_lossy(&units).replace('\0', "$"));
        }

        fn word(&mut self, word: &str) {
            self.0.push(word.replace(STEM_MARK, "~"));
        }
    }

    fn terms(text: &str) -> String {
        let mut terms = Terms::default();
        analyze(&fold::fold(text), &mut terms);
        terms.0.join(" ")
    }

    /// The same tests for every language: the terms of a text; writing that makes no difference; odd texts.
    macro_rules! stamp {
        ($language:ident, $text:literal, $expect:literal) => {
            mod $language {
                use super::*;

                #[test]
                fn gives_these_terms() {
                    assert_eq!(terms($text), $expect);
                }

                #[test]
                fn composition_and_case_make_no_difference() {
                    assert_eq!(terms(&$text.nfd().collect::<String>()), $expect);
                    assert_eq!(terms(&$text.to_uppercase()), $expect);
                }

                #[test]
                fn punctuation_around_makes_no_difference() {
                    assert_eq!(terms(concat!(" (", $text, ")! ")), $expect);
                }

                #[test]
                fn every_piece_is_analyzed_without_panic() {
                    let chars: Vec<char> = $text.chars().collect();
                    for start in 0..chars.len() {
                        for end in start..chars.len() {
                            let piece: String = chars[start..end].iter().collect();
                            let letters = piece.chars().any(|c| !class::is_separator(c));
                            assert!(
                                !letters || !terms(&piece).is_empty() || piece.chars().count() < 3,
                                "{piece}"
                            );
                        }
                    }
                }
            }
        };
    }

    stamp!(
        korean,
        "국가들의 정보·사회는",
        "국가 가들 들의 의정 정보 보사 사회 회는 는$ 국가 정보 사회"
    );
    stamp!(chinese, "互聯網治理", "互联 联网 网治 治理 理$");
    stamp!(english, "Governing co-operation", "governing ~govern co operation ~oper cooperation");
    stamp!(symbols, "A/RES/70/125", "a res ~res 70 125");
    stamp!(mixed, "AI가 2003년 WSIS+20", "i가 가2 3년 년w ai 2003 년 wsis ~wsis 20 wsis20");
}
