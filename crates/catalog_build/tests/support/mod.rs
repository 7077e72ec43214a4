//! Copies of the fixture dataset, with edits.

use std::path::{Path, PathBuf};

/// A change of one file of a copy: what stands there first, and what stands there instead.
pub(crate) struct Edit {
    pub(crate) file: &'static str,
    pub(crate) from: &'static str,
    pub(crate) to: &'static str,
}

/// A copy of the right dataset, in a folder of its own that goes with it.
pub(crate) struct Copy(tempfile::TempDir);

impl Copy {
    pub(crate) fn of(root: &Path) -> Copy {
        let folder = tempfile::tempdir().unwrap();
        copy(root, folder.path());
        Copy(folder)
    }

    pub(crate) fn of_the_right_one() -> Copy {
        Copy::of(&right())
    }

    pub(crate) fn with(edits: &[Edit]) -> Copy {
        let copy = Copy::of_the_right_one();
        edits.iter().for_each(|edit| copy.edit(edit));
        copy
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Replaces the first place; an empty `from` makes or replaces the whole file.
    pub(crate) fn edit(&self, edit: &Edit) {
        let path = self.path().join(edit.file);
        if edit.from.is_empty() {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            return std::fs::write(&path, edit.to).unwrap();
        }
        let before = std::fs::read_to_string(&path).unwrap();
        assert!(before.contains(edit.from), "{} does not hold {:?}", edit.file, edit.from);
        std::fs::write(&path, before.replacen(edit.from, edit.to, 1)).unwrap();
    }

    /// The problems that the build finds, one on each line.
    pub(crate) fn problems(&self) -> Vec<String> {
        let outcome = catalog_build::compile(self.path());
        outcome.err().into_iter().flatten().map(|problem| problem.to_string()).collect()
    }
}

/// The dataset that is right and holds every field once.
pub(crate) fn right() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/right")
}

/// The dataset of the atlas.
pub(crate) fn real() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data")
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
