use serde::{Deserialize, Serialize};
use std::fmt;

/// A calendar day as `(year, month, day)`, for ordering.
pub type Day = (i16, u8, u8);

/// A date or period in the part of EDTF (ISO 8601-2:2019, level 1) that the dataset uses: `2005`, `2005-11`, `2005-11-18`, `201X`, `XXXX`,
/// intervals `a/b` with an open end `..`, and the qualifiers `?` (uncertain), `~` (approximate) and `%` (both) at the end of a date.
///
/// It is kept as written, so that printing gives back what was read.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Edtf(String);

/// Why a text is not a date of the supported part of EDTF; the text is the offending part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EdtfError {
    /// The part that could not be read.
    pub part: String,
    /// What was wrong with it.
    pub problem: &'static str,
}

impl Edtf {
    /// Reads a date.
    ///
    /// # Errors
    /// When the text is not of the supported form, names a day that does not exist, or is an interval that ends before it begins.
    pub fn parse(text: &str) -> Result<Edtf, EdtfError> {
        let error = |part: &str, problem| Err(EdtfError { part: part.to_owned(), problem });
        match text.split_once('/') {
            None => {
                parse_date(text)?;
            }
            Some((start, end)) => {
                let first = if start == ".." { None } else { Some(parse_date(start)?.0) };
                let last = if end == ".." { None } else { Some(parse_date(end)?.1) };
                match (first, last) {
                    (None, None) => return error(text, "an interval needs at least one end"),
                    (Some(a), Some(b)) if a > b => {
                        return error(text, "the interval ends before it begins");
                    }
                    _ => {}
                }
            }
        }
        Ok(Edtf(text.to_owned()))
    }

    /// The date as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first day it may mean; `None` for an open beginning or an unspecified year.
    pub fn earliest(&self) -> Option<Day> {
        let start = self.0.split('/').next().unwrap_or("");
        parse_date(start).ok().map(|(first, _)| first).filter(|day| day.0 > 0)
    }

    /// The last day it may mean; `None` for an open end or an unspecified year.
    pub fn latest(&self) -> Option<Day> {
        let end = self.0.rsplit('/').next().unwrap_or("");
        parse_date(end).ok().map(|(_, last)| last).filter(|day| day.0 < 9999)
    }

    /// The two ends of an interval as written, or the date and nothing.
    pub fn ends(&self) -> (&str, Option<&str>) {
        match self.0.split_once('/') {
            Some((start, end)) => (start, Some(end)),
            None => (&self.0, None),
        }
    }

    /// The years it touches; `None` when no year is given.
    pub fn years(&self) -> Option<(i16, i16)> {
        match (self.earliest(), self.latest()) {
            (Some(a), Some(b)) => Some((a.0, b.0)),
            (Some(a), None) => Some((a.0, 9999)),
            (None, Some(b)) => Some((0, b.0)),
            (None, None) => None,
        }
    }
}

impl fmt::Display for Edtf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for EdtfError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}`: {}; expected EDTF such as 2005, 2005-11, 2005-11-18, 2008/2014 or 2018-07/..",
            self.part, self.problem
        )
    }
}

impl std::error::Error for EdtfError {}

/// The first and the last day that one date may mean.
fn parse_date(text: &str) -> Result<(Day, Day), EdtfError> {
    let error = |problem| Err(EdtfError { part: text.to_owned(), problem });
    let body = text.strip_suffix(['?', '~', '%']).unwrap_or(text);
    let mut parts = body.split('-');
    let Some((first_year, last_year)) = parts.next().and_then(parse_year) else {
        return error("the year is not four digits");
    };
    let Some(month) = parts.next() else { return Ok(((first_year, 1, 1), (last_year, 12, 31))) };
    let Some(month) = two_digits(month).filter(|m| (1..=12).contains(m)) else {
        return error("the month is not 01 to 12");
    };
    let length = days_in_month(first_year, month);
    let Some(day) = parts.next() else {
        return Ok(((first_year, month, 1), (last_year, month, length)));
    };
    let Some(day) = two_digits(day).filter(|d| (1..=length).contains(d)) else {
        return error("there is no such day in that month");
    };
    if parts.next().is_some() {
        return error("there is something after the day");
    }
    Ok(((first_year, month, day), (last_year, month, day)))
}

/// The first and last year of `2005`, `201X`, `20XX` or `XXXX`.
fn parse_year(text: &str) -> Option<(i16, i16)> {
    let known = text.trim_end_matches('X');
    if text.len() != 4 || !known.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let fill =
        |digit: char| format!("{known}{}", digit.to_string().repeat(4 - known.len())).parse().ok();
    Some((fill('0')?, fill('9')?))
}

fn two_digits(text: &str) -> Option<u8> {
    (text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

fn days_in_month(year: i16, month: u8) -> u8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, earliest: Option<Day>, latest: Option<Day>) {
        let date = Edtf::parse(text).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!((date.earliest(), date.latest()), (earliest, latest), "{text}");
        assert_eq!(date.to_string(), text);
    }

    #[test]
    fn dates_give_their_first_and_last_day() {
        check("2005", Some((2005, 1, 1)), Some((2005, 12, 31)));
        check("2004-02", Some((2004, 2, 1)), Some((2004, 2, 29)));
        check("2005-11-18", Some((2005, 11, 18)), Some((2005, 11, 18)));
        check("2008/2014", Some((2008, 1, 1)), Some((2014, 12, 31)));
        check("2018-07/..", Some((2018, 7, 1)), None);
        check("../2015", None, Some((2015, 12, 31)));
        check("201X~", Some((2010, 1, 1)), Some((2019, 12, 31)));
        check("XXXX", None, None);
    }

    #[test]
    fn what_is_no_date_is_named() {
        for bad in [
            "",
            "5",
            "2005-13",
            "2005-02-30",
            "2014/2008",
            "../..",
            "2005-1-1",
            "2005-11-18-1",
            "20X5",
            "이천오",
        ] {
            assert!(Edtf::parse(bad).is_err(), "{bad} was taken for a date");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,12}") {
            let _ = Edtf::parse(&text);
        }

        #[test]
        fn the_earliest_day_is_not_after_the_latest(y in 1i16..9999, m in 1u8..=12, d in 1u8..=31) {
            if let Ok(date) = Edtf::parse(&format!("{y:04}-{m:02}-{d:02}")) {
                prop_assert_eq!(date.earliest(), date.latest().or(date.earliest()));
            }
        }
    }
}
