//! The dataset from the command line: check it, sort it, count it, list it, and write the schemas of its files.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "usage: catalog_build <command> [folder of the dataset, `data` if left out]
  check          every problem of the dataset, by file and line
  fmt            sort the tables of every file
  report         counts of what the dataset holds
  static-index   the list of all records as HTML
  schema         write the JSON Schemas of the files to schema/ in the folder
  check-schema   whether the schemas there are those that `schema` would write";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next().unwrap_or_default();
    let root = PathBuf::from(arguments.next().unwrap_or_else(|| "data".to_owned()));
    let outcome = match command.as_str() {
        "check" => compile(&root).map(|catalog| summary(&catalog)),
        "fmt" => catalog_build::sort_files(&root).map(|changed| lines("sorted", &changed)),
        "report" => compile(&root).map(|catalog| catalog_build::report(&catalog)),
        "static-index" => compile(&root).map(|catalog| catalog_build::static_index(&catalog)),
        "schema" => write_schemas(&root),
        "check-schema" => check_schemas(&root),
        _ => Err(USAGE.to_owned()),
    };
    match outcome {
        Ok(text) => {
            print!("{text}");
            ExitCode::SUCCESS
        }
        Err(text) => {
            eprintln!("{text}");
            ExitCode::FAILURE
        }
    }
}

fn compile(root: &Path) -> Result<catalog::Catalog, String> {
    catalog_build::compile(root).map_err(|problems| told(&problems, root))
}

/// Every problem on a line of its own, its file as seen from here, and how many there are.
fn told(problems: &[catalog_build::Problem], root: &Path) -> String {
    let root_name = root.display();
    let lines: String = problems.iter().map(|problem| format!("{root_name}/{problem}\n")).collect();
    let problem = if problems.len() == 1 { "problem" } else { "problems" };
    format!("{lines}{} {problem} in {root_name}", problems.len())
}

fn summary(catalog: &catalog::Catalog) -> String {
    let (records, relations) = (catalog.records.len(), catalog.relations.len());
    format!(
        "{records} records, {relations} relations, {} corrections: no problem found\n",
        catalog.corrections.len()
    )
}

fn lines(what: &str, files: &[String]) -> String {
    files.iter().map(|file| format!("{what} {file}\n")).collect()
}

/// Writes the schemas that differ from what stands in the folder.
fn write_schemas(root: &Path) -> Result<String, String> {
    let outdated = outdated_schemas(root)?;
    for (path, text) in &outdated {
        let folder = path.parent().unwrap_or(root);
        std::fs::create_dir_all(folder)
            .map_err(|error| format!("{}: {error}", folder.display()))?;
        std::fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    let files: Vec<String> = outdated.iter().map(|(path, _)| path.display().to_string()).collect();
    Ok(lines("wrote", &files))
}

fn check_schemas(root: &Path) -> Result<String, String> {
    let outdated = outdated_schemas(root)?;
    let complaint = |path: &Path| {
        let path = path.display();
        format!(
            "{path}:1: differs from the fields and vocabularies of the dataset; run `cargo xtask data schema` and commit what it writes"
        )
    };
    let complaints: Vec<String> = outdated.iter().map(|(path, _)| complaint(path)).collect();
    if complaints.is_empty() {
        Ok("the schemas are up to date\n".to_owned())
    } else {
        Err(complaints.join("\n"))
    }
}

/// The schemas that do not stand in the folder as they should, each with its path and its text.
fn outdated_schemas(root: &Path) -> Result<Vec<(PathBuf, String)>, String> {
    let schemas = catalog_build::schemas(root).map_err(|problems| told(&problems, root))?;
    let placed = schemas.into_iter().map(|(name, text)| (root.join("schema").join(name), text));
    Ok(placed
        .filter(|(path, text)| std::fs::read_to_string(path).ok().as_ref() != Some(text))
        .collect())
}
