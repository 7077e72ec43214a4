//! Reads the dataset of `data/`, checks all of it in one pass, and compiles it into the blob that the page carries.
//!
//! [`compile`] gives the catalogue, or every [`Problem`] there is, each with file, line, what was expected and how to mend it.

mod assertions;
mod checks;
mod problem;
mod raw;
mod reader;
mod report;
mod resolve;
mod sort;
mod vocabularies;

pub use problem::{Place, Problem};
pub use report::report;
pub use sort::{sort_files, sorted};

use catalog::Catalog;
use problem::Problems;
use std::path::Path;

/// Reads and checks the dataset in a folder.
///
/// # Errors
/// Every problem of the dataset, by file and line.
pub fn compile(root: &Path) -> Result<Catalog, Vec<Problem>> {
    let problems = Problems::default();
    let vocabularies = vocabularies::read(root, &problems);
    let raw = raw::read(root, &problems);
    if raw.records.is_empty() {
        problems.add(&Place { file: root.display().to_string(), line: 1 }, "holds no records; expected the folder data/ of the atlas");
    }
    checks::check(&raw, &problems);
    let catalog = resolve::resolve(&raw, vocabularies, &problems);
    assertions::check(&raw.assertions, &catalog, &problems);
    match problems.into_sorted() {
        problems if problems.is_empty() => Ok(catalog),
        problems => Err(problems),
    }
}
