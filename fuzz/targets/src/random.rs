//! Numbers that look random and are the same in every run, and inputs made with them.

use crate::{Target, seeds};

/// Changes made to one input, at most.
const MOST_CHANGES: usize = 8;
/// Letters or bytes of an input, at most: what goes wrong mostly does so in short ones.
const LONGEST: usize = 4_096;
/// Bytes that numbers end or turn at.
const EDGES: [u8; 8] = [0x00, 0x01, 0x0F, 0x7F, 0x80, 0x81, 0xFE, 0xFF];

/// SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// The numbers of one case: the same seed and case give the same numbers, whatever ran before.
    pub fn of_case(seed: u64, case: u64) -> Random {
        let mut random = Random(seed ^ case.wrapping_mul(0xD134_2543_DE82_EF95));
        random.next();
        random
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ mixed >> 31
    }

    /// A number below another; zero when there is none.
    fn below(&mut self, end: usize) -> usize {
        // The remainder favours small numbers by less than anybody could see.
        (self.next() % (end.max(1) as u64)) as usize
    }

    fn one_of<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        all.get(self.below(all.len()))
    }

    /// An input of a target: one of its seeds, changed here and there.
    pub fn input(&mut self, target: Target, seeds: &[Vec<u8>]) -> Vec<u8> {
        let seed = self.one_of(seeds).cloned().unwrap_or_default();
        let other = self.one_of(seeds).cloned().unwrap_or_default();
        let changes = self.below(MOST_CHANGES + 1);
        match target {
            Target::Index => self.bytes(seed, &other, changes),
            Target::Query | Target::Analyzer => self.text(
                &String::from_utf8_lossy(&seed),
                &String::from_utf8_lossy(&other),
                changes,
            ),
        }
    }

    fn bytes(&mut self, mut bytes: Vec<u8>, other: &[u8], changes: usize) -> Vec<u8> {
        for _ in 0..changes {
            let at = self.below(bytes.len());
            match self.below(8) {
                0 | 1 => change(&mut bytes, at, |byte, random| *byte ^= 1 << random.below(8), self),
                2 => change(&mut bytes, at, |byte, random| *byte = random.next() as u8, self),
                3 => change(
                    &mut bytes,
                    at,
                    |byte, random| *byte = random.one_of(&EDGES).copied().unwrap_or(0),
                    self,
                ),
                _ => splice(&mut bytes, other, self),
            }
        }
        bytes
    }

    fn text(&mut self, text: &str, other: &str, changes: usize) -> Vec<u8> {
        let other: Vec<char> = other.chars().collect();
        let mut letters: Vec<char> = text.chars().collect();
        for _ in 0..changes {
            let at = self.below(letters.len());
            match self.below(8) {
                0 | 1 => {
                    let piece = self.one_of(&seeds::PIECES).copied().unwrap_or("");
                    letters.splice(at..at, piece.chars());
                }
                2 => {
                    let letter = self.letter();
                    change(&mut letters, at, |old, _| *old = letter, self);
                }
                3 => letters.insert(at, self.letter()),
                _ => splice(&mut letters, &other, self),
            }
        }
        letters.into_iter().collect::<String>().into_bytes()
    }

    /// A letter of a script that is known, or any at all.
    fn letter(&mut self) -> char {
        let blocks = seeds::BLOCKS;
        let block = self.one_of(&blocks).cloned().unwrap_or(0..=0x10_FFFF);
        let width = (block.end() - block.start()) as usize + 1;
        let code = block.start() + self.below(width) as u32;
        char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
    }
}

fn change<T>(all: &mut [T], at: usize, how: impl Fn(&mut T, &mut Random), random: &mut Random) {
    if let Some(one) = all.get_mut(at) {
        how(one, random);
    }
}

/// Takes a range out, doubles it, or puts one of another input in its place.
fn splice<T: Clone>(all: &mut Vec<T>, other: &[T], random: &mut Random) {
    let range = |length: usize, random: &mut Random| {
        let start = random.below(length);
        start..start + random.below(length - start + 1).min(1 + random.below(64))
    };
    let here = range(all.len(), random);
    let there = range(other.len(), random);
    match random.below(4) {
        0 => drop(all.drain(here)),
        1 => all.truncate(here.start),
        2 => {
            let doubled = all.get(here.clone()).unwrap_or(&[]).to_vec();
            for _ in 0..=random.below(8) {
                all.splice(here.start..here.start, doubled.iter().cloned());
            }
        }
        _ => drop(all.splice(here, other.get(there).unwrap_or(&[]).iter().cloned())),
    }
    all.truncate(LONGEST);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_is_always_the_same_and_cases_differ() {
        let texts = seeds::of(Target::Query);
        let input = |case: u64| Random::of_case(1, case).input(Target::Query, &texts);
        let inputs: Vec<Vec<u8>> = (0..200).map(input).collect();
        assert_eq!(inputs, (0..200).map(input).collect::<Vec<_>>());
        let different: std::collections::HashSet<&Vec<u8>> = inputs.iter().collect();
        assert!(different.len() > 150, "{}", different.len());
    }

    #[test]
    fn some_changed_indexes_are_refused_and_some_are_read() {
        let bodies = seeds::of(Target::Index);
        let is_read = |case: u64| {
            let body = Random::of_case(1, case).input(Target::Index, &bodies);
            search::Index::from_bytes(&crate::with_header(&body)).is_ok()
        };
        let read = (0..200).filter(|&case| is_read(case)).count();
        assert!((20..180).contains(&read), "{read} of 200");
    }
}
