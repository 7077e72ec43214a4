//! Enough JSON to read a corpus line by line.

use std::error::Error;

/// A JSON value; numbers are kept as written.
#[derive(Clone, Debug)]
pub(crate) enum Json {
    Scalar(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

/// Reads one value per line from a file, or from its gzipped form (`.gz`) through `gzip`.
pub(crate) fn read_lines(path: &str) -> Result<Vec<Json>, Box<dyn Error>> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(_) => {
            let output =
                std::process::Command::new("gzip").args(["-dc", &format!("{path}.gz")]).output()?;
            String::from_utf8(output.stdout)?
        }
    };
    text.lines()
        .map(|line| Reader { rest: line }.value().ok_or_else(|| format!("not JSON: {line}").into()))
        .collect()
}

impl Json {
    pub(crate) fn get(&self, name: &str) -> Option<&Json> {
        self.members().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    pub(crate) fn members(&self) -> impl Iterator<Item = (&str, &Json)> {
        let members = match self {
            Json::Object(members) => members.as_slice(),
            _ => &[],
        };
        members.iter().map(|(name, value)| (name.as_str(), value))
    }

    pub(crate) fn text(&self, name: &str) -> &str {
        match self.get(name) {
            Some(Json::Scalar(text)) => text,
            _ => "",
        }
    }

    /// The member as a list of texts.
    pub(crate) fn strings(&self, name: &str) -> Vec<String> {
        self.get(name).map_or_else(Vec::new, Json::as_strings)
    }

    pub(crate) fn as_strings(&self) -> Vec<String> {
        match self {
            Json::Scalar(text) => vec![text.clone()],
            Json::List(values) => values.iter().flat_map(Json::as_strings).collect(),
            Json::Object(_) => Vec::new(),
        }
    }
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn value(&mut self) -> Option<Json> {
        self.rest = self.rest.trim_start();
        match self.rest.as_bytes().first()? {
            b'"' => Some(Json::Scalar(self.string()?)),
            b'[' => self.list(),
            b'{' => self.object(),
            _ => {
                let end = self.rest.find([',', ']', '}']).unwrap_or(self.rest.len());
                let (scalar, rest) = self.rest.split_at(end);
                self.rest = rest;
                Some(Json::Scalar(scalar.trim().to_owned()))
            }
        }
    }

    fn eat(&mut self, c: char) -> bool {
        self.rest = self.rest.trim_start();
        let rest = self.rest.strip_prefix(c);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn list(&mut self) -> Option<Json> {
        let mut values = Vec::new();
        self.eat('[');
        while !self.eat(']') {
            values.push(self.value()?);
            self.eat(',');
        }
        Some(Json::List(values))
    }

    fn object(&mut self) -> Option<Json> {
        let mut members = Vec::new();
        self.eat('{');
        while !self.eat('}') {
            self.rest = self.rest.trim_start();
            let name = self.string()?;
            self.eat(':').then_some(())?;
            members.push((name, self.value()?));
            self.eat(',');
        }
        Some(Json::Object(members))
    }

    fn string(&mut self) -> Option<String> {
        self.rest = self.rest.strip_prefix('"')?;
        let mut out = String::new();
        let mut units = Vec::new();
        loop {
            let c = self.rest.chars().next()?;
            self.rest = self.rest.get(c.len_utf8()..)?;
            if c == '\\' && self.rest.starts_with('u') {
                units.push(u16::from_str_radix(self.rest.get(1..5)?, 16).ok()?);
                self.rest = self.rest.get(5..)?;
                continue;
            }
            out.push_str(&String::from_utf16_lossy(&units));
            units.clear();
            match c {
                '"' => return Some(out),
                '\\' => {
                    let escaped = self.rest.chars().next()?;
                    self.rest = self.rest.get(escaped.len_utf8()..)?;
                    out.push(match escaped {
                        'n' => '\n',
                        't' => '\t',
                        'r' => '\r',
                        'b' => '\u{8}',
                        'f' => '\u{c}',
                        other => other,
                    });
                }
                other => out.push(other),
            }
        }
    }
}
