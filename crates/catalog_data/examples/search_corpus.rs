//! Writes the atlas as a corpus for measuring search beside other engines: `docs.jsonl`, `queries.jsonl` and its own index.
//!
//! `cargo run --release -p catalog_data --example search_corpus -- FOLDER`

use catalog::{Catalog, FACETS, RecordIx, SearchField, blob::Blob};
use catalog_data::{BLOB, read};
use std::{collections::BTreeMap, error::Error, fmt::Write, fs, path::Path};

const QUERIES: &str = include_str!("../../../tests/queries/atlas.txt");

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("give the folder to write to")?;
    let folder = Path::new(&folder);
    fs::create_dir_all(folder)?;
    let catalog = read(BLOB).map_err(|error| error.to_string())?.catalog;
    let docs: String = catalog.iter().map(|(ix, _)| document(&catalog, ix)).collect();
    fs::write(folder.join("docs.jsonl"), docs)?;
    fs::write(folder.join("queries.jsonl"), queries())?;
    let blob = Blob::from_bytes(BLOB).map_err(|error| error.to_string())?;
    fs::write(folder.join("index.bin"), blob.index)?;
    Ok(())
}

/// A record as engines with two fields see it, and the values as the atlas's own index has them.
fn document(catalog: &Catalog, ix: RecordIx) -> String {
    let id = catalog.record(ix).map_or("", |record| record.id.as_str());
    let texts = catalog.search_texts(ix);
    let names = [SearchField::Name, SearchField::Alias, SearchField::Identifier];
    let joined = |named: bool| {
        let of_kind = texts.iter().filter(|text| names.contains(&text.field) == named);
        of_kind.map(|text| text.text).collect::<Vec<_>>().join(" · ")
    };
    let values: Vec<String> = texts
        .iter()
        .map(|text| format!("[{},{}]", text.field as usize, quoted(text.text)))
        .collect();
    let mut facets: BTreeMap<&str, Vec<String>> = FACETS.map(|facet| (facet, Vec::new())).into();
    for (facet, value) in catalog.facet_values(ix) {
        facets.entry(facet).or_default().push(quoted(&value));
    }
    let mut line = format!(
        "{{\"id\":{},\"title\":{},\"text\":{},\"texts\":[{}]",
        quoted(id),
        quoted(&joined(true)),
        quoted(&joined(false)),
        values.join(",")
    );
    for (facet, values) in facets {
        let _ = write!(line, ",\"{facet}\":[{}]", values.join(","));
    }
    line + "}\n"
}

/// The judged queries.
fn queries() -> String {
    let mut kind = "";
    let mut out = String::new();
    for line in QUERIES.lines().filter(|line| !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix('[') {
            kind = name.split(']').next().unwrap_or("");
        } else if let Some((query, relevant)) = line.rsplit_once(" => ") {
            let relevant: Vec<String> = relevant.split(' ').map(quoted).collect();
            let _ = writeln!(
                out,
                "{{\"kind\":{},\"query\":{},\"relevant\":[{}],\"any\":true}}",
                quoted(kind),
                quoted(query),
                relevant.join(",")
            );
        }
    }
    out
}

/// A text as JSON.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            '\0'..='\x1f' => {
                let _ = write!(out, "\\u{:04x}", u32::from(letter));
            }
            _ => out.push(letter),
        }
    }
    out + "\""
}
