//! The fuzz targets: what must hold for any input. Each panics when it does not.

mod random;
pub mod seeds;

pub use random::Random;

use search::{
    Document, FacetOptions, FieldKind, FieldOptions, Index, IndexBuilder, IndexError, Query,
    Request, Schema,
};
use std::sync::OnceLock;

/// A target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Any text is a query.
    Query,
    /// Any text can be indexed.
    Analyzer,
    /// Any bytes are an index or an error.
    Index,
}

impl Target {
    /// All of them.
    pub const ALL: [Target; 3] = [Target::Query, Target::Analyzer, Target::Index];

    /// Its name, on the command line and for cargo-fuzz.
    pub fn name(self) -> &'static str {
        match self {
            Target::Query => "query",
            Target::Analyzer => "analyzer",
            Target::Index => "index",
        }
    }

    /// Runs it on an input; bytes that are no text are no input of those that read texts.
    ///
    /// # Panics
    /// When what must hold does not.
    pub fn run(self, input: &[u8]) {
        match (self, std::str::from_utf8(input)) {
            (Target::Index, _) => index(input),
            (Target::Query, Ok(text)) => query(text),
            (Target::Analyzer, Ok(text)) => analyzer(text),
            (Target::Query | Target::Analyzer, Err(_)) => {}
        }
    }
}

/// Any text is a query: it prints back to itself, and searching with it gives sound answers.
///
/// # Panics
/// When that does not hold.
pub fn query(text: &str) {
    let query = Query::parse(text);
    let printed = query.to_string();
    assert_eq!(Query::parse(&printed), query, "it prints as {printed:?}, which is another query");
    let response = small_index().search(&Request::new(text, 10));
    assert!(response.hits.len() <= response.total, "more hits than there are in all");
    for mark in response.marker.marks(text) {
        assert!(text.get(mark.clone()).is_some(), "{mark:?} is no range of its letters");
    }
    small_index().suggest(text, 5);
}

/// Any text can be indexed: the index is written and read alike, and a search for the text leads to a piece of it.
///
/// # Panics
/// When that does not hold.
pub fn analyzer(text: &str) {
    let fields = vec![FieldOptions::new("text", FieldKind::Text, 1.0)];
    let mut builder = IndexBuilder::new(Schema { fields, ..Schema::default() });
    builder.add(&Document::new("only").text(0, text));
    let bytes = builder.finish().to_bytes();
    let index = Index::from_bytes(&bytes).expect("what was written can be read");
    assert_eq!(index.to_bytes(), bytes, "what was read is written alike");
    let response = index.search(&Request::new(text, 10));
    let snippet = response.marker.snippet(text, 20);
    assert!(text.get(snippet.range.clone()).is_some(), "{:?} is no piece of it", snippet.range);
}

/// Any bytes are an index or an error, and an index of any bytes can be searched. The header is added: reading would end there.
///
/// # Panics
/// When that does not hold.
pub fn index(body: &[u8]) {
    if let Ok(index) = Index::from_bytes(&with_header(body)) {
        for query in ["가나", "ab", "ㄱㄴ", "\"가나\" -a", "kind:x", "a* OR 人"] {
            index.search(&Request::new(query, 3));
            index.suggest(query, 3);
        }
        index.more_like_this(0, 3);
    }
}

/// The bytes of an index with this body and the checksum that fits it.
fn with_header(body: &[u8]) -> Vec<u8> {
    let mut bytes = b"GASI".to_vec();
    bytes.extend(search::VERSION.to_le_bytes());
    bytes.extend([0; 4]);
    bytes.extend(body);
    if let Err(IndexError::Checksum { got, .. }) = Index::from_bytes(&bytes) {
        bytes[8..HEADER].copy_from_slice(&got.to_le_bytes());
    }
    bytes
}

/// Bytes of an index before its body: magic, version, checksum.
const HEADER: usize = 12;

/// An index of a few records that have a bit of everything.
fn small_index() -> &'static Index {
    static INDEX: OnceLock<Index> = OnceLock::new();
    INDEX.get_or_init(|| {
        let texts = seeds::DOCUMENTS;
        indexed(texts.iter().zip(texts.iter().rev()).map(|(name, text)| [*name, *text]))
    })
}

/// An index of names and texts, with a facet and a group of synonyms.
fn indexed<'a>(documents: impl Iterator<Item = [&'a str; 2]>) -> Index {
    let mut builder = IndexBuilder::new(Schema {
        fields: vec![
            FieldOptions::new("name", FieldKind::Name, 3.0),
            FieldOptions::new("text", FieldKind::Text, 1.0),
        ],
        facets: vec![FacetOptions::new("kind", &["종류"])],
        sort_keys: vec![],
    });
    for (at, [name, text]) in documents.enumerate() {
        let kind = if at % 2 == 0 { "event" } else { "x" };
        let document = Document::new(&at.to_string()).text(0, name).text(1, text);
        builder.add(&document.facet(0, kind));
    }
    builder.synonyms(&["IGF", "인터넷 거버넌스 포럼"]);
    builder.finish()
}
