//! Loaded data as bytes, to be kept and loaded again.
//!
//! `GAOD`, version, checksum of the rest, then three parts, each after its length: columns as JSON, rows as lines of JSON, index.
//! Numbers are 32-bit little-endian. The index carries a version and checksum of its own.

use super::Collection;
use super::collection::Rows;
use super::columns::{Column, Layout, Shape};
use super::json::{self, Value};
use super::loader::{Phase, Progress};
use search::Index;
use std::ops::Range;

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
        let sum = checksum(EMPTY_SUM, &out[HEADER..]).to_le_bytes();
        out[8..HEADER].copy_from_slice(&sum);
        out
    }
}

/// Says what to do with bytes that are whole but cannot be used.
const AGAIN: &str =
    "load the data from its source again and save it with this version of the atlas";
/// Steps from the last byte to the end: the rows, the index, its texts.
const STEPS: usize = 3;

/// Reads what [`Collection::to_bytes`] wrote: takes the bytes piece by piece, then goes on in steps.
#[derive(Debug)]
pub struct Restorer {
    bytes: Vec<u8>,
    /// The checksum of what was given so far.
    sum: u32,
    stage: Stage,
}

impl Default for Restorer {
    fn default() -> Restorer {
        Restorer { bytes: Vec::new(), sum: EMPTY_SUM, stage: Stage::Given }
    }
}

#[derive(Debug, Default)]
enum Stage {
    #[default]
    Given,
    Rows(Box<Parts>),
    Index(Box<Parts>, Box<Index>),
    Done(Option<Box<Collection>>),
}

/// What stands in the bytes beside the index.
#[derive(Debug)]
struct Parts {
    columns: Vec<Column>,
    rows: Rows,
    /// Where the index stands.
    index: Range<usize>,
}

impl Restorer {
    /// Takes the next bytes.
    pub fn bytes(&mut self, piece: &[u8]) {
        let header = HEADER.saturating_sub(self.bytes.len()).min(piece.len());
        self.sum = checksum(self.sum, piece.get(header..).unwrap_or(&[]));
        self.bytes.extend_from_slice(piece);
    }

    /// Does the next step, once all bytes have been given.
    ///
    /// # Errors
    /// When the bytes are something else, of another version, or damaged: the text says which, and what to do.
    pub fn step(&mut self) -> Result<Progress, String> {
        self.stage = match std::mem::take(&mut self.stage) {
            Stage::Given => Stage::Rows(Box::new(self.read_parts()?)),
            Stage::Rows(parts) => {
                let index = self.read_index(&parts)?;
                Stage::Index(parts, Box::new(index))
            }
            Stage::Index(parts, index) => Stage::Done(Some(Box::new(collect(*parts, *index)?))),
            Stage::Done(collection) => Stage::Done(collection),
        };
        Ok(self.progress())
    }

    /// How far reading is.
    pub fn progress(&self) -> Progress {
        let (phase, done) = match &self.stage {
            Stage::Given => (Phase::Reading, 0),
            Stage::Rows(_) => (Phase::Finishing, 1),
            Stage::Index(..) => (Phase::Finishing, 2),
            Stage::Done(_) => (Phase::Done, STEPS),
        };
        Progress { phase, done, total: STEPS }
    }

    /// The data, once all is done.
    pub fn finish(self) -> Option<Collection> {
        match self.stage {
            Stage::Done(collection) => collection.map(|collection| *collection),
            _ => None,
        }
    }

    fn number(&self, at: usize) -> Option<u32> {
        match self.bytes.get(at..at.checked_add(4)?) {
            Some(&[a, b, c, d]) => Some(u32::from_le_bytes([a, b, c, d])),
            _ => None,
        }
    }

    /// The place of the part whose length stands at a place.
    fn part(&self, at: usize) -> Option<Range<usize>> {
        let start = at.checked_add(4)?;
        let end = start.checked_add(self.number(at)? as usize)?;
        (end <= self.bytes.len()).then_some(start..end)
    }

    fn check(&self) -> Result<(), String> {
        if self.bytes.get(..4) != Some(&MAGIC) {
            return Err("these bytes are not what save() gave: expected them to begin with `GAOD`; give the bytes that save() gave, unchanged".to_owned());
        }
        match self.number(4) {
            Some(VERSION) => {}
            other => {
                return Err(format!(
                    "the saved data has format {}, expected {VERSION}; {AGAIN}",
                    other.unwrap_or(0)
                ));
            }
        }
        match self.number(8) == Some(self.sum) {
            true => Ok(()),
            false => Err(format!(
                "the saved data is damaged or cut: its checksum does not fit its {} bytes; give the bytes that save() gave, unchanged",
                self.bytes.len()
            )),
        }
    }

    fn read_parts(&self) -> Result<Parts, String> {
        self.check()?;
        let parts = || {
            let columns = self.part(HEADER)?;
            let rows = self.part(columns.end)?;
            let index = self.part(rows.end)?;
            Some(Parts {
                columns: read_columns(self.bytes.get(columns)?)?,
                rows: read_rows(self.bytes.get(rows)?)?,
                index,
            })
        };
        parts().ok_or_else(malformed)
    }

    /// Reads the index; the bytes are not needed after it.
    fn read_index(&mut self, parts: &Parts) -> Result<Index, String> {
        let bytes = std::mem::take(&mut self.bytes);
        let index = bytes.get(parts.index.clone()).ok_or_else(malformed)?;
        Index::from_bytes(index).map_err(|error| error.to_string())
    }
}

fn malformed() -> String {
    format!("the saved data is malformed; {AGAIN}")
}

fn collect(parts: Parts, index: Index) -> Result<Collection, String> {
    let Parts { mut columns, rows, .. } = parts;
    let layout = Layout::of(&mut columns);
    match index.len() == rows.len() && *index.schema() == layout.schema {
        true => Ok(Collection::restored(index, rows, columns, layout)),
        false => Err(malformed()),
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

/// The checksum of no bytes.
const EMPTY_SUM: u32 = 0x811c_9dc5;

/// FNV-1a, going on from the checksum of what came before: against damage, not against malice.
fn checksum(before: u32, bytes: &[u8]) -> u32 {
    bytes.iter().fold(before, |sum: u32, byte| (sum ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}
