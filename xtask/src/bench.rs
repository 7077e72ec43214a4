//! Measures: the crates by their own benches, search beside its peers in one browser page, and how own data loads in the built page.

use crate::{
    failure::{Failure, Result},
    files,
    options::Options,
    platform,
    process::{Step, cargo, command},
    single_file, sizes, test, tools,
    trunk::Workshop,
    wasm,
};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// The harness.
const HARNESS: &str = "benches/search";
/// The crate that shows the core to the harness, and its profile: that of the page.
const ENGINE: &str = "search_bench";
const PROFILE: &str = "wasm-release";
/// Where everything made for a run goes.
const FOLDER: &str = "target/bench";

/// Measures how own data loads.
const OWN_DATA: &str = "benches/own-data/run.mjs";

/// `bench` measures the crates, `bench search` the engines, `bench own-data` the page.
pub(crate) fn run(options: &Options) -> Result<()> {
    match options.rest.first().map(String::as_str) {
        Some("search") => search(options),
        Some("own-data") => own_data(options),
        _ => crates(options),
    }
}

fn crates(options: &Options) -> Result<()> {
    let mut benches = cargo();
    benches
        .args(["bench", "--workspace"])
        .args(options.offline.then_some("--offline"))
        .args(&options.rest);
    Step::new("Measure the crates", "a figure is worth more than a guess", benches)
        .live()
        .run()
        .map(|_| ())
}

fn search(options: &Options) -> Result<()> {
    let workshop = Workshop::ensure(options.offline)?;
    tools::ensure_node()?;
    let chromium = find_chromium(options)?;
    install_peers(options)?;
    let folder = files::root().join(FOLDER);
    let engine = build_engine(&workshop, options, &folder.join("engine"), &[])?;
    let baseline =
        build_engine(&workshop, options, &folder.join("baseline"), &["--features", "empty"])?;
    let atlas = folder.join("atlas");
    write_atlas(options, &atlas)?;
    let mut node = command("node");
    node.arg(files::root().join(HARNESS).join("run.mjs"))
        .env("ATLAS_CHROMIUM", chromium)
        .env("NO_COLOR", "1");
    node.arg("--engine").arg(engine).arg("--baseline").arg(baseline);
    node.arg("--out").arg(folder.join("search.md")).arg("--corpus").arg(atlas);
    pass_on(&mut node, options)?;
    Step::new("Measure search engines side by side", "one page, one run, the same queries", node)
        .live()
        .run()?;
    println!(
        "The tables lie in {} unless --out named another file.",
        files::display(&folder.join("search.md"))
    );
    Ok(())
}

/// Loads own data in the page that was built last.
fn own_data(options: &Options) -> Result<()> {
    sizes::require_site()?;
    tools::ensure_node()?;
    let chromium = find_chromium(options)?;
    test::install_e2e(options)?;
    let mut node = command("node");
    node.arg(files::root().join(OWN_DATA)).env("ATLAS_CHROMIUM", chromium).env("NO_COLOR", "1");
    pass_on(&mut node, options)?;
    Step::new("Load own data", "the page must answer meanwhile", node).live().run().map(|_| ())
}

/// The flags for a harness.
fn pass_on(node: &mut std::process::Command, options: &Options) -> Result<()> {
    for (flag, value) in &options.bench {
        // Files and folders are named from where the command was given.
        let named = ["--corpus", "--out", "--dist", "--baseline"].contains(&flag.as_str());
        node.arg(flag);
        if named {
            node.arg(absolute(value)?)
        } else {
            node.arg(value)
        };
    }
    Ok(())
}

fn find_chromium(options: &Options) -> Result<PathBuf> {
    if platform::find_chromium().is_none() && !options.offline {
        platform::install_package(&platform::CHROMIUM)?;
    }
    platform::find_chromium().ok_or_else(|| {
        Failure::new(
            "Chromium is not on this machine; the engines are measured in it.",
            "Run `cargo xtask setup --all` once with a network, without --offline.",
        )
    })
}

/// The peers, once per lock file.
fn install_peers(options: &Options) -> Result<()> {
    let folder = files::root().join(HARNESS);
    let wanted = single_file::hex(&Sha256::digest(files::read(&folder.join("package-lock.json"))?));
    let stamp = folder.join("node_modules/.installed-lock");
    if std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    tools::npm_ci(
        &folder,
        "the peers and what drives the page",
        "search is measured beside them",
        options.offline,
    )?;
    files::write(&stamp, wanted.as_bytes())
}

/// Compiles, binds and shrinks the core with the settings of the page.
fn build_engine(
    workshop: &Workshop,
    options: &Options,
    to: &Path,
    more: &[&str],
) -> Result<PathBuf> {
    let mut build = workshop.cargo()?;
    build.args(["build", "--package", ENGINE, "--profile", PROFILE, "--target", wasm::TARGET]);
    build.args(more).args(options.offline.then_some("--offline"));
    Step::new("Compile the search core", "with the settings of the page", build).run()?;
    let compiled =
        wasm::target_folder().join(wasm::TARGET).join(PROFILE).join(format!("{ENGINE}.wasm"));
    let mut bind = workshop.tool("wasm-bindgen")?;
    bind.args(["--target", "web", "--no-typescript", "--out-name", "engine", "--out-dir"]);
    bind.arg(to).arg(compiled);
    Step::new("Bind it", "the page of the measurements calls it", bind).run()?;
    let bound = to.join("engine_bg.wasm");
    let mut shrink = workshop.tool("wasm-opt")?;
    shrink.args(shrink_words(&files::read_text(&files::root().join("index.html"))?));
    shrink.arg(&bound).arg("-o").arg(&bound);
    Step::new("Shrink it", "as the page is", shrink).run()?;
    Ok(to.to_path_buf())
}

/// How Trunk is told to call `wasm-opt` for the page.
fn shrink_words(page: &str) -> Vec<String> {
    let attribute = |name: &str| {
        let (_, rest) = page.split_once(&format!("{name}=\""))?;
        rest.split('"').next()
    };
    let level = attribute("data-wasm-opt").unwrap_or("z");
    let words = attribute("data-wasm-opt-params").unwrap_or_default();
    [format!("-O{level}")].into_iter().chain(words.split_whitespace().map(str::to_owned)).collect()
}

/// The atlas's own records and judged queries as a corpus.
fn write_atlas(options: &Options, to: &Path) -> Result<()> {
    let mut program = cargo();
    program
        .args(["run", "--quiet", "--release", "--package", "catalog_data"])
        .args(options.offline.then_some("--offline"))
        .args(["--example", "search_corpus", "--"])
        .arg(to);
    Step::new("Write the atlas as a corpus", "its judged queries are measured too", program)
        .run()
        .map(|_| ())
}

fn absolute(path: &str) -> Result<PathBuf> {
    std::path::absolute(path).map_err(|error| Failure::io("find", Path::new(path), &error))
}

#[cfg(test)]
mod tests {
    use super::shrink_words;

    #[test]
    fn the_page_tells_how_its_program_is_shrunk() {
        let page = r#"<link data-wasm-opt="z" data-wasm-opt-params="--enable-a --enable-b">"#;
        assert_eq!(shrink_words(page), ["-Oz", "--enable-a", "--enable-b"]);
    }
}
