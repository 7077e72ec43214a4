//! The words after `cargo xtask <command>`.

use crate::failure::{Failure, Result};

/// Flags that the harnesses of `bench` read themselves.
const OF_HARNESSES: [&str; 12] = [
    "--corpus",
    "--peers",
    "--questions",
    "--bound",
    "--out",
    "--dist",
    "--baseline",
    "--rows",
    "--runs",
    "--edition",
    "--where",
    "--slower",
];

/// What can be asked of every command; most look at few of these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Options {
    /// Use no network at all.
    pub(crate) offline: bool,
    /// Show the page in a browser.
    pub(crate) open: bool,
    /// Build again after every change.
    pub(crate) watch: bool,
    /// Serve what is built already.
    pub(crate) no_build: bool,
    /// The wished port.
    pub(crate) port: u16,
    /// Take everything that the command knows.
    pub(crate) all: bool,
    /// Record the measured sizes as the new measure.
    pub(crate) record_sizes: bool,
    /// Only the browser tests whose name holds this.
    pub(crate) only: Option<String>,
    /// Flags of `bench search` and `bench own-data` with their values, for the harness.
    pub(crate) bench: Vec<(String, String)>,
    /// Show the help instead of doing anything.
    pub(crate) help: bool,
    /// Words that are no flags, and all that follow `--`.
    pub(crate) rest: Vec<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            offline: false,
            open: false,
            watch: false,
            no_build: false,
            port: 8080,
            all: false,
            record_sizes: false,
            only: None,
            bench: Vec::new(),
            help: false,
            rest: Vec::new(),
        }
    }
}

impl Options {
    /// Reads the words; an unknown flag is an error that names the known ones.
    pub(crate) fn read(words: impl IntoIterator<Item = String>) -> Result<Self> {
        let mut options = Self::default();
        let mut words = words.into_iter();
        while let Some(word) = words.next() {
            match word.as_str() {
                "--offline" => options.offline = true,
                "--open" => options.open = true,
                "--watch" => options.watch = true,
                "--no-build" => options.no_build = true,
                "--all" => options.all = true,
                "--record-sizes" => options.record_sizes = true,
                "--help" | "-h" => options.help = true,
                "--port" => options.port = port(words.next())?,
                "--only" => options.only = words.next(),
                flag if OF_HARNESSES.contains(&flag) => {
                    options.bench.push((word, words.next().unwrap_or_default()));
                }
                "--" => options.rest.extend(words.by_ref()),
                flag if flag.starts_with('-') => {
                    return Err(Failure::new(
                        format!("The flag `{flag}` is not known."),
                        "Run `cargo xtask --help` for the flags of every command.",
                    ));
                }
                _ => options.rest.push(word),
            }
        }
        Ok(options)
    }
}

fn port(word: Option<String>) -> Result<u16> {
    let word = word.unwrap_or_default();
    word.parse().map_err(|_| {
        Failure::new(
            format!("`--port {word}` names no port."),
            "Write a number from 0 to 65535, as in `--port 8090`; 0 takes any free one.",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::Options;

    fn read(words: &str) -> super::Result<Options> {
        Options::read(words.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn flags_and_words_are_told_apart() {
        let options = read("check --offline --port 9000 -- --raw").unwrap();
        assert!(options.offline && options.port == 9000);
        assert_eq!(options.rest, ["check", "--raw"]);
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        assert!(read("--ofline").unwrap_err().to_string().contains("--ofline"));
        assert!(read("--port many").unwrap_err().to_string().contains("many"));
    }
}
