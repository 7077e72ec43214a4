//! Expected counts, so that a lost record is noticed.

use crate::problem::{Problems, suggestion};
use crate::raw::RawAssertion;
use catalog::{Catalog, Kind, Provenance, Record, RecordIx, Relation};

/// What can be counted, and by what it can be narrowed.
const WHATS: [(&str, &[&str]); 4] = [
    ("records", &["kind", "source", "part_of"]),
    ("relations", &["type", "role", "source", "from", "to", "from_kind", "to_kind"]),
    ("sources", &["source", "part_of"]),
    ("corrections", &["type", "source"]),
];

/// Notes every assertion that does not hold, or that could never fail.
pub(crate) fn check(assertions: &[RawAssertion], catalog: &Catalog, problems: &Problems) {
    if problems.is_incomplete() {
        return;
    }
    for assertion in assertions {
        match WHATS.iter().find(|(what, _)| *what == assertion.what) {
            Some((_, filters)) => {
                if check_filters(assertion, filters, catalog, problems) {
                    compare(assertion, count(assertion, catalog), problems);
                }
            }
            None => {
                let whats = WHATS.map(|(what, _)| what);
                let near = suggestion(&assertion.what, whats);
                let message = format!(
                    "`what` is `{}`; expected one of {}{near}",
                    assertion.what,
                    whats.join(", ")
                );
                problems.add(&assertion.place, message);
            }
        }
    }
}

/// Whether the filters can match at all. A filter that does not apply, or whose value does not exist, matches nothing: a mere upper bound
/// would always hold.
fn check_filters(
    assertion: &RawAssertion,
    filters: &[&str],
    catalog: &Catalog,
    problems: &Problems,
) -> bool {
    let mut is_sound = true;
    for (key, value) in &assertion.filters {
        let message = if !filters.contains(key) {
            format!("`{key}` does not narrow {}; expected {}", assertion.what, filters.join(", "))
        } else if !exists(catalog, &assertion.what, key, value) {
            format!("`{key}` is `{value}`, which does not exist; mend it or add what it names")
        } else {
            continue;
        };
        problems.add(&assertion.place, message);
        is_sound = false;
    }
    is_sound
}

fn exists(catalog: &Catalog, what: &str, key: &str, value: &str) -> bool {
    let v = &catalog.vocabularies;
    match key {
        "kind" | "from_kind" | "to_kind" => Kind::parse(value).is_some(),
        "role" => v.roles.find(value).is_some(),
        "type" if what == "corrections" => v.correction_types.find(value).is_some(),
        "type" => v.relation_types.find(value).is_some(),
        _ => catalog.find(value).is_some(),
    }
}

fn compare(assertion: &RawAssertion, found: usize, problems: &Problems) {
    let at_least = |min: u32| found >= min as usize;
    let at_most = |max: u32| found <= max as usize;
    let expected = match (assertion.min, assertion.max) {
        (Some(min), _) if !at_least(min) => format!("at least {min}"),
        (_, Some(max)) if !at_most(max) => format!("at most {max}"),
        _ => return,
    };
    let filters = assertion.filters.iter().map(|(key, value)| format!(", {key} = {value}"));
    let message = format!(
        "{found} {}{}; expected {expected}: restore what was lost, or change the count here if it is right",
        assertion.what,
        filters.collect::<String>(),
    );
    problems.add(&assertion.place, message);
}

fn count(assertion: &RawAssertion, catalog: &Catalog) -> usize {
    let all = |test: &dyn Fn(&str, &str) -> bool| {
        assertion.filters.iter().all(|(key, value)| test(key, value))
    };
    match assertion.what.as_str() {
        "records" => catalog
            .iter()
            .filter(|(ix, record)| all(&|k, v| record_matches(catalog, *ix, record, k, v)))
            .count(),
        "sources" => catalog
            .iter()
            .filter(|(_, record)| record.details.bibliography.is_some())
            .filter(|(ix, record)| all(&|k, v| record_matches(catalog, *ix, record, k, v)))
            .count(),
        "relations" => catalog
            .relations
            .iter()
            .filter(|relation| all(&|k, v| relation_matches(catalog, relation, k, v)))
            .count(),
        "corrections" => catalog
            .corrections
            .iter()
            .filter(|c| {
                all(&|k, v| match k {
                    "type" => catalog.vocabularies.correction_types.key(c.kind) == v,
                    "source" => id_is(catalog, c.source, v),
                    _ => false,
                })
            })
            .count(),
        _ => 0,
    }
}

fn id_is(catalog: &Catalog, ix: RecordIx, id: &str) -> bool {
    catalog.record(ix).is_some_and(|record| record.id.as_str() == id)
}

fn kind_is(catalog: &Catalog, ix: RecordIx, kind: &str) -> bool {
    catalog.record(ix).is_some_and(|record| record.kind().as_str() == kind)
}

fn cites(catalog: &Catalog, rows: &[Provenance], source: &str) -> bool {
    rows.iter().any(|row| id_is(catalog, row.source, source))
}

fn record_matches(
    catalog: &Catalog,
    ix: RecordIx,
    record: &Record,
    key: &str,
    value: &str,
) -> bool {
    match key {
        "kind" => record.kind().as_str() == value,
        "source" => cites(catalog, &record.provenance, value),
        "part_of" => {
            let note_of = record.details.bibliography.as_ref().and_then(|b| b.part_of);
            let part_of = catalog.vocabularies.relation_types.find("part-of");
            note_of.is_some_and(|whole| id_is(catalog, whole, value))
                || catalog
                    .relations
                    .iter()
                    .any(|r| r.from == ix && Some(r.kind) == part_of && id_is(catalog, r.to, value))
        }
        _ => false,
    }
}

fn relation_matches(catalog: &Catalog, relation: &Relation, key: &str, value: &str) -> bool {
    match key {
        "type" => catalog.vocabularies.relation_types.key(relation.kind) == value,
        "role" => relation.role.is_some_and(|role| catalog.vocabularies.roles.key(role) == value),
        "source" => cites(catalog, &relation.provenance, value),
        "from" => id_is(catalog, relation.from, value),
        "to" => id_is(catalog, relation.to, value),
        "from_kind" => kind_is(catalog, relation.from, value),
        "to_kind" => kind_is(catalog, relation.to, value),
        _ => false,
    }
}
