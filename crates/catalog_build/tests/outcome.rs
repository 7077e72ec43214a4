//! What a run leaves behind: exit status, blob, schemas.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

#[allow(dead_code, reason = "the tests share it, none uses all of it")]
mod support;

use std::path::Path;
use std::process::{Command, Output};
use support::{Copy, Edit, real, right};

const WRONG: Edit = Edit { file: "records/things.toml", from: "order = 5", to: "order = \"5\"" };

fn run(command: &str, root: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_catalog_build")).arg(command).arg(root).output().unwrap()
}

#[test]
fn a_wrong_dataset_fails_and_names_the_place() {
    let copy = Copy::with(&[WRONG]);
    let outcome = run("check", copy.path());
    assert_eq!(outcome.status.code(), Some(1));
    let told = String::from_utf8(outcome.stderr).unwrap();
    let place = format!("{}/records/things.toml:16: ", copy.path().display());
    assert!(told.starts_with(&place), "{told}");
    assert!(run("check", &right()).status.success());
}

#[test]
fn a_folder_that_is_no_dataset_is_named() {
    let told = String::from_utf8(run("check", Path::new("nowhere")).stderr).unwrap();
    assert!(told.starts_with("nowhere/records:1: is no folder"), "{told}");
}

#[test]
fn a_wrong_dataset_leaves_the_blob_untouched() {
    let copy = Copy::of_the_right_one();
    let blob = copy.path().join("atlas.blob");
    catalog_build::write_blob(copy.path(), &blob).unwrap();
    let before = std::fs::read(&blob).unwrap();
    copy.edit(&WRONG);
    assert_eq!(catalog_build::write_blob(copy.path(), &blob).unwrap_err().len(), 1);
    assert_eq!(std::fs::read(&blob).unwrap(), before);
    std::fs::remove_file(&blob).unwrap();
    assert!(catalog_build::write_blob(copy.path(), &blob).is_err());
    assert!(!blob.exists());
}

fn blob(copy: &Copy) -> Vec<u8> {
    catalog_build::encode(&catalog_build::compile(copy.path()).unwrap()).unwrap()
}

#[test]
fn the_same_dataset_gives_the_same_bytes() {
    for root in [right(), real()] {
        // People may be at work on the dataset: what is compiled twice is a copy.
        let copy = Copy::of(&root);
        assert!(blob(&copy) == blob(&copy), "{} compiles to different bytes", root.display());
    }
}

/// The order in which a folder lists its files is the machine's own.
#[test]
fn the_order_and_the_place_of_files_change_nothing() {
    let blob =
        |copy: &Copy| catalog_build::encode(&catalog_build::compile(copy.path()).unwrap()).unwrap();
    let before = blob(&Copy::of_the_right_one());
    let copy = Copy::of_the_right_one();
    std::fs::create_dir(copy.path().join("records/a")).unwrap();
    std::fs::rename(
        copy.path().join("records/things.toml"),
        copy.path().join("records/a/first.toml"),
    )
    .unwrap();
    assert!(blob(&copy) == before);
}

#[test]
fn the_dataset_of_the_atlas_compiles() {
    let problems = catalog_build::compile(&real()).err().unwrap_or_default();
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert!(lines.is_empty(), "{}", lines.join("\n"));
}

#[test]
fn the_static_index_of_the_atlas_stays_light() {
    let list = catalog_build::static_index(&catalog_build::compile(&real()).unwrap());
    assert!(
        list.len() < 350_000,
        "the static index has {} bytes; the page carries it for readers without a program",
        list.len()
    );
}

#[test]
fn schemas_are_written_once_and_checked() {
    let copy = Copy::of_the_right_one();
    assert!(!run("check-schema", copy.path()).status.success());
    assert!(run("schema", copy.path()).status.success());
    assert!(run("check-schema", copy.path()).status.success());
    assert!(run("schema", copy.path()).stdout.is_empty(), "a second run writes nothing");
    copy.edit(&Edit {
        file: "vocabularies/topics.toml",
        from: "id = \"access\"",
        to: "id = \"entry\"",
    });
    let told = String::from_utf8(run("check-schema", copy.path()).stderr).unwrap();
    assert!(told.contains("record.json:1: ") && told.contains("cargo xtask data schema"), "{told}");
}

#[test]
fn the_committed_schemas_are_those_of_the_dataset() {
    let told = String::from_utf8(run("check-schema", &real()).stderr).unwrap();
    assert!(told.is_empty(), "{told}");
}

/// Sorting moves tables with their comments: what stood in a file stands in it afterwards.
#[test]
fn sorting_loses_no_line() {
    let lines = |text: &str| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines.retain(|line| !line.is_empty());
        lines
    };
    for file in ["records/things.toml", "records/bodies.toml", "relations/relations.toml"] {
        let text = std::fs::read_to_string(right().join(file)).unwrap();
        let tables: Vec<&str> =
            text.split("\n[[").map(|table| table.trim_start_matches("[[")).collect();
        let tables = tables.into_iter().filter(|table| !table.starts_with('#')).rev();
        let turned: String = tables.map(|table| format!("# A remark.\n[[{table}\n")).collect();
        let sorted = catalog_build::sorted(&turned).unwrap();
        assert_eq!(lines(&sorted), lines(&turned), "{file}");
        assert_eq!(catalog_build::sorted(&sorted).unwrap(), sorted, "{file}");
        let copy = Copy::of_the_right_one();
        std::fs::write(copy.path().join(file), &turned).unwrap();
        assert!(!copy.problems().is_empty(), "{file}");
        assert!(run("fmt", copy.path()).status.success());
        assert_eq!(copy.problems(), Vec::<String>::new(), "{file}");
    }
}
