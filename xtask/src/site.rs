//! Completes what Trunk built: the static index and the one-file edition, moved into place at once.

use crate::{failure::Result, files, single_file, static_index, styles};
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

/// The name of the one-file edition.
pub(crate) const ONE_FILE: &str = "governance-atlas.html";

/// The finished site.
pub(crate) fn dist() -> PathBuf {
    files::root().join("dist")
}

/// Makes `dist` from Trunk's site: whoever is served meanwhile sees the old one or the new one.
pub(crate) fn assemble(built: &Path, index: &str, dist: &Path) -> Result<()> {
    let at = |address: &str| built.join(address.trim_start_matches("./"));
    let joined = styles::join(&files::read_text(&built.join("index.html"))?, |address| {
        files::read_text(&at(address))
    })?;
    let page = static_index::insert(&joined.page, index);
    let fresh = dist.with_extension("new");
    files::remove_folder(&fresh)?;
    copy(built, &fresh, &joined.parts)?;
    files::write(&fresh.join(&joined.name), joined.rules.as_bytes())?;
    files::write(&fresh.join("index.html"), page.as_bytes())?;
    let packed = single_file::pack(&page, &|address| {
        files::read(&fresh.join(address.trim_start_matches("./")))
    })?;
    files::write(&fresh.join(ONE_FILE), packed.as_bytes())?;
    replace(&fresh, dist)
}

/// Copies a folder but for some of its files.
fn copy(from: &Path, to: &Path, without: &BTreeSet<String>) -> Result<()> {
    for file in files::walk(from) {
        let relative = file.strip_prefix(from).unwrap_or(&file);
        if !without.contains(&*relative.to_string_lossy()) {
            files::write(&to.join(relative), &files::read(&file)?)?;
        }
    }
    Ok(())
}

fn replace(fresh: &Path, dist: &Path) -> Result<()> {
    let old = dist.with_extension("old");
    files::remove_folder(&old)?;
    if dist.exists() {
        files::rename(dist, &old)?;
    }
    files::rename(fresh, dist)?;
    files::remove_folder(&old)
}
