//! The judged queries of `tests/queries/atlas.txt` and those of `tests/queries/readers.txt`, asked of the embedded index.

use catalog_data::{BLOB, Dataset, read};
use search::Request;
use std::collections::BTreeMap;

const QUERIES: &str = include_str!("../../../tests/queries/atlas.txt");
/// Written without knowing the search.
const READERS: &str = include_str!("../../../tests/queries/readers.txt");
/// Of these, this share must find one of its records among the first three hits; what was written for records drawn at random
/// often shares no word with them.
const READERS_SUCCESS: f64 = 0.94;
/// Of those that do, this share must do so with all spaces deleted, too; few of them are long enough to tell how they are meant.
const READERS_WITHOUT_SPACES: f64 = 0.95;
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

impl Tally {
    /// Share of queries with a record among the first three.
    fn share(&self) -> f64 {
        self.found as f64 / self.asked as f64
    }
}

/// The ids of the first hits.
fn hits(dataset: &Dataset, query: &str) -> Vec<String> {
    let response = dataset.index.search(&Request::new(query, 3));
    response.hits.into_iter().map(|hit| hit.id).collect()
}

/// What became of each kind, and a line for every query without one of its records among the first three.
fn ask(queries: &[Judged<'static>]) -> (BTreeMap<&'static str, Tally>, Vec<String>) {
    let dataset = read(BLOB).expect("the embedded dataset can be read");
    let mut kinds: BTreeMap<&str, Tally> = BTreeMap::new();
    let mut failures = Vec::new();
    for judged in queries {
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
    for (kind, tally) in &kinds {
        println!(
            "{kind:>16}: {:3} asked, {:5.1} % in the first three, {:5.1} % first, {} without a hit",
            tally.asked,
            tally.share() * 100.0,
            tally.first as f64 / tally.asked as f64 * 100.0,
            tally.nothing
        );
    }
    failures.iter().for_each(|failure| println!("{failure}"));
    (kinds, failures)
}

#[test]
fn judged_queries_find_their_records() {
    let queries = judged(QUERIES);
    assert!(queries.len() >= LEAST, "{} queries, expected at least {LEAST}", queries.len());
    let (kinds, failures) = ask(&queries);
    let poor: Vec<&&str> =
        kinds.iter().filter(|(_, tally)| tally.share() < SUCCESS).map(|(kind, _)| kind).collect();
    assert!(
        poor.is_empty(),
        "fewer than {SUCCESS} of these kinds: {poor:?}\n{}",
        failures.join("\n")
    );
    let nothing: usize = kinds.values().map(|tally| tally.nothing).sum();
    assert!((nothing as f64) < queries.len() as f64 * NOTHING, "{nothing} queries found nothing");
}

#[test]
fn queries_of_readers_find_their_records() {
    let queries = judged(READERS);
    assert!(queries.len() >= LEAST, "{} queries, expected at least {LEAST}", queries.len());
    let (kinds, failures) = ask(&queries);
    let share =
        kinds.values().map(|tally| tally.found).sum::<usize>() as f64 / queries.len() as f64;
    println!("{:.1} % of {}", share * 100.0, queries.len());
    assert!(share >= READERS_SUCCESS, "{share:.3} of these queries:\n{}", failures.join("\n"));
    let nothing: usize = kinds.values().map(|tally| tally.nothing).sum();
    assert!((nothing as f64) < queries.len() as f64 * NOTHING, "{nothing} queries found nothing");
}

#[test]
fn queries_of_readers_find_their_records_without_spaces() {
    let dataset = read(BLOB).expect("the embedded dataset can be read");
    // Fields, phrases and exclusions are nothing without spaces.
    let has_spaces = |judged: &Judged| judged.query.contains(' ');
    let is_plain =
        |judged: &Judged| !judged.query.contains([':', '"']) && !judged.query.contains(" -");
    let found = |query: &str, judged: &Judged| {
        hits(&dataset, query).iter().any(|id| judged.relevant.contains(&id.as_str()))
    };
    let mut asked = judged(READERS);
    asked.retain(|judged| has_spaces(judged) && is_plain(judged) && found(judged.query, judged));
    assert!(asked.len() >= LEAST, "{} queries, expected at least {LEAST}", asked.len());
    let lost: Vec<String> = asked
        .iter()
        .map(|judged| (judged.query.replace(' ', ""), judged))
        .filter(|(query, judged)| !found(query, judged))
        .map(|(query, judged)| format!("`{query}` wants {:?}", judged.relevant))
        .collect();
    let kept = 1.0 - lost.len() as f64 / asked.len() as f64;
    println!("{:.1} % of {}", kept * 100.0, asked.len());
    assert!(kept >= READERS_WITHOUT_SPACES, "{kept:.3} of these queries:\n{}", lost.join("\n"));
}

#[test]
fn every_judged_record_exists() {
    let dataset = read(BLOB).unwrap();
    for judged in judged(QUERIES).into_iter().chain(judged(READERS)) {
        for id in judged.relevant {
            assert!(dataset.catalog.find(id).is_some(), "`{}` names {id}", judged.query);
        }
    }
}
