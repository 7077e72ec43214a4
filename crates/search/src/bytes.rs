//! Reading and writing of numbers as bytes, and the checksum.

use crate::error::IndexError;
use std::ops::Range;

/// Appends a number in base-128 groups, low groups first, the top bit set on all but the last.
pub(crate) fn put_varint(out: &mut Vec<u8>, mut value: u32) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Appends a length and bytes.
pub(crate) fn put_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    put_varint(out, bytes.len() as u32);
    out.extend_from_slice(bytes);
}

/// Reads a number at `*at` and moves on; past the end it reads zeros, so that damaged bytes cannot panic.
/// Most numbers take one byte, which is all that is compiled into the loops that call this.
#[inline(always)]
pub(crate) fn varint(bytes: &[u8], at: &mut usize) -> u32 {
    match bytes.get(*at) {
        Some(&byte) if byte < 0x80 => {
            *at += 1;
            u32::from(byte)
        }
        _ => long_varint(bytes, at),
    }
}

#[cold]
fn long_varint(bytes: &[u8], at: &mut usize) -> u32 {
    let mut value = 0u32;
    let mut shift = 0;
    while let Some(&byte) = bytes.get(*at) {
        *at += 1;
        value |= u32::from(byte & 0x7F).wrapping_shl(shift);
        if byte < 0x80 || shift >= 28 {
            break;
        }
        shift += 7;
    }
    value
}

/// A reader that knows the part it is in, for errors.
pub(crate) struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    part: &'static str,
    /// Where the texts stand, which are not copied.
    pub(crate) texts: Range<usize>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Reader<'a> {
        Reader { bytes, at: 0, part: "header", texts: 0..0 }
    }

    pub(crate) fn part(&mut self, part: &'static str) {
        self.part = part;
    }

    pub(crate) fn corrupt(&self) -> IndexError {
        IndexError::Corrupt { part: self.part }
    }

    pub(crate) fn number(&mut self) -> Result<u32, IndexError> {
        match self.at < self.bytes.len() {
            true => Ok(varint(self.bytes, &mut self.at)),
            false => Err(self.corrupt()),
        }
    }

    /// How many numbers a packed column may have: it may take no bytes at all, but a damaged count must not ask for all memory.
    pub(crate) fn most(&self) -> usize {
        (self.bytes.len() - self.at).saturating_mul(4096).saturating_add(1 << 16)
    }

    /// A count of things of at least one byte each, so that a damaged count cannot ask for all memory.
    pub(crate) fn count(&mut self) -> Result<usize, IndexError> {
        let count = self.number()? as usize;
        match count <= self.bytes.len() - self.at {
            true => Ok(count),
            false => Err(self.corrupt()),
        }
    }

    pub(crate) fn take(&mut self, len: usize) -> Result<&'a [u8], IndexError> {
        let end = self.at.checked_add(len).ok_or(IndexError::Corrupt { part: self.part })?;
        let taken = self.bytes.get(self.at..end).ok_or(IndexError::Corrupt { part: self.part })?;
        self.at = end;
        Ok(taken)
    }

    pub(crate) fn bytes(&mut self) -> Result<&'a [u8], IndexError> {
        let len = self.count()?;
        self.take(len)
    }

    /// Passes over the texts and remembers where they stand.
    pub(crate) fn keep_texts(&mut self) -> Result<(), IndexError> {
        let len = self.bytes()?.len();
        self.texts = self.at - len..self.at;
        Ok(())
    }

    pub(crate) fn string(&mut self) -> Result<String, IndexError> {
        let bytes = self.bytes()?;
        std::str::from_utf8(bytes).map(str::to_owned).map_err(|_| self.corrupt())
    }

    pub(crate) fn float(&mut self) -> Result<f32, IndexError> {
        match *self.take(4)? {
            [a, b, c, d] => Ok(f32::from_le_bytes([a, b, c, d])),
            _ => Err(self.corrupt()),
        }
    }

    /// True when nothing is left.
    pub(crate) fn at_end(&self) -> bool {
        self.at == self.bytes.len()
    }
}

/// The 32-bit FNV-1a hash (Fowler, Noll, Vo) over words of four bytes, folded: guards against damage, not malice.
pub(crate) fn checksum(bytes: &[u8]) -> u32 {
    let mut hash = 0xCBF2_9CE4_8422_2325u64;
    let mut words = bytes.chunks_exact(4);
    for word in &mut words {
        if let [a, b, c, d] = *word {
            hash =
                (hash ^ u64::from(u32::from_le_bytes([a, b, c, d]))).wrapping_mul(0x100_0000_01B3);
            hash ^= hash >> 29;
        }
    }
    for &byte in words.remainder() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3);
    }
    (hash ^ hash >> 32) as u32
}

/// The first eight bytes as a number that sorts as they do.
pub(crate) fn first_eight(bytes: &[u8]) -> u64 {
    match bytes.first_chunk() {
        Some(eight) => u64::from_be_bytes(*eight),
        None => (0..8).fold(0, |key, at| key << 8 | u64::from(bytes.get(at).copied().unwrap_or(0))),
    }
}

/// Hash of a sequence of units, for tables in memory.
pub(crate) fn hash_units(units: &[u16]) -> u32 {
    let mut hash = 0xCBF2_9CE4_8422_2325u64;
    for &unit in units {
        hash = (hash ^ u64::from(unit)).wrapping_mul(0x100_0000_01B3);
    }
    (hash ^ hash >> 32) as u32
}

/// Which of so many equal shares of all hashes a hash is in.
pub(crate) fn share(hash: u32, shares: usize) -> usize {
    ((u64::from(hash) * shares as u64) >> 32) as usize
}
