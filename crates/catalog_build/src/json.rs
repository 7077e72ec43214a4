//! JSON as it is written to files: two spaces, keys in the order given, one line feed at the end.

use std::fmt;

/// A value.
pub(crate) enum Json {
    Flag(bool),
    Number(u32),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    /// An object with these members.
    pub(crate) fn object<const N: usize>(members: [(&str, Json); N]) -> Json {
        Json::Object(members.map(|(key, value)| (key.to_owned(), value)).into())
    }

    /// A text.
    pub(crate) fn text(text: impl Into<String>) -> Json {
        Json::Text(text.into())
    }

    /// A list of texts.
    pub(crate) fn texts<'t>(texts: impl IntoIterator<Item = &'t str>) -> Json {
        Json::List(texts.into_iter().map(Json::text).collect())
    }

    /// The object with a member added at its end; anything else stays as it is.
    pub(crate) fn with(mut self, key: &str, value: Json) -> Json {
        if let Json::Object(members) = &mut self {
            members.push((key.to_owned(), value));
        }
        self
    }

    fn write(&self, f: &mut fmt::Formatter<'_>, depth: usize) -> fmt::Result {
        match self {
            Json::Flag(flag) => write!(f, "{flag}"),
            Json::Number(number) => write!(f, "{number}"),
            Json::Text(text) => write_text(f, text),
            Json::List(items) => {
                write_all(f, ('[', ']'), items, depth, |f, item| item.write(f, depth + 1))
            }
            Json::Object(members) => write_all(f, ('{', '}'), members, depth, |f, (key, value)| {
                write_text(f, key)?;
                f.write_str(": ")?;
                value.write(f, depth + 1)
            }),
        }
    }
}

fn write_all<T>(
    f: &mut fmt::Formatter<'_>,
    (open, close): (char, char),
    items: &[T],
    depth: usize,
    each: impl Fn(&mut fmt::Formatter<'_>, &T) -> fmt::Result,
) -> fmt::Result {
    write!(f, "{open}")?;
    for (i, item) in items.iter().enumerate() {
        write!(f, "{}\n{}", if i == 0 { "" } else { "," }, "  ".repeat(depth + 1))?;
        each(f, item)?;
    }
    if items.is_empty() {
        write!(f, "{close}")
    } else {
        write!(f, "\n{}{close}", "  ".repeat(depth))
    }
}

fn write_text(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    f.write_str("\"")?;
    for letter in text.chars() {
        match letter {
            '"' => f.write_str("\\\"")?,
            '\\' => f.write_str("\\\\")?,
            letter if letter < ' ' => write!(f, "\\u{:04x}", u32::from(letter))?,
            letter => write!(f, "{letter}")?,
        }
    }
    f.write_str("\"")
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, 0)?;
        f.write_str("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::Json;

    #[test]
    fn json_is_written_as_it_is_read() {
        let value = Json::object([
            ("a\"\\\n", Json::Flag(true)),
            ("b", Json::texts(["가"])),
            ("c", Json::List(vec![])),
        ]);
        assert_eq!(
            value.to_string(),
            "{\n  \"a\\\"\\\\\\u000a\": true,\n  \"b\": [\n    \"가\"\n  ],\n  \"c\": []\n}\n"
        );
    }
}
