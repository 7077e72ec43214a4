//! Runs every test there is, and counts them all.

use crate::{
    check,
    failure::{Failure, Result},
    files,
    options::Options,
    platform,
    process::{self, Step, cargo, command},
    single_file, site,
    tally::Tally,
    tools,
    trunk::Workshop,
    wasm,
};
use sha2::{Digest, Sha256};
use std::{
    path::{Path, PathBuf},
    time::Instant,
};

/// Where the runs of the browser tests leave their reports.
const REPORT: &str = "e2e/report";

/// Everything: set-up, native tests, tests in the compiled page's own runtime, dataset, build, browsers.
pub(crate) fn run(options: &Options) -> Result<Tally> {
    let started = Instant::now();
    let workshop = set_up(options)?;
    let mut runners = vec![("native tests", native(options)?)];
    if has_wasm_tests() {
        runners.push(("tests in WebAssembly", in_wasm(&workshop)?));
    }
    runners.push(("dataset", check::dataset(options)?));
    runners.push(("schemas", check::schemas(options)?));
    runners.push(("boundaries", check::boundary_check()));
    let built = workshop.build();
    runners.push(("build", Tally::one(built.is_ok())));
    match built {
        Ok(()) => {
            runners.push(("sizes", check::weight(options)?));
            runners.push(("browsers", in_browsers(options)?));
        }
        // The tests of the page would only repeat that there is no page.
        Err(failure) => println!("{failure}"),
    }
    Ok(close(&runners, started))
}

/// Finds or installs what the tests need beyond the build.
pub(crate) fn set_up(options: &Options) -> Result<Workshop> {
    let workshop = Workshop::ensure(options.offline)?;
    tools::ensure_node()?;
    if platform::find_chromium().is_none() {
        require(options, &platform::CHROMIUM)?;
    }
    if platform::find_firefox().is_none() {
        require(options, &platform::FIREFOX)?;
    }
    if !platform::has_cjk_font() {
        require(options, &platform::CJK_FONTS)?;
    }
    install_e2e(options)?;
    Ok(workshop)
}

fn require(options: &Options, package: &platform::SystemPackage) -> Result<()> {
    if options.offline {
        return Err(Failure::new(
            format!("{} is not on this machine ({}).", package.name, package.why),
            "Run `cargo xtask setup --all` once with a network, without --offline.",
        ));
    }
    platform::install_package(package)
}

/// The tests' one library, once per lock file.
pub(crate) fn install_e2e(options: &Options) -> Result<()> {
    let folder = files::root().join("e2e");
    let wanted = single_file::hex(&Sha256::digest(files::read(&folder.join("package-lock.json"))?));
    let stamp = folder.join("node_modules/.installed-lock");
    if std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    tools::npm_ci(
        &folder,
        "the browser tests' library",
        "it drives the browsers of this machine",
        options.offline,
    )?;
    files::write(&stamp, wanted.as_bytes())
}

fn native(options: &Options) -> Result<Tally> {
    let mut test = cargo();
    test.args(["test", "--workspace", "--no-fail-fast"])
        .args(options.offline.then_some("--offline"));
    let outcome =
        Step::new("Run the native tests", "everything but the browser is tested without one", test)
            .attempt()?;
    let tally = Tally::of_cargo(&outcome.output).judged(outcome.success);
    if tally.failed > 0 {
        println!("{}", failures(&outcome.output));
    }
    Ok(tally)
}

/// From a test run, what went wrong: passed tests and progress left out.
fn failures(output: &str) -> String {
    let noise = |line: &&str| {
        let line = line.trim();
        line.is_empty()
            || line.ends_with("... ok")
            || [
                "Compiling ",
                "Running ",
                "Doc-tests ",
                "running ",
                "Finished ",
                "Blocking ",
                "test result: ok",
            ]
            .iter()
            .any(|start| line.starts_with(start))
    };
    let told: Vec<&str> = output.lines().filter(|line| !noise(line)).collect();
    process::tail(&told.join("\n"), 200)
}

/// Whether any test wants the browser's runtime.
fn has_wasm_tests() -> bool {
    let root = files::root();
    let sources =
        files::walk(&root.join("tests")).into_iter().chain(files::walk(&root.join("src")));
    sources.filter(|path| path.extension().is_some_and(|end| end == "rs")).any(|path| {
        std::fs::read_to_string(path).is_ok_and(|text| text.contains("wasm_bindgen_test"))
    })
}

fn in_wasm(workshop: &Workshop) -> Result<Tally> {
    let mut test = workshop.cargo()?;
    test.args(["test", "--package", "governance-atlas", "--target", wasm::TARGET]);
    test.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner");
    let outcome = Step::new(
        "Run the tests in WebAssembly",
        "the thin layer above the browser's interfaces",
        test,
    )
    .attempt()?;
    if !outcome.success {
        println!("{}", failures(&outcome.output));
    }
    Ok(Tally::of_cargo(&outcome.output).judged(outcome.success))
}

fn in_browsers(options: &Options) -> Result<Tally> {
    let root = files::root();
    let tests: Vec<PathBuf> = files::walk(&root.join("e2e"))
        .into_iter()
        .filter(|path| path.to_string_lossy().ends_with(".test.mjs"))
        .collect();
    let report = root.join(REPORT).join("results.tap");
    files::create_folder(&root.join(REPORT))?;
    let mut node = command("node");
    node.args([
        "--test",
        "--test-reporter=spec",
        "--test-reporter-destination=stdout",
        "--test-reporter=tap",
    ]);
    node.arg(format!("--test-reporter-destination={}", report.display()));
    if let Some(name) = &options.only {
        node.arg(format!("--test-name-pattern={name}"));
    }
    node.args(&tests);
    browser_variables(&mut node, &root);
    let outcome =
        Step::new("Run the tests in browsers", "the built page, served and as one file", node)
            .live()
            .attempt()?;
    let told = std::fs::read_to_string(&report).unwrap_or_default();
    Ok(Tally::of_node(&told).judged(outcome.success))
}

/// Tells the tests what to open and with which browsers.
fn browser_variables(node: &mut std::process::Command, root: &Path) {
    node.env("ATLAS_DIST", site::dist())
        .env("ATLAS_REPORT", root.join(REPORT))
        .env("NO_COLOR", "1");
    if let Some(chromium) = platform::find_chromium() {
        node.env("ATLAS_CHROMIUM", chromium);
    }
    if let Some(firefox) = platform::find_firefox() {
        node.env("ATLAS_FIREFOX", firefox);
    }
}

/// One line per runner and the sum.
fn close(runners: &[(&str, Tally)], started: Instant) -> Tally {
    let mut sum = Tally::default();
    println!("All tests took {}:", process::seconds(started.elapsed()));
    for (name, tally) in runners {
        println!("  {name}: {tally}");
        sum += *tally;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::failures;

    #[test]
    fn a_failed_run_shows_what_went_wrong_only() {
        let output = "   Compiling a v0.1.0\nrunning 2 tests\ntest a ... ok\ntest b ... FAILED\n\nthread 'b' panicked at src/b.rs:1:\nboom\ntest result: FAILED. 1 passed; 1 failed\n";
        assert_eq!(
            failures(output),
            "test b ... FAILED\nthread 'b' panicked at src/b.rs:1:\nboom\ntest result: FAILED. 1 passed; 1 failed"
        );
    }
}
