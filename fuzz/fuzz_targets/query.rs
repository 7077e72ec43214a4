//! Any text is a query: it prints back to itself, and searching with it gives sound answers.
#![no_main]

use libfuzzer_sys::fuzz_target;
use search::{Document, FacetOptions, FieldKind, FieldOptions, Index, IndexBuilder, Query, Request, Schema};
use std::sync::OnceLock;

fn index() -> &'static Index {
    static INDEX: OnceLock<Index> = OnceLock::new();
    INDEX.get_or_init(|| {
        let mut builder = IndexBuilder::new(Schema {
            fields: vec![FieldOptions::new("name", FieldKind::Name, 3.0), FieldOptions::new("text", FieldKind::Text, 1.0)],
            facets: vec![FacetOptions::new("kind", &["종류"])],
            sort_keys: vec![],
        });
        let texts = ["인터넷 거버넌스 포럼", "Internet Governance Forum", "互联网治理论坛", "A/RES/70/125", "ㅋㅋ 🙂", ""];
        for (at, text) in texts.iter().enumerate() {
            builder.add(&Document::new(&at.to_string()).text(0, text).text(1, texts[texts.len() - 1 - at]).facet(0, "event"));
        }
        builder.synonyms(&["IGF", "인터넷 거버넌스 포럼"]);
        builder.finish()
    })
}

fuzz_target!(|text: &str| {
    let query = Query::parse(text);
    let printed = query.to_string();
    assert_eq!(Query::parse(&printed), query, "`{text}` prints as `{printed}`, which parses to something else");
    let response = index().search(&Request::new(text, 10));
    assert!(response.hits.len() <= response.total);
    for mark in response.marker.marks(text) {
        assert!(text.get(mark.clone()).is_some(), "{mark:?} is no range of characters of `{text}`");
    }
    index().suggest(text, 5);
});
