//! The parts of a score.

use crate::index::Index;
use crate::response::{ReadingKind, Request};
use std::fmt;

/// Why a document has its score. The parts before the factors add up to the score; factors multiply it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Explanation {
    /// The score of the document for the request, 0 when it is no hit.
    pub score: f32,
    /// What each term adds.
    pub terms: Vec<TermScore>,
    /// Factor for worth before any query.
    pub prior: f32,
    /// Factor for contiguous runs of the query and words together in one name, 1 or more.
    pub runs: f32,
    /// A name or identifier is the whole query: comes before all hits that are not.
    pub exact: bool,
}

/// What one term adds to a score.
#[derive(Clone, Debug, PartialEq)]
pub struct TermScore {
    /// What was looked for.
    pub term: String,
    /// How the typed word was understood.
    pub kind: ReadingKind,
    /// Documents with the term.
    pub doc_freq: u32,
    /// Inverse document frequency times the weight of the term and its reading.
    pub weight: f32,
    /// Saturated frequency over all fields, 0 to 1.
    pub frequency: f32,
    /// Product of the two.
    pub score: f32,
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let exact = if self.exact { ", exact" } else { "" };
        writeln!(f, "{:.3} (prior {:.2}, runs {:.2}{exact})", self.score, self.prior, self.runs)?;
        for term in &self.terms {
            let TermScore { term, kind, doc_freq, weight, frequency, score } = term;
            writeln!(
                f,
                "  {score:.3} = {weight:.3} * {frequency:.3}  {term} ({kind:?}, in {doc_freq})"
            )?;
        }
        Ok(())
    }
}

impl Index {
    /// The parts of the score of a document. Runs the whole request; meant for people, not for every keystroke.
    pub fn explain(&self, request: &Request, doc: u32) -> Explanation {
        self.explained(request, doc)
    }
}
