//! What inputs are made from.

use crate::{HEADER, Target, indexed};
use std::ops::RangeInclusive;
use std::path::PathBuf;

/// Names and texts of the records that queries are asked of.
pub(crate) const DOCUMENTS: [&str; 6] = [
    "인터넷 거버넌스 포럼",
    "Internet Governance Forum",
    "互联网治理论坛",
    "A/RES/70/125",
    "ㅋㅋ 🙂",
    "",
];

/// What means something to the query language, or is written in more than one way.
pub(crate) const PIECES: [&str; 40] = [
    "\"",
    "-",
    " OR ",
    " AND ",
    "(",
    ")",
    "*",
    ":",
    "kind:",
    "종류:event",
    "year:2015..2020",
    "..",
    "~",
    "|",
    "\\",
    "\"\"",
    " -\"",
    "::",
    "kind:\"x y\"",
    " ",
    "\u{a0}",
    "\u{3000}",
    "\t",
    "\n",
    "\0",
    "ㄱㄴ",
    "ㅇㅌㄴ",
    "\u{1100}\u{1161}\u{11a8}",
    "dlsxjspt",
    "IGF",
    "é",
    "e\u{301}",
    "ﬁ",
    "ＡＢ",
    "體",
    "豈",
    "👩\u{200d}👩\u{200d}👧",
    "\u{202e}",
    "\u{feff}",
    "İ",
];

/// Ranges of letters: ASCII, Latin, jamo, marks, kana, compatibility jamo, Han, syllables, compatibility ideographs, full width, emoji, any.
pub(crate) const BLOCKS: [RangeInclusive<u32>; 13] = [
    0x00..=0x7F,
    0x20..=0x7E,
    0xA0..=0x24F,
    0x1100..=0x11FF,
    0x300..=0x36F,
    0x3000..=0x30FF,
    0x3130..=0x318F,
    0x4E00..=0x9FFF,
    0xAC00..=0xD7A3,
    0xF900..=0xFAFF,
    0xFF00..=0xFFEF,
    0x1F300..=0x1FAFF,
    0x00..=0x10_FFFF,
];

/// The texts that are committed, one to a line.
const TEXTS: &str = include_str!("../seeds/texts.txt");

/// The inputs that a target begins with.
pub fn of(target: Target) -> Vec<Vec<u8>> {
    match target {
        Target::Query | Target::Analyzer => TEXTS.lines().map(|line| line.into()).collect(),
        // They are made, not kept: those of another version of the format would be refused at once.
        Target::Index => bodies(),
    }
}

/// The bodies of sound indexes: of nothing, of the records of the query target, of the texts that are committed.
fn bodies() -> Vec<Vec<u8>> {
    let lines: Vec<&str> = TEXTS.lines().collect();
    let pairs = lines.chunks_exact(2).map(|pair| [pair[0], pair[1]]);
    let few = DOCUMENTS.iter().map(|text| [*text, *text]);
    let indexes =
        [indexed(std::iter::empty()), indexed(few.clone().take(1)), indexed(few), indexed(pairs)];
    indexes.iter().map(|index| index.to_bytes().split_off(HEADER)).collect()
}

/// The inputs that once made a target fail: files of `found/<target>/`.
///
/// # Errors
/// When one cannot be read.
pub fn found(target: Target) -> std::io::Result<Vec<(PathBuf, Vec<u8>)>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("found").join(target.name());
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<std::io::Result<_>>()?;
    files.sort();
    files.into_iter().map(|file| std::fs::read(&file).map(|input| (file, input))).collect()
}
