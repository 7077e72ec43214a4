use crate::{Edtf, Kind, Localized, Provenance, RecordId, TermIx};
use serde::{Deserialize, Serialize};

/// The place of a record in [`crate::Catalog::records`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RecordIx(pub u32);

/// One thing that the atlas knows: a process, a body, a statement, a figure, a source.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// The stable id.
    pub id: RecordId,
    /// The name.
    pub name: Localized,
    /// Other names.
    pub aliases: Vec<Alias>,
    /// One to four sentences of our own.
    pub summary: Option<Localized>,
    /// When it was, is or is to be.
    pub date: Option<Edtf>,
    /// What is known about the date or the thing, a term of the statuses.
    pub status: Option<TermIx>,
    /// City and building.
    pub place: Option<Localized>,
    /// Countries, terms of the countries in use.
    pub countries: Vec<TermIx>,
    /// The symbol of a document.
    pub identifier: Option<String>,
    /// The processes it belongs to.
    pub processes: Vec<RecordIx>,
    /// What it is about, terms of the topics.
    pub topics: Vec<TermIx>,
    /// Stakeholder groups, terms of that vocabulary.
    pub groups: Vec<TermIx>,
    /// What only some kinds have.
    pub details: Details,
    /// Where it stands; empty only for sources.
    pub provenance: Vec<Provenance>,
}

impl Record {
    /// What the record is.
    pub fn kind(&self) -> Kind {
        self.id.kind()
    }
}

/// Another name of a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alias {
    /// The name.
    pub text: String,
    /// Its language as a BCP 47 tag; `None` for codes and acronyms.
    pub lang: Option<String>,
    /// What kind of name it is.
    pub kind: AliasType,
}

/// What kind of name an alias is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum AliasType {
    /// An official name.
    Official,
    /// An acronym or code.
    Acronym,
    /// A name it had before.
    Former,
    /// A translation in use.
    Translation,
    /// Another spelling.
    Spelling,
    /// The form a source prints.
    Printed,
}

impl AliasType {
    /// Every type, in the order of `data/vocabularies/alias-types.toml`.
    pub const ALL: [AliasType; 6] = [
        AliasType::Official,
        AliasType::Acronym,
        AliasType::Former,
        AliasType::Translation,
        AliasType::Spelling,
        AliasType::Printed,
    ];

    /// The key in the dataset.
    pub fn as_str(self) -> &'static str {
        match self {
            AliasType::Official => "official",
            AliasType::Acronym => "acronym",
            AliasType::Former => "former",
            AliasType::Translation => "translation",
            AliasType::Spelling => "spelling",
            AliasType::Printed => "printed",
        }
    }
}

/// The fields that only some kinds of record have.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Details {
    /// The type of a document, event or organisation, a term of the vocabulary of its kind.
    pub subtype: Option<TermIx>,
    /// The printed code of a statement, session or round table.
    pub code: Option<String>,
    /// The place in its list, from 1.
    pub order: Option<u32>,
    /// When a statement is to be reached.
    pub target_date: Option<Edtf>,
    /// The address of a document, body or initiative.
    pub url: Option<String>,
    /// The languages of a document, as BCP 47 tags.
    pub languages: Vec<String>,
    /// Whether the source ends its list with "and others".
    pub open_ended: bool,
    /// Whether the source gives a finding of the session.
    pub finding: Option<Finding>,
    /// The parts of a governance model.
    pub components: Vec<Component>,
    /// The figure of a statistic.
    pub figure: Option<Figure>,
    /// The bibliographic data of a source.
    pub bibliography: Option<Bibliography>,
}

/// Whether a source gives findings of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Finding {
    /// It does.
    Stated,
    /// It names the session and says nothing of what came out.
    NoneStated,
}

/// A part of a governance model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Component {
    /// The name of the part.
    pub name: Localized,
    /// What it does.
    pub text: Localized,
}

/// A figure as a source gives it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// A decimal number, as text so that no digit is lost.
    pub value: Option<String>,
    /// The lower end of a range.
    pub low: Option<String>,
    /// The upper end of a range.
    pub high: Option<String>,
    /// A fraction such as `2/3`.
    pub fraction: Option<String>,
    /// A word where the source gives no number ("trillions").
    pub word: Option<Localized>,
    /// The unit, a term of the units.
    pub unit: Option<TermIx>,
    /// Over, at most, about.
    pub qualifier: Option<Qualifier>,
    /// The year or period; `XXXX` when the source gives none.
    pub year: Option<Edtf>,
    /// Of whom or what it is counted.
    pub scope: Option<Localized>,
    /// Who measured it.
    pub measured_by: Option<RecordIx>,
    /// The note of the source that backs it.
    pub note: Option<RecordIx>,
    /// Whether the printed figure cannot be right; a correction says why.
    pub suspect: bool,
}

/// How a figure relates to the number given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Qualifier {
    /// Around the number.
    About,
    /// More than the number.
    Over,
    /// Less than the number.
    Under,
    /// The number or less.
    AtMost,
    /// The number or more.
    AtLeast,
}

impl Qualifier {
    /// Every qualifier.
    pub const ALL: [Qualifier; 5] = [
        Qualifier::About,
        Qualifier::Over,
        Qualifier::Under,
        Qualifier::AtMost,
        Qualifier::AtLeast,
    ];

    /// The key in the dataset.
    pub fn as_str(self) -> &'static str {
        match self {
            Qualifier::About => "about",
            Qualifier::Over => "over",
            Qualifier::Under => "under",
            Qualifier::AtMost => "at-most",
            Qualifier::AtLeast => "at-least",
        }
    }
}

/// The bibliographic data of a source, named after CSL variables.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Bibliography {
    /// The CSL item type, a term of the source types.
    pub csl_type: Option<TermIx>,
    /// Authors as on the work.
    pub authors: Vec<String>,
    /// The publisher.
    pub publisher: Option<String>,
    /// The journal, site or series.
    pub container: Option<String>,
    /// The language of the text, a BCP 47 tag.
    pub language: Option<String>,
    /// The day its address was last looked at, `YYYY-MM-DD`.
    pub accessed: Option<String>,
    /// The record of kind document that it is an edition of.
    pub edition_of: Option<RecordIx>,
    /// The source it is a note of.
    pub part_of: Option<RecordIx>,
    /// Its number in that source.
    pub number: Option<u32>,
    /// Whether it is one of the documents the atlas is built on.
    pub main: bool,
}
