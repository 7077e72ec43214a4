//! Dates, places in sources and figures as text, in the language of the reader. Pure: tested without a browser.

use crate::i18n::Messages;
use catalog::{Edtf, Figure, Locale, Locator, LocatorStep, Qualifier, Vocabularies, Vocabulary};

/// A date or period as a reader of the language writes it.
pub fn date(t: &Messages, date: &Edtf) -> String {
    match date.ends() {
        (only, None) => one_date(t, only),
        (start, Some("..")) => (t.date_interval)(&one_date(t, start), t.ongoing),
        ("..", Some(end)) => (t.date_interval)("", &one_date(t, end)).trim().to_owned(),
        (start, Some(end)) => days_of_one_year(t, start, end)
            .unwrap_or_else(|| (t.date_interval)(&one_date(t, start), &one_date(t, end))),
    }
}

/// Two certain days of one year, written without repeating the year.
fn days_of_one_year(t: &Messages, start: &str, end: &str) -> Option<String> {
    let (first, last) = (parts(start)?, parts(end)?);
    (first.0 == last.0).then(|| (t.day_interval)(first.0, (first.1, first.2), (last.1, last.2)))
}

fn parts(text: &str) -> Option<catalog::Day> {
    let mut parts = text.split('-');
    let day =
        (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    parts.next().is_none().then_some(day)
}

fn one_date(t: &Messages, text: &str) -> String {
    let body = text.trim_end_matches(['?', '~', '%']);
    let written = match body.contains('X') {
        true if body == "XXXX" => t.year_unknown.to_owned(),
        true => (t.date_unspecified)(body),
        false => plain_date(t, body),
    };
    match text[body.len()..].chars().next() {
        Some('?') => (t.date_uncertain)(&written),
        Some('~') => (t.date_approximate)(&written),
        Some(_) => (t.date_uncertain)(&(t.date_approximate)(&written)),
        None => written,
    }
}

fn plain_date(t: &Messages, body: &str) -> String {
    let mut parts = body.split('-');
    let year = parts.next().and_then(|year| year.parse().ok()).unwrap_or_default();
    let mut number = || parts.next().and_then(|part| part.parse().ok());
    let (month, day) = (number(), number());
    (t.date_format)(year, month, day)
}

/// The years of a date in figures, for narrow places: `2003`, `2013–2014`, `2018–`.
pub fn years(date: &Edtf) -> String {
    match date.years() {
        Some((0, last)) => format!("–{last}"),
        Some((first, 9999)) => format!("{first}–"),
        Some((first, last)) if first == last => first.to_string(),
        Some((first, last)) => format!("{first}–{last}"),
        None => String::new(),
    }
}

/// A place in a source: `슬라이드 ‘…’ · 항목 3`.
pub fn locator(vocabularies: &Vocabularies, locale: Locale, locator: &Locator) -> String {
    let step = |step: &LocatorStep| {
        let unit = label(&vocabularies.locator_units, step.unit, locale);
        let value = &step.value;
        let counted = value.chars().all(|c| {
            c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '–' | '(' | ')' | '/' | ',' | ' ')
        });
        match (value.is_empty(), counted, locale) {
            (true, _, _) => unit.to_owned(),
            (false, true, _) => format!("{unit} {value}"),
            (false, false, Locale::Zh) => format!("{unit}“{value}”"),
            (false, false, _) => format!("{unit} ‘{value}’"),
        }
    };
    locator.0.iter().map(step).collect::<Vec<_>>().join(" · ")
}

/// The language of a text that carries none, where its script tells it apart from the page's: Hangul is Korean, Han without Hangul Chinese.
/// Latin letters tell nothing: names and symbols stand in every language.
pub fn foreign(text: &str, locale: Locale) -> Option<&'static str> {
    let han = text.chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c));
    let script = match (text.chars().any(is_hangul), han) {
        (true, _) => Locale::Ko,
        (false, true) => Locale::Zh,
        _ => return None,
    };
    (script != locale).then(|| script.tag())
}

/// A text in pieces, Korean words in a text of another language apart, so that they can be marked as Korean.
pub fn korean_apart(text: &str, locale: Locale) -> Vec<(&str, bool)> {
    if locale == Locale::Ko || !text.chars().any(is_hangul) {
        return vec![(text, false)];
    }
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(is_hangul) {
        // A Korean piece goes on over the spaces between its words.
        let end = rest[start..]
            .find(|c: char| !is_hangul(c) && c != ' ')
            .map_or(rest.len(), |length| start + length);
        let end = start + rest[start..end].trim_end().len();
        pieces.push((&rest[..start], false));
        pieces.push((&rest[start..end], true));
        rest = &rest[end..];
    }
    pieces.push((rest, false));
    pieces.retain(|(piece, _)| !piece.is_empty());
    pieces
}

/// Whole syllables, and the lone letters of initials.
fn is_hangul(c: char) -> bool {
    ('\u{AC00}'..='\u{D7A3}').contains(&c) || ('\u{3131}'..='\u{318E}').contains(&c)
}

/// The label of a term.
pub fn label(vocabulary: &Vocabulary, term: catalog::TermIx, locale: Locale) -> &str {
    vocabulary.get(term).map_or("", |term| term.label.text(locale))
}

/// The number of a figure with its qualifier and unit: `약 36억 명`, `over 70,000,000 items`.
pub fn figure(
    t: &Messages,
    vocabularies: &Vocabularies,
    locale: Locale,
    figure: &Figure,
) -> String {
    let number = figure_number(figure, locale);
    let unit = figure.unit.map_or("", |unit| label(&vocabularies.units, unit, locale));
    let amount = with_unit(&number, unit, locale);
    let place = |qualifier| Qualifier::ALL.iter().position(|q| *q == qualifier);
    match figure.qualifier.and_then(place) {
        Some(at) => t.qualifiers[at](&amount),
        None => amount,
    }
}

fn figure_number(figure: &Figure, locale: Locale) -> String {
    let range = match (&figure.low, &figure.high) {
        (Some(low), Some(high)) => {
            Some(format!("{}–{}", decimal(low, locale), decimal(high, locale)))
        }
        (Some(low), None) => Some(format!("{}–", decimal(low, locale))),
        (None, Some(high)) => Some(format!("–{}", decimal(high, locale))),
        (None, None) => None,
    };
    let value = figure.value.as_ref().map(|value| decimal(value, locale));
    value
        .or_else(|| figure.fraction.clone())
        .or(range)
        .or_else(|| figure.word.as_ref().map(|word| word.text(locale).to_owned()))
        .unwrap_or_default()
}

/// Units that are a sign, or that Korean and Chinese count with, follow the number directly; words follow after a space.
fn with_unit(number: &str, unit: &str, locale: Locale) -> String {
    let joined =
        unit == "%" || (locale != Locale::En && number.ends_with(|c: char| !c.is_ascii_digit()));
    match (unit.is_empty(), joined) {
        (true, _) => number.to_owned(),
        (false, true) => format!("{number}{unit}"),
        (false, false) => format!("{number} {unit}"),
    }
}

/// A decimal number with separators; Korean and Chinese count large round numbers in ten thousands and hundred millions.
fn decimal(text: &str, locale: Locale) -> String {
    let (whole, fraction) =
        text.split_once('.').map_or((text, None), |(whole, fraction)| (whole, Some(fraction)));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let Ok(number) = digits.parse::<u64>() else { return text.to_owned() };
    let written = match (locale, fraction) {
        (_, Some(_)) => separated(number),
        (_, None) => myriads(number, crate::i18n::messages(locale).myriads),
    };
    format!("{sign}{written}{}", fraction.map(|f| format!(".{f}")).unwrap_or_default())
}

fn separated(number: u64) -> String {
    crate::i18n::grouped(usize::try_from(number).unwrap_or(usize::MAX))
}

/// `3600000000` as `36억`, `71200000` as `7,120만`; numbers below ten thousand and those that do not come out round keep their digits.
/// A language without names for them writes the digits.
fn myriads(number: u64, names: &[&str]) -> String {
    const STEP: u64 = 10_000;
    let mut parts = Vec::new();
    let mut rest = number;
    for (i, name) in names.iter().enumerate().rev() {
        let unit = STEP.pow(i as u32 + 1);
        if rest >= unit {
            parts.push(format!("{}{name}", separated(rest / unit)));
            rest %= unit;
        }
    }
    match (parts.is_empty(), rest) {
        (false, 0) => parts.join(" "),
        _ => separated(number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::messages;

    #[track_caller]
    fn check_date(text: &str, ko: &str, en: &str) {
        let edtf = Edtf::parse(text).unwrap();
        assert_eq!(date(messages(Locale::Ko), &edtf), ko);
        assert_eq!(date(messages(Locale::En), &edtf), en);
    }

    #[test]
    fn dates_read_as_their_language_writes_them() {
        check_date("2005", "2005년", "2005");
        check_date("2005-11", "2005년 11월", "November 2005");
        check_date("2005-11-18", "2005년 11월 18일", "18 November 2005");
        check_date("2025-12-16/2025-12-17", "2025년 12월 16~17일", "16–17 December 2025");
        check_date(
            "2006-10-30/2006-11-02",
            "2006년 10월 30일 ~ 11월 2일",
            "30 October – 2 November 2006",
        );
        check_date("2013/2014", "2013년 ~ 2014년", "2013 – 2014");
        check_date("2018-07/..", "2018년 7월 ~ 현재", "July 2018 – today");
        check_date("2011~", "2011년경", "about 2011");
        check_date("201X", "2010년대", "2010s");
        check_date("XXXX", "출처에 없음", "not given");
    }

    #[test]
    fn a_foreign_script_is_known_by_its_letters() {
        for (text, locale, lang) in [
            ("문단 3", Locale::En, Some("ko")),
            ("문단 3", Locale::Ko, None),
            ("行动方面", Locale::Ko, Some("zh-Hans")),
            ("한국 韓國", Locale::Zh, Some("ko")),
            ("IETF", Locale::Ko, None),
            ("ㅇㅌㄴ", Locale::En, Some("ko")),
        ] {
            assert_eq!(foreign(text, locale), lang, "{text}");
        }
    }

    #[test]
    fn korean_words_in_another_language_stand_apart() {
        let english = korean_apart("A misprint for 책임 의식 (bullet 2).", Locale::En);
        assert_eq!(
            english,
            [("A misprint for ", false), ("책임 의식", true), (" (bullet 2).", false)]
        );
        assert_eq!(korean_apart("책임", Locale::Ko), [("책임", false)]);
        assert_eq!(korean_apart("none", Locale::En), [("none", false)]);
    }

    #[test]
    fn large_numbers_are_counted_as_their_language_counts() {
        for (text, ko, en) in [
            ("3600000000", "36억", "3,600,000,000"),
            ("70000000", "7,000만", "70,000,000"),
            ("5000000000000", "5조", "5,000,000,000,000"),
            ("12345", "12,345", "12,345"),
            ("53.6", "53.6", "53.6"),
            ("1036", "1,036", "1,036"),
        ] {
            assert_eq!(decimal(text, Locale::Ko), ko);
            assert_eq!(decimal(text, Locale::En), en);
        }
    }
}
