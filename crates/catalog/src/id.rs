use crate::Kind;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The stable id of a record: `<kind>/<slug>`, such as `action-line/c5`. It never changes once published, since links hold it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RecordId(String);

/// Why a text is not a record id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdError {
    /// There is no slash.
    NoSlash,
    /// The part before the slash is no kind.
    UnknownKind(String),
    /// The part after the slash is empty or has something other than `a–z`, `0–9` and single hyphens inside.
    BadSlug(String),
}

impl RecordId {
    /// Reads an id.
    ///
    /// # Errors
    /// When the text is not `<kind>/<slug>` with a known kind and a slug of `a–z 0–9 -`.
    pub fn parse(text: &str) -> Result<RecordId, IdError> {
        let (kind, slug) = text.split_once('/').ok_or(IdError::NoSlash)?;
        Kind::parse(kind).ok_or_else(|| IdError::UnknownKind(kind.to_owned()))?;
        if !is_slug(slug) {
            return Err(IdError::BadSlug(slug.to_owned()));
        }
        Ok(RecordId(text.to_owned()))
    }

    /// The whole id.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The kind that the id names.
    pub fn kind(&self) -> Kind {
        // An id is only made by `parse`, or read from a blob that was made from parsed ids; a foreign blob falls back to `Statement`.
        self.0.split('/').next().and_then(Kind::parse).unwrap_or(Kind::Statement)
    }

    /// The part after the slash.
    pub fn slug(&self) -> &str {
        self.0.split_once('/').map_or("", |(_, slug)| slug)
    }
}

fn is_slug(slug: &str) -> bool {
    !slug.is_empty()
        && slug.split('-').all(|part| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        })
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for IdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            IdError::NoSlash => write!(f, "expected `<kind>/<slug>`, found no slash"),
            IdError::UnknownKind(kind) => {
                write!(f, "`{kind}` is no kind of data/vocabularies/kinds.toml")
            }
            IdError::BadSlug(slug) => {
                write!(
                    f,
                    "the slug `{slug}` may hold only a–z, 0–9 and single hyphens between them"
                )
            }
        }
    }
}

impl std::error::Error for IdError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_checked() {
        let id = RecordId::parse("action-line/c7-e-health").unwrap();
        assert_eq!((id.kind(), id.slug()), (Kind::ActionLine, "c7-e-health"));
        assert_eq!(RecordId::parse("c5"), Err(IdError::NoSlash));
        assert_eq!(RecordId::parse("line/c5"), Err(IdError::UnknownKind("line".into())));
        for bad in ["", "C5", "a--b", "-a", "a-", "a b", "가"] {
            assert_eq!(
                RecordId::parse(&format!("term/{bad}")),
                Err(IdError::BadSlug(bad.into())),
                "{bad}"
            );
        }
    }
}
