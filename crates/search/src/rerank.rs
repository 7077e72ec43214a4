//! Contiguous runs: how much of the query stands in one piece in a text.
//!
//! BM25 sees a bag of terms. A text that has the words of the query in their order, next to each other, answers it more
//! often; so the best hits are looked at again and their score grows with the longest pieces of the query they hold.

use crate::sort;
use crate::text::class::{self, Class, SPACE};
use crate::text::fold::{Folded, START};

/// Most that runs can add, as a share of the score.
const RUN_WEIGHT: f32 = 2.0;
/// Shortest run that counts, in units.
const MIN_RUN: usize = 2;
/// Longest query looked at, in units.
const MAX_QUERY: usize = 96;

/// The query prepared for comparing.
pub(crate) struct Runs {
    units: Vec<u16>,
    /// Places where a run may begin, by the unit that stands there: alphabetic runs begin with a word.
    places: Vec<u64>,
    /// A bit for every unit that may begin a run, hashed.
    present: [u64; 4],
    /// Worth of the whole query in one piece.
    whole: f32,
}

impl Runs {
    pub(crate) fn new(query: &Folded) -> Runs {
        let units: Vec<u16> = query.units.iter().copied().take(MAX_QUERY).collect();
        let begins = |at: &usize| begins_run(&units, &query.flags, *at);
        let place =
            |at: usize| sort::key(u32::from(units.get(at).copied().unwrap_or(0)), at as u32);
        let mut places: Vec<u64> = (0..units.len()).filter(begins).map(place).collect();
        places.sort_unstable();
        let mut present = [0; 4];
        for unit in places.iter().map(|&place| sort::parts(place).0 as u16) {
            if let Some(word) = present.get_mut(usize::from(unit >> 6 & 3)) {
                *word |= 1 << (unit & 63);
            }
        }
        let whole = worth(&units, 0, units.len());
        Runs { units, places, present, whole }
    }

    fn is_present(&self, unit: u16) -> bool {
        self.present
            .get(usize::from(unit >> 6 & 3))
            .is_some_and(|word| word >> (unit & 63) & 1 == 1)
    }

    /// How alike the query and a text of this length are in length, 0 to 1.
    pub(crate) fn likeness(&self, len: usize) -> f32 {
        let (short, long) = (len.min(self.units.len()), len.max(self.units.len()));
        short as f32 / long.max(1) as f32
    }

    /// Factor to add for a text, 0 to [`RUN_WEIGHT`].
    pub(crate) fn bonus(&self, text: &[u16], flags: &[u8]) -> f32 {
        if self.whole <= 0.0 {
            return 0.0;
        }
        let best = self.best_runs(text, flags);
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
    fn best_runs(&self, text: &[u16], flags: &[u8]) -> Vec<usize> {
        let mut best = vec![0; self.units.len()];
        for (at, &unit) in text.iter().enumerate() {
            if !self.is_present(unit) || !begins_run(text, flags, at) {
                continue;
            }
            let from = self.places.partition_point(|&place| place < sort::key(u32::from(unit), 0));
            let rest = text.get(at..).unwrap_or(&[]);
            let here = self.places.iter().skip(from).map(|&place| sort::parts(place));
            for (_, place) in here.take_while(|place| place.0 == u32::from(unit)) {
                let place = place as usize;
                let query = self.units.get(place..).unwrap_or(&[]);
                let len = query.iter().zip(rest).take_while(|(a, b)| a == b).count();
                if let Some(slot) = best.get_mut(place) {
                    *slot = len.max(*slot);
                }
            }
        }
        best
    }
}

/// Runs begin anywhere in Hangul and Han, but with a word in an alphabet.
fn begins_run(units: &[u16], flags: &[u8], at: usize) -> bool {
    let class = |at: usize| units.get(at).map(|&unit| class::of(unit));
    match class(at) {
        Some(Class::Space) | None => false,
        Some(Class::Word) => {
            at == 0
                || flags.get(at).is_some_and(|flags| flags & START != 0)
                || class(at - 1) != Some(Class::Word)
        }
        _ => true,
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
    let pairs = (elements - 1.0).max(0.0);
    pairs * pairs.sqrt()
}
