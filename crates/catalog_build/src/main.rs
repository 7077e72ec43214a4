//! `catalog_build check | fmt | report | static-index <folder>`: the dataset from the command line.

use std::path::PathBuf;
use std::process::ExitCode;

const USAGE: &str = "usage: catalog_build <check|fmt|report|static-index> [folder of the dataset, `data` if left out]";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next().unwrap_or_default();
    let root = PathBuf::from(arguments.next().unwrap_or_else(|| "data".to_owned()));
    match command.as_str() {
        "check" => with_catalog(&root, |catalog| {
            println!("{} records, {} relations, {} corrections: no problem found", catalog.records.len(), catalog.relations.len(), catalog.corrections.len());
        }),
        "static-index" => with_catalog(&root, |catalog| print!("{}", catalog_build::static_index(catalog))),
        "report" => with_catalog(&root, |catalog| print!("{}", catalog_build::report(catalog))),
        "fmt" => match catalog_build::sort_files(&root) {
            Ok(changed) => {
                changed.iter().for_each(|file| println!("sorted {file}"));
                ExitCode::SUCCESS
            }
            Err(error) => fail(&error),
        },
        _ => fail(USAGE),
    }
}

fn with_catalog(root: &std::path::Path, act: impl Fn(&catalog::Catalog)) -> ExitCode {
    match catalog_build::compile(root) {
        Ok(catalog) => {
            act(&catalog);
            ExitCode::SUCCESS
        }
        Err(problems) => {
            problems.iter().for_each(|problem| eprintln!("{problem}"));
            fail(&format!("{} problems in {}", problems.len(), root.display()))
        }
    }
}

fn fail(message: &str) -> ExitCode {
    eprintln!("{message}");
    ExitCode::FAILURE
}
