//! The index as bytes.
//!
//! `GASI`, version, checksum of the rest (both 32-bit little-endian), then the parts in the order of [`write()`].
//! Columns of numbers are packed with as many bits as their largest needs; what the dictionary is made of is in [`terms`].

use super::builder::TextSource;
use super::column::{FacetColumn, Strings, unless_single};
use super::{Index, Values, terms};
use crate::bits::{BitReader, BitWriter};
use crate::bytes::{Reader, checksum, put_bytes, put_varint};
use crate::error::IndexError;
use crate::schema::{FacetOptions, FieldKind, FieldOptions, Schema};
use crate::sort;
use crate::work::{LONG, Pace, Work};
use std::borrow::Cow;
use std::ops::Range;

/// Version of the byte format. It changes whenever the format or the analysis changes; an index of another version
/// is refused and must be built again.
pub const VERSION: u32 = 3;
const MAGIC: [u8; 4] = *b"GASI";
const HEADER: usize = 12;

impl Index {
    /// The index as bytes, to be read by [`Index::from_bytes`]. The same documents give the same bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut body = Vec::new();
        write(self, &mut body);
        let mut out = Vec::with_capacity(body.len() + HEADER);
        out.extend(MAGIC);
        out.extend(VERSION.to_le_bytes());
        out.extend(checksum(&body).to_le_bytes());
        out.extend(body);
        out
    }

    /// Reads an index at once. Texts that are not stored stay unknown.
    ///
    /// # Errors
    ///
    /// [`IndexError`] when the bytes are no index, of another version, or damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Index, IndexError> {
        Index::with_texts(bytes, |_, _, _| None)
    }

    /// Reads an index at once, and gives it the texts of fields that are not stored: `text` is called with document,
    /// field and the number of the value within that field (from 0), in the order they were added; `None` leaves a text
    /// unknown.
    ///
    /// # Errors
    ///
    /// As [`Index::from_bytes`].
    pub fn with_texts<'a>(
        bytes: &'a [u8],
        text: impl FnMut(u32, usize, usize) -> Option<Cow<'a, str>> + 'a,
    ) -> Result<Index, IndexError> {
        Index::reading(bytes, text).run()
    }

    /// Reads an index in pieces, otherwise as [`Index::with_texts`]; progress counts bytes, then documents.
    pub fn reading<'a>(
        bytes: impl Into<Cow<'a, [u8]>>,
        text: impl FnMut(u32, usize, usize) -> Option<Cow<'a, str>> + 'a,
    ) -> Work<'a, Result<Index, IndexError>> {
        reading(bytes.into(), Box::new(text))
    }
}

fn reading<'a>(
    bytes: Cow<'a, [u8]>,
    mut text: Box<TextSource<'a>>,
) -> Work<'a, Result<Index, IndexError>> {
    Work::new(async move |pace: &Pace| {
        let mut index = Index::empty();
        let mut reader = Reader::new(body(&bytes)?);
        read(&mut reader, &mut index, pace).await?;
        let (texts, starts) = (reader.texts, std::mem::take(&mut index.texts.starts));
        let texts = kept(bytes, texts).and_then(|text| checked(starts, text));
        index.texts = texts.ok_or(IndexError::Corrupt { part: "texts" })?;
        index.fold_texts(&mut *text, pace).await;
        index.derive(pace).await;
        Ok(index)
    })
}

/// The part of the bytes with the texts, in the same memory if it may be had: what comes next needs the rest again.
fn kept(bytes: Cow<[u8]>, texts: Range<usize>) -> Option<String> {
    let text = match bytes {
        Cow::Borrowed(bytes) => bytes.get(HEADER..)?.get(texts)?.to_vec(),
        Cow::Owned(mut bytes) => {
            bytes.truncate(HEADER + texts.end);
            bytes.drain(..HEADER + texts.start);
            bytes.shrink_to_fit();
            bytes
        }
    };
    String::from_utf8(text).ok()
}

/// What comes after a sound header.
fn body(bytes: &[u8]) -> Result<&[u8], IndexError> {
    let header = bytes.get(..HEADER).unwrap_or(bytes);
    if header.get(..4) != Some(&MAGIC) || header.len() < HEADER {
        return Err(IndexError::Magic { got: bytes.get(..4).unwrap_or(bytes).to_vec() });
    }
    let number = |at: usize| match header.get(at..at + 4) {
        Some(&[a, b, c, d]) => u32::from_le_bytes([a, b, c, d]),
        _ => 0,
    };
    if number(4) != VERSION {
        return Err(IndexError::Version { expected: VERSION, got: number(4) });
    }
    let body = bytes.get(HEADER..).unwrap_or(&[]);
    match checksum(body) {
        sum if sum == number(8) => Ok(body),
        got => Err(IndexError::Checksum { expected: number(8), got }),
    }
}

fn write(index: &Index, out: &mut Vec<u8>) {
    write_schema(&index.schema, out);
    put_varint(out, index.len() as u32);
    write_ids(&index.ids, out);
    write_priors(&index.priors, out);
    index.facets.iter().for_each(|facet| write_facet(facet, out));
    for ranks in &index.sort_ranks {
        // One more, so that the rank of documents without a value is 0.
        column(&ranks.iter().map(|rank| rank.wrapping_add(1)).collect::<Vec<_>>(), out);
    }
    write_list(&index.languages, out);
    column(&distances(&index.values.starts), out);
    let (fields, languages): (Vec<u32>, Vec<u32>) =
        index.values.entries.iter().map(|entry| (u32::from(entry.0), u32::from(entry.1))).unzip();
    column(&fields, out);
    column(&languages, out);
    write_strings(&index.texts, out);
    index.norms.lengths.iter().for_each(|lengths| column(lengths, out));
    terms::write(&index.terms, index.len(), out);
    put_varint(out, index.synonyms.len() as u32);
    index.synonyms.iter().for_each(|group| write_list(group, out));
}

/// Reads one part into an index.
type ReadPart = fn(&mut Reader, &mut Index) -> Result<(), IndexError>;

/// What comes before the terms, each part short in itself.
const PARTS: [(&str, ReadPart); 9] = [
    ("schema", |reader, index| read_schema(reader).map(|read| index.schema = read)),
    ("ids", |reader, index| read_ids(reader).map(|read| index.ids = read)),
    ("priors", |reader, index| {
        read_priors(reader, index.ids.len()).map(|read| index.priors = read)
    }),
    ("facets", read_facets),
    ("sort keys", read_ranks),
    ("languages", |reader, index| read_list(reader).map(|read| index.languages = read)),
    ("values", |reader, index| read_values(reader, index.len()).map(|read| index.values = read)),
    ("texts", |reader, index| {
        index.texts.starts = read_starts(reader, index.values.entries.len())?;
        reader.keep_texts()
    }),
    ("lengths", |reader, index| {
        let (fields, docs) = (index.schema.fields.len(), index.len());
        read_columns(reader, fields, docs, &mut index.norms.lengths)
    }),
];

async fn read(reader: &mut Reader<'_>, index: &mut Index, pace: &Pace) -> Result<(), IndexError> {
    let read_part = &mut |at: usize| {
        let (name, read) = PARTS.get(at)?;
        reader.part(name);
        read(reader, index).ok()?;
        Some(LONG)
    };
    pace.each(PARTS.len(), read_part).await.ok_or_else(|| reader.corrupt())?;
    terms::read(reader, index.len(), &mut index.terms, pace).await?;
    reader.part("synonyms");
    for _ in 0..reader.count()? {
        index.synonyms.push(read_list(reader)?);
    }
    match reader.at_end() {
        true => Ok(()),
        false => Err(reader.corrupt()),
    }
}

fn write_schema(schema: &Schema, out: &mut Vec<u8>) {
    put_varint(out, schema.fields.len() as u32);
    for field in &schema.fields {
        put_bytes(out, field.name.as_bytes());
        let kind = match field.kind {
            FieldKind::Identifier => 0,
            FieldKind::Name => 1,
            FieldKind::Text => 2,
        };
        out.extend([kind, u8::from(field.stored)]);
        out.extend(field.boost.to_le_bytes());
        out.extend(field.b.unwrap_or(f32::NAN).to_le_bytes());
    }
    put_varint(out, schema.facets.len() as u32);
    for facet in &schema.facets {
        put_bytes(out, facet.name.as_bytes());
        write_list(&facet.aliases, out);
    }
    write_list(&schema.sort_keys, out);
}

fn read_schema(reader: &mut Reader) -> Result<Schema, IndexError> {
    let fields = (0..reader.count()?).map(|_| read_field(reader)).collect::<Result<_, _>>()?;
    let facet = |reader: &mut Reader| {
        Ok(FacetOptions { name: reader.string()?, aliases: read_list(reader)? })
    };
    let facets = (0..reader.count()?).map(|_| facet(reader)).collect::<Result<_, IndexError>>()?;
    Ok(Schema { fields, facets, sort_keys: read_list(reader)? })
}

fn read_field(reader: &mut Reader) -> Result<FieldOptions, IndexError> {
    let name = reader.string()?;
    let (kind, stored) = match *reader.take(2)? {
        [0, stored] => (FieldKind::Identifier, stored),
        [1, stored] => (FieldKind::Name, stored),
        [2, stored] => (FieldKind::Text, stored),
        _ => return Err(reader.corrupt()),
    };
    let boost = reader.float()?;
    let b = Some(reader.float()?).filter(|b| !b.is_nan());
    Ok(FieldOptions { name, kind, boost, b, stored: stored != 0 })
}

fn write_list(list: &[String], out: &mut Vec<u8>) {
    put_varint(out, list.len() as u32);
    list.iter().for_each(|text| put_bytes(out, text.as_bytes()));
}

fn read_list(reader: &mut Reader) -> Result<Vec<String>, IndexError> {
    (0..reader.count()?).map(|_| reader.string()).collect()
}

/// Numbers packed: the least, the bits each of them needs above it, and these bits.
fn column(numbers: &[u32], out: &mut Vec<u8>) {
    let least = numbers.iter().copied().min().unwrap_or(0);
    let most = numbers.iter().copied().max().unwrap_or(0);
    let width = u32::BITS - (most - least).leading_zeros();
    put_varint(out, least);
    out.push(width as u8);
    let mut bits = BitWriter::default();
    numbers.iter().for_each(|number| bits.put(number - least, width));
    out.extend(bits.finish());
}

/// A column of so many numbers, which the caller has bounded.
pub(super) fn read_column(reader: &mut Reader, count: usize) -> Result<Vec<u32>, IndexError> {
    let least = reader.number()?;
    let width = u32::from(reader.take(1)?.first().copied().unwrap_or(0));
    if width > u32::BITS || count > reader.most() {
        return Err(reader.corrupt());
    }
    let mut bits = BitReader::new(reader.take((count * width as usize).div_ceil(8))?);
    let mut numbers = Vec::with_capacity(count);
    for _ in 0..count {
        let number = bits.take(width).and_then(|number| number.checked_add(least));
        numbers.push(number.ok_or_else(|| reader.corrupt())?);
    }
    Ok(numbers)
}

fn read_columns(
    reader: &mut Reader,
    columns: usize,
    docs: usize,
    read: &mut Vec<Vec<u32>>,
) -> Result<(), IndexError> {
    for _ in 0..columns {
        read.push(read_column(reader, docs)?);
    }
    Ok(())
}

/// One less than what is written, so that the rank of documents without a value is the highest.
fn read_ranks(reader: &mut Reader, index: &mut Index) -> Result<(), IndexError> {
    let (keys, docs) = (index.schema.sort_keys.len(), index.len());
    read_columns(reader, keys, docs, &mut index.sort_ranks)?;
    index.sort_ranks.iter_mut().flatten().for_each(|rank| *rank = rank.wrapping_sub(1));
    Ok(())
}

fn distances(starts: &[u32]) -> Vec<u32> {
    starts.iter().zip(starts.iter().skip(1)).map(|(start, end)| end.wrapping_sub(*start)).collect()
}

/// Starts of so many entries and the end of the last, from their lengths.
fn read_starts(reader: &mut Reader, count: usize) -> Result<Vec<u32>, IndexError> {
    let mut starts = read_column(reader, count)?;
    let mut at = 0u32;
    for start in &mut starts {
        let len = std::mem::replace(start, at);
        at = at.checked_add(len).ok_or_else(|| reader.corrupt())?;
    }
    starts.push(at);
    Ok(starts)
}

fn write_strings(strings: &Strings, out: &mut Vec<u8>) {
    column(&distances(&strings.starts), out);
    put_bytes(out, strings.text.as_bytes());
}

fn read_strings(reader: &mut Reader, count: usize) -> Result<Strings, IndexError> {
    let starts = read_starts(reader, count)?;
    let text = reader.string()?;
    checked(starts, text).ok_or_else(|| reader.corrupt())
}

/// Strings, if they are cut where characters begin and use up the text.
fn checked(starts: Vec<u32>, text: String) -> Option<Strings> {
    let ends = starts.last().is_some_and(|&end| end as usize == text.len());
    let sound = ends && starts.iter().all(|&start| text.is_char_boundary(start as usize));
    sound.then_some(Strings { text, starts })
}

/// Ids are often counted up: each as the length it shares with the one before, and the rest.
fn write_ids(ids: &Strings, out: &mut Vec<u8>) {
    let mut before = "";
    let mut rest = Vec::new();
    let (mut shared, mut lengths) = (Vec::new(), Vec::new());
    for id in ids.iter() {
        let same = id.bytes().zip(before.bytes()).take_while(|(a, b)| a == b).count();
        shared.push(same as u32);
        lengths.push((id.len() - same) as u32);
        rest.extend(id.bytes().skip(same));
        before = id;
    }
    column(&shared, out);
    column(&lengths, out);
    put_bytes(out, &rest);
}

fn read_ids(reader: &mut Reader) -> Result<Strings, IndexError> {
    let docs = reader.number()? as usize;
    let shared = read_column(reader, docs)?;
    let lengths = read_column(reader, docs)?;
    let mut rest = reader.bytes()?;
    let (mut text, mut starts) = (Vec::new(), vec![0]);
    let mut before = 0;
    for (&shared, &len) in shared.iter().zip(&lengths) {
        let here = text.len();
        let (new, other) = rest.split_at_checked(len as usize).ok_or_else(|| reader.corrupt())?;
        let most = reader.most();
        if shared as usize > here - before || here > most {
            return Err(reader.corrupt());
        }
        text.extend_from_within(before..before + shared as usize);
        text.extend_from_slice(new);
        starts.push(text.len() as u32);
        (rest, before) = (other, here);
    }
    let text = String::from_utf8(text).map_err(|_| reader.corrupt())?;
    checked(starts, text).ok_or_else(|| reader.corrupt())
}

/// Priors repeat: the distinct ones, then the place of each in that list.
fn write_priors(priors: &[f32], out: &mut Vec<u8>) {
    let mut distinct: Vec<u64> = priors.iter().map(|prior| u64::from(prior.to_bits())).collect();
    sort::keys(&mut distinct);
    distinct.dedup();
    put_varint(out, distinct.len() as u32);
    distinct.iter().for_each(|&bits| out.extend((bits as u32).to_le_bytes()));
    let place = |prior: &f32| distinct.binary_search(&u64::from(prior.to_bits())).unwrap_or(0);
    column(&priors.iter().map(|prior| place(prior) as u32).collect::<Vec<_>>(), out);
}

fn read_priors(reader: &mut Reader, docs: usize) -> Result<Vec<f32>, IndexError> {
    let mut distinct = Vec::new();
    for _ in 0..reader.count()? {
        distinct.push(reader.float()?);
    }
    let mut priors = Vec::new();
    for place in read_column(reader, docs)? {
        priors.push(*distinct.get(place as usize).ok_or_else(|| reader.corrupt())?);
    }
    Ok(priors)
}

fn write_facet(facet: &FacetColumn, out: &mut Vec<u8>) {
    put_varint(out, facet.values.len() as u32);
    write_strings(&facet.values, out);
    put_varint(out, facet.labels.len() as u32);
    for (value, label) in &facet.labels {
        put_varint(out, *value);
        put_bytes(out, label.as_bytes());
    }
    let counts = match facet.starts.is_empty() {
        true => vec![1; facet.codes.len()],
        false => distances(&facet.starts),
    };
    column(&counts, out);
    column(&facet.codes, out);
}

fn read_facets(reader: &mut Reader, index: &mut Index) -> Result<(), IndexError> {
    for _ in 0..index.schema.facets.len() {
        index.facets.push(read_facet(reader, index.len())?);
    }
    Ok(())
}

fn read_facet(reader: &mut Reader, docs: usize) -> Result<FacetColumn, IndexError> {
    let count = reader.number()? as usize;
    let values = read_strings(reader, count)?;
    let mut labels = Vec::new();
    for _ in 0..reader.count()? {
        labels.push((reader.number()?, reader.string()?));
    }
    let starts = read_starts(reader, docs)?;
    let codes = read_column(reader, starts.last().map_or(0, |&end| end as usize))?;
    if codes.iter().any(|&code| code as usize >= values.len()) {
        return Err(reader.corrupt());
    }
    Ok(FacetColumn { values, labels, starts: unless_single(starts), codes })
}

fn read_values(reader: &mut Reader, docs: usize) -> Result<Values, IndexError> {
    let starts = read_starts(reader, docs)?;
    let count = starts.last().map_or(0, |&end| end as usize);
    let fields = read_column(reader, count)?;
    let languages = read_column(reader, count)?;
    let entry = |(&field, &language): (&u32, &u32)| (field as u8, language as u8);
    Ok(Values { starts, entries: fields.iter().zip(&languages).map(entry).collect() })
}
