//! Any text can be indexed and is found again by itself as a phrase.
#![no_main]

use libfuzzer_sys::fuzz_target;
use search::{Document, FieldKind, FieldOptions, Index, IndexBuilder, Request, Schema};

fuzz_target!(|text: &str| {
    let fields = vec![FieldOptions::new("text", FieldKind::Text, 1.0)];
    let mut builder = IndexBuilder::new(Schema { fields, ..Schema::default() });
    builder.add(&Document::new("only").text(0, text));
    let index = builder.finish();
    let bytes = index.to_bytes();
    let again = Index::from_bytes(&bytes).expect("what was written can be read");
    assert_eq!(again.to_bytes(), bytes);
    let response = again.search(&Request::new(text, 10));
    let snippet = response.marker.snippet(text, 20);
    assert!(text.get(snippet.range).is_some());
});
