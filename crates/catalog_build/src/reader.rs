//! Reads TOML tables field by field, keeping the line of everything and noting what nobody asked for.

use crate::problem::{Place, Problems, suggestion};
use catalog::Localized;
use std::path::{Path, PathBuf};
use toml_edit::{Document, Item, TableLike, Value};

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
        let name = path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/");
        let start = Place { file: name.clone(), line: 1 };
        let text = std::fs::read_to_string(path)
            .map_err(|error| problems.add(&start, format!("cannot be read: {error}; expected a UTF-8 text file")))
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
                problems.add(&place, format!("is not TOML: {}; mend the syntax", error.message().replace('\n', " ")));
                None
            }
        }
    }

    /// The tables of `[[name]]`, and a note for every other top-level key.
    pub(crate) fn tables<'a>(&'a self, name: &str, problems: &'a Problems) -> Vec<Fields<'a>> {
        let mut found = Vec::new();
        for (key, item) in self.document.as_table().iter() {
            let line = self.line(item.span().map_or(0, |span| span.start));
            match item.as_array_of_tables() {
                Some(tables) if key == name => {
                    found.extend(tables.iter().map(|table| Fields::new(self, table, table.span(), problems)));
                }
                _ => problems.add(
                    &Place { file: self.name.clone(), line },
                    format!("`{key}` is not expected here; this file may hold only `[[{name}]]` tables"),
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

/// A table that is being read. Every field asked for is remembered; [`Fields::finish`] notes the rest as unknown.
pub(crate) struct Fields<'a> {
    file: &'a SourceFile,
    table: &'a dyn TableLike,
    problems: &'a Problems,
    asked: Vec<&'static str>,
    place: Place,
}

impl<'a> Fields<'a> {
    fn new(
        file: &'a SourceFile,
        table: &'a dyn TableLike,
        span: Option<std::ops::Range<usize>>,
        problems: &'a Problems,
    ) -> Fields<'a> {
        let place = Place { file: file.name.clone(), line: file.line(span.map_or(0, |span| span.start)) };
        Fields { file, table, problems, asked: Vec::new(), place }
    }

    /// Where the table begins.
    pub(crate) fn place(&self) -> &Place {
        &self.place
    }

    /// Notes a problem at the beginning of the table.
    pub(crate) fn problem(&self, message: impl Into<String>) {
        self.problems.add(&self.place, message);
    }

    fn item(&mut self, key: &'static str) -> Option<(&'a Item, Place)> {
        self.asked.push(key);
        let item = self.table.get(key)?;
        let place = Place { file: self.file.name.clone(), line: self.file.line(item.span().map_or(0, |s| s.start)) };
        Some((item, place))
    }

    fn wrong_type(&self, key: &str, place: &Place, item: &Item, expected: &str) {
        self.problems.add(place, format!("`{key}` is a {}; expected {expected}", item.type_name()));
    }

    /// A text, trimmed; an empty one is a problem.
    pub(crate) fn text(&mut self, key: &'static str) -> Option<At<String>> {
        let (item, place) = self.item(key)?;
        let Some(text) = item.as_str() else {
            self.wrong_type(key, &place, item, "a text in quotes");
            return None;
        };
        self.checked_text(key, text, place)
    }

    fn checked_text(&self, key: &str, text: &str, place: Place) -> Option<At<String>> {
        let trimmed = text.trim();
        if trimmed.is_empty() {
            self.problems.add(&place, format!("`{key}` is empty; give it a text or leave the field out"));
            return None;
        }
        if trimmed != text {
            self.problems.add(&place, format!("`{key}` begins or ends with a space; remove it"));
        }
        Some(At { value: trimmed.to_owned(), place })
    }

    /// A text that must be there.
    pub(crate) fn required_text(&mut self, key: &'static str) -> Option<At<String>> {
        if !self.table.contains_key(key) {
            self.asked.push(key);
            self.problem(format!("`{key}` is missing; add `{key} = \"…\"`"));
            return None;
        }
        self.text(key)
    }

    /// `{ ko = "…", en = "…", zh = "…" }` with Korean and English required.
    pub(crate) fn localized(&mut self, key: &'static str) -> Option<At<Localized>> {
        let (item, place) = self.item(key)?;
        let Some(table) = item.as_table_like() else {
            self.wrong_type(key, &place, item, "`{ ko = \"…\", en = \"…\" }`");
            return None;
        };
        let mut fields = Fields::new(self.file, table, item.span(), self.problems);
        let mut language = |name: &'static str| fields.required_text(name).map(|text| text.value);
        let (ko, en) = (language("ko"), language("en"));
        let zh = fields.text("zh").map(|text| text.value);
        fields.finish();
        Some(At { value: Localized { ko: ko?, en: en?, zh }, place })
    }

    /// A text in three languages that must be there.
    pub(crate) fn required_localized(&mut self, key: &'static str) -> Option<At<Localized>> {
        if !self.table.contains_key(key) {
            self.asked.push(key);
            self.problem(format!("`{key}` is missing; add `{key} = {{ ko = \"…\", en = \"…\" }}`"));
            return None;
        }
        self.localized(key)
    }

    /// A list of texts; empty when the field is not there.
    pub(crate) fn texts(&mut self, key: &'static str) -> Vec<At<String>> {
        let Some((item, place)) = self.item(key) else { return Vec::new() };
        let Some(array) = item.as_array() else {
            self.wrong_type(key, &place, item, "a list such as `[\"…\", \"…\"]`");
            return Vec::new();
        };
        array.iter().filter_map(|value| self.text_of_value(key, value, &place)).collect()
    }

    fn text_of_value(&self, key: &str, value: &Value, list: &Place) -> Option<At<String>> {
        let line = value.span().map_or(list.line, |span| self.file.line(span.start));
        let place = Place { file: list.file.clone(), line };
        let Some(text) = value.as_str() else {
            self.problems.add(&place, format!("`{key}` holds a {}; expected texts in quotes", value.type_name()));
            return None;
        };
        self.checked_text(key, text, place)
    }

    /// A list of tables: `[{ … }, { … }]` or `[[parent.key]]`; empty when the field is not there.
    pub(crate) fn tables(&mut self, key: &'static str) -> Vec<Fields<'a>> {
        let Some((item, place)) = self.item(key) else { return Vec::new() };
        let problems = self.problems;
        let file = self.file;
        if let Some(tables) = item.as_array_of_tables() {
            return tables.iter().map(|table| Fields::new(file, table, table.span(), problems)).collect();
        }
        let Some(array) = item.as_array() else {
            self.wrong_type(key, &place, item, "a list of tables `[{ … }]`");
            return Vec::new();
        };
        let mut found = Vec::new();
        for value in array.iter() {
            match value.as_inline_table() {
                Some(table) => found.push(Fields::new(file, table, value.span(), problems)),
                None => problems.add(&place, format!("`{key}` holds a {}; expected tables `{{ … }}`", value.type_name())),
            }
        }
        found
    }

    /// A table `{ … }`.
    pub(crate) fn table(&mut self, key: &'static str) -> Option<Fields<'a>> {
        let (item, place) = self.item(key)?;
        match item.as_table_like() {
            Some(table) => Some(Fields::new(self.file, table, item.span(), self.problems)),
            None => {
                self.wrong_type(key, &place, item, "a table `{ … }`");
                None
            }
        }
    }

    /// A whole number from 1.
    pub(crate) fn number(&mut self, key: &'static str) -> Option<u32> {
        let (item, place) = self.item(key)?;
        let number = item.as_integer().and_then(|number| u32::try_from(number).ok()).filter(|number| *number > 0);
        if number.is_none() {
            self.problems.add(&place, format!("`{key}` is not a whole number from 1"));
        }
        number
    }

    /// A year.
    pub(crate) fn year(&mut self, key: &'static str) -> Option<i16> {
        let (item, place) = self.item(key)?;
        let year = item.as_integer().and_then(|year| i16::try_from(year).ok());
        if year.is_none() {
            self.problems.add(&place, format!("`{key}` is not a year such as 2005"));
        }
        year
    }

    /// `true` or `false`; false when the field is not there.
    pub(crate) fn flag(&mut self, key: &'static str) -> bool {
        let Some((item, place)) = self.item(key) else { return false };
        item.as_bool().unwrap_or_else(|| {
            self.wrong_type(key, &place, item, "true or false");
            false
        })
    }

    /// Notes every field that was not asked for.
    pub(crate) fn finish(self) {
        for (key, item) in self.table.iter() {
            if !self.asked.contains(&key) {
                let line = item.span().map_or(self.place.line, |span| self.file.line(span.start));
                let place = Place { file: self.place.file.clone(), line };
                let near = suggestion(key, self.asked.iter().copied());
                self.problems.add(&place, format!("unknown field `{key}`{near}; data/README.md lists the fields"));
            }
        }
    }
}
