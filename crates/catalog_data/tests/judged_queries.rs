//! The judged queries of `tests/queries/atlas.txt`, asked of the embedded index.

use catalog_data::{BLOB, Dataset, read};
use search::Request;
use std::collections::BTreeMap;

const QUERIES: &str = include_str!("../../../tests/queries/atlas.txt");
/// Of every kind, this share of queries must find one of its records among the first three hits.
const SUCCESS: f64 = 0.97;
/// Of all queries, fewer than this share may find nothing.
const NOTHING: f64 = 0.01;
/// The least number of queries, so that none are lost unnoticed.
const LEAST: usize = 200;

/// One line: a query and the records that answer it.
struct Judged<'a> {
    kind: &'a str,
    query: &'a str,
    relevant: Vec<&'a str>,
}

fn judged(text: &str) -> Vec<Judged<'_>> {
    let mut kind = "";
    let mut queries = Vec::new();
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix('[') {
            kind = name.split(']').next().unwrap_or("");
        } else {
            let parts = line.rsplit_once(" => ");
            assert!(parts.is_some(), "`{line}`: expected `query => record record …`");
            queries.extend(parts.map(|(query, relevant)| Judged {
                kind,
                query,
                relevant: relevant.split(' ').collect(),
            }));
        }
    }
    queries
}

/// What became of one kind of query.
#[derive(Default)]
struct Tally {
    asked: usize,
    found: usize,
    first: usize,
    nothing: usize,
}

/// The ids of the first hits.
fn hits(dataset: &Dataset, query: &str) -> Vec<String> {
    let response = dataset.index.search(&Request::new(query, 3));
    response.hits.into_iter().map(|hit| hit.id).collect()
}

#[test]
fn judged_queries_find_their_records() {
    let dataset = read(BLOB).unwrap();
    let queries = judged(QUERIES);
    assert!(queries.len() >= LEAST, "{} queries, expected at least {LEAST}", queries.len());
    let mut kinds: BTreeMap<&str, Tally> = BTreeMap::new();
    let mut failures = Vec::new();
    for judged in &queries {
        let found = hits(&dataset, judged.query);
        let place = found.iter().position(|id| judged.relevant.contains(&id.as_str()));
        let tally = kinds.entry(judged.kind).or_default();
        tally.asked += 1;
        tally.found += usize::from(place.is_some());
        tally.first += usize::from(place == Some(0));
        tally.nothing += usize::from(found.is_empty());
        if place.is_none() {
            let (kind, query) = (judged.kind, judged.query);
            failures
                .push(format!("{kind}: `{query}` wants {:?}, finds {found:?}", judged.relevant));
        }
    }
    let mut poor = Vec::new();
    for (kind, tally) in &kinds {
        let share = tally.found as f64 / tally.asked as f64;
        println!(
            "{kind:>16}: {:3} asked, {:5.1} % in the first three, {:5.1} % first, {} without a hit",
            tally.asked,
            share * 100.0,
            tally.first as f64 / tally.asked as f64 * 100.0,
            tally.nothing
        );
        if share < SUCCESS {
            poor.push(*kind);
        }
    }
    failures.iter().for_each(|failure| println!("{failure}"));
    let nothing: usize = kinds.values().map(|tally| tally.nothing).sum();
    println!("{} of {} found nothing", nothing, queries.len());
    assert!(
        poor.is_empty(),
        "fewer than {SUCCESS} of these kinds: {poor:?}\n{}",
        failures.join("\n")
    );
    assert!((nothing as f64) < queries.len() as f64 * NOTHING, "{nothing} queries found nothing");
}

#[test]
fn every_judged_record_exists() {
    let dataset = read(BLOB).unwrap();
    for judged in judged(QUERIES) {
        for id in judged.relevant {
            assert!(dataset.catalog.find(id).is_some(), "`{}` names {id}", judged.query);
        }
    }
}
