//! Whatever stands in the files, the build reports problems and does not break.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

#[allow(dead_code, reason = "the tests share it, none uses all of it")]
mod support;

use proptest::prelude::*;
use support::{Copy, right};

const FILES: [&str; 7] = [
    "records/things.toml",
    "sources/sources.toml",
    "relations/relations.toml",
    "corrections/corrections.toml",
    "assertions.toml",
    "countries.toml",
    "vocabularies/relation-types.toml",
];

/// What a slip of the hand, or a tool, may put into a file.
const SLIPS: [&str; 14] = [
    "",
    "\"",
    "'",
    "[[",
    "]]",
    "{",
    "}",
    "=",
    "\n",
    "\u{feff}",
    "가",
    "\0",
    "= 1\n",
    "\n[record.figure]\n",
];

/// A place in a text, moved back to the start of a character.
fn at(text: &str, share: f64) -> usize {
    let mut place = (text.len() as f64 * share) as usize;
    while !text.is_char_boundary(place) {
        place -= 1;
    }
    place
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn mutilated_files_are_reported(
        file in prop::sample::select(&FILES[..]),
        from in 0.0..1.0f64,
        length in 0usize..40,
        slip in prop::sample::select(&SLIPS[..]),
    ) {
        let copy = Copy::of_the_right_one();
        let text = std::fs::read_to_string(right().join(file)).unwrap();
        let start = at(&text, from);
        let mut end = (start + length).min(text.len());
        while !text.is_char_boundary(end) {
            end += 1;
        }
        std::fs::write(copy.path().join(file), format!("{}{slip}{}", &text[..start], &text[end..])).unwrap();
        for problem in copy.problems() {
            prop_assert!(problem.split(':').nth(1).is_some_and(|line| line.parse::<usize>().is_ok_and(|line| line > 0)), "{problem}");
        }
        let _ = catalog_build::sorted(&text[start..]);
    }

    #[test]
    fn files_that_are_no_text_are_reported(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        let copy = Copy::of_the_right_one();
        std::fs::write(copy.path().join("records/noise.toml"), bytes).unwrap();
        let _ = copy.problems();
    }
}
