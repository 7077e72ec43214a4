//! BM25F: how much a term found in a document is worth.
//!
//! S. Robertson and H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), sections 3.4 and 3.6:
//! frequencies of all fields, each weighed and normalised by its length, are added up first and saturated once.

use crate::postings::{Occurrence, PLAIN, Posting};
use crate::schema::{FieldOptions, Schema};
use crate::work::{LONG, Pace};

/// Saturation of term frequency. Lower than the usual 1.2 because one idea is found by several terms here
/// (a stem and its grams), each of which saturates by itself.
pub const K1: f32 = 0.8;
/// Share of length normalisation, for fields that set none of their own.
pub const B: f32 = 0.4;

/// Length normalisation of every field in every document.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Norms {
    /// Terms counted per document and field, field by field.
    pub(crate) lengths: Vec<Vec<u32>>,
    fields: Vec<Norm>,
    /// The saturated weight of the commonest posting, one occurrence in the main field, in each document.
    plain: Vec<f32>,
}

/// Length normalisation of a field: a frequency is worth `boost / (1 - b + b * length / average length)` times as much.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Norm {
    boost: f32,
    /// `1 - b`.
    flat: f32,
    /// `b / average length`.
    slope: f32,
}

impl Norms {
    /// Computes what follows from the lengths; `main` is the commonest pattern.
    pub(crate) async fn derive(&mut self, schema: &Schema, main: &[(u8, u8)], pace: &Pace) {
        let add_field = &mut |field: usize| {
            self.fields.push(Norm::of(schema.fields.get(field)?, self.lengths.get(field)?));
            Some(LONG)
        };
        pace.each(self.lengths.len(), add_field).await;
        let docs = self.lengths.first().map_or(0, Vec::len);
        self.plain = (0..docs as u32).map(|doc| self.saturated(main, doc)).collect();
    }

    /// Weighted and normalised frequency of one field.
    #[inline(always)]
    pub(crate) fn weigh(&self, field: u8, frequency: u8, doc: u32) -> f32 {
        let length = self.length(usize::from(field), doc) as f32;
        self.fields.get(usize::from(field)).map_or(0.0, |norm| {
            norm.boost * f32::from(frequency) / (norm.flat + norm.slope * length)
        })
    }

    /// Terms of a field in a document.
    #[inline(always)]
    pub(crate) fn length(&self, field: usize, doc: u32) -> u32 {
        let length = self.lengths.get(field).and_then(|lengths| lengths.get(doc as usize));
        length.copied().unwrap_or(0)
    }

    /// Bytes in memory.
    pub(crate) fn memory(&self) -> usize {
        (self.lengths.iter().map(Vec::len).sum::<usize>() + self.plain.len()) * 4
    }

    /// The saturated weight of a posting over all fields.
    #[inline(always)]
    pub(crate) fn score(&self, patterns: &[Occurrence], posting: Posting) -> f32 {
        if posting.code == PLAIN {
            return self.plain.get(posting.doc as usize).copied().unwrap_or(0.0);
        }
        let occurrence = patterns.get(posting.code as usize).map_or(&[][..], Vec::as_slice);
        self.saturated(occurrence, posting.doc)
    }

    #[inline(always)]
    fn saturated(&self, occurrence: &[(u8, u8)], doc: u32) -> f32 {
        let mut weight = 0.0;
        for &(field, frequency) in occurrence {
            weight += self.weigh(field, frequency, doc);
        }
        saturate(weight)
    }
}

impl Norm {
    fn of(options: &FieldOptions, lengths: &[u32]) -> Norm {
        let holding = lengths.iter().filter(|&&length| length > 0).count().max(1);
        let total: f64 = lengths.iter().map(|&length| f64::from(length)).sum();
        let average = (total / holding as f64).max(1.0) as f32;
        let boost = if options.boost.is_finite() { options.boost.max(0.0) } else { 0.0 };
        let b = options.b.filter(|b| b.is_finite()).unwrap_or(B).clamp(0.0, 1.0);
        Norm { boost, flat: 1.0 - b, slope: b / average }
    }
}

/// Inverse document frequency with the half-counts of Robertson and Spärck Jones; never negative.
pub(crate) fn idf(docs: usize, doc_freq: u32) -> f32 {
    let (docs, found) = (docs as f32, (doc_freq as f32).min(docs as f32));
    (1.0 + (docs - found + 0.5) / (found + 0.5)).ln()
}

/// Saturation of a weighted frequency, 0 to 1.
#[inline]
pub(crate) fn saturate(frequency: f32) -> f32 {
    frequency / (K1 + frequency)
}
