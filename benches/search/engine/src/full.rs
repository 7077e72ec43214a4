//! The core itself.

use crate::quote;
use search::{
    Document, FacetOptions, FieldKind, FieldOptions, Hit, Index, IndexBuilder, Request, Response,
    Schema,
};
use std::fmt::Write;
use wasm_bindgen::prelude::*;

/// Characters of a snippet.
const SNIPPET: usize = 160;
const TITLE: usize = 0;
const TEXT: usize = 1;

/// Takes documents one by one.
#[wasm_bindgen]
pub struct Builder(IndexBuilder);

#[wasm_bindgen]
impl Builder {
    /// An empty collection with these facets.
    #[wasm_bindgen(constructor)]
    pub fn new(facets: Vec<String>) -> Builder {
        Builder(IndexBuilder::new(Schema {
            fields: vec![
                FieldOptions::new("title", FieldKind::Name, 2.0),
                FieldOptions::new("text", FieldKind::Text, 1.0),
            ],
            facets: facets.iter().map(|name| FacetOptions::new(name, &[])).collect(),
            sort_keys: Vec::new(),
        }))
    }

    /// Adds a document; `facets` and `values` go in pairs.
    pub fn add(&mut self, id: &str, title: &str, text: &str, facets: &[u32], values: Vec<String>) {
        let document = Document::new(id).text(TITLE, title).text(TEXT, text);
        let pairs = facets.iter().zip(&values);
        let document =
            pairs.fold(document, |document, (&facet, value)| document.facet(facet as usize, value));
        self.0.add(&document);
    }

    /// The finished index.
    pub fn finish(self) -> Engine {
        Engine { index: self.0.finish(), texts: Vec::new() }
    }
}

/// An index ready for use.
#[wasm_bindgen]
pub struct Engine {
    index: Index,
    /// Field and text of every value, document by document, where the index does not keep them.
    texts: Vec<Vec<(usize, String)>>,
}

#[wasm_bindgen]
impl Engine {
    /// Reads a saved index. Texts that it does not keep are given in the order of its values:
    /// how many each document has, and the field and text of each.
    pub fn load(
        bytes: Vec<u8>,
        counts: &[u32],
        fields: &[u32],
        texts: Vec<String>,
    ) -> Result<Engine, String> {
        let mut values = fields.iter().map(|&field| field as usize).zip(texts);
        let texts: Vec<Vec<(usize, String)>> =
            counts.iter().map(|&count| values.by_ref().take(count as usize).collect()).collect();
        // The bytes are given away, as the page does.
        let reading = Index::reading(bytes, |doc, field, place| {
            let of_field = texts.get(doc as usize)?.iter().filter(|text| text.0 == field);
            of_field.map(|text| text.1.as_str().into()).nth(place)
        });
        let index = reading.run().map_err(|error| error.to_string())?;
        Ok(Engine { index, texts })
    }

    /// The index as it is saved.
    pub fn save(&self) -> Vec<u8> {
        self.index.to_bytes()
    }

    /// Bytes that the index counts for itself, without original texts.
    pub fn index_memory(&self) -> usize {
        let memory = self.index.memory();
        memory.total() - memory.texts
    }

    /// Ranking alone: the numbers of the best documents.
    pub fn rank(&self, query: &str, limit: usize) -> Vec<u32> {
        self.index.rank(&Request::new(query, limit)).iter().map(|hit| hit.0).collect()
    }

    /// The numbers of all documents found under refinements: facet and value go in pairs, a range is `from..to`.
    pub fn find_all(&self, query: &str, facets: &[u32], values: Vec<String>) -> Vec<u32> {
        let request = Request::new(query, self.index.len());
        let request = facets.iter().zip(&values).fold(request, |request, (&facet, value)| {
            let range = value.strip_prefix("range:").and_then(|range| {
                let (from, to) = range.split_once("..")?;
                Some((from.parse().ok()?, to.parse().ok()?))
            });
            match range {
                Some((from, to)) => request.refine_range(facet as usize, from, to),
                None => request.refine(facet as usize, value),
            }
        });
        self.index.search(&request).hits.iter().map(|hit| hit.doc).collect()
    }

    /// The whole call as a page makes it: hits with titles and marked snippets, the total, and all facet counts, as JSON.
    pub fn search(&self, query: &str, limit: usize) -> String {
        let response = self.index.search(&Request::new(query, limit));
        let mut out = format!("{{\"total\":{},\"hits\":[", response.total);
        for (place, hit) in response.hits.iter().enumerate() {
            out.push_str(if place > 0 { "," } else { "" });
            self.write_hit(&mut out, hit, &response);
        }
        out.push_str("],\"facets\":[");
        for (place, facet) in response.facets.iter().enumerate() {
            out.push_str(if place > 0 { ",[" } else { "[" });
            for (place, (value, count)) in facet.values.iter().enumerate() {
                out.push_str(if place > 0 { ",[" } else { "[" });
                quote(&mut out, value);
                let _ = write!(out, ",{count}]");
            }
            out.push(']');
        }
        out.push_str("]}");
        out
    }
}

impl Engine {
    fn write_hit(&self, out: &mut String, hit: &Hit, response: &Response) {
        let stored = self.index.texts(hit.doc);
        let of = |field: usize, place: usize| match self.texts.get(hit.doc as usize) {
            Some(texts) => {
                texts.iter().filter(|text| text.0 == field).nth(place).map_or("", |text| &text.1)
            }
            None => {
                stored.iter().filter(|text| text.0 == field).nth(place).map_or("", |text| text.2)
            }
        };
        let _ = write!(out, "{{\"doc\":{},\"title\":", hit.doc);
        quote(out, of(TITLE, 0));
        out.push_str(",\"snippet\":[");
        // The text in which most was found, if it is no title.
        let best = hit.matched.iter().find(|found| found.field != TITLE);
        let text = best.map_or_else(|| of(TEXT, 0), |found| of(found.field, found.value));
        let snippet = response.marker.snippet(text, SNIPPET);
        let mut at = snippet.range.start;
        // Plain and marked pieces take turns.
        for mark in &snippet.marks {
            quote(out, text.get(at..mark.start).unwrap_or(""));
            out.push(',');
            quote(out, text.get(mark.clone()).unwrap_or(""));
            out.push(',');
            at = mark.end;
        }
        quote(out, text.get(at..snippet.range.end).unwrap_or(""));
        out.push_str("]}");
    }
}
