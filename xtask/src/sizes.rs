//! What the web edition weighs over the wire, held by a ratchet.
//!
//! The budget is what a reader's connection pays for. Below it the recorded figure holds:
//! a change that adds weight has to say so in `xtask/sizes.toml`.

use crate::{
    failure::{Failure, Result},
    files, site,
};
use std::path::Path;

/// The code of the web edition may weigh this much, in bytes after brotli 11.
const BUDGET: usize = 450_000;
/// A compiler's mood may add this much to a recorded figure before it counts: one fiftieth.
const TOLERANCE: usize = 50;
/// Where the figures are recorded.
const RECORD: &str = "xtask/sizes.toml";

/// Brotli at an effort from 0 to 11.
pub(crate) fn brotli(bytes: &[u8], effort: i32) -> Vec<u8> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: effort,
        lgwin: 22,
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut small = Vec::new();
    // Writing to memory does not fail.
    brotli::BrotliCompress(&mut &*bytes, &mut small, &parameters).ok();
    small
}

/// Bytes over the wire, by what they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sizes {
    /// The program without the dataset, scripts and styles.
    pub(crate) code: usize,
    /// The dataset inside the program.
    pub(crate) dataset: usize,
    /// The page itself, with its static index.
    pub(crate) page: usize,
    /// The one-file edition, as it lies on the disk.
    pub(crate) one_file: usize,
}

/// Weighs a finished site.
pub(crate) fn measure(dist: &Path, blob: Option<&Path>) -> Result<Sizes> {
    let dataset = blob.map(files::read).transpose()?.map_or(0, |blob| brotli(&blob, 11).len());
    let mut sizes = Sizes { code: 0, dataset, page: 0, one_file: 0 };
    for file in files::walk(dist) {
        let bytes = files::read(&file)?;
        match file.extension().and_then(|end| end.to_str()) {
            Some("wasm" | "js" | "css") => sizes.code += brotli(&bytes, 11).len(),
            Some("html") if file.ends_with(site::ONE_FILE) => sizes.one_file = bytes.len(),
            Some("html") => sizes.page += brotli(&bytes, 11).len(),
            _ => {}
        }
    }
    // The dataset lies in the program as it is: what it weighs alone is what the code does not.
    sizes.code = sizes.code.saturating_sub(dataset);
    Ok(sizes)
}

impl Sizes {
    /// One line for people.
    pub(crate) fn report(&self) -> String {
        let kilobytes = |bytes: usize| format!("{:.1} KB", bytes as f64 / 1000.0);
        format!(
            "code {} (budget {}), dataset {}, page {}, all with brotli; one-file edition {} on disk",
            kilobytes(self.code),
            kilobytes(BUDGET),
            kilobytes(self.dataset),
            kilobytes(self.page),
            kilobytes(self.one_file)
        )
    }

    /// What is heavier than allowed, with place and remedy.
    pub(crate) fn complaints(&self, record: &str) -> Vec<String> {
        let mut found = Vec::new();
        if self.code > BUDGET {
            found.push(format!("dist/: the code weighs {} bytes with brotli, expected at most {BUDGET}. Mend: take out what was added (`cargo tree`, generic code, formatting), the budget is a promise to readers.", self.code));
        }
        // Only the code: the dataset and the static index grow with the facts, which is what they are for.
        match recorded(record, "code") {
            Some((line, before)) if self.code > before + before / TOLERANCE => found.push(format!(
                "{RECORD}:{line}: the code weighs {} bytes with brotli, expected at most {before} and a fiftieth. Mend: make it lighter, or run `cargo xtask check --record-sizes` and say in the commit why it is worth it.",
                self.code
            )),
            Some(_) => {}
            None => found.push(format!("{RECORD}:1: no figure is recorded for `code`, expected one. Mend: run `cargo xtask build` and `cargo xtask check --record-sizes`.")),
        }
        found
    }

    fn record(&self) -> String {
        format!(
            "# What the web edition weighs, in bytes after brotli 11. Written by `cargo xtask check --record-sizes`.\n# The check refuses more than a fiftieth above this figure.\ncode = {}\n",
            self.code
        )
    }
}

/// The recorded figure and the line it stands on.
fn recorded(record: &str, name: &str) -> Option<(usize, usize)> {
    record.lines().enumerate().find_map(|(index, line)| {
        let (key, value) = line.split_once('=')?;
        (key.trim() == name).then_some((index + 1, value.trim().parse().ok()?))
    })
}

/// The recorded figures; none before the first recording.
pub(crate) fn read_record() -> String {
    std::fs::read_to_string(files::root().join(RECORD)).unwrap_or_default()
}

/// Records these figures as the new measure.
pub(crate) fn write_record(sizes: &Sizes) -> Result<()> {
    files::write(&files::root().join(RECORD), sizes.record().as_bytes())
}

/// A built site, or the remedy for its absence.
pub(crate) fn require_site() -> Result<()> {
    if site::dist().join("index.html").is_file() {
        return Ok(());
    }
    Err(Failure::new(
        "dist/index.html: there is no built site to weigh.",
        "Run `cargo xtask build` first.",
    ))
}

#[cfg(test)]
mod tests {
    use super::{Sizes, brotli};

    const SIZES: Sizes = Sizes { code: 100_000, dataset: 5, page: 2_000, one_file: 9 };

    #[test]
    fn a_recorded_site_has_no_complaints() {
        assert_eq!(SIZES.complaints(&SIZES.record()), Vec::<String>::new());
    }

    #[test]
    fn growth_beyond_the_tolerance_is_told_with_its_line() {
        let record = "code = 98000\n";
        let found = SIZES.complaints(record);
        assert!(found.len() == 1 && found[0].starts_with("xtask/sizes.toml:1:"), "{found:?}");
        assert!(SIZES.complaints("code = 98100").is_empty());
    }

    #[test]
    fn the_budget_holds_whatever_was_recorded() {
        let heavy = Sizes { code: 450_001, ..SIZES };
        assert_eq!(heavy.complaints(&heavy.record()).len(), 1);
    }

    #[test]
    fn brotli_makes_text_smaller() {
        assert!(brotli(&b"atlas ".repeat(500), 11).len() < 60);
    }
}
