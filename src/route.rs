//! The state of the page as a value, and its printed form: the hash of the address.
//!
//! Reading never fails. What cannot be read is given back as [`LinkProblem`]s and the rest applies; printing a read route gives the
//! canonical form of the same route.

use crate::sort;
use catalog::{Locale, RecordId};
use std::fmt;

/// A facet of the explorer. The order is the order in the page and of the facets of the search index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Facet {
    /// What a record is.
    Kind,
    /// The process it belongs to.
    Process,
    /// What it is about.
    Topic,
    /// When.
    Period,
    /// The bodies it is linked with.
    Organisation,
    /// The countries it is linked with.
    Country,
    /// The stakeholder groups.
    Group,
    /// Where it stands.
    Source,
    /// What is known about its date.
    Status,
}

impl Facet {
    /// Every facet, in order.
    pub const ALL: [Facet; 9] = [
        Facet::Kind,
        Facet::Process,
        Facet::Topic,
        Facet::Period,
        Facet::Organisation,
        Facet::Country,
        Facet::Group,
        Facet::Source,
        Facet::Status,
    ];

    /// The key in links and in the search index.
    pub fn key(self) -> &'static str {
        match self {
            Facet::Kind => "kind",
            Facet::Process => "process",
            Facet::Topic => "topic",
            Facet::Period => "period",
            Facet::Organisation => "organisation",
            Facet::Country => "country",
            Facet::Group => "group",
            Facet::Source => "source",
            Facet::Status => "status",
        }
    }

    fn parse(key: &str) -> Option<Facet> {
        Facet::ALL.into_iter().find(|facet| facet.key() == key)
    }
}

/// The order of the results.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Sort {
    /// Best first; by date, newest first, when there is no text.
    #[default]
    Relevance,
    /// Newest first.
    Newest,
    /// Oldest first.
    Oldest,
    /// By name.
    Name,
}

impl Sort {
    /// Every order.
    pub const ALL: [Sort; 4] = [Sort::Relevance, Sort::Newest, Sort::Oldest, Sort::Name];

    /// The key in links.
    pub fn key(self) -> &'static str {
        match self {
            Sort::Relevance => "relevance",
            Sort::Newest => "newest",
            Sort::Oldest => "oldest",
            Sort::Name => "name",
        }
    }

    /// Reads a key.
    pub fn parse(key: &str) -> Option<Sort> {
        Sort::ALL.into_iter().find(|sort| sort.key() == key)
    }
}

/// What is looked for: text, refinements and order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct SearchState {
    /// The text as typed.
    pub text: String,
    /// The chosen facet values, sorted by facet and in the order chosen.
    pub refinements: Vec<(Facet, String)>,
    /// The order of the results.
    pub sort: Sort,
    /// Whether only the literal reading of the text is wanted.
    pub literal: bool,
    /// Whether each hit shows the parts of its score: a switch for those who work on the ranking.
    pub explain: bool,
}

impl SearchState {
    /// Whether nothing is looked for: the front page is shown then.
    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty() && self.refinements.is_empty()
    }

    /// The same with another text.
    #[must_use]
    pub fn with_text(mut self, text: &str) -> SearchState {
        self.text = text.to_owned();
        self.literal = false;
        self
    }

    /// The same with a facet value chosen, or no longer chosen.
    #[must_use]
    pub fn toggled(mut self, facet: Facet, value: &str) -> SearchState {
        match self.refinements.iter().position(|(f, v)| *f == facet && v == value) {
            Some(at) => {
                self.refinements.remove(at);
            }
            None => self.refinements.push((facet, value.to_owned())),
        }
        sort::by_key(&mut self.refinements, |(facet, _)| *facet);
        self
    }

    /// The same without any refinement.
    #[must_use]
    pub fn without_refinements(mut self) -> SearchState {
        self.refinements.clear();
        self
    }

    /// The same in another order.
    #[must_use]
    pub fn sorted_by(mut self, sort: Sort) -> SearchState {
        self.sort = sort;
        self
    }

    /// The same, read literally.
    #[must_use]
    pub fn literally(mut self) -> SearchState {
        self.literal = true;
        self
    }

    /// The chosen values of a facet.
    pub fn chosen(&self, facet: Facet) -> impl Iterator<Item = &str> {
        self.refinements.iter().filter(move |(f, _)| *f == facet).map(|(_, value)| value.as_str())
    }

    fn parameters(&self) -> Vec<(String, String)> {
        let mut parameters = Vec::new();
        let mut add = |key: &str, value: String| parameters.push((key.to_owned(), value));
        if !self.text.is_empty() {
            add("q", encode(&self.text));
        }
        for facet in Facet::ALL {
            let values: Vec<String> = self.chosen(facet).map(encode).collect();
            if !values.is_empty() {
                add(facet.key(), values.join(","));
            }
        }
        if self.sort != Sort::default() {
            add("sort", self.sort.key().to_owned());
        }
        if self.literal {
            add("literal", "1".to_owned());
        }
        if self.explain {
            add("explain", "1".to_owned());
        }
        parameters
    }
}

impl Page {
    /// What is looked for on the page, or was when the reader came to it.
    pub fn search(&self) -> Option<&SearchState> {
        match self {
            Page::Explore(state) | Page::Record(_, state) | Page::Source(_, state) => Some(state),
            Page::Sources | Page::About | Page::NotFound(_) => None,
        }
    }
}

/// A page of the atlas.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Page {
    /// The explorer: front page when nothing is looked for, results otherwise.
    Explore(SearchState),
    /// A record, with the search it was reached from.
    Record(String, SearchState),
    /// The bibliography.
    Sources,
    /// One source, by the slug of its id, with the search it was reached from.
    Source(String, SearchState),
    /// About the atlas.
    About,
    /// An address that names no page.
    NotFound(String),
}

/// A page in a language: all that a link holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Route {
    /// The page.
    pub page: Page,
    /// The language, when the link names one.
    pub locale: Option<Locale>,
}

/// A part of a link that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum LinkProblem {
    /// A parameter that is not known, as written.
    UnknownParameter(String),
    /// A value that a known parameter does not take.
    UnknownValue(Parameter, String),
}

/// A parameter that takes values of a closed list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Parameter {
    /// A facet.
    Facet(Facet),
    /// The order.
    Sort,
    /// The language.
    Locale,
}

impl Route {
    /// Reads the hash of an address, with or without its `#`. `knows` says whether a facet has a value.
    pub fn parse(hash: &str, knows: impl Fn(Facet, &str) -> bool) -> (Route, Vec<LinkProblem>) {
        let path = hash.strip_prefix('#').unwrap_or(hash);
        let path = path.strip_prefix('/').unwrap_or(path);
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let mut reader = Reader {
            state: SearchState::default(),
            locale: None,
            problems: Vec::new(),
            knows: &knows,
        };
        for parameter in query.split('&').filter(|parameter| !parameter.is_empty()) {
            reader.read(parameter);
        }
        let Reader { state, locale, mut problems, .. } = reader;
        let page = page(path, state, &mut problems);
        (Route { page, locale }, problems)
    }
}

/// The page that a path names. Parameters of a search on a page that has none are named as problems by their absence in the printed form.
fn page(written: &str, state: SearchState, problems: &mut Vec<LinkProblem>) -> Page {
    let (decoded, sound) = decode_checked(written);
    if !sound {
        problems.push(LinkProblem::UnknownParameter(written.to_owned()));
    }
    let path = decoded.trim_end_matches('/');
    let page = match path.split_once('/') {
        None if path.is_empty() || path == "search" => return Page::Explore(state),
        Some(("record", id)) if RecordId::parse(id).is_ok() => {
            return Page::Record(id.to_owned(), state);
        }
        None if path == "sources" => Page::Sources,
        Some(("source", slug)) => return Page::Source(slug.to_owned(), state),
        None if path == "about" => Page::About,
        _ => Page::NotFound(path.to_owned()),
    };
    let unused = state.parameters().into_iter().map(|(key, value)| format!("{key}={value}"));
    problems.extend(unused.map(LinkProblem::UnknownParameter));
    page
}

struct Reader<'a> {
    state: SearchState,
    locale: Option<Locale>,
    problems: Vec<LinkProblem>,
    knows: &'a dyn Fn(Facet, &str) -> bool,
}

impl Reader<'_> {
    fn read(&mut self, parameter: &str) {
        let (key, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        match (key, Facet::parse(key)) {
            (_, Some(facet)) => self.read_refinements(facet, value),
            ("q", _) => {
                let (text, sound) = decode_checked(value);
                self.state.text = text;
                if !sound {
                    self.problems.push(LinkProblem::UnknownParameter(parameter.to_owned()));
                }
            }
            ("sort", _) => match Sort::parse(value) {
                Some(sort) => self.state.sort = sort,
                None => self.unknown(Parameter::Sort, value),
            },
            ("lang", _) => match Locale::parse(value) {
                Some(locale) => self.locale = Some(locale),
                None => self.unknown(Parameter::Locale, value),
            },
            ("literal", _) => self.state.literal = value == "1",
            ("explain", _) => self.state.explain = value == "1",
            _ => self.problems.push(LinkProblem::UnknownParameter(decode(parameter))),
        }
    }

    fn unknown(&mut self, parameter: Parameter, value: &str) {
        self.problems.push(LinkProblem::UnknownValue(parameter, decode(value)));
    }

    fn read_refinements(&mut self, facet: Facet, values: &str) {
        for value in values.split(',').map(decode).filter(|value| !value.is_empty()) {
            let chosen = self.state.chosen(facet).any(|chosen| chosen == value);
            if !(self.knows)(facet, &value) {
                self.problems.push(LinkProblem::UnknownValue(Parameter::Facet(facet), value));
            } else if !chosen {
                self.state.refinements.push((facet, value));
            }
        }
        sort::by_key(&mut self.state.refinements, |(facet, _)| *facet);
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (path, mut parameters) = match &self.page {
            Page::Explore(state) if state.parameters().is_empty() => (String::new(), Vec::new()),
            Page::Explore(state) => ("search".to_owned(), state.parameters()),
            Page::Record(id, state) => (format!("record/{id}"), state.parameters()),
            Page::Sources => ("sources".to_owned(), Vec::new()),
            Page::Source(slug, state) => (format!("source/{}", encode(slug)), state.parameters()),
            Page::About => ("about".to_owned(), Vec::new()),
            Page::NotFound(path) => (encode(path), Vec::new()),
        };
        if let Some(locale) = self.locale {
            parameters.push(("lang".to_owned(), locale.as_str().to_owned()));
        }
        let query: Vec<String> =
            parameters.into_iter().map(|(key, value)| format!("{key}={value}")).collect();
        let mark = if query.is_empty() { "" } else { "?" };
        write!(f, "#/{path}{mark}{}", query.join("&"))
    }
}

/// Percent-encodes what would be read as something else; letters of any script stay readable.
fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            ' ' => out.push('+'),
            '%' | '+' | '&' | '=' | ',' | '#' | '?' | '"' | '<' | '>' | '`' => percent(&mut out, c),
            _ if c.is_control() || c.is_whitespace() => percent(&mut out, c),
            _ => out.push(c),
        }
    }
    out
}

fn percent(out: &mut String, c: char) {
    let mut buffer = [0; 4];
    for byte in c.encode_utf8(&mut buffer).bytes() {
        out.push_str(&format!("%{byte:02X}"));
    }
}

/// Undoes percent-encoding; what cannot be undone stays or becomes the replacement character.
fn decode(text: &str) -> String {
    decode_checked(text).0
}

/// Undoes percent-encoding and says whether all of it was sound: a `%` that begins no code stays as it is, and bytes that are no UTF-8
/// become the replacement character.
fn decode_checked(text: &str) -> (String, bool) {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut sound = true;
    let mut at = 0;
    while at < bytes.len() {
        let code = text.get(at + 1..at + 3).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match (bytes[at], code) {
            (b'%', Some(byte)) => {
                out.push(byte);
                at += 3;
                continue;
            }
            (b'%', None) => {
                sound = false;
                out.push(b'%');
            }
            (b'+', _) => out.push(b' '),
            (byte, _) => out.push(byte),
        }
        at += 1;
    }
    match String::from_utf8(out) {
        Ok(text) => (text, sound),
        Err(error) => (String::from_utf8_lossy(error.as_bytes()).into_owned(), false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(hash: &str) -> (Route, Vec<LinkProblem>) {
        Route::parse(hash, |_, value| value != "bad")
    }

    fn check(hash: &str, canonical: &str, problems: usize) {
        let (route, found) = read(hash);
        assert_eq!(route.to_string(), canonical, "{hash}");
        assert_eq!(found.len(), problems, "{hash}: {found:?}");
        assert_eq!(read(canonical).0, route, "{canonical} reads back");
    }

    #[test]
    fn the_facets_of_the_page_are_those_of_the_index() {
        assert_eq!(Facet::ALL.map(Facet::key), catalog::FACETS);
        for (place, facet) in Facet::ALL.into_iter().enumerate() {
            assert_eq!(facet as usize, place);
        }
    }

    #[test]
    fn links_are_read_and_printed_in_canonical_form() {
        check("", "#/", 0);
        check("#/search", "#/", 0);
        check("#/search?q=인터넷+거버넌스", "#/search?q=인터넷+거버넌스", 0);
        check("#/search?q=%EC%9D%B8%ED%84%B0%EB%84%B7", "#/search?q=인터넷", 0);
        check(
            "#/search?topic=media&kind=event,document",
            "#/search?kind=event,document&topic=media",
            0,
        );
        check(
            "#/search?kind=event,event&sort=name&lang=en",
            "#/search?kind=event&sort=name&lang=en",
            0,
        );
        check("#/record/action-line/c5?q=C5", "#/record/action-line/c5?q=C5", 0);
        check("#/sources/", "#/sources", 0);
        check("#/source/roadmap-note-08?q=C5", "#/source/roadmap-note-08?q=C5", 0);
        check("#about", "#/about", 0);
    }

    #[test]
    fn what_cannot_be_read_is_named_and_the_rest_applies() {
        check("#/search?kind=bad,event&colour=red&sort=up", "#/search?kind=event", 3);
        check("#/search?lang=fr&q=a", "#/search?q=a", 1);
        check("#/sources?q=a", "#/sources", 1);
        check("#/nowhere?x=1", "#/nowhere", 1);
        check("#/nowhere?lang=en", "#/nowhere?lang=en", 0);
        check("#//sources", "#//sources", 0);
        check("#/record/nothing", "#/record/nothing", 0);
        check("#/search?q=%E0%A4%A&kind=event", "#/search?q=\u{fffd}%25A&kind=event", 1);
        check("#/search?q=100%", "#/search?q=100%25", 1);
    }

    proptest! {
        #[test]
        fn any_address_is_read_and_its_printed_form_reads_back(hash in "\\PC{0,60}") {
            let (route, _) = read(&hash);
            let (again, _) = read(&route.to_string());
            prop_assert_eq!(again.to_string(), route.to_string());
        }

        #[test]
        fn any_state_reads_back(text in "\\PC{0,20}", values in prop::collection::vec("[a-z]{1,5}", 0..4), sort in 0usize..4, literal: bool) {
            let mut state = SearchState { text, sort: Sort::ALL[sort], literal, ..SearchState::default() };
            for (i, value) in values.iter().enumerate() {
                if !state.chosen(Facet::ALL[i]).any(|v| v == value) && value != "bad" {
                    state.refinements.push((Facet::ALL[i], value.clone()));
                }
            }
            let route = Route { page: Page::Explore(state), locale: Some(Locale::Zh) };
            prop_assert_eq!(read(&route.to_string()), (route, Vec::new()));
        }
    }
}
