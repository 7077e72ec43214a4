//! Queries: what a person typed, as a value that prints back to the same text.

mod parser;

use std::fmt;

/// A parsed query. [`Query::parse`] never fails; printing gives a text that parses to the same value.
///
/// | typed | means |
/// |---|---|
/// | `digital compact` | documents about these words; all of them while any document has all |
/// | `"digital compact"` | this phrase must occur |
/// | `-draft` | must not occur |
/// | `IGF OR WSIS` | one of them |
/// | `kind:event,document` | facet `kind` is one of these values; facets have names in other languages too |
/// | `year:2015..2020` | facet `year` lies in this range; either end may be left out |
/// | `govern*` | words that begin so |
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// The parts, in the order typed.
    pub clauses: Vec<Clause>,
    /// The last word is still being typed: nothing follows it, so it may be the beginning of a longer word.
    pub open: bool,
}

/// One part of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// Whether it may, must or must not occur.
    pub occur: Occur,
    /// Alternatives joined by `OR`; at least one.
    pub nodes: Vec<Node>,
}

/// Whether a clause may, must or must not occur.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occur {
    /// Counts for the score; all such clauses are wanted but a natural question may miss some.
    Should,
    /// Must occur: phrases in quotes.
    Must,
    /// Must not occur.
    MustNot,
}

/// What a clause asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// Characters without white space; one word or several of different scripts.
    Words(String),
    /// A word of which only the beginning is given.
    Prefix(String),
    /// Words in this order, next to each other.
    Phrase(String),
    /// A facet by one of its names, and the values it may have. Unknown facet names are searched as words.
    Field {
        /// The name as typed.
        name: String,
        /// Values or ranges; any of them will do.
        values: Vec<FieldValue>,
    },
}

/// A value asked of a facet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldValue {
    /// A value, one of its labels, or the beginning of a word of either.
    One(String),
    /// Numbers from the first to the second, both included.
    Range(Option<i64>, Option<i64>),
}

impl Query {
    /// Parses what a person typed. Whatever is not understood as syntax is searched as words.
    pub fn parse(text: &str) -> Query {
        parser::parse(text)
    }

    /// The same query with a finished last word, as after pressing Enter or Space.
    pub fn closed(mut self) -> Query {
        self.open = false;
        self
    }

    /// True when nothing is asked for.
    pub fn is_empty(&self) -> bool {
        self.clauses.is_empty()
    }

    /// True when the query has words or phrases, not only facets.
    pub fn has_text(&self) -> bool {
        self.clauses
            .iter()
            .flat_map(|clause| &clause.nodes)
            .any(|node| !matches!(node, Node::Field { .. }))
    }
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, clause) in self.clauses.iter().enumerate() {
            if at > 0 {
                f.write_str(" ")?;
            }
            if clause.occur == Occur::MustNot {
                f.write_str("-")?;
            }
            for (place, node) in clause.nodes.iter().enumerate() {
                if place > 0 {
                    f.write_str(" OR ")?;
                }
                write!(f, "{node}")?;
            }
        }
        let last = self.clauses.last().and_then(|clause| clause.nodes.last());
        if matches!(last, Some(Node::Words(_))) && !self.open {
            f.write_str(" ")?;
        }
        Ok(())
    }
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Node::Words(word) => f.write_str(word),
            Node::Prefix(word) => write!(f, "{word}*"),
            Node::Phrase(phrase) => write!(f, "\"{phrase}\""),
            Node::Field { name, values } => {
                write!(f, "{name}:")?;
                for (at, value) in values.iter().enumerate() {
                    if at > 0 {
                        f.write_str(",")?;
                    }
                    write!(f, "{value}")?;
                }
                Ok(())
            }
        }
    }
}

impl fmt::Display for FieldValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FieldValue::One(value) => {
                let plain =
                    !value.contains(|c: char| c.is_whitespace() || c == ',' || parser::is_quote(c));
                let plain = plain && parser::range(value).is_none() && !value.starts_with("//");
                if plain { f.write_str(value) } else { write!(f, "\"{value}\"") }
            }
            FieldValue::Range(from, to) => {
                from.map_or(Ok(()), |from| write!(f, "{from}"))?;
                f.write_str("..")?;
                to.map_or(Ok(()), |to| write!(f, "{to}"))
            }
        }
    }
}
