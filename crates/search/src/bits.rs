//! Numbers as bits, for posting lists at rest.
//!
//! Gaps are Golomb-Rice coded (R. F. Rice 1979): the low `k` bits as they are, the rest in unary, with `k` chosen from the
//! mean gap. Counts and pattern numbers are gamma coded (P. Elias 1975). Both come close to the entropy of postings that
//! are spread evenly, and need no table.

/// Writes bits, low bits of each byte first.
#[derive(Default)]
pub(crate) struct BitWriter {
    bytes: Vec<u8>,
    pending: u64,
    count: u32,
}

impl BitWriter {
    /// Appends the low `count` bits of a value; at most 32.
    pub(crate) fn put(&mut self, value: u32, count: u32) {
        self.pending |= (u64::from(value) & ((1 << count) - 1)) << self.count;
        self.count += count;
        while self.count >= 8 {
            self.bytes.push(self.pending as u8);
            self.pending >>= 8;
            self.count -= 8;
        }
    }

    fn unary(&mut self, zeros: u32) {
        (0..zeros / 32).for_each(|_| self.put(0, 32));
        self.put(0, zeros % 32);
        self.put(1, 1);
    }

    /// A number from 1 on.
    pub(crate) fn gamma(&mut self, value: u32) {
        let bits = value.max(1).ilog2();
        self.unary(bits);
        self.put(value, bits);
    }

    pub(crate) fn rice(&mut self, value: u32, k: u32) {
        self.unary(value >> k);
        self.put(value, k);
    }

    pub(crate) fn finish(mut self) -> Vec<u8> {
        if self.count > 0 {
            self.bytes.push(self.pending as u8);
        }
        self.bytes
    }
}

/// Reads what [`BitWriter`] wrote. Past the end everything is `None`.
pub(crate) struct BitReader<'a> {
    bytes: &'a [u8],
    at: usize,
    pending: u64,
    count: u32,
}

impl<'a> BitReader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> BitReader<'a> {
        BitReader { bytes, at: 0, pending: 0, count: 0 }
    }

    fn fill(&mut self) {
        while self.count <= 56 {
            let Some(&byte) = self.bytes.get(self.at) else { break };
            self.pending |= u64::from(byte) << self.count;
            self.at += 1;
            self.count += 8;
        }
    }

    /// The next `count` bits, at most 32.
    pub(crate) fn take(&mut self, count: u32) -> Option<u32> {
        self.fill();
        if count > self.count {
            return None;
        }
        let value = self.pending & ((1 << count) - 1);
        self.pending >>= count;
        self.count -= count;
        Some(value as u32)
    }

    fn unary(&mut self) -> Option<u32> {
        let mut zeros = 0u32;
        loop {
            self.fill();
            if self.count == 0 {
                return None;
            }
            let run = self.pending.trailing_zeros().min(self.count);
            zeros = zeros.checked_add(run)?;
            let found = run < self.count;
            let used = run + u32::from(found);
            self.pending = if used >= 64 { 0 } else { self.pending >> used };
            self.count -= used;
            if found {
                return Some(zeros);
            }
        }
    }

    pub(crate) fn gamma(&mut self) -> Option<u32> {
        let bits = self.unary().filter(|&bits| bits < 32)?;
        Some(1 << bits | self.take(bits)?)
    }

    pub(crate) fn rice(&mut self, k: u32) -> Option<u32> {
        let high = self.unary()?;
        let low = self.take(k)?;
        high.checked_mul(1 << k)?.checked_add(low)
    }
}

/// The parameter for gaps of documents spread evenly: the power of two next below ln 2 times their mean.
pub(crate) fn rice_parameter(docs: usize, doc_freq: u32) -> u32 {
    let gap = (docs as u64 * 69 / 100) / u64::from(doc_freq.max(1));
    (gap.max(1) as u32).ilog2()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_come_back(numbers in proptest::collection::vec((0u32..3, 0u32..100_000, 0u32..17), 0..40)) {
            let mut writer = BitWriter::default();
            for &(kind, value, k) in &numbers {
                match kind {
                    0 => writer.put(value & ((1 << k) - 1), k),
                    1 => writer.gamma(value + 1),
                    _ => writer.rice(value, k),
                }
            }
            let bytes = writer.finish();
            let mut reader = BitReader::new(&bytes);
            for &(kind, value, k) in &numbers {
                match kind {
                    0 => prop_assert_eq!(reader.take(k), Some(value & ((1 << k) - 1))),
                    1 => prop_assert_eq!(reader.gamma(), Some(value + 1)),
                    _ => prop_assert_eq!(reader.rice(k), Some(value)),
                }
            }
        }

        #[test]
        fn any_bytes_are_read_to_an_end(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
            let mut reader = BitReader::new(&bytes);
            let mut steps = 0;
            while reader.gamma().is_some() && reader.rice(3).is_some() {
                steps += 1;
                prop_assert!(steps < 1000);
            }
        }
    }
}
