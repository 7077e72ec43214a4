//! Why index bytes could not be read.

use std::fmt;

/// An error of [`crate::Index::from_bytes`]. The remedy is always the same: build the index again with this version.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum IndexError {
    /// The bytes do not begin as an index does.
    Magic {
        /// The first four bytes found (fewer if there were fewer).
        got: Vec<u8>,
    },
    /// The index was written by another version of this crate.
    Version {
        /// The version this crate reads.
        expected: u32,
        /// The version found.
        got: u32,
    },
    /// The bytes were damaged or cut after they were written.
    Checksum {
        /// The checksum written in the index.
        expected: u32,
        /// The checksum of the bytes found.
        got: u32,
    },
    /// The checksum is right but a part does not make sense; only a faulty writer makes such bytes.
    Corrupt {
        /// The part that could not be read.
        part: &'static str,
    },
}

impl fmt::Display for IndexError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            IndexError::Magic { got } => {
                f.write_str(
                    "these bytes are no search index: expected them to begin with 47 41 53 49, got",
                )?;
                got.iter().try_for_each(|byte| write!(f, " {byte:02x}"))?;
            }
            IndexError::Version { expected, got } => {
                write!(f, "the search index has another version: expected {expected}, got {got}")?;
            }
            IndexError::Checksum { expected, got } => {
                write!(
                    f,
                    "the search index is damaged: expected checksum {expected:08x}, got {got:08x}"
                )?;
            }
            IndexError::Corrupt { part } => {
                write!(f, "the search index is malformed in its {part}")?
            }
        }
        f.write_str("; build the index again with this version of the program")
    }
}

impl std::error::Error for IndexError {}
