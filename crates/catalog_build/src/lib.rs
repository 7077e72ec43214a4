//! Reads the dataset of `data/`, checks all of it in one pass, and compiles it into the blob that the page carries.
//!
//! [`compile`] gives the catalogue, or every [`Problem`] there is, each with file, line, what was expected and how to mend it.

mod assertions;
mod checks;
mod index;
mod json;
mod problem;
mod raw;
mod reader;
mod report;
mod resolve;
mod schema;
mod shape;
mod sort;
mod static_index;
mod vocabularies;

pub use index::build_index;
pub use problem::{Place, Problem};
pub use report::report;
pub use schema::{SchemaFile, schemas};
pub use sort::{sort_files, sorted};
pub use static_index::static_index;

use catalog::Catalog;
use problem::Problems;
use std::path::Path;

/// Reads and checks the dataset in a folder.
///
/// # Errors
/// Every problem of the dataset, by file and line.
pub fn compile(root: &Path) -> Result<Catalog, Vec<Problem>> {
    let problems = Problems::default();
    if !root.join("records").is_dir() {
        let place = Place { file: "records".into(), line: 1 };
        problems.add(&place, "is no folder; expected the folder data/ of the atlas around it");
        return Err(problems.into_sorted());
    }
    let vocabularies = vocabularies::read(root, &problems);
    let raw = raw::read(root, &problems);
    checks::check(&raw, &problems);
    let catalog = resolve::resolve(&raw, vocabularies, &problems);
    assertions::check(&raw.assertions, &catalog, &problems);
    match problems.into_sorted() {
        problems if problems.is_empty() => Ok(catalog),
        problems => Err(problems),
    }
}

/// Compiles the dataset in a folder and writes its blob. A dataset with problems leaves what stands there untouched.
///
/// # Errors
/// Every problem of the dataset, or why the blob cannot be written, each in one line.
pub fn write_blob(root: &Path, blob: &Path) -> Result<(), Vec<String>> {
    let catalog = compile(root).map_err(|problems| {
        // The folder stands before the file, as it does in the editor.
        let folder = root.file_name().unwrap_or_default().to_string_lossy();
        problems.iter().map(|problem| format!("{folder}/{problem}")).collect::<Vec<_>>()
    })?;
    let bytes = encode(&catalog).map_err(|error| vec![error])?;
    std::fs::write(blob, bytes).map_err(|error| vec![format!("{}: {error}", blob.display())])
}

/// The blob of a catalogue: encoded, with its search index, hashed. The same catalogue gives the same bytes.
///
/// # Errors
/// When the catalogue cannot be encoded; the text says why.
pub fn encode(catalog: &Catalog) -> Result<Vec<u8>, String> {
    use sha2::{Digest, Sha256};
    let encoded = postcard::to_stdvec(catalog)
        .map_err(|error| format!("the catalogue cannot be encoded: {error}"))?;
    let index = build_index(catalog).to_bytes();
    let hash = Sha256::new().chain_update(&encoded).chain_update(&index).finalize().into();
    Ok(catalog::blob::Blob { hash, catalog: &encoded, index: &index }.to_bytes())
}
