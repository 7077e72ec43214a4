//! BM25F: how much a term found in a document is worth.
//!
//! S. Robertson and H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), sections 3.4 and 3.6:
//! frequencies of all fields, each weighed and normalised by its length, are added up first and saturated once.

use crate::index::Index;
use crate::postings::{Occurrence, Posting};

/// Saturation of term frequency. Lower than the usual 1.2 because one idea is found by several terms here
/// (a stem and its grams), each of which saturates by itself.
pub const K1: f32 = 0.8;
/// Share of length normalisation, for fields that set none of their own.
pub const B: f32 = 0.4;

/// Length normalisation of every field in every document, ready to be multiplied.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Norms {
    /// For every field: `boost / (1 - b + b * length / average length)` of each document.
    fields: Vec<Vec<f32>>,
}

impl Norms {
    pub(crate) fn of(index: &Index) -> Norms {
        let columns = index.schema.fields.iter().zip(&index.lengths);
        let fields = columns.map(|(options, lengths)| {
            let holding = lengths.iter().filter(|&&length| length > 0).count().max(1);
            let total: f64 = lengths.iter().map(|&length| f64::from(length)).sum();
            let average = (total / holding as f64).max(1.0) as f32;
            let boost = if options.boost.is_finite() { options.boost.max(0.0) } else { 0.0 };
            let b = options.b.filter(|b| b.is_finite()).unwrap_or(B).clamp(0.0, 1.0);
            lengths.iter().map(|&length| boost / (1.0 - b + b * length as f32 / average)).collect()
        });
        Norms { fields: fields.collect() }
    }

    /// Weighted and normalised frequency of one field.
    #[inline]
    pub(crate) fn weigh(&self, field: u8, frequency: u8, doc: u32) -> f32 {
        let norm = self.fields.get(usize::from(field)).and_then(|norms| norms.get(doc as usize));
        norm.map_or(0.0, |norm| norm * f32::from(frequency))
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

impl Norms {
    /// The saturated weight of a posting over all fields.
    #[inline]
    pub(crate) fn score(&self, patterns: &[Occurrence], posting: Posting) -> f32 {
        let occurrence = patterns.get(posting.code as usize).map_or(&[][..], Vec::as_slice);
        let frequency = occurrence
            .iter()
            .map(|&(field, frequency)| self.weigh(field, frequency, posting.doc))
            .sum();
        saturate(frequency)
    }
}
