//! Numbers for terms while an index is built: two small open-addressing hash tables.

use crate::bytes;
use crate::sort;
use crate::work::Pace;

const EMPTY: u32 = u32::MAX;

/// Numbers grams in the order they are first seen.
#[derive(Debug, Default)]
pub(crate) struct GramInterner {
    table: Vec<u32>,
    pub(crate) keys: Vec<u32>,
}

impl GramInterner {
    pub(crate) fn number(&mut self, key: u32) -> u32 {
        if self.keys.len() * 2 >= self.table.len() {
            self.grow();
        }
        let mask = self.table.len() - 1;
        let mut at = spread(u64::from(key)) & mask;
        loop {
            match self.table.get(at).copied().unwrap_or(EMPTY) {
                EMPTY => break,
                number if self.keys.get(number as usize) == Some(&key) => return number,
                _ => at = (at + 1) & mask,
            }
        }
        let number = self.keys.len() as u32;
        self.keys.push(key);
        if let Some(slot) = self.table.get_mut(at) {
            *slot = number;
        }
        number
    }

    fn grow(&mut self) {
        let hashes: Vec<usize> = self.keys.iter().map(|&key| spread(u64::from(key))).collect();
        self.table = rehash(&hashes, self.table.len());
    }
}

/// Numbers words in the order they are first seen.
#[derive(Debug, Default)]
pub(crate) struct WordInterner {
    table: Vec<u32>,
    hashes: Vec<usize>,
    text: String,
    ends: Vec<u32>,
}

impl WordInterner {
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(crate) fn word(&self, number: u32) -> &str {
        let at = number as usize;
        let start = if at == 0 { 0 } else { self.ends.get(at - 1).map_or(0, |&end| end as usize) };
        let end = self.ends.get(at).map_or(0, |&end| end as usize);
        self.text.get(start..end).unwrap_or("")
    }

    /// The numbers of all words in the order of these.
    pub(crate) async fn order(&self, pace: &Pace) -> Vec<u32> {
        let mut firsts = Vec::with_capacity(self.len());
        let add = &mut |at: usize| {
            firsts.push(bytes::first_eight(self.word(at as u32).as_bytes()));
            Some(1)
        };
        pace.each(self.len(), add).await;
        // Most are told apart by their first bytes.
        let compare = |a: usize, b: usize| {
            let rest = || self.word(a as u32).cmp(self.word(b as u32));
            firsts.get(a).cmp(&firsts.get(b)).then_with(rest)
        };
        sort::order(self.len(), &compare, pace).await
    }

    pub(crate) fn number(&mut self, word: &str) -> u32 {
        if self.ends.len() * 2 >= self.table.len() {
            self.table = rehash(&self.hashes, self.table.len());
        }
        let mask = self.table.len() - 1;
        let hash = hash_bytes(word.as_bytes());
        let mut at = hash & mask;
        loop {
            match self.table.get(at).copied().unwrap_or(EMPTY) {
                EMPTY => break,
                number
                    if self.hashes.get(number as usize) == Some(&hash)
                        && self.word(number) == word =>
                {
                    return number;
                }
                _ => at = (at + 1) & mask,
            }
        }
        let number = self.ends.len() as u32;
        self.text.push_str(word);
        self.ends.push(self.text.len() as u32);
        self.hashes.push(hash);
        if let Some(slot) = self.table.get_mut(at) {
            *slot = number;
        }
        number
    }
}

fn rehash(hashes: &[usize], old_len: usize) -> Vec<u32> {
    let len = (old_len * 2).max(1024);
    let mut table = vec![EMPTY; len];
    for (number, &hash) in hashes.iter().enumerate() {
        let mut at = hash & (len - 1);
        while table.get(at).is_some_and(|&slot| slot != EMPTY) {
            at = (at + 1) & (len - 1);
        }
        if let Some(slot) = table.get_mut(at) {
            *slot = number as u32;
        }
    }
    table
}

/// Fibonacci hashing (Knuth, The Art of Computer Programming 3, section 6.4).
fn spread(key: u64) -> usize {
    (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize
}

fn hash_bytes(bytes: &[u8]) -> usize {
    let hash = bytes.iter().fold(0u64, |hash, &byte| {
        (hash.rotate_left(5) ^ u64::from(byte)).wrapping_mul(0x517C_C1B7_2722_0A95)
    });
    spread(hash)
}
