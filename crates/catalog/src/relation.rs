use crate::{Edtf, Localized, Provenance, RecordIx, TermIx};
use serde::{Deserialize, Serialize};

/// The place of a relation in [`crate::Catalog::relations`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RelationIx(pub u32);

/// A directed, typed link between two records, with what hangs on the pair.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Relation {
    /// The record it starts from.
    pub from: RecordIx,
    /// Its type, a term of the relation types.
    pub kind: TermIx,
    /// The record it leads to.
    pub to: RecordIx,
    /// The part that the pair plays, a term of the roles.
    pub role: Option<TermIx>,
    /// As whom one takes part.
    pub capacity: Option<Localized>,
    /// The name as the source prints it.
    pub printed: Option<String>,
    /// When it held.
    pub date: Option<Edtf>,
    /// A term of the statuses.
    pub status: Option<TermIx>,
    /// A sentence of our own: the reason of an editorial link, the gist of a rationale.
    pub note: Option<Localized>,
    /// Targets of the Sustainable Development Goals, such as `3.8`.
    pub targets: Vec<String>,
    /// Whether the source ends its list with "and others".
    pub open_ended: bool,
    /// Where it stands.
    pub provenance: Vec<Provenance>,
}

/// Which end of a relation a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Direction {
    /// The record is where the relation starts.
    Forward,
    /// The record is where the relation leads.
    Inverse,
}
