use std::cell::{Cell, RefCell};
use std::fmt;

/// A line of a file of the dataset.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file, relative to the folder of the dataset.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
}

/// Something wrong with the dataset: where, what was found and expected, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Where it is.
    pub place: Place,
    /// What is wrong, what was expected and how to mend it, in one line.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.place.file, self.place.line, self.message)
    }
}

/// Collects problems, so that one pass over the dataset reports all of them.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    found: RefCell<Vec<Problem>>,
    is_incomplete: Cell<bool>,
}

impl Problems {
    /// Notes a problem.
    pub(crate) fn add(&self, place: &Place, message: impl Into<String>) {
        self.found.borrow_mut().push(Problem { place: place.clone(), message: message.into() });
    }

    /// Notes a problem that hides a part of the dataset: of the rest, nobody can say what it lacks.
    pub(crate) fn add_hiding(&self, place: &Place, message: impl Into<String>) {
        self.is_incomplete.set(true);
        self.add(place, message);
    }

    /// Whether a part of the dataset could not be seen, so that what seems to be missing may be there.
    pub(crate) fn is_incomplete(&self) -> bool {
        self.is_incomplete.get()
    }

    /// All problems, by file and line.
    pub(crate) fn into_sorted(self) -> Vec<Problem> {
        let mut problems = self.found.into_inner();
        problems.sort();
        problems.dedup();
        problems
    }
}

/// The entry of `known` that is nearest to `word` by edit distance, for "did you mean"; `None` when nothing is near.
pub(crate) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Of an id, only the part after the kind tells things apart.
    let telling = word.rsplit('/').next().unwrap_or(word);
    let limit = (telling.chars().count() / 3).max(1);
    known
        .into_iter()
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|(d, _)| *d <= limit)
        .min()
        .map(|(_, c)| c)
}

/// Levenshtein distance in characters.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, cb) in b.iter().enumerate() {
            let substitution = diagonal + usize::from(ca != *cb);
            diagonal = row[j + 1];
            row[j + 1] = substitution.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

/// ` (did you mean …?)` when something known is near, else nothing.
pub(crate) fn suggestion<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    nearest(word, known).map_or_else(String::new, |found| format!(" (did you mean `{found}`?)"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_near_word_is_suggested_and_a_far_one_is_not() {
        assert_eq!(nearest("provenence", ["provenance", "place"]), Some("provenance"));
        assert_eq!(nearest("xyz", ["provenance", "place"]), None);
        assert_eq!(distance("가나다", "가라다"), 1);
    }
}
