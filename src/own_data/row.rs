//! One row: what it needs, what it is called, and what of it is searched.

use super::json::Value;
use serde::Serialize;

/// What a row is named by, best first.
const NAMES: [&str; 2] = ["title", "name"];
/// The column of running text.
const TEXT: &str = "text";
/// Letters of a text that stand for a missing name.
const NAME_LETTERS: usize = 60;

/// Why a row was not taken, or a part of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RowError {
    /// The row in its source, counted from 1; the header of a table is row 0.
    pub row: usize,
    /// The column, where one is at fault.
    pub field: Option<String>,
    /// What was expected.
    pub expected: String,
    /// What stood there.
    pub got: String,
    /// The resource of a Data Package it stands in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource: Option<String>,
}

/// A fault of a row before it is known which row it is: column, expected, got.
pub type Fault = (Option<String>, String, String);

/// Checks a row and gives its id.
///
/// # Errors
/// When it has no usable id or nothing to be found by.
pub fn check(row: &Value) -> Result<String, Fault> {
    if !matches!(row, Value::Object(_)) {
        return Err((
            None,
            "an object with `id` and one of `title`, `name`, `text`".to_owned(),
            row.brief(),
        ));
    }
    let fault = |field: &str, expected: &str, value: Option<&Value>| {
        let got = value.map_or_else(|| "nothing".to_owned(), Value::brief);
        Err((Some(field.to_owned()), expected.to_owned(), got))
    };
    let id = row.get("id");
    let Some(words) = id.and_then(Value::as_words) else {
        return fault("id", "a text or a number that no other row has", id);
    };
    let mut found = false;
    for field in [NAMES[0], NAMES[1], TEXT] {
        match row.get(field).filter(|value| !value.is_blank()) {
            None => {}
            Some(value) if texts(value).is_empty() => {
                return fault(
                    field,
                    "a text, a list of texts, or an object of languages and texts",
                    Some(value),
                );
            }
            Some(_) => found = true,
        }
    }
    if !found {
        return fault("title", "a text in `title`, `name` or `text`", row.get("title"));
    }
    Ok(words.trim().to_owned())
}

/// The texts of a value, each with its language: a text, a list of them, or an object of languages and texts.
pub fn texts(value: &Value) -> Vec<(&str, &str)> {
    match value {
        Value::Text(text) | Value::Number(text) => Some(("", text.as_str()))
            .filter(|(_, text)| !text.trim().is_empty())
            .into_iter()
            .collect(),
        Value::List(items)
            if items.iter().all(|item| item.is_blank() || item.as_words().is_some()) =>
        {
            items.iter().filter_map(|item| Some(("", item.as_words()?))).collect()
        }
        Value::Object(entries)
            if entries.iter().all(|(_, text)| text.is_blank() || text.as_text().is_some()) =>
        {
            entries
                .iter()
                .filter_map(|(language, text)| Some((language.as_str(), text.as_words()?)))
                .collect()
        }
        _ => Vec::new(),
    }
}

/// The names of a row with their languages.
pub fn names(row: &Value) -> Vec<(&str, &str)> {
    let language = language(row);
    let of = |(own, text)| (if str::is_empty(own) { language } else { own }, text);
    NAMES.iter().filter_map(|name| row.get(name)).flat_map(texts).map(of).collect()
}

/// The running text of a row with its languages.
pub fn bodies(row: &Value) -> Vec<(&str, &str)> {
    let language = language(row);
    let of = |(own, text)| (if str::is_empty(own) { language } else { own }, text);
    row.get(TEXT).map(texts).unwrap_or_default().into_iter().map(of).collect()
}

/// What a row is shown as in a language: its name, else the beginning of its text.
pub fn shown_name(row: &Value, language: &str) -> String {
    let names = names(row);
    let name = names.iter().find(|(own, _)| *own == language).or(names.first());
    if let Some((_, name)) = name {
        return (*name).to_owned();
    }
    let text = bodies(row).first().map_or("", |(_, text)| text);
    match text.char_indices().nth(NAME_LETTERS) {
        Some((at, _)) => format!("{}…", text[..at].trim_end()),
        None => text.to_owned(),
    }
}

/// What a row says it is.
pub fn kind(row: &Value) -> Option<&str> {
    row.get("kind").or(row.get("type")).and_then(Value::as_text)
}

/// The language that a row says it is in.
fn language(row: &Value) -> &str {
    let tag = row.get("lang").or(row.get("language")).and_then(Value::as_text).unwrap_or("");
    if tag.len() <= 12 { tag } else { "" }
}

/// Whether a column is read by its name and not by its shape.
pub fn is_named(column: &str) -> bool {
    column == "id" || column == TEXT || NAMES.contains(&column)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::own_data::json::parse;

    #[test]
    fn rows_need_an_id_and_something_to_be_found_by() {
        for (row, field) in [
            (r#"{"id":1,"title":"a"}"#, None),
            (r#"{"id":"a","name":{"ko":"가","en":"a"}}"#, None),
            (r#"{"id":"a","text":["x","y"]}"#, None),
            (r#"{"title":"a"}"#, Some("id")),
            (r#"{"id":" ","title":"a"}"#, Some("id")),
            (r#"{"id":{},"title":"a"}"#, Some("id")),
            (r#"{"id":1}"#, Some("title")),
            (r#"{"id":1,"title":"","text":null}"#, Some("title")),
            (r#"{"id":1,"title":true,"text":"a"}"#, Some("title")),
            (r#"{"id":1,"text":[{}]}"#, Some("text")),
        ] {
            assert_eq!(
                check(&parse(row).unwrap()).err().and_then(|fault| fault.0).as_deref(),
                field,
                "{row}"
            );
        }
        for row in ["null", "3", "[]", "\"a\""] {
            assert_eq!(check(&parse(row).unwrap()).unwrap_err().0, None, "{row}");
        }
    }

    #[test]
    fn a_row_is_shown_by_its_name_or_the_beginning_of_its_text() {
        let shown = |row: &str| shown_name(&parse(row).unwrap(), "en");
        assert_eq!(shown(r#"{"name":{"ko":"가","en":"a"},"text":"t"}"#), "a");
        assert_eq!(shown(r#"{"text":"t"}"#), "t");
        assert_eq!(shown(&format!("{{\"text\":\"{}\"}}", "가".repeat(100))).chars().count(), 61);
    }
}
