//! What scripts give, checked: every refusal names the value, what was expected, and what to do.

use crate::own_data::json::Value;
use catalog::Locale;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Hits given at once.
const MOST_HITS: i64 = 1_000;
/// Hits passed over.
const MOST_OFFSET: i64 = 1_000_000;
/// Letters of a query: what people type is a hundredth of it.
const MOST_LETTERS: usize = 10_000;
/// The largest whole number that scripts write exactly; also an open end of a range.
const LARGEST: i64 = (1 << 53) - 1;
/// Ids given at once.
const MOST_IDS: usize = 10_000;

/// Why an argument is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The method.
    pub method: &'static str,
    /// The argument, as written in the documentation.
    pub argument: String,
    /// What it is.
    pub got: String,
    /// What was expected.
    pub expected: String,
    /// What to do.
    pub remedy: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Problem { method, argument, got, expected, remedy } = self;
        write!(f, "governanceAtlas.{method}: {argument} is {got}, expected {expected}. {remedy}")
    }
}

/// The order of hits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Order {
    /// Best first; newest first where the atlas is searched without a text.
    #[default]
    Relevance,
    /// Newest first.
    Newest,
    /// Oldest first.
    Oldest,
    /// By name.
    Name,
    /// By a column of the loaded data.
    Column {
        /// Its name.
        name: String,
        /// Largest first.
        descending: bool,
    },
}

/// Values asked of a facet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filter {
    /// The facet.
    pub facet: String,
    /// Values, any of which will do.
    pub values: Vec<String>,
    /// Whole numbers from the first to the second.
    pub range: Option<(i64, i64)>,
}

/// A search as asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchCall {
    /// What to search for.
    pub text: String,
    /// Hits to give.
    pub limit: usize,
    /// Hits to pass over.
    pub offset: usize,
    /// The language of names and labels.
    pub lang: Option<Locale>,
    /// The order.
    pub order: Order,
    /// Refinements.
    pub filters: Vec<Filter>,
    /// Whether the parts of every score are wanted.
    pub explain: bool,
    /// Whether the text is to be taken as typed only.
    pub literal: bool,
}

/// What can be asked for at the moment.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Names of facets.
    pub facets: Vec<String>,
    /// Columns of the loaded data that sort.
    pub sort_columns: Vec<String>,
}

/// How loaded data stands beside the atlas.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Searches give the loaded data alone.
    #[default]
    Replace,
    /// Searches give both.
    Extend,
}

impl Mode {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Mode::Replace => "replace",
            Mode::Extend => "extend",
        }
    }
}

/// The options of one call.
struct Options<'a> {
    method: &'static str,
    entries: &'a [(String, Value)],
}

impl<'a> Options<'a> {
    fn read(
        method: &'static str,
        options: &'a Value,
        names: &[&str],
    ) -> Result<Options<'a>, Problem> {
        let entries = match options {
            Value::Null => &[],
            Value::Object(entries) => entries.as_slice(),
            other => {
                return Err(problem(
                    method,
                    "options",
                    other,
                    "an object",
                    "Leave it out, or give an object such as {limit: 20}.",
                ));
            }
        };
        match entries.iter().find(|(name, _)| !names.contains(&name.as_str())) {
            Some((name, _)) => Err(Problem {
                method,
                argument: "an option".to_owned(),
                got: format!("`{}`", crate::own_data::json::shortened(name)),
                expected: format!("one of {}", names.join(", ")),
                remedy: "Correct the name or leave it out.".to_owned(),
            }),
            None => Ok(Options { method, entries }),
        }
    }

    fn get(&self, name: &str) -> Option<&'a Value> {
        self.entries
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value)
            .filter(|value| !matches!(value, Value::Null))
    }

    fn problem(&self, name: &str, got: &Value, expected: &str, remedy: &str) -> Problem {
        problem(self.method, &format!("`{name}`"), got, expected, remedy)
    }

    fn whole(&self, name: &str, most: i64, default: usize) -> Result<usize, Problem> {
        let Some(value) = self.get(name) else { return Ok(default) };
        let number = value
            .as_whole()
            .filter(|number| (0..=most).contains(number))
            .and_then(|number| usize::try_from(number).ok());
        number.ok_or_else(|| {
            self.problem(
                name,
                value,
                &format!("a whole number from 0 to {most}"),
                "Give such a number or leave it out.",
            )
        })
    }

    fn flag(&self, name: &str) -> Result<bool, Problem> {
        match self.get(name) {
            None => Ok(false),
            Some(Value::Bool(flag)) => Ok(*flag),
            Some(other) => {
                Err(self.problem(name, other, "true or false", "Give one of them or leave it out."))
            }
        }
    }

    fn lang(&self) -> Result<Option<Locale>, Problem> {
        let Some(value) = self.get("lang") else { return Ok(None) };
        let locale = value.as_text().and_then(Locale::parse);
        locale.map(Some).ok_or_else(|| {
            self.problem(
                "lang",
                value,
                "\"ko\", \"en\" or \"zh\"",
                "Leave it out for the language of the page.",
            )
        })
    }
}

fn problem(
    method: &'static str,
    argument: &str,
    got: &Value,
    expected: &str,
    remedy: &str,
) -> Problem {
    Problem {
        method,
        argument: argument.to_owned(),
        got: got.brief(),
        expected: expected.to_owned(),
        remedy: remedy.to_owned(),
    }
}

/// A text that must be there.
///
/// # Errors
/// When it is no text, or too long.
pub fn text(
    method: &'static str,
    argument: &str,
    value: &Value,
    remedy: &str,
) -> Result<String, Problem> {
    let Some(text) = value.as_text() else {
        return Err(problem(method, argument, value, "a text", remedy));
    };
    let letters = text.chars().count();
    match letters <= MOST_LETTERS {
        true => Ok(text.to_owned()),
        false => Err(Problem {
            method,
            argument: argument.to_owned(),
            got: format!("a text of {letters} letters"),
            expected: format!("at most {MOST_LETTERS}"),
            remedy: "Give a shorter one.".to_owned(),
        }),
    }
}

/// Reads the arguments of `search`.
///
/// # Errors
/// When one is refused.
pub fn search(query: &Value, options: &Value, known: &Known) -> Result<SearchCall, Problem> {
    const METHOD: &str = "search";
    let text = text(METHOD, "query", query, "Give what to search for, \"\" for everything.")?;
    let options = Options::read(
        METHOD,
        options,
        &["limit", "offset", "lang", "sort", "filters", "explain", "literal"],
    )?;
    Ok(SearchCall {
        text,
        limit: options.whole("limit", MOST_HITS, 20)?,
        offset: options.whole("offset", MOST_OFFSET, 0)?,
        lang: options.lang()?,
        order: order(&options, known)?,
        filters: filters(&options, known)?,
        explain: options.flag("explain")?,
        literal: options.flag("literal")?,
    })
}

fn order(options: &Options, known: &Known) -> Result<Order, Problem> {
    let Some(value) = options.get("sort") else { return Ok(Order::Relevance) };
    let name = value.as_text().unwrap_or("");
    let column = name.strip_prefix('-').unwrap_or(name);
    match name {
        "relevance" => Ok(Order::Relevance),
        "newest" => Ok(Order::Newest),
        "oldest" => Ok(Order::Oldest),
        "name" => Ok(Order::Name),
        _ if known.sort_columns.iter().any(|known| known == column) => {
            Ok(Order::Column { name: column.to_owned(), descending: column != name })
        }
        _ => {
            let names = ["relevance", "newest", "oldest", "name"]
                .into_iter()
                .chain(known.sort_columns.iter().map(String::as_str));
            let names = names.collect::<Vec<_>>().join(", ");
            Err(options.problem("sort", value, &format!("one of {names}"), "Columns of numbers or dates of loaded data sort too, with `-` before the name largest first."))
        }
    }
}

fn filters(options: &Options, known: &Known) -> Result<Vec<Filter>, Problem> {
    let entries = match options.get("filters") {
        None => return Ok(Vec::new()),
        Some(Value::Object(entries)) => entries,
        Some(other) => {
            return Err(options.problem(
                "filters",
                other,
                "an object of facets and lists of values",
                "Give for example {kind: [\"event\"]}.",
            ));
        }
    };
    entries
        .iter()
        .filter(|(_, value)| !matches!(value, Value::Null))
        .map(|(facet, value)| filter(options, facet, value, known))
        .collect()
}

fn filter(options: &Options, facet: &str, value: &Value, known: &Known) -> Result<Filter, Problem> {
    if !known.facets.iter().any(|known| known == facet) {
        let got = Value::Text(facet.to_owned());
        return Err(options.problem(
            "filters",
            &got,
            &format!("facets of {}", known.facets.join(", ")),
            "Use one of these names.",
        ));
    }
    let refused = |got: &Value| {
        Err(options.problem(
            &format!("filters.{facet}"),
            got,
            "a list of texts and numbers, or {from, to} with whole numbers",
            "Give for example [\"event\"] or {from: 2015, to: 2020}.",
        ))
    };
    let mut filter = Filter { facet: facet.to_owned(), ..Filter::default() };
    if let Value::Object(entries) = value {
        let whole = |name: &str| value.get(name).map(Value::as_whole);
        let end = |given: Option<Option<i64>>, open: i64| {
            given.flatten().unwrap_or(open).clamp(-LARGEST, LARGEST)
        };
        let named =
            entries.iter().all(|(name, _)| name == "from" || name == "to") && !entries.is_empty();
        match (whole("from"), whole("to")) {
            (Some(None), _) | (_, Some(None)) => return refused(value),
            (from, to) if named => filter.range = Some((end(from, -LARGEST), end(to, LARGEST))),
            _ => return refused(value),
        }
        return Ok(filter);
    }
    let items = match value {
        Value::List(items) => items.as_slice(),
        one => std::slice::from_ref(one),
    };
    for item in items {
        match item {
            Value::Text(text) => filter.values.push(text.clone()),
            Value::Number(_) => filter
                .values
                .push(item.as_whole().map_or_else(|| item.to_string(), |whole| whole.to_string())),
            Value::Bool(flag) => filter.values.push(flag.to_string()),
            other => return refused(other),
        }
    }
    Ok(filter)
}

/// Reads the arguments of `get`, `related`: an id and a language; for `related`, also how many similar records.
///
/// # Errors
/// When one is refused.
pub fn id(
    method: &'static str,
    id: &Value,
    options: &Value,
) -> Result<(String, Option<Locale>, usize), Problem> {
    let remedy = "Give the id of a record, such as \"action-line/c5\".";
    let id = match id {
        Value::Number(number) => number.clone(),
        other => text(method, "id", other, remedy)?,
    };
    let names: &[&str] = if method == "related" { &["lang", "limit"] } else { &["lang"] };
    let options = Options::read(method, options, names)?;
    Ok((id, options.lang()?, options.whole("limit", MOST_HITS, 12)?))
}

/// Reads the arguments of `export`: ids.
///
/// # Errors
/// When they are refused, or the format is not given yet.
pub fn export(ids: &Value, format: &Value) -> Result<Vec<String>, Problem> {
    const METHOD: &str = "export";
    let remedy = "Give a list of ids such as [\"action-line/c5\"].";
    let Value::List(items) = ids else {
        return Err(problem(METHOD, "ids", ids, "a list of ids", remedy));
    };
    if items.len() > MOST_IDS {
        return Err(problem(
            METHOD,
            "ids",
            ids,
            &format!("at most {MOST_IDS} ids"),
            "Export in several calls.",
        ));
    }
    let id = |item: &Value| {
        item.as_words()
            .map(str::to_owned)
            .ok_or_else(|| problem(METHOD, "an id", item, "a text", remedy))
    };
    let ids: Vec<String> = items.iter().map(id).collect::<Result<_, _>>()?;
    match format.as_text() {
        Some("json") => Ok(ids),
        _ => Err(problem(
            METHOD,
            "format",
            format,
            "\"json\"",
            "Other formats do not exist yet in this version.",
        )),
    }
}

/// Reads the mode of `load`.
///
/// # Errors
/// When it is none.
pub fn mode(value: &Value) -> Result<Mode, Problem> {
    match value {
        Value::Null => Ok(Mode::default()),
        Value::Text(text) if text == "replace" => Ok(Mode::Replace),
        Value::Text(text) if text == "extend" => Ok(Mode::Extend),
        other => Err(problem(
            "load",
            "`mode`",
            other,
            "\"replace\" or \"extend\"",
            "Leave it out for \"replace\".",
        )),
    }
}

/// Refuses options of `load` that it does not have.
///
/// # Errors
/// When there is one.
pub fn load_options(names: &[String]) -> Result<(), Problem> {
    let entries = names.iter().map(|name| (name.clone(), Value::Bool(true))).collect();
    Options::read("load", &Value::Object(entries), &["mode", "signal", "onProgress"]).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::own_data::json::parse;

    fn known() -> Known {
        Known { facets: vec!["kind".into(), "year".into()], sort_columns: vec!["rating".into()] }
    }

    fn call(query: &str, options: &str) -> Result<SearchCall, Problem> {
        search(&parse(query).unwrap(), &parse(options).unwrap(), &known())
    }

    #[test]
    fn a_search_is_read() {
        let read = call("\"a\"", r#"{"limit":5,"offset":2.0,"lang":"en","sort":"-rating","filters":{"kind":["event",1,true],"year":{"from":2000}}}"#).unwrap();
        assert_eq!((read.limit, read.offset, read.lang), (5, 2, Some(Locale::En)));
        assert_eq!(read.order, Order::Column { name: "rating".into(), descending: true });
        assert_eq!(read.filters[0].values, ["event", "1", "true"]);
        assert_eq!(read.filters[1].range, Some((2000, LARGEST)));
        assert_eq!(call("\"\"", "null").unwrap().limit, 20);
        assert_eq!(
            call("\"\"", r#"{"filters":{"kind":"event"},"lang":null}"#).unwrap().filters[0].values,
            ["event"]
        );
    }

    #[test]
    fn a_refusal_names_value_expectation_and_remedy() {
        for (query, options, words) in [
            ("null", "null", "query is nothing, expected a text. Give"),
            ("[]", "null", "query is a list of 0, expected a text"),
            ("\"a\"", "5", "options is 5, expected an object"),
            ("\"a\"", r#"{"limt":5}"#, "an option is `limt`, expected one of limit, "),
            ("\"a\"", r#"{"limit":-1}"#, "`limit` is -1, expected a whole number from 0 to 1000"),
            ("\"a\"", r#"{"limit":"5"}"#, "`limit` is \"5\", expected"),
            ("\"a\"", r#"{"limit":2.5}"#, "`limit` is 2.5, expected"),
            ("\"a\"", r#"{"lang":"fr"}"#, "`lang` is \"fr\", expected \"ko\""),
            (
                "\"a\"",
                r#"{"sort":"up"}"#,
                "`sort` is \"up\", expected one of relevance, newest, oldest, name, rating",
            ),
            ("\"a\"", r#"{"explain":1}"#, "`explain` is 1, expected true or false"),
            ("\"a\"", r#"{"filters":[]}"#, "`filters` is a list of 0, expected an object"),
            (
                "\"a\"",
                r#"{"filters":{"colour":["red"]}}"#,
                "`filters` is \"colour\", expected facets of kind, year",
            ),
            (
                "\"a\"",
                r#"{"filters":{"kind":[{}]}}"#,
                "`filters.kind` is an object with 0 entries, expected a list",
            ),
            ("\"a\"", r#"{"filters":{"year":{"from":"x"}}}"#, "`filters.year` is an object"),
        ] {
            let message = call(query, options).unwrap_err().to_string();
            assert!(
                message.starts_with("governanceAtlas.search: ") && message.contains(words),
                "{message}"
            );
        }
        let long = Value::Text("가".repeat(1_000_000));
        assert!(
            search(&long, &Value::Null, &known())
                .unwrap_err()
                .to_string()
                .contains("1000000 letters")
        );
    }

    #[test]
    fn other_arguments_are_checked_too() {
        let text = |text: &str| Value::Text(text.to_owned());
        assert_eq!(mode(&Value::Null), Ok(Mode::Replace));
        assert!(mode(&text("add")).is_err());
        assert!(load_options(&["mode".into(), "signl".into()]).is_err());
        assert!(id("get", &Value::Null, &Value::Null).is_err());
        assert_eq!(id("get", &Value::Number("5".into()), &Value::Null).unwrap().0, "5");
        assert!(
            export(&Value::List(vec![text("a")]), &text("csv"))
                .unwrap_err()
                .to_string()
                .contains("do not exist yet")
        );
        assert!(export(&text("a"), &text("json")).is_err());
    }
}
