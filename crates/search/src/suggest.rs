//! Suggestions under the search box: names that begin with what is being typed.

use crate::index::Index;
use crate::marker::Marker;
use crate::pattern::Pattern;
use crate::response::ReadingKind;
use crate::schema::FieldKind;
use crate::sort;
use crate::text::class::{self, Class};
use crate::text::fold;
use crate::text::{hangul, keyboard};

/// A name that may have been meant.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// Document number.
    pub doc: u32,
    /// Its id.
    pub id: String,
    /// The name found, as stored; empty when the field is not stored.
    pub name: String,
    /// Field number in the schema.
    pub field: usize,
    /// Place of the value among those of the field in this document, from 0.
    pub value: usize,
    /// Language of the name, a BCP 47 tag, or empty.
    pub language: String,
    /// How the typed text was understood.
    pub kind: ReadingKind,
    /// Marks what was typed in the name, which not every index keeps.
    pub marker: Marker,
}

/// A name of a document that counts less than this is no better for beginning as typed.
const SLIGHT: f32 = 0.8;

/// Order of suggestions: reading, beginning of a name (see [`SLIGHT`]), whole name, worth,
/// length, place in the index.
type Rank = (ReadingKind, u8, bool, u32, usize, u32);

impl Index {
    /// Names and identifiers that begin with a typed text, or have a word that does; one per document, best first.
    /// Initials and the other keyboard mode are tried where the text as typed finds too few.
    pub fn suggest(&self, typed: &str, limit: usize) -> Vec<Suggestion> {
        let mut found: Vec<(Rank, usize, Pattern)> = Vec::new();
        let mut room = Vec::new();
        for (kind, patterns) in patterns(typed) {
            if found.len() >= limit {
                break;
            }
            for &value in &self.names {
                let (units, flags) = self.streams.get(value as usize, &mut room);
                self.match_name(value as usize, (units, flags), kind, &patterns, &mut found);
            }
        }
        sort::sort_by(&mut found, &|a, b| a.0.cmp(&b.0));
        let mut docs: Vec<u32> = Vec::new();
        let mut suggestions = Vec::new();
        for (rank, value, pattern) in found {
            if suggestions.len() == limit {
                break;
            }
            let doc = self.values.doc(value);
            if !docs.contains(&doc) {
                docs.push(doc);
                suggestions.push(self.suggestion(doc, value, rank.0, &pattern));
            }
        }
        suggestions
    }

    fn match_name(
        &self,
        value: usize,
        (units, flags): (&[u16], &[u8]),
        kind: ReadingKind,
        patterns: &[Pattern],
        found: &mut Vec<(Rank, usize, Pattern)>,
    ) {
        let starts = |at: usize| at == 0 || fold::starts(units, flags, at);
        for pattern in patterns {
            let mut from = 0;
            while let Some(at) = pattern.find(units, flags, from) {
                from = at.start + 1;
                if starts(at.start) {
                    let doc = self.values.doc(value);
                    let prior = self.prior(doc);
                    let worth = u32::MAX - (prior * 1000.0) as u32;
                    // A report about a person may begin with the surname, which ends the name of the person.
                    let rank = (
                        kind,
                        u8::from(at.start > 0 || prior < SLIGHT),
                        at.len() != units.len(),
                        worth,
                        units.len(),
                        value as u32,
                    );
                    found.push((rank, value, pattern.clone()));
                    return;
                }
            }
        }
    }

    fn suggestion(
        &self,
        doc: u32,
        value: usize,
        kind: ReadingKind,
        pattern: &Pattern,
    ) -> Suggestion {
        let field = self.values.field(value);
        let name = self.texts.get(value).to_owned();
        let place = self
            .values
            .of(doc)
            .take_while(|&other| other < value)
            .filter(|&other| self.values.field(other) == field)
            .count();
        let marker = Marker::of(pattern.clone());
        let language = self.language(value).to_owned();
        Suggestion {
            doc,
            id: self.id(doc).to_owned(),
            name,
            field,
            value: place,
            language,
            kind,
            marker,
        }
    }
}

/// Readings of a typed text, each with the patterns it may stand for.
fn patterns(typed: &str) -> Vec<(ReadingKind, Vec<Pattern>)> {
    let folded = fold::fold(typed);
    let mut readings = Vec::new();
    if folded.units.is_empty() {
        return readings;
    }
    readings.push((
        ReadingKind::Prefix,
        unfinished(Pattern::of(&folded), folded.units.last().copied()),
    ));
    let jamo = |&unit: &u16| hangul::is_jamo(unit);
    if folded.units.iter().any(jamo) {
        readings.extend(
            Pattern::initials(&folded.units).map(|pattern| (ReadingKind::Initials, vec![pattern])),
        );
    }
    let whole = |class: fn(Class) -> bool| folded.units.iter().all(|&unit| class(class::of(unit)));
    let other = if whole(|class| matches!(class, Class::Word | Class::Space)) {
        typed.split_whitespace().map(keyboard::latin_to_hangul).collect::<Option<String>>()
    } else if whole(|class| matches!(class, Class::Hangul | Class::Jamo)) {
        keyboard::hangul_to_latin(&folded.units)
    } else {
        None
    };
    if let Some(text) = other {
        let folded = fold::fold(&text);
        readings.push((
            ReadingKind::Keyboard,
            unfinished(Pattern::of(&folded), folded.units.last().copied()),
        ));
    }
    readings
}

/// The pattern, and what it may become while its last syllable is unfinished.
fn unfinished(pattern: Pattern, last: Option<u16>) -> Vec<Pattern> {
    let pattern = pattern.opened();
    let Some((lead, vowel, tail)) = last.and_then(hangul::split) else { return vec![pattern] };
    if tail == 0 {
        return vec![pattern.with_last(hangul::open_range(lead, vowel))];
    }
    let (kept, moved) = match hangul::split_tail(tail) {
        Some((first, second)) => (hangul::tail_index(first).unwrap_or(0), second),
        None => (0, hangul::tail_jamo(tail)),
    };
    let syllable = hangul::join(lead, vowel, kept);
    let next = hangul::lead_index(moved);
    let carried = next
        .map(|next| pattern.clone().with_last((syllable, syllable)).and(hangul::lead_range(next)));
    std::iter::once(pattern).chain(carried).collect()
}

impl Index {
    /// True for fields whose values are suggested.
    pub(crate) fn is_named(&self, field: usize) -> bool {
        self.field_kind(field) != FieldKind::Text
    }
}
