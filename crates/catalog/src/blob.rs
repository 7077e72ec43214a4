//! The envelope of the compiled dataset: a header and two parts, the encoded catalogue and the search index.

use std::fmt;

const MAGIC: [u8; 4] = *b"GATL";

/// The version of the envelope and of the encoding of the catalogue in it. Raise it whenever a type of this crate changes.
pub const VERSION: u16 = 1;

/// Magic, version, hash, and the lengths of both parts.
const HEADER_LENGTH: usize = 4 + 2 + HASH_LENGTH + 4 + 4;
const HASH_LENGTH: usize = 32;

/// The parts of a blob.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Blob<'a> {
    /// SHA-256 of the two parts.
    pub hash: [u8; HASH_LENGTH],
    /// The encoded [`crate::Catalog`].
    pub catalog: &'a [u8],
    /// The search index.
    pub index: &'a [u8],
}

/// Why bytes are not a blob that this program can read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlobError {
    /// The bytes do not begin as a blob does.
    NotABlob,
    /// The blob was made by another version of the program.
    Version {
        /// What this program reads.
        expected: u16,
        /// What the blob says.
        got: u16,
    },
    /// The blob is shorter or longer than its header says.
    Length {
        /// What the header says, in bytes.
        expected: usize,
        /// What there is, in bytes.
        got: usize,
    },
}

impl<'a> Blob<'a> {
    /// The bytes of the blob.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEADER_LENGTH + self.catalog.len() + self.index.len());
        bytes.extend(MAGIC);
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend(self.hash);
        for part in [self.catalog, self.index] {
            bytes.extend((part.len() as u32).to_le_bytes());
        }
        bytes.extend(self.catalog);
        bytes.extend(self.index);
        bytes
    }

    /// Reads the parts of a blob.
    ///
    /// # Errors
    /// When the bytes are no blob, of another version, or cut short.
    pub fn from_bytes(bytes: &'a [u8]) -> Result<Blob<'a>, BlobError> {
        if bytes.len() < HEADER_LENGTH || bytes[..4] != MAGIC {
            return Err(BlobError::NotABlob);
        }
        let got = u16::from_le_bytes([bytes[4], bytes[5]]);
        if got != VERSION {
            return Err(BlobError::Version { expected: VERSION, got });
        }
        let mut hash = [0; HASH_LENGTH];
        hash.copy_from_slice(&bytes[6..6 + HASH_LENGTH]);
        let length = |at: usize| {
            u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]) as usize
        };
        let (catalog, index) = (length(6 + HASH_LENGTH), length(10 + HASH_LENGTH));
        let body = &bytes[HEADER_LENGTH..];
        if body.len() != catalog.saturating_add(index) {
            return Err(BlobError::Length {
                expected: catalog.saturating_add(index),
                got: body.len(),
            });
        }
        let (catalog, index) = body.split_at(catalog);
        Ok(Blob { hash, catalog, index })
    }

    /// The hash as 64 hexadecimal digits.
    pub fn hash_hex(&self) -> String {
        self.hash.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl fmt::Display for BlobError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BlobError::NotABlob => {
                write!(f, "this is no dataset of the atlas; build it with `cargo xtask build`")
            }
            BlobError::Version { expected, got } => {
                write!(
                    f,
                    "the dataset has format {got} and this program reads format {expected}; build both together"
                )
            }
            BlobError::Length { expected, got } => {
                write!(
                    f,
                    "the dataset should have {expected} bytes and has {got}; it was cut or damaged on its way"
                )
            }
        }
    }
}

impl std::error::Error for BlobError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blob_reads_back_and_a_damaged_one_is_refused() {
        let blob = Blob { hash: [7; 32], catalog: b"catalogue", index: b"index" };
        let bytes = blob.to_bytes();
        assert_eq!(Blob::from_bytes(&bytes), Ok(blob));
        assert_eq!(Blob::from_bytes(b"GATL"), Err(BlobError::NotABlob));
        assert_eq!(
            Blob::from_bytes(&bytes[..bytes.len() - 1]),
            Err(BlobError::Length { expected: 14, got: 13 })
        );
        let mut newer = bytes.clone();
        newer[4] = 9;
        assert_eq!(Blob::from_bytes(&newer), Err(BlobError::Version { expected: VERSION, got: 9 }));
    }
}
