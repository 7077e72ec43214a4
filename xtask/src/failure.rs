//! The one error type of the automation: what failed, and how to mend it.

use std::fmt;

/// What `Result` means throughout this crate.
pub(crate) type Result<T> = std::result::Result<T, Failure>;

/// A failure told to a person: what happened, then what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    what: String,
    mend: String,
}

impl Failure {
    /// A failure with its remedy. Both are full sentences.
    pub(crate) fn new(what: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { what: what.into(), mend: mend.into() }
    }

    /// A file operation that failed, with the remedy that its cause suggests.
    pub(crate) fn io(doing: &str, path: &std::path::Path, error: &std::io::Error) -> Self {
        Self::new(format!("Could not {doing} {}: {error}.", path.display()), mend_for_io(error))
    }
}

/// The remedy for the file-system errors that people meet.
fn mend_for_io(error: &std::io::Error) -> &'static str {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            "The disk is full: free some space (`cargo xtask clean` gives back what the build took) and run the command again."
        }
        ErrorKind::PermissionDenied => {
            "Check who owns this path, or run from a folder that you may write to."
        }
        ErrorKind::NotFound => {
            "Run the command from inside the checkout, and `cargo xtask build` if it is a built file."
        }
        ErrorKind::ReadOnlyFilesystem => "Move the checkout to a place that can be written to.",
        _ => {
            "Look at the path named above; when it belongs to the build, `cargo xtask clean` and a new run restore it."
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}\n  To mend it: {}", self.what, self.mend)
    }
}

#[cfg(test)]
mod tests {
    use super::Failure;
    use std::{io, path::Path};

    #[test]
    fn a_full_disk_is_named_with_its_remedy() {
        let full = io::Error::from(io::ErrorKind::StorageFull);
        let text = Failure::io("write", Path::new("dist/index.html"), &full).to_string();
        assert!(text.contains("dist/index.html") && text.contains("disk is full"), "{text}");
    }
}
