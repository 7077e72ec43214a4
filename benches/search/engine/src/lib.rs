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
    let mut written = 0;
    for (at, byte) in text.bytes().enumerate() {
        // All of these are characters of their own; what stands between them is copied in one piece.
        if matches!(byte, b'"' | b'\\' | 0..=0x1f) {
            out.push_str(text.get(written..at).unwrap_or(""));
            let _ = write!(out, "\\u{byte:04x}");
            written = at + 1;
        }
    }
    out.push_str(text.get(written..).unwrap_or(""));
    out.push('"');
}
