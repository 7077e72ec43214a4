//! Counts of what the dataset holds.

use catalog::{Catalog, Locale, Review};
use std::collections::BTreeMap;
use std::fmt::Write;

/// A plain-text report: counts by kind, relation type, source, language and review state, and what stands alone.
pub fn report(catalog: &Catalog) -> String {
    let mut out = String::new();
    let _ = writeln!(
        out,
        "{} records, {} relations, {} corrections, as of {}",
        catalog.records.len(),
        catalog.relations.len(),
        catalog.corrections.len(),
        catalog.as_of
    );
    section(
        &mut out,
        "records by kind",
        tally(catalog.records.iter().map(|r| r.kind().as_str().to_owned())),
    );
    let types = catalog
        .relations
        .iter()
        .map(|r| catalog.vocabularies.relation_types.key(r.kind).to_owned());
    section(&mut out, "relations by type", tally(types));
    section(&mut out, "uses by source", tally(sources_used(catalog)));
    section(&mut out, "texts by language", languages(catalog));
    let reviews = rows(catalog)
        .map(|row| if row.review == Review::Checked { "checked" } else { "entered" }.to_owned());
    section(&mut out, "provenance rows by review state", tally(reviews));
    section(
        &mut out,
        "provenance rows by basis",
        tally(rows(catalog).map(|row| row.basis.as_str().to_owned())),
    );
    let alone: Vec<&str> = catalog
        .iter()
        .filter(|(ix, record)| {
            record.details.bibliography.is_none() && catalog.neighbours(*ix).is_empty()
        })
        .map(|(_, record)| record.id.as_str())
        .collect();
    let _ = writeln!(out, "\nrecords without relations: {}", alone.len());
    for id in alone {
        let _ = writeln!(out, "  {id}");
    }
    out
}

fn rows(catalog: &Catalog) -> impl Iterator<Item = &catalog::Provenance> {
    catalog
        .records
        .iter()
        .flat_map(|r| &r.provenance)
        .chain(catalog.relations.iter().flat_map(|r| &r.provenance))
}

fn sources_used(catalog: &Catalog) -> impl Iterator<Item = String> {
    rows(catalog).filter_map(|row| catalog.record(row.source)).map(|source| source.id.to_string())
}

fn languages(catalog: &Catalog) -> BTreeMap<String, usize> {
    let texts = catalog.records.iter().flat_map(|record| {
        let names = record.name.all().map(|(locale, _)| (locale, "name"));
        let summaries =
            record.summary.iter().flat_map(|s| s.all().map(|(locale, _)| (locale, "summary")));
        names.chain(summaries).collect::<Vec<(Locale, &str)>>()
    });
    tally(texts.map(|(locale, what)| format!("{what} {}", locale.as_str())))
}

fn tally(keys: impl Iterator<Item = String>) -> BTreeMap<String, usize> {
    keys.fold(BTreeMap::new(), |mut counts, key| {
        *counts.entry(key).or_default() += 1;
        counts
    })
}

fn section(out: &mut String, title: &str, counts: BTreeMap<String, usize>) {
    let _ = writeln!(out, "\n{title}");
    for (key, count) in counts {
        let _ = writeln!(out, "  {count:>6}  {key}");
    }
}
