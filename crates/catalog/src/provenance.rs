use crate::{RecordIx, TermIx, Vocabulary};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Where a fact stands and how we know it. A fact has one row for each source that gives it, so that agreement and disagreement both show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// The source, a record of kind `source`.
    pub source: RecordIx,
    /// The place in it.
    pub at: Locator,
    /// How the fact is known.
    pub basis: Basis,
    /// How far the entry has been checked.
    pub review: Review,
    /// The fields that this row backs; empty when it backs the whole record or relation.
    pub fields: Vec<String>,
    /// The day an outside source was last looked at, `YYYY-MM-DD`.
    pub checked: Option<String>,
}

/// How a fact is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Basis {
    /// The source says so.
    #[default]
    Stated,
    /// It is counted or combined from what the source says.
    Derived,
    /// It is our judgement.
    Editorial,
}

impl Basis {
    /// Every basis, in the order of `data/vocabularies/basis.toml`.
    pub const ALL: [Basis; 3] = [Basis::Stated, Basis::Derived, Basis::Editorial];

    /// The key in the dataset.
    pub fn as_str(self) -> &'static str {
        match self {
            Basis::Stated => "stated",
            Basis::Derived => "derived",
            Basis::Editorial => "editorial",
        }
    }
}

/// How far an entry has been checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Review {
    /// Entered, and read against the source by whoever entered it.
    #[default]
    Entered,
    /// Compared with the source by someone else.
    Checked,
}

impl Review {
    /// Every state, in the order of `data/vocabularies/review-states.toml`.
    pub const ALL: [Review; 2] = [Review::Entered, Review::Checked];

    /// The key in the dataset.
    pub fn as_str(self) -> &'static str {
        match self {
            Review::Entered => "entered",
            Review::Checked => "checked",
        }
    }
}

/// A place in a source: steps from the outside in, such as slide, then bullet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Locator(pub Vec<LocatorStep>);

/// One step of a [`Locator`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct LocatorStep {
    /// The unit, a term of `data/vocabularies/locator-units.toml`.
    pub unit: TermIx,
    /// Its number or its title as the source prints it; empty for units that need none (`whole`).
    pub value: String,
}

/// Why a text is not a locator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LocatorError {
    /// The text, or a step of it, is empty.
    Empty,
    /// The first word of a step is no unit.
    UnknownUnit(String),
}

impl Locator {
    /// Reads `section 2.1.3 > bullet 2` with the units of a vocabulary.
    ///
    /// # Errors
    /// When a step is empty or its first word is no unit.
    pub fn parse(text: &str, units: &Vocabulary) -> Result<Locator, LocatorError> {
        text.split(" > ")
            .map(|step| parse_step(step.trim(), units))
            .collect::<Result<_, _>>()
            .map(Locator)
    }

    /// The form that [`Locator::parse`] reads.
    pub fn print(&self, units: &Vocabulary) -> String {
        let step = |step: &LocatorStep| {
            format!("{} {}", units.key(step.unit), step.value).trim_end().to_owned()
        };
        self.0.iter().map(step).collect::<Vec<_>>().join(" > ")
    }
}

fn parse_step(step: &str, units: &Vocabulary) -> Result<LocatorStep, LocatorError> {
    if step.is_empty() {
        return Err(LocatorError::Empty);
    }
    let (key, value) = step.split_once(' ').unwrap_or((step, ""));
    let unit = units.find(key).ok_or_else(|| LocatorError::UnknownUnit(key.to_owned()))?;
    Ok(LocatorStep { unit, value: value.trim().to_owned() })
}

impl fmt::Display for LocatorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LocatorError::Empty => write!(f, "an empty step; expected `unit value > unit value`"),
            LocatorError::UnknownUnit(unit) => {
                write!(f, "`{unit}` is no unit of data/vocabularies/locator-units.toml")
            }
        }
    }
}

impl std::error::Error for LocatorError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locators_read_back() {
        let term = |key: &str| crate::VocabularyTerm {
            key: key.into(),
            label: crate::Localized::default(),
        };
        let units = Vocabulary { terms: ["slide", "bullet", "whole"].map(term).into() };
        for text in ["slide 디지털협력로드맵 : 핵심활동 > bullet 3", "whole", "slide 2"]
        {
            assert_eq!(Locator::parse(text, &units).unwrap().print(&units), text);
        }
        assert_eq!(Locator::parse("slide 1 > ", &units), Err(LocatorError::Empty));
        assert_eq!(Locator::parse("쪽 3", &units), Err(LocatorError::UnknownUnit("쪽".into())));
    }
}
