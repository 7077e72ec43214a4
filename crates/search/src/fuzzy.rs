//! Words within a small edit distance: letters for alphabetic words, jamo for Korean ones.

use crate::analyzer::{STEM_MARK, korean};
use crate::dictionary::Dictionary;
use crate::sort;
use crate::text::class::{self, Class};
use crate::text::hangul;
use std::ops::Range;

/// Neighbours given at most.
const MAX_NEIGHBOURS: usize = 8;

/// Shorter words, in letters or jamo, must begin with the right one: one edit away from a short word lie too many others.
const SHORT: usize = 8;

/// Edits allowed for any word.
const MAX_EDITS: usize = 2;

/// Edits allowed for a word of so many letters or keystrokes.
fn budget(strokes: usize, korean: bool) -> usize {
    match (korean, strokes) {
        (false, 0..=3) | (true, 0..=4) => 0,
        (false, 4..=10) | (true, 5..=9) => 1,
        _ => MAX_EDITS,
    }
}

/// What is known of every word before it is taken apart: how many strokes it has, and which occur (hashed).
#[derive(Clone, Debug, Default)]
pub(crate) struct Sketches {
    /// Numbers of the words, by their number of strokes.
    words: Vec<u32>,
    /// The strokes of each of these.
    masks: Vec<u32>,
    /// Where the words of each number of strokes begin.
    starts: Vec<u32>,
}

/// Words of more strokes than this are kept together.
const MAX_STROKES: usize = 64;

impl Sketches {
    pub(crate) fn of(words: &Dictionary) -> Sketches {
        let mut strokes = Vec::new();
        let mut keys: Vec<u64> = Vec::with_capacity(words.len());
        let mut masks: Vec<u32> = Vec::with_capacity(words.len());
        for at in 0..words.len() {
            strokes.clear();
            words.word(at).encode_utf16().for_each(|unit| hangul::push_jamo(unit, &mut strokes));
            keys.push(sort::key(strokes.len().min(MAX_STROKES) as u32, at as u32));
            masks.push(mask(&strokes));
        }
        sort::keys(&mut keys);
        let starts = (0..=MAX_STROKES as u32 + 1)
            .map(|len| keys.partition_point(|&key| key < sort::key(len, 0)) as u32);
        let words: Vec<u32> = keys.iter().map(|&key| sort::parts(key).1).collect();
        let mask = |word: &u32| masks.get(*word as usize).copied().unwrap_or(0);
        Sketches { masks: words.iter().map(mask).collect(), words, starts: starts.collect() }
    }

    /// Words that may lie within a distance of the wanted strokes, in order: one edit changes the number of strokes by
    /// at most one, and at most two bits of the mask.
    fn near(&self, within: Range<usize>, wanted: &[u16], limit: usize) -> Vec<u32> {
        let (wanted_mask, len) = (mask(wanted), wanted.len().min(MAX_STROKES));
        let start = |len: usize| self.starts.get(len).map_or(self.words.len(), |&at| at as usize);
        let range = start(len.saturating_sub(limit))..start((len + limit).min(MAX_STROKES) + 1);
        let masks = self.masks.get(range.clone()).unwrap_or(&[]).iter();
        let words = self.words.get(range).unwrap_or(&[]).iter();
        let near = |(word, mask): &(&u32, &u32)| {
            (**mask ^ wanted_mask).count_ones() as usize <= 2 * limit
                && within.contains(&(**word as usize))
        };
        let mut found: Vec<u64> =
            words.zip(masks).filter(near).map(|(&word, _)| u64::from(word)).collect();
        sort::keys(&mut found);
        found.into_iter().map(|word| word as u32).collect()
    }
}

fn mask(strokes: &[u16]) -> u32 {
    strokes.iter().fold(0, |mask, &stroke| mask | 1 << (stroke % 32))
}

/// The words of a dictionary nearest to a word, or the stems nearest to a stem with its mark, at most so many edits away;
/// only those at the smallest distance found, in dictionary order.
pub(crate) fn neighbours(words: &Dictionary, sketches: &Sketches, units: &[u16]) -> Vec<String> {
    let korean = units.iter().all(|&unit| matches!(class::of(unit), Class::Hangul | Class::Jamo));
    let latin = units.iter().all(|&unit| class::of(unit) == Class::Word && !class::is_digit(unit));
    if units.is_empty() || !(korean || latin) {
        return Vec::new();
    }
    let units = if korean { units.get(..korean::stem_len(units)).unwrap_or(units) } else { units };
    let mut wanted = Vec::new();
    units.iter().for_each(|&unit| hangul::push_jamo(unit, &mut wanted));
    // The mark of a stem is no letter of it.
    let stem = usize::from(units.first() == Some(&(STEM_MARK as u16)));
    let len = wanted.len() - stem;
    // Short Korean words must keep their number of jamo too.
    let fixed = korean && len < SHORT;
    let mut best = budget(len, korean);
    let mut found: Vec<(usize, usize)> = Vec::new();
    if best == 0 {
        return Vec::new();
    }
    let alphabet = match (korean, stem) {
        (true, _) => words.between("가", "\u{D7B0}"),
        (_, 0) => words.between("0", "가"),
        _ => words.between("\u{1}", "\u{2}"),
    };
    let mut strokes = Vec::new();
    for at in sketches.near(alphabet, &wanted, best) {
        let at = at as usize;
        strokes.clear();
        words.word(at).encode_utf16().for_each(|unit| hangul::push_jamo(unit, &mut strokes));
        let first = |strokes: &[u16]| strokes.get(stem).copied();
        if len < SHORT && first(&strokes) != first(&wanted)
            || fixed && strokes.len() != wanted.len()
        {
            continue;
        }
        if let Some(distance) = distance(&wanted, &strokes, best).filter(|&distance| distance > 0) {
            let other_length = korean && words.word(at).chars().count() != units.len();
            if other_length && distance > 1 {
                continue;
            }
            best = distance;
            found.push((distance, at));
        }
    }
    found.retain(|entry| entry.0 == best);
    found.truncate(MAX_NEIGHBOURS);
    found.into_iter().map(|entry| words.word(entry.1).to_owned()).collect()
}

/// Optimal string alignment distance (Damerau 1964: insertion, deletion, substitution, transposition of neighbours),
/// `None` above `limit`.
fn distance(a: &[u16], b: &[u16], limit: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > limit {
        return None;
    }
    let mut before = vec![0; b.len() + 1];
    let mut row: Vec<usize> = (0..=b.len()).collect();
    let mut next = vec![0; b.len() + 1];
    let mut x_before = None;
    for (i, &x) in a.iter().enumerate() {
        let mut left = i + 1;
        let mut y_before = None;
        let cells = row.windows(2).zip(&before).zip(b).zip(next.iter_mut().skip(1));
        for (((pair, &corner), &y), cell) in cells {
            let (diagonal, up) =
                (pair.first().copied().unwrap_or(0), pair.last().copied().unwrap_or(0));
            let mut least = (diagonal + usize::from(x != y)).min(up + 1).min(left + 1);
            if let Some((two_back, y_before)) = y_before
                && Some(y) == x_before
                && Some(x) == Some(y_before)
            {
                least = least.min(two_back + 1);
            }
            y_before = Some((corner, y));
            *cell = least;
            left = least;
        }
        if let Some(first) = next.first_mut() {
            *first = i + 1;
        }
        if next.iter().min().is_some_and(|&least| least > limit) {
            return None;
        }
        x_before = Some(x);
        std::mem::swap(&mut before, &mut row);
        std::mem::swap(&mut row, &mut next);
    }
    row.last().copied().filter(|&distance| distance <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The textbook recurrence.
    fn oracle(a: &[u16], b: &[u16]) -> usize {
        let mut d = vec![vec![0; b.len() + 1]; a.len() + 1];
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                d[i][j] = if i == 0 || j == 0 {
                    i + j
                } else {
                    let same = usize::from(a[i - 1] != b[j - 1]);
                    let mut least =
                        (d[i - 1][j - 1] + same).min(d[i - 1][j] + 1).min(d[i][j - 1] + 1);
                    if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                        least = least.min(d[i - 2][j - 2] + 1);
                    }
                    least
                };
            }
        }
        d[a.len()][b.len()]
    }

    proptest! {
        #[test]
        fn distance_is_the_textbook_one(a in "[abc]{0,7}", b in "[abc]{0,7}", limit in 0usize..4) {
            let (a, b): (Vec<u16>, Vec<u16>) = (a.encode_utf16().collect(), b.encode_utf16().collect());
            let expect = Some(oracle(&a, &b)).filter(|&distance| distance <= limit);
            prop_assert_eq!(distance(&a, &b, limit), expect);
        }
    }

    #[test]
    fn neighbours_by_jamo_and_by_letter() {
        let words = Dictionary::from_sorted(
            ["\u{1}govern", "governance", "government", "거버넌스", "인터넷"].into_iter(),
        );
        let check = |typed: &str, expect: &[&str]| {
            assert_eq!(
                neighbours(
                    &words,
                    &Sketches::of(&words),
                    &typed.encode_utf16().collect::<Vec<_>>(),
                ),
                expect,
                "{typed}"
            );
        };
        check("governence", &["governance"]);
        check("goverment", &["government"]);
        check("인터냇", &["인터넷"]);
        check("거버먼스", &["거버넌스"]);
        check("정부", &[]);
        check("igf", &[]);
    }
}
