//! The dataset of the atlas, compiled and embedded by the build script.

use catalog::blob::{Blob, BlobError};
use catalog::{Catalog, RecordIx};
use search::{Index, IndexError};
use std::fmt;

/// The blob: the encoded catalogue and its search index.
pub static BLOB: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/atlas.blob"));

/// The dataset, ready for use.
pub struct Dataset {
    /// The catalogue.
    pub catalog: Catalog,
    /// The search index; document numbers are places of records.
    pub index: Index,
    /// SHA-256 of the dataset, 64 hexadecimal digits.
    pub hash: String,
}

/// Why a blob cannot be read.
#[derive(Debug)]
pub enum DatasetError {
    /// The envelope is damaged or of another version.
    Blob(BlobError),
    /// The catalogue in it is damaged.
    Catalog(postcard::Error),
    /// The index in it is damaged or of another version.
    Index(IndexError),
}

/// Reads a blob.
///
/// # Errors
/// When the bytes are no blob of this version, or damaged.
pub fn read(bytes: &[u8]) -> Result<Dataset, DatasetError> {
    let blob = Blob::from_bytes(bytes).map_err(DatasetError::Blob)?;
    let catalog =
        postcard::from_bytes::<Catalog>(blob.catalog).map_err(DatasetError::Catalog)?.link();
    let index = read_index(blob.index, &catalog).map_err(DatasetError::Index)?;
    Ok(Dataset { hash: blob.hash_hex(), catalog, index })
}

/// Reads the index with the texts that the catalogue holds already. They come in the order in which they were indexed.
fn read_index(bytes: &[u8], catalog: &Catalog) -> Result<Index, IndexError> {
    let mut current = (u32::MAX, Vec::new());
    Index::with_texts(bytes, |doc, field, place| {
        if current.0 != doc {
            current = (doc, catalog.search_texts(RecordIx(doc)));
        }
        let of_field = current.1.iter().filter(|text| text.field as usize == field);
        of_field.map(|text| text.text.into()).nth(place)
    })
}

impl fmt::Display for DatasetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DatasetError::Blob(error) => write!(f, "{error}"),
            DatasetError::Catalog(error) => {
                write!(f, "the catalogue is damaged ({error}); get the file again")
            }
            DatasetError::Index(error) => write!(f, "{error}"),
        }
    }
}

impl std::error::Error for DatasetError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_dataset_can_be_read_and_searched() {
        let dataset = read(BLOB).unwrap();
        assert_eq!(dataset.index.len(), dataset.catalog.records.len());
        let response = dataset.index.search(&search::Request::new("인터넷거버넌스포럼", 3));
        assert_eq!(
            dataset.catalog.records[response.hits[0].doc as usize].id.as_str(),
            "process/igf"
        );
    }

    #[test]
    fn records_are_alike_by_their_texts() {
        let dataset = read(BLOB).unwrap();
        let check = |id: &str, like: &str| {
            let doc = dataset.index.doc(id).unwrap();
            let near = dataset.index.more_like_this(doc, 8);
            assert!(near.iter().any(|hit| hit.id == like), "{id}: {near:?}");
        };
        check("document/global-digital-compact", "event/summit-of-the-future");
        check("organisation/itu", "organisation/itu-r");
        check("recommendation/hlab-ai-1", "organisation/hlab-ai");
    }

    #[test]
    fn a_damaged_dataset_is_refused() {
        assert!(read(b"nothing").is_err());
        assert!(read(&BLOB[..BLOB.len() / 2]).is_err());
    }
}
