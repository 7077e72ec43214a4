//! What the columns of a table are for: their shape decides whether they become a facet, a number, a date or a text.

use super::json::Value;
use super::row;
use search::{Document, FacetOptions, FieldKind, FieldOptions, Schema, SortValue};
use serde::Serialize;
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// A facet's values are at most so long, in letters: longer ones are sentences.
const FACET_LETTERS: usize = 80;
/// So many different values are few in a table of any length.
const FEW: usize = 20;
/// Otherwise every value of a facet stands in this many rows, on average.
const ROWS_PER_VALUE: usize = 4;
/// No facet has more values than this: every search counts them all.
const MOST_VALUES: usize = 10_000;
/// The limits of an index.
const MOST_FIELDS: usize = 64;
const MOST_FACETS: usize = 64;
const MOST_SORT_KEYS: usize = 16;
/// The fields that every index has: names and running text.
const NAME_FIELD: usize = 0;
const TEXT_FIELD: usize = 1;
/// The sort key that every index has.
pub const NAME_KEY: &str = "name";
/// How much a field counts against running text.
const NAME_WEIGHT: f32 = 3.0;
const COLUMN_WEIGHT: f32 = 0.8;
const FACET_WEIGHT: f32 = 0.3;

/// What a column is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Shape {
    /// Few short values: refines results, and its words are searched.
    Facet,
    /// Numbers: refine results by value or range, and sort.
    Number,
    /// Days or months of ISO 8601: refine results by date or year, and sort.
    Date,
    /// Running text: searched.
    Text,
    /// Neither searched nor counted, only kept: addresses, nested data, columns beyond the limits.
    Kept,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub shape: Shape,
    /// Whether its words are found by a search.
    pub searched: bool,
    /// Whether its values refine results.
    pub refines: bool,
}

/// What is seen of a column while rows are read.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    name: String,
    filled: usize,
    values: usize,
    numbers: usize,
    flags: usize,
    dates: usize,
    addresses: usize,
    nested: usize,
    lists: usize,
    worded: usize,
    longest: usize,
    different: HashSet<u64>,
}

impl Seen {
    fn see(&mut self, value: &Value) {
        if value.is_blank() {
            return;
        }
        self.filled += 1;
        match value {
            Value::List(items) => {
                self.lists += 1;
                items.iter().filter(|item| !item.is_blank()).for_each(|item| self.see_one(item));
            }
            one => self.see_one(one),
        }
    }

    fn see_one(&mut self, value: &Value) {
        self.values += 1;
        let words = match value {
            Value::Number(number) => {
                self.numbers += 1;
                number.as_str()
            }
            Value::Bool(flag) => {
                self.flags += 1;
                if *flag { "true" } else { "false" }
            }
            Value::Text(text) => {
                self.dates += usize::from(date(text).is_some());
                self.worded += usize::from(text.chars().any(char::is_alphabetic));
                self.addresses +=
                    usize::from(text.starts_with("http://") || text.starts_with("https://"));
                text.trim()
            }
            _ => {
                self.nested += 1;
                return;
            }
        };
        // Letters are only counted where bytes leave a doubt.
        let longer = words.len() > self.longest && words.len() > FACET_LETTERS;
        self.longest = if longer {
            self.longest.max(words.chars().count())
        } else {
            self.longest.max(words.len().min(FACET_LETTERS))
        };
        if self.different.len() <= MOST_VALUES && self.longest <= FACET_LETTERS {
            let mut hasher = DefaultHasher::new();
            words.hash(&mut hasher);
            self.different.insert(hasher.finish());
        }
    }

    /// What the column is for.
    pub fn shape(&self) -> Shape {
        let all = |count: usize| count == self.values;
        let few =
            self.different.len() <= FEW || self.different.len() * ROWS_PER_VALUE <= self.values;
        let short = self.longest <= FACET_LETTERS && self.has_few_enough();
        match () {
            () if self.values == 0 || self.nested > 0 || all(self.addresses) => Shape::Kept,
            () if all(self.numbers) => Shape::Number,
            () if all(self.dates) && self.lists == 0 => Shape::Date,
            () if short && (few || self.lists * 2 > self.filled || all(self.flags)) => Shape::Facet,
            () => Shape::Text,
        }
    }

    fn has_few_enough(&self) -> bool {
        self.different.len() <= MOST_VALUES
    }

    /// The column; values that are mere numbers or codes of digits are not worth a search.
    fn column(self) -> Column {
        let shape = self.shape();
        let searched = shape == Shape::Text || shape == Shape::Facet && self.worded > 0;
        let refines = shape == Shape::Facet
            || matches!(shape, Shape::Number | Shape::Date) && self.has_few_enough();
        Column { shape, searched, refines, name: self.name }
    }
}

/// The columns in the order in which they are first seen.
#[derive(Clone, Debug, Default)]
pub struct SeenColumns {
    columns: Vec<Seen>,
}

impl SeenColumns {
    /// Takes a row into account.
    pub fn see(&mut self, row: &Value) {
        let Value::Object(entries) = row else { return };
        for (place, (name, value)) in entries.iter().enumerate() {
            if row::is_named(name) {
                continue;
            }
            // Rows mostly have the same columns in the same order.
            let near = self
                .columns
                .get(place.saturating_sub(2)..)
                .unwrap_or(&[])
                .iter()
                .position(|column| column.name == *name);
            let at = near
                .map(|at| at + place.saturating_sub(2))
                .or_else(|| self.columns.iter().position(|column| column.name == *name));
            match at.and_then(|at| self.columns.get_mut(at)) {
                Some(column) => column.see(value),
                None => {
                    let mut column = Seen { name: name.clone(), ..Seen::default() };
                    column.see(value);
                    self.columns.push(column);
                }
            }
        }
    }

    /// What every column is for.
    pub fn finish(self) -> Vec<Column> {
        self.columns.into_iter().map(Seen::column).collect()
    }
}

/// Where every column goes in the index. It follows from the columns alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// The schema of the index.
    pub schema: Schema,
    places: Vec<Place>,
}

/// Where one column goes.
#[derive(Clone, Debug, Default, PartialEq)]
struct Place {
    name: String,
    field: Option<usize>,
    facet: Option<usize>,
    /// The facet of the years of a column of dates.
    years: Option<usize>,
    sort_key: Option<usize>,
}

impl Layout {
    /// The places of columns; those beyond the limits of an index are only kept, and said to be.
    pub fn of(columns: &mut [Column]) -> Layout {
        let mut schema = Schema {
            fields: vec![
                FieldOptions {
                    stored: false,
                    ..FieldOptions::new("name", FieldKind::Name, NAME_WEIGHT)
                },
                FieldOptions { stored: false, ..FieldOptions::new("text", FieldKind::Text, 1.0) },
            ],
            facets: Vec::new(),
            sort_keys: vec![NAME_KEY.to_owned()],
        };
        let has_year = columns.iter().any(|column| column.name == "year");
        let mut places = Vec::new();
        for column in columns.iter_mut() {
            let place = place(column, &mut schema, has_year);
            column.searched = place.field.is_some();
            column.refines = place.facet.is_some();
            if !column.searched && !column.refines && place.sort_key.is_none() {
                column.shape = Shape::Kept;
            }
            places.push(place);
        }
        Layout { schema, places }
    }

    /// The document of a row.
    pub fn document(&self, id: &str, row: &Value) -> Document {
        let mut document = Document::new(id);
        for (field, language, text) in self.texts(row) {
            document = document.text_in(field, language, text);
        }
        for place in &self.places {
            let Some(value) = row.get(&place.name).filter(|value| !value.is_blank()) else {
                continue;
            };
            let items = match value {
                Value::List(items) => items.as_slice(),
                one => std::slice::from_ref(one),
            };
            for words in items.iter().filter_map(facet_words) {
                document.facets.extend(place.facet.map(|facet| (facet, words.clone())));
                document.facets.extend(
                    place.years.and_then(|years| Some((years, words.get(..4)?.to_owned()))),
                );
            }
            let number = items.iter().find_map(sort_number);
            document.sort_keys.extend(
                place.sort_key.zip(number).map(|(key, number)| (key, SortValue::Number(number))),
            );
        }
        document.sort_key(0, SortValue::Text(row::shown_name(row, "")))
    }

    /// The searched texts of a row in the order in which they are indexed: field, language, text.
    pub fn texts<'a>(&self, row: &'a Value) -> Vec<(usize, &'a str, &'a str)> {
        let named =
            row::names(row).into_iter().map(|(language, text)| (NAME_FIELD, language, text));
        let mut texts: Vec<(usize, &str, &str)> = named.collect();
        texts.extend(
            row::bodies(row).into_iter().map(|(language, text)| (TEXT_FIELD, language, text)),
        );
        for (place, field) in self.places.iter().filter_map(|place| Some((place, place.field?))) {
            let value = row.get(&place.name);
            texts.extend(
                value
                    .map(row::texts)
                    .unwrap_or_default()
                    .into_iter()
                    .map(|(_, text)| (field, "", text)),
            );
        }
        texts
    }

    /// The sort key of dates, for "newest" and "oldest": a column of that name, else the first column of dates.
    pub fn date_key(&self, columns: &[Column]) -> Option<usize> {
        let of = |wanted: &dyn Fn(&Column) -> bool| {
            let mut places = self.places.iter().zip(columns);
            places
                .find(|(place, column)| place.sort_key.is_some() && wanted(column))
                .and_then(|(place, _)| place.sort_key)
        };
        of(&|column| column.name == "date")
            .or_else(|| of(&|column| column.shape == Shape::Date))
            .or_else(|| of(&|column| column.name == "year"))
    }

    /// The column that a field of the index holds: none for names and running text.
    pub fn column_of(&self, field: usize) -> Option<&str> {
        self.places.iter().find(|place| place.field == Some(field)).map(|place| place.name.as_str())
    }

    /// The number a row has under a sort key.
    pub fn sort_number(&self, row: &Value, key: usize) -> Option<i64> {
        let place = self.places.iter().find(|place| place.sort_key == Some(key))?;
        match row.get(&place.name)? {
            Value::List(items) => items.iter().find_map(sort_number),
            one => sort_number(one),
        }
    }
}

fn place(column: &Column, schema: &mut Schema, has_year: bool) -> Place {
    let mut place = Place { name: column.name.clone(), ..Place::default() };
    let weight = match column.shape {
        Shape::Facet => Some(FACET_WEIGHT),
        Shape::Text => Some(COLUMN_WEIGHT),
        _ => None,
    };
    if let Some(weight) = weight.filter(|_| column.searched && schema.fields.len() < MOST_FIELDS) {
        place.field = Some(schema.fields.len());
        schema.fields.push(FieldOptions {
            stored: false,
            ..FieldOptions::new(&column.name, FieldKind::Text, weight)
        });
    }
    let mut facet = |name: &str| {
        let free = schema.facets.len() < MOST_FACETS;
        free.then(|| {
            schema.facets.push(facet_options(name));
            schema.facets.len() - 1
        })
    };
    if column.refines {
        place.facet = facet(&column.name);
    }
    if column.shape == Shape::Date {
        let taken = has_year || schema.facets.iter().any(|facet| facet.name == "year");
        let name = if taken { format!("{}_year", column.name) } else { "year".to_owned() };
        if schema.facets.len() < MOST_FACETS {
            place.years = Some(schema.facets.len());
            schema.facets.push(facet_options(&name));
        }
    }
    if matches!(column.shape, Shape::Number | Shape::Date)
        && schema.sort_keys.len() < MOST_SORT_KEYS
    {
        place.sort_key = Some(schema.sort_keys.len());
        schema.sort_keys.push(column.name.clone());
    }
    place
}

/// A facet; in a query its name is written with `_` for everything that is no letter.
fn facet_options(name: &str) -> FacetOptions {
    let written: String =
        name.chars().map(|letter| if letter.is_alphabetic() { letter } else { '_' }).collect();
    let other = (written != name).then_some(written.as_str());
    FacetOptions::new(name, other.as_slice())
}

/// A value as a value of a facet.
fn facet_words(value: &Value) -> Option<String> {
    match value {
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Number(_) => value
            .as_whole()
            .map(|whole| whole.to_string())
            .or_else(|| value.as_words().map(str::to_owned)),
        other => other.as_words().map(|words| words.trim().to_owned()),
    }
}

/// A number or date for sorting; decimals in millionths so that they sort among whole numbers of their column.
fn sort_number(value: &Value) -> Option<i64> {
    match value {
        Value::Number(_) => value.as_millionths(),
        Value::Text(text) => date(text),
        _ => None,
    }
}

/// A day, month or moment of ISO 8601 as `yyyymmdd`.
fn date(text: &str) -> Option<i64> {
    let text = text.trim();
    let day = text.split(['T', ' ']).next()?;
    if !(7..=10).contains(&day.len()) || (day.len() < text.len() && !text.contains(':')) {
        return None;
    }
    let mut parts = day.split('-');
    let mut number = |digits: usize, most: i64| {
        let part = parts.next()?;
        let all = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
        all.then(|| part.parse().ok())?.filter(|number| *number <= most)
    };
    let (year, month) = (number(4, 9999)?, number(2, 12)?);
    let day_number = if day.len() == 10 { number(2, 31)? } else { 0 };
    (parts.next().is_none() && day.len() != 8 && day.len() != 9)
        .then_some(year * 10_000 + month * 100 + day_number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::own_data::json::parse;

    #[track_caller]
    fn check(values: &[&str], shape: Shape) {
        let mut seen = Seen::default();
        values.iter().for_each(|value| seen.see(&parse(value).unwrap()));
        assert_eq!(seen.shape(), shape, "{values:?}");
    }

    #[test]
    fn the_shape_of_a_column_follows_from_its_values() {
        check(&["\"KR\"", "\"CN\"", "\"KR\""], Shape::Facet);
        check(&["2001", "2003.0", "null"], Shape::Number);
        check(&["1.5", "2.5"], Shape::Number);
        check(&["true", "false"], Shape::Facet);
        check(&["\"2015-03-14\"", "\"2015-04\"", "\"2015-03-14T10:00:00Z\""], Shape::Date);
        check(&["\"2015-13-14\"", "\"a\""], Shape::Facet);
        check(&["[\"a\",\"b\"]", "[\"c\"]", "[]"], Shape::Facet);
        check(&["\"https://example.org/a\"", "\"http://example.org/b\""], Shape::Kept);
        check(&["{\"a\":1}"], Shape::Kept);
        check(&["[{\"a\":1}]"], Shape::Kept);
        check(&["null", "\"\""], Shape::Kept);
        check(&["1", "\"a\""], Shape::Facet);
        let long = format!("\"{}\"", "가".repeat(81));
        check(&[&long], Shape::Text);
        let fits = format!("\"{}\"", "가".repeat(80));
        check(&[&fits], Shape::Facet);
    }

    #[test]
    fn many_different_values_are_text() {
        let values: Vec<String> = (0..100).map(|n| format!("\"value {n}\"")).collect();
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        check(&values, Shape::Text);
        check(&values.repeat(4), Shape::Facet);
    }

    #[test]
    fn columns_beyond_the_limits_are_kept() {
        let mut columns: Vec<Column> = (0..200)
            .map(|n| Column {
                name: format!("c{n}"),
                shape: Shape::Facet,
                searched: true,
                refines: true,
            })
            .collect();
        let layout = Layout::of(&mut columns);
        assert!(
            layout.schema.fields.len() <= MOST_FIELDS && layout.schema.facets.len() <= MOST_FACETS
        );
        assert_eq!(
            columns.iter().filter(|column| column.shape == Shape::Kept).count(),
            200 - MOST_FACETS
        );
    }

    #[test]
    fn dates_are_those_of_the_standard() {
        for (text, number) in [
            ("2015-03-14", Some(20_150_314)),
            ("2015-03", Some(20_150_300)),
            ("2015-03-14 10:00", Some(20_150_314)),
        ] {
            assert_eq!(date(text), number, "{text}");
        }
        for text in [
            "2015",
            "2015-3-14",
            "2015-03-14-",
            "14-03-2015",
            "2015-00x",
            "2015-03-1",
            "2015-03-14 x",
            "한글한-글한",
        ] {
            assert_eq!(date(text), None, "{text}");
        }
    }
}
