//! Documents whose name or identifier is the whole query: they come first.

use crate::analyzer::korean;
use crate::bytes;
use crate::index::{Index, column};
use crate::matcher::Matcher;
use crate::pattern::Pattern;
use crate::plan::{self, Slot};
use crate::query::Occur;
use crate::response::{Reading, ReadingKind};
use crate::schema::FieldKind;
use crate::sort;
use crate::text::{fold, keyboard};

/// Ways to put the readings of all slots together that are tried.
const MAX_WHOLES: usize = 16;
/// Keystrokes that make one syllable, at most: what is typed in the other keyboard mode is so much longer than the name.
const MAX_GROWTH: usize = 7;
/// Longer queries are no names in initials, half typed or in the other keyboard mode.
const MAX_WHOLE_SLOTS: usize = 8;

impl Index {
    /// Documents with a name that is the first of several forms of the query that is one, each also without particles at its
    /// end; if there is none, an equivalent term of it. Sorted.
    pub(crate) fn named_so(&self, forms: impl Iterator<Item = Vec<u16>>) -> Vec<u32> {
        let mut equivalent = Vec::new();
        for asked in forms {
            for len in korean::stem_lens(&asked) {
                let form = asked.get(..len).unwrap_or(&asked);
                let docs = self.named(form);
                if !docs.is_empty() {
                    return docs;
                }
                if equivalent.is_empty() {
                    let terms = plan::synonyms(self, form);
                    let docs = terms.iter().flat_map(|term| self.named(&term.1.units));
                    equivalent.extend(docs.map(u64::from));
                }
            }
        }
        sort::keys(&mut equivalent);
        equivalent.dedup();
        equivalent.into_iter().map(|doc| doc as u32).collect()
    }

    /// What was meant by a text typed in the Korean mode whose keys are the name of a document: ㅑ셔-ㅅ. Consonants alone
    /// may be initials as well.
    pub(crate) fn meant_by_keys(&self, typed: &str) -> Option<Reading> {
        let read_as = keyboard::keys_of(typed)?;
        let named = !self.named(&fold::fold(&read_as).units).is_empty();
        let typed = typed.to_owned();
        named.then_some(Reading { kind: ReadingKind::Keyboard, typed, read_as })
    }

    /// Documents with a name that is the query as it was understood: in initials, half typed, in the other keyboard mode.
    /// These are looked for among the documents that satisfy every slot. Sorted.
    pub(crate) fn named_as_understood(
        &self,
        matcher: &Matcher,
        slots: &[Slot],
        complete: &[u32],
    ) -> Vec<u32> {
        if slots.len() > MAX_WHOLE_SLOTS {
            return Vec::new();
        }
        let asked: usize = positive(slots).map(|slot| slot.units.len()).sum();
        let named = |value: &usize| {
            let len = self.streams.len(*value);
            self.is_named(self.values.field(*value))
                && len <= asked * 2
                && asked <= len * MAX_GROWTH
        };
        let mut known: Option<Vec<Pattern>> = None;
        let mut room = Vec::new();
        let mut docs = Vec::new();
        for &doc in complete {
            for value in self.values.of(doc).filter(named) {
                let wholes = known.get_or_insert_with(|| wholes(matcher, slots));
                let units = self.streams.get(value, &mut room).0;
                if docs.last() != Some(&doc) && wholes.iter().any(|whole| whole.is_all_of(units)) {
                    docs.push(doc);
                }
            }
        }
        docs
    }

    /// Documents with this name, or else with this identifier, sorted: parts of a thing may carry its code, as those of C7.
    pub(crate) fn named(&self, folded: &[u16]) -> Vec<u32> {
        if folded.is_empty() {
            return Vec::new();
        }
        let hash = bytes::hash_units(folded);
        let share = bytes::share(hash, self.name_starts.len().saturating_sub(1));
        let near = self.names.get(column::range(&self.name_starts, share)).unwrap_or(&[]);
        let mut room = Vec::new();
        let mut is_same = |value: usize| {
            self.streams.len(value) == folded.len()
                && self.streams.get(value, &mut room).0 == folded
        };
        let near = near.iter().map(|&value| value as usize);
        let same: Vec<usize> = near.filter(|&value| is_same(value)).collect();
        let is_name = |value: usize| self.field_kind(self.values.field(value)) == FieldKind::Name;
        let has_name = same.iter().any(|&value| is_name(value));
        let mut docs: Vec<u32> = Vec::new();
        for value in same.into_iter().filter(|&value| !has_name || is_name(value)) {
            docs.push(self.values.doc(value));
        }
        docs.dedup();
        docs
    }
}

fn positive(slots: &[Slot]) -> impl Iterator<Item = &Slot> {
    slots.iter().filter(|slot| slot.occur != Occur::MustNot)
}

/// The readings of all slots in a row.
fn wholes(matcher: &Matcher, slots: &[Slot]) -> Vec<Pattern> {
    let mut wholes = vec![Pattern::default()];
    for slot in positive(slots) {
        let mut options: Vec<Pattern> = Vec::new();
        for used in &matcher.used {
            if used.bits == slot.bits && used.kind != ReadingKind::Synonym {
                // What looks like an ending may belong to the name.
                options.push(used.pattern.plain());
                options.push(used.pattern.with_ending());
            }
        }
        options.push(Pattern::word(&slot.units));
        options.dedup();
        let mut longer = Vec::new();
        for whole in &wholes {
            longer.extend(options.iter().map(|option| whole.clone().then(option)));
        }
        longer.truncate(MAX_WHOLES);
        wholes = longer;
    }
    wholes
}
