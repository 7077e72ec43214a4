//! The domain types of the Digital Governance Atlas.
//!
//! A [`Catalog`] holds [`Record`]s (what exists), [`Relation`]s (how two records are linked), [`Correction`]s (where a source errs) and
//! the [`Vocabularies`] that give the closed lists their labels. Every record, relation and figure carries [`Provenance`].
//!
//! This crate does no input or output and knows neither the browser nor the files of the dataset: `catalog_build` reads those and compiles
//! them, `catalog_data` embeds the result.

pub mod blob;
mod catalog;
mod correction;
mod edtf;
mod id;
mod kind;
mod localized;
mod provenance;
mod record;
mod relation;
mod search_text;
mod vocabulary;

pub use catalog::{Catalog, Neighbour};
pub use correction::{Correction, PrintedElsewhere};
pub use edtf::{Day, Edtf, EdtfError};
pub use id::{IdError, RecordId};
pub use kind::Kind;
pub use localized::{Locale, Localized};
pub use provenance::{Basis, Locator, LocatorError, LocatorStep, Provenance, Review};
pub use record::{
    Alias, AliasType, Bibliography, Component, Details, Figure, Finding, Qualifier, Record,
    RecordIx,
};
pub use relation::{Direction, Relation, RelationIx};
pub use search_text::{FACETS, FacetValue, SearchField, SearchText};
pub use vocabulary::{
    Country, Period, RelationLabels, TermIx, Vocabularies, Vocabulary, VocabularyTerm,
};
