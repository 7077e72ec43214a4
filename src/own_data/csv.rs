//! Tables as text: RFC 4180, with a byte-order mark, and with `;` or a tab in place of the comma.

/// What separates cells.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// Reads records one by one.
#[derive(Clone, Debug)]
pub struct Csv {
    text: String,
    at: usize,
    delimiter: u8,
}

/// A record that is no record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CsvError {
    /// What was expected.
    pub expected: &'static str,
    /// What stood there.
    pub got: String,
}

impl Csv {
    /// A reader of a text. What separates the cells is what stands most often in the first record.
    pub fn new(text: String) -> Csv {
        let at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let delimiter = delimiter(text.get(at..).unwrap_or(""));
        Csv { text, at, delimiter }
    }

    /// The part of the text that was read, and the whole, in bytes.
    pub fn progress(&self) -> (usize, usize) {
        (self.at, self.text.len())
    }

    /// The next record; empty lines are passed over.
    pub fn record(&mut self) -> Option<Result<Vec<String>, CsvError>> {
        while self.at < self.text.len() {
            match self.read_record() {
                Ok(cells) if cells.len() == 1 && cells.iter().all(String::is_empty) => {}
                other => return Some(other),
            }
        }
        None
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn read_record(&mut self) -> Result<Vec<String>, CsvError> {
        let mut cells = Vec::new();
        loop {
            let quoted = self.peek() == Some(b'"');
            cells.push(if quoted { self.quoted()? } else { self.plain() });
            match self.peek() {
                Some(byte) if byte == self.delimiter => self.at += 1,
                Some(b'\r') => {
                    self.at +=
                        if self.text.as_bytes().get(self.at + 1) == Some(&b'\n') { 2 } else { 1 };
                    return Ok(cells);
                }
                Some(b'\n') => {
                    self.at += 1;
                    return Ok(cells);
                }
                None => return Ok(cells),
                Some(_) => {
                    let got = format!("`{}` after it", self.plain());
                    self.skip_line();
                    return Err(CsvError {
                        expected: "the end of the cell after its closing quote",
                        got,
                    });
                }
            }
        }
    }

    fn plain(&mut self) -> String {
        let start = self.at;
        let ends = |byte: &u8| *byte == self.delimiter || matches!(byte, b'\n' | b'\r');
        let bytes = self.text.as_bytes().get(start..).unwrap_or(&[]);
        self.at += bytes.iter().position(ends).unwrap_or(bytes.len());
        self.text.get(start..self.at).unwrap_or("").to_owned()
    }

    /// A cell in quotes: two of them are one, and lines may break inside.
    fn quoted(&mut self) -> Result<String, CsvError> {
        let start = self.at + 1;
        let mut cell = String::new();
        let mut from = start;
        while let Some(length) = self.text.get(from..).and_then(|rest| rest.find('"')) {
            cell.push_str(self.text.get(from..from + length).unwrap_or(""));
            from += length + 1;
            if self.text.as_bytes().get(from) != Some(&b'"') {
                self.at = from;
                return Ok(cell);
            }
            cell.push('"');
            from += 1;
        }
        // The quote is never closed: only this line is given up.
        self.at = start;
        let got = super::json::shortened(&self.plain());
        self.skip_line();
        Err(CsvError { expected: "a closing quote", got: format!("none after `{got}`") })
    }

    fn skip_line(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or("");
        self.at += rest.find('\n').map_or(rest.len(), |length| length + 1);
    }
}

fn delimiter(text: &str) -> u8 {
    let mut counts = [0usize; DELIMITERS.len()];
    let mut quoted = false;
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted && counts.iter().any(|count| *count > 0) => break,
            _ if quoted => {}
            _ => {
                if let Some(at) = DELIMITERS.iter().position(|delimiter| *delimiter == byte) {
                    counts[at] += 1;
                }
            }
        }
    }
    let most = counts.iter().copied().max().unwrap_or(0);
    let at = counts.iter().position(|count| *count == most).unwrap_or(0);
    DELIMITERS[at]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Vec<Result<Vec<String>, CsvError>> {
        let mut csv = Csv::new(text.to_owned());
        std::iter::from_fn(|| csv.record()).collect()
    }

    #[track_caller]
    fn check(text: &str, expected: &[&[&str]]) {
        let found: Vec<Vec<String>> =
            read(text).into_iter().map(|record| record.unwrap()).collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn tables_are_read_as_the_standard_says() {
        check("id,title\r\n1,가\r\n", &[&["id", "title"], &["1", "가"]]);
        check("\u{feff}id;title\n1;가, 나\n", &[&["id", "title"], &["1", "가, 나"]]);
        check("id\ttitle\n1\ta;b", &[&["id", "title"], &["1", "a;b"]]);
        check("a,b\n\"1,\n2\",\"x\"\"y\"", &[&["a", "b"], &["1,\n2", "x\"y"]]);
        check("a,b\r1,2\r", &[&["a", "b"], &["1", "2"]]);
        check("a,b\n\n1,\n,\n", &[&["a", "b"], &["1", ""], &["", ""]]);
        check("a,b\nx\"y,z", &[&["a", "b"], &["x\"y", "z"]]);
        check("", &[]);
        check("only", &[&["only"]]);
        check("\"a;b\",c", &[&["a;b", "c"]]);
    }

    #[test]
    fn a_bad_record_leaves_the_rest() {
        let found = read("a,b\n\"x\"y,1\n\"open,2\n3,4\n");
        assert_eq!(found.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false, false, true]);
        assert_eq!(found[2].as_ref().unwrap_err().expected, "a closing quote");
    }

    fn print(records: &[Vec<String>], delimiter: char) -> String {
        let cell = |cell: &String| match cell.contains(['"', '\n', '\r', ',', ';', '\t']) {
            true => format!("\"{}\"", cell.replace('"', "\"\"")),
            false => cell.clone(),
        };
        let line = |record: &Vec<String>| {
            record.iter().map(cell).collect::<Vec<_>>().join(&delimiter.to_string()) + "\r\n"
        };
        records.iter().map(line).collect()
    }

    proptest! {
        #[test]
        fn printed_tables_read_back(
            cells in prop::collection::vec(prop::collection::vec("[a-z가-힣 ,;\t\"\n\r]{0,8}", 3), 1..6),
            delimiter in prop::sample::select(vec![',', ';', '\t']),
        ) {
            let mut records = vec![["id", "title", "text"].map(str::to_owned).to_vec()];
            records.extend(cells);
            let found: Result<Vec<_>, _> = read(&print(&records, delimiter)).into_iter().collect();
            prop_assert_eq!(found, Ok(records));
        }

        #[test]
        fn any_text_is_read_to_its_end(text in "[a,;\"\n\r\t한]{0,40}") {
            prop_assert!(read(&text).len() <= text.len());
        }
    }
}
