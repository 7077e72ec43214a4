//! Everything that can be judged without running the page: form, lints, boundaries, dataset, generated tables, fuzz targets, sizes.

use crate::{
    boundaries,
    failure::Result,
    files,
    options::Options,
    process::{Step, cargo},
    site, sizes,
    tally::Tally,
    wasm,
};
use std::{path::PathBuf, process::Command};

/// More places than this are not read by anybody.
const LONGEST_LIST: usize = 30;

/// Inputs of each fuzz target: some seconds in all.
const FUZZ_CASES: &str = "10000";

/// Runs every check and reports all of them, not only the first that fails.
pub(crate) fn run(options: &Options) -> Result<Tally> {
    if options.record_sizes {
        return weight(options);
    }
    let mut sum = Tally::default();
    sum += lock_file(options)?;
    sum += form()?;
    sum += lints(options)?;
    sum += boundary_check();
    sum += dataset(options)?;
    sum += schemas(options)?;
    sum += tables(options)?;
    sum += fuzz(options)?;
    sum += weight(options)?;
    Ok(sum)
}

/// The form of the code, told as places: the differences themselves are `cargo fmt`'s business.
fn form() -> Result<Tally> {
    let mut fmt = cargo();
    fmt.args(["fmt", "--all", "--check", "--", "--color", "never"]);
    let outcome = Step::new("Check the form", "one form for all code", fmt).attempt()?;
    if outcome.success {
        return Ok(Tally::one(true));
    }
    let places = misformed(&outcome.output, &files::root().to_string_lossy());
    if places.is_empty() {
        println!("{}", outcome.output.trim_end());
    }
    places.iter().take(LONGEST_LIST).for_each(|place| {
        println!("  {place}: not in the project's form, expected that of rustfmt.toml. Mend: run `cargo fmt --all`.");
    });
    if places.len() > LONGEST_LIST {
        println!("  … and {} more places", places.len() - LONGEST_LIST);
    }
    Ok(Tally::one(false))
}

/// The places `file:line` in what rustfmt says.
fn misformed(output: &str, root: &str) -> Vec<String> {
    let places = output.lines().filter_map(|line| line.strip_prefix("Diff in ")?.strip_suffix(':'));
    places.map(|place| place.trim_start_matches(root).trim_start_matches('/').to_owned()).collect()
}

/// A generated file that is committed: it must be what Cargo would write now.
fn lock_file(options: &Options) -> Result<Tally> {
    let words: Vec<&str> =
        ["fetch", "--locked"].into_iter().chain(options.offline.then_some("--offline")).collect();
    let remedy = "Run `cargo fetch` and commit Cargo.lock together with the manifest that changed.";
    cargo_check("Check the lock file", "everyone builds the same versions", &words, remedy)
}

fn lints(options: &Options) -> Result<Tally> {
    let offline = options.offline.then_some("--offline");
    let native = ["clippy", "--workspace", "--all-targets"];
    let words: Vec<&str> =
        native.into_iter().chain(offline).chain(["--", "--deny", "warnings"]).collect();
    let mut sum =
        cargo_check("Lint", "warnings count as errors", &words, "Mend what the lines above name.")?;
    // The distribution's compiler has no clippy of its own.
    if wasm::Compiler::ensure(true) == Ok(wasm::Compiler::Own) {
        let page = [
            "clippy",
            "--package",
            "governance-atlas",
            "--target",
            wasm::TARGET,
            "--target-dir",
            "target/clippy-wasm",
        ];
        let words: Vec<&str> =
            page.into_iter().chain(offline).chain(["--", "--deny", "warnings"]).collect();
        sum += cargo_check(
            "Lint the page",
            "some code is compiled for the browser only",
            &words,
            "Mend what the lines above name.",
        )?;
    }
    Ok(sum)
}

fn cargo_check(what: &str, why: &str, words: &[&str], remedy: &str) -> Result<Tally> {
    let mut command = cargo();
    command.args(words);
    step_check(what, why, command, remedy)
}

/// The folding tables of the search core are generated files too.
fn tables(options: &Options) -> Result<Tally> {
    let words = run_words(options, &["search", "--example", "generate_hans"], &["--check"]);
    let remedy = "Run `cargo run -p search --example generate_hans`, look at what changed, raise the version of the index, and commit the tables.";
    cargo_check("Check the folding tables", "they follow from their source", &words, remedy)
}

/// The fuzz targets on the same inputs every time; guided by coverage they run by hand.
fn fuzz(options: &Options) -> Result<Tally> {
    let words = run_words(options, &["fuzz_targets"], &["--cases", FUZZ_CASES]);
    let remedy = "Mend what the lines above show, and keep the input as they say. When they show no input, the program was ended: `cargo run -p fuzz_targets -- --trace` names every case before it runs.";
    cargo_check("Run the fuzz targets", "no input may make the search core panic", &words, remedy)
}

/// The words that run a program of the workspace.
fn run_words<'a>(options: &Options, program: &[&'a str], arguments: &[&'a str]) -> Vec<&'a str> {
    let offline = options.offline.then_some("--offline");
    ["run", "--quiet", "--package"]
        .into_iter()
        .chain(program.iter().copied())
        .chain(offline)
        .chain(["--"])
        .chain(arguments.iter().copied())
        .collect()
}

/// Runs a program as one check; its words are shown when it fails.
fn step_check(what: &str, why: &str, command: Command, remedy: &str) -> Result<Tally> {
    let outcome = Step::new(what, why, command).attempt()?;
    if !outcome.success {
        println!("{}\n  To mend it: {remedy}", outcome.output.trim_end());
    }
    Ok(Tally::one(outcome.success))
}

/// Looks for what the architecture forbids.
pub(crate) fn boundary_check() -> Tally {
    println!("• Check the boundaries (the architecture's invariants are absences)");
    tell(&boundaries::complaints(&files::root()))
}

/// Validates the dataset by its own rules.
pub(crate) fn dataset(options: &Options) -> Result<Tally> {
    step_check(
        "Check the dataset",
        "every fact has its form and its source",
        builder(options, "check"),
        "Each line names the file, the line and the remedy.",
    )
}

/// The schemas are generated and committed: they must be what the builder would write now.
pub(crate) fn schemas(options: &Options) -> Result<Tally> {
    step_check(
        "Check the schemas of the dataset",
        "editors complete and check by them while one types",
        builder(options, "check-schema"),
        "Run `cargo xtask data schema` and commit what it writes.",
    )
}

/// A command of the dataset's own program.
fn builder(options: &Options, word: &str) -> Command {
    let mut builder = cargo();
    builder
        .args(["run", "--quiet", "--package", "catalog_build"])
        .args(options.offline.then_some("--offline"))
        .args(["--", word, "data"]);
    builder
}

/// Weighs the built site.
pub(crate) fn weight(options: &Options) -> Result<Tally> {
    println!("• Weigh the site (readers pay for every byte)");
    sizes::require_site()?;
    let measured = sizes::measure(&site::dist(), find_blob().as_deref())?;
    println!("  {}", measured.report());
    if options.record_sizes {
        sizes::write_record(&measured)?;
    }
    Ok(tell(&measured.complaints(&sizes::read_record())))
}

/// The dataset as the last build of the page embedded it: the largest file that its build script wrote.
fn find_blob() -> Option<PathBuf> {
    let written = files::walk(&wasm::target_folder()).into_iter().filter(|path| {
        let path = path.to_string_lossy().replace('\\', "/");
        path.contains("/build/catalog_data-") && path.contains("/out/")
    });
    let facts = written.filter_map(|path| std::fs::metadata(&path).ok().map(|facts| (path, facts)));
    let newest = facts.max_by_key(|(_, facts)| (facts.modified().ok(), facts.len()));
    newest.map(|(path, _)| path)
}

fn tell(complaints: &[String]) -> Tally {
    complaints.iter().for_each(|complaint| println!("  {complaint}"));
    Tally::one(complaints.is_empty())
}

#[cfg(test)]
mod tests {
    use super::misformed;

    #[test]
    fn the_places_of_rustfmt_are_read() {
        let output = "Diff in /a/b/src/main.rs:12:\n-x\n+y\nDiff in /a/b/xtask/src/c.rs:3:\n";
        assert_eq!(misformed(output, "/a/b"), ["src/main.rs:12", "xtask/src/c.rs:3"]);
    }
}
