//! Loaded data as bytes, to be kept and loaded again.
//!
//! `GAOD`, version, checksum of the rest, then three parts, each after its length: columns as JSON, rows as lines of JSON, index.
//! Numbers are 32-bit little-endian. The index carries a version and checksum of its own.

use super::Collection;
use super::collection::Rows;
use super::columns::{Column, Layout, Shape};
use super::json::{self, Value};
use search::Index;

const MAGIC: [u8; 4] = *b"GAOD";
const VERSION: u32 = 1;
const HEADER: usize = 12;

impl Collection {
    /// The data as bytes. The same data gives the same bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let columns: Vec<String> = self.columns.iter().map(print_column).collect();
        let columns = format!("[{}]", columns.join(","));
        let rows: Vec<&str> = (0..self.rows.len()).map(|at| self.rows.get(at)).collect();
        let mut out = Vec::from(MAGIC);
        out.extend(VERSION.to_le_bytes());
        out.extend([0; 4]);
        for part in [columns.as_bytes(), rows.join("\n").as_bytes(), &self.index.to_bytes()] {
            out.extend((part.len() as u32).to_le_bytes());
            out.extend(part);
        }
        let sum = checksum(&out[HEADER..]).to_le_bytes();
        out[8..HEADER].copy_from_slice(&sum);
        out
    }

    /// Reads what [`Collection::to_bytes`] wrote.
    ///
    /// # Errors
    /// When the bytes are something else, of another version, or damaged: the text says which, and what to do.
    pub fn from_bytes(bytes: &[u8]) -> Result<Collection, String> {
        const AGAIN: &str =
            "load the data from its source again and save it with this version of the atlas";
        let number = |at: usize| match bytes.get(at..at + 4) {
            Some(&[a, b, c, d]) => Some(u32::from_le_bytes([a, b, c, d])),
            _ => None,
        };
        if bytes.get(..4) != Some(&MAGIC) {
            return Err("these bytes are not what save() gave: expected them to begin with `GAOD`; give the bytes that save() gave, unchanged".to_owned());
        }
        match number(4) {
            Some(VERSION) => {}
            other => {
                return Err(format!(
                    "the saved data has format {}, expected {VERSION}; {AGAIN}",
                    other.unwrap_or(0)
                ));
            }
        }
        let body = bytes.get(HEADER..).unwrap_or(&[]);
        if number(8) != Some(checksum(body)) {
            return Err(format!(
                "the saved data is damaged or cut: its checksum does not fit its {} bytes; give the bytes that save() gave, unchanged",
                bytes.len()
            ));
        }
        let mut at = HEADER;
        let mut part = || {
            let length = number(at)? as usize;
            let part = bytes.get(at + 4..at.checked_add(4)?.checked_add(length)?)?;
            at += 4 + length;
            Some(part)
        };
        let malformed = || format!("the saved data is malformed; {AGAIN}");
        let (Some(columns), Some(rows), Some(index)) = (part(), part(), part()) else {
            return Err(malformed());
        };
        let mut columns = read_columns(columns).ok_or_else(malformed)?;
        let rows = read_rows(rows).ok_or_else(malformed)?;
        let index = Index::from_bytes(index).map_err(|error| error.to_string())?;
        let layout = Layout::of(&mut columns);
        if index.len() != rows.len() || *index.schema() != layout.schema {
            return Err(malformed());
        }
        Ok(Collection::new(index, rows, columns, layout))
    }
}

const SHAPES: [(Shape, &str); 5] = [
    (Shape::Facet, "facet"),
    (Shape::Number, "number"),
    (Shape::Date, "date"),
    (Shape::Text, "text"),
    (Shape::Kept, "kept"),
];

fn print_column(column: &Column) -> String {
    let shape =
        SHAPES.iter().find(|(shape, _)| *shape == column.shape).map_or("kept", |(_, name)| name);
    let text = |text: &str| Value::Text(text.to_owned());
    Value::List(vec![
        text(&column.name),
        text(shape),
        Value::Bool(column.searched),
        Value::Bool(column.refines),
    ])
    .to_string()
}

fn read_columns(bytes: &[u8]) -> Option<Vec<Column>> {
    let Ok(Value::List(columns)) = json::parse(std::str::from_utf8(bytes).ok()?) else {
        return None;
    };
    columns.iter().map(read_column).collect()
}

fn read_column(column: &Value) -> Option<Column> {
    let Value::List(parts) = column else { return None };
    let [Value::Text(name), Value::Text(shape), Value::Bool(searched), Value::Bool(refines)] =
        parts.as_slice()
    else {
        return None;
    };
    let shape = SHAPES.iter().find(|(_, known)| known == shape)?.0;
    Some(Column { name: name.clone(), shape, searched: *searched, refines: *refines })
}

fn read_rows(bytes: &[u8]) -> Option<Rows> {
    let text = std::str::from_utf8(bytes).ok()?;
    let mut rows = Rows::default();
    for line in text.split('\n').filter(|line| !line.is_empty()) {
        rows.push(line);
    }
    Some(rows)
}

/// FNV-1a: against damage, not against malice.
fn checksum(bytes: &[u8]) -> u32 {
    bytes
        .iter()
        .fold(0x811c_9dc5, |sum: u32, byte| (sum ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}
