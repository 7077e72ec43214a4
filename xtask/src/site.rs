//! Completes what Trunk built: the static index and the one-file edition, moved into place at once.

use crate::{failure::Result, files, single_file, static_index};
use std::path::{Path, PathBuf};

/// The name of the one-file edition.
pub(crate) const ONE_FILE: &str = "governance-atlas.html";

/// The finished site.
pub(crate) fn dist() -> PathBuf {
    files::root().join("dist")
}

/// Makes `dist` from Trunk's site: whoever is served meanwhile sees the old one or the new one.
pub(crate) fn assemble(built: &Path, index: &str, dist: &Path) -> Result<()> {
    let fresh = dist.with_extension("new");
    files::remove_folder(&fresh)?;
    for file in files::walk(built) {
        let relative = file.strip_prefix(built).unwrap_or(&file);
        files::write(&fresh.join(relative), &files::read(&file)?)?;
    }
    let page = static_index::insert(&files::read_text(&built.join("index.html"))?, index);
    files::write(&fresh.join("index.html"), page.as_bytes())?;
    let packed = single_file::pack(&page, &|address| {
        files::read(&built.join(address.trim_start_matches("./")))
    })?;
    files::write(&fresh.join(ONE_FILE), packed.as_bytes())?;
    replace(&fresh, dist)
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
