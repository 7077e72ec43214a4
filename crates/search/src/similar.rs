//! More like this: documents that share the rarest terms of a document, and its facet values.

use crate::analyzer::{self, Sink};
use crate::index::Index;
use crate::response::Hit;
use crate::scorer;
use crate::search::best_first;
use crate::sort;

/// Terms of the document that are looked up, rarest first.
const MAX_TERMS: usize = 40;
/// Terms in more than this share of all documents say nothing about likeness.
const MAX_SHARE: f32 = 0.2;
/// What a shared facet value adds, as a share of the worth of an equally rare term.
const FACET_WEIGHT: f32 = 0.5;

/// Collects the words of a text. Grams are left out: the words they make up say the same with less noise,
/// except in Chinese, which has no words here.
#[derive(Default)]
struct Words {
    words: Vec<String>,
    grams: Vec<u32>,
}

impl Sink for Words {
    fn gram(&mut self, gram: u32) {
        if (0x3400..0xA000).contains(&(gram >> 16)) && gram & 0xFFFF != 0 {
            self.grams.push(gram);
        }
    }

    fn word(&mut self, word: &str) {
        self.words.push(word.to_owned());
    }
}

impl Index {
    /// Documents like a document, best first, without itself. Needs stored or attached texts.
    pub fn more_like_this(&self, doc: u32, limit: usize) -> Vec<Hit> {
        let mut scores = vec![0f32; self.len()];
        for (term, weight) in self.telling_terms(doc) {
            for posting in self.terms.cursor(term) {
                if let Some(score) = scores.get_mut(posting.doc as usize) {
                    *score += weight * self.norms.score(&self.terms.patterns, posting);
                }
            }
        }
        self.add_shared_facets(doc, &mut scores);
        if let Some(own) = scores.get_mut(doc as usize) {
            *own = 0.0;
        }
        let mut ranked: Vec<(u32, f32)> =
            (0..).zip(scores).filter(|&(_, score)| score > 0.0).collect();
        best_first(&mut ranked, limit);
        let hit = |&(doc, score): &(u32, f32)| Hit {
            doc,
            id: self.id(doc).to_owned(),
            score,
            ..Hit::default()
        };
        ranked.iter().map(hit).collect()
    }

    /// The rarest terms of a document with their weights.
    fn telling_terms(&self, doc: u32) -> Vec<(usize, f32)> {
        let mut words = Words::default();
        for value in self.values.of(doc) {
            analyzer::analyze(&self.streams.folded(value), &mut words);
        }
        let words_found = words.words.iter().flat_map(|word| self.terms.word(word));
        let grams_found = words.grams.iter().flat_map(|&gram| self.terms.gram_range(gram, gram));
        let rarity = |term: usize| sort::key(self.terms.doc_freq(term..term + 1), term as u32);
        let mut terms: Vec<u64> = words_found.chain(grams_found).map(rarity).collect();
        sort::keys(&mut terms);
        terms.dedup();
        let most = (self.len() as f32 * MAX_SHARE).max(2.0) as u32;
        let telling = terms
            .into_iter()
            .map(sort::parts)
            .filter(|(doc_freq, _)| (2..=most).contains(doc_freq));
        telling
            .take(MAX_TERMS)
            .map(|(doc_freq, term)| (term as usize, scorer::idf(self.len(), doc_freq)))
            .collect()
    }

    fn add_shared_facets(&self, doc: u32, scores: &mut [f32]) {
        for column in &self.facets {
            let own = column.codes(doc);
            if own.is_empty() {
                continue;
            }
            let mut counts = vec![0u32; column.values.len()];
            for &code in &column.codes {
                if let Some(count) = counts.get_mut(code as usize) {
                    *count += 1;
                }
            }
            for (other, score) in (0..).zip(scores.iter_mut()) {
                for code in column.codes(other).iter().filter(|code| own.contains(code)) {
                    let doc_freq = counts.get(*code as usize).copied().unwrap_or(0);
                    *score += FACET_WEIGHT * scorer::idf(self.len(), doc_freq);
                }
            }
        }
    }
}
