//! The query parser. It reads left to right and takes every character as a word that is not clearly syntax.

use super::{Clause, FieldValue, Node, Occur, Query};
use crate::text::class;

/// Clauses a query has at most; what follows is ignored, so that a pasted book costs no more than a long question.
const MAX_CLAUSES: usize = 128;

pub(super) fn parse(text: &str) -> Query {
    let mut parser = Parser { rest: text };
    let mut query = Query::default();
    let mut or = false;
    while query.clauses.len() < MAX_CLAUSES {
        parser.skip_space();
        if parser.rest.is_empty() {
            break;
        }
        if let Some(operator) = parser.operator() {
            or = operator == Operator::Or && !query.clauses.is_empty();
            continue;
        }
        let clause = parser.clause();
        if clause.nodes.is_empty() {
            continue;
        }
        push(&mut query.clauses, clause, std::mem::take(&mut or));
    }
    let last = query.clauses.last().and_then(|clause| clause.nodes.last());
    let ended = text.ends_with(char::is_whitespace);
    query.open = matches!(last, Some(Node::Words(_))) && !ended && parser.rest.is_empty();
    query
}

/// Joins a clause to the one before it by `OR` where both are wanted texts.
fn push(clauses: &mut Vec<Clause>, clause: Clause, or: bool) {
    let joinable = |clause: &Clause| {
        clause.occur != Occur::MustNot
            && !clause.nodes.iter().any(|node| matches!(node, Node::Field { .. }))
    };
    match clauses.last_mut() {
        Some(last) if or && joinable(last) && joinable(&clause) => {
            last.occur = Occur::Must;
            last.nodes.extend(clause.nodes);
        }
        _ => clauses.push(clause),
    }
}

#[derive(PartialEq)]
enum Operator {
    Or,
    And,
}

struct Parser<'a> {
    rest: &'a str,
}

impl<'a> Parser<'a> {
    fn skip_space(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn operator(&mut self) -> Option<Operator> {
        let end =
            self.rest.find(|c: char| c.is_whitespace() || is_quote(c)).unwrap_or(self.rest.len());
        let operator = match self.rest.get(..end)? {
            "OR" | "|" | "||" => Operator::Or,
            "AND" | "&&" => Operator::And,
            _ => return None,
        };
        self.rest = self.rest.get(end..).unwrap_or("");
        Some(operator)
    }

    fn clause(&mut self) -> Clause {
        let negated = self
            .rest
            .strip_prefix('-')
            .filter(|rest| !rest.is_empty() && !rest.starts_with(char::is_whitespace));
        if let Some(rest) = negated {
            self.rest = rest;
        }
        let node = self.node();
        let occur = match (&node, negated) {
            (_, Some(_)) => Occur::MustNot,
            (Some(Node::Phrase(_)), None) => Occur::Must,
            _ => Occur::Should,
        };
        Clause { occur, nodes: node.into_iter().collect() }
    }

    fn node(&mut self) -> Option<Node> {
        if self.rest.starts_with(is_quote) {
            let phrase = self.quoted();
            return (!phrase.trim().is_empty()).then(|| Node::Phrase(phrase.trim().to_owned()));
        }
        if let Some(field) = self.field() {
            return Some(field);
        }
        let chunk = self.chunk();
        let stem = chunk.trim_end_matches(['*', '＊']);
        match stem.len() < chunk.len() && !stem.chars().all(class::is_separator) {
            true => Some(Node::Prefix(stem.to_owned())),
            false => Some(Node::Words(chunk.to_owned())),
        }
    }

    /// Characters up to white space or a quote; at least one.
    fn chunk(&mut self) -> &'a str {
        let stops = |&(at, c): &(usize, char)| c.is_whitespace() || (at > 0 && is_quote(c));
        let end = self.rest.char_indices().find(stops).map_or(self.rest.len(), |(at, _)| at);
        let (chunk, rest) = self.rest.split_at_checked(end).unwrap_or((self.rest, ""));
        self.rest = rest;
        chunk
    }

    /// The inside of quotes; a missing closing quote is taken to stand at the end.
    fn quoted(&mut self) -> String {
        let mut chars = self.rest.chars();
        chars.next();
        let inside = chars.as_str();
        let end = inside.find(is_quote).unwrap_or(inside.len());
        let (phrase, rest) = inside.split_at_checked(end).unwrap_or((inside, ""));
        self.rest = rest.strip_prefix(is_quote).unwrap_or(rest);
        phrase.to_owned()
    }

    /// `name:value,value`, where a value may be quoted.
    fn field(&mut self) -> Option<Node> {
        let colon = self.rest.find([':', '：'])?;
        let name = self.rest.get(..colon)?;
        if name.is_empty()
            || name.chars().any(|c| c != '_' && (class::is_separator(c) || c.is_ascii_digit()))
        {
            return None;
        }
        let after = self.rest.get(colon..)?.strip_prefix([':', '：'])?;
        let starts = after.chars().next()?;
        if starts.is_whitespace() || after.starts_with("//") {
            return None;
        }
        let before = self.rest;
        self.rest = after;
        let values = self.values();
        if values.is_empty() {
            self.rest = before;
            return None;
        }
        Some(Node::Field { name: name.to_owned(), values })
    }

    fn values(&mut self) -> Vec<FieldValue> {
        let mut values = Vec::new();
        loop {
            if self.rest.starts_with(is_quote) {
                let value = self.quoted();
                if !value.trim().is_empty() {
                    values.push(FieldValue::One(value.trim().to_owned()));
                }
            } else {
                let stops = |c: char| c.is_whitespace() || c == ',' || is_quote(c);
                let end = self.rest.find(stops).unwrap_or(self.rest.len());
                let (value, rest) = self.rest.split_at_checked(end).unwrap_or((self.rest, ""));
                self.rest = rest;
                if !value.is_empty() {
                    values.push(range(value).unwrap_or_else(|| FieldValue::One(value.to_owned())));
                }
            }
            match self.rest.strip_prefix(',') {
                Some(rest) => self.rest = rest,
                None => return values,
            }
        }
    }
}

/// `from..to` with numbers, one of which may be missing.
pub(super) fn range(value: &str) -> Option<FieldValue> {
    let dots = value.bytes().zip(value.bytes().skip(1)).position(|two| two == (b'.', b'.'))?;
    let (from, to) = (value.get(..dots)?, value.get(dots + 2..)?);
    let number =
        |text: &str| if text.is_empty() { Some(None) } else { text.parse::<i64>().ok().map(Some) };
    match (number(from)?, number(to)?) {
        (None, None) => None,
        (from, to) => Some(FieldValue::Range(from, to)),
    }
}

pub(super) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '＂' | '「' | '」' | '『' | '』')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let query = Query::parse(text);
        let shown: Vec<String> = query
            .clauses
            .iter()
            .map(|clause| format!("{:?} {:?}", clause.occur, clause.nodes))
            .collect();
        assert_eq!(shown.join("; "), expect);
    }

    #[test]
    fn syntax() {
        check("디지털 격차", r#"Should [Words("디지털")]; Should [Words("격차")]"#);
        check("\"디지털 격차\" -초안", r#"Must [Phrase("디지털 격차")]; MustNot [Words("초안")]"#);
        check("IGF OR WSIS", r#"Must [Words("IGF"), Words("WSIS")]"#);
        check(
            "종류:행사,문서",
            r#"Should [Field { name: "종류", values: [One("행사"), One("문서")] }]"#,
        );
        check(
            "year:2015..2020",
            r#"Should [Field { name: "year", values: [Range(Some(2015), Some(2020))] }]"#,
        );
        check(
            "year:2015..",
            r#"Should [Field { name: "year", values: [Range(Some(2015), None)] }]"#,
        );
        check("org:\"UN DESA\"", r#"Should [Field { name: "org", values: [One("UN DESA")] }]"#);
        check("govern*", r#"Should [Prefix("govern")]"#);
        check("https://igf.org", r#"Should [Words("https://igf.org")]"#);
        check("OR - \"", r#"Should [Words("-")]"#);
        check("", "");
    }

    #[test]
    fn only_a_word_at_the_very_end_is_open() {
        let open = |text: &str| Query::parse(text).open;
        assert!(open("인터"));
        assert!(!open("인터 "));
        assert!(!open("\"인터\""));
        assert!(!open("kind:event"));
        assert!(!open(""));
    }

    proptest! {
        #[test]
        fn what_is_printed_parses_back(text in "[a-c가나 \"“:,.*|OR-]{0,24}") {
            let query = Query::parse(&text);
            let printed = query.to_string();
            prop_assert_eq!(Query::parse(&printed), query, "{}", printed);
        }

        #[test]
        fn nothing_panics(text in "\\PC*") {
            let query = Query::parse(&text);
            prop_assert_eq!(Query::parse(&query.to_string()), query);
        }
    }
}
