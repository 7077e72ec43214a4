//! What is asked of an index and what it answers.

use crate::marker::Marker;
use crate::query::Query;

/// A search.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Request {
    /// What was typed.
    pub query: Query,
    /// Chosen facet values. Values of one facet are alternatives; different facets must all hold.
    pub refinements: Vec<Refinement>,
    /// Hits to give.
    pub limit: usize,
    /// Hits to leave out before the first.
    pub offset: usize,
    /// Order of the hits.
    pub sort: Sort,
    /// Take every word as it was typed: no equivalent terms, initials, keyboard modes or typing errors.
    pub literal: bool,
    /// Documents to give too that have only some of the words, where few have them all and the order is by relevance.
    pub partial: usize,
}

impl Request {
    /// The first `limit` hits of a typed text, by relevance.
    pub fn new(text: &str, limit: usize) -> Request {
        Request { query: Query::parse(text), limit, ..Request::default() }
    }

    /// Adds a facet value to the refinement of its facet.
    pub fn refine(mut self, facet: usize, value: &str) -> Request {
        match self.refinements.iter_mut().find(|refinement| refinement.facet == facet) {
            Some(refinement) => refinement.values.push(value.to_owned()),
            None => self.refinements.push(Refinement {
                facet,
                values: vec![value.to_owned()],
                range: None,
            }),
        }
        self
    }

    /// Asks a facet to lie in a range of numbers, both ends included.
    pub fn refine_range(mut self, facet: usize, from: i64, to: i64) -> Request {
        self.refinements.push(Refinement { facet, values: Vec::new(), range: Some((from, to)) });
        self
    }
}

/// Values chosen of one facet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refinement {
    /// Facet number in the schema.
    pub facet: usize,
    /// Values as indexed; a document needs one of them, or one in the range.
    pub values: Vec<String>,
    /// Numbers from the first to the second, both included; values that are no whole numbers never lie in it.
    pub range: Option<(i64, i64)>,
}

/// Order of hits. Equal hits keep the order in which documents were added.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Best first; without words, by prior.
    #[default]
    Relevance,
    /// By a sort key; documents without it come last in both directions.
    Key {
        /// Sort key number in the schema.
        key: usize,
        /// Largest first.
        descending: bool,
    },
}

/// The answer to a [`Request`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Response {
    /// Number of documents found, exact.
    pub total: usize,
    /// The hits asked for, in order.
    pub hits: Vec<Hit>,
    /// Where few documents have all words, the best of those that have some, see [`Request::partial`]. They satisfy the
    /// refinements, and count neither in the total nor in the facets.
    pub partial: Vec<Hit>,
    /// Set where [`Response::partial`] has all words, but not written together as they were typed.
    pub apart: Option<Apart>,
    /// For every facet of the schema, in its order, how many documents have each value.
    pub facets: Vec<FacetCounts>,
    /// How words were understood where that is not as typed.
    pub readings: Vec<Reading>,
    /// Words that are found nowhere, and what they may have been meant as: short words, whose neighbours are mostly other
    /// words. They are not looked for unless asked for.
    pub offers: Vec<Reading>,
    /// No document has everything that was asked, so documents with the larger part were taken.
    pub relaxed: bool,
    /// Marks the words found in any text.
    pub marker: Marker,
}

/// Words written together that were looked for apart too.
#[derive(Clone, Debug, PartialEq)]
pub struct Apart {
    /// How they were taken apart.
    pub reading: Reading,
    /// Marks them in any text.
    pub marker: Marker,
}

/// A document found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hit {
    /// Document number.
    pub doc: u32,
    /// Its id.
    pub id: String,
    /// Higher is better; comparable within one response only. 0 without words.
    pub score: f32,
    /// A name or identifier of the document is the whole query.
    pub exact: bool,
    /// Texts of the document in which something was found, best first. Empty without words.
    pub matched: Vec<Match>,
}

/// Where and how a document matched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// Field number in the schema.
    pub field: usize,
    /// Place of the value among those of the field in this document, from 0.
    pub value: usize,
    /// Its language, a BCP 47 tag, or empty.
    pub language: String,
    /// How the words were understood; the farthest from literal that was needed.
    pub kind: ReadingKind,
    /// Words of the query found in this value.
    pub words: usize,
    /// The value is the whole query.
    pub exact: bool,
}

/// How a word was understood.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReadingKind {
    /// As typed, in any grammatical form.
    #[default]
    Literal,
    /// As the beginning of a word or syllable.
    Prefix,
    /// As an equivalent term.
    Synonym,
    /// As several words that were written without spaces.
    Spaces,
    /// Lone consonants as initials of syllables.
    Initials,
    /// Typed in the other keyboard mode.
    Keyboard,
    /// Typed with an error.
    Typo,
}

impl ReadingKind {
    /// Factor of the score of what is found by this reading.
    pub(crate) fn weight(self) -> f32 {
        match self {
            ReadingKind::Literal => 1.0,
            ReadingKind::Prefix => 0.6,
            ReadingKind::Synonym => 0.7,
            ReadingKind::Spaces => 1.0,
            ReadingKind::Initials => 0.5,
            ReadingKind::Keyboard => 0.5,
            ReadingKind::Typo => 1.0,
        }
    }
}

/// A word that was not understood as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// How it was understood.
    pub kind: ReadingKind,
    /// What was typed.
    pub typed: String,
    /// What was looked for.
    pub read_as: String,
}

/// How many documents have each value of a facet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FacetCounts {
    /// Facet number in the schema.
    pub facet: usize,
    /// Values and counts, most frequent first, then by value. Counted over the documents that satisfy the query and
    /// the refinements of all other facets. Values without a document are left out unless chosen.
    pub values: Vec<(String, usize)>,
}
