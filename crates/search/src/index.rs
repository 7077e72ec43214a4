//! The index: everything a search reads.

pub(crate) mod builder;
pub(crate) mod column;
pub(crate) mod format;
pub(crate) mod interner;
pub(crate) mod streams;
mod terms;

use crate::analyzer::STEM_MARK;
use crate::dictionary::Dictionary;
use crate::fuzzy::Sketches;
use crate::matcher::Scratch;
use crate::postings::{Cursor, Occurrence};
use crate::schema::{FieldKind, Schema};
use crate::scorer::Norms;
use column::{FacetColumn, Strings};
use std::ops::Range;
use std::sync::OnceLock;
use streams::Streams;

/// A searchable collection of documents. Built by [`crate::IndexBuilder`], or read with [`Index::from_bytes`].
#[derive(Clone, Debug, Default)]
pub struct Index {
    pub(crate) schema: Schema,
    pub(crate) ids: Strings,
    pub(crate) priors: Vec<f32>,
    pub(crate) facets: Vec<FacetColumn>,
    /// For every sort key the rank of each document, `u32::MAX` where it has none.
    pub(crate) sort_ranks: Vec<Vec<u32>>,
    pub(crate) languages: Vec<String>,
    pub(crate) values: Values,
    pub(crate) texts: Strings,
    pub(crate) terms: Terms,
    pub(crate) synonyms: Vec<Vec<String>>,
    // Derived when built or loaded:
    pub(crate) streams: Streams,
    pub(crate) norms: Norms,
    /// Numbers of all names and identifiers, by the hash of their folded text.
    pub(crate) names: Vec<u32>,
    /// Where the names of each share of all hashes begin, and where the last end: several are looked up for every word.
    pub(crate) name_starts: Vec<u32>,
    /// Units of the longest name, identifier or synonym.
    pub(crate) longest_name: usize,
    /// Hash of the folded text of each synonym, its group and place, sorted.
    pub(crate) synonym_keys: Vec<(u32, u32, u32)>,
    pub(crate) scratch: Scratch,
    /// For typing errors; made when the first is met.
    pub(crate) sketches: OnceLock<Sketches>,
}

/// Which values belong to which document.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Values {
    /// First value of each document, and the number of values.
    pub(crate) starts: Vec<u32>,
    /// Field and language number of each value.
    pub(crate) entries: Vec<(u8, u8)>,
}

impl Values {
    pub(crate) fn of(&self, doc: u32) -> Range<usize> {
        column::range(&self.starts, doc as usize)
    }

    pub(crate) fn field(&self, value: usize) -> usize {
        self.entries.get(value).map_or(0, |entry| usize::from(entry.0))
    }

    /// The document a value belongs to.
    pub(crate) fn doc(&self, value: usize) -> u32 {
        (self.starts.partition_point(|&start| start as usize <= value) as u32).saturating_sub(1)
    }
}

/// Grams and words with their posting lists.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Terms {
    pub(crate) grams: Vec<u32>,
    pub(crate) words: Dictionary,
    /// Start of each list, grams first, then words. Terms with equal lists may share one.
    pub(crate) starts: Vec<u32>,
    pub(crate) postings: Vec<u8>,
    pub(crate) patterns: Vec<Occurrence>,
}

impl Terms {
    /// The posting list of a term number: grams count first, then words.
    pub(crate) fn cursor(&self, term: usize) -> Cursor<'_> {
        let start = self.starts.get(term).map_or(usize::MAX, |&start| start as usize);
        Cursor::new(self.postings.get(start..).unwrap_or(&[]))
    }

    /// A term for people: a gram as its characters, a stem with a mark.
    pub(crate) fn name(&self, term: usize) -> String {
        match self.grams.get(term) {
            Some(&gram) => {
                let units = [(gram >> 16) as u16, gram as u16];
                printable(&String::from_utf16_lossy(&units), '\0', '$')
            }
            None => {
                printable(self.words.word(term.saturating_sub(self.grams.len())), STEM_MARK, '~')
            }
        }
    }

    pub(crate) fn doc_freq(&self, terms: Range<usize>) -> u32 {
        terms.map(|term| self.cursor(term).remaining()).fold(0, u32::saturating_add)
    }

    /// Term numbers of the grams from one key to another, both included.
    pub(crate) fn gram_range(&self, from: u32, to: u32) -> Range<usize> {
        let start = self.grams.partition_point(|&gram| gram < from);
        if from == to {
            return start..start + usize::from(self.grams.get(start) == Some(&from));
        }
        let end = self.grams.partition_point(|&gram| gram <= to);
        start..end.max(start)
    }

    /// Term number of a word, as a range of one or none.
    pub(crate) fn word(&self, word: &str) -> Range<usize> {
        match self.words.find(word) {
            Some(at) => self.grams.len() + at..self.grams.len() + at + 1,
            None => 0..0,
        }
    }

    pub(crate) fn words_with_prefix(&self, prefix: &str) -> Range<usize> {
        let range = self.words.with_prefix(prefix);
        self.grams.len() + range.start..self.grams.len() + range.end
    }
}

/// A term with a mark that can be seen.
fn printable(term: &str, mark: char, shown: char) -> String {
    let mut out = String::new();
    term.chars().for_each(|c| out.push(if c == mark { shown } else { c }));
    out
}

/// Bytes an index takes in memory, by part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MemoryUse {
    /// Term dictionary.
    pub dictionary: usize,
    /// Posting lists and their places.
    pub postings: usize,
    /// Original texts and ids.
    pub texts: usize,
    /// Folded texts.
    pub streams: usize,
    /// Facets, sort keys, lengths, priors, names.
    pub columns: usize,
}

impl MemoryUse {
    /// All parts together.
    pub fn total(&self) -> usize {
        self.dictionary + self.postings + self.texts + self.streams + self.columns
    }
}

impl Index {
    /// Nothing yet. Compiled once: it is as long as the list of fields.
    #[inline(never)]
    pub(crate) fn empty() -> Index {
        Index::default()
    }

    /// Number of documents.
    pub fn len(&self) -> usize {
        self.priors.len()
    }

    /// True when there is no document.
    pub fn is_empty(&self) -> bool {
        self.priors.is_empty()
    }

    /// The schema the index was built with.
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// What the score of a document is multiplied by.
    pub(crate) fn prior(&self, doc: u32) -> f32 {
        self.priors.get(doc as usize).copied().unwrap_or(1.0)
    }

    /// The id of a document, empty when the number is out of range.
    pub fn id(&self, doc: u32) -> &str {
        self.ids.get(doc as usize)
    }

    /// The number of the document with an id. Looks at every id.
    pub fn doc(&self, id: &str) -> Option<u32> {
        (0..self.len()).find(|&at| self.ids.get(at) == id).map(|at| at as u32)
    }

    /// The stored texts of a document: field number, language (empty when unknown) and text.
    /// Texts of fields that are not stored come as empty.
    pub fn texts(&self, doc: u32) -> Vec<(usize, &str, &str)> {
        let value = |at: usize| (self.values.field(at), self.language(at), self.texts.get(at));
        self.values.of(doc).map(value).collect()
    }

    pub(crate) fn language(&self, value: usize) -> &str {
        let number = self.values.entries.get(value).map_or(0, |entry| usize::from(entry.1));
        self.languages.get(number).map_or("", String::as_str)
    }

    /// The values of a document in a facet, in the order they were given.
    pub fn facet_values(&self, doc: u32, facet: usize) -> Vec<&str> {
        self.facets.get(facet).map_or_else(Vec::new, |column| {
            column.codes(doc).iter().map(|&code| column.values.get(code as usize)).collect()
        })
    }

    pub(crate) fn field_kind(&self, field: usize) -> FieldKind {
        self.schema.fields.get(field).map_or(FieldKind::Text, |options| options.kind)
    }

    pub(crate) fn sketches(&self) -> &Sketches {
        self.sketches.get_or_init(|| Sketches::of(&self.terms.words))
    }

    /// Bytes taken in memory.
    pub fn memory(&self) -> MemoryUse {
        let columns: usize = self.facets.iter().map(FacetColumn::memory).sum();
        MemoryUse {
            dictionary: self.terms.words.memory() + self.terms.grams.len() * 4,
            postings: self.terms.postings.len() + self.terms.starts.len() * 4,
            texts: self.texts.memory() + self.ids.memory(),
            streams: self.streams.memory(),
            columns: columns
                + (self.sort_ranks.len() + 1) * self.len() * 4
                + self.norms.memory()
                + self.values.entries.len() * 2
                + self.values.starts.len() * 4
                + (self.names.len() + self.name_starts.len()) * 4,
        }
    }
}
