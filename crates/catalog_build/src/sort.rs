//! `data fmt`: sorts the tables of every file, with their comments, and changes nothing else.

use std::path::Path;
use toml_edit::{ArrayOfTables, DocumentMut, Table};

/// Sorts every file of the dataset in place and returns the files that changed.
///
/// # Errors
/// When a file cannot be read, is not TOML or cannot be written; the text names the file.
pub fn sort_files(root: &Path) -> Result<Vec<String>, String> {
    let mut changed = Vec::new();
    for folder in ["records", "relations", "sources", "corrections"] {
        for path in crate::reader::toml_files(&root.join(folder)) {
            let name = path.display();
            let before =
                std::fs::read_to_string(&path).map_err(|error| format!("{name}: {error}"))?;
            let after = sorted(&before).map_err(|error| format!("{name}: {error}"))?;
            if after != before {
                std::fs::write(&path, after).map_err(|error| format!("{name}: {error}"))?;
                changed.push(name.to_string());
            }
        }
    }
    Ok(changed)
}

/// The text of a file with its tables sorted. The comment at the head of the file, up to the last blank line before the first table, stays.
///
/// # Errors
/// When the text is not TOML.
pub fn sorted(text: &str) -> Result<String, String> {
    let (head, body) = split_head(text);
    let mut document: DocumentMut = body.parse().map_err(|error| format!("{error}"))?;
    for name in ["record", "relation", "source", "correction"] {
        if let Some(tables) = document.get_mut(name).and_then(|item| item.as_array_of_tables_mut())
        {
            sort_tables(tables);
        }
    }
    let tables = document.to_string();
    Ok(format!("{head}{}", tables.trim_start_matches('\n')))
}

fn split_head(text: &str) -> (&str, &str) {
    let first_table =
        if text.starts_with("[[") { 0 } else { text.find("\n[[").map_or(text.len(), |at| at + 1) };
    let head = text[..first_table].rfind("\n\n").map_or(0, |at| at + 2);
    // Anything but comments belongs to what is parsed.
    let is_comment = text[..head].lines().all(|line| line.is_empty() || line.starts_with('#'));
    text.split_at(if is_comment { head } else { 0 })
}

fn sort_tables(tables: &mut ArrayOfTables) {
    let mut sorted: Vec<Table> = tables.iter().cloned().collect();
    let positions: Vec<Option<isize>> = sorted.iter().map(Table::position).collect();
    sorted.sort_by_key(key);
    tables.clear();
    for (mut table, position) in sorted.into_iter().zip(positions) {
        renumber(&mut table, position);
        tables.push(table);
    }
}

/// Tables are printed by the position they were read at: the new order takes the positions of the old one. Sub-tables follow their parent.
fn renumber(table: &mut Table, position: Option<isize>) {
    table.set_position(position);
    for (_, item) in table.iter_mut() {
        if let Some(children) = item.as_array_of_tables_mut() {
            children.iter_mut().for_each(|child| renumber(child, position));
        } else if let Some(child) = item.as_table_mut() {
            renumber(child, position);
        }
    }
}

fn key(table: &Table) -> (String, String, String) {
    let text =
        |key: &str| table.get(key).and_then(|item| item.as_str()).unwrap_or_default().to_owned();
    match table.contains_key("from") {
        true => (
            format!("{} {} {}", text("from"), text("type"), text("to")),
            text("role"),
            String::new(),
        ),
        false => (text("id"), String::new(), String::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(before: &str, after: &str) {
        assert_eq!(sorted(before).unwrap(), after);
        assert_eq!(sorted(after).unwrap(), after, "sorting twice changes nothing");
    }

    #[test]
    fn tables_are_sorted_with_their_comments() {
        check(
            "# The head.\n\n[[record]]\nid = \"b\"\n\n# About a.\n[[record]]\nid = \"a\"\nx = { y = 1 }\n",
            "# The head.\n\n# About a.\n[[record]]\nid = \"a\"\nx = { y = 1 }\n[[record]]\nid = \"b\"\n",
        );
    }

    #[test]
    fn sub_tables_stay_with_their_parent() {
        check(
            "[[record]]\nid = \"b\"\n[[record.provenance]]\nat = \"1\"\n[[record]]\nid = \"a\"\n[[record.provenance]]\nat = \"2\"\n",
            "[[record]]\nid = \"a\"\n[[record.provenance]]\nat = \"2\"\n[[record]]\nid = \"b\"\n[[record.provenance]]\nat = \"1\"\n",
        );
    }
}
