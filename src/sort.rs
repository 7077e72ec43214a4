//! One sorting routine for the whole page: the standard one is compiled anew for every type and order, at 3 KB each.

use std::cmp::Ordering;

/// Sorts items by a key, which is made once for each; equal ones stay in order.
pub fn by_key<T, K: Ord>(items: &mut Vec<T>, key: impl Fn(&T) -> K) {
    let keys: Vec<K> = items.iter().map(key).collect();
    let order = order(keys.len(), &|a, b| keys.get(a).cmp(&keys.get(b)));
    let mut taken: Vec<Option<T>> = items.drain(..).map(Some).collect();
    items.extend(order.into_iter().filter_map(|at| taken.get_mut(at)?.take()));
}

/// The numbers below `len` in the order of what they stand for.
fn order(len: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut numbers: Vec<usize> = (0..len).collect();
    numbers.sort_by(|&a, &b| compare(a, b));
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn agrees_with_the_standard_sort(items in prop::collection::vec((0u8..8, any::<u8>()), 0..40)) {
            let (mut ours, mut standard) = (items.clone(), items);
            by_key(&mut ours, |item| item.0);
            standard.sort_by_key(|item| item.0);
            prop_assert_eq!(ours, standard);
        }
    }
}
