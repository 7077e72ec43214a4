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
        let [score, prior, runs] = [self.score, self.prior, self.runs].map(Thousandths);
        writeln!(f, "{score} (prior {prior}, runs {runs}{exact})")?;
        for term in &self.terms {
            let TermScore { term, kind, doc_freq, weight, frequency, score } = term;
            let [score, weight, frequency] = [*score, *weight, *frequency].map(Thousandths);
            writeln!(f, "  {score} = {weight} * {frequency}  {term} ({kind:?}, in {doc_freq})")?;
        }
        Ok(())
    }
}

/// A number from 0 on with three decimals. What the standard formatting of such numbers needs is 14 KB of WebAssembly.
struct Thousandths(f32);

impl fmt::Display for Thousandths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let thousandths = (self.0 * 1000.0 + 0.5) as u64;
        write!(f, "{}.{:03}", thousandths / 1000, thousandths % 1000)
    }
}

impl Index {
    /// The parts of the score of a document. Runs the whole request; meant for people, not for every keystroke.
    pub fn explain(&self, request: &Request, doc: u32) -> Explanation {
        self.explained(request, doc)
    }
}
