//! From the documents that satisfy the words to those that satisfy the refinements too, and the counts of every facet.

use crate::index::Index;
use crate::index::column::FacetColumn;
use crate::query::{FieldValue, Node, Occur, Query};
use crate::response::{FacetCounts, Refinement};
use crate::sort;
use crate::text::fold;

/// Which values of a facet are allowed.
#[derive(Clone, Debug)]
pub(crate) struct Filter {
    facet: usize,
    allowed: Vec<bool>,
    /// The values must be absent instead.
    negated: bool,
    /// A refinement, which is lifted while its own facet is counted; else a part of the query.
    refinement: bool,
}

impl Filter {
    fn passes(&self, column: &FacetColumn, doc: u32) -> bool {
        let any = column
            .codes(doc)
            .iter()
            .any(|&code| self.allowed.get(code as usize).copied().unwrap_or(false));
        any != self.negated
    }
}

/// The filters of a query and of refinements; also the names of facets the schema does not know.
pub(crate) fn filters(
    index: &Index,
    query: &Query,
    refinements: &[Refinement],
) -> (Vec<Filter>, Vec<String>) {
    let mut filters = Vec::new();
    let mut unknown = Vec::new();
    for clause in &query.clauses {
        for node in &clause.nodes {
            let Node::Field { name, values } = node else { continue };
            match index.facet_named(name) {
                Some(facet) => {
                    let negated = clause.occur == Occur::MustNot;
                    filters.push(Filter {
                        facet,
                        allowed: index.asked(facet, values),
                        negated,
                        refinement: false,
                    });
                }
                None => unknown.push(name.clone()),
            }
        }
    }
    for refinement in refinements {
        let Some(column) = index.facets.get(refinement.facet) else { continue };
        let chosen = |value: &str| {
            refinement.values.iter().any(|chosen| chosen == value)
                || in_range(value, refinement.range)
        };
        let allowed: Vec<bool> = column.values.iter().map(chosen).collect();
        match filters
            .iter_mut()
            .find(|filter| filter.refinement && filter.facet == refinement.facet)
        {
            Some(same) => {
                same.allowed.iter_mut().zip(allowed).for_each(|(flag, also)| *flag |= also)
            }
            None => filters.push(Filter {
                facet: refinement.facet,
                allowed,
                negated: false,
                refinement: true,
            }),
        }
    }
    (filters, unknown)
}

fn in_range(value: &str, range: Option<(i64, i64)>) -> bool {
    match (range, value.parse::<i64>()) {
        (Some((from, to)), Ok(number)) => from <= number && number <= to,
        _ => false,
    }
}

impl Index {
    /// The facet with a name or alias.
    pub(crate) fn facet_named(&self, name: &str) -> Option<usize> {
        let wanted = fold::fold(name).units;
        let same = |known: &String| fold::fold(known).units == wanted;
        self.schema
            .facets
            .iter()
            .position(|facet| same(&facet.name) || facet.aliases.iter().any(same))
    }

    /// Which values of a facet a query asks for: equal to a value or label, or failing that, with a word that begins so.
    fn asked(&self, facet: usize, values: &[FieldValue]) -> Vec<bool> {
        let Some(column) = self.facets.get(facet) else { return Vec::new() };
        let mut allowed = vec![false; column.values.len()];
        for value in values {
            match value {
                FieldValue::Range(from, to) => {
                    let range = Some((from.unwrap_or(i64::MIN), to.unwrap_or(i64::MAX)));
                    allowed
                        .iter_mut()
                        .zip(column.values.iter())
                        .for_each(|(flag, value)| *flag |= in_range(value, range));
                }
                FieldValue::One(text) => ask_one(column, text, &mut allowed),
            }
        }
        allowed
    }
}

fn ask_one(column: &FacetColumn, text: &str, allowed: &mut [bool]) {
    let wanted = fold::fold(text).units;
    let names = || {
        let values = column.values.iter().enumerate();
        values.chain(column.labels.iter().map(|(value, label)| (*value as usize, label.as_str())))
    };
    let mut found = false;
    for exact in [true, false] {
        for (value, name) in names() {
            let folded = fold::fold(name);
            let same = if exact {
                folded.units == wanted
            } else {
                crate::pattern::begins_word(&wanted, &folded)
            };
            if let (true, Some(flag)) = (same, allowed.get_mut(value)) {
                *flag = true;
                found = true;
            }
        }
        if found {
            return;
        }
    }
}

/// Documents that pass every filter, and counts for every facet without its own refinement.
#[derive(Default)]
pub(crate) struct Collected {
    pub(crate) docs: Vec<u32>,
    pub(crate) counts: Vec<Vec<usize>>,
    /// For every filter that is a refinement: its facet, and the documents found were it dropped.
    pub(crate) dropped: Vec<(usize, usize)>,
}

/// Filters candidates and, if asked to, counts facets in one pass.
pub(crate) fn collect(
    index: &Index,
    candidates: Vec<u32>,
    filters: &[Filter],
    count: bool,
) -> Collected {
    let counted: &[FacetColumn] = if count { &index.facets } else { &[] };
    let mut counts: Vec<Vec<usize>> =
        counted.iter().map(|column| vec![0; column.values.len()]).collect();
    if filters.is_empty() && !count {
        return Collected { docs: candidates, counts, dropped: Vec::new() };
    }
    let mut docs = Vec::new();
    let mut dropped: Vec<(usize, usize)> = Vec::new();
    for filter in filters.iter().filter(|filter| filter.refinement) {
        if !dropped.iter().any(|(facet, _)| *facet == filter.facet) {
            dropped.push((filter.facet, 0));
        }
    }
    for doc in candidates {
        match verdict(index, doc, filters) {
            Verdict::Passes => {
                docs.push(doc);
                counts
                    .iter_mut()
                    .zip(counted)
                    .for_each(|(counts, column)| tally(counts, column, doc));
                dropped.iter_mut().for_each(|entry| entry.1 += 1);
            }
            Verdict::FailsOnly(facet) => {
                if let (Some(counts), Some(column)) = (counts.get_mut(facet), counted.get(facet)) {
                    tally(counts, column, doc);
                }
                dropped.iter_mut().filter(|entry| entry.0 == facet).for_each(|entry| entry.1 += 1);
            }
            Verdict::Fails => {}
        }
    }
    Collected { docs, counts, dropped }
}

enum Verdict {
    Passes,
    /// Fails refinements of one facet only.
    FailsOnly(usize),
    Fails,
}

fn verdict(index: &Index, doc: u32, filters: &[Filter]) -> Verdict {
    let mut failed = None;
    for filter in filters {
        let passes =
            index.facets.get(filter.facet).is_some_and(|column| filter.passes(column, doc));
        if passes || failed == Some(filter.facet) && filter.refinement {
            continue;
        }
        if !filter.refinement || failed.is_some() {
            return Verdict::Fails;
        }
        failed = Some(filter.facet);
    }
    failed.map_or(Verdict::Passes, Verdict::FailsOnly)
}

fn tally(counts: &mut [usize], column: &FacetColumn, doc: u32) {
    for &code in column.codes(doc) {
        if let Some(count) = counts.get_mut(code as usize) {
            *count += 1;
        }
    }
}

/// Counts with their values, most frequent first.
pub(crate) fn facet_counts(
    index: &Index,
    counts: &[Vec<usize>],
    refinements: &[Refinement],
) -> Vec<FacetCounts> {
    let one = |(facet, counts): (usize, &Vec<usize>)| {
        let chosen = |value: &str| {
            refinements
                .iter()
                .any(|one| one.facet == facet && one.values.iter().any(|chosen| chosen == value))
        };
        let column = index.facets.get(facet);
        let named = counts
            .iter()
            .enumerate()
            .map(|(code, &count)| (column.map_or("", |c| c.values.get(code)), count));
        let mut values: Vec<(String, usize)> = named
            .filter(|(value, count)| *count > 0 || chosen(value))
            .map(|(value, count)| (value.to_owned(), count))
            .collect();
        // Values come in their order, and the sort is stable.
        sort::sort_by(&mut values, &|a, b| b.1.cmp(&a.1));
        FacetCounts { facet, values }
    };
    counts.iter().enumerate().map(one).collect()
}
