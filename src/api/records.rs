//! Records of the atlas as scripts get them: every key with its words, every fact with where it stands. Pure of the browser.

use crate::engine::Engine;
use crate::format;
use crate::i18n::messages;
use crate::route::Route;
use catalog::{
    Catalog, Correction, Details, Direction, Edtf, Figure, Kind, Locale, Localized, Locator,
    Neighbour, Provenance, Record, RecordIx, TermIx, Vocabulary,
};
use serde::Serialize;

/// A term of a vocabulary: its key and its words.
#[derive(Serialize)]
struct Term<'a> {
    key: &'a str,
    label: &'a str,
}

/// Another record.
#[derive(Serialize)]
pub struct Link<'a> {
    id: &'a str,
    kind: &'a str,
    name: &'a str,
}

#[derive(Serialize)]
struct Date<'a> {
    /// EDTF, ISO 8601-2.
    edtf: &'a str,
    text: String,
}

#[derive(Serialize)]
struct Alias<'a> {
    text: &'a str,
    lang: Option<&'a str>,
    r#type: Term<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Row<'a> {
    source: Option<Link<'a>>,
    /// The place as the dataset writes it.
    at: String,
    place: String,
    basis: Term<'a>,
    review: Term<'a>,
    fields: &'a [String],
    checked: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RelationView<'a> {
    r#type: Term<'a>,
    direction: &'a str,
    other: Option<Link<'a>>,
    role: Option<Term<'a>>,
    capacity: Option<Texts<'a>>,
    printed: Option<&'a str>,
    date: Option<Date<'a>>,
    status: Option<Term<'a>>,
    note: Option<Texts<'a>>,
    targets: &'a [String],
    open_ended: bool,
    provenance: Vec<Row<'a>>,
}

/// A text in every language that it has.
#[derive(Serialize)]
struct Texts<'a> {
    ko: Option<&'a str>,
    en: Option<&'a str>,
    zh: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CorrectionView<'a> {
    id: &'a str,
    r#type: Term<'a>,
    source: Option<Link<'a>>,
    at: String,
    place: String,
    printed: &'a str,
    sound: Option<&'a str>,
    why: Texts<'a>,
    elsewhere: Vec<Elsewhere<'a>>,
}

#[derive(Serialize)]
struct Elsewhere<'a> {
    source: Option<Link<'a>>,
    at: String,
    printed: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FigureView<'a> {
    text: String,
    value: Option<&'a str>,
    low: Option<&'a str>,
    high: Option<&'a str>,
    fraction: Option<&'a str>,
    word: Option<Texts<'a>>,
    unit: Option<Term<'a>>,
    qualifier: Option<&'a str>,
    year: Option<Date<'a>>,
    scope: Option<Texts<'a>>,
    measured_by: Option<Link<'a>>,
    note: Option<Link<'a>>,
    suspect: bool,
}

#[derive(Serialize)]
struct ComponentView<'a> {
    name: Texts<'a>,
    text: Texts<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct BibliographyView<'a> {
    r#type: Option<Term<'a>>,
    authors: &'a [String],
    publisher: Option<&'a str>,
    container: Option<&'a str>,
    language: Option<&'a str>,
    accessed: Option<&'a str>,
    edition_of: Option<Link<'a>>,
    part_of: Option<Link<'a>>,
    number: Option<u32>,
    main: bool,
}

/// A whole record.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RecordView<'a> {
    id: &'a str,
    kind: &'a str,
    kind_label: &'a str,
    name: Texts<'a>,
    aliases: Vec<Alias<'a>>,
    summary: Option<Texts<'a>>,
    date: Option<Date<'a>>,
    status: Option<Term<'a>>,
    place: Option<Texts<'a>>,
    countries: Vec<Term<'a>>,
    identifier: Option<&'a str>,
    code: Option<&'a str>,
    order: Option<u32>,
    r#type: Option<Term<'a>>,
    target_date: Option<Date<'a>>,
    url: Option<&'a str>,
    languages: &'a [String],
    processes: Vec<Link<'a>>,
    topics: Vec<Term<'a>>,
    groups: Vec<Term<'a>>,
    components: Vec<ComponentView<'a>>,
    figure: Option<FigureView<'a>>,
    bibliography: Option<BibliographyView<'a>>,
    provenance: Vec<Row<'a>>,
    relations: Vec<RelationView<'a>>,
    corrections: Vec<CorrectionView<'a>>,
    hash: String,
}

/// What a record is linked with, and what is like it.
#[derive(Serialize)]
pub struct Related<'a> {
    linked: Vec<Linked<'a>>,
    similar: Vec<Link<'a>>,
}

#[derive(Serialize)]
struct Linked<'a> {
    id: &'a str,
    kind: &'a str,
    name: &'a str,
    relation: Term<'a>,
    direction: &'a str,
}

/// The dataset in a language.
struct View<'a> {
    catalog: &'a Catalog,
    locale: Locale,
}

/// A record with everything the atlas holds about it.
pub fn record<'a>(engine: &'a Engine, id: &str, locale: Locale) -> Option<RecordView<'a>> {
    let view = View { catalog: &engine.catalog, locale };
    let ix = engine.catalog.find(id)?;
    Some(view.record(ix, engine.catalog.record(ix)?))
}

/// The records that one is linked with, and so many that are like it.
pub fn related<'a>(
    engine: &'a Engine,
    id: &str,
    locale: Locale,
    limit: usize,
) -> Option<Related<'a>> {
    let view = View { catalog: &engine.catalog, locale };
    let ix = engine.catalog.find(id)?;
    let linked = engine.catalog.neighbours(ix).iter().filter_map(|neighbour| {
        let other = engine.catalog.record(neighbour.other)?;
        let relation = engine.catalog.relation(neighbour.relation)?;
        Some(Linked {
            id: other.id.as_str(),
            kind: other.kind().as_str(),
            name: other.name.text(locale),
            relation: view.relation_type(relation.kind, neighbour.direction),
            direction: direction(neighbour.direction),
        })
    });
    Some(Related {
        linked: linked.collect(),
        similar: engine.similar(ix, limit).into_iter().filter_map(|ix| view.link(ix)).collect(),
    })
}

fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::Forward => "forward",
        Direction::Inverse => "inverse",
    }
}

fn texts(text: &Localized) -> Texts<'_> {
    Texts {
        ko: text.in_locale(Locale::Ko),
        en: text.in_locale(Locale::En),
        zh: text.in_locale(Locale::Zh),
    }
}

impl<'a> View<'a> {
    fn term(&self, vocabulary: &'a Vocabulary, term: TermIx) -> Term<'a> {
        Term { key: vocabulary.key(term), label: format::label(vocabulary, term, self.locale) }
    }

    fn link(&self, ix: RecordIx) -> Option<Link<'a>> {
        let record = self.catalog.record(ix)?;
        Some(Link {
            id: record.id.as_str(),
            kind: record.kind().as_str(),
            name: record.name.text(self.locale),
        })
    }

    fn date(&self, date: &'a Edtf) -> Date<'a> {
        Date { edtf: date.as_str(), text: format::date(messages(self.locale), date) }
    }

    fn at(&self, locator: &Locator) -> String {
        locator.print(&self.catalog.vocabularies.locator_units)
    }

    fn place(&self, locator: &Locator) -> String {
        format::locator(&self.catalog.vocabularies, self.locale, locator)
    }

    fn relation_type(&self, kind: TermIx, direction: Direction) -> Term<'a> {
        let vocabularies = &self.catalog.vocabularies;
        let mut term = self.term(&vocabularies.relation_types, kind);
        if direction == Direction::Inverse {
            term.label = vocabularies
                .relation_inverses
                .get(usize::from(kind.0))
                .map_or("", |label| label.text(self.locale));
        }
        term
    }

    fn rows(&self, rows: &'a [Provenance]) -> Vec<Row<'a>> {
        let vocabularies = &self.catalog.vocabularies;
        let row = |row: &'a Provenance| Row {
            source: self.link(row.source),
            at: self.at(&row.at),
            place: self.place(&row.at),
            basis: self.term(&vocabularies.basis, TermIx(row.basis as u16)),
            review: self.term(&vocabularies.review_states, TermIx(row.review as u16)),
            fields: &row.fields,
            checked: row.checked.as_deref(),
        };
        rows.iter().map(row).collect()
    }

    fn record(&self, ix: RecordIx, record: &'a Record) -> RecordView<'a> {
        let v = &self.catalog.vocabularies;
        let details = &record.details;
        let alias = |alias: &'a catalog::Alias| Alias {
            text: &alias.text,
            lang: alias.lang.as_deref(),
            r#type: self.term(&v.alias_types, TermIx(alias.kind as u16)),
        };
        RecordView {
            id: record.id.as_str(),
            kind: record.kind().as_str(),
            kind_label: format::label(&v.kinds, TermIx(record.kind() as u16), self.locale),
            name: texts(&record.name),
            aliases: record.aliases.iter().map(alias).collect(),
            summary: record.summary.as_ref().map(texts),
            date: record.date.as_ref().map(|date| self.date(date)),
            status: record.status.map(|status| self.term(&v.statuses, status)),
            place: record.place.as_ref().map(texts),
            countries: record.countries.iter().map(|term| self.term(&v.countries, *term)).collect(),
            identifier: record.identifier.as_deref(),
            code: details.code.as_deref(),
            order: details.order,
            r#type: self.subtype(record.kind(), details),
            target_date: details.target_date.as_ref().map(|date| self.date(date)),
            url: details.url.as_deref(),
            languages: &details.languages,
            processes: record.processes.iter().filter_map(|ix| self.link(*ix)).collect(),
            topics: record.topics.iter().map(|term| self.term(&v.topics, *term)).collect(),
            groups: record.groups.iter().map(|term| self.term(&v.groups, *term)).collect(),
            components: details
                .components
                .iter()
                .map(|part| ComponentView { name: texts(&part.name), text: texts(&part.text) })
                .collect(),
            figure: details.figure.as_ref().map(|figure| self.figure(figure)),
            bibliography: details
                .bibliography
                .as_ref()
                .map(|bibliography| self.bibliography(bibliography)),
            provenance: self.rows(&record.provenance),
            relations: self
                .catalog
                .neighbours(ix)
                .iter()
                .filter_map(|neighbour| self.relation(neighbour))
                .collect(),
            corrections: self
                .catalog
                .corrections_of(ix)
                .map(|correction| self.correction(correction))
                .collect(),
            hash: Route { page: crate::state::page_of(record, Default::default()), locale: None }
                .to_string(),
        }
    }

    fn subtype(&self, kind: Kind, details: &Details) -> Option<Term<'a>> {
        let v = &self.catalog.vocabularies;
        let vocabulary = match kind {
            Kind::Document => &v.document_types,
            Kind::Event => &v.event_types,
            Kind::Organisation => &v.organisation_types,
            _ => return None,
        };
        details.subtype.map(|term| self.term(vocabulary, term))
    }

    fn relation(&self, neighbour: &Neighbour) -> Option<RelationView<'a>> {
        let v = &self.catalog.vocabularies;
        let relation = self.catalog.relation(neighbour.relation)?;
        Some(RelationView {
            r#type: self.relation_type(relation.kind, neighbour.direction),
            direction: direction(neighbour.direction),
            other: self.link(neighbour.other),
            role: relation.role.map(|role| self.term(&v.roles, role)),
            capacity: relation.capacity.as_ref().map(texts),
            printed: relation.printed.as_deref(),
            date: relation.date.as_ref().map(|date| self.date(date)),
            status: relation.status.map(|status| self.term(&v.statuses, status)),
            note: relation.note.as_ref().map(texts),
            targets: &relation.targets,
            open_ended: relation.open_ended,
            provenance: self.rows(&relation.provenance),
        })
    }

    fn figure(&self, figure: &'a Figure) -> FigureView<'a> {
        let v = &self.catalog.vocabularies;
        FigureView {
            text: format::figure(messages(self.locale), v, self.locale, figure),
            value: figure.value.as_deref(),
            low: figure.low.as_deref(),
            high: figure.high.as_deref(),
            fraction: figure.fraction.as_deref(),
            word: figure.word.as_ref().map(texts),
            unit: figure.unit.map(|unit| self.term(&v.units, unit)),
            qualifier: figure.qualifier.map(|qualifier| qualifier.as_str()),
            year: figure.year.as_ref().map(|year| self.date(year)),
            scope: figure.scope.as_ref().map(texts),
            measured_by: figure.measured_by.and_then(|ix| self.link(ix)),
            note: figure.note.and_then(|ix| self.link(ix)),
            suspect: figure.suspect,
        }
    }

    fn bibliography(&self, b: &'a catalog::Bibliography) -> BibliographyView<'a> {
        BibliographyView {
            r#type: b.csl_type.map(|term| self.term(&self.catalog.vocabularies.source_types, term)),
            authors: &b.authors,
            publisher: b.publisher.as_deref(),
            container: b.container.as_deref(),
            language: b.language.as_deref(),
            accessed: b.accessed.as_deref(),
            edition_of: b.edition_of.and_then(|ix| self.link(ix)),
            part_of: b.part_of.and_then(|ix| self.link(ix)),
            number: b.number,
            main: b.main,
        }
    }

    fn correction(&self, correction: &'a Correction) -> CorrectionView<'a> {
        let elsewhere = |printed: &'a catalog::PrintedElsewhere| Elsewhere {
            source: self.link(printed.source),
            at: self.at(&printed.at),
            printed: &printed.printed,
        };
        CorrectionView {
            id: &correction.id,
            r#type: self.term(&self.catalog.vocabularies.correction_types, correction.kind),
            source: self.link(correction.source),
            at: self.at(&correction.at),
            place: self.place(&correction.at),
            printed: &correction.printed,
            sound: correction.sound.as_deref(),
            why: texts(&correction.why),
            elsewhere: correction.others.iter().map(elsewhere).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_comes_with_its_relations_and_where_they_stand() {
        let engine = crate::engine::start().unwrap();
        let view = record(engine, "action-line/c5", Locale::En).unwrap();
        assert_eq!((view.kind, view.hash.as_str()), ("action-line", "#/record/action-line/c5"));
        assert!(
            !view.relations.is_empty()
                && view.relations.iter().all(|relation| !relation.provenance.is_empty())
        );
        let row = &view.provenance[0];
        assert!(row.source.is_some() && !row.place.is_empty() && !row.basis.label.is_empty());
        assert!(record(engine, "action-line/c99", Locale::En).is_none());
    }

    #[test]
    fn what_is_related_is_named_from_its_own_end() {
        let engine = crate::engine::start().unwrap();
        let related = related(engine, "action-line/c5", Locale::Ko, 5).unwrap();
        assert!(
            !related.linked.is_empty()
                && related.linked.iter().all(|linked| !linked.relation.label.is_empty())
        );
        assert!(related.similar.len() <= 5);
    }

    #[test]
    fn every_record_can_be_given() {
        let engine = crate::engine::start().unwrap();
        for (_, one) in engine.catalog.iter() {
            assert!(record(engine, one.id.as_str(), Locale::Zh).is_some());
        }
    }
}
