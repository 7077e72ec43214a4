//! Documents that hold all parts of a reading: the rarest list is walked first, the others only thin it out.

use crate::doc_set::DocSet;
use crate::index::Index;
use crate::plan::{Alternative, Evidence};
use crate::sort;

/// A document that holds every part looked for so far.
pub(crate) struct Candidate {
    pub(crate) doc: u32,
    /// What the parts add to its score.
    pub(crate) score: f32,
    /// It has the whole word, so its texts need not be looked at.
    pub(crate) proven: bool,
    /// It holds the part that is being looked for.
    kept: bool,
}

impl Index {
    /// The documents that hold all parts of a reading, ascending, of those that `wanted` is true of.
    pub(crate) fn conjunction(
        &self,
        alternative: &Alternative,
        wanted: &dyn Fn(u32) -> bool,
    ) -> Vec<Candidate> {
        let parts = || alternative.evidence.iter().filter(|evidence| evidence.votes == 1);
        let Some(rarest) = parts().min_by_key(|evidence| evidence.doc_freq) else {
            return Vec::new();
        };
        let mut candidates = self.holding(rarest, alternative.weight, wanted);
        for part in parts().filter(|part| !std::ptr::eq(*part, rarest)) {
            if candidates.is_empty() {
                break;
            }
            self.add(part, alternative.weight, &mut candidates);
            candidates.retain(|candidate| candidate.kept);
        }
        for whole in alternative.evidence.iter().filter(|evidence| evidence.votes > 1) {
            self.add(whole, alternative.weight, &mut candidates);
            candidates.iter_mut().for_each(|candidate| candidate.proven |= candidate.kept);
        }
        candidates
    }

    /// The documents in a list or in one list of a union, ascending.
    fn holding(
        &self,
        evidence: &Evidence,
        weight: f32,
        wanted: &dyn Fn(u32) -> bool,
    ) -> Vec<Candidate> {
        let mut candidates = Vec::new();
        let union = evidence.terms.len() > 1;
        let mut seen = DocSet::new(if union { self.len() } else { 0 });
        for posting in evidence.terms.clone().flat_map(|term| self.terms.cursor(term)) {
            if (!union || seen.insert(posting.doc)) && wanted(posting.doc) {
                let score =
                    evidence.worth * weight * self.norms.score(&self.terms.patterns, posting);
                candidates.push(Candidate { doc: posting.doc, score, proven: false, kept: false });
            }
        }
        if union {
            sort::sort_by(&mut candidates, &|a, b| a.doc.cmp(&b.doc));
        }
        candidates
    }

    /// Adds what a list or union of lists gives to the candidates that are in it, and marks these.
    fn add(&self, evidence: &Evidence, weight: f32, candidates: &mut [Candidate]) {
        candidates.iter_mut().for_each(|candidate| candidate.kept = false);
        for term in evidence.terms.clone() {
            let mut rest = candidates.iter_mut();
            let mut candidate = rest.next();
            for posting in self.terms.cursor(term) {
                while candidate.as_ref().is_some_and(|candidate| candidate.doc < posting.doc) {
                    candidate = rest.next();
                }
                let Some(found) = candidate.as_mut() else { break };
                if found.doc == posting.doc && !found.kept {
                    found.kept = true;
                    let score = self.norms.score(&self.terms.patterns, posting);
                    found.score += evidence.worth * weight * score;
                }
            }
        }
    }
}
