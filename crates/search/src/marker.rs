//! Marks: which characters of an original text were found, and snippets around them.

use crate::pattern::{self, Pattern, Together};
use crate::plan::{Alternative, Slot};
use crate::query::Occur;
use crate::text::fold::{self, Folded};
use std::ops::Range;

/// Finds what a query found, in any text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Marker {
    patterns: Vec<Pattern>,
    together: Together,
}

/// A piece of a text worth showing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snippet {
    /// Bytes of the piece in the text; show an ellipsis where it does not begin or end with the text.
    pub range: Range<usize>,
    /// Bytes to mark, in the whole text's coordinates, inside `range`.
    pub marks: Vec<Range<usize>>,
}

impl Marker {
    pub(crate) fn new(used: &[Alternative], slots: &[Slot]) -> Marker {
        let negative = slots
            .iter()
            .filter(|slot| slot.occur == Occur::MustNot)
            .fold(0, |bits, slot| bits | slot.bits);
        let mut patterns: Vec<&Pattern> = Vec::new();
        for alternative in used.iter().filter(|alternative| alternative.bits & !negative != 0) {
            if alternative.pattern.len() > 0 && !patterns.contains(&&alternative.pattern) {
                patterns.push(&alternative.pattern);
            }
        }
        let together = Together::new(&patterns);
        Marker { patterns: patterns.into_iter().cloned().collect(), together }
    }

    pub(crate) fn of(pattern: Pattern) -> Marker {
        Marker { together: Together::new(&[&pattern]), patterns: vec![pattern] }
    }

    /// True when there is nothing to mark, as after a request without words.
    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// Byte ranges of a text to mark: on character boundaries, ascending, not touching each other.
    pub fn marks(&self, text: &str) -> Vec<Range<usize>> {
        if self.patterns.is_empty() {
            return Vec::new();
        }
        let folded = fold::fold_with_spans(text);
        let mut marked = vec![false; folded.units.len()];
        let patterns: Vec<&Pattern> = self.patterns.iter().collect();
        self.together.walk(&patterns, &folded.units, &folded.flags, &mut |number, found| {
            let end = match self.patterns.get(number) {
                Some(pattern) if pattern.open => {
                    pattern::word_end(&folded.units, &folded.flags, found.end)
                }
                Some(pattern) => pattern.typed_end(&folded.units, &folded.flags, found.end),
                None => found.end,
            };
            if let Some(range) = marked.get_mut(found.start..end) {
                range.fill(true);
            }
        });
        ranges(&folded, &marked)
    }

    /// The piece of at most about `max_chars` characters that holds most of what was found, cut between words and,
    /// where there is a choice, at the beginning of a sentence. The beginning of the text when nothing was found.
    pub fn snippet(&self, text: &str, max_chars: usize) -> Snippet {
        let marks = self.marks(text);
        let range = crate::snippet::window(text, &marks, max_chars);
        let inside = |mark: &Range<usize>| range.start <= mark.start && mark.end <= range.end;
        Snippet { marks: marks.into_iter().filter(inside).collect(), range }
    }
}

/// Joins marked units to byte ranges; what stands between two marked units of one mark is marked with them.
fn ranges(folded: &Folded, marked: &[bool]) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut before = false;
    for (&is_marked, &(start, end)) in marked.iter().zip(&folded.spans) {
        let (start, end) = (start as usize, end as usize);
        if is_marked {
            match out.last_mut() {
                Some(last) if before || start <= last.end => last.end = end.max(last.end),
                _ => out.push(start..end),
            }
        }
        before = is_marked;
    }
    out
}
