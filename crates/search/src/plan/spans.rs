//! Readings that stand for several words at once: equivalent terms, other names of a document, words written together.

use super::words::{alphabetic_literal, sequence, string};
use super::{Alternative, Slot};
use crate::analyzer::korean;
use crate::bytes;
use crate::index::Index;
use crate::query::Occur;
use crate::response::ReadingKind;
use crate::schema::FieldKind;
use crate::text::class::{self, Class};
use crate::text::fold::{self, Folded};

/// Slots one term may stand for.
const MAX_SPAN: usize = 10;
/// Other names of a document that are tried.
const MAX_NAMES: usize = 6;
/// Names shorter than this, in units, are too often words with another meaning.
const MIN_NAME: usize = 2;

/// Adds the readings of every stretch of slots to its last slot, so that all its words are looked for first. Gives the
/// documents that words of the query are the name of, and those of them that are its topic: what is asked of them follows.
pub(super) fn span_alternatives(index: &Index, slots: &mut [Slot]) -> (Vec<u32>, Vec<u32>) {
    let (mut called, mut topics) = (Vec::new(), Vec::new());
    let endings: Vec<Vec<usize>> = slots.iter().map(|slot| endings(&slot.units)).collect();
    for start in 0..slots.len() {
        let (mut units, mut typed) = (Vec::new(), String::new());
        let mut bits = 0;
        let mut literal = 0.0;
        for at in start..slots.len().min(start + MAX_SPAN) {
            let Some(slot) = slots.get_mut(at) else { break };
            if slot.occur != Occur::Should {
                break;
            }
            let joined = append_slot(&mut units, slot);
            bits |= slot.bits;
            if !joined {
                // A piece was typed as the whole run it belongs to.
                typed = if typed.is_empty() { typed } else { typed + " " } + &slot.typed;
            }
            let endings = endings.get(at).map_or(&[][..], Vec::as_slice);
            let longest = endings.last().copied().unwrap_or(0);
            if at > start + 1 && units.len() > index.longest_name + longest {
                break;
            }
            let mut docs = Vec::new();
            let mut found = equivalents(index, &units, endings, &mut docs);
            if start == 0 && slot.topic {
                topics.extend_from_slice(&docs);
            }
            if at > start || is_telling(&units) {
                called.extend(docs);
            }
            if at == start + 1 {
                found.extend(written_together(index, &units));
            }
            literal += slot.alternatives.first().map_or(0.0, Alternative::strength);
            for alternative in &mut found {
                alternative.bits = bits;
                alternative.typed.clone_from(&typed);
                // An equivalent of many words must not outweigh the word that was typed.
                alternative.weight *=
                    (literal / alternative.strength().max(f32::MIN_POSITIVE)).min(1.0);
            }
            slot.alternatives.extend(found);
        }
    }
    (called, topics)
}

/// Appends the units of a slot. True when it overlaps with the one before, as a piece of the same run.
pub(super) fn append_slot(units: &mut Vec<u16>, slot: &Slot) -> bool {
    let joined = slot.piece && units.last().is_some_and(|last| slot.units.first() == Some(last));
    append(units, slot.units.get(usize::from(joined)..).unwrap_or(&[]));
    joined
}

/// Appends the units of the next word as folding would.
pub(super) fn append(units: &mut Vec<u16>, next: &[u16]) {
    let word = |unit: Option<&u16>| unit.is_some_and(|&unit| class::of(unit) == Class::Word);
    if word(units.last()) && word(next.first()) {
        units.push(class::SPACE);
    }
    units.extend_from_slice(next);
}

/// Lengths of what may be an ending of a word: nothing, then more and more.
fn endings(units: &[u16]) -> Vec<usize> {
    korean::stem_lens(units).map(|len| units.len() - len).collect()
}

/// What else the units, or the units without an ending of one of these lengths, are called. Adds the documents that are
/// called so.
pub(super) fn equivalents(
    index: &Index,
    units: &[u16],
    endings: &[usize],
    called: &mut Vec<u32>,
) -> Vec<Alternative> {
    let forms =
        || endings.iter().filter_map(|ending| units.get(..units.len().checked_sub(*ending)?));
    let mut found: Vec<Alternative> = Vec::new();
    for form in forms() {
        let mut terms = synonyms(index, form);
        called.extend(terms.iter().filter_map(|term| only_called(index, &term.1.units)));
        if let Some(doc) = only_called(index, form) {
            called.push(doc);
            terms.extend(names(index, doc));
        }
        for (text, folded) in terms {
            let (units, flags) = (&folded.units, &folded.flags);
            let alternative = sequence(index, ReadingKind::Synonym, &text, units, flags);
            let known = found.iter().any(|other| other.pattern == alternative.pattern)
                || forms().any(|form| units == form);
            if !known && alternative.is_possible() {
                found.push(alternative);
            }
        }
    }
    found
}

/// The other terms of the synonym groups that hold these units.
pub(crate) fn synonyms(index: &Index, units: &[u16]) -> Vec<(String, Folded)> {
    let hash = bytes::hash_units(units);
    let from = index.synonym_keys.partition_point(|key| key.0 < hash);
    let same = index.synonym_keys.iter().skip(from).take_while(|key| key.0 == hash);
    let mut found = Vec::new();
    for &(_, group, place) in same {
        let Some(terms) = index.synonyms.get(group as usize) else { continue };
        if terms.get(place as usize).is_some_and(|term| fold::fold(term).units == units) {
            let others = terms.iter().enumerate().filter(|(at, _)| *at != place as usize);
            found.extend(others.map(|(_, term)| (term.clone(), fold::fold(term))));
        }
    }
    found
}

/// False for a word that is a name more by chance: two syllables.
fn is_telling(units: &[u16]) -> bool {
    units.len() > MIN_NAME || units.iter().any(|&unit| class::of(unit) == Class::Word)
}

/// The one document that has these units as a name. A number is one by chance: who looks for 11 norms does not mean
/// recommendation 11.
fn only_called(index: &Index, units: &[u16]) -> Option<u32> {
    let number = units.iter().all(|&unit| class::is_digit(unit));
    match index.named(units).as_slice() {
        [doc] if units.len() >= MIN_NAME && !number => Some(*doc),
        _ => None,
    }
}

/// The names of a document: one in any language finds texts that use another. Where the index keeps no texts, they are
/// read as they were folded.
fn names(index: &Index, doc: u32) -> impl Iterator<Item = (String, Folded)> {
    let is_name = |value: &usize| index.field_kind(index.values.field(*value)) == FieldKind::Name;
    let name = |value: usize| {
        let folded = index.streams.folded(value);
        let text = match index.texts.get(value) {
            "" => folded.spaced(),
            text => text.to_owned(),
        };
        (text, folded)
    };
    let names = index.values.of(doc).filter(is_name).map(name);
    names.filter(|name| !name.1.units.is_empty()).take(MAX_NAMES)
}

/// `cyber security` may be written `cybersecurity`.
fn written_together(index: &Index, units: &[u16]) -> Option<Alternative> {
    let mut parts = units.split(|&unit| unit == class::SPACE);
    let (first, second) = (parts.next()?, parts.next()?);
    let alphabetic =
        |word: &[u16]| !word.is_empty() && word.iter().all(|&unit| class::of(unit) == Class::Word);
    if parts.next().is_some() || !alphabetic(first) || !alphabetic(second) {
        return None;
    }
    let mut word = string(first) + &string(second.get(..1)?);
    // Hardly any two words are written together anywhere.
    if !index.terms.words.begins(&word) {
        return None;
    }
    word += &string(second.get(1..)?);
    let alternative = alphabetic_literal(index, ReadingKind::Literal, &word);
    alternative.is_possible().then_some(alternative)
}
