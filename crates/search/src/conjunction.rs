//! Documents that hold all parts of a reading: the rarest list is walked first, the others only thin it out.

use crate::doc_set::DocSet;
use crate::index::Index;
use crate::matcher::Entry;
use crate::plan::{Alternative, Evidence};
use crate::sort;

/// A list so many times shorter than there are candidates is looked for among them, and not walked beside them.
const FEW: usize = 16;

/// A document that holds every part looked for so far.
#[derive(Clone, Copy)]
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
    /// The documents that hold all parts of a reading and, as far as is known, have not its slots from another.
    pub(crate) fn conjunction(&self, alternative: &Alternative, known: &[Entry]) -> Vec<Candidate> {
        let parts = || alternative.evidence.iter().filter(|evidence| evidence.votes == 1);
        let Some(rarest) = parts().min_by_key(|evidence| evidence.doc_freq) else {
            return Vec::new();
        };
        let mut candidates = self.holding(rarest, alternative, known);
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

    /// The same for one list or for the lists of a union; ascending where other lists are to be walked beside them.
    fn holding(
        &self,
        evidence: &Evidence,
        alternative: &Alternative,
        known: &[Entry],
    ) -> Vec<Candidate> {
        let mut candidates = Vec::new();
        let union = evidence.terms.len() > 1;
        let mut seen = DocSet::new(if union { self.len() } else { 0 });
        let (bits, weight) = (alternative.bits, evidence.worth * alternative.weight);
        for posting in evidence.terms.clone().flat_map(|term| self.terms.cursor(term)) {
            let doc = posting.doc;
            let lacks = known.get(doc as usize).is_none_or(|entry| entry.mask & bits != bits);
            if lacks && (!union || seen.insert(doc)) {
                let score = weight * self.norms.score(&self.terms.patterns, posting);
                candidates.push(Candidate { doc, score, proven: false, kept: false });
            }
        }
        if union && alternative.evidence.len() > 1 {
            let places = candidates.iter().enumerate();
            let mut keys: Vec<u64> =
                places.map(|(at, candidate)| sort::key(candidate.doc, at as u32)).collect();
            sort::keys(&mut keys);
            let at = |key: &u64| candidates.get(sort::parts(*key).1 as usize).copied();
            candidates = keys.iter().filter_map(at).collect();
        }
        candidates
    }

    /// Adds what a list or union of lists gives to the candidates that are in it, and marks these.
    fn add(&self, evidence: &Evidence, weight: f32, candidates: &mut [Candidate]) {
        candidates.iter_mut().for_each(|candidate| candidate.kept = false);
        for term in evidence.terms.clone() {
            let list = self.terms.cursor(term);
            // The lists of a union are many and short.
            let few = list.remaining() as usize * FEW < candidates.len();
            let mut at = 0;
            for posting in list {
                let rest = candidates.get(at..).unwrap_or(&[]);
                let before = |candidate: &Candidate| candidate.doc < posting.doc;
                at += match few {
                    true => rest.partition_point(before),
                    false => rest.iter().take_while(|candidate| before(candidate)).count(),
                };
                let Some(found) = candidates.get_mut(at) else { break };
                if found.doc == posting.doc && !found.kept {
                    found.kept = true;
                    let score = self.norms.score(&self.terms.patterns, posting);
                    found.score += evidence.worth * weight * score;
                }
            }
        }
    }
}
