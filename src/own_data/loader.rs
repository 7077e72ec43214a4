//! From a source to a [`Collection`], in steps as small as wanted.
//!
//! Rows come as lists of JSON ([`Loader::rows`], what the page makes of a script's objects) or as a text of any of the known forms
//! ([`Loader::text`]). [`Loader::step`] reads what was given; after [`Loader::seal`] it goes on until all is indexed. Bad rows are reported
//! and left out.

use super::collection::{Collection, Memory, Rows};
use super::columns::{Column, Layout, SeenColumns};
use super::csv::{Csv, CsvError};
use super::json::{self, JsonError, Parser, Value};
use super::row::{self, Fault, RowError};
use search::{Index, IndexBuilder, Work};
use serde::Serialize;
use std::collections::{HashSet, VecDeque};
use std::ops::ControlFlow;

/// As many units of work on an index are done before the clock is looked at: far less than a millisecond.
pub(super) const UNITS: usize = 1_000;
/// Errors given one by one; more are only counted.
const ERRORS_GIVEN: usize = 1_000;
/// Rows that begin so are none but what was wrong with one: `!["expected","got"]`.
pub const FAULT_MARK: char = '!';

/// How far loading is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// What is being done.
    pub phase: Phase,
    /// What of it is done: bytes while reading a text, rows while indexing, units of work while finishing.
    pub done: usize,
    /// What there is to do in all.
    pub total: usize,
}

/// What a loader is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Phase {
    /// Reading rows.
    Reading,
    /// Indexing them.
    Indexing,
    /// Putting the index together.
    Finishing,
    /// Nothing more.
    Done,
}

/// What was loaded.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// Rows that were taken.
    pub records: usize,
    /// Rows that were not, and parts of the source that could not be read.
    pub errors: Vec<RowError>,
    /// How many errors there are, those beyond the list too.
    pub error_count: usize,
    /// The columns and what became of them.
    pub columns: Vec<Column>,
    /// Bytes taken.
    pub memory: Memory,
}

/// Reads and indexes a source.
#[derive(Debug, Default)]
pub struct Loader {
    feeds: VecDeque<Feed>,
    /// The part that is being given: its name, its text, its rows so far.
    part: Part,
    text: String,
    rows: Rows,
    ids: HashSet<String>,
    columns: SeenColumns,
    errors: Vec<RowError>,
    error_count: usize,
    /// Whether the whole source has been given.
    sealed: bool,
    stage: Stage,
}

#[derive(Debug, Default)]
enum Stage {
    #[default]
    Reading,
    Indexing(Box<Indexing>),
    Finishing(Box<Finishing>),
    Done(Option<Box<Collection>>),
}

#[derive(Debug)]
struct Indexing {
    builder: IndexBuilder,
    columns: Vec<Column>,
    layout: Layout,
    next: usize,
}

#[derive(Debug)]
struct Finishing {
    index: Work<'static, Index>,
    columns: Vec<Column>,
    layout: Layout,
}

/// A part of a source: the whole, or a resource of a Data Package.
#[derive(Clone, Debug, Default)]
struct Part {
    name: Option<String>,
    row: usize,
    /// The names of the columns, where rows are lists.
    header: Option<Vec<String>>,
}

#[derive(Debug)]
struct Feed {
    part: Part,
    form: Form,
}

/// Where rows come from.
#[derive(Debug)]
enum Form {
    Json(Json),
    Csv(Csv),
    Values(std::vec::IntoIter<Value>),
    /// What a script gives piece by piece; while it is open more may come.
    Given {
        pieces: VecDeque<Piece>,
        open: bool,
    },
}

/// Rows in a text of JSON: in a list, or one after another.
#[derive(Debug)]
struct Json {
    text: String,
    at: usize,
    lines: bool,
}

#[derive(Debug)]
enum Piece {
    Rows(Json),
    /// What was wrong with one row, until it was told.
    Fault(Option<Fault>),
}

/// A row as it was read, and as it is kept where the text it stands in can be taken as it is.
type Read<'a> = (Result<Value, Fault>, Option<&'a str>);

impl Loader {
    /// Begins a part with a name: a resource.
    pub fn part(&mut self, name: Option<String>) {
        self.open_text();
        if let Some(Feed { form: Form::Given { open, .. }, .. }) = self.feeds.back_mut() {
            *open = false;
        }
        self.part = Part { name, ..Part::default() };
    }

    /// Takes rows as a list of JSON, or what was wrong with one row, after [`FAULT_MARK`].
    pub fn rows(&mut self, text: String) {
        let piece = match text.strip_prefix(FAULT_MARK) {
            Some(fault) => Piece::Fault(Some(read_fault(fault))),
            None => Piece::Rows(Json { at: 1.min(text.len()), text, lines: false }),
        };
        match self.feeds.back_mut() {
            Some(Feed { form: Form::Given { pieces, open: true }, .. }) => pieces.push_back(piece),
            _ => {
                let part = std::mem::take(&mut self.part);
                let form = Form::Given { pieces: VecDeque::from([piece]), open: true };
                self.feeds.push_back(Feed { part, form });
            }
        }
    }

    /// Takes a piece of a text.
    pub fn text(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Says that the source has been given.
    pub fn seal(&mut self) {
        self.open_text();
        self.sealed = true;
    }

    /// Whether something was given that is not read yet.
    pub fn has_unread(&self) -> bool {
        !self.feeds.is_empty()
    }

    /// Goes on by one row, or by a little of the work on the index.
    pub fn step(&mut self) -> Progress {
        match &mut self.stage {
            Stage::Reading if !self.feeds.is_empty() => self.read_row(),
            Stage::Reading if self.sealed => self.begin_indexing(),
            Stage::Indexing(indexing) if indexing.next < self.rows.len() => {
                indexing.add(&self.rows)
            }
            Stage::Indexing(_) | Stage::Finishing(_) => self.put_together(),
            Stage::Reading | Stage::Done(_) => {}
        }
        self.progress()
    }

    /// How far loading is.
    pub fn progress(&self) -> Progress {
        let (phase, done, total) = match &self.stage {
            Stage::Reading => {
                let (done, total) = self.feeds.front().map_or((1, 1), |feed| feed.form.progress());
                (Phase::Reading, done, total)
            }
            Stage::Indexing(indexing) if indexing.next < self.rows.len() => {
                (Phase::Indexing, indexing.next, self.rows.len())
            }
            Stage::Indexing(_) => (Phase::Finishing, 0, 1),
            Stage::Finishing(finishing) => {
                let (done, total) = finishing.index.progress();
                (Phase::Finishing, done, total)
            }
            Stage::Done(_) => (Phase::Done, 1, 1),
        };
        Progress { phase, done, total }
    }

    /// What was loaded, once all is done; no collection when no row could be taken.
    pub fn finish(self) -> (Option<Collection>, Summary) {
        let collection = match self.stage {
            Stage::Done(collection) => collection.map(|collection| *collection),
            _ => None,
        };
        let summary = Summary {
            records: self
                .rows
                .len()
                .max(collection.as_ref().map_or(0, |collection| collection.rows.len())),
            errors: self.errors,
            error_count: self.error_count,
            columns: collection
                .as_ref()
                .map(|collection| collection.columns.clone())
                .unwrap_or_default(),
            memory: collection.as_ref().map(Collection::memory).unwrap_or_default(),
        };
        (collection, summary)
    }

    /// Turns the text given so far into a feed of its form.
    fn open_text(&mut self) {
        let text = std::mem::take(&mut self.text);
        if !text.is_empty() {
            let part = std::mem::take(&mut self.part);
            self.open(part, text);
        }
    }

    fn open(&mut self, part: Part, text: String) {
        let start = text.len()
            - text
                .trim_start_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}')
                .len();
        match text.as_bytes().get(start) {
            Some(b'[') => self.open_json(part, Json { at: start + 1, lines: false, text }),
            Some(b'{') => self.open_object(part, text, start),
            _ => self.open_table(part, text),
        }
    }

    fn open_json(&mut self, part: Part, json: Json) {
        self.feeds.push_back(Feed { part, form: Form::Json(json) });
    }

    /// A table whose first record names the columns. Without the columns that rows need, one error says it for all rows.
    fn open_table(&mut self, mut part: Part, text: String) {
        let mut csv = Csv::new(text);
        match csv.record().unwrap_or_else(|| Ok(Vec::new())).map_err(unreadable).and_then(header) {
            Ok(header) => {
                part.header = Some(header);
                self.feeds.push_back(Feed { part, form: Form::Csv(csv) });
            }
            Err(fault) => self.report(&part, fault),
        }
    }

    /// A Data Package when the first object says so; rows one after another otherwise.
    fn open_object(&mut self, part: Part, text: String, start: usize) {
        let first = Parser::at(&text, start).value();
        match first.ok().and_then(|mut first| first.take("resources")) {
            Some(Value::List(resources)) => {
                for (at, resource) in resources.into_iter().enumerate() {
                    self.open_resource(at, resource);
                }
            }
            _ => self.open_json(part, Json { text, at: start, lines: true }),
        }
    }

    fn open_resource(&mut self, at: usize, mut resource: Value) {
        let name = resource
            .get("name")
            .and_then(Value::as_words)
            .map_or_else(|| format!("resource {}", at + 1), str::to_owned);
        let part = Part { name: Some(name), ..Part::default() };
        match resource.take("data") {
            Some(Value::List(rows)) => {
                self.feeds.push_back(Feed { part, form: Form::Values(rows.into_iter()) })
            }
            Some(Value::Text(text)) => self.open(part, text),
            other => {
                let got = other.map_or_else(|| "nothing".to_owned(), |other| other.brief());
                self.report(
                    &part,
                    (
                        Some("data".to_owned()),
                        "the rows themselves, as a list or a text: nothing is fetched".to_owned(),
                        got,
                    ),
                );
            }
        }
    }

    fn read_row(&mut self) {
        let Some(mut feed) = self.feeds.pop_front() else { return };
        if let Some((row, kept)) = feed.form.next(feed.part.header.as_deref().unwrap_or(&[])) {
            self.take(&mut feed.part, row, kept);
            return self.feeds.push_front(feed);
        }
        if let Form::Given { pieces, open } = &mut feed.form {
            pieces.pop_front();
            if !pieces.is_empty() {
                self.feeds.push_front(feed);
            } else if *open {
                // More may come of this part: it goes on with what was counted.
                self.part = feed.part;
            }
        }
    }

    /// Takes a row into the collection, or reports it.
    fn take(&mut self, part: &mut Part, row: Result<Value, Fault>, kept: Option<&str>) {
        part.row += 1;
        let kept = kept.filter(|_| matches!(row, Ok(Value::Object(_))));
        let row = match (row, &part.header) {
            (Ok(Value::List(cells)), None) => {
                // The first of rows that are lists names the columns.
                part.header = Some(
                    cells
                        .iter()
                        .map(|cell| cell.as_words().unwrap_or("").trim().to_owned())
                        .collect(),
                );
                part.row = 0;
                return;
            }
            (Ok(Value::List(cells)), Some(header)) => named(header, cells),
            (row, _) => row,
        };
        let checked = row.and_then(|row| row::check(&row).map(|id| (id, row)));
        match checked {
            Ok((id, _)) if self.ids.contains(&id) => {
                self.report(
                    part,
                    (
                        Some("id".to_owned()),
                        "an id that no row before has".to_owned(),
                        format!("\"{}\" again", json::shortened(&id)),
                    ),
                );
            }
            Ok((id, row)) => {
                self.ids.insert(id);
                self.columns.see(&row);
                match kept {
                    Some(text) => self.rows.push(text),
                    None => self.rows.push(&row.to_string()),
                }
            }
            Err(fault) => self.report(part, fault),
        }
    }

    fn report(&mut self, part: &Part, (field, expected, got): Fault) {
        self.error_count += 1;
        if self.errors.len() < ERRORS_GIVEN {
            self.errors.push(RowError {
                row: part.row,
                field,
                expected,
                got,
                resource: part.name.clone(),
            });
        }
    }

    fn begin_indexing(&mut self) {
        self.ids = HashSet::new();
        if self.rows.len() == 0 {
            self.stage = Stage::Done(None);
            return;
        }
        let mut columns = std::mem::take(&mut self.columns).finish();
        let layout = Layout::of(&mut columns);
        let builder = IndexBuilder::new(layout.schema.clone());
        self.stage = Stage::Indexing(Box::new(Indexing { builder, columns, layout, next: 0 }));
    }

    fn put_together(&mut self) {
        self.stage = match std::mem::take(&mut self.stage) {
            Stage::Indexing(indexing) => {
                let Indexing { builder, columns, layout, .. } = *indexing;
                self.finish_index(Finishing { index: builder.finishing(), columns, layout })
            }
            Stage::Finishing(finishing) => self.finish_index(*finishing),
            other => other,
        }
    }

    fn finish_index(&mut self, Finishing { index, columns, layout }: Finishing) -> Stage {
        match index.step(UNITS) {
            ControlFlow::Continue(index) => {
                Stage::Finishing(Box::new(Finishing { index, columns, layout }))
            }
            ControlFlow::Break(index) => {
                let rows = std::mem::take(&mut self.rows);
                Stage::Done(Some(Box::new(Collection { index, rows, columns, layout })))
            }
        }
    }
}

impl Indexing {
    fn add(&mut self, rows: &Rows) {
        let row = rows.value(self.next);
        let id = row.get("id").and_then(Value::as_words).unwrap_or("").trim();
        self.builder.add(&self.layout.document(id, &row));
        self.next += 1;
    }
}

impl Form {
    fn progress(&self) -> (usize, usize) {
        match self {
            Form::Json(json) => (json.at.min(json.text.len()), json.text.len()),
            Form::Csv(csv) => csv.progress(),
            Form::Values(values) => (0, values.len()),
            Form::Given { pieces, .. } => (0, pieces.len()),
        }
    }

    /// The next row; nothing when there is none, or none in this piece.
    fn next(&mut self, header: &[String]) -> Option<Read<'_>> {
        match self {
            Form::Json(json) => json.next(),
            Form::Csv(csv) => csv.record().map(|record| {
                let cells = record.map_err(unreadable);
                (cells.and_then(|cells| named_cells(header, cells)), None)
            }),
            Form::Values(values) => values.next().map(|value| (Ok(value), None)),
            Form::Given { pieces, .. } => match pieces.front_mut() {
                Some(Piece::Rows(json)) => json.next(),
                Some(Piece::Fault(fault)) => fault.take().map(|fault| (Err(fault), None)),
                None => None,
            },
        }
    }
}

impl Json {
    /// The next row of a list of rows, or of rows one after another. Commas between rows may be missing. After a row that cannot be read,
    /// reading goes on where the next one seems to begin. A place behind the end says that the list was closed.
    fn next(&mut self) -> Option<Read<'_>> {
        let mut parser = Parser::at(&self.text, self.at);
        while parser.take(b',') {}
        parser.skip_blanks();
        let start = parser.at;
        let row = match parser.peek() {
            None if self.lines || self.at > self.text.len() => return None,
            None => {
                self.at = self.text.len() + 1;
                let expected = "`]` at the end of the list".to_owned();
                return Some((Err((None, expected, "the end of the text".to_owned())), None));
            }
            Some(b']') if !self.lines => {
                self.at = self.text.len() + 1;
                parser.take(b']');
                parser.skip_blanks();
                let rest = parser.peek().map(|_| parser.error("the end of the text"));
                return rest.map(|error| (Err(unparsed(error)), None));
            }
            Some(_) => parser.value(),
        };
        match row {
            Ok(row) => {
                self.at = parser.at;
                // Rows are kept one to a line.
                let kept = self.text.get(start..self.at).filter(|text| !text.contains('\n'));
                Some((Ok(row), kept))
            }
            Err(error) => {
                let from = error.at.max(parser.at).max(self.at + 1);
                self.at = next_start(&self.text, from, self.lines);
                Some((Err(unparsed(error)), None))
            }
        }
    }
}

fn unparsed(error: JsonError) -> Fault {
    (None, error.expected.to_owned(), error.got)
}

fn read_fault(text: &str) -> Fault {
    let parts = json::parse(text).unwrap_or(Value::Null);
    let part = |at: usize| match &parts {
        Value::List(parts) => parts.get(at).and_then(Value::as_text).unwrap_or("").to_owned(),
        _ => String::new(),
    };
    (None, part(0), part(1))
}

/// Where the next row seems to begin: on the next line, or at an object after another one.
fn next_start(text: &str, from: usize, lines: bool) -> usize {
    let mut at = from;
    while !text.is_char_boundary(at) {
        at += 1;
    }
    let rest = text.get(at..).unwrap_or("");
    if lines {
        return rest.find('\n').map_or(text.len(), |length| at + length + 1);
    }
    let begins = |found: &usize| {
        let before = text.get(..*found).unwrap_or("");
        let on_line = before.trim_end_matches([' ', '\t', '\r']).ends_with('\n');
        on_line
            || before
                .trim_end()
                .strip_suffix(',')
                .is_some_and(|before| before.trim_end().ends_with('}'))
    };
    rest.match_indices('{').map(|(length, _)| at + length).find(begins).unwrap_or(text.len())
}

fn unreadable(error: CsvError) -> Fault {
    (None, error.expected.to_owned(), error.got)
}

/// The names of the columns, if they are those that rows need.
fn header(cells: Vec<String>) -> Result<Vec<String>, Fault> {
    let names: Vec<String> = cells.iter().map(|cell| cell.trim().to_owned()).collect();
    let got = || json::shortened(&names.join(", "));
    let has = |name: &str| names.iter().any(|known| known == name);
    if !has("id") {
        return Err((
            Some("id".to_owned()),
            "a column `id` in the first line of the table, or JSON".to_owned(),
            got(),
        ));
    }
    if !["title", "name", "text"].into_iter().any(has) {
        return Err((
            Some("title".to_owned()),
            "a column `title`, `name` or `text` in the first line of the table".to_owned(),
            got(),
        ));
    }
    match names.iter().enumerate().find(|(at, name)| names[..*at].contains(name)) {
        Some((_, twice)) => {
            Err((Some(twice.clone()), "columns with different names".to_owned(), got()))
        }
        None => Ok(names),
    }
}

fn count_fault(header: &[String], cells: usize) -> Fault {
    (None, format!("{} cells, as many as columns", header.len()), format!("{cells} cells"))
}

/// A record of a table as an object. Cells that are numbers become numbers; empty ones are left out.
fn named_cells(header: &[String], cells: Vec<String>) -> Result<Value, Fault> {
    if header.len() != cells.len() {
        return Err(count_fault(header, cells.len()));
    }
    let value = |name: &str, cell: String| match json::is_number(&cell) && !row::is_named(name) {
        true => Value::Number(cell),
        false => Value::Text(cell),
    };
    let filled = header.iter().zip(cells).filter(|(_, cell)| !cell.trim().is_empty());
    Ok(Value::Object(filled.map(|(name, cell)| (name.clone(), value(name, cell))).collect()))
}

/// A row that is a list as an object.
fn named(header: &[String], cells: Vec<Value>) -> Result<Value, Fault> {
    if header.len() != cells.len() {
        return Err(count_fault(header, cells.len()));
    }
    Ok(Value::Object(header.iter().cloned().zip(cells).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::own_data::saved::Restorer;
    use proptest::prelude::*;

    fn load(text: &str) -> (Option<Collection>, Summary) {
        let mut loader = Loader::default();
        loader.text(text);
        finish(loader)
    }

    fn finish(mut loader: Loader) -> (Option<Collection>, Summary) {
        loader.seal();
        while loader.step().phase != Phase::Done {}
        loader.finish()
    }

    /// Ids taken, and for every error its row and column.
    #[track_caller]
    fn check(text: &str, ids: &[&str], errors: &[(usize, Option<&str>)]) {
        let (collection, summary) = load(text);
        let found: Vec<String> = collection
            .iter()
            .flat_map(|c| (0..c.rows.len() as u32).map(|at| c.index.id(at).to_owned()))
            .collect();
        assert_eq!(found, ids, "{text}");
        let seen: Vec<_> =
            summary.errors.iter().map(|error| (error.row, error.field.as_deref())).collect();
        assert_eq!(seen, errors, "{text}: {:?}", summary.errors);
        assert_eq!(summary.records, ids.len());
    }

    #[test]
    fn every_form_is_read() {
        check(r#"[{"id":1,"title":"a"},{"id":"2","text":"b"}]"#, &["1", "2"], &[]);
        check(
            "\u{feff} {\"id\":1,\"title\":\"a\"}\n{\"id\":2,\"title\":\"b\"}\n",
            &["1", "2"],
            &[],
        );
        check("id,title\n1,a\n2,b\n", &["1", "2"], &[]);
        check("\u{feff}id;title;n\n1;a;5\n", &["1"], &[]);
        check(
            r#"{"resources":[{"name":"r","data":[{"id":1,"title":"a"}]},{"data":"id,title\n2,b"}]}"#,
            &["1", "2"],
            &[],
        );
        check(r#"{"resources":[{"data":[["id","title"],[1,"a"],[2]]}]}"#, &["1"], &[(2, None)]);
        check(r#"{"id":1,"text":"the \"resources\" word"}"#, &["1"], &[]);
    }

    #[test]
    fn bad_rows_are_named_and_the_rest_loads() {
        check(
            r#"[{"id":1,"title":"a"},3,{"title":"b"},{"id":1,"title":"c"},{"id":2,"title":"d"}]"#,
            &["1", "2"],
            &[(2, None), (3, Some("id")), (4, Some("id"))],
        );
        check(
            r#"[{"id":1,"title":"a"},{"id":2,,},{"id":3,"title":"c"}]"#,
            &["1", "3"],
            &[(2, None)],
        );
        check(
            "{\"id\":1,\"title\":\"a\"}\n{oops\n{\"id\":3,\"title\":\"c\"}",
            &["1", "3"],
            &[(2, None)],
        );
        check(r#"[{"id":1,"title":"a"}"#, &["1"], &[(2, None)]);
        check(r#"[{"id":1,"title":"a"}] x"#, &["1"], &[(2, None)]);
        check(
            "id,title\n1,a,b\n2,b\n\"3\"x,c\n4,\n",
            &["2"],
            &[(1, None), (3, None), (4, Some("title"))],
        );
        check("nothing of the kind", &[], &[(0, Some("id"))]);
        check("id,colour\n1,red\n", &[], &[(0, Some("title"))]);
        check("id,title,title\n1,a,b", &[], &[(0, Some("title"))]);
        check("[]", &[], &[]);
        check("", &[], &[]);
        check(r#"{"resources":[{"name":"far","path":"a.csv"}]}"#, &[], &[(0, Some("data"))]);
    }

    #[test]
    fn rows_given_piece_by_piece_are_counted_through() {
        let mut loader = Loader::default();
        loader.rows(r#"[{"id":1,"title":"a"},3]"#.to_owned());
        loader.rows(r#"!["an object","a function"]"#.to_owned());
        while loader.has_unread() {
            assert_eq!(loader.step().phase, Phase::Reading);
        }
        assert_eq!(loader.step().phase, Phase::Reading, "more may come");
        loader.rows(r#"[{"id":4,"title":"c"}]"#.to_owned());
        loader.part(Some("b".to_owned()));
        loader.rows(r#"[["id","title"]]"#.to_owned());
        loader.rows(r#"[[5,"d"],[6]]"#.to_owned());
        let (collection, summary) = finish(loader);
        assert_eq!(collection.unwrap().rows.len(), 3);
        let told: Vec<_> = summary
            .errors
            .iter()
            .map(|error| (error.row, error.got.as_str(), error.resource.as_deref()))
            .collect();
        assert_eq!(told, [(2, "3", None), (3, "a function", None), (2, "1 cells", Some("b"))]);
    }

    #[test]
    fn rows_are_kept_as_they_were_written_one_to_a_line() {
        let collection =
            load("[{\"id\": 1.0, \"title\":\"\\u0061\"},\n{\"id\":2,\n\"title\":\"b\"}]").0;
        let rows = collection.map(|collection| collection.rows).unwrap_or_default();
        assert_eq!(rows.get(0), r#"{"id": 1.0, "title":"\u0061"}"#);
        assert_eq!(rows.get(1), r#"{"id":2,"title":"b"}"#);
    }

    #[test]
    fn many_errors_are_counted_and_the_first_given() {
        let text = format!("[{}]", vec!["1"; 5_000].join(","));
        let (_, summary) = load(&text);
        assert_eq!((summary.error_count, summary.errors.len()), (5_000, ERRORS_GIVEN));
    }

    /// Gives the bytes in small pieces.
    fn restored(bytes: &[u8]) -> Result<Collection, String> {
        let mut restorer = Restorer::default();
        bytes.chunks(5).for_each(|piece| restorer.bytes(piece));
        while restorer.step()?.phase != Phase::Done {}
        restorer.finish().ok_or_else(|| "nothing came of it".to_owned())
    }

    const TABLE: &str = "id,title,text,country,year,day\n1,인터넷 거버넌스,해마다 열린다,KR,2006,2006-10-30\n2,Digital Compact,adopted in New York,US,2024,2024-09-22\n";

    #[test]
    fn what_is_loaded_is_found_refined_and_sorted() {
        let (collection, summary) = load(TABLE);
        let collection = collection.unwrap();
        let names: Vec<&str> = summary.columns.iter().map(|column| column.name.as_str()).collect();
        assert_eq!(names, ["country", "year", "day"]);
        let hits = |text: &str| {
            collection
                .index
                .search(&search::Request::new(text, 10))
                .hits
                .into_iter()
                .map(|hit| hit.id)
                .collect::<Vec<_>>()
        };
        assert_eq!(hits("거버넌스"), ["1"]);
        assert_eq!(hits("\"in New York\""), ["2"]);
        assert_eq!(hits("country:KR"), ["1"]);
        assert_eq!(hits("year:2020..2030"), ["2"]);
        assert_eq!(hits("day_year:2006"), ["1"]);
        assert!(summary.memory.total > 0);
    }

    #[test]
    fn saved_data_loads_again_and_damaged_data_is_refused() {
        let collection = load(TABLE).0.unwrap();
        let bytes = collection.to_bytes();
        let again = restored(&bytes).unwrap();
        assert_eq!(again.to_bytes(), bytes);
        let found = again.index.search(&search::Request::new("\"in New York\"", 10));
        assert_eq!(found.hits[0].id, "2");
        for at in (0..bytes.len()).step_by(7) {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            assert!(restored(&damaged).is_err(), "{at}");
            assert!(restored(&bytes[..at]).is_err(), "{at}");
        }
    }

    /// Goes on to the end, and gives how many steps were spent on the index. Progress never goes back.
    fn finishing_steps(mut step: impl FnMut() -> Progress) -> usize {
        let (mut steps, mut before) = (0, 0);
        loop {
            let progress = step();
            match progress.phase {
                Phase::Finishing if steps == 0 => steps = 1,
                Phase::Finishing => {
                    assert!(before <= progress.done && progress.done <= progress.total);
                    (steps, before) = (steps + 1, progress.done);
                }
                Phase::Done => return steps,
                _ => {}
            }
        }
    }

    #[test]
    fn no_step_holds_the_page_up_for_all_rows() {
        let row = |at: u64| format!("{at},제목 {},text {}\n", at * 7919 % 3001, at * 104_729);
        let mut loader = Loader::default();
        loader.text(&(0..3_000).fold("id,title,text\n".to_owned(), |text, at| text + &row(at)));
        loader.seal();
        assert!(finishing_steps(|| loader.step()) > 20);
        let bytes = loader.finish().0.unwrap().to_bytes();
        let mut restorer = Restorer::default();
        restorer.bytes(&bytes);
        assert!(finishing_steps(|| restorer.step().unwrap()) > 20);
        assert_eq!(restorer.finish().unwrap().to_bytes(), bytes);
    }

    proptest! {
        #[test]
        fn any_text_loads_without_harm(text in "[\\[\\]{},:;\"\n 0-9a-c한]{0,60}") {
            let _ = load(&text);
        }

        #[test]
        fn rows_given_come_back(titles in prop::collection::vec("\\PC{1,12}", 1..8)) {
            let titles: Vec<String> = titles.into_iter().filter(|title| !title.trim().is_empty()).collect();
            let rows = titles.iter().enumerate().map(|(at, title)| {
                Value::Object(vec![("id".into(), Value::Number(at.to_string())), ("title".into(), Value::Text(title.clone()))])
            });
            let text = Value::List(rows.collect()).to_string();
            let (collection, summary) = load(&text);
            prop_assert_eq!(summary.errors, Vec::new());
            let found: Vec<String> = collection.iter().flat_map(|c| (0..c.rows.len()).map(|at| row::shown_name(&c.rows.value(at), ""))).collect();
            prop_assert_eq!(found, titles);
        }
    }
}
