//! Measures quality, speed and size of the search core on a corpus.
//!
//! `cargo run --release -p search --example measure -- --corpus DIR [--queries N] [--variant nospace|typo [--changes]]`
//!
//! A corpus is a folder with `docs.jsonl` (`{"id","title","text", …}`; other members become facets) and `queries.jsonl`
//! (`{"id","query","relevant":[ids]}`; with `"filter"` members become refinements, `x_from`/`x_to` a range of facet `x`).

mod json;
mod vary;

use json::Json;
use search::{
    Document, FacetOptions, FieldKind, FieldOptions, Index, IndexBuilder, Request, Schema,
};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::Instant;
use vary::vary;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let option = |name: &str| std::env::args().skip_while(|arg| arg != name).nth(1);
    let folder = option("--corpus").ok_or("give --corpus DIR")?;
    let limit = option("--queries").and_then(|n| n.parse().ok()).unwrap_or(300);
    let variant = option("--variant").unwrap_or_default();
    let verbose = std::env::args().any(|arg| arg == "--misses");
    let docs = json::read_lines(&format!("{folder}/docs.jsonl"))?;
    let queries = json::read_lines(&format!("{folder}/queries.jsonl"))?;
    let raw: usize = docs.iter().map(|doc| doc.text("title").len() + doc.text("text").len()).sum();

    let started = Instant::now();
    let index = build(&docs);
    let built = started.elapsed();
    let bytes = index.to_bytes();
    let started = Instant::now();
    let index = Index::from_bytes(&bytes)?;
    let loaded = started.elapsed();
    let memory = index.memory();
    println!(
        "{} docs, {:.2} MB text; build {:.0} ms ({:.1} MB/s), load {:.0} ms; bytes {:.2} MB = texts {:.2} + rest {:.2} ({:.2} of raw); memory {:.2} MB {:?}",
        docs.len(),
        raw as f64 / 1e6,
        built.as_secs_f64() * 1e3,
        raw as f64 / 1e6 / built.as_secs_f64(),
        loaded.as_secs_f64() * 1e3,
        bytes.len() as f64 / 1e6,
        raw as f64 / 1e6,
        (bytes.len() - raw) as f64 / 1e6,
        (bytes.len() - raw) as f64 / raw as f64,
        memory.total() as f64 / 1e6,
        memory,
    );
    if std::env::args().any(|arg| arg == "--changes") {
        changes(&index, &queries, limit, &variant);
        return Ok(());
    }
    measure(&index, &queries, limit, &variant, verbose);
    Ok(())
}

/// Facets are the members that are neither id, title nor text, in alphabetical order.
fn facet_names(docs: &[Json]) -> Vec<String> {
    let mut names: Vec<String> =
        docs.iter().flat_map(|doc| doc.members().map(|(name, _)| name.to_owned())).collect();
    names.sort();
    names.dedup();
    names.retain(|name| !["id", "title", "text"].contains(&name.as_str()));
    names
}

fn build(docs: &[Json]) -> Index {
    let facets = facet_names(docs);
    let mut builder = IndexBuilder::new(Schema {
        fields: vec![
            FieldOptions::new("title", FieldKind::Name, 2.0),
            FieldOptions::new("text", FieldKind::Text, 1.0),
        ],
        facets: facets.iter().map(|name| FacetOptions::new(name, &[])).collect(),
        sort_keys: Vec::new(),
    });
    for doc in docs {
        let mut document =
            Document::new(doc.text("id")).text(0, doc.text("title")).text(1, doc.text("text"));
        for (number, name) in facets.iter().enumerate() {
            for value in doc.strings(name) {
                document = document.facet(number, &value);
            }
        }
        builder.add(&document);
    }
    builder.finish()
}

fn request(index: &Index, query: &Json, variant: &str) -> Request {
    let mut request = Request::new(&vary(query.text("query"), variant), 10);
    let facet = |name: &str| index.schema().facets.iter().position(|facet| facet.name == name);
    let Some(filter) = query.get("filter") else { return request };
    for (name, value) in filter.members() {
        if let Some(facet) = facet(name) {
            for value in value.as_strings() {
                request = request.refine(facet, &value);
            }
        } else if let Some(base) = name.strip_suffix("_from") {
            let number = |name: String| {
                filter.strings(&name).first().and_then(|n| n.parse().ok()).unwrap_or(0)
            };
            if let Some(facet) = facet(base) {
                request = request.refine_range(
                    facet,
                    number(format!("{base}_from")),
                    number(format!("{base}_to")),
                );
            }
        }
    }
    request
}

fn measure(index: &Index, queries: &[Json], limit: usize, variant: &str, verbose: bool) {
    let mut by_kind: BTreeMap<String, Vec<&Json>> = BTreeMap::new();
    for query in queries {
        by_kind.entry(query.text("kind").to_owned()).or_default().push(query);
    }
    for (kind, queries) in by_kind {
        let figures = Figures::of(index, &evenly(queries, limit), variant, verbose);
        println!("{kind:>20} {figures}");
    }
}

#[derive(Default)]
struct Figures {
    queries: f64,
    mrr: f64,
    hit1: f64,
    hit3: f64,
    recall: f64,
    ndcg: f64,
    zero: f64,
    /// Queries whose hits are exactly the relevant documents, and whose relevant documents are all hits.
    same: f64,
    complete: f64,
    /// Times of ranking alone and of the whole search, in microseconds.
    ranking: Vec<f64>,
    micros: Vec<f64>,
}

impl Figures {
    fn of(index: &Index, queries: &[&Json], variant: &str, verbose: bool) -> Figures {
        let numbers: HashMap<&str, u32> =
            (0..index.len() as u32).map(|doc| (index.id(doc), doc)).collect();
        let mut figures = Figures { queries: queries.len() as f64, ..Figures::default() };
        for query in queries {
            let request = request(index, query, variant);
            let started = Instant::now();
            index.rank(&request);
            figures.ranking.push(started.elapsed().as_secs_f64() * 1e6);
            let started = Instant::now();
            let response = index.search(&request);
            figures.micros.push(started.elapsed().as_secs_f64() * 1e6);
            let relevant: HashSet<u32> = query
                .strings("relevant")
                .iter()
                .filter_map(|id| numbers.get(id.as_str()).copied())
                .collect();
            let ranks: Vec<usize> = response
                .hits
                .iter()
                .enumerate()
                .filter(|(_, hit)| relevant.contains(&hit.doc))
                .map(|(at, _)| at + 1)
                .collect();
            figures.add(&ranks, relevant.len(), response.total);
            if relevant.len() > 10 || !query.text("kind").is_empty() {
                let all = Request { limit: index.len(), ..request };
                let found: HashSet<u32> =
                    index.search(&all).hits.iter().map(|hit| hit.doc).collect();
                figures.same += f64::from(u8::from(found == relevant));
                figures.complete += f64::from(u8::from(relevant.is_subset(&found)));
                if verbose && !relevant.is_subset(&found) {
                    let missing = relevant.difference(&found).next().copied().unwrap_or(0);
                    println!(
                        "incomplete: {} found {} of {}: {:?}",
                        query.text("query"),
                        found.len(),
                        relevant.len(),
                        index.texts(missing)
                    );
                }
            } else if verbose && ranks.first() != Some(&1) {
                println!(
                    "{:?} total {} {} {:?} relaxed {}",
                    ranks,
                    response.total,
                    query.text("query"),
                    response.readings,
                    response.relaxed
                );
            }
        }
        figures.ranking.sort_by(f64::total_cmp);
        figures.micros.sort_by(f64::total_cmp);
        figures
    }

    fn add(&mut self, ranks: &[usize], relevant: usize, total: usize) {
        let first = ranks.first().copied().unwrap_or(usize::MAX);
        let flag = |yes: bool| f64::from(u8::from(yes));
        self.mrr += if first <= 10 { 1.0 / first as f64 } else { 0.0 };
        self.hit1 += flag(first == 1);
        self.hit3 += flag(first <= 3);
        self.recall += ranks.len() as f64 / relevant.clamp(1, 10) as f64;
        let gain = |rank: usize| 1.0 / (rank as f64 + 1.0).log2();
        let ideal: f64 = (1..=relevant.clamp(1, 10)).map(gain).sum();
        self.ndcg += ranks.iter().map(|&rank| gain(rank)).sum::<f64>() / ideal;
        self.zero += flag(total == 0);
    }
}

impl std::fmt::Display for Figures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mean = |sum: f64| sum / self.queries.max(1.0);
        let at = |times: &[f64], share: f64| {
            times
                .get((times.len() as f64 * share) as usize)
                .or(times.last())
                .copied()
                .unwrap_or(0.0)
        };
        write!(
            f,
            "n {:3} MRR@10 {:.4} hit@1 {:.3} hit@3 {:.3} R@10 {:.4} nDCG@10 {:.4} zero {:.3} same {:.3} complete {:.3} | rank p50 {:.0} p95 {:.0} p99 {:.0} us | search p50 {:.0} p95 {:.0} p99 {:.0} us",
            self.queries,
            mean(self.mrr),
            mean(self.hit1),
            mean(self.hit3),
            mean(self.recall),
            mean(self.ndcg),
            mean(self.zero),
            mean(self.same),
            mean(self.complete),
            at(&self.ranking, 0.5),
            at(&self.ranking, 0.95),
            at(&self.ranking, 0.99),
            at(&self.micros, 0.5),
            at(&self.micros, 0.95),
            at(&self.micros, 0.99)
        )
    }
}

/// Prints the queries that a variant makes better or worse, with how they were read, and the share of quality it keeps.
fn changes(index: &Index, queries: &[Json], limit: usize, variant: &str) {
    let (mut plain, mut varied) = (0.0, 0.0);
    for query in evenly(queries.iter().collect(), limit) {
        let relevant = query.strings("relevant");
        let reciprocal = |variant: &str| {
            let response = index.search(&request(index, query, variant));
            let first = response.hits.iter().position(|hit| relevant.contains(&hit.id));
            (first.map_or(0.0, |at| 1.0 / (at + 1) as f64), response.readings)
        };
        let (one, (other, readings)) = (reciprocal("").0, reciprocal(variant));
        plain += one;
        varied += other;
        if one != other {
            let read: Vec<String> = readings
                .iter()
                .map(|reading| {
                    format!("{:?} {} > {}", reading.kind, reading.typed, reading.read_as)
                })
                .collect();
            println!(
                "{:+.2} {one:.2} {other:.2} | {} | {read:?}",
                other - one,
                vary(query.text("query"), variant)
            );
        }
    }
    println!("kept {:.4} of {plain:.1}", varied / plain);
}

/// So many queries, evenly spaced.
fn evenly(queries: Vec<&Json>, limit: usize) -> Vec<&Json> {
    let step = (queries.len() as f64 / limit as f64).max(1.0);
    (0..limit.min(queries.len())).map(|at| queries[(at as f64 * step) as usize]).collect()
}
