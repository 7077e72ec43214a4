//! Building an index, document by document.

use super::column::{self, FacetColumn};
use super::interner::{GramInterner, WordInterner};
use super::{Index, Terms};
use crate::analyzer::{self, Sink};
use crate::bytes;
use crate::postings::{ListWriter, MAX_FREQUENCY, Occurrence, Patterns, Posting};
use crate::schema::{Document, FieldKind, FieldText, Schema, SortValue};
use crate::sort;
use crate::text::fold::{self, Folded};
use crate::work::{Pace, Work};
use std::borrow::Cow;

/// Most fields a schema may have; further ones are ignored.
pub(crate) const MAX_FIELDS: usize = 64;

/// Names that are looked through for one, on average.
const NAMES_A_BUCKET: usize = 2;

/// Gives a text that an index does not store: of a document, a field, and the number of the value within that field.
pub(crate) type TextSource<'a> = dyn FnMut(u32, usize, usize) -> Option<Cow<'a, str>> + 'a;

/// Collects documents and makes an [`Index`] of them. The same documents in the same order give the same bytes.
#[derive(Debug)]
pub struct IndexBuilder {
    /// What needs no putting together.
    index: Index,
    facets: Vec<FacetBuilder>,
    sort_values: Vec<Vec<Option<SortValue>>>,
    grams: GramInterner,
    words: WordInterner,
    /// By the number of a word.
    stems: Vec<Stem>,
    gram_lists: Vec<ListWriter>,
    word_lists: Vec<ListWriter>,
    patterns: Patterns,
    /// Terms of the document being added: word bit, term number, field, packed so that they sort by term.
    pending: Vec<u64>,
    /// The text being added.
    folded: Folded,
}

#[derive(Debug, Default)]
struct FacetBuilder {
    numbers: WordInterner,
    labels: Vec<(String, String)>,
    /// Its codes are numbers of values as they were first seen.
    column: FacetColumn,
}

/// Sends the terms of one field to the builder.
struct FieldSink<'a> {
    grams: &'a mut GramInterner,
    words: &'a mut WordInterner,
    stems: &'a mut Vec<Stem>,
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
        let number = self.words.number(word);
        self.numbered(number);
    }

    fn alphabetic(&mut self, word: &str) {
        let number = self.words.number(word);
        self.numbered(number);
        let at = number as usize;
        self.stems.resize(self.stems.len().max(at + 1), Stem::Unknown);
        if let Some(stem @ Stem::Unknown) = self.stems.get_mut(at) {
            let found = analyzer::english_stem(word).map(|stem| self.words.number(&stem));
            *stem = found.map_or(Stem::None, Stem::Word);
        }
        if let Some(&Stem::Word(stem)) = self.stems.get(at) {
            self.numbered(stem);
        }
    }
}

impl FieldSink<'_> {
    fn numbered(&mut self, number: u32) {
        self.pending.push(WORD_BIT | u64::from(number) << 8 | self.field);
        self.length += 1;
    }
}

/// What is known of the stem of a word: stemming takes longer than all else that is done for a word.
#[derive(Clone, Copy, Debug)]
enum Stem {
    Unknown,
    None,
    Word(u32),
}

impl IndexBuilder {
    /// An empty builder. Fields, facets and sort keys beyond the limits of [`Schema`] are ignored.
    pub fn new(mut schema: Schema) -> IndexBuilder {
        schema.fields.truncate(MAX_FIELDS);
        schema.facets.truncate(64);
        schema.sort_keys.truncate(16);
        let main =
            schema.fields.iter().position(|field| field.kind == FieldKind::Text).unwrap_or(0);
        let mut index = Index::empty();
        index.values.starts.push(0);
        index.languages.push(String::new());
        index.norms.lengths.resize(schema.fields.len(), Vec::new());
        let sort_values = vec![Vec::new(); schema.sort_keys.len()];
        let facets = schema.facets.iter().map(|_| FacetBuilder::new()).collect();
        index.schema = schema;
        IndexBuilder {
            index,
            facets,
            sort_values,
            grams: GramInterner::default(),
            words: WordInterner::default(),
            stems: Vec::new(),
            gram_lists: Vec::new(),
            word_lists: Vec::new(),
            patterns: Patterns::new(main as u8),
            pending: Vec::new(),
            folded: Folded::default(),
        }
    }

    /// Adds a document; its number is the count of documents before it.
    pub fn add(&mut self, document: &Document) {
        let doc = self.index.priors.len() as u32;
        self.index.ids.push(&document.id);
        let sound = document.prior.is_finite() && document.prior > 0.0;
        self.index.priors.push(if sound { document.prior } else { 1.0 });
        self.index.norms.lengths.iter_mut().for_each(|lengths| lengths.push(0));
        for text in &document.texts {
            self.add_text(doc, text);
        }
        self.index.values.starts.push(self.index.values.entries.len() as u32);
        self.post(doc);
        self.add_facets(&document.facets);
        for (key, values) in self.sort_values.iter_mut().enumerate() {
            let found = document.sort_keys.iter().find(|(number, _)| *number == key);
            values.push(found.map(|(_, value)| value.clone()));
        }
    }

    /// Number of documents added.
    pub fn len(&self) -> usize {
        self.index.priors.len()
    }

    /// True while no document was added.
    pub fn is_empty(&self) -> bool {
        self.index.priors.is_empty()
    }

    /// Names a facet value for queries: after `label(0, "event", "행사")` the query `종류:행사` means `kind:event`.
    pub fn label(&mut self, facet: usize, value: &str, label: &str) {
        if let Some(facet) = self.facets.get_mut(facet) {
            facet.labels.push((value.to_owned(), label.to_owned()));
        }
    }

    /// Declares terms to be equivalent: a query with one of them also finds the others, a little below literal matches.
    pub fn synonyms(&mut self, group: &[&str]) {
        self.index.synonyms.push(group.iter().map(|term| (*term).to_owned()).collect());
    }

    fn add_text(&mut self, doc: u32, text: &FieldText) {
        let Some(options) = self.index.schema.fields.get(text.field) else { return };
        let stored = options.stored;
        let language = self.language(&text.language);
        self.index.values.entries.push((text.field as u8, language));
        self.index.texts.push(if stored { &text.text } else { "" });
        self.folded.clear();
        fold::fold_into(&text.text, &mut self.folded);
        let mut sink = FieldSink {
            grams: &mut self.grams,
            words: &mut self.words,
            stems: &mut self.stems,
            pending: &mut self.pending,
            field: text.field as u64,
            length: 0,
        };
        analyzer::analyze(&self.folded, &mut sink);
        let length = sink.length;
        self.index.streams.push_folded(&self.folded);
        if let Some(slot) = self
            .index
            .norms
            .lengths
            .get_mut(text.field)
            .and_then(|field| field.get_mut(doc as usize))
        {
            *slot = slot.saturating_add(length);
        }
    }

    fn language(&mut self, language: &str) -> u8 {
        if let Some(at) = self.index.languages.iter().position(|known| known == language) {
            return at as u8;
        }
        if self.index.languages.len() > usize::from(u8::MAX) {
            return 0;
        }
        self.index.languages.push(language.to_owned());
        (self.index.languages.len() - 1) as u8
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
            let from = facet.column.codes.len();
            for (_, value) in given.iter().filter(|(facet, _)| *facet == number) {
                let code = facet.numbers.number(value);
                if !facet.column.codes.get(from..).unwrap_or(&[]).contains(&code) {
                    facet.column.codes.push(code);
                }
            }
            facet.column.starts.push(facet.column.codes.len() as u32);
        }
    }

    /// Makes the index at once.
    pub fn finish(self) -> Index {
        self.finishing().run()
    }

    /// Makes the index in pieces; progress counts terms, and for every sort key documents.
    pub fn finishing<'a>(self) -> Work<'a, Index> {
        Work::new(async |pace: &Pace| {
            let mut builder = self;
            builder.assemble(pace).await;
            std::mem::replace(&mut builder.index, Index::empty())
        })
    }

    async fn assemble(&mut self, pace: &Pace) {
        let terms = self.grams.keys.len() + self.words.len();
        pace.expect(terms + self.sort_values.len() * self.len());
        for values in &self.sort_values {
            self.index.sort_ranks.push(ranks(values, pace).await);
        }
        for facet in &mut self.facets {
            self.index.facets.push(facet.finish(pace).await);
        }
        let terms = &mut self.index.terms;
        terms.patterns = self.patterns.finish();
        terms.add_grams(&self.grams, &mut self.gram_lists, pace).await;
        terms.add_words(&self.words, &self.stems, &mut self.word_lists, pace).await;
        self.index.derive(pace).await;
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

impl Terms {
    async fn add_grams(&mut self, grams: &GramInterner, lists: &mut [ListWriter], pace: &Pace) {
        let mut order: Vec<u64> =
            (0..).zip(&grams.keys).map(|(at, &gram)| sort::key(gram, at)).collect();
        sort::keys(&mut order);
        let add = &mut |place: usize| {
            let (gram, at) = sort::parts(*order.get(place)?);
            self.grams.push(gram);
            self.starts.push(self.postings.len() as u32);
            take(lists, at)?.write(&mut self.postings);
            pace.tell(1);
            Some(1)
        };
        pace.each(order.len(), add).await;
    }

    async fn add_words(
        &mut self,
        words: &WordInterner,
        stems: &[Stem],
        lists: &mut [ListWriter],
        pace: &Pace,
    ) {
        let order = words.order(pace).await;
        let mut terms = vec![0; words.len()];
        let mut bytes = Vec::new();
        let add = &mut |place: usize| {
            let at = *order.get(place)?;
            let word = words.word(at);
            bytes.clear();
            take(lists, at)?.write(&mut bytes);
            *terms.get_mut(at as usize)? = self.starts.len();
            // Stems come before all words.
            let other = match stems.get(at as usize) {
                Some(&Stem::Word(stem)) => terms.get(stem as usize).copied(),
                _ => self.reference(word),
            };
            self.add_word(word, &bytes, other);
            pace.tell(1);
            Some(1)
        };
        pace.each(order.len(), add).await;
    }

    /// Adds the next word. A list that is that of another term is kept once.
    fn add_word(&mut self, word: &str, list: &[u8], other: Option<usize>) {
        let other = other.and_then(|term| self.starts.get(term).copied());
        let same = other.filter(|&start| {
            self.postings.get(start as usize..).is_some_and(|lists| lists.starts_with(list))
        });
        self.starts.push(same.unwrap_or(self.postings.len() as u32));
        if same.is_none() {
            self.postings.extend_from_slice(list);
        }
        self.words.push(word);
    }
}

/// A list, which is not needed after: giving all of them back at once would take long.
fn take(lists: &mut [ListWriter], at: u32) -> Option<ListWriter> {
    lists.get_mut(at as usize).map(std::mem::take)
}

impl FacetBuilder {
    fn new() -> FacetBuilder {
        let mut facet = FacetBuilder::default();
        facet.column.starts.push(0);
        facet
    }

    /// Renumbers the values in sorted order.
    async fn finish(&mut self, pace: &Pace) -> FacetColumn {
        let mut column = std::mem::take(&mut self.column);
        let mut renumbered = vec![0; self.numbers.len()];
        let order = self.numbers.order(pace).await;
        for (new, old) in (0..).zip(order) {
            column.values.push(self.numbers.word(old));
            renumbered.get_mut(old as usize).into_iter().for_each(|slot| *slot = new);
        }
        column.starts = column::unless_single(column.starts);
        for code in &mut column.codes {
            *code = renumbered.get(*code as usize).copied().unwrap_or(0);
        }
        for (value, label) in self.labels.drain(..) {
            let known = column.values.iter().position(|known| known == value);
            column.labels.extend(known.map(|at| (at as u32, label)));
        }
        column
    }
}

/// Equal values have equal ranks; numbers come before texts, documents without a value last.
async fn ranks(values: &[Option<SortValue>], pace: &Pace) -> Vec<u32> {
    // Only what is compared is kept: the units of each text, one after the other.
    let (mut units, mut starts) = (Vec::new(), vec![0]);
    let mut folded = Folded::default();
    let mut firsts: Vec<(u8, u64)> = Vec::with_capacity(values.len());
    let fold = &mut |at: usize| {
        let value = values.get(at)?;
        folded.clear();
        firsts.push(match value {
            // Flipping the sign puts negative numbers first.
            Some(SortValue::Number(number)) => (0, *number as u64 ^ 1 << 63),
            Some(SortValue::Text(text)) => {
                fold::fold_into(text, &mut folded);
                (1, first_units(&folded.units))
            }
            None => (2, 0),
        });
        units.extend_from_slice(&folded.units);
        starts.push(units.len() as u32);
        pace.tell(1);
        Some(1 + folded.units.len())
    };
    pace.each(values.len(), fold).await;
    let text = |at: usize| match values.get(at) {
        Some(Some(SortValue::Text(text))) => text.as_str(),
        _ => "",
    };
    let units = |at: usize| units.get(column::range(&starts, at));
    // Most are told apart by their first units; the rest of a text is looked at only where it matters.
    let compare = |a: usize, b: usize| {
        let first = firsts.get(a).cmp(&firsts.get(b));
        first.then_with(|| units(a).cmp(&units(b))).then_with(|| text(a).cmp(text(b)))
    };
    let order = sort::order(values.len(), &compare, pace).await;
    let mut ranks = vec![u32::MAX; values.len()];
    let mut rank = 0;
    let mut before: Option<usize> = None;
    let give = &mut |place: usize| {
        let at = *order.get(place)? as usize;
        values.get(at)?.as_ref()?;
        rank += u32::from(before.is_some_and(|before| compare(before, at).is_ne()));
        before = Some(at);
        *ranks.get_mut(at)? = rank;
        Some(1)
    };
    pace.each(values.len(), give).await;
    ranks
}

/// The first four units as a number that sorts as they do.
fn first_units(units: &[u16]) -> u64 {
    (0..4).fold(0, |key, at| key << 16 | u64::from(units.get(at).copied().unwrap_or(0)))
}

impl Index {
    /// Computes what follows from the rest and the folded texts: norms, tables of names and synonyms.
    pub(crate) async fn derive(&mut self, pace: &Pace) {
        let main = self.terms.patterns.first().map_or(&[][..], Vec::as_slice);
        self.norms.derive(&self.schema, main, pace).await;
        let mut names = Vec::new();
        let values = self.values.entries.len();
        let mut room = Vec::new();
        let add_name = &mut |value: usize| {
            let units = self.streams.get(value, &mut room).0;
            if self.is_named(self.values.field(value)) && !units.is_empty() {
                names.push(sort::key(bytes::hash_units(units), value as u32));
                self.longest_name = self.longest_name.max(units.len());
            }
            Some(1)
        };
        pace.each(values, add_name).await;
        sort::keys(&mut names);
        let buckets = names.len() / NAMES_A_BUCKET + 1;
        let bucket = |name: &u64| bytes::share(sort::parts(*name).0, buckets);
        let start = |at: usize| names.partition_point(|name| bucket(name) < at) as u32;
        self.name_starts = (0..=buckets).map(start).collect();
        self.names = names.iter().map(|&name| sort::parts(name).1).collect();
        self.derive_synonyms();
    }

    fn derive_synonyms(&mut self) {
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

    /// Folds all texts: those that are stored, and those that are given.
    pub(crate) async fn fold_texts(&mut self, given: &mut TextSource<'_>, pace: &Pace) {
        let docs = self.len();
        self.streams.reserve(&self.texts);
        let mut room = Folded::default();
        let fold = &mut |doc: usize| {
            let before = self.streams.units();
            self.fold_document(doc as u32, given, &mut room);
            pace.tell(1);
            Some(1 + self.streams.units() - before)
        };
        pace.each(docs, fold).await;
        self.streams.shrink();
    }

    fn fold_document(&mut self, doc: u32, given: &mut TextSource<'_>, room: &mut Folded) {
        let mut counts = [0usize; MAX_FIELDS];
        for value in self.values.of(doc) {
            let field = self.values.field(value);
            let stored = self.schema.fields.get(field).is_none_or(|options| options.stored);
            let place = counts.get_mut(field).map_or(0, |count| {
                *count += 1;
                *count - 1
            });
            match stored {
                true => self.streams.push(self.texts.get(value), room),
                false => self.streams.push(&given(doc, field, place).unwrap_or_default(), room),
            }
        }
    }
}
