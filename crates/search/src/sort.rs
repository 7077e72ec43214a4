//! One sorting routine for the whole crate.
//!
//! The standard sorts are compiled anew for every type and order, at 3 to 4 KB of WebAssembly each; this one is compiled
//! once. Hot paths sort plain `u64` keys with the standard unstable sort, also compiled once.

use std::cmp::Ordering;

/// Runs this short are sorted by insertion before merging.
const RUN: usize = 8;

/// The numbers `0..len` in the order of what they stand for; equal ones stay in order. A bottom-up merge sort.
pub(crate) fn order(len: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<u32> {
    let mut numbers: Vec<u32> = (0..len as u32).collect();
    let before = |a: u32, b: u32| compare(a as usize, b as usize) != Ordering::Greater;
    for run in numbers.chunks_mut(RUN) {
        for end in 1..run.len() {
            let mut at = end;
            while at > 0 && run.get(at - 1).zip(run.get(at)).is_some_and(|(&a, &b)| !before(a, b)) {
                run.swap(at - 1, at);
                at -= 1;
            }
        }
    }
    let mut merged = Vec::with_capacity(len);
    let mut width = RUN;
    while width < len {
        merged.clear();
        for pair in numbers.chunks(width * 2) {
            let (mut left, mut right) = pair.split_at(width.min(pair.len()));
            while let (Some((&a, rest_left)), Some((&b, rest_right))) =
                (left.split_first(), right.split_first())
            {
                if before(a, b) {
                    merged.push(a);
                    left = rest_left;
                } else {
                    merged.push(b);
                    right = rest_right;
                }
            }
            merged.extend_from_slice(left);
            merged.extend_from_slice(right);
        }
        std::mem::swap(&mut numbers, &mut merged);
        width *= 2;
    }
    numbers
}

/// Sorts items; equal ones stay in order.
pub(crate) fn sort_by<T>(items: &mut Vec<T>, compare: &dyn Fn(&T, &T) -> Ordering) {
    let numbers = order(items.len(), &|a, b| match (items.get(a), items.get(b)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    });
    let mut taken: Vec<Option<T>> = items.drain(..).map(Some).collect();
    items.extend(numbers.iter().filter_map(|&at| taken.get_mut(at as usize)?.take()));
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
        fn agrees_with_the_standard_sort(items in proptest::collection::vec((0u8..8, any::<u8>()), 0..80)) {
            let (mut ours, mut standard) = (items.clone(), items);
            sort_by(&mut ours, &|a, b| a.0.cmp(&b.0));
            standard.sort_by_key(|item| item.0);
            prop_assert_eq!(ours, standard);
        }
    }
}
