//! Full-text search for Korean, Chinese and English that fits in a web page.
//!
//! An [`IndexBuilder`] takes [`Document`]s and makes an [`Index`]; the index turns a [`Request`] into a [`Response`] with
//! hits, exact facet counts, the readings that were tried, and a [`Marker`] that marks what was found in original texts.
//!
//! The crate knows no browser, no catalogue and no serialisation framework, has no dependency, and never panics:
//! queries of any shape are parsed, index bytes of any shape are read or refused with an [`IndexError`].
//!
//! # Example
//!
//! ```
//! use search::{Document, FacetOptions, FieldKind, FieldOptions, IndexBuilder, Request, Schema};
//!
//! let (name, text, kind) = (0, 1, 0);
//! let mut builder = IndexBuilder::new(Schema {
//!     fields: vec![FieldOptions::new("name", FieldKind::Name, 3.0), FieldOptions::new("text", FieldKind::Text, 1.0)],
//!     facets: vec![FacetOptions::new("kind", &["종류", "类型"])],
//!     sort_keys: vec![],
//! });
//! builder.add(
//!     &Document::new("igf")
//!         .text_in(name, "ko", "인터넷 거버넌스 포럼")
//!         .text_in(name, "en", "Internet Governance Forum")
//!         .text_in(text, "ko", "2006년부터 해마다 열린다.")
//!         .facet(kind, "process"),
//! );
//! builder.label(kind, "process", "과정");
//! let index = builder.finish();
//!
//! for typed in ["인터넷거버넌스", "internet governance", "ㅇㅌㄴ ㄱㅂㄴㅅ", "dlsxjspt", "인텃넷", "종류:과정 포럼은 언제 열리나요?"] {
//!     let response = index.search(&Request::new(typed, 10));
//!     assert_eq!(response.hits[0].id, "igf", "{typed}");
//! }
//! let response = index.search(&Request::new("거버넌스는", 10));
//! let text = "인터넷 거버넌스 포럼";
//! assert_eq!(response.marker.marks(text).iter().map(|mark| &text[mark.clone()]).collect::<Vec<_>>(), ["거버넌스"]);
//! ```
//!
//! # Overview
//!
//! - `text`: folding of characters, Hangul arithmetic, the two-set keyboard.
//! - `analyzer`: folded texts to terms, a module for each language.
//! - `dictionary`, `postings`, `index`: what is stored, and its byte format.
//! - `query`, `plan`, `matcher`, `conjunction`, `decide`, `collector`, `rerank`, `search`: from a typed text to hits.
//! - `work`: what takes long, in pieces.
//! - `marker`, `snippet`, `suggest`, `similar`: what is shown around them.

#![forbid(unsafe_code)]

mod analyzer;
mod bits;
mod bytes;
mod collector;
mod conjunction;
mod decide;
mod dictionary;
mod doc_set;
mod error;
mod exact;
mod explain;
mod fuzzy;
mod index;
mod marker;
mod matcher;
mod pairs;
mod pattern;
mod plan;
mod postings;
mod query;
mod rerank;
mod response;
mod schema;
mod scorer;
mod search;
mod similar;
mod snippet;
mod sort;
mod suggest;
mod text;
mod work;

pub use error::IndexError;
pub use explain::{Explanation, TermScore};
pub use index::builder::IndexBuilder;
pub use index::format::VERSION;
pub use index::{Index, MemoryUse};
pub use marker::{Marker, Snippet};
pub use query::{Clause, FieldValue, Node, Occur, Query};
pub use response::{
    Apart, FacetCounts, Hit, Match, Reading, ReadingKind, Refinement, Request, Response, Sort,
};
pub use schema::{Document, FacetOptions, FieldKind, FieldOptions, FieldText, Schema, SortValue};
pub use scorer::{B, K1};
pub use suggest::Suggestion;
pub use work::Work;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
