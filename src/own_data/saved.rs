//! Loaded data as bytes, to be kept and loaded again.
//!
//! `GAOD`, version, checksum of the rest, then three parts, each after its length: columns as JSON, rows as lines of JSON, index.
//! Numbers are 32-bit little-endian. The index carries a version and checksum of its own.

use super::Collection;
use super::collection::Rows;
use super::columns::{Column, Layout, Shape};
use super::json::{self, Value};
use super::loader::{Phase, Progress, UNITS};
use search::{Index, IndexError, Work};
use std::borrow::Cow;
use std::ops::{ControlFlow, Range};
use std::rc::Rc;

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
    Index(Rc<Parts>, Work<'static, Result<Index, IndexError>>),
    Done(Option<Box<Collection>>),
}

/// What stands in the bytes beside the index.
#[derive(Debug)]
struct Parts {
    columns: Vec<Column>,
    layout: Layout,
    rows: Rows,
    /// Where the rows stand that are not read yet.
    unread: Range<usize>,
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

    /// Does a little more, once all bytes have been given.
    ///
    /// # Errors
    /// When the bytes are something else, of another version, or damaged: the text says which, and what to do.
    pub fn step(&mut self) -> Result<Progress, String> {
        self.stage = match std::mem::take(&mut self.stage) {
            Stage::Given => Stage::Rows(Box::new(self.read_parts()?)),
            Stage::Rows(parts) if parts.unread.is_empty() => self.begin_index(*parts),
            Stage::Rows(mut parts) => {
                parts.read_rows(&self.bytes).ok_or_else(malformed)?;
                Stage::Rows(parts)
            }
            Stage::Index(parts, index) => match index.step(UNITS) {
                ControlFlow::Continue(index) => Stage::Index(parts, index),
                ControlFlow::Break(index) => {
                    let index = index.map_err(|error| error.to_string())?;
                    Stage::Done(Some(Box::new(collect(parts, index)?)))
                }
            },
            Stage::Done(collection) => Stage::Done(collection),
        };
        Ok(self.progress())
    }

    /// How far reading is, in bytes; the texts of each row count as one more.
    pub fn progress(&self) -> Progress {
        let (phase, done, total) = match &self.stage {
            Stage::Given => (Phase::Reading, 0, 1),
            Stage::Rows(parts) => (Phase::Finishing, parts.unread.start, parts.total()),
            Stage::Index(parts, index) => {
                (Phase::Finishing, parts.index.start + index.progress().0, parts.total())
            }
            Stage::Done(_) => (Phase::Done, 1, 1),
        };
        Progress { phase, done, total }
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
            let mut columns = read_columns(self.bytes.get(columns)?)?;
            let layout = Layout::of(&mut columns);
            Some(Parts { columns, layout, rows: Rows::default(), unread: rows, index })
        };
        parts().ok_or_else(malformed)
    }

    /// Goes over to the index; of the bytes nothing else is needed any more.
    fn begin_index(&mut self, parts: Parts) -> Stage {
        let mut bytes = std::mem::take(&mut self.bytes).split_off(parts.index.start);
        bytes.truncate(parts.index.len());
        let parts = Rc::new(parts);
        Stage::Index(parts.clone(), Index::reading(bytes, texts_of(parts)))
    }
}

impl Parts {
    fn total(&self) -> usize {
        self.index.end + self.rows.len()
    }

    /// Reads the next rows, to the end of a line.
    fn read_rows(&mut self, bytes: &[u8]) -> Option<()> {
        let unread = bytes.get(self.unread.clone())?;
        let end = unread.iter().skip(UNITS).position(|&byte| byte == b'\n');
        let piece = unread.get(..end.map_or(unread.len(), |end| UNITS + end))?;
        let lines = std::str::from_utf8(piece).ok()?.split('\n');
        lines.filter(|line| !line.is_empty()).for_each(|line| self.rows.push(line));
        self.unread.start += piece.len();
        Some(())
    }
}

/// The texts of rows in the order in which they were indexed: the index does not hold what the rows hold already.
fn texts_of(parts: Rc<Parts>) -> impl FnMut(u32, usize, usize) -> Option<Cow<'static, str>> {
    let mut current = (u32::MAX, Vec::new().into_iter());
    move |doc, _, _| {
        if current.0 != doc {
            let row = parts.rows.value(doc as usize);
            let texts = parts.layout.texts(&row).into_iter();
            let texts: Vec<String> = texts.map(|(_, _, text)| text.to_owned()).collect();
            current = (doc, texts.into_iter());
        }
        current.1.next().map(Cow::Owned)
    }
}

fn malformed() -> String {
    format!("the saved data is malformed; {AGAIN}")
}

fn collect(parts: Rc<Parts>, index: Index) -> Result<Collection, String> {
    let Parts { columns, layout, rows, .. } = Rc::into_inner(parts).ok_or_else(malformed)?;
    match index.len() == rows.len() && *index.schema() == layout.schema {
        true => Ok(Collection { index, rows, columns, layout }),
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

/// The checksum of no bytes.
const EMPTY_SUM: u32 = 0x811c_9dc5;

/// FNV-1a, going on from the checksum of what came before: against damage, not against malice.
fn checksum(before: u32, bytes: &[u8]) -> u32 {
    bytes.iter().fold(before, |sum: u32, byte| (sum ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}
