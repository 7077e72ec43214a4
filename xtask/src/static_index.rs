//! The list of all records that stands in the page where the program cannot run.

use crate::{
    failure::Result,
    process::{Step, cargo},
};

/// Where index.html wants the list.
const PLACE: &str = "<!-- static-index -->";

/// The list as escaped HTML, from the catalogue's own builder.
pub(crate) fn static_index(offline: bool) -> Result<String> {
    let mut build = cargo();
    build
        .args(["run", "--quiet", "--package", "catalog_build"])
        .args(offline.then_some("--offline"))
        .args(["--", "static-index"]);
    let written = Step::new(
        "Write the static index",
        "the page lists its records even where programs may not run",
        build,
    );
    // Warnings go to the other stream and must not end up in the page.
    Ok(written.remedy("Run `cargo xtask data check` and mend what it names.").run()?.printed)
}

/// The page with the list in its place.
pub(crate) fn insert(page: &str, list: &str) -> String {
    page.replacen(PLACE, list, 1)
}
