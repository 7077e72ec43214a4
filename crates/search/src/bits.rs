//! Numbers as bits, for everything that is at rest.
//!
//! Ascending numbers are written as their middle one, then each half between its neighbours (binary interpolative coding,
//! A. Moffat and L. Stuiver 2000): documents that are like each other stand together, and runs cost next to nothing.
//! Numbers below a known bound are truncated binary, others gamma coded (P. Elias 1975). None of it needs a table.

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

    /// A number from 0 to below `bound`; nothing where there is no choice.
    pub(crate) fn below(&mut self, value: u32, bound: u32) {
        let (bits, short) = truncated(bound);
        if value < short {
            self.put(value, bits);
        } else {
            let value = value.wrapping_add(short);
            self.put(value >> 1, bits);
            self.put(value & 1, 1);
        }
    }

    /// Ascending distinct numbers from `low` to `high`, both included.
    pub(crate) fn ascending(&mut self, numbers: &[u32], low: u32, high: u32) {
        let middle = numbers.len() / 2;
        let Some(&number) = numbers.get(middle) else { return };
        let (least, most) = bounds(numbers.len(), low, high);
        self.below(number.wrapping_sub(least), most.wrapping_sub(least).wrapping_add(1));
        let (left, right) = numbers.split_at(middle);
        self.ascending(left, low, number.wrapping_sub(1));
        self.ascending(right.get(1..).unwrap_or(&[]), number.wrapping_add(1), high);
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
    /// Where it was when it was asked last.
    told: usize,
    pending: u64,
    count: u32,
}

impl<'a> BitReader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> BitReader<'a> {
        BitReader { bytes, at: 0, told: 0, pending: 0, count: 0 }
    }

    /// Bytes read since this was asked last.
    pub(crate) fn news(&mut self) -> usize {
        self.at - std::mem::replace(&mut self.told, self.at)
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

    pub(crate) fn below(&mut self, bound: u32) -> Option<u32> {
        let (bits, short) = truncated(bound);
        let value = self.take(bits)?;
        if value < short {
            return Some(value);
        }
        (value << 1 | self.take(1)?).checked_sub(short).filter(|&value| value < bound)
    }

    /// Fills a list with ascending numbers from `low` to `high`; `None` when they cannot be so many.
    pub(crate) fn ascending(&mut self, numbers: &mut [u32], low: u32, high: u32) -> Option<()> {
        if numbers.is_empty() {
            return Some(());
        }
        if high < low || u64::from(high - low) + 1 < numbers.len() as u64 {
            return None;
        }
        let (least, most) = bounds(numbers.len(), low, high);
        let number = least + self.below(most - least + 1)?;
        let (left, right) = numbers.split_at_mut(numbers.len() / 2);
        let (middle, right) = right.split_first_mut()?;
        *middle = number;
        self.ascending(left, low, number.wrapping_sub(1))?;
        self.ascending(right, number.wrapping_add(1), high)
    }
}

/// Bits of the shorter codes below a bound, and how many such codes there are.
fn truncated(bound: u32) -> (u32, u32) {
    let bits = bound.max(1).ilog2();
    (bits, (2u64 << bits).wrapping_sub(u64::from(bound.max(1))) as u32)
}

/// Between what the middle one of so many ascending numbers must lie.
fn bounds(len: usize, low: u32, high: u32) -> (u32, u32) {
    let middle = len / 2;
    (low.wrapping_add(middle as u32), high.wrapping_sub((len - 1 - middle) as u32))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_come_back(numbers in proptest::collection::vec((0u32..3, 0u32..100_000, 1u32..100_000), 0..40)) {
            let mut writer = BitWriter::default();
            for &(kind, value, bound) in &numbers {
                match kind {
                    0 => writer.put(value & 0x3FFF, 14),
                    1 => writer.gamma(value + 1),
                    _ => writer.below(value % bound, bound),
                }
            }
            let bytes = writer.finish();
            let mut reader = BitReader::new(&bytes);
            for &(kind, value, bound) in &numbers {
                match kind {
                    0 => prop_assert_eq!(reader.take(14), Some(value & 0x3FFF)),
                    1 => prop_assert_eq!(reader.gamma(), Some(value + 1)),
                    _ => prop_assert_eq!(reader.below(bound), Some(value % bound)),
                }
            }
        }

        #[test]
        fn ascending_numbers_come_back(numbers in proptest::collection::btree_set(0u32..300, 0..60), more in 0u32..3) {
            let numbers: Vec<u32> = numbers.into_iter().collect();
            let high = numbers.last().copied().unwrap_or(0) + more;
            let mut writer = BitWriter::default();
            writer.ascending(&numbers, 0, high);
            let bytes = writer.finish();
            let mut read = vec![0; numbers.len()];
            prop_assert_eq!(BitReader::new(&bytes).ascending(&mut read, 0, high), Some(()));
            prop_assert_eq!(read, numbers);
        }

        #[test]
        fn any_bytes_are_read_to_an_end(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
            let mut reader = BitReader::new(&bytes);
            let mut steps = 0;
            while reader.gamma().is_some() && reader.below(1000).is_some() {
                steps += 1;
                prop_assert!(steps < 1000);
            }
        }
    }
}
