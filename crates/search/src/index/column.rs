//! Columns: strings by number, and the facet values of every document.

use std::ops::Range;

/// What belongs to a number, by where each begins and the last ends; nothing when there is no such number.
pub(crate) fn range(starts: &[u32], at: usize) -> Range<usize> {
    match (starts.get(at), starts.get(at + 1)) {
        (Some(&start), Some(&end)) => start as usize..end as usize,
        _ => 0..0,
    }
}

/// Nothing, where each number has one thing and starts would say nothing.
pub(crate) fn unless_single(starts: Vec<u32>) -> Vec<u32> {
    if starts.iter().copied().eq(0..starts.len() as u32) { Vec::new() } else { starts }
}

/// Strings by number in one block of memory.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Strings {
    pub(crate) text: String,
    pub(crate) starts: Vec<u32>,
}

impl Default for Strings {
    fn default() -> Strings {
        Strings { text: String::new(), starts: vec![0] }
    }
}

impl Strings {
    pub(crate) fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.starts.push(self.text.len() as u32);
    }

    pub(crate) fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// The string with a number, empty when there is none.
    pub(crate) fn get(&self, at: usize) -> &str {
        self.text.get(range(&self.starts, at)).unwrap_or("")
    }

    /// Its bytes, which compare as it does and need no look at where characters begin.
    pub(crate) fn bytes(&self, at: usize) -> &[u8] {
        self.text.as_bytes().get(range(&self.starts, at)).unwrap_or(&[])
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|at| self.get(at))
    }

    pub(crate) fn memory(&self) -> usize {
        self.text.len() + self.starts.len() * 4
    }
}

/// The values of one facet.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct FacetColumn {
    /// Distinct values, sorted.
    pub(crate) values: Strings,
    /// Names of values for queries: value number and name.
    pub(crate) labels: Vec<(u32, String)>,
    /// First code of each document, and the number of codes. Empty when each document has one code.
    pub(crate) starts: Vec<u32>,
    /// Value numbers, distinct within a document.
    pub(crate) codes: Vec<u32>,
}

impl FacetColumn {
    /// The value numbers of a document.
    pub(crate) fn codes(&self, doc: u32) -> &[u32] {
        let doc = doc as usize;
        let single = self.starts.is_empty();
        let codes = if single { doc..doc + 1 } else { range(&self.starts, doc) };
        self.codes.get(codes).unwrap_or(&[])
    }

    pub(crate) fn memory(&self) -> usize {
        self.values.memory() + (self.starts.len() + self.codes.len()) * 4
    }
}
