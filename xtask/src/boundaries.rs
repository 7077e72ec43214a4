//! The architecture's invariants, which are absences: each is looked for, and found only when broken.

use crate::files;
use std::path::Path;

/// Something that must not stand in some files.
struct Rule {
    /// What is broken, as a sentence.
    what: &'static str,
    /// What to do instead.
    mend: &'static str,
    /// Which files it is about, by their path in the checkout.
    about: fn(&str) -> bool,
    /// Whether a line, without its comment, breaks it.
    breaks: fn(&str) -> bool,
}

/// The sheets that define tokens: for the screen, and anew for paper.
const COLOURED: [&str; 2] = ["style/0-tokens.css", "style/9-print.css"];

const RULES: [Rule; 7] = [
    Rule {
        what: "only src/browser and src/navigation may name web-sys",
        mend: "Move what touches the browser into src/browser or src/navigation and call it from here.",
        about: |path| {
            path.starts_with("src/")
                && path.ends_with(".rs")
                && !["src/browser", "src/navigation"].iter().any(|free| path.starts_with(free))
        },
        breaks: |line| has_word(line, "web_sys"),
    },
    Rule {
        what: "no crate below crates/ may name leptos, web-sys or wasm-bindgen",
        mend: "Keep the view in src/: give the crate plain values to return.",
        about: |path| {
            path.starts_with("crates/") && (path.ends_with(".rs") || path.ends_with("Cargo.toml"))
        },
        breaks: |line| {
            ["leptos", "web_sys", "web-sys", "wasm_bindgen", "wasm-bindgen"]
                .iter()
                .any(|name| has_word(line, name))
        },
    },
    Rule {
        what: "the search crate depends on no other crate of ours",
        mend: "Take plain text and numbers as arguments instead of the catalogue's types.",
        about: |path| path == "crates/search/Cargo.toml",
        breaks: |line| {
            ["catalog", "catalog_build", "catalog_data", "export", "governance-atlas"]
                .iter()
                .any(|name| line.starts_with(name))
        },
    },
    Rule {
        what: "the catalog crate does no input or output",
        mend: "Read files in catalog_build and give the catalogue values.",
        about: |path| path.starts_with("crates/catalog/src/"),
        breaks: |line| {
            ["std::fs", "std::io", "std::net", "std::env", "std::process"]
                .iter()
                .any(|name| line.contains(name))
        },
    },
    Rule {
        what: "colours stand in style/0-tokens.css only",
        mend: "Name the colour in style/0-tokens.css and use `var(--…)` here.",
        about: |path| {
            path.starts_with("style/") && path.ends_with(".css") && !COLOURED.contains(&path)
        },
        breaks: has_colour,
    },
    Rule {
        what: "the print sheet may give tokens other colours and use no colour besides",
        mend: "Redefine a token (`--name: …`) and let the other sheets use it.",
        about: |path| path == "style/9-print.css",
        breaks: |line| has_colour(line) && !line.trim_start().starts_with("--"),
    },
    Rule {
        what: "text that users see stands in src/i18n and data only",
        mend: "Give the text a name in src/i18n, in all three languages, and use that here.",
        about: |path| {
            path.starts_with("src/") && path.ends_with(".rs") && !path.starts_with("src/i18n")
        },
        breaks: |line| line.chars().any(is_hangul_or_han),
    },
];

/// Everything that breaks a rule, as `file:line: what. Mend: how.`
pub(crate) fn complaints(root: &Path) -> Vec<String> {
    let folders = ["src", "crates", "style"].map(|name| root.join(name));
    let mut found = Vec::new();
    for path in folders.iter().flat_map(|folder| files::walk(folder)) {
        let relative =
            path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        if let Ok(text) = std::fs::read_to_string(&path) {
            found.extend(broken(&relative, &text));
        }
    }
    found.extend(unlinked_styles(root));
    found
}

/// What one file breaks.
fn broken(path: &str, text: &str) -> Vec<String> {
    let rules: Vec<&Rule> = RULES.iter().filter(|rule| (rule.about)(path)).collect();
    if rules.is_empty() {
        return Vec::new();
    }
    let code = code_lines(path, text);
    let complaints = code.iter().enumerate().flat_map(|(index, line)| {
        let broken = rules.iter().filter(|rule| (rule.breaks)(line));
        broken.map(move |rule| {
            format!(
                "{path}:{}: `{}`, expected: {}. Mend: {}",
                index + 1,
                line.trim(),
                rule.what,
                rule.mend
            )
        })
    });
    complaints.collect()
}

/// The lines without comments, and without the tests at the end of a Rust file:
/// both may name what they like.
fn code_lines(path: &str, text: &str) -> Vec<String> {
    if path.ends_with(".css") {
        return without_blocks(text);
    }
    let comment = if path.ends_with(".toml") { "#" } else { "//" };
    let tests = |line: &&str| path.ends_with(".rs") && line.trim() == "#[cfg(test)]";
    text.lines()
        .take_while(|line| !tests(line))
        .map(|line| line.split(comment).next().unwrap_or_default().to_owned())
        .collect()
}

/// A style sheet with its comments blanked, lines kept.
fn without_blocks(text: &str) -> Vec<String> {
    let mut inside = false;
    text.lines()
        .map(|line| {
            let mut kept = String::new();
            let mut rest = line;
            while !rest.is_empty() {
                let Some((before, after)) = rest.split_once(if inside { "*/" } else { "/*" })
                else {
                    if !inside {
                        kept.push_str(rest);
                    }
                    break;
                };
                if !inside {
                    kept.push_str(before);
                }
                inside = !inside;
                rest = after;
            }
            kept
        })
        .collect()
}

fn has_word(line: &str, word: &str) -> bool {
    let part = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '-';
    line.match_indices(word)
        .any(|(at, _)| !line[..at].ends_with(part) && !line[at + word.len()..].starts_with(part))
}

/// A colour written out: `#abc`, `rgb(…)` and its kin, or a name as the value of a colour.
fn has_colour(line: &str) -> bool {
    const FUNCTIONS: [&str; 8] =
        ["rgb(", "rgba(", "hsl(", "hsla(", "hwb(", "lab(", "oklch(", "oklab("];
    const NAMES: [&str; 10] =
        ["white", "black", "red", "green", "blue", "gray", "grey", "orange", "yellow", "purple"];
    let Some((_, value)) = line.split_once(':') else { return false };
    let hash = value.match_indices('#').any(|(at, _)| {
        let digits = value[at + 1..].bytes().take_while(u8::is_ascii_hexdigit).count();
        [3, 4, 6, 8].contains(&digits)
    });
    hash || FUNCTIONS.iter().any(|function| value.contains(function))
        || (!line.trim_end().ends_with('{') && NAMES.iter().any(|name| has_word(value, name)))
}

fn is_hangul_or_han(letter: char) -> bool {
    matches!(letter, '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' | '\u{ac00}'..='\u{d7a3}' | '\u{4e00}'..='\u{9fff}')
}

/// Style sheets that index.html does not link, or links out of order.
fn unlinked_styles(root: &Path) -> Vec<String> {
    let index = std::fs::read_to_string(root.join("index.html")).unwrap_or_default();
    let present = files::walk(&root.join("style"))
        .into_iter()
        .filter(|path| path.extension().is_some_and(|end| end == "css"));
    let names = present.filter_map(|path| {
        Some(path.strip_prefix(root).ok()?.to_string_lossy().replace('\\', "/"))
    });
    let missing = names.filter(|name| !index.contains(&format!("href=\"{name}\"")));
    missing.map(|name| format!("index.html:1: {name} is not linked, expected every style sheet. Mend: add `<link data-trunk rel=\"css\" href=\"{name}\">` at its place in the cascade.")).collect()
}

#[cfg(test)]
mod tests {
    use super::{broken, code_lines};

    #[track_caller]
    fn check(path: &str, text: &str, lines: &[usize]) {
        let found = broken(path, text);
        let seen: Vec<usize> = found
            .iter()
            .map(|complaint| complaint.split(':').nth(1).unwrap().parse().unwrap())
            .collect();
        assert_eq!(seen, lines, "{found:?}");
    }

    #[test]
    fn the_browser_is_touched_in_two_places() {
        check("src/pages/about.rs", "use leptos::*;\nuse web_sys::Window;\n// web_sys\n", &[2]);
        check("src/browser/clipboard.rs", "use web_sys::Window;", &[]);
        check("src/navigation.rs", "use web_sys::Window;", &[]);
    }

    #[test]
    fn crates_know_no_view() {
        check("crates/catalog/src/lib.rs", "use leptos::prelude::*;", &[1]);
        check(
            "crates/search/Cargo.toml",
            "[dependencies]\ncatalog = \"1\"\nleptos = \"1\"",
            &[2, 3],
        );
    }

    #[test]
    fn the_catalogue_reads_nothing() {
        check("crates/catalog/src/lib.rs", "use std::fs;", &[1]);
        check("crates/catalog_build/src/lib.rs", "use std::fs;", &[]);
    }

    #[test]
    fn colours_are_tokens() {
        let sheet = "/* #fff\n red */ a { color: var(--ink) }\n#main:hover { color: #fff; }\nb { color: red }\n.red { top: 0 }\na { background: rgb(0 0 0) }";
        check("style/2-base.css", sheet, &[3, 4, 6]);
        check("style/0-tokens.css", "a: #fff;", &[]);
        check("style/9-print.css", "--ink: black;\na { color: black; }", &[2]);
    }

    #[test]
    fn words_for_users_stand_in_i18n() {
        check("src/app.rs", "let a = \"검색\"; // 검색\n// 검색\n", &[1]);
        check("src/i18n/ko.rs", "\"검색\"", &[]);
    }

    #[test]
    fn tests_may_name_anything() {
        assert_eq!(code_lines("src/a.rs", "a\n#[cfg(test)]\nmod tests { 검색 }").len(), 1);
    }
}
