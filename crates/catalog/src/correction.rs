use crate::{Localized, Locator, RecordIx, TermIx};
use serde::{Deserialize, Serialize};

/// Where a source errs, varies, or disagrees with another: what is printed where, the sound form, and why we read it so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Correction {
    /// The id, `correction/<slug>`.
    pub id: String,
    /// A term of the correction types.
    pub kind: TermIx,
    /// The source that prints it.
    pub source: RecordIx,
    /// The place in it.
    pub at: Locator,
    /// What is printed.
    pub printed: String,
    /// The sound form, where it can be known.
    pub sound: Option<String>,
    /// The records it concerns.
    pub records: Vec<RecordIx>,
    /// What other sources print.
    pub others: Vec<PrintedElsewhere>,
    /// Why we read it so.
    pub why: Localized,
}

/// What another source prints at the point of a [`Correction`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PrintedElsewhere {
    /// The other source.
    pub source: RecordIx,
    /// The place in it.
    pub at: Locator,
    /// What is printed there.
    pub printed: String,
}
