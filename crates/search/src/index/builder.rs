//! Building an index, document by document.

use super::column::{FacetColumn, Strings};
use super::interner::{GramInterner, WordInterner};
use super::streams::Streams;
use super::{Index, Terms, Values};
use crate::analyzer::{self, Sink};
use crate::bytes;
use crate::dictionary::Dictionary;
use crate::matcher::Scratch;
use crate::postings::{ListWriter, MAX_FREQUENCY, Occurrence, Patterns, Posting};
use crate::schema::{Document, FieldKind, FieldText, Schema, SortValue};
use crate::scorer::Norms;
use crate::sort;
use crate::text::fold::{self, Folded};
use std::sync::OnceLock;

/// Most fields a schema may have; further ones are ignored.
pub(crate) const MAX_FIELDS: usize = 64;

/// Collects documents and makes an [`Index`] of them. The same documents in the same order give the same bytes.
#[derive(Debug)]
pub struct IndexBuilder {
    schema: Schema,
    ids: Strings,
    priors: Vec<f32>,
    values: Values,
    texts: Strings,
    languages: Vec<String>,
    lengths: Vec<Vec<u32>>,
    facets: Vec<FacetBuilder>,
    sort_values: Vec<Vec<Option<SortValue>>>,
    synonyms: Vec<Vec<String>>,
    grams: GramInterner,
    words: WordInterner,
    gram_lists: Vec<ListWriter>,
    word_lists: Vec<ListWriter>,
    patterns: Patterns,
    /// Terms of the document being added: word bit, term number, field, packed so that they sort by term.
    pending: Vec<u64>,
    /// The text being added.
    folded: Folded,
    streams: Streams,
}

#[derive(Debug, Default)]
struct FacetBuilder {
    numbers: WordInterner,
    labels: Vec<(String, String)>,
    starts: Vec<u32>,
    codes: Vec<u32>,
}

/// Sends the terms of one field to the builder.
struct FieldSink<'a> {
    grams: &'a mut GramInterner,
    words: &'a mut WordInterner,
    pending: &'a mut Vec<u64>,
    field: u64,
    length: u32,
}

const WORD_BIT: u64 = 1 << 48;

impl Sink for FieldSink<'_> {
    fn gram(&mut self, gram: u32) {
        let number = u64::from(self.grams.number(gram));
        self.pending.push(number << 8 | self.field);
        self.length += 1;
    }

    fn word(&mut self, word: &str) {
        let number = u64::from(self.words.number(word));
        self.pending.push(WORD_BIT | number << 8 | self.field);
        self.length += 1;
    }
}

impl IndexBuilder {
    /// An empty builder. Fields, facets and sort keys beyond the limits of [`Schema`] are ignored.
    pub fn new(mut schema: Schema) -> IndexBuilder {
        schema.fields.truncate(MAX_FIELDS);
        schema.facets.truncate(64);
        schema.sort_keys.truncate(16);
        let main =
            schema.fields.iter().position(|field| field.kind == FieldKind::Text).unwrap_or(0);
        IndexBuilder {
            ids: Strings::default(),
            priors: Vec::new(),
            values: Values { starts: vec![0], entries: Vec::new() },
            texts: Strings::default(),
            languages: vec![String::new()],
            lengths: vec![Vec::new(); schema.fields.len()],
            facets: schema
                .facets
                .iter()
                .map(|_| FacetBuilder { starts: vec![0], ..FacetBuilder::default() })
                .collect(),
            sort_values: vec![Vec::new(); schema.sort_keys.len()],
            synonyms: Vec::new(),
            grams: GramInterner::default(),
            words: WordInterner::default(),
            gram_lists: Vec::new(),
            word_lists: Vec::new(),
            patterns: Patterns::new(main as u8),
            pending: Vec::new(),
            folded: Folded::default(),
            streams: Streams::default(),
            schema,
        }
    }

    /// Adds a document; its number is the count of documents before it.
    pub fn add(&mut self, document: &Document) {
        let doc = self.priors.len() as u32;
        self.ids.push(&document.id);
        let sound = document.prior.is_finite() && document.prior > 0.0;
        self.priors.push(if sound { document.prior } else { 1.0 });
        self.lengths.iter_mut().for_each(|lengths| lengths.push(0));
        for text in &document.texts {
            self.add_text(doc, text);
        }
        self.values.starts.push(self.values.entries.len() as u32);
        self.post(doc);
        self.add_facets(&document.facets);
        for (key, values) in self.sort_values.iter_mut().enumerate() {
            let found = document.sort_keys.iter().find(|(number, _)| *number == key);
            values.push(found.map(|(_, value)| value.clone()));
        }
    }

    /// Number of documents added.
    pub fn len(&self) -> usize {
        self.priors.len()
    }

    /// True while no document was added.
    pub fn is_empty(&self) -> bool {
        self.priors.is_empty()
    }

    /// Names a facet value for queries: after `label(0, "event", "행사")` the query `종류:행사` means `kind:event`.
    pub fn label(&mut self, facet: usize, value: &str, label: &str) {
        if let Some(facet) = self.facets.get_mut(facet) {
            facet.labels.push((value.to_owned(), label.to_owned()));
        }
    }

    /// Declares terms to be equivalent: a query with one of them also finds the others, a little below literal matches.
    pub fn synonyms(&mut self, group: &[&str]) {
        self.synonyms.push(group.iter().map(|term| (*term).to_owned()).collect());
    }

    fn add_text(&mut self, doc: u32, text: &FieldText) {
        let Some(options) = self.schema.fields.get(text.field) else { return };
        let stored = options.stored;
        let language = self.language(&text.language);
        self.values.entries.push((text.field as u8, language));
        self.texts.push(if stored { &text.text } else { "" });
        self.folded.units.clear();
        self.folded.flags.clear();
        fold::fold_into(&text.text, &mut self.folded);
        let mut sink = FieldSink {
            grams: &mut self.grams,
            words: &mut self.words,
            pending: &mut self.pending,
            field: text.field as u64,
            length: 0,
        };
        analyzer::analyze(&self.folded, &mut sink);
        let length = sink.length;
        self.streams.push_folded(&self.folded);
        if let Some(slot) =
            self.lengths.get_mut(text.field).and_then(|field| field.get_mut(doc as usize))
        {
            *slot = slot.saturating_add(length);
        }
    }

    fn language(&mut self, language: &str) -> u8 {
        if let Some(at) = self.languages.iter().position(|known| known == language) {
            return at as u8;
        }
        if self.languages.len() > usize::from(u8::MAX) {
            return 0;
        }
        self.languages.push(language.to_owned());
        (self.languages.len() - 1) as u8
    }

    /// Writes the pending terms of a document to their posting lists.
    fn post(&mut self, doc: u32) {
        let mut pending = std::mem::take(&mut self.pending);
        sort::keys(&mut pending);
        self.gram_lists.resize_with(self.grams.keys.len(), ListWriter::default);
        self.word_lists.resize_with(self.words.len(), ListWriter::default);
        let mut occurrence = Occurrence::new();
        for same in pending.chunk_by(|a, b| a >> 8 == b >> 8) {
            let Some(&first) = same.first() else { continue };
            occurrences(same, &mut occurrence);
            let code = self.patterns.code(&occurrence);
            let lists =
                if first & WORD_BIT == 0 { &mut self.gram_lists } else { &mut self.word_lists };
            let number = (first & !WORD_BIT) >> 8;
            if let Some(list) = lists.get_mut(number as usize) {
                list.push(Posting { doc, code });
            }
        }
        pending.clear();
        self.pending = pending;
    }

    fn add_facets(&mut self, given: &[(usize, String)]) {
        for (number, facet) in self.facets.iter_mut().enumerate() {
            let from = facet.codes.len();
            for (_, value) in given.iter().filter(|(facet, _)| *facet == number) {
                let code = facet.numbers.number(value);
                if !facet.codes.get(from..).unwrap_or(&[]).contains(&code) {
                    facet.codes.push(code);
                }
            }
            facet.starts.push(facet.codes.len() as u32);
        }
    }

    /// Makes the index.
    pub fn finish(self) -> Index {
        let mut index = Index {
            terms: terms(
                &self.grams,
                &self.words,
                &self.gram_lists,
                &self.word_lists,
                self.patterns,
            ),
            schema: self.schema,
            ids: self.ids,
            priors: self.priors,
            facets: self.facets.into_iter().map(FacetBuilder::finish).collect(),
            sort_ranks: self.sort_values.into_iter().map(|values| ranks(&values)).collect(),
            languages: self.languages,
            values: self.values,
            texts: self.texts,
            lengths: self.lengths,
            synonyms: self.synonyms,
            streams: self.streams,
            norms: Norms::default(),
            names: Vec::new(),
            longest_name: 0,
            synonym_keys: Vec::new(),
            scratch: Scratch::default(),
            sketches: OnceLock::new(),
        };
        index.derive();
        index
    }
}

fn occurrences(same: &[u64], out: &mut Occurrence) {
    out.clear();
    for key in same {
        let field = (key & 0xFF) as u8;
        match out.last_mut() {
            Some(last) if last.0 == field => last.1 = (last.1 + 1).min(MAX_FREQUENCY),
            _ => out.push((field, 1)),
        }
    }
}

fn terms(
    grams: &GramInterner,
    words: &WordInterner,
    gram_lists: &[ListWriter],
    word_lists: &[ListWriter],
    patterns: Patterns,
) -> Terms {
    let mut gram_order: Vec<u64> =
        (0..).zip(&grams.keys).map(|(at, &gram)| sort::key(gram, at)).collect();
    sort::keys(&mut gram_order);
    let gram_order: Vec<(u32, u32)> = gram_order.into_iter().map(sort::parts).collect();
    let word_order =
        sort::order(words.len(), &|a, b| words.word(a as u32).cmp(words.word(b as u32)));
    let mut terms = Terms {
        grams: gram_order.iter().map(|&(key, _)| key).collect(),
        words: Dictionary::from_sorted(word_order.iter().map(|&at| words.word(at))),
        patterns: patterns.finish(),
        ..Terms::default()
    };
    for list in gram_order.iter().filter_map(|&(_, at)| gram_lists.get(at as usize)) {
        terms.starts.push(terms.postings.len() as u32);
        list.write(&mut terms.postings);
    }
    let mut bytes = Vec::new();
    for (at, list) in word_order.iter().filter_map(|&at| Some((at, word_lists.get(at as usize)?))) {
        bytes.clear();
        list.write(&mut bytes);
        // A list that is that of the stem or of a gram is kept once.
        let other =
            terms.reference(words.word(at)).and_then(|term| terms.starts.get(term).copied());
        let same = other.filter(|&start| {
            terms.postings.get(start as usize..).is_some_and(|list| list.starts_with(&bytes))
        });
        terms.starts.push(same.unwrap_or(terms.postings.len() as u32));
        if same.is_none() {
            terms.postings.extend_from_slice(&bytes);
        }
    }
    terms
}

impl FacetBuilder {
    /// Renumbers the values in sorted order.
    fn finish(self) -> FacetColumn {
        let value = |at: usize| self.numbers.word(at as u32);
        let mut renumbered = vec![0; self.numbers.len()];
        let mut values = Strings::default();
        let order = sort::order(self.numbers.len(), &|a, b| value(a).cmp(value(b)));
        for (new, old) in order.into_iter().map(|old| old as usize).enumerate() {
            values.push(value(old));
            if let Some(slot) = renumbered.get_mut(old) {
                *slot = new as u32;
            }
        }
        let mut labels = Vec::new();
        for (value, label) in self.labels {
            if let Some(at) = (0..values.len()).find(|&at| values.get(at) == value) {
                labels.push((at as u32, label));
            }
        }
        let codes = self
            .codes
            .iter()
            .map(|&old| renumbered.get(old as usize).copied().unwrap_or(0))
            .collect();
        FacetColumn { values, labels, starts: self.starts, codes }
    }
}

/// Equal values have equal ranks; numbers come before texts, documents without a value last.
fn ranks(values: &[Option<SortValue>]) -> Vec<u32> {
    let mut folded = Streams::default();
    let mut firsts: Vec<(u8, u64)> = Vec::with_capacity(values.len());
    for (at, value) in values.iter().enumerate() {
        folded.push(if let Some(SortValue::Text(text)) = value { text } else { "" });
        firsts.push(match value {
            // Flipping the sign puts negative numbers first.
            Some(SortValue::Number(number)) => (0, *number as u64 ^ 1 << 63),
            Some(SortValue::Text(_)) => (1, first_units(folded.get(at).0)),
            None => (2, 0),
        });
    }
    let text = |at: usize| match values.get(at) {
        Some(Some(SortValue::Text(text))) => text.as_str(),
        _ => "",
    };
    // Most are told apart by their first units; the rest of a text is looked at only where it matters.
    let compare = |a: usize, b: usize| {
        let first = firsts.get(a).cmp(&firsts.get(b));
        first.then_with(|| folded.get(a).0.cmp(folded.get(b).0)).then_with(|| text(a).cmp(text(b)))
    };
    let mut ranks = vec![u32::MAX; values.len()];
    let mut rank = 0;
    let mut before: Option<usize> = None;
    for at in sort::order(values.len(), &compare).into_iter().map(|at| at as usize) {
        if values.get(at).is_none_or(Option::is_none) {
            break;
        }
        rank += u32::from(before.is_some_and(|before| compare(before, at).is_ne()));
        before = Some(at);
        if let Some(slot) = ranks.get_mut(at) {
            *slot = rank;
        }
    }
    ranks
}

/// The first four units as a number that sorts as they do.
fn first_units(units: &[u16]) -> u64 {
    (0..4).fold(0, |key, at| key << 16 | u64::from(units.get(at).copied().unwrap_or(0)))
}

impl Index {
    /// Computes what follows from the rest and the folded texts: norms, tables of names and synonyms.
    pub(crate) fn derive(&mut self) {
        self.norms = Norms::of(self);
        self.derive_names();
        let mut keys = Vec::new();
        for (group, terms) in self.synonyms.iter().enumerate() {
            for (place, term) in terms.iter().enumerate() {
                let units = fold::fold(term).units;
                keys.push((bytes::hash_units(&units), group as u32, place as u32));
                self.longest_name = self.longest_name.max(units.len());
            }
        }
        sort::sort_by(&mut keys, &|a, b| a.cmp(b));
        self.synonym_keys = keys;
    }

    fn derive_names(&mut self) {
        let named = |value: &usize| self.is_named(self.values.field(*value));
        let key =
            |value: usize| sort::key(bytes::hash_units(self.streams.get(value).0), value as u32);
        let mut names: Vec<u64> = (0..self.values.entries.len()).filter(named).map(key).collect();
        sort::keys(&mut names);
        self.names = names.into_iter().map(sort::parts).collect();
        let len = |name: &(u32, u32)| self.streams.get(name.1 as usize).0.len();
        let longest = self.names.iter().map(len).max().unwrap_or(0);
        self.longest_name = self.longest_name.max(longest);
    }

    /// Gives the texts of fields that are not stored: called with document, field and the number of the value within
    /// that field (from 0), in the order they were added; `None` leaves a text unknown.
    pub fn attach_texts<'t>(&mut self, mut text: impl FnMut(u32, usize, usize) -> Option<&'t str>) {
        let mut streams = Streams::default();
        for doc in 0..self.len() as u32 {
            let mut counts = [0usize; MAX_FIELDS];
            for value in self.values.of(doc) {
                let field = self.values.field(value);
                let stored = self.schema.fields.get(field).is_none_or(|options| options.stored);
                let place = counts.get_mut(field).map_or(0, |count| {
                    *count += 1;
                    *count - 1
                });
                let given =
                    if stored { Some(self.texts.get(value)) } else { text(doc, field, place) };
                streams.push(given.unwrap_or(""));
            }
        }
        self.streams = streams;
        self.derive_names();
    }
}
