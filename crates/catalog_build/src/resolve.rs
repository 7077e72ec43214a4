//! Turns what is written into the catalogue: looks up every reference and notes those that lead nowhere.

use crate::problem::{Place, Problems, suggestion};
use crate::raw::{
    RawAlias, RawBibliography, RawCorrection, RawData, RawFigure, RawProvenance, RawRecord,
    RawRelation,
};
use crate::reader::At;
use catalog::{
    Alias, AliasType, Basis, Bibliography, Catalog, Component, Correction, Details, Edtf, Figure,
    Finding, Kind, Locator, PrintedElsewhere, Provenance, Qualifier, Record, RecordId, RecordIx,
    Relation, Review, TermIx, Vocabularies, Vocabulary,
};
use std::collections::BTreeMap;

/// The catalogue that the tables mean; references that lead nowhere are noted and left out.
pub(crate) fn resolve(raw: &RawData, vocabularies: Vocabularies, problems: &Problems) -> Catalog {
    let ids = index_ids(&raw.records, problems);
    let resolver = Resolver { ids: &ids, vocabularies: &vocabularies, problems };
    let mut records: Vec<Record> =
        raw.records.iter().filter_map(|record| resolver.record(record)).collect();
    records.sort_by(|a, b| a.id.cmp(&b.id));
    records.dedup_by(|a, b| a.id == b.id);
    let mut relations: Vec<Relation> =
        raw.relations.iter().filter_map(|relation| resolver.relation(relation)).collect();
    relations.sort_by_key(|r| (r.from, r.kind, r.to, r.role, r.printed.clone()));
    let mut corrections: Vec<Correction> =
        raw.corrections.iter().filter_map(|correction| resolver.correction(correction)).collect();
    corrections.sort_by(|a, b| a.id.cmp(&b.id));
    let as_of = latest_check(&records, &relations);
    Catalog::new(as_of, records, relations, corrections, vocabularies, raw.synonyms.clone())
}

/// The place that each valid id will have among the sorted records.
fn index_ids(records: &[RawRecord], problems: &Problems) -> BTreeMap<String, RecordIx> {
    let mut ids = BTreeMap::<String, (RecordIx, &Place)>::new();
    for record in records {
        if let Err(error) = RecordId::parse(&record.id) {
            problems.add(&record.place, format!("bad id `{}`: {error}", record.id));
            continue;
        }
        if let Some((_, first)) = ids.insert(record.id.clone(), (RecordIx(0), &record.place)) {
            let message = format!(
                "`{}` is defined at {}:{} already; one thing stands in one place: merge the two",
                record.id, first.file, first.line
            );
            problems.add(&record.place, message);
        }
    }
    ids.into_keys().enumerate().map(|(i, id)| (id, RecordIx(i as u32))).collect()
}

fn latest_check(records: &[Record], relations: &[Relation]) -> String {
    let rows = records
        .iter()
        .flat_map(|r| &r.provenance)
        .chain(relations.iter().flat_map(|r| &r.provenance));
    rows.filter_map(|row| row.checked.clone()).max().unwrap_or_default()
}

struct Resolver<'a> {
    ids: &'a BTreeMap<String, RecordIx>,
    vocabularies: &'a Vocabularies,
    problems: &'a Problems,
}

impl Resolver<'_> {
    fn reference(&self, to: &At<String>) -> Option<RecordIx> {
        let found = self.ids.get(&to.value).copied();
        if found.is_none() && !self.problems.is_incomplete() {
            let near = suggestion(&to.value, self.ids.keys().map(String::as_str));
            self.problems.add(
                &to.place,
                format!("`{}` is no record{near}; add it or refer to another", to.value),
            );
        }
        found
    }

    fn reference_of_kind(&self, to: &At<String>, kind: Kind) -> Option<RecordIx> {
        let found = self.reference(to)?;
        if !to.value.starts_with(&format!("{}/", kind.as_str())) {
            self.problems.add(
                &to.place,
                format!(
                    "`{}` is not a {}; expected `{}/…`",
                    to.value,
                    kind.as_str(),
                    kind.as_str()
                ),
            );
        }
        Some(found)
    }

    fn term(&self, key: &At<String>, vocabulary: &Vocabulary, file: &str) -> Option<TermIx> {
        let found = vocabulary.find(&key.value);
        if found.is_none() && !(vocabulary.terms.is_empty() && self.problems.is_incomplete()) {
            let near =
                suggestion(&key.value, vocabulary.terms.iter().map(|term| term.key.as_str()));
            self.problems.add(
                &key.place,
                format!(
                    "`{}` is no term of data/{file}{near}; use one of them or add it there",
                    key.value
                ),
            );
        }
        found
    }

    fn terms(&self, keys: &[At<String>], vocabulary: &Vocabulary, file: &str) -> Vec<TermIx> {
        keys.iter().filter_map(|key| self.term(key, vocabulary, file)).collect()
    }

    fn one_of<T: Copy>(
        &self,
        key: &At<String>,
        all: &[T],
        name: impl Fn(T) -> &'static str,
    ) -> Option<T> {
        let found = all.iter().copied().find(|item| name(*item) == key.value);
        if found.is_none() {
            let names: Vec<&str> = all.iter().map(|item| name(*item)).collect();
            let near = suggestion(&key.value, names.iter().copied());
            let message =
                format!("`{}` is not known{near}; expected one of {}", key.value, names.join(", "));
            self.problems.add(&key.place, message);
        }
        found
    }

    fn date(&self, text: &At<String>) -> Option<Edtf> {
        Edtf::parse(&text.value)
            .map_err(|error| self.problems.add(&text.place, format!("bad date {error}")))
            .ok()
    }

    fn day(&self, text: &At<String>) -> Option<String> {
        let date = Edtf::parse(&text.value).ok();
        let is_day = text.value.len() == 10
            && date
                .is_some_and(|date| date.earliest().is_some() && date.earliest() == date.latest());
        if !is_day {
            self.problems
                .add(&text.place, format!("`{}` is not a day; expected YYYY-MM-DD", text.value));
        }
        is_day.then(|| text.value.clone())
    }

    fn url(&self, text: &At<String>) -> Option<String> {
        let good = text.value.starts_with("https://") || text.value.starts_with("http://");
        if !good || text.value.contains(char::is_whitespace) || text.value.contains("utm_") {
            let message = format!(
                "`{}` is no clean address; expected https://… without spaces and tracking",
                text.value
            );
            self.problems.add(&text.place, message);
        }
        good.then(|| text.value.clone())
    }

    fn locator(&self, text: &At<String>) -> Locator {
        Locator::parse(&text.value, &self.vocabularies.locator_units).unwrap_or_else(|error| {
            self.problems.add(&text.place, format!("bad place `{}`: {error}", text.value));
            Locator::default()
        })
    }

    fn record(&self, raw: &RawRecord) -> Option<Record> {
        let id = RecordId::parse(&raw.id).ok()?;
        let v = self.vocabularies;
        Some(Record {
            name: raw.name.clone(),
            aliases: raw.aliases.iter().filter_map(|alias| self.alias(alias)).collect(),
            summary: raw.summary.clone(),
            date: raw.date.as_ref().and_then(|date| self.date(date)),
            status: raw
                .status
                .as_ref()
                .and_then(|key| self.term(key, &v.statuses, "vocabularies/statuses.toml")),
            place: raw.place_name.clone(),
            countries: self.terms(&raw.countries, &v.countries, "countries.toml"),
            identifier: raw.identifier.clone(),
            processes: raw
                .processes
                .iter()
                .filter_map(|p| self.reference_of_kind(p, Kind::Process))
                .collect(),
            topics: self.terms(&raw.topics, &v.topics, "vocabularies/topics.toml"),
            groups: self.terms(&raw.groups, &v.groups, "vocabularies/stakeholder-groups.toml"),
            details: self.details(raw, id.kind()),
            provenance: self.rows(&raw.provenance),
            id,
        })
    }

    fn alias(&self, raw: &RawAlias) -> Option<Alias> {
        let kind = self.one_of(&raw.kind, &AliasType::ALL, AliasType::as_str)?;
        Some(Alias {
            text: raw.text.clone(),
            lang: raw.lang.as_ref().map(|lang| lang.value.clone()),
            kind,
        })
    }

    fn details(&self, raw: &RawRecord, kind: Kind) -> Details {
        let findings = [Finding::Stated, Finding::NoneStated];
        let finding_name =
            |finding| if finding == Finding::Stated { "stated" } else { "none-stated" };
        Details {
            subtype: raw
                .subtype
                .as_ref()
                .and_then(|key| self.subtype(key, if raw.is_source { Kind::Source } else { kind })),
            code: raw.code.as_ref().map(|code| code.value.clone()),
            order: raw.order,
            target_date: raw.target_date.as_ref().and_then(|date| self.date(date)),
            url: raw.url.as_ref().and_then(|url| self.url(url)),
            languages: raw.languages.iter().map(|lang| lang.value.clone()).collect(),
            open_ended: raw.open_ended,
            finding: raw.finding.as_ref().and_then(|key| self.one_of(key, &findings, finding_name)),
            components: raw
                .components
                .iter()
                .map(|(name, text)| Component { name: name.clone(), text: text.clone() })
                .collect(),
            figure: raw.figure.as_ref().map(|figure| self.figure(figure)),
            bibliography: raw.bibliography.as_ref().map(|b| self.bibliography(b, raw)),
        }
    }

    /// The type of a record, from the vocabulary of its kind.
    fn subtype(&self, key: &At<String>, kind: Kind) -> Option<TermIx> {
        let v = self.vocabularies;
        match kind {
            Kind::Document => self.term(key, &v.document_types, "vocabularies/document-types.toml"),
            Kind::Event => self.term(key, &v.event_types, "vocabularies/event-types.toml"),
            Kind::Organisation => {
                self.term(key, &v.organisation_types, "vocabularies/organisation-types.toml")
            }
            Kind::Source => self.term(key, &v.source_types, "vocabularies/source-types.toml"),
            _ => {
                self.problems.add(
                    &key.place,
                    "`type` is only for documents, events, organisations and sources; remove it",
                );
                None
            }
        }
    }

    fn figure(&self, raw: &RawFigure) -> Figure {
        let number = |text: &Option<At<String>>| text.as_ref().and_then(|text| self.decimal(text));
        Figure {
            value: number(&raw.value),
            low: number(&raw.low),
            high: number(&raw.high),
            fraction: raw.fraction.as_ref().map(|text| text.value.clone()),
            word: raw.word.clone(),
            unit: raw.unit.as_ref().and_then(|key| {
                self.term(key, &self.vocabularies.units, "vocabularies/units.toml")
            }),
            qualifier: raw
                .qualifier
                .as_ref()
                .and_then(|key| self.one_of(key, &Qualifier::ALL, Qualifier::as_str)),
            year: raw.year.as_ref().and_then(|date| self.date(date)),
            scope: raw.scope.clone(),
            measured_by: raw.measured_by.as_ref().and_then(|id| self.reference(id)),
            note: raw.note.as_ref().and_then(|id| self.reference_of_kind(id, Kind::Source)),
            suspect: raw.suspect,
        }
    }

    fn decimal(&self, text: &At<String>) -> Option<String> {
        let good =
            text.value.parse::<f64>().is_ok() && !text.value.contains(['e', 'E', '+', 'n', 'i']);
        if !good {
            self.problems.add(&text.place, format!("`{}` is not a decimal number; write digits without separators, such as \"3600000000\"", text.value));
        }
        good.then(|| text.value.clone())
    }

    fn bibliography(&self, raw: &RawBibliography, record: &RawRecord) -> Bibliography {
        if record.url.is_some() && raw.accessed.is_none() && raw.part_of.is_none() {
            self.problems
                .add(&record.place, "a source with `url` needs `accessed = \"YYYY-MM-DD\"`");
        }
        Bibliography {
            csl_type: record
                .subtype
                .as_ref()
                .and_then(|key| self.vocabularies.source_types.find(&key.value)),
            authors: raw.authors.clone(),
            publisher: raw.publisher.clone(),
            container: raw.container.clone(),
            language: raw.language.as_ref().map(|lang| lang.value.clone()),
            accessed: raw.accessed.as_ref().and_then(|day| self.day(day)),
            edition_of: raw
                .record
                .as_ref()
                .and_then(|id| self.reference_of_kind(id, Kind::Document)),
            part_of: raw.part_of.as_ref().and_then(|id| self.reference_of_kind(id, Kind::Source)),
            number: raw.number,
            main: raw.main,
        }
    }

    fn rows(&self, rows: &[RawProvenance]) -> Vec<Provenance> {
        rows.iter().filter_map(|row| self.row(row)).collect()
    }

    fn row(&self, raw: &RawProvenance) -> Option<Provenance> {
        Some(Provenance {
            at: self.locator(&raw.at),
            basis: self.optional(&raw.basis, &Basis::ALL, Basis::as_str),
            review: self.optional(&raw.review, &Review::ALL, Review::as_str),
            fields: raw.fields.iter().map(|field| field.value.clone()).collect(),
            checked: raw.checked.as_ref().and_then(|day| self.day(day)),
            source: self.reference_of_kind(&raw.source, Kind::Source)?,
        })
    }

    fn optional<T: Copy + Default>(
        &self,
        key: &Option<At<String>>,
        all: &[T],
        name: impl Fn(T) -> &'static str,
    ) -> T {
        key.as_ref().and_then(|key| self.one_of(key, all, name)).unwrap_or_default()
    }

    fn relation(&self, raw: &RawRelation) -> Option<Relation> {
        let v = self.vocabularies;
        let (from, to) = (self.reference(&raw.from), self.reference(&raw.to));
        let kind = self.term(&raw.kind, &v.relation_types, "vocabularies/relation-types.toml");
        let relation = Relation {
            role: raw
                .role
                .as_ref()
                .and_then(|key| self.term(key, &v.roles, "vocabularies/roles.toml")),
            capacity: raw.capacity.clone(),
            printed: raw.printed.clone(),
            date: raw.date.as_ref().and_then(|date| self.date(date)),
            status: raw
                .status
                .as_ref()
                .and_then(|key| self.term(key, &v.statuses, "vocabularies/statuses.toml")),
            note: raw.note.clone(),
            targets: raw.targets.iter().map(|target| target.value.clone()).collect(),
            open_ended: raw.open_ended,
            provenance: self.rows(&raw.provenance),
            from: from?,
            kind: kind?,
            to: to?,
        };
        Some(relation)
    }

    fn correction(&self, raw: &RawCorrection) -> Option<Correction> {
        let elsewhere = |other: &crate::raw::RawElsewhere| {
            let source = self.reference_of_kind(&other.source, Kind::Source)?;
            Some(PrintedElsewhere {
                source,
                at: self.locator(&other.at),
                printed: other.printed.clone(),
            })
        };
        let kind = self.term(
            &raw.kind,
            &self.vocabularies.correction_types,
            "vocabularies/correction-types.toml",
        );
        let source = self.reference_of_kind(&raw.source, Kind::Source);
        Some(Correction {
            id: raw.id.clone(),
            at: self.locator(&raw.at),
            printed: raw.printed.clone(),
            sound: raw.sound.clone(),
            records: raw.records.iter().filter_map(|id| self.reference(id)).collect(),
            others: raw.others.iter().filter_map(elsewhere).collect(),
            why: raw.why.clone(),
            kind: kind?,
            source: source?,
        })
    }
}
