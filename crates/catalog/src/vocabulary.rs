use crate::Localized;
use serde::{Deserialize, Serialize};

/// The place of a term in its vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TermIx(pub u16);

/// A closed list with labels, in the order in which it is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vocabulary {
    /// The terms.
    pub terms: Vec<VocabularyTerm>,
}

/// A term of a vocabulary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VocabularyTerm {
    /// The key, as in the dataset and in links.
    pub key: String,
    /// What is shown.
    pub label: Localized,
}

impl Vocabulary {
    /// The place of the term with this key.
    pub fn find(&self, key: &str) -> Option<TermIx> {
        self.terms.iter().position(|term| term.key == key).map(|i| TermIx(i as u16))
    }

    /// The term at a place; `None` for a place outside the list.
    pub fn get(&self, term: TermIx) -> Option<&VocabularyTerm> {
        self.terms.get(usize::from(term.0))
    }

    /// The key of a term, empty for a place outside the list.
    pub fn key(&self, term: TermIx) -> &str {
        self.get(term).map_or("", |term| &term.key)
    }
}

/// What a relation type is called from the other end.
pub type RelationLabels = Localized;

/// A country: its ISO 3166-1 alpha-2 code is the key of the term.
pub type Country = VocabularyTerm;

/// The years of a period of the period facet, both included; an open end is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// The first year.
    pub from: Option<i16>,
    /// The last year.
    pub to: Option<i16>,
}

/// All vocabularies of the dataset.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vocabularies {
    /// Kinds of record, in the order of [`crate::Kind::ALL`].
    pub kinds: Vocabulary,
    /// Relation types.
    pub relation_types: Vocabulary,
    /// What each relation type is called from its other end, in the order of `relation_types`.
    pub relation_inverses: Vec<RelationLabels>,
    /// Topics.
    pub topics: Vocabulary,
    /// Statuses.
    pub statuses: Vocabulary,
    /// Stakeholder groups.
    pub groups: Vocabulary,
    /// Ways of knowing, in the order of [`crate::Basis::ALL`].
    pub basis: Vocabulary,
    /// Review states, in the order of [`crate::Review::ALL`].
    pub review_states: Vocabulary,
    /// Types of alias, in the order of [`crate::AliasType::ALL`].
    pub alias_types: Vocabulary,
    /// Types of document.
    pub document_types: Vocabulary,
    /// Types of event.
    pub event_types: Vocabulary,
    /// Types of organisation.
    pub organisation_types: Vocabulary,
    /// CSL types of sources.
    pub source_types: Vocabulary,
    /// Roles in relations.
    pub roles: Vocabulary,
    /// Units of figures.
    pub units: Vocabulary,
    /// Units of locators.
    pub locator_units: Vocabulary,
    /// Types of correction.
    pub correction_types: Vocabulary,
    /// Countries in use.
    pub countries: Vocabulary,
    /// Periods of the period facet.
    pub periods: Vocabulary,
    /// The years of each period, in the order of `periods`.
    pub period_years: Vec<Period>,
}
