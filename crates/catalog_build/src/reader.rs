//! Reads TOML tables field by field, keeping the line of everything and noting what nobody asked for.

use crate::problem::{Place, Problems, suggestion};
use crate::shape::{Field, FileShape, Form, Shape};
use catalog::Localized;
use std::ops::Range;
use std::path::{Path, PathBuf};
use toml_edit::{Document, Item, Table, TableLike, Value};

/// A file of the dataset, with the starts of its lines.
pub(crate) struct SourceFile {
    /// Path relative to the folder of the dataset, with forward slashes.
    pub(crate) name: String,
    line_starts: Vec<usize>,
    document: Document<String>,
}

/// A value and the line it stands on.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct At<T> {
    pub(crate) value: T,
    pub(crate) place: Place,
}

impl SourceFile {
    /// Reads and parses a file; what is wrong with it is noted.
    pub(crate) fn read(root: &Path, path: &Path, problems: &Problems) -> Option<SourceFile> {
        let name = relative(root, path);
        let start = Place { file: name.clone(), line: 1 };
        let text = std::fs::read_to_string(path)
            .map_err(|error| {
                problems.add_hiding(
                    &start,
                    format!("cannot be read: {error}; expected a UTF-8 text file"),
                )
            })
            .ok()?;
        SourceFile::parse(name, text, problems)
    }

    /// Parses a text as a file of that name.
    pub(crate) fn parse(name: String, text: String, problems: &Problems) -> Option<SourceFile> {
        let line_starts: Vec<usize> =
            std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        match Document::parse(text) {
            Ok(document) => Some(SourceFile { name, line_starts, document }),
            Err(error) => {
                let offset = error.span().map_or(0, |span| span.start);
                let place = Place { file: name, line: line_of(&line_starts, offset) };
                problems.add_hiding(
                    &place,
                    format!("is not TOML: {}; mend the syntax", error.message().replace('\n', " ")),
                );
                None
            }
        }
    }

    /// The tables that a file of this kind holds, and a note for every other top-level key.
    pub(crate) fn tables<'a>(
        &'a self,
        kind: &FileShape,
        problems: &'a Problems,
    ) -> Vec<Fields<'a>> {
        let name = kind.table;
        let mut found = Vec::new();
        for (key, item) in self.document.as_table().iter() {
            let line = self.line(item.span().map_or(0, |span| span.start));
            match item.as_array_of_tables() {
                Some(tables) if key == name => {
                    let fields = |table: &'a Table| {
                        Fields::new(self, kind.shape, String::new(), table, table.span(), problems)
                    };
                    found.extend(tables.iter().map(fields));
                }
                _ => problems.add_hiding(
                    &Place { file: self.name.clone(), line },
                    format!(
                        "`{key}` is not expected here; this file may hold only `[[{name}]]` tables"
                    ),
                ),
            }
        }
        found
    }

    fn line(&self, offset: usize) -> usize {
        line_of(&self.line_starts, offset)
    }
}

fn line_of(line_starts: &[usize], offset: usize) -> usize {
    line_starts.partition_point(|start| *start <= offset).max(1)
}

/// The path of a file inside a folder, with forward slashes.
pub(crate) fn relative(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

/// All `.toml` files under a folder, in a fixed order.
pub(crate) fn toml_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut pending = vec![folder.to_owned()];
    while let Some(folder) = pending.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                pending.push(path);
            } else if path.extension().is_some_and(|extension| extension == "toml") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// A table that is being read, by its [`Shape`]. Every field asked for is remembered; [`Fields::finish`] notes what is unknown, and where the
/// shape and the reader differ.
pub(crate) struct Fields<'a> {
    file: &'a SourceFile,
    shape: &'static Shape,
    /// What leads to this table from the outermost one, such as `name.`.
    path: String,
    table: &'a dyn TableLike,
    problems: &'a Problems,
    asked: Vec<&'static str>,
    place: Place,
}

impl<'a> Fields<'a> {
    fn new(
        file: &'a SourceFile,
        shape: &'static Shape,
        path: String,
        table: &'a dyn TableLike,
        span: Option<Range<usize>>,
        problems: &'a Problems,
    ) -> Fields<'a> {
        let place =
            Place { file: file.name.clone(), line: file.line(span.map_or(0, |span| span.start)) };
        Fields { file, shape, path, table, problems, asked: Vec::new(), place }
    }

    /// A table inside this one.
    fn inner(
        &self,
        key: &str,
        shape: &'static Shape,
        table: &'a dyn TableLike,
        span: Option<Range<usize>>,
    ) -> Fields<'a> {
        Fields::new(self.file, shape, format!("{}{key}.", self.path), table, span, self.problems)
    }

    /// Where the table begins.
    pub(crate) fn place(&self) -> &Place {
        &self.place
    }

    /// Notes a problem at the beginning of the table.
    pub(crate) fn problem(&self, message: impl Into<String>) {
        self.problems.add(&self.place, message);
    }

    /// The field that the shape describes under this key, with what stands there; `None`, and noted, when a required one is missing.
    fn item(&mut self, key: &'static str) -> Option<(&'static Field, &'a Item, Place)> {
        self.asked.push(key);
        let Some(field) = self.shape.field(key) else {
            self.problem(format!("the reader asks for `{}{key}`, which crates/catalog_build/src/shape.rs does not describe", self.path));
            return None;
        };
        let item = self.table.get(key).filter(|item| !(field.required && is_empty_list(item)));
        let Some(item) = item else {
            if field.required {
                let about = field.about;
                self.problem(format!(
                    "`{}{key}` is missing; add `{key} = {}`. {about}",
                    self.path,
                    field.form.example()
                ));
            }
            return None;
        };
        let place = Place {
            file: self.file.name.clone(),
            line: self.file.line(item.span().map_or(0, |s| s.start)),
        };
        Some((field, item, place))
    }

    fn wrong_type(&self, key: &str, place: &Place, item: &Item, expected: &str) {
        self.problems
            .add(place, format!("`{}{key}` is {}; expected {expected}", self.path, shown(item)));
    }

    /// Notes that the reader takes a field in another form than the shape describes.
    fn other_form(&self, key: &str) {
        self.problem(format!("the reader takes `{}{key}` in another form than crates/catalog_build/src/shape.rs describes", self.path));
    }

    /// A text, trimmed; an empty one is a problem.
    pub(crate) fn text(&mut self, key: &'static str) -> Option<At<String>> {
        let (field, item, place) = self.item(key)?;
        if !matches!(field.form, Form::Text(_)) {
            self.other_form(key);
        }
        let Some(text) = item.as_str() else {
            self.wrong_type(key, &place, item, "a text in quotes");
            return None;
        };
        self.checked_text(key, text, place)
    }

    fn checked_text(&self, key: &str, text: &str, place: Place) -> Option<At<String>> {
        let trimmed = text.trim();
        let path = &self.path;
        if trimmed.is_empty() {
            self.problems.add(
                &place,
                format!("`{path}{key}` is empty; give it a text or leave the field out"),
            );
            return None;
        }
        if trimmed != text {
            self.problems
                .add(&place, format!("`{path}{key}` begins or ends with a space; remove it"));
        }
        if trimmed.contains(is_conjoining_jamo) {
            self.problems.add(&place, format!("`{path}{key}` has Korean letters in pieces (NFD), so that equal names differ; type the text anew (NFC)"));
        }
        Some(At { value: trimmed.to_owned(), place })
    }

    /// A text in the languages of the atlas; what is missing of it is noted and empty.
    pub(crate) fn localized(&mut self, key: &'static str) -> Option<At<Localized>> {
        let is_there = self.table.contains_key(key);
        let Some(mut fields) = self.table_of(key, Some("`{ ko = \"…\", en = \"…\" }`")) else {
            let place = self.place.clone();
            return is_there.then(|| At { value: Localized::default(), place });
        };
        let place = fields.place.clone();
        let mut language = |name: &'static str| fields.text(name).map(|text| text.value);
        let (ko, en) = (language("ko").unwrap_or_default(), language("en").unwrap_or_default());
        let value = Localized { ko, en, zh: language("zh") };
        fields.finish();
        Some(At { value, place })
    }

    /// A list of texts, each once; empty when the field is not there.
    pub(crate) fn texts(&mut self, key: &'static str) -> Vec<At<String>> {
        let Some((field, item, place)) = self.item(key) else { return Vec::new() };
        if !matches!(field.form, Form::Texts(_)) {
            self.other_form(key);
        }
        let Some(array) = item.as_array() else {
            self.wrong_type(key, &place, item, "a list such as `[\"…\", \"…\"]`");
            return Vec::new();
        };
        let mut texts = Vec::<At<String>>::new();
        for text in array.iter().filter_map(|value| self.text_of_value(key, value, &place)) {
            if texts.iter().any(|before| before.value == text.value) {
                self.problems.add(
                    &text.place,
                    format!("`{}{key}` holds `{}` twice; remove one", self.path, text.value),
                );
            }
            texts.push(text);
        }
        texts
    }

    fn text_of_value(&self, key: &str, value: &Value, list: &Place) -> Option<At<String>> {
        let line = value.span().map_or(list.line, |span| self.file.line(span.start));
        let place = Place { file: list.file.clone(), line };
        let Some(text) = value.as_str() else {
            self.problems.add(
                &place,
                format!("`{}{key}` holds {}; expected texts in quotes", self.path, shown(value)),
            );
            return None;
        };
        self.checked_text(key, text, place)
    }

    /// A list of tables: `[{ … }, { … }]` or `[[parent.key]]`; empty when the field is not there.
    pub(crate) fn tables(&mut self, key: &'static str) -> Vec<Fields<'a>> {
        let Some((field, item, place)) = self.item(key) else { return Vec::new() };
        let Form::Tables(shape) = field.form else {
            self.other_form(key);
            return Vec::new();
        };
        if let Some(tables) = item.as_array_of_tables() {
            return tables
                .iter()
                .map(|table| self.inner(key, shape, table, table.span()))
                .collect();
        }
        let Some(array) = item.as_array() else {
            self.wrong_type(key, &place, item, "a list of tables `[{ … }]`");
            return Vec::new();
        };
        let mut found = Vec::new();
        for value in array.iter() {
            match value.as_inline_table() {
                Some(table) => found.push(self.inner(key, shape, table, value.span())),
                None => {
                    let message = format!(
                        "`{}{key}` holds {}; expected tables `{{ … }}`",
                        self.path,
                        shown(value)
                    );
                    self.problems.add(&place, message);
                }
            }
        }
        found
    }

    /// A table `{ … }`.
    pub(crate) fn table(&mut self, key: &'static str) -> Option<Fields<'a>> {
        self.table_of(key, None)
    }

    fn table_of(&mut self, key: &'static str, expected: Option<&str>) -> Option<Fields<'a>> {
        let (field, item, place) = self.item(key)?;
        let Form::Table(shape) = field.form else {
            self.other_form(key);
            return None;
        };
        match item.as_table_like() {
            Some(table) => Some(self.inner(key, shape, table, item.span())),
            None => {
                self.wrong_type(key, &place, item, expected.unwrap_or("a table `{ … }`"));
                None
            }
        }
    }

    /// A whole number from 1.
    pub(crate) fn number(&mut self, key: &'static str) -> Option<u32> {
        let (field, item, place) = self.item(key)?;
        if !matches!(field.form, Form::Number) {
            self.other_form(key);
        }
        let number = item
            .as_integer()
            .and_then(|number| u32::try_from(number).ok())
            .filter(|number| *number > 0);
        if number.is_none() {
            self.wrong_type(key, &place, item, "a whole number from 1, without quotes");
        }
        number
    }

    /// A year.
    pub(crate) fn year(&mut self, key: &'static str) -> Option<i16> {
        let (field, item, place) = self.item(key)?;
        if !matches!(field.form, Form::Year) {
            self.other_form(key);
        }
        let year = item
            .as_integer()
            .and_then(|year| i16::try_from(year).ok())
            .filter(|year| (1..=9999).contains(year));
        if year.is_none() {
            self.wrong_type(key, &place, item, "a year such as 2005, without quotes");
        }
        year
    }

    /// `true` or `false`; false when the field is not there.
    pub(crate) fn flag(&mut self, key: &'static str) -> bool {
        let Some((field, item, place)) = self.item(key) else { return false };
        if !matches!(field.form, Form::Flag) {
            self.other_form(key);
        }
        item.as_bool().unwrap_or_else(|| {
            self.wrong_type(key, &place, item, "true or false");
            false
        })
    }

    /// Notes every field that the shape does not describe, and every field that it describes and nobody asked for.
    pub(crate) fn finish(self) {
        let known = || self.shape.fields.iter().map(|field| field.key);
        for (key, item) in self.table.iter().filter(|(key, _)| self.shape.field(key).is_none()) {
            let line = item.span().map_or(self.place.line, |span| self.file.line(span.start));
            let place = Place { file: self.place.file.clone(), line };
            let near = suggestion(key, known());
            self.problems.add(
                &place,
                format!(
                    "unknown field `{}{key}`{near}; data/README.md lists the fields",
                    self.path
                ),
            );
        }
        for key in known().filter(|key| !self.asked.contains(key)) {
            self.problem(format!("crates/catalog_build/src/shape.rs describes `{}{key}`, which the reader never asks for", self.path));
        }
    }
}

/// A value as it is written when it is short, else what it is.
fn shown(value: &(impl std::fmt::Display + Typed)) -> String {
    let text = value.to_string();
    match text.trim() {
        text if text.chars().count() <= 30 && !text.contains('\n') => format!("`{text}`"),
        _ => value.type_name().replace("string", "text"),
    }
}

/// What can say of which type of TOML it is.
trait Typed {
    fn type_name(&self) -> &'static str;
}

impl Typed for Item {
    fn type_name(&self) -> &'static str {
        Item::type_name(self)
    }
}

impl Typed for Value {
    fn type_name(&self) -> &'static str {
        Value::type_name(self)
    }
}

fn is_empty_list(item: &Item) -> bool {
    item.as_array().is_some_and(|array| array.is_empty())
}

/// A part of a Korean syllable, as decomposed text (NFD) has them.
fn is_conjoining_jamo(letter: char) -> bool {
    ('\u{1100}'..='\u{11ff}').contains(&letter)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shape::Content;

    const TEXT: Form = Form::Text(Content::Words);
    static SHAPE: Shape = Shape {
        name: "thing",
        about: "",
        fields: &[
            Field { key: "read", form: TEXT, required: false, about: "" },
            Field { key: "unread", form: TEXT, required: false, about: "" },
            Field { key: "other", form: TEXT, required: false, about: "" },
        ],
    };
    static THINGS: FileShape =
        FileShape { schema: "thing", path: "things/", table: "thing", shape: &SHAPE };

    /// The description of the fields and the reader cannot come apart unnoticed, in either direction.
    #[test]
    fn the_reader_and_the_shape_must_agree() {
        let problems = Problems::default();
        let text = "[[thing]]\nother = true\n".to_owned();
        let file = SourceFile::parse("things/a.toml".into(), text, &problems).unwrap();
        for mut fields in file.tables(&THINGS, &problems) {
            fields.text("read");
            fields.text("undescribed");
            fields.flag("other");
            fields.finish();
        }
        let told: Vec<String> =
            problems.into_sorted().into_iter().map(|problem| problem.message).collect();
        let expected = [
            "crates/catalog_build/src/shape.rs describes `unread`, which the reader never asks for",
            "the reader asks for `undescribed`, which crates/catalog_build/src/shape.rs does not describe",
            "the reader takes `other` in another form than crates/catalog_build/src/shape.rs describes",
        ];
        assert_eq!(told, expected);
    }
}
