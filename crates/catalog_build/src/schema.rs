//! JSON Schemas of the dataset's files (draft 2020-12), for editors: written from the shapes that the reader reads by.

use crate::json::Json;
use crate::problem::{Problem, Problems};
use crate::shape::{Content, FILES, Field, FileShape, Form, Shape};
use crate::vocabularies;
use catalog::{Kind, Vocabularies};
use std::path::Path;

/// A text that is not empty and neither begins nor ends with a space.
const WORDS: &str = r"^\S([\s\S]*\S)?$";
const DAY: &str = r"\d{4}-\d{2}-\d{2}";
const SLUG: &str = "[a-z0-9]+(-[a-z0-9]+)*";

/// A schema: the name of its file, and its text.
pub type SchemaFile = (String, String);

/// The schemas of every kind of file, with the closed lists of the dataset in a folder.
///
/// # Errors
/// The problems of the vocabularies: without them the schemas cannot be written.
pub fn schemas(root: &Path) -> Result<Vec<SchemaFile>, Vec<Problem>> {
    let problems = Problems::default();
    let vocabularies = vocabularies::read(root, &problems);
    match problems.into_sorted() {
        found if found.is_empty() => Ok(FILES
            .map(|kind| {
                (format!("{}.json", kind.schema), Writer(&vocabularies).file(kind).to_string())
            })
            .into()),
        found => Err(found),
    }
}

struct Writer<'a>(&'a Vocabularies);

impl Writer<'_> {
    /// The schema of a whole file: an object with one list of tables.
    fn file(&self, kind: &FileShape) -> Json {
        let tables =
            Json::object([("type", Json::text("array")), ("items", reference(kind.shape))]);
        Json::object([
            ("$schema", Json::text("https://json-schema.org/draft/2020-12/schema")),
            ("title", Json::text(format!("data/{}", kind.path))),
            (
                "description",
                Json::text(format!(
                    "[[{}]] tables. {} Written by `cargo xtask data schema`.",
                    kind.table, kind.shape.about
                )),
            ),
            ("type", Json::text("object")),
            ("properties", Json::object([(kind.table, tables)])),
            ("additionalProperties", Json::Flag(false)),
            (
                "$defs",
                Json::Object(
                    shapes_of(kind.shape)
                        .into_iter()
                        .map(|shape| (shape.name.to_owned(), self.shape(shape)))
                        .collect(),
                ),
            ),
        ])
    }

    fn shape(&self, shape: &Shape) -> Json {
        let properties = shape.fields.iter().map(|field| (field.key.to_owned(), self.field(field)));
        let required = shape.fields.iter().filter(|field| field.required).map(|field| field.key);
        Json::object([
            ("description", Json::text(shape.about)),
            ("type", Json::text("object")),
            ("properties", Json::Object(properties.collect())),
            ("required", Json::texts(required)),
            ("additionalProperties", Json::Flag(false)),
        ])
    }

    fn field(&self, field: &Field) -> Json {
        let list = |items: Json, unique: bool| {
            let array = Json::object([("type", Json::text("array")), ("items", items)]);
            let array = if unique { array.with("uniqueItems", Json::Flag(true)) } else { array };
            if field.required { array.with("minItems", Json::Number(1)) } else { array }
        };
        let integer = |most: Option<u32>| {
            let number =
                Json::object([("type", Json::text("integer")), ("minimum", Json::Number(1))]);
            most.into_iter().fold(number, |number, most| number.with("maximum", Json::Number(most)))
        };
        let schema = match field.form {
            Form::Text(content) => self.content(content),
            Form::Texts(content) => list(self.content(content), true),
            Form::Number => integer(None),
            Form::Year => integer(Some(9999)),
            Form::Flag => Json::object([("type", Json::text("boolean"))]),
            Form::Table(shape) => reference(shape),
            Form::Tables(shape) => list(reference(shape), false),
        };
        schema.with("description", Json::text(field.about))
    }

    fn content(&self, content: Content) -> Json {
        match content {
            Content::Words => pattern(WORDS.to_owned()),
            Content::Id(kind) => pattern(id_pattern(kind)),
            Content::CorrectionId => pattern(format!("^correction/{SLUG}$")),
            Content::Term(names) => one_of(self.terms(names)),
            Content::OneOf(words) => one_of(words()),
            Content::Date => pattern(date_pattern()),
            Content::Day => pattern(format!("^{DAY}$")),
            Content::Address => pattern(r"^https?://\S+$".to_owned()),
            Content::Decimal => pattern(r"^-?\d+(\.\d+)?$".to_owned()),
            Content::Fraction => pattern(r"^\d+/\d+$".to_owned()),
            Content::Locator => pattern(self.locator_pattern()),
            Content::Language => pattern("^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*$".to_owned()),
            Content::Target => pattern(r"^\d{1,2}\.(\d{1,2}|[a-z])$".to_owned()),
        }
    }

    /// The terms of vocabularies, each once.
    fn terms(&self, names: &[&str]) -> Vec<&str> {
        let mut terms = Vec::new();
        for vocabulary in names.iter().filter_map(|name| vocabularies::named(self.0, name)) {
            terms.extend(
                vocabulary
                    .terms
                    .iter()
                    .map(|term| term.key.as_str())
                    .filter(|key| !terms.contains(key))
                    .collect::<Vec<_>>(),
            );
        }
        terms
    }

    /// Steps of a known unit, with ` > ` between them.
    fn locator_pattern(&self) -> String {
        let step = format!("({})( \\S[\\s\\S]*)?", self.terms(&["locator-units"]).join("|"));
        format!("^{step}$")
    }
}

fn reference(shape: &Shape) -> Json {
    Json::object([("$ref", Json::text(format!("#/$defs/{}", shape.name)))])
}

fn pattern(pattern: String) -> Json {
    Json::object([("type", Json::text("string")), ("pattern", Json::Text(pattern))])
}

fn one_of(words: Vec<&str>) -> Json {
    Json::object([("enum", Json::texts(words))])
}

fn id_pattern(kind: Option<Kind>) -> String {
    let kinds: Vec<&str> = kind
        .as_ref()
        .map_or(Kind::ALL, std::slice::from_ref)
        .iter()
        .map(|kind| kind.as_str())
        .collect();
    format!("^({})/{SLUG}$", kinds.join("|"))
}

/// The form of [`catalog::Edtf`]; whether the day exists is for the build to say.
fn date_pattern() -> String {
    let date = r"[\dX]{4}(-\d{2}(-\d{2})?)?[?~%]?";
    format!(r"^(({date})|\.\.)(/(({date})|\.\.))?$")
}

/// A shape and all that it refers to, each once.
fn shapes_of(shape: &'static Shape) -> Vec<&'static Shape> {
    let mut found = vec![shape];
    let mut next = 0;
    while let Some(shape) = found.get(next) {
        next += 1;
        let inner = shape.fields.iter().filter_map(|field| match field.form {
            Form::Table(shape) | Form::Tables(shape) => Some(shape),
            _ => None,
        });
        for shape in inner.collect::<Vec<_>>() {
            if found.iter().all(|known| known.name != shape.name) {
                found.push(shape);
            }
        }
    }
    found
}
