//! Contiguous runs: how much of the query stands in one piece in a text.
//!
//! BM25 sees a bag of terms. A text that has the words of the query in their order, next to each other, answers it more
//! often; so the best hits are looked at again and their score grows with the longest pieces of the query they hold.

use crate::text::class::{self, Class, SPACE};
use crate::text::fold::Folded;

/// Most that runs can add, as a share of the score.
const RUN_WEIGHT: f32 = 0.5;
/// Shortest run that counts, in units.
const MIN_RUN: usize = 2;
/// Longest query looked at, in units.
const MAX_QUERY: usize = 96;

/// The query prepared for comparing.
pub(crate) struct Runs {
    units: Vec<u16>,
    /// A bit for every unit that occurs in the query, hashed.
    present: [u64; 4],
    /// Worth of the whole query in one piece.
    whole: f32,
}

impl Runs {
    pub(crate) fn new(query: &Folded) -> Runs {
        let units: Vec<u16> = query.units.iter().copied().take(MAX_QUERY).collect();
        let mut present = [0; 4];
        for &unit in &units {
            if let Some(word) = present.get_mut(usize::from(unit >> 6 & 3)) {
                *word |= 1 << (unit & 63);
            }
        }
        let whole = worth(&units, 0, units.len());
        Runs { units, present, whole }
    }

    fn is_present(&self, unit: u16) -> bool {
        self.present
            .get(usize::from(unit >> 6 & 3))
            .is_some_and(|word| word >> (unit & 63) & 1 == 1)
    }

    /// Factor to add for a text, 0 to [`RUN_WEIGHT`].
    pub(crate) fn bonus(&self, text: &[u16]) -> f32 {
        if self.whole <= 0.0 {
            return 0.0;
        }
        let best = self.best_runs(text);
        let mut total = 0.0;
        let mut at = 0;
        while at < best.len() {
            let len = best.get(at).copied().unwrap_or(0);
            if len >= MIN_RUN {
                total += worth(&self.units, at, at + len);
            }
            at += len.max(1);
        }
        RUN_WEIGHT * (total / self.whole).min(1.0)
    }

    /// For every place of the query, the longest run that begins there and stands in the text.
    fn best_runs(&self, text: &[u16]) -> Vec<usize> {
        let mut best = vec![0; self.units.len()];
        let mut at = 0;
        while let Some(&unit) = text.get(at) {
            if self.is_present(unit) {
                for (place, slot) in best.iter_mut().enumerate() {
                    if self.units.get(place) == Some(&unit) {
                        let query = self.units.get(place..).unwrap_or(&[]);
                        let rest = text.get(at..).unwrap_or(&[]);
                        let len = query.iter().zip(rest).take_while(|(a, b)| a == b).count();
                        *slot = len.max(*slot);
                    }
                }
            }
            at += 1;
        }
        best
    }
}

/// Worth of a piece of the query: longer pieces are worth more than their parts.
fn worth(units: &[u16], from: usize, to: usize) -> f32 {
    let piece = units.get(from..to).unwrap_or(&[]);
    let mut elements = 0f32;
    for (at, &unit) in piece.iter().enumerate() {
        match class::of(unit) {
            Class::Space => {}
            Class::Word => {
                let ends = piece
                    .get(at + 1)
                    .is_none_or(|&next| next == SPACE || class::of(next) != Class::Word);
                elements += if ends { 2.0 } else { 0.0 };
            }
            _ => elements += 1.0,
        }
    }
    (elements - 1.0).max(0.0).powf(1.5)
}
