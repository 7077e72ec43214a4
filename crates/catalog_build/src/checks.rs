//! What must hold of the dataset beyond its form.

use crate::problem::{Place, Problems, suggestion};
use crate::raw::{RawData, RawProvenance, RawRecord, RawRelation};
use crate::shape::{RECORDS, RELATIONS, Shape};
use catalog::Kind;
use std::collections::{BTreeMap, BTreeSet};

/// Notes everything that does not hold.
pub(crate) fn check(raw: &RawData, problems: &Problems) {
    for record in &raw.records {
        check_record(record, problems);
    }
    check_relations(&raw.relations, problems);
    check_order(raw, problems);
    check_correction_ids(raw, problems);
    check_sources_used(raw, problems);
    check_web_rows(raw, problems);
}

fn check_record(record: &RawRecord, problems: &Problems) {
    let Some(kind) = record.id.split('/').next().and_then(Kind::parse) else { return };
    let note = |message: String| problems.add(&record.place, message);
    if record.is_source != (kind == Kind::Source) {
        note(format!(
            "`{}`: sources stand in data/sources as [[source]], everything else in data/records",
            record.id
        ));
        return;
    }
    if !kind.may_be_only_a_name() && record.summary.is_none() {
        note(format!(
            "`{}` has no summary; add `summary = {{ ko = \"…\", en = \"…\" }}` in our own words",
            record.id
        ));
    }
    if !kind.may_be_only_a_name() && record.topics.is_empty() {
        note(format!(
            "`{}` has no topic; add one to four of data/vocabularies/topics.toml",
            record.id
        ));
    }
    if record.topics.len() > 4 {
        note(format!("`{}` has {} topics; four at most", record.id, record.topics.len()));
    }
    check_fields_of_kind(record, kind, problems);
    check_aliases(record, problems);
    check_languages(record, problems);
    check_backed_fields(&record.provenance, RECORDS.shape, problems);
    check_figure(record, kind, problems);
}

fn check_fields_of_kind(record: &RawRecord, kind: Kind, problems: &Problems) {
    let misplaced = [
        (record.finding.is_some() && kind != Kind::Session, "finding", "sessions"),
        (
            !record.components.is_empty() && kind != Kind::GovernanceModel,
            "components",
            "governance models",
        ),
        (record.figure.is_some() && kind != Kind::Statistic, "figure", "statistics"),
        (
            record.target_date.is_some() && !kind.is_statement() && kind != Kind::Initiative,
            "target_date",
            "statements and initiatives",
        ),
        (
            !record.groups.is_empty() && !matches!(kind, Kind::Organisation | Kind::Person),
            "groups",
            "organisations and persons",
        ),
        (!record.languages.is_empty() && kind != Kind::Document, "languages", "documents"),
    ];
    for (wrong, field, place) in misplaced {
        if wrong {
            problems.add(
                &record.place,
                format!("`{}`: `{field}` is only for {place}; remove it", record.id),
            );
        }
    }
    let typed = matches!(kind, Kind::Document | Kind::Event | Kind::Organisation);
    if typed && record.subtype.is_none() {
        problems.add(
            &record.place,
            format!(
                "`{}` has no `type`; see data/vocabularies/{}-types.toml",
                record.id,
                kind.as_str()
            ),
        );
    }
}

fn check_aliases(record: &RawRecord, problems: &Problems) {
    let mut seen: BTreeSet<&str> = record.name.all().map(|(_, name)| name).collect();
    for alias in &record.aliases {
        if !seen.insert(&alias.text) {
            problems.add(
                &alias.place,
                format!(
                    "the alias `{}` equals a name or another alias of `{}`; remove it",
                    alias.text, record.id
                ),
            );
        }
    }
}

/// Every language tag of a record.
fn check_languages(record: &RawRecord, problems: &Problems) {
    let of_source = record.bibliography.iter().filter_map(|source| source.language.as_ref());
    let tags = record
        .aliases
        .iter()
        .filter_map(|alias| alias.lang.as_ref())
        .chain(&record.languages)
        .chain(of_source);
    for tag in tags.filter(|tag| !is_language(&tag.value)) {
        problems.add(
            &tag.place,
            format!("`{}` is no language; expected a BCP 47 tag such as ko, en or zh", tag.value),
        );
    }
}

fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let primary = parts.next().unwrap_or_default();
    (2..=3).contains(&primary.len())
        && primary.bytes().all(|byte| byte.is_ascii_lowercase())
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

/// A target of the Sustainable Development Goals: `3.8`, `3.d`.
fn is_target(text: &str) -> bool {
    let number = |part: &str| {
        (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let letter = |part: &str| part.len() == 1 && part.bytes().all(|byte| byte.is_ascii_lowercase());
    text.split_once('.')
        .is_some_and(|(goal, target)| number(goal) && (number(target) || letter(target)))
}

/// What a row says it backs is a field of the thing it stands at.
fn check_backed_fields(rows: &[RawProvenance], shape: &Shape, problems: &Problems) {
    for field in
        rows.iter().flat_map(|row| &row.fields).filter(|field| !shape.has_path(&field.value))
    {
        let near = suggestion(&field.value, shape.fields.iter().map(|field| field.key));
        problems.add(
            &field.place,
            format!(
                "`{}` is no field of a {}{near}; name what the row backs",
                field.value, shape.name
            ),
        );
    }
}

fn check_figure(record: &RawRecord, kind: Kind, problems: &Problems) {
    let Some(figure) = &record.figure else {
        if kind == Kind::Statistic {
            problems.add(
                &record.place,
                format!("`{}` has no `figure`; a statistic needs one", record.id),
            );
        }
        return;
    };
    let note = |message: &str| {
        problems.add(&figure.place, format!("the figure of `{}` {message}", record.id))
    };
    let bounds = [&figure.low, &figure.high]
        .map(|end| end.as_ref().and_then(|end| end.value.parse::<f64>().ok()));
    if let [Some(low), Some(high)] = bounds
        && low > high
    {
        note("has a `low` above its `high`; change them round");
    }
    if figure.fraction.as_ref().is_some_and(|fraction| !is_fraction(&fraction.value)) {
        note("has a fraction that is none; expected digits on both sides of a slash, such as 2/3");
    }
    let has_range = figure.low.is_some() || figure.high.is_some();
    if figure.value.is_none() && !has_range && figure.fraction.is_none() && figure.word.is_none() {
        note("has no number; add `value`, `low`/`high`, `fraction` or `word`");
    }
}

fn is_fraction(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    text.split_once('/').is_some_and(|(above, below)| digits(above) && digits(below))
}

/// Two relations that agree in everything that tells relations apart are one.
fn check_relations(relations: &[RawRelation], problems: &Problems) {
    let mut seen = BTreeMap::new();
    for relation in relations {
        let capacity = relation.capacity.as_ref().map(|text| text.ko.as_str());
        let role = relation.role.as_ref().map(|role| role.value.as_str());
        let date = relation.date.as_ref().map(|date| date.value.as_str());
        let rows: Vec<(&str, &str)> = relation
            .provenance
            .iter()
            .map(|row| (row.source.value.as_str(), row.at.value.as_str()))
            .collect();
        let key = (
            &relation.from.value,
            &relation.kind.value,
            &relation.to.value,
            role,
            capacity,
            date,
            rows,
        );
        if let Some(first) = seen.insert(key, &relation.place) {
            let message = format!(
                "{} {} {} stands at {}:{} already with the same role, capacity, date and source; merge the two",
                relation.from.value, relation.kind.value, relation.to.value, first.file, first.line
            );
            problems.add(&relation.place, message);
        }
        if relation.from.value == relation.to.value {
            problems.add(
                &relation.place,
                format!(
                    "`{}` is related to itself; mend one end or remove the relation",
                    relation.from.value
                ),
            );
        }
        for target in relation.targets.iter().filter(|target| !is_target(&target.value)) {
            problems.add(
                &target.place,
                format!(
                    "`{}` is no target of the Sustainable Development Goals; expected 3.8 or 3.d",
                    target.value
                ),
            );
        }
        check_backed_fields(&relation.provenance, RELATIONS.shape, problems);
        check_editorial_note(relation, problems);
    }
}

/// An editorial link needs its reason.
fn check_editorial_note(relation: &RawRelation, problems: &Problems) {
    let editorial = relation
        .provenance
        .iter()
        .any(|row| row.basis.as_ref().is_some_and(|basis| basis.value == "editorial"));
    if editorial && relation.note.is_none() {
        let message = format!(
            "{} {} {} is editorial and gives no reason; add `note = {{ ko = \"…\", en = \"…\" }}`",
            relation.from.value, relation.kind.value, relation.to.value
        );
        problems.add(&relation.place, message);
    }
}

/// Inside a file, things are sorted.
fn check_order(raw: &RawData, problems: &Problems) {
    let records = raw.records.iter().map(|r| (&r.place, r.id.clone()));
    let relations = raw.relations.iter().map(|r| (&r.place, relation_key(r)));
    let corrections = raw.corrections.iter().map(|c| (&c.place, c.id.clone()));
    check_sorted(records, problems);
    check_sorted(relations, problems);
    check_sorted(corrections, problems);
}

fn relation_key(relation: &RawRelation) -> String {
    format!("{} {} {}", relation.from.value, relation.kind.value, relation.to.value)
}

fn check_sorted<'a>(items: impl Iterator<Item = (&'a Place, String)>, problems: &Problems) {
    let mut last: Option<(&Place, String)> = None;
    for (place, key) in items {
        if let Some((before, previous)) = &last
            && before.file == place.file
            && *previous > key
        {
            problems.add(
                place,
                format!("`{key}` stands after `{previous}`; run `cargo xtask data fmt` to sort"),
            );
        }
        last = Some((place, key));
    }
}

fn check_correction_ids(raw: &RawData, problems: &Problems) {
    let mut seen = BTreeMap::new();
    for correction in &raw.corrections {
        if !correction.id.starts_with("correction/") {
            problems.add(
                &correction.place,
                format!("`{}`: the id of a correction is `correction/<slug>`", correction.id),
            );
        }
        if let Some(first) = seen.insert(&correction.id, &correction.place) {
            problems.add(
                &correction.place,
                format!("`{}` is defined at {}:{} already", correction.id, first.file, first.line),
            );
        }
    }
}

fn all_rows(raw: &RawData) -> impl Iterator<Item = &RawProvenance> {
    raw.records
        .iter()
        .flat_map(|r| &r.provenance)
        .chain(raw.relations.iter().flat_map(|r| &r.provenance))
}

/// A source that backs nothing has no business in the bibliography.
fn check_sources_used(raw: &RawData, problems: &Problems) {
    if problems.is_incomplete() {
        return;
    }
    let mut used: BTreeSet<&str> = all_rows(raw).map(|row| row.source.value.as_str()).collect();
    used.extend(
        raw.records
            .iter()
            .filter_map(|r| r.figure.as_ref()?.note.as_ref())
            .map(|note| note.value.as_str()),
    );
    for correction in &raw.corrections {
        used.insert(&correction.source.value);
        used.extend(correction.others.iter().map(|other| other.source.value.as_str()));
    }
    let is_source = |record: &&RawRecord| record.is_source && record.id.starts_with("source/");
    for source in raw.records.iter().filter(is_source) {
        let numbered = source.bibliography.as_ref().is_some_and(|b| b.part_of.is_some());
        if !numbered && !used.contains(source.id.as_str()) {
            problems.add(
                &source.place,
                format!("nothing cites `{}`; cite it in a provenance row or remove it", source.id),
            );
        }
    }
}

/// What rests on a web page says when the page was looked at.
fn check_web_rows(raw: &RawData, problems: &Problems) {
    let web: BTreeSet<&str> = raw
        .records
        .iter()
        .filter(|record| {
            record.is_source && record.subtype.as_ref().is_some_and(|kind| kind.value == "webpage")
        })
        .filter(|record| record.bibliography.as_ref().is_some_and(|b| b.part_of.is_none()))
        .map(|record| record.id.as_str())
        .collect();
    for row in all_rows(raw) {
        if row.checked.is_none() && web.contains(row.source.value.as_str()) {
            problems.add(&row.place, format!("`{}` is a web page; add `checked = \"YYYY-MM-DD\"`, the day it was last looked at", row.source.value));
        }
    }
}
