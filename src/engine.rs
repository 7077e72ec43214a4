//! The dataset and what the page asks of it: searching, counting, suggesting. Pure of the browser, so that it is tested natively.

use crate::route::{Facet, SearchState, Sort};
use crate::sort;
use catalog::{Catalog, Kind, Locale, RecordIx, SearchField};
use search::{Index, Marker, ReadingKind, Refinement, Request};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

/// Characters of a summary shown with a hit.
const SNIPPET_CHARS: usize = 180;
/// Records shown that have only some of the words, at most.
const MAX_PARTIAL: usize = 10;
/// Texts offered for one of which a word is found nowhere, at most.
const MAX_OFFERS: usize = 3;

/// The sort keys of the index: the date, then the name in each language.
const DATE_KEY: usize = 0;

/// The dataset, its index, and what is worked out once.
pub struct Engine {
    /// The catalogue.
    pub catalog: Catalog,
    /// SHA-256 of the dataset, in hexadecimal digits.
    pub hash: String,
    index: Index,
    /// For each source, its records and how many relations it backs.
    contributions: HashMap<RecordIx, (Vec<RecordIx>, usize)>,
}

static ENGINE: OnceLock<Engine> = OnceLock::new();

/// Reads the embedded dataset.
///
/// # Errors
/// When it cannot be read: the text says why.
pub fn start() -> Result<&'static Engine, String> {
    let dataset = catalog_data::read(catalog_data::BLOB).map_err(|error| error.to_string())?;
    let contributions = contributions(&dataset.catalog);
    let engine = Engine {
        catalog: dataset.catalog,
        hash: dataset.hash,
        index: dataset.index,
        contributions,
    };
    Ok(ENGINE.get_or_init(|| engine))
}

/// Whether a facet has a value: for reading links.
pub fn knows(facet: Facet, value: &str) -> bool {
    ENGINE.get().is_some_and(|engine| engine.catalog.facet_label(facet.key(), value).is_some())
}

/// What a search gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Results {
    /// How many records match.
    pub total: usize,
    /// The first of them.
    pub hits: Vec<Hit>,
    /// Where few match: the best of those that have only some of the words.
    pub partial: Vec<Hit>,
    /// Set where these have all words, but apart: how the words typed together were taken apart.
    pub apart: Option<String>,
    /// The facets with their counts.
    pub facets: Vec<FacetCounts>,
    /// What the text was read as, when that is not what was typed.
    pub reading: Option<String>,
    /// Other texts that may have been meant, where a word of the text is found nowhere.
    pub offers: Vec<String>,
    /// Records that lack some of the words are among them.
    pub relaxed: bool,
    marker: Marker,
    partial_marker: Option<Marker>,
}

/// A record that matches, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The record.
    pub ix: RecordIx,
    /// The fields that matched, best first, each once.
    pub matched: Vec<MatchedField>,
}

/// A field that matched, as it is named to the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MatchedField {
    /// The Korean name.
    NameKo,
    /// The English name.
    NameEn,
    /// The Chinese name.
    NameZh,
    /// Another name.
    Alias,
    /// A symbol or code.
    Identifier,
    /// The summary.
    Summary,
    /// The name of a related record.
    Related,
    /// Anything else.
    Details,
}

/// The values of a facet and how many records have each, most first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetCounts {
    /// The facet.
    pub facet: Facet,
    /// Values and counts.
    pub values: Vec<(String, usize)>,
}

impl FacetCounts {
    /// How many records have a value.
    pub fn count(&self, value: &str) -> usize {
        self.values.iter().find(|(v, _)| v == value).map_or(0, |(_, count)| *count)
    }

    /// A facet without values.
    pub fn empty(facet: Facet) -> FacetCounts {
        FacetCounts { facet, values: Vec::new() }
    }
}

/// A piece of a text, marked where it matched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// The piece.
    pub text: String,
    /// Whether it matched.
    pub marked: bool,
}

/// A name suggested while typing.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// The record.
    pub ix: RecordIx,
    /// The name, marked where it matched.
    pub segments: Vec<Segment>,
    /// The language of the name as a tag, where it is known.
    pub lang: Option<&'static str>,
}

/// How many results there would be if something were dropped.
pub struct Drops {
    /// Without this refinement.
    pub refinements: Vec<(Facet, String, usize)>,
    /// Without the text.
    pub text: usize,
}

impl Results {
    /// The same for showing [`Results::partial`]: what is marked may be other words.
    pub fn for_partial(&self) -> Results {
        let marker = self.partial_marker.as_ref().unwrap_or(&self.marker).clone();
        Results { marker, ..self.clone() }
    }

    /// A text in pieces, the matched ones marked.
    pub fn highlight(&self, text: &str) -> Vec<Segment> {
        segments(text, 0..text.len(), &self.marker.marks(text))
    }

    /// The piece of a text that matched best, cut at a sensible place.
    pub fn snippet(&self, text: &str) -> Vec<Segment> {
        let snippet = self.marker.snippet(text, SNIPPET_CHARS);
        let mut pieces = segments(text, snippet.range.clone(), &snippet.marks);
        let ellipsis = || Segment { text: "…".to_owned(), marked: false };
        if snippet.range.start > 0 {
            pieces.insert(0, ellipsis());
        }
        if snippet.range.end < text.len() {
            pieces.push(ellipsis());
        }
        pieces
    }
}

fn segments(text: &str, range: Range<usize>, marks: &[Range<usize>]) -> Vec<Segment> {
    let mut pieces = Vec::new();
    let mut at = range.start;
    let mut push = |from: usize, to: usize, marked: bool| {
        if let Some(piece) = text.get(from..to).filter(|piece| !piece.is_empty()) {
            pieces.push(Segment { text: piece.to_owned(), marked });
        }
    };
    for mark in marks {
        push(at, mark.start, false);
        push(mark.start, mark.end, true);
        at = mark.end;
    }
    push(at, range.end, false);
    pieces
}

impl Engine {
    /// The search index; document numbers are places of records.
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// Searches and gives the first `limit` hits.
    pub fn search(&self, state: &SearchState, limit: usize, locale: Locale) -> Results {
        let request = Request { partial: MAX_PARTIAL, ..self.request(state, limit, locale) };
        let response = self.index.search(&request);
        let facets = Facet::ALL.into_iter().map(|facet| FacetCounts {
            facet,
            values: response
                .facets
                .get(facet as usize)
                .map(|counts| counts.values.clone())
                .unwrap_or_default(),
        });
        Results {
            total: response.total,
            hits: response.hits.iter().map(hit).collect(),
            partial: response.partial.iter().map(hit).collect(),
            apart: response.apart.as_ref().map(|apart| apart.reading.read_as.clone()),
            facets: facets.collect(),
            reading: reading(&response.readings),
            offers: offers(&state.text, &response.offers),
            relaxed: response.relaxed,
            marker: response.marker,
            partial_marker: response.apart.map(|apart| apart.marker),
        }
    }

    fn request(&self, state: &SearchState, limit: usize, locale: Locale) -> Request {
        let mut request = Request {
            sort: sort(state, locale),
            literal: state.literal,
            ..Request::new(&state.text, limit)
        };
        for facet in Facet::ALL {
            let values: Vec<String> = state.chosen(facet).map(str::to_owned).collect();
            if !values.is_empty() {
                request.refinements.push(Refinement { facet: facet as usize, values, range: None });
            }
        }
        request
    }

    /// Every record that matches, in order: for stepping through the results.
    pub fn all_hits(&self, state: &SearchState, locale: Locale) -> Vec<RecordIx> {
        let response = self.index.search(&self.request(state, usize::MAX, locale));
        response.hits.iter().map(|hit| RecordIx(hit.doc)).collect()
    }

    /// How many results there would be without each refinement, and without the text.
    pub fn drops(&self, state: &SearchState) -> Drops {
        let count = |state: &SearchState| {
            self.index.search(&self.request(state, 0, Locale::default())).total
        };
        let without = |(facet, value): &(Facet, String)| {
            (*facet, value.clone(), count(&state.clone().toggled(*facet, value)))
        };
        Drops {
            refinements: state.refinements.iter().map(without).collect(),
            text: count(&state.clone().with_text("")),
        }
    }

    /// Names that the text may be the beginning of, best first.
    pub fn suggest(&self, text: &str, locale: Locale, limit: usize) -> Vec<Suggestion> {
        let found = self.index.suggest(text.trim(), limit);
        found.iter().filter_map(|suggestion| self.suggestion(suggestion, locale)).collect()
    }

    /// The name that matched, followed by the reader's own where that is another.
    fn suggestion(&self, found: &search::Suggestion, locale: Locale) -> Option<Suggestion> {
        let ix = RecordIx(found.doc);
        let record = self.catalog.record(ix)?;
        let texts = self.catalog.search_texts(ix);
        let name =
            texts.iter().filter(|text| text.field as usize == found.field).nth(found.value)?.text;
        let mut segments = segments(name, 0..name.len(), &found.marker.marks(name));
        let own = record.name.text(locale);
        if name != own {
            segments.push(Segment { text: format!(" — {own}"), marked: false });
        }
        Some(Suggestion { ix, segments, lang: Locale::parse(&found.language).map(Locale::tag) })
    }

    /// Records like this one, best first. What is linked with it already stands among its relations and is left out.
    pub fn similar(&self, ix: RecordIx, limit: usize) -> Vec<RecordIx> {
        let linked: Vec<RecordIx> =
            self.catalog.neighbours(ix).iter().map(|neighbour| neighbour.other).collect();
        let found = self.index.more_like_this(ix.0, limit + linked.len() + limit);
        let is_new = |other: &RecordIx| {
            !linked.contains(other)
                && self.catalog.record(*other).is_some_and(|record| record.kind() != Kind::Source)
        };
        found.iter().map(|hit| RecordIx(hit.doc)).filter(is_new).take(limit).collect()
    }

    /// The parts of the score of a record, one to a line.
    pub fn explain(&self, state: &SearchState, ix: RecordIx) -> String {
        let request = Request { partial: MAX_PARTIAL, ..self.request(state, 1, Locale::default()) };
        self.index.explain(&request, ix.0).to_string()
    }

    /// Records whose id begins like one that does not exist.
    pub fn similar_ids(&self, id: &str, limit: usize) -> Vec<RecordIx> {
        let shared =
            |other: &str| other.bytes().zip(id.bytes()).take_while(|(a, b)| a == b).count();
        let prefix_of_kind = id.find('/').map_or(id.len(), |at| at + 1);
        let mut found: Vec<(usize, RecordIx)> = self
            .catalog
            .iter()
            .map(|(ix, record)| (shared(record.id.as_str()), ix))
            .filter(|(length, _)| *length > prefix_of_kind)
            .collect();
        sort::by_key(&mut found, |(length, ix)| (std::cmp::Reverse(*length), *ix));
        found.into_iter().take(limit).map(|(_, ix)| ix).collect()
    }

    /// The words a facet value is shown with.
    pub fn facet_label(&self, facet: Facet, value: &str, locale: Locale) -> String {
        self.catalog
            .facet_label(facet.key(), value)
            .map_or_else(|| value.to_owned(), |label| label.text(locale).to_owned())
    }

    /// How many records and relations rest on a source.
    pub fn contribution(&self, source: RecordIx) -> (usize, usize) {
        self.contributions
            .get(&source)
            .map_or((0, 0), |(records, relations)| (records.len(), *relations))
    }

    /// The first records that rest on a source.
    pub fn records_of_source(&self, source: RecordIx, limit: usize) -> Vec<RecordIx> {
        self.contributions
            .get(&source)
            .map_or_else(Vec::new, |(records, _)| records.iter().take(limit).copied().collect())
    }
}

fn sort(state: &SearchState, locale: Locale) -> search::Sort {
    let date = |descending| search::Sort::Key { key: DATE_KEY, descending };
    match state.sort {
        Sort::Relevance if state.text.trim().is_empty() => date(true),
        Sort::Relevance => search::Sort::Relevance,
        Sort::Newest => date(true),
        Sort::Oldest => date(false),
        Sort::Name => search::Sort::Key { key: DATE_KEY + 1 + locale as usize, descending: false },
    }
}

/// What was looked for instead of what was typed: the first reading of each word that has one.
fn reading(readings: &[search::Reading]) -> Option<String> {
    let mut typed = Vec::new();
    let mut words: Vec<String> = Vec::new();
    for reading in readings.iter().filter(|reading| is_shown(reading.kind)) {
        if typed.contains(&&reading.typed) {
            continue;
        }
        typed.push(&reading.typed);
        // A word of a run that was cut is shown in its place there.
        let place = words.iter().position(|known| known.split(' ').any(|one| one == reading.typed));
        match place.and_then(|place| words.get_mut(place)) {
            Some(run) => *run = with_word(run, reading),
            None => words.push(reading.read_as.clone()),
        }
    }
    (!words.is_empty()).then(|| words.join(" "))
}

/// The text with each of the words that may have been meant in the place of the typed one.
fn offers(text: &str, offers: &[search::Reading]) -> Vec<String> {
    let offered = offers.iter().map(|offer| with_word(text, offer));
    offered.filter(|offered| offered != text).take(MAX_OFFERS).collect()
}

fn is_shown(kind: ReadingKind) -> bool {
    matches!(kind, ReadingKind::Spaces | ReadingKind::Keyboard | ReadingKind::Typo)
}

/// A cut run with one of its words read otherwise.
fn with_word(run: &str, reading: &search::Reading) -> String {
    let word = |word| if word == reading.typed { reading.read_as.as_str() } else { word };
    run.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

fn hit(hit: &search::Hit) -> Hit {
    let mut matched = Vec::new();
    for found in &hit.matched {
        let field = matched_field(found);
        if !matched.contains(&field) {
            matched.push(field);
        }
    }
    Hit { ix: RecordIx(hit.doc), matched }
}

fn matched_field(found: &search::Match) -> MatchedField {
    match SearchField::ALL.get(found.field) {
        Some(SearchField::Name) => match Locale::parse(&found.language) {
            Some(Locale::En) => MatchedField::NameEn,
            Some(Locale::Zh) => MatchedField::NameZh,
            _ => MatchedField::NameKo,
        },
        Some(SearchField::Alias) => MatchedField::Alias,
        Some(SearchField::Identifier) => MatchedField::Identifier,
        Some(SearchField::Summary) => MatchedField::Summary,
        Some(SearchField::Related) => MatchedField::Related,
        _ => MatchedField::Details,
    }
}

fn contributions(catalog: &Catalog) -> HashMap<RecordIx, (Vec<RecordIx>, usize)> {
    let mut found = HashMap::<RecordIx, (Vec<RecordIx>, usize)>::new();
    // A note's contribution counts for the note and for the document it stands in.
    let sources = |rows: &[catalog::Provenance]| {
        let mut sources: Vec<RecordIx> =
            rows.iter().flat_map(|row| [row.source, catalog.main_source(row.source)]).collect();
        sort::by_key(&mut sources, |source| *source);
        sources.dedup();
        sources
    };
    for (ix, record) in catalog.iter() {
        sources(&record.provenance)
            .into_iter()
            .for_each(|source| found.entry(source).or_default().0.push(ix));
    }
    for relation in &catalog.relations {
        sources(&relation.provenance)
            .into_iter()
            .for_each(|source| found.entry(source).or_default().1 += 1);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(text: &str) -> SearchState {
        SearchState::default().with_text(text)
    }

    fn first(text: &str) -> String {
        let engine = start().unwrap();
        let results = engine.search(&state(text), 1, Locale::Ko);
        results
            .hits
            .first()
            .and_then(|hit| engine.catalog.record(hit.ix))
            .map(|r| r.id.to_string())
            .unwrap_or_default()
    }

    #[test]
    fn the_thing_asked_for_comes_first() {
        for (text, id) in [
            ("C5", "action-line/c5"),
            ("인터넷거버넌스포럼", "process/igf"),
            ("인터넷 거버넌스 포럼", "process/igf"),
            ("A/RES/70/125", "document/a-res-70-125"),
        ] {
            assert_eq!(first(text), id, "{text}");
        }
    }

    #[test]
    fn another_reading_is_shown_and_the_literal_one_is_kept() {
        let engine = start().unwrap();
        let shown = |text: &str| engine.search(&state(text), 1, Locale::Ko).reading;
        for (text, reading) in [
            ("인터넷거버넌스", ""),
            ("튀니스의제에서결정된것은무엇인가요", "튀니스 의제에서 결정된것은 무엇인가요"),
            ("whatisthemandateoftheforum", "what is the mandate of the forum"),
            (
                "인텃넷거버넌스를위한작업반은누가만들었나요",
                "인터넷 거버넌스를 위한 작업반은 누가 만들었나요",
            ),
            ("dlsxjspt", "인터넷"),
        ] {
            assert_eq!(shown(text).unwrap_or_default(), reading, "{text}");
            let literal = SearchState { literal: true, ..state(text) };
            assert_eq!(engine.search(&literal, 1, Locale::Ko).reading, None, "{text}, as typed");
        }
    }

    #[test]
    fn words_that_no_record_has_are_not_read_as_others_but_near_ones_are_offered() {
        let engine = start().unwrap();
        for (text, found, offer) in [
            ("대만", false, Some("대면")),
            ("위성", false, Some("여성")),
            ("세계 헙력", true, Some("세계 협력")),
            ("인터냇", true, None),
            ("satellite", false, None),
            ("missile", false, None),
            ("wheat", false, None),
            ("연세대학교", false, None),
            ("현대자동차", false, None),
        ] {
            let results = engine.search(&state(text), 1, Locale::Ko);
            assert_eq!(results.total > 0, found, "{text}");
            assert_eq!(results.offers.first().map(String::as_str), offer, "{text}");
            let literal = SearchState { literal: true, ..state(text) };
            assert!(engine.search(&literal, 1, Locale::Ko).offers.is_empty(), "{text}, as typed");
        }
    }

    #[test]
    fn the_counts_of_a_facet_leave_its_own_refinement_out() {
        let engine = start().unwrap();
        let all = engine.search(&state(""), 0, Locale::Ko);
        let refined = engine.search(&state("").toggled(Facet::Kind, "event"), 0, Locale::Ko);
        assert_eq!(all.facets[0], refined.facets[0], "kinds");
        assert!(refined.total < all.total);
    }

    #[test]
    fn dropping_a_refinement_is_counted() {
        let engine = start().unwrap();
        let nothing =
            state("인터넷").toggled(Facet::Kind, "governance-model").toggled(Facet::Country, "KZ");
        assert_eq!(engine.search(&nothing, 1, Locale::Ko).total, 0);
        assert!(engine.drops(&nothing).refinements.iter().any(|(_, _, count)| *count > 0));
    }

    #[test]
    fn segments_put_together_are_the_text() {
        let engine = start().unwrap();
        let results = engine.search(&state("인터넷 거버넌스"), 20, Locale::Ko);
        for hit in &results.hits {
            let name = engine.catalog.record(hit.ix).unwrap().name.ko.as_str();
            let together: String =
                results.highlight(name).into_iter().map(|segment| segment.text).collect();
            assert_eq!(together, name);
        }
    }

    #[test]
    fn a_source_knows_what_rests_on_it() {
        let engine = start().unwrap();
        let source = engine.catalog.find("source/igf-briefing").unwrap();
        let (records, relations) = engine.contribution(source);
        assert!(records > 100 && relations > 50, "{records} {relations}");
        let facet = engine.search(
            &SearchState::default().toggled(Facet::Source, "igf-briefing"),
            0,
            Locale::Ko,
        );
        assert_eq!(facet.total, records, "the explorer shows as many records as the source says");
    }
}
