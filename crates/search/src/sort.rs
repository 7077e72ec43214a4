//! One sorting routine for the whole crate.
//!
//! The standard sorts are compiled anew for every type and order, at 3 to 4 KB of WebAssembly each; these are small and
//! compiled once: one for anything that can be compared, and a faster one for plain `u64` keys.

use crate::work::{self, Pace};
use std::cmp::Ordering;
use std::ops::Range;

/// The numbers `0..len` in the order of what they stand for; equal ones stay in order. A bottom-up merge sort.
pub(crate) async fn order(
    len: usize,
    compare: &dyn Fn(usize, usize) -> Ordering,
    pace: &Pace,
) -> Vec<u32> {
    let mut numbers: Vec<u32> = (0..len as u32).collect();
    let mut merged = Vec::with_capacity(len);
    let mut width = 1;
    while width < len {
        merged.clear();
        let (mut left, mut right) = (0..0, 0..0);
        let merge_one = &mut |at: usize| {
            if right.is_empty() && left.is_empty() {
                let middle = (at + width).min(len);
                (left, right) = (at..middle, middle..(middle + width).min(len));
            }
            let first = |range: &Range<usize>| numbers.get(range.clone())?.first().copied();
            let from = match (first(&left), first(&right)) {
                (Some(a), Some(b)) if compare(a as usize, b as usize).is_gt() => &mut right,
                (Some(_), _) => &mut left,
                _ => &mut right,
            };
            merged.push(*numbers.get(from.next()?)?);
            Some(1)
        };
        pace.each(len, merge_one).await;
        std::mem::swap(&mut numbers, &mut merged);
        width *= 2;
    }
    numbers
}

/// As [`order`], for few.
fn order_at_once(len: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<u32> {
    work::at_once(order(len, compare, &Pace::endless()))
}

/// Sorts items; equal ones stay in order.
pub(crate) fn sort_by<T>(items: &mut Vec<T>, compare: &dyn Fn(&T, &T) -> Ordering) {
    let compare = |a: usize, b: usize| match (items.get(a), items.get(b)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    };
    let numbers = order_at_once(items.len(), &compare);
    let mut taken: Vec<Option<T>> = items.drain(..).map(Some).collect();
    items.extend(numbers.iter().filter_map(|&at| taken.get_mut(at as usize)?.take()));
}

/// Sorts keys: few by insertion, many by their bytes, lowest first, leaving out bytes in which all are the same
/// (Knuth, The Art of Computer Programming 3, section 5.2.5).
pub(crate) fn keys(keys: &mut Vec<u64>) {
    if keys.len() <= FEW {
        return insert(keys);
    }
    let varying = keys.iter().fold(0, |bits, key| bits | (key ^ keys.first().unwrap_or(&0)));
    let mut moved = vec![0; keys.len()];
    for shift in (0..64).step_by(8).filter(|shift| varying >> shift & 0xFF != 0) {
        let byte = |key: &u64| (key >> shift & 0xFF) as usize;
        let mut places = [0usize; 257];
        for key in keys.iter() {
            if let Some(count) = places.get_mut(byte(key) + 1) {
                *count += 1;
            }
        }
        let mut before = 0;
        for place in &mut places {
            before += *place;
            *place = before;
        }
        for key in keys.iter() {
            if let Some(place) = places.get_mut(byte(key)) {
                if let Some(slot) = moved.get_mut(*place) {
                    *slot = *key;
                }
                *place += 1;
            }
        }
        std::mem::swap(keys, &mut moved);
    }
}

/// Up to so many keys are sorted by insertion.
const FEW: usize = 48;

fn insert(keys: &mut [u64]) {
    for end in 1..keys.len() {
        let mut at = end;
        while at > 0 && keys.get(at - 1) > keys.get(at) {
            keys.swap(at - 1, at);
            at -= 1;
        }
    }
}

/// Leaves the smallest keys, in any order: the part that holds the border is cut by the middle of three again and again
/// (quickselect, C. A. R. Hoare 1961). Keys in a bad order are sorted instead.
pub(crate) fn smallest(list: &mut Vec<u64>, wanted: usize) {
    let (mut low, mut high) = (0, list.len());
    let mut rounds = 2 * usize::BITS - list.len().leading_zeros();
    while wanted < list.len() && wanted > low && wanted < high && high - low > FEW {
        if rounds == 0 {
            keys(list);
            break;
        }
        rounds -= 1;
        let Some(part) = list.get_mut(low..high) else { break };
        let cut = low + partition(part);
        if cut <= wanted {
            low = cut
        } else {
            high = cut
        }
        if low == high {
            break;
        }
    }
    if wanted < list.len() && high - low <= FEW {
        insert(list.get_mut(low..high).unwrap_or(&mut []));
    }
    list.truncate(wanted);
}

/// Puts keys below a middle one before the others; gives their number, at least 1 and not all.
fn partition(part: &mut [u64]) -> usize {
    let middle = part.len() / 2;
    let mut three = [0, middle, part.len() - 1].map(|at| part.get(at).copied().unwrap_or(0));
    insert(&mut three);
    let pivot = three.get(1).copied().unwrap_or(0);
    let mut cut = 0;
    for at in 0..part.len() {
        if part.get(at).is_some_and(|key| *key < pivot) {
            part.swap(at, cut);
            cut += 1;
        }
    }
    cut.clamp(1, part.len() - 1)
}

/// Two numbers as one key that sorts by the first, then the second.
pub(crate) fn key(first: u32, second: u32) -> u64 {
    u64::from(first) << 32 | u64::from(second)
}

/// The two numbers of a key.
pub(crate) fn parts(key: u64) -> (u32, u32) {
    ((key >> 32) as u32, key as u32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn keys_agree_with_the_standard_sort(items in proptest::collection::vec(0u64..1_000_000, 0..200), high in any::<u32>()) {
            let mut ours: Vec<u64> = items.iter().map(|item| item * u64::from(high)).collect();
            let mut standard = ours.clone();
            keys(&mut ours);
            standard.sort_unstable();
            prop_assert_eq!(ours, standard);
        }

        #[test]
        fn the_smallest_keys_are_left(items in proptest::collection::btree_set(0u64..5_000, 0..400), order in any::<u64>(), wanted in 0usize..500) {
            let mut ours: Vec<u64> = items.iter().copied().collect();
            match order % 3 {
                0 => {}
                1 => ours.reverse(),
                _ => (1..ours.len()).for_each(|at| ours.swap(at, (order.wrapping_mul(at as u64) >> 7) as usize % (at + 1))),
            }
            smallest(&mut ours, wanted);
            ours.sort_unstable();
            prop_assert_eq!(ours, items.into_iter().take(wanted).collect::<Vec<_>>());
        }

        #[test]
        fn agrees_with_the_standard_sort(items in proptest::collection::vec((0u8..8, any::<u8>()), 0..80)) {
            let (mut ours, mut standard) = (items.clone(), items);
            sort_by(&mut ours, &|a, b| a.0.cmp(&b.0));
            standard.sort_by_key(|item| item.0);
            prop_assert_eq!(ours, standard);
        }
    }
}
