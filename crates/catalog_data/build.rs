//! Compiles `data/` into the blob that the crate embeds. A dataset with problems stops the build and every problem is named.

use std::path::{Path, PathBuf};

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
    println!("cargo::rerun-if-changed={}", root.display());
    match build(&root) {
        Ok(()) => {}
        Err(problems) => problems.iter().for_each(|problem| println!("cargo::error={problem}")),
    }
}

fn build(root: &Path) -> Result<(), Vec<String>> {
    let catalog = catalog_build::compile(root).map_err(|problems| problems.iter().map(ToString::to_string).collect::<Vec<_>>())?;
    let blob = catalog_build::encode(&catalog).map_err(|error| vec![error])?;
    let out = PathBuf::from(std::env::var("OUT_DIR").map_err(|error| vec![error.to_string()])?).join("atlas.blob");
    std::fs::write(&out, blob).map_err(|error| vec![format!("{}: {error}", out.display())])
}
