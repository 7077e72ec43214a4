//! The build tools: which versions, where they live, how they get there.
//!
//! They live in one folder per user, outside the checkout, so that a second
//! checkout finds them at once. A tool counts as installed when it runs and
//! tells its version: whatever an interrupted installation left behind is redone.

use crate::{
    failure::{Failure, Result},
    files,
    process::{self, Step, ask, cargo, command, find, find_in, path_with},
};
use std::{
    env,
    ffi::OsString,
    fs::File,
    path::{Path, PathBuf},
};

/// Every version that the set-up installs, in one place.
///
/// `binaryen` stands in `xtask/tools/package.json` and `playwright-core` in
/// `e2e/package.json` as well, because npm reads them there with their hashes.
pub(crate) mod pinned {
    /// Builds the page's files.
    pub(crate) const TRUNK: &str = "0.21.14";
    /// Must be the version of the `wasm-bindgen` crate in Cargo.lock.
    pub(crate) const WASM_BINDGEN: &str = "0.2.130";
    /// Carries `wasm-opt`.
    pub(crate) const BINARYEN: &str = "132";
    /// The oldest Node that the tests' library runs on.
    pub(crate) const NODE_AT_LEAST: u32 = 20;
}

/// The variable that moves the folder of the tools.
pub(crate) const FOLDER_VARIABLE: &str = "GOVERNANCE_ATLAS_TOOLS";

/// A tool that cargo compiles.
struct CargoTool {
    krate: &'static str,
    program: &'static str,
    version: &'static str,
    why: &'static str,
    /// Ways to ask cargo for it, the best first.
    ways: &'static [&'static [&'static str]],
}

const TRUNK: CargoTool = CargoTool {
    krate: "trunk",
    program: "trunk",
    version: pinned::TRUNK,
    why: "it turns index.html, the styles and the program into a site",
    // Only its own lock file compiles: newer versions of its dependencies do not fit.
    ways: &[&["--locked", "--no-default-features", "--features", "rustls"]],
};

const WASM_BINDGEN: CargoTool = CargoTool {
    krate: "wasm-bindgen-cli",
    program: "wasm-bindgen",
    version: pinned::WASM_BINDGEN,
    why: "it joins the program and JavaScript",
    // Its lock file may name a crate that a mirror of the registry does not hold yet.
    ways: &[&["--locked"], &[]],
};

/// Where the tools of this run lie.
#[derive(Debug, Clone)]
pub(crate) struct Tools {
    folders: Vec<PathBuf>,
}

impl Tools {
    /// PATH with the tools before everything else, after `first`.
    pub(crate) fn path(&self, first: Option<&Path>) -> Result<OsString> {
        path_with(first.into_iter().chain(self.folders.iter().map(PathBuf::as_path)))
    }
}

/// The folder of the tools.
pub(crate) fn folder() -> Result<PathBuf> {
    let variable =
        |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if let Some(folder) = variable(FOLDER_VARIABLE) {
        return Ok(folder);
    }
    let cache = variable("XDG_CACHE_HOME").or_else(|| {
        let home = variable("HOME").or_else(|| variable("USERPROFILE"))?;
        Some(home.join(if cfg!(target_os = "macos") { "Library/Caches" } else { ".cache" }))
    });
    cache.map(|cache| cache.join("governance-atlas")).ok_or_else(|| {
        Failure::new(
            "Neither HOME nor XDG_CACHE_HOME is set: there is no place for the build tools.",
            format!("Set {FOLDER_VARIABLE} to a folder that you may write to."),
        )
    })
}

/// Finds or installs everything that the build needs besides the compiler.
pub(crate) fn ensure(offline: bool) -> Result<Tools> {
    check_lock_file(&files::root().join("Cargo.lock"))?;
    let cache = folder()?;
    files::create_folder(&cache)?;
    let _guard = only_one_set_up(&cache)?;
    let folders = vec![
        ensure_cargo_tool(&WASM_BINDGEN, &cache, offline)?,
        ensure_cargo_tool(&TRUNK, &cache, offline)?,
        ensure_wasm_opt(&cache, offline)?,
    ];
    files::remove_folder(&cache.join("build"))?;
    Ok(Tools { folders })
}

/// Two set-ups at once would undo each other: the second waits here.
fn only_one_set_up(cache: &Path) -> Result<File> {
    let path = cache.join("set-up.lock");
    let lock = File::create(&path).map_err(|error| Failure::io("create", &path, &error))?;
    if lock.try_lock().is_err() {
        println!("• Wait for another set-up on this machine to end");
        lock.lock().map_err(|error| Failure::io("lock", &path, &error))?;
    }
    Ok(lock)
}

/// The command-line tool and the crate must be the same version of wasm-bindgen.
fn check_lock_file(path: &Path) -> Result<()> {
    let Ok(text) = std::fs::read_to_string(path) else {
        // A checkout without a lock file gets one from the first build, with the version that Cargo.toml pins.
        return Ok(());
    };
    match locked_version(&text, "wasm-bindgen") {
        Some(locked) if locked != pinned::WASM_BINDGEN => Err(Failure::new(
            format!(
                "Cargo.lock holds wasm-bindgen {locked}, the set-up installs wasm-bindgen {}.",
                pinned::WASM_BINDGEN
            ),
            format!(
                "Write the same version in Cargo.toml and in `pinned::WASM_BINDGEN` of xtask/src/tools.rs, or run `cargo update --package wasm-bindgen --precise {}`.",
                pinned::WASM_BINDGEN
            ),
        )),
        _ => Ok(()),
    }
}

/// The version that a lock file gives a crate.
fn locked_version<'a>(lock: &'a str, krate: &str) -> Option<&'a str> {
    let name = format!("name = \"{krate}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"')
}

/// The folder with a program of exactly this version, from PATH or from the cache.
fn find_version(program: &str, version: &str, cached: &Path) -> Option<PathBuf> {
    let candidates = [find_in(program, [cached.to_path_buf()]), find(program)];
    candidates
        .into_iter()
        .flatten()
        .find(|path| tells_version(path, version))
        .and_then(|path| path.parent().map(Path::to_path_buf))
}

fn tells_version(program: &Path, version: &str) -> bool {
    let mut asked = command(program);
    asked.arg("--version");
    ask(asked).is_some_and(|answer| answer.split_whitespace().any(|word| word == version))
}

fn ensure_cargo_tool(tool: &CargoTool, cache: &Path, offline: bool) -> Result<PathBuf> {
    let home = cache.join(format!("{}-{}", tool.program, tool.version));
    let programs = home.join("bin");
    if let Some(found) = find_version(tool.program, tool.version, &programs) {
        return Ok(found);
    }
    let missing = || {
        Failure::new(
            format!("{} {} is not on this machine.", tool.krate, tool.version),
            "Run `cargo xtask setup` once with a network, without --offline.".to_owned(),
        )
    };
    if offline {
        return Err(missing());
    }
    for (turn, way) in tool.ways.iter().enumerate() {
        if turn > 0 {
            println!("  that way is closed: trying without the tool's own lock file");
        }
        if compile(tool, way, &home, cache)?
            && tells_version(&programs.join(tool.program), tool.version)
        {
            return Ok(programs);
        }
    }
    Err(Failure::new(
        format!("{} {} could not be installed with `cargo install`.", tool.krate, tool.version),
        "Read the compiler's words above. Without a network: connect and run again. With a full disk: free some space. What was half finished is redone by itself.",
    ))
}

/// Compiles a tool quickly rather than well: it runs a few seconds per build.
fn compile(tool: &CargoTool, way: &[&str], home: &Path, cache: &Path) -> Result<bool> {
    let mut install = cargo();
    install
        .args(["install", tool.krate, "--version", tool.version, "--debug", "--force", "--root"])
        .arg(home)
        .args(way);
    // One folder for both tools: what they share is compiled once.
    install.env("CARGO_TARGET_DIR", cache.join("build"));
    install
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env("CARGO_INCREMENTAL", "0")
        .env_remove("RUSTFLAGS");
    let what = format!("Compile {} {}", tool.krate, tool.version);
    let outcome = Step::new(&what, tool.why, install).attempt()?;
    if !outcome.success {
        println!("{}", process::tail(&outcome.output, 12));
    }
    Ok(outcome.success)
}

/// `wasm-opt` comes from npm as a program for Node: distributions ship old ones.
fn ensure_wasm_opt(cache: &Path, offline: bool) -> Result<PathBuf> {
    let home = cache.join(format!("binaryen-{}", pinned::BINARYEN));
    let programs = home.join("node_modules").join(".bin");
    if let Some(found) = find_version("wasm-opt", pinned::BINARYEN, &programs) {
        return Ok(found);
    }
    ensure_node()?;
    let source = files::root().join("xtask/tools");
    for name in ["package.json", "package-lock.json"] {
        files::write(&home.join(name), &files::read(&source.join(name))?)?;
    }
    npm_ci(&home, "wasm-opt", "it makes the program about half as large", offline)?;
    find_version("wasm-opt", pinned::BINARYEN, &programs).ok_or_else(|| {
        Failure::new(
            format!("npm installed binaryen, but its wasm-opt does not tell version {}.", pinned::BINARYEN),
            "Write the same version in xtask/tools/package.json (with its lock file) and in `pinned::BINARYEN` of xtask/src/tools.rs.",
        )
    })
}

/// Installs what a lock file of npm names, with its hashes checked.
pub(crate) fn npm_ci(folder: &Path, what: &str, why: &str, offline: bool) -> Result<()> {
    let mut npm = command("npm");
    npm.args([
        "ci",
        "--no-audit",
        "--no-fund",
        "--ignore-scripts",
        if offline { "--offline" } else { "--prefer-offline" },
    ])
    .current_dir(folder);
    let what = format!("Install {what} with npm");
    Step::new(&what, why, npm).remedy("Without a network: connect and run again. Otherwise run `npm ci` in the folder of that package.json and read what it says.").run()?;
    Ok(())
}

/// Node runs `wasm-opt` and the tests in browsers.
pub(crate) fn ensure_node() -> Result<()> {
    let mend = format!(
        "Install Node {} or newer with npm (nodejs.org, your package manager or a version manager) and run this command again.",
        pinned::NODE_AT_LEAST
    );
    let mut node = command("node");
    node.arg("--version");
    let Some(version) = ask(node) else {
        return Err(Failure::new("Node is missing: `node --version` does not answer.", mend));
    };
    if major(&version).is_none_or(|major| major < pinned::NODE_AT_LEAST) {
        return Err(Failure::new(
            format!("Node is {version}, but {} or newer is needed.", pinned::NODE_AT_LEAST),
            mend,
        ));
    }
    if find("npm").is_none() {
        return Err(Failure::new("npm is missing beside Node.", mend));
    }
    Ok(())
}

/// The first number of `v20.1.2`.
fn major(version: &str) -> Option<u32> {
    version.trim_start_matches('v').split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{check_lock_file, locked_version, major, pinned};
    use crate::files;

    #[test]
    fn a_lock_file_tells_versions() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"1.0.0\"\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.1\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen"), Some("0.2.1"));
        assert_eq!(locked_version(lock, "leptos"), None);
    }

    #[test]
    fn a_lock_file_with_another_wasm_bindgen_is_named() {
        let path = std::env::temp_dir().join(format!("atlas-lock-{}", std::process::id()));
        files::write(&path, b"name = \"wasm-bindgen\"\nversion = \"0.1.0\"\n").unwrap();
        let told = check_lock_file(&path).unwrap_err().to_string();
        std::fs::remove_file(&path).unwrap();
        assert!(told.contains("0.1.0") && told.contains(pinned::WASM_BINDGEN), "{told}");
    }

    #[test]
    fn versions_of_node_are_read() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("what"), None);
    }

    #[test]
    fn the_pins_agree_with_the_files_that_repeat_them() {
        let read = |path: &str| files::read_text(&files::root().join(path)).unwrap();
        assert!(
            read("xtask/tools/package.json")
                .contains(&format!("\"binaryen\": \"{}.0.0\"", pinned::BINARYEN))
        );
        assert!(
            read("Cargo.toml").contains(&format!("wasm-bindgen = \"={}\"", pinned::WASM_BINDGEN))
        );
        let trunk = read("Trunk.toml");
        assert!(trunk.contains(&format!("wasm_bindgen = \"{}\"", pinned::WASM_BINDGEN)));
        assert!(trunk.contains(&format!("wasm_opt = \"version_{}\"", pinned::BINARYEN)));
    }
}
