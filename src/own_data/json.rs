//! JSON as values, read from a text at any place: reading goes on after a bad row, which no reader of whole documents allows.

use std::fmt;

/// Values nested deeper than this are refused: nobody writes them, and a cycle has no end.
pub const DEPTH: usize = 64;

/// A value as JSON has it.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing.
    Null,
    /// True or false.
    Bool(bool),
    /// A number as written, so that no digit is lost.
    Number(String),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Value>),
    /// Names and values, in their order.
    Object(Vec<(String, Value)>),
    /// What JSON cannot hold, such as a function: only scripts can give it.
    Foreign(&'static str),
}

/// Where a text is no JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonError {
    /// The byte at which reading ended.
    pub at: usize,
    /// What was expected there.
    pub expected: &'static str,
    /// What stood there.
    pub got: String,
}

impl Value {
    /// The value of a name; of the last, when it stands there twice.
    pub fn get(&self, name: &str) -> Option<&Value> {
        match self {
            Value::Object(entries) => {
                entries.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value)
            }
            _ => None,
        }
    }

    /// Takes the value of a name out, as [`Value::get`] finds it.
    pub fn take(&mut self, name: &str) -> Option<Value> {
        let Value::Object(entries) = self else { return None };
        let at = entries.iter().rposition(|(key, _)| key == name)?;
        Some(entries.swap_remove(at).1)
    }

    /// The text of a text.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The text of a text or number that is not blank.
    pub fn as_words(&self) -> Option<&str> {
        match self {
            Value::Text(text) | Value::Number(text) => {
                Some(text.as_str()).filter(|text| !text.trim().is_empty())
            }
            _ => None,
        }
    }

    /// A whole number.
    pub fn as_whole(&self) -> Option<i64> {
        let Value::Number(number) = self else { return None };
        let whole = number.strip_suffix(".0").unwrap_or(number);
        whole.parse().ok()
    }

    /// A number in millionths, cut off there; the largest or smallest there is where it does not fit.
    /// Whole arithmetic: to read a floating-point number takes a table of 10 KB.
    pub fn as_millionths(&self) -> Option<i64> {
        const MOST: i64 = i64::MAX / 10 - 1;
        const PLACES: i64 = 6;
        let Value::Number(number) = self else { return None };
        let (sign, number) = number.strip_prefix('-').map_or((1, &**number), |rest| (-1, rest));
        let (digits, power) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let mut power = power.parse::<i64>().ok()?.saturating_add(PLACES);
        power = power.saturating_sub(fraction.len() as i64);
        let mut value = 0i64;
        for digit in whole.bytes().chain(fraction.bytes()) {
            let digit = i64::from(digit.checked_sub(b'0').filter(|digit| *digit <= 9)?);
            match value <= MOST {
                true => value = value * 10 + digit,
                // What follows is below what can be told apart.
                false => power = power.saturating_add(1),
            }
        }
        for _ in 0..power.unsigned_abs().min(u64::from(i64::MAX.ilog10()) + 1) {
            value = if power > 0 { value.saturating_mul(10) } else { value / 10 };
        }
        Some(sign * value)
    }

    /// True for nothing at all: null and blank texts.
    pub fn is_blank(&self) -> bool {
        match self {
            Value::Null => true,
            Value::Text(text) => text.trim().is_empty(),
            Value::List(items) => items.iter().all(Value::is_blank),
            _ => false,
        }
    }

    /// The value in few letters, for a message.
    pub fn brief(&self) -> String {
        match self {
            Value::Null => "nothing".to_owned(),
            Value::List(items) => format!("a list of {}", items.len()),
            Value::Object(entries) => format!("an object with {} entries", entries.len()),
            Value::Foreign(what) => (*what).to_owned(),
            Value::Text(text) => format!("\"{}\"", shortened(text)),
            Value::Bool(_) | Value::Number(_) => self.to_string(),
        }
    }
}

/// The beginning of a text.
pub fn shortened(text: &str) -> String {
    const LETTERS: usize = 60;
    match text.char_indices().nth(LETTERS) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Null | Value::Foreign(_) => f.write_str("null"),
            Value::Bool(value) => write!(f, "{value}"),
            Value::Number(number) => f.write_str(number),
            Value::Text(text) => print_text(f, text),
            Value::List(items) => {
                f.write_str("[")?;
                for (at, item) in items.iter().enumerate() {
                    write!(f, "{}{item}", if at > 0 { "," } else { "" })?;
                }
                f.write_str("]")
            }
            Value::Object(entries) => {
                f.write_str("{")?;
                for (at, (name, value)) in entries.iter().enumerate() {
                    f.write_str(if at > 0 { "," } else { "" })?;
                    print_text(f, name)?;
                    write!(f, ":{value}")?;
                }
                f.write_str("}")
            }
        }
    }
}

/// Quoted, on one line whatever it holds.
fn print_text(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    f.write_str("\"")?;
    let mut plain = 0;
    for (at, letter) in text.char_indices() {
        if letter != '"' && letter != '\\' && letter >= ' ' {
            continue;
        }
        f.write_str(&text[plain..at])?;
        plain = at + 1;
        match letter {
            '"' => f.write_str("\\\"")?,
            '\\' => f.write_str("\\\\")?,
            '\n' => f.write_str("\\n")?,
            '\t' => f.write_str("\\t")?,
            _ => write!(f, "\\u{:04x}", u32::from(letter))?,
        }
    }
    f.write_str(&text[plain..])?;
    f.write_str("\"")
}

/// Reads one whole text as a value.
///
/// # Errors
/// When it is no JSON, or something follows the value.
pub fn parse(text: &str) -> Result<Value, JsonError> {
    let mut parser = Parser::at(text, 0);
    let value = parser.value()?;
    parser.skip_blanks();
    match parser.peek() {
        None => Ok(value),
        Some(_) => Err(parser.error("the end of the text")),
    }
}

/// Reads values from a text, from any place on.
pub struct Parser<'a> {
    text: &'a str,
    /// The byte that is read next.
    pub at: usize,
    depth: usize,
}

impl<'a> Parser<'a> {
    /// A parser that begins at a byte; a place inside a letter counts as the end.
    pub fn at(text: &'a str, at: usize) -> Parser<'a> {
        Parser { text, at: if text.is_char_boundary(at) { at } else { text.len() }, depth: 0 }
    }

    /// The next byte.
    pub fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Passes over white space.
    pub fn skip_blanks(&mut self) {
        while self.peek().is_some_and(|byte| matches!(byte, b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    /// Passes over a byte if it is next, after white space.
    pub fn take(&mut self, byte: u8) -> bool {
        self.skip_blanks();
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    /// What stands here instead of what was expected.
    pub fn error(&self, expected: &'static str) -> JsonError {
        let rest = self.text.get(self.at..).unwrap_or("");
        let got = match rest.is_empty() {
            true => "the end of the text".to_owned(),
            false => format!("`{}`", rest.chars().take(20).collect::<String>()),
        };
        JsonError { at: self.at, expected, got }
    }

    /// Reads a value.
    ///
    /// # Errors
    /// When there is none here, or it is nested too deeply.
    pub fn value(&mut self) -> Result<Value, JsonError> {
        self.skip_blanks();
        if self.depth >= DEPTH {
            return Err(self.error("values nested less deeply"));
        }
        self.depth += 1;
        let value = match self.peek() {
            Some(b'{') => self.object(),
            Some(b'[') => self.list(),
            Some(b'"') => self.text().map(Value::Text),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => self.word(),
        };
        self.depth -= 1;
        value
    }

    fn object(&mut self) -> Result<Value, JsonError> {
        self.at += 1;
        let mut entries = Vec::new();
        if self.take(b'}') {
            return Ok(Value::Object(entries));
        }
        loop {
            self.skip_blanks();
            if self.peek() != Some(b'"') {
                return Err(self.error("a name in double quotes"));
            }
            let name = self.text()?;
            if !self.take(b':') {
                return Err(self.error("`:` after a name"));
            }
            entries.push((name, self.value()?));
            if self.take(b'}') {
                return Ok(Value::Object(entries));
            }
            if !self.take(b',') {
                return Err(self.error("`,` or `}`"));
            }
        }
    }

    fn list(&mut self) -> Result<Value, JsonError> {
        self.at += 1;
        let mut items = Vec::new();
        if self.take(b']') {
            return Ok(Value::List(items));
        }
        loop {
            items.push(self.value()?);
            if self.take(b']') {
                return Ok(Value::List(items));
            }
            if !self.take(b',') {
                return Err(self.error("`,` or `]`"));
            }
        }
    }

    fn word(&mut self) -> Result<Value, JsonError> {
        let rest = self.text.get(self.at..).unwrap_or("");
        for (word, value) in
            [("null", Value::Null), ("true", Value::Bool(true)), ("false", Value::Bool(false))]
        {
            if rest.starts_with(word) {
                self.at += word.len();
                return Ok(value);
            }
        }
        Err(self.error("a value of JSON"))
    }

    fn number(&mut self) -> Result<Value, JsonError> {
        let bytes = self.text.as_bytes().get(self.at..).unwrap_or(&[]);
        let length = bytes
            .iter()
            .take_while(|byte| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E'))
            .count();
        match self.text.get(self.at..self.at + length).filter(|text| is_number(text)) {
            Some(number) => {
                self.at += length;
                Ok(Value::Number(number.to_owned()))
            }
            None => Err(self.error("a number")),
        }
    }

    fn text(&mut self) -> Result<String, JsonError> {
        let start = self.at;
        self.at += 1;
        let mut out = String::new();
        loop {
            let rest = self.text.as_bytes().get(self.at..).unwrap_or(&[]);
            let plain =
                rest.iter().take_while(|byte| !matches!(byte, b'"' | b'\\' | 0..=0x1f)).count();
            out.push_str(self.text.get(self.at..self.at + plain).unwrap_or(""));
            self.at += plain;
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(out);
                }
                Some(b'\\') => self.escape(&mut out)?,
                Some(_) => return Err(self.error("control characters escaped in texts")),
                None => {
                    self.at = start;
                    return Err(self.error("a text that ends with a double quote"));
                }
            }
        }
    }

    fn escape(&mut self, out: &mut String) -> Result<(), JsonError> {
        let letter = self.text.as_bytes().get(self.at + 1).copied();
        let plain = match letter {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode(out),
            _ => return Err(self.error("one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u")),
        };
        out.push(plain);
        self.at += 2;
        Ok(())
    }

    /// Halves of a pair that stand alone become the replacement character, as browsers do.
    fn unicode(&mut self, out: &mut String) -> Result<(), JsonError> {
        let Some(first) = self.four_digits() else {
            return Err(self.error("\\u and four hexadecimal digits"));
        };
        self.at += 6;
        let is_high = (0xd800..0xdc00).contains(&first);
        let pairs = is_high && self.text.get(self.at..self.at + 2) == Some("\\u");
        let second = if pairs {
            self.four_digits().filter(|unit| (0xdc00..0xe000).contains(unit))
        } else {
            None
        };
        let code = match second {
            Some(second) => {
                self.at += 6;
                0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00)
            }
            None => first,
        };
        out.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
        Ok(())
    }

    fn four_digits(&self) -> Option<u32> {
        let digits = self.text.get(self.at + 2..self.at + 6)?;
        digits
            .bytes()
            .all(|byte| byte.is_ascii_hexdigit())
            .then(|| u32::from_str_radix(digits, 16).ok())?
    }
}

/// Whether a text is a number as JSON writes it: no leading zeros or plus sign, digits on both sides of the point.
pub fn is_number(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (mantissa, exponent) = text
        .split_once(['e', 'E'])
        .map_or((text, None), |(mantissa, exponent)| (mantissa, Some(exponent)));
    let (whole, fraction) = mantissa
        .split_once('.')
        .map_or((mantissa, None), |(whole, fraction)| (whole, Some(fraction)));
    let whole = whole.strip_prefix('-').unwrap_or(whole);
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent
            .is_none_or(|exponent| digits(exponent.strip_prefix(['-', '+']).unwrap_or(exponent)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_browsers_read_is_read_alike() {
        for (text, printed) in [
            (" [1, -2.5e+3 ,true,false,null] ", "[1,-2.5e+3,true,false,null]"),
            (r#"{"a":{"b":[]},"c":{}}"#, r#"{"a":{"b":[]},"c":{}}"#),
            (r#""\u00e9\ud83d\ude00\n\/\"\\\b""#, "\"é😀\\n/\\\"\\\\\\u0008\""),
            (r#""\ud83d!""#, "\"\u{fffd}!\""),
            ("12345678901234567890", "12345678901234567890"),
        ] {
            assert_eq!(
                parse(text).map(|value| value.to_string()).as_deref(),
                Ok(printed),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_json_is_refused_at_its_place() {
        for (text, at) in [
            ("", 0),
            ("[1,]", 3),
            ("[1 2]", 3),
            ("{a:1}", 1),
            (r#"{"a" 1}"#, 5),
            ("\"a", 0),
            ("01", 0),
            ("1.", 0),
            ("-", 0),
            ("+1", 0),
            ("nul", 0),
            (r#""\x""#, 1),
            (r#""\u12g4""#, 1),
            ("\"\n\"", 1),
            ("1 1", 2),
            ("NaN", 0),
            ("[", 1),
            ("한", 0),
        ] {
            assert_eq!(parse(text).map_err(|error| error.at), Err(at), "{text}");
        }
        assert!(parse(&"[".repeat(100_000)).is_err());
    }

    #[test]
    fn numbers_are_read_in_millionths() {
        for (text, millionths) in [
            ("0", Some(0)),
            ("-0.0", Some(0)),
            ("2003", Some(2_003_000_000)),
            ("4.35", Some(4_350_000)),
            ("-1.5", Some(-1_500_000)),
            ("0.0000015", Some(1)),
            ("-0.0000009", Some(0)),
            ("1.5e3", Some(1_500_000_000)),
            ("15E-1", Some(1_500_000)),
            ("1e+2", Some(100_000_000)),
            ("1e21", Some(i64::MAX)),
            ("-1e400", Some(-i64::MAX)),
            ("0e999999999999", Some(0)),
            ("1e-400", Some(0)),
            ("1e99999999999999999999", None),
            ("0.12345678901234567890123", Some(123_456)),
            ("123456789012345678901234567890", Some(i64::MAX)),
            ("12345678901234567890e-14", Some(123_456_789_012)),
            ("NaN", None),
            ("Infinity", None),
        ] {
            assert_eq!(Value::Number(text.to_owned()).as_millionths(), millionths, "{text}");
        }
        assert_eq!(Value::Text("1".to_owned()).as_millionths(), None);
    }

    proptest! {
        #[test]
        fn millionths_are_as_near_as_a_floating_point_number_says(number in -1e9f64..1e9) {
            let millionths = Value::Number(number.to_string()).as_millionths().unwrap();
            prop_assert!((millionths as f64 - number * 1e6).abs() <= 1.0 + number.abs() * 1e-9);
        }
    }

    #[test]
    fn a_name_given_twice_counts_with_its_last_value() {
        assert_eq!(parse(r#"{"a":1,"a":2}"#).unwrap().get("a").unwrap().as_whole(), Some(2));
    }

    fn value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::Bool),
            any::<i64>().prop_map(|number| Value::Number(number.to_string())),
            any::<String>().prop_map(Value::Text),
        ];
        leaf.prop_recursive(4, 32, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::List),
                prop::collection::vec((any::<String>(), inner), 0..4).prop_map(Value::Object),
            ]
        })
    }

    proptest! {
        #[test]
        fn printed_values_read_back(value in value()) {
            let printed = value.to_string();
            prop_assert!(!printed.contains('\n'));
            prop_assert_eq!(parse(&printed), Ok(value));
        }

        #[test]
        fn any_text_is_read_or_refused(text in "[\\[\\]{}:,\"\\\\0-9a-z.\\-eu 한]{0,40}") {
            let _ = parse(&text);
        }
    }
}
