//! Searching for scripts: one way for the atlas and for loaded data, and both lists merged into one. Pure of the browser.

use super::arguments::{Order, SearchCall};
use crate::engine::Engine;
use crate::own_data::Collection;
use crate::own_data::columns::Shape;
use crate::own_data::row;
use crate::sort;
use catalog::{Locale, RecordIx};
use search::{Index, Query, ReadingKind, Refinement, Request, Response, Sort};
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::ops::Range;

/// Characters of a snippet.
const SNIPPET_CHARS: usize = 180;
/// Values given of a facet; chosen ones are given besides.
const FACET_VALUES: usize = 100;
/// Explanations cost a search each: only so many hits get one.
const EXPLAINED: usize = 50;

/// Where a hit comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// The dataset of the atlas.
    Atlas,
    /// Loaded data.
    Own,
}

/// The answer to a search.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Found {
    /// How many match, exact.
    pub total: usize,
    /// How long it took, in milliseconds.
    pub took_ms: f64,
    /// The hits asked for.
    pub hits: Vec<FoundHit>,
    /// For every facet its values, most frequent first.
    pub facets: BTreeMap<String, Vec<FoundValue>>,
    /// How the query was understood.
    pub interpretation: Interpretation,
}

/// A hit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FoundHit {
    /// The id.
    pub id: String,
    /// What it is.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// How well it matches; comparable among hits of one origin in one answer.
    pub score: f32,
    /// A piece of its text around what matched.
    pub snippet: String,
    /// Where it matched, best first.
    pub matched: Vec<FoundMatch>,
    /// Whether it is of the atlas or loaded.
    pub provenance: Origin,
    /// Whether a name or symbol of it is the whole query.
    pub exact: bool,
    /// What to mark in the name: from and to, in UTF-16 units as scripts count.
    pub name_marks: Vec<(usize, usize)>,
    /// What to mark in the snippet.
    pub snippet_marks: Vec<(usize, usize)>,
    /// The parts of the score, where asked for. Sent apart from the hit, see [`Ranked::into_bytes`].
    #[serde(skip_serializing_if = "Option::is_none", skip_deserializing)]
    pub explanation: Option<FoundScore>,
}

/// Where a hit matched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundMatch {
    /// The field or column.
    pub field: String,
    /// The language of the text, or "".
    pub lang: String,
    /// How the words were understood.
    pub how: String,
    /// Words of the query found there.
    pub words: usize,
}

/// A value of a facet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundValue {
    /// The value, as filters take it.
    pub value: String,
    /// What it is shown as.
    pub label: String,
    /// How many hits have it.
    pub count: usize,
}

/// How a query was understood.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interpretation {
    /// The query in its canonical form.
    pub query: String,
    /// Words that were not taken as typed.
    pub readings: Vec<FoundReading>,
    /// Words that are found nowhere, and what they may have been meant as; these were not looked for.
    pub offers: Vec<FoundReading>,
    /// Whether nothing has everything, so that hits have the larger part.
    pub relaxed: bool,
}

/// A word that was not taken as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FoundReading {
    /// What was typed.
    pub typed: String,
    /// What was looked for.
    pub read_as: String,
    /// By which way of reading.
    pub how: String,
}

/// The parts of a score.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FoundScore {
    /// The score.
    pub score: f32,
    /// The factor for worth before any query.
    pub prior: f32,
    /// The factor for words that stand together.
    pub runs: f32,
    /// What each term adds.
    pub terms: Vec<FoundTerm>,
}

/// What one term adds to a score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FoundTerm {
    /// The term.
    pub term: String,
    /// How it was understood.
    pub how: String,
    /// Documents that have it.
    pub documents: u32,
    /// What it adds.
    pub score: f32,
}

/// What hits of two lists are merged by.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Rank {
    exact: bool,
    relaxed: bool,
    key: Option<Key>,
}

#[derive(Clone, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
enum Key {
    Number(i64),
    Text(String),
}

/// An answer with what is needed to merge it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Ranked {
    /// The answer.
    pub found: Found,
    /// For each hit.
    pub ranks: Vec<Rank>,
}

impl Ranked {
    /// The answer as one program sends it to itself in a worker. Between the two nothing needs the names of entries, and
    /// reading objects of a script by name would be 15 KB of the page.
    ///
    /// # Errors
    /// With a text that says what cannot be written; nothing that a search gives.
    pub fn into_bytes(mut self) -> Result<Vec<u8>, String> {
        let hits = self.found.hits.iter_mut();
        let explanations: Vec<Option<FoundScore>> =
            hits.map(|hit| hit.explanation.take()).collect();
        postcard::to_allocvec(&(self, explanations)).map_err(|error| error.to_string())
    }

    /// Reads what [`Ranked::into_bytes`] wrote.
    ///
    /// # Errors
    /// With a text that says what is wrong with other bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Ranked, String> {
        let (mut ranked, explanations): (Ranked, Vec<Option<FoundScore>>) =
            postcard::from_bytes(bytes).map_err(|error| error.to_string())?;
        for (hit, explanation) in ranked.found.hits.iter_mut().zip(explanations) {
            hit.explanation = explanation;
        }
        Ok(ranked)
    }
}

/// What differs between the atlas and loaded data.
pub trait Shelf {
    /// The index.
    fn index(&self) -> &Index;
    /// Which of the two it is.
    fn origin(&self) -> Origin;
    /// The order of an answer.
    fn sort(&self, order: &Order, locale: Locale) -> Sort;
    /// The date of a document as `yyyymmdd`.
    fn date(&self, doc: u32) -> Option<i64>;
    /// Kind and name.
    fn title(&self, doc: u32, locale: Locale) -> (String, String);
    /// The text that a snippet is cut from, given the field that matched best.
    fn body(&self, doc: u32, field: Option<usize>, locale: Locale) -> String;
    /// What a value of a facet is shown as.
    fn label(&self, facet: &str, value: &str, locale: Locale) -> Option<String>;
}

impl Shelf for Engine {
    fn index(&self) -> &Index {
        Engine::index(self)
    }

    fn origin(&self) -> Origin {
        Origin::Atlas
    }

    fn sort(&self, order: &Order, locale: Locale) -> Sort {
        let key = |name: &str| {
            self.index().schema().sort_keys.iter().position(|key| key == name).unwrap_or(0)
        };
        match order {
            Order::Newest => Sort::Key { key: key("date"), descending: true },
            Order::Oldest => Sort::Key { key: key("date"), descending: false },
            Order::Name => {
                Sort::Key { key: key(&format!("name-{}", locale.as_str())), descending: false }
            }
            // The atlas has no such column: the order among its records stays by relevance.
            Order::Relevance | Order::Column { .. } => Sort::Relevance,
        }
    }

    fn date(&self, doc: u32) -> Option<i64> {
        let (year, month, day) = self.catalog.record(RecordIx(doc))?.date.as_ref()?.earliest()?;
        Some(i64::from(year) * 10_000 + i64::from(month) * 100 + i64::from(day))
    }

    fn title(&self, doc: u32, locale: Locale) -> (String, String) {
        let record = self.catalog.record(RecordIx(doc));
        record.map_or_else(Default::default, |record| {
            (record.kind().as_str().to_owned(), record.name.text(locale).to_owned())
        })
    }

    fn body(&self, doc: u32, _field: Option<usize>, locale: Locale) -> String {
        let summary = self.catalog.record(RecordIx(doc)).and_then(|record| record.summary.as_ref());
        summary.map_or_else(String::new, |summary| summary.text(locale).to_owned())
    }

    fn label(&self, facet: &str, value: &str, locale: Locale) -> Option<String> {
        self.catalog.facet_label(facet, value).map(|label| label.text(locale).to_owned())
    }
}

impl Shelf for Collection {
    fn index(&self) -> &Index {
        &self.index
    }

    fn origin(&self) -> Origin {
        Origin::Own
    }

    fn sort(&self, order: &Order, _locale: Locale) -> Sort {
        let dates = |descending| {
            self.layout
                .date_key(&self.columns)
                .map_or(Sort::Relevance, |key| Sort::Key { key, descending })
        };
        match order {
            Order::Relevance => Sort::Relevance,
            Order::Newest => dates(true),
            Order::Oldest => dates(false),
            Order::Name => Sort::Key { key: 0, descending: false },
            Order::Column { name, descending } => {
                // The first sort key is the name of a row, whatever a column is called.
                let key = self.index.schema().sort_keys.iter().skip(1).position(|key| key == name);
                key.map_or(Sort::Relevance, |key| Sort::Key {
                    key: key + 1,
                    descending: *descending,
                })
            }
        }
    }

    fn date(&self, doc: u32) -> Option<i64> {
        /// Numbers are sorted in millionths, see `columns`.
        const YEAR: i64 = 1_000_000;
        let key = self.layout.date_key(&self.columns)?;
        let number = self.layout.sort_number(&self.rows.value(doc as usize), key)?;
        let is_date = self.columns.iter().any(|column| {
            column.shape == Shape::Date
                && self.index.schema().sort_keys.get(key) == Some(&column.name)
        });
        Some(if is_date { number } else { number / YEAR * 10_000 })
    }

    fn title(&self, doc: u32, locale: Locale) -> (String, String) {
        let value = self.rows.value(doc as usize);
        (row::kind(&value).unwrap_or("own").to_owned(), row::shown_name(&value, locale.as_str()))
    }

    /// The column that matched, where it is a text of its own; the running text else.
    fn body(&self, doc: u32, field: Option<usize>, locale: Locale) -> String {
        let value = self.rows.value(doc as usize);
        let column = field.and_then(|field| self.layout.column_of(field));
        let texts = column
            .and_then(|column| value.get(column))
            .map(row::texts)
            .filter(|texts| !texts.is_empty())
            .unwrap_or_else(|| row::bodies(&value));
        let own = texts.iter().find(|(language, _)| *language == locale.as_str()).or(texts.first());
        own.map_or_else(String::new, |(_, text)| (*text).to_owned())
    }

    fn label(&self, _facet: &str, _value: &str, _locale: Locale) -> Option<String> {
        None
    }
}

/// Searches a shelf.
pub fn run(
    shelf: &dyn Shelf,
    call: &SearchCall,
    offset: usize,
    limit: usize,
    locale: Locale,
) -> Ranked {
    let index = shelf.index();
    let mut found = Found {
        interpretation: Interpretation {
            query: Query::parse(&call.text).to_string(),
            ..Interpretation::default()
        },
        ..Found::default()
    };
    let Some(request) = request(shelf, call, offset, limit, locale) else {
        return Ranked { found, ranks: Vec::new() };
    };
    let response = index.search(&request);
    found.total = response.total;
    found.interpretation.relaxed = response.relaxed;
    let reading = |reading: &search::Reading| FoundReading {
        typed: reading.typed.clone(),
        read_as: reading.read_as.clone(),
        how: how(reading.kind).to_owned(),
    };
    found.interpretation.readings = response.readings.iter().map(reading).collect();
    found.interpretation.offers = response.offers.iter().map(reading).collect();
    found.facets = facets(shelf, call, &response, locale);
    let mut ranks = Vec::with_capacity(response.hits.len());
    for (place, hit) in response.hits.iter().enumerate() {
        let mut shown = shown(shelf, hit, &response, locale);
        ranks.push(Rank {
            exact: hit.exact,
            relaxed: response.relaxed,
            key: key(shelf, &call.order, hit.doc, &shown.name),
        });
        if call.explain && place < EXPLAINED {
            shown.explanation = Some(score(index, &request, hit.doc));
        }
        found.hits.push(shown);
    }
    Ranked { found, ranks }
}

/// The request to an index; none when it lacks a facet that is asked for, so that nothing can match.
fn request(
    shelf: &dyn Shelf,
    call: &SearchCall,
    offset: usize,
    limit: usize,
    locale: Locale,
) -> Option<Request> {
    let facets = &shelf.index().schema().facets;
    let mut refinements = Vec::new();
    for filter in &call.filters {
        let facet = facets.iter().position(|facet| facet.name == filter.facet)?;
        let ranges: Vec<(i64, i64)> = filter
            .range
            .into_iter()
            .chain(filter.values.iter().filter_map(|value| range(value)))
            .collect();
        let values: Vec<String> =
            filter.values.iter().filter(|value| range(value).is_none()).cloned().collect();
        if !values.is_empty() || ranges.len() == 1 {
            refinements.push(Refinement { facet, values, range: ranges.first().copied() });
        }
    }
    let sort = shelf.sort(&call.order, locale);
    Some(Request {
        refinements,
        sort,
        offset,
        literal: call.literal,
        ..Request::new(&call.text, limit)
    })
}

/// A range as queries write it: `2015..2020`, with either end left out.
fn range(value: &str) -> Option<(i64, i64)> {
    let (from, to) = value.split_once("..")?;
    let end = |text: &str, open: i64| if text.is_empty() { Some(open) } else { text.parse().ok() };
    (!from.is_empty() || !to.is_empty()).then_some(())?;
    Some((end(from, i64::MIN)?, end(to, i64::MAX)?))
}

fn shown(shelf: &dyn Shelf, hit: &search::Hit, response: &Response, locale: Locale) -> FoundHit {
    let (kind, name) = shelf.title(hit.doc, locale);
    let body = shelf.body(hit.doc, hit.matched.first().map(|matched| matched.field), locale);
    let snippet = response.marker.snippet(&body, SNIPPET_CHARS);
    let piece = body.get(snippet.range.clone()).unwrap_or("");
    let (before, after) = (
        if snippet.range.start > 0 { "…" } else { "" },
        if snippet.range.end < body.len() { "…" } else { "" },
    );
    let shift = before.encode_utf16().count();
    let in_piece = snippet
        .marks
        .iter()
        .map(|mark| mark.start - snippet.range.start..mark.end - snippet.range.start);
    let snippet_marks =
        utf16(piece, in_piece).into_iter().map(|(from, to)| (from + shift, to + shift)).collect();
    let fields = &shelf.index().schema().fields;
    let matched = |matched: &search::Match| FoundMatch {
        field: fields.get(matched.field).map_or_else(String::new, |field| field.name.clone()),
        lang: matched.language.clone(),
        how: how(matched.kind).to_owned(),
        words: matched.words,
    };
    FoundHit {
        id: hit.id.clone(),
        kind,
        score: hit.score,
        snippet: format!("{before}{piece}{after}"),
        matched: hit.matched.iter().map(matched).collect(),
        provenance: shelf.origin(),
        exact: hit.exact,
        name_marks: utf16(&name, response.marker.marks(&name).into_iter()),
        snippet_marks,
        name,
        explanation: None,
    }
}

/// Ranges of bytes as ranges of UTF-16 units.
fn utf16(text: &str, marks: impl Iterator<Item = Range<usize>>) -> Vec<(usize, usize)> {
    let units = |at: usize| text.get(..at).map_or(0, |before| before.encode_utf16().count());
    marks.map(|mark| (units(mark.start), units(mark.end))).collect()
}

fn facets(
    shelf: &dyn Shelf,
    call: &SearchCall,
    response: &Response,
    locale: Locale,
) -> BTreeMap<String, Vec<FoundValue>> {
    let mut found = BTreeMap::new();
    for (facet, counts) in shelf.index().schema().facets.iter().zip(&response.facets) {
        let chosen = |value: &str| {
            call.filters.iter().any(|filter| {
                filter.facet == facet.name && filter.values.iter().any(|chosen| chosen == value)
            })
        };
        let given = counts
            .values
            .iter()
            .enumerate()
            .filter(|(place, (value, _))| *place < FACET_VALUES || chosen(value));
        let value = |(_, (value, count)): (usize, &(String, usize))| FoundValue {
            label: shelf.label(&facet.name, value, locale).unwrap_or_else(|| value.clone()),
            value: value.clone(),
            count: *count,
        };
        found.insert(facet.name.clone(), given.map(value).collect());
    }
    found
}

fn key(shelf: &dyn Shelf, order: &Order, doc: u32, name: &str) -> Option<Key> {
    match order {
        Order::Newest | Order::Oldest => shelf.date(doc).map(Key::Number),
        Order::Name => Some(Key::Text(name.to_lowercase())),
        Order::Relevance | Order::Column { .. } => None,
    }
}

fn how(kind: ReadingKind) -> &'static str {
    match kind {
        ReadingKind::Literal => "literal",
        ReadingKind::Prefix => "prefix",
        ReadingKind::Synonym => "synonym",
        ReadingKind::Spaces => "spaces",
        ReadingKind::Initials => "initials",
        ReadingKind::Keyboard => "keyboard",
        ReadingKind::Typo => "typo",
    }
}

fn score(index: &Index, request: &Request, doc: u32) -> FoundScore {
    let explained = index.explain(request, doc);
    let term = |term: search::TermScore| FoundTerm {
        how: how(term.kind).to_owned(),
        term: term.term,
        documents: term.doc_freq,
        score: term.score,
    };
    FoundScore {
        score: explained.score,
        prior: explained.prior,
        runs: explained.runs,
        terms: explained.terms.into_iter().map(term).collect(),
    }
}

/// One list of two. By relevance the scores of two indexes do not compare, their places do: exact matches come first, lists in which
/// nothing had everything come last, and within these the places alternate, the atlas first. Sorted lists are merged by what they are
/// sorted by; where there is nothing to sort by comes last.
pub fn merge(atlas: Ranked, own: Ranked, call: &SearchCall) -> Found {
    let mut found = Found {
        total: atlas.found.total + own.found.total,
        interpretation: atlas.found.interpretation,
        ..Found::default()
    };
    found.interpretation.relaxed = found.interpretation.relaxed && own.found.interpretation.relaxed;
    let Interpretation { readings, offers, .. } = own.found.interpretation;
    add_new(&mut found.interpretation.readings, readings);
    // A word that one of the two holds is found: nothing is offered for it.
    match offers.is_empty() {
        true => found.interpretation.offers.clear(),
        false if found.interpretation.offers.is_empty() => {}
        false => add_new(&mut found.interpretation.offers, offers),
    }
    found.facets = merged_facets(atlas.found.facets, own.found.facets);
    let mut left = atlas.found.hits.into_iter().zip(atlas.ranks).enumerate().peekable();
    let mut right = own.found.hits.into_iter().zip(own.ranks).enumerate().peekable();
    while found.hits.len() < call.offset + call.limit {
        let first = match (left.peek(), right.peek()) {
            (Some((a, (_, atlas))), Some((b, (_, own)))) => {
                before((*a, atlas), (*b, own), &call.order) != Ordering::Greater
            }
            (Some(_), None) => true,
            (None, Some(_)) => false,
            (None, None) => break,
        };
        let next = if first { left.next() } else { right.next() };
        found.hits.extend(next.map(|(_, (hit, _))| hit));
    }
    found.hits.drain(..call.offset.min(found.hits.len()));
    found
}

fn add_new(known: &mut Vec<FoundReading>, more: Vec<FoundReading>) {
    for reading in more {
        if !known.contains(&reading) {
            known.push(reading);
        }
    }
}

fn before(atlas: (usize, &Rank), own: (usize, &Rank), order: &Order) -> Ordering {
    let by_place = |(place, rank): (usize, &Rank)| (rank.relaxed, !rank.exact, place);
    match order {
        Order::Relevance | Order::Column { .. } => by_place(atlas).cmp(&by_place(own)),
        Order::Newest | Order::Oldest | Order::Name => match (&atlas.1.key, &own.1.key) {
            (Some(a), Some(b)) if *order == Order::Newest => {
                b.partial_cmp(a).unwrap_or(Ordering::Equal)
            }
            (Some(a), Some(b)) => a.partial_cmp(b).unwrap_or(Ordering::Equal),
            (a, b) => a.is_none().cmp(&b.is_none()),
        },
    }
}

fn merged_facets(
    mut facets: BTreeMap<String, Vec<FoundValue>>,
    own: BTreeMap<String, Vec<FoundValue>>,
) -> BTreeMap<String, Vec<FoundValue>> {
    for (facet, values) in own {
        let counts = facets.entry(facet).or_default();
        for value in values {
            match counts.iter_mut().find(|known| known.value == value.value) {
                Some(known) => known.count += value.count,
                None => counts.push(value),
            }
        }
        sort::by_key(counts, |value| (std::cmp::Reverse(value.count), value.value.clone()));
    }
    facets
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::arguments::Filter;
    use crate::own_data::Loader;
    use crate::own_data::loader::Phase;

    fn own(text: &str) -> Collection {
        let mut loader = Loader::default();
        loader.text(text);
        loader.seal();
        while loader.step().phase != Phase::Done {}
        loader.finish().0.unwrap()
    }

    fn call(text: &str) -> SearchCall {
        SearchCall { text: text.to_owned(), limit: 10, ..SearchCall::default() }
    }

    fn ids(found: &Found) -> Vec<&str> {
        found.hits.iter().map(|hit| hit.id.as_str()).collect()
    }

    const OWN: &str = "id,title,text,date,kind\na,인터넷 거버넌스 포럼,우리 기관의 참가 기록,2019-11-25,note\nb,Notes,on the internet governance forum,2003-12-10,note\n";

    #[test]
    fn the_atlas_answers_in_the_language_asked_for() {
        let engine = crate::engine::start().unwrap();
        let found = run(engine, &call("C5"), 0, 5, Locale::En).found;
        assert_eq!(found.hits[0].id, "action-line/c5");
        assert_eq!(found.hits[0].kind, "action-line");
        assert!(found.hits[0].exact && found.hits[0].name.is_ascii());
        assert!(
            found.facets["kind"]
                .iter()
                .any(|value| value.value == "action-line" && value.label != value.value)
        );
    }

    #[test]
    fn an_answer_comes_back_from_its_bytes() {
        let collection = own(OWN);
        for (text, explain) in
            [("거버넌스", true), ("the internet", true), ("거버넌스", false), ("없는 말", false)]
        {
            let call = SearchCall { explain, ..call(text) };
            let ranked = || run(&collection, &call, 0, 5, Locale::Ko);
            let bytes = ranked().into_bytes().unwrap();
            assert_eq!(Ranked::from_bytes(&bytes), Ok(ranked()), "{text}");
            assert!(Ranked::from_bytes(&bytes[..bytes.len() / 2]).is_err(), "{text}");
            let explained = |hit: &FoundHit| hit.explanation.is_some() == explain;
            assert!(ranked().found.hits.iter().all(explained), "{text}");
        }
    }

    #[test]
    fn marks_count_as_scripts_do() {
        let collection = own("id,text\n1,😀 인터넷 거버넌스를 논의했다\n");
        let found = run(&collection, &call("거버넌스"), 0, 5, Locale::Ko).found;
        let hit = &found.hits[0];
        let units: Vec<u16> = hit.snippet.encode_utf16().collect();
        let (from, to) = hit.snippet_marks[0];
        assert_eq!(String::from_utf16(&units[from..to]).unwrap(), "거버넌스");
    }

    #[test]
    fn two_lists_become_one() {
        let engine = crate::engine::start().unwrap();
        let collection = own(OWN);
        let merged = |call: &SearchCall| {
            let many = call.offset + call.limit;
            merge(
                run(engine, call, 0, many, Locale::Ko),
                run(&collection, call, 0, many, Locale::Ko),
                call,
            )
        };
        let found = merged(&call("인터넷 거버넌스 포럼"));
        assert_eq!(ids(&found)[..2], ["process/igf", "a"]);
        assert_eq!(found.hits[1].provenance, Origin::Own);
        let all = SearchCall { limit: 50, ..call("인터넷 거버넌스 포럼") };
        let paged: Vec<String> = (0..5)
            .flat_map(|page| {
                merged(&SearchCall { offset: page * 10, limit: 10, ..all.clone() }).hits
            })
            .map(|hit| hit.id)
            .collect();
        assert_eq!(paged, ids(&merged(&all)));
        let newest = merged(&SearchCall {
            order: Order::Newest,
            filters: vec![Filter {
                facet: "kind".into(),
                values: vec!["note".into(), "event".into()],
                range: None,
            }],
            limit: 1000,
            ..call("")
        });
        let (a, b) = (
            newest.hits.iter().position(|hit| hit.id == "a").unwrap(),
            newest.hits.iter().position(|hit| hit.id == "b").unwrap(),
        );
        assert!(a < b && a > 0 && b < newest.hits.len() - 1, "{a} {b}");
        assert_eq!(
            newest.facets["kind"].iter().find(|value| value.value == "note").unwrap().count,
            2
        );
    }

    #[test]
    fn a_facet_that_is_missing_matches_nothing() {
        let collection = own(OWN);
        let filters =
            vec![Filter { facet: "topic".into(), values: vec!["ai".into()], range: None }];
        assert_eq!(
            run(&collection, &SearchCall { filters, ..call("") }, 0, 5, Locale::Ko).found.total,
            0
        );
    }

    #[test]
    fn ranges_refine() {
        let collection = own(OWN);
        let filtered = |value: &str| {
            let filters =
                vec![Filter { facet: "year".into(), values: vec![value.into()], range: None }];
            run(&collection, &SearchCall { filters, ..call("") }, 0, 5, Locale::Ko).found.total
        };
        assert_eq!(
            (filtered("2000..2010"), filtered("2019"), filtered("..2025"), filtered("1999")),
            (1, 1, 2, 0)
        );
    }
}
