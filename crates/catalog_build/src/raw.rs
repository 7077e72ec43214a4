//! The tables of the dataset as they are written: typed and placed, references not yet looked up.

use crate::problem::{Place, Problems};
use crate::reader::{At, Fields, SourceFile, relative, toml_files};
use crate::shape::{COUNTRIES, FILES};
use crate::vocabularies;
use catalog::Localized;
use std::path::Path;

/// All tables of the dataset.
#[derive(Default)]
pub(crate) struct RawData {
    pub(crate) records: Vec<RawRecord>,
    pub(crate) relations: Vec<RawRelation>,
    pub(crate) corrections: Vec<RawCorrection>,
    pub(crate) synonyms: Vec<Vec<String>>,
    pub(crate) assertions: Vec<RawAssertion>,
}

/// A `[[record]]`, or a `[[source]]`, which becomes a record of kind source.
#[derive(Default)]
pub(crate) struct RawRecord {
    pub(crate) place: Place,
    pub(crate) id: String,
    pub(crate) is_source: bool,
    pub(crate) name: Localized,
    pub(crate) aliases: Vec<RawAlias>,
    pub(crate) summary: Option<Localized>,
    pub(crate) date: Option<At<String>>,
    pub(crate) status: Option<At<String>>,
    pub(crate) place_name: Option<Localized>,
    pub(crate) countries: Vec<At<String>>,
    pub(crate) identifier: Option<String>,
    pub(crate) processes: Vec<At<String>>,
    pub(crate) topics: Vec<At<String>>,
    pub(crate) groups: Vec<At<String>>,
    pub(crate) subtype: Option<At<String>>,
    pub(crate) code: Option<At<String>>,
    pub(crate) order: Option<u32>,
    pub(crate) target_date: Option<At<String>>,
    pub(crate) url: Option<At<String>>,
    pub(crate) languages: Vec<At<String>>,
    pub(crate) open_ended: bool,
    pub(crate) finding: Option<At<String>>,
    pub(crate) components: Vec<(Localized, Localized)>,
    pub(crate) figure: Option<RawFigure>,
    pub(crate) bibliography: Option<RawBibliography>,
    pub(crate) provenance: Vec<RawProvenance>,
}

pub(crate) struct RawAlias {
    pub(crate) place: Place,
    pub(crate) text: String,
    pub(crate) lang: Option<At<String>>,
    pub(crate) kind: At<String>,
}

#[derive(Default)]
pub(crate) struct RawFigure {
    pub(crate) place: Place,
    pub(crate) value: Option<At<String>>,
    pub(crate) low: Option<At<String>>,
    pub(crate) high: Option<At<String>>,
    pub(crate) fraction: Option<At<String>>,
    pub(crate) word: Option<Localized>,
    pub(crate) unit: Option<At<String>>,
    pub(crate) qualifier: Option<At<String>>,
    pub(crate) year: Option<At<String>>,
    pub(crate) scope: Option<Localized>,
    pub(crate) measured_by: Option<At<String>>,
    pub(crate) note: Option<At<String>>,
    pub(crate) suspect: bool,
}

#[derive(Default)]
pub(crate) struct RawBibliography {
    pub(crate) authors: Vec<String>,
    pub(crate) publisher: Option<String>,
    pub(crate) container: Option<String>,
    pub(crate) language: Option<At<String>>,
    pub(crate) accessed: Option<At<String>>,
    pub(crate) record: Option<At<String>>,
    pub(crate) part_of: Option<At<String>>,
    pub(crate) number: Option<u32>,
    pub(crate) main: bool,
}

pub(crate) struct RawProvenance {
    pub(crate) place: Place,
    pub(crate) source: At<String>,
    pub(crate) at: At<String>,
    pub(crate) basis: Option<At<String>>,
    pub(crate) review: Option<At<String>>,
    pub(crate) fields: Vec<At<String>>,
    pub(crate) checked: Option<At<String>>,
}

pub(crate) struct RawRelation {
    pub(crate) place: Place,
    pub(crate) from: At<String>,
    pub(crate) kind: At<String>,
    pub(crate) to: At<String>,
    pub(crate) role: Option<At<String>>,
    pub(crate) capacity: Option<Localized>,
    pub(crate) printed: Option<String>,
    pub(crate) date: Option<At<String>>,
    pub(crate) status: Option<At<String>>,
    pub(crate) note: Option<Localized>,
    pub(crate) targets: Vec<At<String>>,
    pub(crate) open_ended: bool,
    pub(crate) provenance: Vec<RawProvenance>,
}

pub(crate) struct RawCorrection {
    pub(crate) place: Place,
    pub(crate) id: String,
    pub(crate) kind: At<String>,
    pub(crate) source: At<String>,
    pub(crate) at: At<String>,
    pub(crate) printed: String,
    pub(crate) sound: Option<String>,
    pub(crate) records: Vec<At<String>>,
    pub(crate) others: Vec<RawElsewhere>,
    pub(crate) why: Localized,
}

pub(crate) struct RawElsewhere {
    pub(crate) source: At<String>,
    pub(crate) at: At<String>,
    pub(crate) printed: String,
}

/// An expected count: `what` filtered by the rest.
#[derive(Default)]
pub(crate) struct RawAssertion {
    pub(crate) place: Place,
    pub(crate) what: String,
    pub(crate) filters: Vec<(&'static str, String)>,
    pub(crate) min: Option<u32>,
    pub(crate) max: Option<u32>,
}

/// The filters of an assertion.
const ASSERTION_FILTERS: [&str; 9] =
    ["kind", "type", "role", "source", "part_of", "from", "to", "from_kind", "to_kind"];

/// Reads all tables under the folder of the dataset; what is wrong with them is noted.
pub(crate) fn read(root: &Path, problems: &Problems) -> RawData {
    let mut data = RawData::default();
    for path in toml_files(root) {
        let name = relative(root, &path);
        let kind = FILES.into_iter().find(|kind| kind.is_about(&name));
        match kind.map(|kind| (kind, taker(kind.schema))) {
            Some((kind, Some(take))) => {
                let file = SourceFile::read(root, &path, problems);
                file.iter()
                    .flat_map(|file| file.tables(kind, problems))
                    .for_each(|fields| take(fields, &mut data));
            }
            // The vocabularies are read by name, in vocabularies.rs.
            Some((_, None)) if name == COUNTRIES.path || vocabularies::is_known(&name) => {}
            _ => problems.add(
                &Place { file: name, line: 1 },
                "is no file of the dataset; data/README.md lists the folders and files",
            ),
        }
    }
    data
}

/// What reads a table of this kind of file into the data; `None` for vocabularies.
fn taker(schema: &str) -> Option<fn(Fields, &mut RawData)> {
    let take: fn(Fields, &mut RawData) = match schema {
        "record" => |fields, data| data.records.extend(record(fields)),
        "source" => |fields, data| data.records.extend(source(fields)),
        "relation" => |fields, data| data.relations.extend(relation(fields)),
        "correction" => |fields, data| data.corrections.extend(correction(fields)),
        "synonyms" => |fields, data| data.synonyms.extend(synonyms(fields)),
        "assertions" => |fields, data| data.assertions.extend(assertion(fields)),
        _ => return None,
    };
    Some(take)
}

fn record(mut fields: Fields) -> Option<RawRecord> {
    let id = fields.text("id");
    let name = fields.localized("name");
    let record = RawRecord {
        place: fields.place().clone(),
        aliases: aliases(&mut fields),
        summary: fields.localized("summary").map(|text| text.value),
        date: fields.text("date"),
        status: fields.text("status"),
        place_name: fields.localized("place").map(|text| text.value),
        countries: fields.texts("countries"),
        identifier: fields.text("identifier").map(|text| text.value),
        processes: fields.texts("processes"),
        topics: fields.texts("topics"),
        groups: fields.texts("groups"),
        subtype: fields.text("type"),
        code: fields.text("code"),
        order: fields.number("order"),
        target_date: fields.text("target_date"),
        url: fields.text("url"),
        languages: fields.texts("languages"),
        open_ended: fields.flag("open_ended"),
        finding: fields.text("finding"),
        components: components(&mut fields),
        figure: fields.table("figure").map(figure),
        provenance: provenance(&mut fields),
        ..RawRecord::default()
    };
    fields.finish();
    // Without its name the record still stands, so that what refers to it is not called a dangling id.
    Some(RawRecord {
        id: id?.value,
        name: name.map(|name| name.value).unwrap_or_default(),
        ..record
    })
}

fn source(mut fields: Fields) -> Option<RawRecord> {
    let id = fields.text("id");
    let name = fields.localized("title");
    let bibliography = RawBibliography {
        authors: fields.texts("authors").into_iter().map(|text| text.value).collect(),
        publisher: fields.text("publisher").map(|text| text.value),
        container: fields.text("container").map(|text| text.value),
        language: fields.text("language"),
        accessed: fields.text("accessed"),
        record: fields.text("record"),
        part_of: fields.text("part_of"),
        number: fields.number("number"),
        main: fields.flag("main"),
    };
    let record = RawRecord {
        place: fields.place().clone(),
        is_source: true,
        aliases: aliases(&mut fields),
        summary: fields.localized("note").map(|text| text.value),
        date: fields.text("issued"),
        subtype: fields.text("type"),
        identifier: fields.text("identifier").map(|text| text.value),
        url: fields.text("url"),
        bibliography: Some(bibliography),
        ..RawRecord::default()
    };
    fields.finish();
    // Without its name the record still stands, so that what refers to it is not called a dangling id.
    Some(RawRecord {
        id: id?.value,
        name: name.map(|name| name.value).unwrap_or_default(),
        ..record
    })
}

fn aliases(fields: &mut Fields) -> Vec<RawAlias> {
    let read = |mut alias: Fields| {
        let place = alias.place().clone();
        let (text, kind) = (alias.text("text"), alias.text("type"));
        let lang = alias.text("lang");
        alias.finish();
        Some(RawAlias { place, text: text?.value, lang, kind: kind? })
    };
    fields.tables("aliases").into_iter().filter_map(read).collect()
}

fn components(fields: &mut Fields) -> Vec<(Localized, Localized)> {
    let read = |mut component: Fields| {
        let (name, text) = (component.localized("name"), component.localized("text"));
        component.finish();
        Some((name?.value, text?.value))
    };
    fields.tables("components").into_iter().filter_map(read).collect()
}

fn figure(mut fields: Fields) -> RawFigure {
    let figure = RawFigure {
        place: fields.place().clone(),
        value: fields.text("value"),
        low: fields.text("low"),
        high: fields.text("high"),
        fraction: fields.text("fraction"),
        word: fields.localized("word").map(|text| text.value),
        unit: fields.text("unit"),
        qualifier: fields.text("qualifier"),
        year: fields.text("year"),
        scope: fields.localized("scope").map(|text| text.value),
        measured_by: fields.text("measured_by"),
        note: fields.text("note"),
        suspect: fields.flag("suspect"),
    };
    fields.finish();
    figure
}

fn provenance(fields: &mut Fields) -> Vec<RawProvenance> {
    let rows = fields.tables("provenance");
    let read = |mut row: Fields| {
        let place = row.place().clone();
        let (source, at) = (row.text("source"), row.text("at"));
        let (basis, review) = (row.text("basis"), row.text("review"));
        let (backed, checked) = (row.texts("fields"), row.text("checked"));
        row.finish();
        Some(RawProvenance {
            place,
            source: source?,
            at: at?,
            basis,
            review,
            fields: backed,
            checked,
        })
    };
    rows.into_iter().filter_map(read).collect()
}

fn relation(mut fields: Fields) -> Option<RawRelation> {
    let (from, kind, to) = (fields.text("from"), fields.text("type"), fields.text("to"));
    let place = fields.place().clone();
    let (role, date, status) = (fields.text("role"), fields.text("date"), fields.text("status"));
    let capacity = fields.localized("capacity").map(|text| text.value);
    let printed = fields.text("printed").map(|text| text.value);
    let note = fields.localized("note").map(|text| text.value);
    let targets = fields.texts("targets");
    let open_ended = fields.flag("open_ended");
    let provenance = provenance(&mut fields);
    fields.finish();
    let (from, kind, to) = (from?, kind?, to?);
    Some(RawRelation {
        place,
        from,
        kind,
        to,
        role,
        capacity,
        printed,
        date,
        status,
        note,
        targets,
        open_ended,
        provenance,
    })
}

fn correction(mut fields: Fields) -> Option<RawCorrection> {
    let place = fields.place().clone();
    let (id, kind) = (fields.text("id"), fields.text("type"));
    let (source, at) = (fields.text("source"), fields.text("at"));
    let printed = fields.text("printed");
    let sound = fields.text("sound").map(|text| text.value);
    let records = fields.texts("records");
    let others = fields.tables("others").into_iter().filter_map(elsewhere).collect();
    let why = fields.localized("why");
    fields.finish();
    let (id, printed, why) = (id?.value, printed?.value, why?.value);
    Some(RawCorrection {
        place,
        id,
        kind: kind?,
        source: source?,
        at: at?,
        printed,
        sound,
        records,
        others,
        why,
    })
}

fn elsewhere(mut fields: Fields) -> Option<RawElsewhere> {
    let (source, at) = (fields.text("source"), fields.text("at"));
    let printed = fields.text("printed");
    fields.finish();
    Some(RawElsewhere { source: source?, at: at?, printed: printed?.value })
}

fn synonyms(mut fields: Fields) -> Option<Vec<String>> {
    let words: Vec<String> = fields.texts("words").into_iter().map(|word| word.value).collect();
    if words.len() < 2 {
        fields.problem("a group of synonyms needs two words or more in `words`");
    }
    fields.finish();
    Some(words)
}

fn assertion(mut fields: Fields) -> Option<RawAssertion> {
    let what = fields.text("what");
    let mut filters = Vec::new();
    for filter in ASSERTION_FILTERS {
        filters.extend(fields.text(filter).map(|text| (filter, text.value)));
    }
    let (min, max) = (fields.number("min"), fields.number("max"));
    fields.text("why");
    if min.is_none() && max.is_none() {
        fields.problem("an assertion needs `min`, `max` or both");
    }
    let place = fields.place().clone();
    fields.finish();
    Some(RawAssertion { place, what: what?.value, filters, min, max })
}
