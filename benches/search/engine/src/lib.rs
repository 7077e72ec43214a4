//! The search core behind plain functions, for the page that measures it beside its peers.
//!
//! The schema is that of `crates/search/examples/measure`: a title, a text, and every other member as a facet.

#[cfg(feature = "empty")]
pub mod empty;
#[cfg(not(feature = "empty"))]
pub mod full;

use std::fmt::Write;

/// Writes a text as JSON.
fn quote(out: &mut String, text: &str) {
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\0'..='\x1f' => {
                let _ = write!(out, "\\u{:04x}", u32::from(letter));
            }
            _ => out.push(letter),
        }
    }
    out.push('"');
}
