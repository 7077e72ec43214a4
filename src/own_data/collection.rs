//! Loaded data: an index and the rows it was made of.

use super::columns::{Column, Layout};
use super::json::{self, Value};
use search::Index;
use serde::Serialize;

/// Rows as JSON in one block of memory, one line each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    text: String,
    ends: Vec<usize>,
}

impl Rows {
    /// Adds a row.
    pub fn push(&mut self, row: &str) {
        self.text.push_str(row);
        self.ends.push(self.text.len());
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// A row as JSON; empty when there is none.
    pub fn get(&self, at: usize) -> &str {
        let start = if at == 0 { 0 } else { self.ends.get(at - 1).copied().unwrap_or(0) };
        let end = self.ends.get(at).copied().unwrap_or(start);
        self.text.get(start..end).unwrap_or("")
    }

    /// A row as a value.
    pub fn value(&self, at: usize) -> Value {
        json::parse(self.get(at)).unwrap_or(Value::Null)
    }

    /// Bytes taken.
    pub fn memory(&self) -> usize {
        self.text.capacity() + self.ends.capacity() * size_of::<usize>()
    }
}

/// Bytes that loaded data takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Memory {
    /// The rows as they were given.
    pub rows: usize,
    /// Words and pairs of letters, and where they stand.
    pub index: usize,
    /// The folded texts that phrases are looked up in.
    pub texts: usize,
    /// Facets and sort keys.
    pub columns: usize,
    /// All together.
    pub total: usize,
}

/// Data ready to be searched.
#[derive(Clone, Debug)]
pub struct Collection {
    /// The index; document numbers are places of rows.
    pub index: Index,
    /// The rows.
    pub rows: Rows,
    /// The columns.
    pub columns: Vec<Column>,
    /// Where the columns stand in the index.
    pub layout: Layout,
}

impl Collection {
    /// The place of the row with an id.
    pub fn find(&self, id: &str) -> Option<u32> {
        self.index.doc(id)
    }

    /// Bytes taken.
    pub fn memory(&self) -> Memory {
        let used = self.index.memory();
        let rows = self.rows.memory();
        Memory {
            rows,
            index: used.dictionary + used.postings,
            texts: used.streams + used.texts,
            columns: used.columns,
            total: rows + used.total(),
        }
    }
}
