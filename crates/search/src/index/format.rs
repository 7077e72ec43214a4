//! The index as bytes.
//!
//! `GASI`, version, checksum of the rest (both 32-bit little-endian), then the parts in the order of [`write()`].
//! Numbers are base-128; sorted keys are written as distances; sorted words share their beginnings (front coding).

use super::column::{FacetColumn, Strings};
use super::streams::Streams;
use super::{Index, Terms, Values};
use crate::bits::{BitReader, BitWriter, rice_parameter};
use crate::bytes::{Reader, checksum, put_bytes, put_varint};
use crate::dictionary::Dictionary;
use crate::error::IndexError;
use crate::postings::{Cursor, ListWriter, Occurrence, PLAIN, Posting};
use crate::schema::{FacetOptions, FieldKind, FieldOptions, Schema};
use crate::scorer::Norms;
use std::sync::OnceLock;

/// Version of the byte format. It changes whenever the format or the analysis changes; an index of another version
/// is refused and must be built again.
pub const VERSION: u32 = 2;
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

    /// Reads an index.
    ///
    /// # Errors
    ///
    /// [`IndexError`] when the bytes are no index, of another version, or damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Index, IndexError> {
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
        if checksum(body) != number(8) {
            return Err(IndexError::Checksum { expected: number(8), got: checksum(body) });
        }
        let mut index = read(&mut Reader::new(body))?;
        index.derive();
        Ok(index)
    }
}

fn write(index: &Index, out: &mut Vec<u8>) {
    write_schema(&index.schema, out);
    write_strings(&index.ids, out);
    write_priors(&index.priors, out);
    index.facets.iter().for_each(|facet| write_facet(facet, out));
    index.sort_ranks.iter().flatten().for_each(|&rank| put_varint(out, rank.wrapping_add(1)));
    put_varint(out, index.languages.len() as u32);
    index.languages.iter().for_each(|language| put_bytes(out, language.as_bytes()));
    write_distances(&index.values.starts, out);
    index.values.entries.iter().for_each(|entry| out.extend([entry.0, entry.1]));
    write_strings(&index.texts, out);
    index.lengths.iter().flatten().for_each(|&length| put_varint(out, length));
    write_terms(&index.terms, index.len(), out);
    put_varint(out, index.synonyms.len() as u32);
    for group in &index.synonyms {
        put_varint(out, group.len() as u32);
        group.iter().for_each(|term| put_bytes(out, term.as_bytes()));
    }
}

fn read(reader: &mut Reader) -> Result<Index, IndexError> {
    reader.part("schema");
    let schema = read_schema(reader)?;
    reader.part("ids");
    let ids = read_strings(reader)?;
    let docs = ids.len();
    reader.part("priors");
    let priors = read_priors(reader, docs)?;
    reader.part("facets");
    let facets =
        schema.facets.iter().map(|_| read_facet(reader, docs)).collect::<Result<_, _>>()?;
    reader.part("sort keys");
    let sort_ranks = read_columns(reader, schema.sort_keys.len(), docs)?;
    let sort_ranks = sort_ranks
        .into_iter()
        .map(|ranks| ranks.into_iter().map(|rank| rank.wrapping_sub(1)).collect());
    reader.part("languages");
    let languages = read_list(reader)?;
    reader.part("values");
    let values = read_values(reader, docs)?;
    reader.part("texts");
    let texts = read_strings(reader)?;
    if texts.len() != values.entries.len() {
        return Err(reader.corrupt());
    }
    reader.part("lengths");
    let lengths = read_columns(reader, schema.fields.len(), docs)?;
    let terms = read_terms(reader, docs)?;
    reader.part("synonyms");
    let synonyms = (0..reader.count()?).map(|_| read_list(reader)).collect::<Result<_, _>>()?;
    if !reader.at_end() {
        return Err(reader.corrupt());
    }
    Ok(Index {
        schema,
        ids,
        priors,
        facets,
        sort_ranks: sort_ranks.collect(),
        languages,
        values,
        texts,
        lengths,
        terms,
        synonyms,
        streams: Streams::default(),
        norms: Norms::default(),
        names: Vec::new(),
        synonym_keys: Vec::new(),
        sketches: OnceLock::new(),
    })
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

/// Ascending numbers as a count and distances.
fn write_distances(numbers: &[u32], out: &mut Vec<u8>) {
    put_varint(out, numbers.len() as u32);
    let mut before = 0;
    for &number in numbers {
        put_varint(out, number.wrapping_sub(before));
        before = number;
    }
}

fn read_distances(reader: &mut Reader) -> Result<Vec<u32>, IndexError> {
    let mut numbers = Vec::with_capacity(reader.count()?);
    let mut before = 0u32;
    for _ in 0..numbers.capacity() {
        before = before.checked_add(reader.number()?).ok_or_else(|| reader.corrupt())?;
        numbers.push(before);
    }
    Ok(numbers)
}

fn write_strings(strings: &Strings, out: &mut Vec<u8>) {
    write_distances(&strings.starts, out);
    put_bytes(out, strings.text.as_bytes());
}

fn read_strings(reader: &mut Reader) -> Result<Strings, IndexError> {
    let starts = read_distances(reader)?;
    let text = reader.string()?;
    let sound = starts.first() == Some(&0)
        && starts.last().is_some_and(|&end| end as usize == text.len())
        && starts.iter().all(|&start| text.is_char_boundary(start as usize));
    if sound { Ok(Strings { text, starts }) } else { Err(reader.corrupt()) }
}

/// Priors repeat: the distinct ones, then the place of each in that list.
fn write_priors(priors: &[f32], out: &mut Vec<u8>) {
    let mut distinct: Vec<u64> = priors.iter().map(|prior| u64::from(prior.to_bits())).collect();
    distinct.sort_unstable();
    distinct.dedup();
    put_varint(out, distinct.len() as u32);
    distinct.iter().for_each(|&bits| out.extend((bits as u32).to_le_bytes()));
    if distinct.len() > 1 {
        for prior in priors {
            put_varint(
                out,
                distinct.binary_search(&u64::from(prior.to_bits())).unwrap_or(0) as u32,
            );
        }
    }
}

fn read_priors(reader: &mut Reader, docs: usize) -> Result<Vec<f32>, IndexError> {
    let distinct: Vec<f32> =
        (0..reader.count()?).map(|_| reader.float()).collect::<Result<_, _>>()?;
    match distinct.as_slice() {
        [] if docs > 0 => Err(reader.corrupt()),
        [] => Ok(Vec::new()),
        [one] => Ok(vec![*one; docs]),
        many => (0..docs)
            .map(|_| many.get(reader.number()? as usize).copied().ok_or_else(|| reader.corrupt()))
            .collect(),
    }
}

fn write_facet(facet: &FacetColumn, out: &mut Vec<u8>) {
    write_strings(&facet.values, out);
    put_varint(out, facet.labels.len() as u32);
    for (value, label) in &facet.labels {
        put_varint(out, *value);
        put_bytes(out, label.as_bytes());
    }
    write_distances(&facet.starts, out);
    facet.codes.iter().for_each(|&code| put_varint(out, code));
}

fn read_facet(reader: &mut Reader, docs: usize) -> Result<FacetColumn, IndexError> {
    let values = read_strings(reader)?;
    let count = reader.count()?;
    let labels = (0..count)
        .map(|_| Ok((reader.number()?, reader.string()?)))
        .collect::<Result<_, IndexError>>()?;
    let starts = read_starts(reader, docs)?;
    let total = starts.last().map_or(0, |&end| end as usize);
    let mut codes = Vec::new();
    for _ in 0..total {
        let code = reader.number()?;
        if code as usize >= values.len() {
            return Err(reader.corrupt());
        }
        codes.push(code);
    }
    Ok(FacetColumn { values, labels, starts, codes })
}

/// Starts of the entries of every document and the end of the last.
fn read_starts(reader: &mut Reader, docs: usize) -> Result<Vec<u32>, IndexError> {
    let starts = read_distances(reader)?;
    if starts.len() == docs + 1 && starts.first() == Some(&0) {
        Ok(starts)
    } else {
        Err(reader.corrupt())
    }
}

fn read_columns(
    reader: &mut Reader,
    columns: usize,
    docs: usize,
) -> Result<Vec<Vec<u32>>, IndexError> {
    (0..columns).map(|_| (0..docs).map(|_| reader.number()).collect()).collect()
}

fn read_values(reader: &mut Reader, docs: usize) -> Result<Values, IndexError> {
    let starts = read_starts(reader, docs)?;
    let total = starts.last().map_or(0, |&end| end as usize);
    let pairs = reader.take(total.saturating_mul(2))?;
    let entries = pairs.chunks_exact(2).map(|pair| (pair.first().copied(), pair.last().copied()));
    Ok(Values { starts, entries: entries.map(|(a, b)| (a.unwrap_or(0), b.unwrap_or(0))).collect() })
}

/// Bits of the shared length in the head byte of a word, and the value that says more follows.
const HEAD_BITS: u32 = 4;
const HEAD_MORE: u32 = 15;

fn write_terms(terms: &Terms, docs: usize, out: &mut Vec<u8>) {
    write_distances(&terms.grams, out);
    write_words(&terms.words, out);
    put_varint(out, terms.patterns.len() as u32);
    for pattern in &terms.patterns {
        put_varint(out, pattern.len() as u32);
        pattern.iter().for_each(|&(field, frequency)| out.extend([field, frequency]));
    }
    let mut bits = BitWriter::default();
    for term in 0..terms.grams.len() + terms.words.len() {
        write_list_of_postings(terms.cursor(term), docs, &mut bits);
    }
    put_bytes(out, &bits.finish());
}

fn read_terms(reader: &mut Reader, docs: usize) -> Result<Terms, IndexError> {
    reader.part("grams");
    let grams = read_distances(reader)?;
    reader.part("words");
    let words = read_words(reader)?;
    reader.part("occurrence patterns");
    let patterns: Vec<Occurrence> =
        (0..reader.count()?).map(|_| read_pattern(reader)).collect::<Result<_, _>>()?;
    reader.part("postings");
    let mut bits = BitReader::new(reader.bytes()?);
    let mut starts = Vec::with_capacity(grams.len() + words.len() + 1);
    let mut postings = Vec::new();
    for _ in 0..grams.len() + words.len() {
        starts.push(postings.len() as u32);
        read_list_of_postings(&mut bits, docs, &mut postings).ok_or_else(|| reader.corrupt())?;
    }
    starts.push(postings.len() as u32);
    Ok(Terms { grams, words, starts, postings, patterns })
}

/// The number of postings, then each gap and whether a pattern other than the plain one follows.
fn write_list_of_postings(cursor: Cursor, docs: usize, bits: &mut BitWriter) {
    bits.gamma(cursor.remaining() + 1);
    let k = rice_parameter(docs, cursor.remaining());
    let mut next = 0;
    for posting in cursor {
        bits.rice(posting.doc.wrapping_sub(next), k);
        next = posting.doc + 1;
        bits.put(u32::from(posting.code != PLAIN), 1);
        if posting.code != PLAIN {
            bits.gamma(posting.code);
        }
    }
}

fn read_list_of_postings(bits: &mut BitReader, docs: usize, postings: &mut Vec<u8>) -> Option<()> {
    let count = bits.gamma()? - 1;
    let k = rice_parameter(docs, count);
    let mut list = ListWriter::default();
    let mut next = 0u32;
    for _ in 0..count {
        let doc = next.checked_add(bits.rice(k)?).filter(|&doc| (doc as usize) < docs)?;
        let code = if bits.take(1)? == 1 { bits.gamma()? } else { PLAIN };
        list.push(Posting { doc, code });
        next = doc + 1;
    }
    list.write(postings);
    Some(())
}

fn read_pattern(reader: &mut Reader) -> Result<Occurrence, IndexError> {
    let count = reader.count()?;
    let pairs = reader.take(count.saturating_mul(2))?;
    Ok(pairs.chunks_exact(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?))).collect())
}

/// Each word as the length it shares with the word before, the length of the rest, and the rest; short lengths share a byte.
fn write_words(words: &Dictionary, out: &mut Vec<u8>) {
    put_varint(out, words.len() as u32);
    let mut before = "";
    for word in (0..words.len()).map(|at| words.word(at)) {
        let shared = word.bytes().zip(before.bytes()).take_while(|(a, b)| a == b).count();
        let rest = word.as_bytes().get(shared..).unwrap_or(&[]);
        let lengths = [shared as u32, rest.len() as u32];
        let [low, high] = lengths.map(|length| length.min(HEAD_MORE));
        out.push((low | high << HEAD_BITS) as u8);
        for length in lengths.into_iter().filter(|&length| length >= HEAD_MORE) {
            put_varint(out, length - HEAD_MORE);
        }
        out.extend_from_slice(rest);
        before = word;
    }
}

fn read_words(reader: &mut Reader) -> Result<Dictionary, IndexError> {
    let count = reader.count()?;
    let mut word: Vec<u8> = Vec::new();
    let mut words = Dictionary::from_sorted(std::iter::empty());
    for _ in 0..count {
        let head = u32::from(reader.take(1)?.first().copied().unwrap_or(0));
        let mut length = |short: u32| -> Result<usize, IndexError> {
            let more = if short == HEAD_MORE { reader.number()? } else { 0 };
            Ok((short + more.min(u32::MAX - short)) as usize)
        };
        let shared = length(head & HEAD_MORE)?;
        let rest = length(head >> HEAD_BITS)?;
        if shared > word.len() {
            return Err(reader.corrupt());
        }
        word.truncate(shared);
        word.extend_from_slice(reader.take(rest)?);
        words.push(std::str::from_utf8(&word).map_err(|_| reader.corrupt())?);
    }
    Ok(words)
}
