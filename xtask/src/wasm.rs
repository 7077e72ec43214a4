//! A compiler that can build for the browser.
//!
//! Way 1: the standard library for wasm32 beside the user's own compiler; rustup brings it.
//! Way 2, where rustup's servers are out of reach: the distribution's compiler, with either
//! its library for wasm32 or the library's source, which is then built along with the page.

use crate::{
    failure::{Failure, Result},
    files,
    platform::{self, PackageManager},
    process::{Step, ask, command, find, find_in},
    tools::Tools,
};
use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

/// The only target of the page.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";
/// `rustup` or `system` forbids the other way: for tests of the set-up.
const WAY_VARIABLE: &str = "GOVERNANCE_ATLAS_COMPILER";
/// A closed network may swallow packets instead of refusing them.
const RUSTUP_LIMIT: Duration = Duration::from_secs(180);
/// Where distributions put their programs, whatever PATH says.
const SYSTEM_PROGRAMS: &str = "/usr/bin";

/// How this machine compiles for the browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Compiler {
    /// The user's own, with the library beside it.
    Own,
    /// The distribution's.
    System {
        /// The linker, since distributions do not ship Rust's own.
        linker: PathBuf,
        /// Whether the standard library is built from its source.
        from_source: bool,
    },
}

impl Compiler {
    /// Finds a compiler, or installs one.
    pub(crate) fn ensure(offline: bool) -> Result<Self> {
        let wanted = env::var(WAY_VARIABLE).unwrap_or_default();
        if wanted != "system" && own_has_library() {
            return Ok(Self::Own);
        }
        if wanted != "rustup"
            && let Some(system) = Self::installed_system()
        {
            return Ok(system);
        }
        if offline {
            return Err(Failure::new(
                format!("No compiler here can build for {TARGET}."),
                "Run `cargo xtask setup` once with a network, without --offline.",
            ));
        }
        if wanted != "system" && rustup_brings_library()? {
            return Ok(Self::Own);
        }
        Self::install_system()
    }

    /// A `trunk` or `cargo` command that compiles for the browser with this compiler.
    pub(crate) fn prepare(&self, command: &mut Command, tools: &Tools) -> Result<()> {
        // A folder of its own: two compilers that share one rebuild each other's work.
        command.env("CARGO_TARGET_DIR", target_folder());
        command.env("CARGO_ENCODED_RUSTFLAGS", self.flags().join("\u{1f}")).env_remove("RUSTFLAGS");
        let Self::System { linker, from_source } = self else {
            command.env("PATH", tools.path(None)?);
            return Ok(());
        };
        command
            .env("PATH", tools.path(Some(Path::new(SYSTEM_PROGRAMS)))?)
            .env_remove("RUSTUP_TOOLCHAIN");
        command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
        if *from_source {
            // The distribution's stable compiler may build its own library only when told so.
            command.env("RUSTC_BOOTSTRAP", "1").env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort");
        }
        Ok(())
    }

    /// The same bytes from every folder and for every user: paths of this machine are renamed.
    fn flags(&self) -> Vec<String> {
        let home = env::var_os("CARGO_HOME")
            .map(PathBuf::from)
            .or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".cargo")));
        let registry = home.map(|home| home.join("registry/src"));
        let mut sources: Vec<PathBuf> = registry
            .and_then(|folder| std::fs::read_dir(folder).ok())
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path())
            .collect();
        sources.sort();
        let mut flags: Vec<String> = sources
            .iter()
            .map(|path| format!("--remap-path-prefix={}=/crates", path.display()))
            .collect();
        flags.push(format!("--remap-path-prefix={}=/atlas", files::root().display()));
        flags
    }

    /// The distribution's compiler, when all of it is there.
    fn installed_system() -> Option<Self> {
        let rustc = Path::new(SYSTEM_PROGRAMS).join("rustc");
        if !new_enough(&compiler_version(&rustc)?)
            || !Path::new(SYSTEM_PROGRAMS).join("cargo").is_file()
        {
            return None;
        }
        let linker = system_linker()?;
        let library = sysroot(&rustc)?.join("lib/rustlib");
        if library.join(TARGET).join("lib").is_dir() {
            return Some(Self::System { linker, from_source: false });
        }
        library
            .join("src/rust/library/std")
            .is_dir()
            .then_some(Self::System { linker, from_source: true })
    }

    fn install_system() -> Result<Self> {
        let why = format!(
            "rustup could not bring the standard library for {TARGET}, so the distribution's compiler builds the page"
        );
        if PackageManager::of_this_machine() != Some(PackageManager::Apt) {
            return Err(Failure::new(
                format!(
                    "No compiler here can build for {TARGET}: rustup could not bring its standard library."
                ),
                format!(
                    "Connect to the network (or set RUSTUP_DIST_SERVER to a mirror) and run `rustup target add {TARGET}`, then this command again."
                ),
            ));
        }
        platform::refresh_lists();
        let packages = choose_packages(platform::apt_candidate, &platform::apt_names("lld-")).ok_or_else(|| {
            Failure::new(
                format!("Neither rustup nor apt has a compiler of version {} or newer for {TARGET}.", minimum_version()),
                format!("Connect to the network and run `rustup target add {TARGET}`, or use a newer release of the distribution."),
            )
        })?;
        platform::install("a compiler for the browser", &why, &packages)?;
        Self::installed_system().ok_or_else(|| {
            Failure::new(
                format!(
                    "apt installed {}, and still nothing can build for {TARGET}.",
                    packages.join(", ")
                ),
                format!("Run `rustup target add {TARGET}` with a network."),
            )
        })
    }
}

/// Where everything compiled for the browser goes.
pub(crate) fn target_folder() -> PathBuf {
    files::root().join("target/wasm")
}

/// Whether the user's compiler already has the library.
fn own_has_library() -> bool {
    sysroot(Path::new("rustc"))
        .is_some_and(|sysroot| sysroot.join("lib/rustlib").join(TARGET).join("lib").is_dir())
}

fn rustup_brings_library() -> Result<bool> {
    if find("rustup").is_none() {
        return Ok(false);
    }
    let mut rustup = command("rustup");
    rustup.args(["target", "add", TARGET]);
    let outcome = Step::new(
        "Fetch Rust's standard library for the browser",
        "the page is compiled to WebAssembly",
        rustup,
    )
    .limit(RUSTUP_LIMIT)
    .attempt()?;
    if !outcome.success {
        println!(
            "  rustup's servers are out of reach: looking for the distribution's compiler instead"
        );
    }
    Ok(outcome.success && own_has_library())
}

fn sysroot(rustc: &Path) -> Option<PathBuf> {
    let mut asked = command(rustc);
    asked.args(["--print", "sysroot"]);
    ask(asked).map(PathBuf::from)
}

fn compiler_version(rustc: &Path) -> Option<String> {
    let mut asked = command(rustc);
    asked.arg("--version");
    ask(asked)?.split_whitespace().nth(1).map(str::to_owned)
}

/// The newest linker for wasm among the distribution's.
fn system_linker() -> Option<PathBuf> {
    let names = std::fs::read_dir(SYSTEM_PROGRAMS)
        .ok()?
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned());
    let newest = names.filter_map(|name| name.strip_prefix("wasm-ld-")?.parse::<u32>().ok()).max();
    let name = newest.map_or_else(|| "wasm-ld".to_owned(), |release| format!("wasm-ld-{release}"));
    find_in(&name, [PathBuf::from(SYSTEM_PROGRAMS)])
}

/// Which packages make a compiler for the browser, by what apt says it has.
fn choose_packages(
    candidate: impl Fn(&str) -> Option<String>,
    linkers: &[String],
) -> Option<Vec<String>> {
    let fits = |package: &str| candidate(package).is_some_and(|version| new_enough(&version));
    let release =
        linkers.iter().filter_map(|name| name.strip_prefix("lld-")?.parse::<u32>().ok()).max()?;
    let compiler: &[&str] = if fits("rustc") && fits("libstd-rust-dev-wasm32") {
        &["rustc", "cargo", "libstd-rust-dev-wasm32"]
    } else if fits("rustc-web") && fits("rust-web-src") {
        // What Debian keeps up to date for its browsers.
        &["rustc-web", "cargo-web", "rust-web-src"]
    } else if fits("rustc") && fits("rust-src") {
        &["rustc", "cargo", "rust-src"]
    } else {
        return None;
    };
    Some(compiler.iter().map(|name| (*name).to_owned()).chain([format!("lld-{release}")]).collect())
}

/// Whether `1.96.0+dfsg1` is what the workspace asks for.
fn new_enough(version: &str) -> bool {
    numbers(version) >= numbers(minimum_version())
}

fn minimum_version() -> &'static str {
    env!("CARGO_PKG_RUST_VERSION")
}

/// The first two numbers of a version.
fn numbers(version: &str) -> (u32, u32) {
    let mut parts = version
        .split(|letter: char| !letter.is_ascii_digit())
        .map(|part| part.parse().unwrap_or(0));
    (parts.next().unwrap_or(0), parts.next().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::{choose_packages, new_enough};

    fn linkers() -> Vec<String> {
        ["lld-14", "lld-22", "lld-9", "lld-19-dev"].map(str::to_owned).to_vec()
    }

    #[test]
    fn debian_12_offers_the_compiler_of_its_browsers() {
        let offered = |package: &str| match package {
            "rustc" | "libstd-rust-dev-wasm32" | "rust-src" => Some("1.63.0+dfsg1-2".to_owned()),
            "rustc-web" | "rust-web-src" => Some("1.96.0+dfsg1-1~deb12u2".to_owned()),
            _ => None,
        };
        assert_eq!(
            choose_packages(offered, &linkers()).unwrap(),
            ["rustc-web", "cargo-web", "rust-web-src", "lld-22"]
        );
    }

    #[test]
    fn a_newer_release_offers_its_own_library() {
        let offered = |_: &str| Some("1.97.1+dfsg1-1".to_owned());
        assert_eq!(
            choose_packages(offered, &linkers()).unwrap(),
            ["rustc", "cargo", "libstd-rust-dev-wasm32", "lld-22"]
        );
    }

    #[test]
    fn an_old_release_offers_nothing() {
        assert_eq!(choose_packages(|_| Some("1.48.0".to_owned()), &linkers()), None);
    }

    #[test]
    fn versions_compare_as_numbers() {
        assert!(new_enough("1.100.0") && !new_enough("1.9.0"));
    }
}
