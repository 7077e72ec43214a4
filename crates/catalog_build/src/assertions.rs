//! Expected counts, so that a lost record is noticed.

use crate::problem::{Place, Problems, suggestion};
use crate::raw::RawAssertion;
use catalog::{Catalog, Provenance, Record, RecordIx, Relation};

const WHATS: [&str; 4] = ["records", "relations", "sources", "corrections"];

/// Notes every assertion that does not hold.
pub(crate) fn check(assertions: &[RawAssertion], catalog: &Catalog, problems: &Problems) {
    for assertion in assertions {
        match count(assertion, catalog) {
            Some(found) => compare(assertion, found, problems),
            None => {
                let near = suggestion(&assertion.what, WHATS);
                problems.add(
                    &assertion.place,
                    format!(
                        "`what` is `{}`; expected one of {}{near}",
                        assertion.what,
                        WHATS.join(", ")
                    ),
                );
            }
        }
    }
}

fn compare(assertion: &RawAssertion, found: u32, problems: &Problems) {
    let too_few = assertion.min.is_some_and(|min| found < min);
    let too_many = assertion.max.is_some_and(|max| found > max);
    if too_few || too_many {
        let end = |end: Option<u32>| end.map_or_else(|| "…".to_owned(), |end| end.to_string());
        let place: &Place = &assertion.place;
        let filters: Vec<String> =
            assertion.filters.iter().map(|(key, value)| format!("{key} = {value}")).collect();
        let message = format!(
            "{} {} with {}; expected {} to {}: restore what was lost, or change the count here if it is right",
            found,
            assertion.what,
            filters.join(", "),
            end(assertion.min),
            end(assertion.max)
        );
        problems.add(place, message);
    }
}

fn count(assertion: &RawAssertion, catalog: &Catalog) -> Option<u32> {
    let all = |test: &dyn Fn(&str, &str) -> bool| {
        assertion.filters.iter().all(|(key, value)| test(key, value))
    };
    let number = match assertion.what.as_str() {
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
        _ => return None,
    };
    u32::try_from(number).ok()
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
