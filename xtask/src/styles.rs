//! The style sheets of the page as one file: a reader asks once instead of two dozen times.
//!
//! In `style/` each thing has a sheet of its own and index.html tells their order;
//! Trunk copies them and does not join them.

use crate::{failure::Result, html, single_file::hex};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// The page with one style sheet, and what it was made of.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Joined {
    /// The page that refers to it.
    pub(crate) page: String,
    /// Its name, with the hash of its rules.
    pub(crate) name: String,
    /// Its rules.
    pub(crate) rules: String,
    /// The names of the sheets that are in it now.
    pub(crate) parts: BTreeSet<String>,
}

/// Joins all style sheets of the page in the order of their links, at the place of the first.
pub(crate) fn join(page: &str, read: impl Fn(&str) -> Result<String>) -> Result<Joined> {
    const PLACE: &str = "<!-- joined styles -->";
    let mut rules = String::new();
    let mut parts = BTreeSet::new();
    let page = html::rewrite(page, |element| {
        let (Some("stylesheet"), Some(address)) = (element.get("rel"), element.get("href")) else {
            return Ok(None);
        };
        rules.push_str(&compact(&read(address)?));
        let first = parts.is_empty();
        parts.insert(address.trim_start_matches("./").to_owned());
        Ok(Some(if first { PLACE.to_owned() } else { String::new() }))
    })?;
    let name = format!("atlas-{}.css", &hex(&Sha256::digest(&rules))[..16]);
    let page = page.replacen(PLACE, &format!("<link rel=\"stylesheet\" href=\"./{name}\">"), 1);
    Ok(Joined { page, name, rules, parts })
}

/// The sheet without comments, indentation and empty lines. Nothing else: its lines stay readable.
fn compact(sheet: &str) -> String {
    let mut kept = String::new();
    let mut rest = sheet;
    while let Some((before, after)) = rest.split_once("/*") {
        kept.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, rest)| rest);
    }
    kept.push_str(rest);
    let lines = kept.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| format!("{line}\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::{compact, join};

    #[test]
    fn sheets_are_joined_in_the_order_of_their_links() {
        let page = "<link rel=\"stylesheet\" href=\"./b.css\"/>\n<link rel=\"icon\" href=\"i\"><link rel=\"stylesheet\" href=\"./a.css\"/>";
        let joined = join(page, |address| Ok(format!("{address} {{ }}"))).unwrap();
        assert_eq!(joined.rules, "./b.css { }\n./a.css { }\n");
        assert_eq!(joined.page.matches("stylesheet").count(), 1);
        assert!(
            joined
                .page
                .starts_with(&format!("<link rel=\"stylesheet\" href=\"./{}\">", joined.name))
        );
        assert!(joined.parts.contains("a.css") && joined.parts.contains("b.css"));
    }

    #[test]
    fn a_page_without_sheets_stays_as_it_is() {
        assert_eq!(join("<p>", |_| Ok(String::new())).unwrap().page, "<p>");
    }

    #[test]
    fn comments_are_left_out() {
        assert_eq!(compact("/* a\n b */ p {\n  top: 0; /* c */\n\n}"), "p {\ntop: 0;\n}\n");
    }
}
