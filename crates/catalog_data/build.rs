//! Compiles `data/` into the blob that the crate embeds. A dataset with problems stops the build and every problem is named.

use std::path::{Path, PathBuf};

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
    println!("cargo::rerun-if-changed={}", root.display());
    let Some(out) = std::env::var_os("OUT_DIR") else {
        println!("cargo::error=OUT_DIR is not set; run this build script by cargo");
        return;
    };
    let problems = catalog_build::write_blob(&root, &PathBuf::from(out).join("atlas.blob"));
    problems.err().into_iter().flatten().for_each(|problem| println!("cargo::error={problem}"));
}
