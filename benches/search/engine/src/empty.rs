//! What the page's side of the core weighs without it: the same kinds of values in and out, and no search.

use crate::quote;
use std::fmt::Write;
use wasm_bindgen::prelude::*;

/// Keeps texts and gives them back.
#[wasm_bindgen]
pub struct Builder(Vec<String>);

#[wasm_bindgen]
impl Builder {
    /// Nothing but the names of facets.
    #[wasm_bindgen(constructor)]
    pub fn new(facets: Vec<String>) -> Builder {
        Builder(facets)
    }

    /// Keeps a document.
    pub fn add(&mut self, id: &str, title: &str, text: &str, facets: &[u32], values: Vec<String>) {
        self.0.extend([id, title, text].map(str::to_owned));
        self.0.extend(facets.iter().map(u32::to_string));
        self.0.extend(values);
    }

    /// The documents that begin with a text, as numbers.
    pub fn rank(&self, query: &str, limit: usize) -> Vec<u32> {
        let found = self.0.iter().enumerate().filter(|(_, text)| text.starts_with(query));
        found.take(limit).map(|(number, _)| number as u32).collect()
    }

    /// Reads what was saved.
    pub fn load(bytes: &[u8]) -> Result<Builder, String> {
        let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
        Ok(Builder(text.lines().map(str::to_owned).collect()))
    }

    /// Everything as bytes.
    pub fn save(&self) -> Vec<u8> {
        self.0.concat().into_bytes()
    }

    /// Everything as JSON.
    pub fn search(&self) -> String {
        let mut out = String::new();
        for (number, text) in self.0.iter().enumerate() {
            let _ = write!(out, "{number},{:.3},", number as f32);
            quote(&mut out, text);
        }
        out
    }
}
