//! What the tables of the dataset look like: one description, by which the reader reads and from which the JSON Schemas are written.
//!
//! The reader may ask only for what stands here and must ask for all of it: [`crate::reader::Fields`] notes every difference as a problem.

use catalog::{AliasType, Basis, Kind, Qualifier, Review};

/// A table of the dataset.
pub(crate) struct Shape {
    /// Its name in messages and in the schemas.
    pub(crate) name: &'static str,
    /// What it says.
    pub(crate) about: &'static str,
    /// Every field it may have.
    pub(crate) fields: &'static [Field],
}

/// A field of a table.
pub(crate) struct Field {
    pub(crate) key: &'static str,
    pub(crate) form: Form,
    pub(crate) required: bool,
    pub(crate) about: &'static str,
}

/// How a field is written.
#[derive(Clone, Copy)]
pub(crate) enum Form {
    /// A text in quotes.
    Text(Content),
    /// A list of texts.
    Texts(Content),
    /// A whole number from 1.
    Number,
    /// A year.
    Year,
    /// `true` or `false`.
    Flag,
    /// A table.
    Table(&'static Shape),
    /// A list of tables.
    Tables(&'static Shape),
}

/// What a text holds.
#[derive(Clone, Copy)]
pub(crate) enum Content {
    /// Any words.
    Words,
    /// The id of a record, of one kind or of any.
    Id(Option<Kind>),
    /// The id of a correction.
    CorrectionId,
    /// A term of a vocabulary of one of these names.
    Term(&'static [&'static str]),
    /// One of the words that the code knows.
    OneOf(fn() -> Vec<&'static str>),
    /// A date or period in EDTF.
    Date,
    /// A day, `YYYY-MM-DD`.
    Day,
    /// An address.
    Address,
    /// A decimal number.
    Decimal,
    /// A fraction such as `2/3`.
    Fraction,
    /// A place in a source.
    Locator,
    /// A BCP 47 language tag.
    Language,
    /// A target of the Sustainable Development Goals such as `3.8`.
    Target,
}

/// A kind of file: which files it is about, and the tables they hold.
pub(crate) struct FileShape {
    /// The name of its schema.
    pub(crate) schema: &'static str,
    /// A folder of such files when it ends with `/`, else the one file.
    pub(crate) path: &'static str,
    /// The name of its tables: `[[table]]`.
    pub(crate) table: &'static str,
    /// What they look like.
    pub(crate) shape: &'static Shape,
}

pub(crate) static RECORDS: FileShape =
    FileShape { schema: "record", path: "records/", table: "record", shape: &RECORD };
pub(crate) static SOURCES: FileShape =
    FileShape { schema: "source", path: "sources/", table: "source", shape: &SOURCE };
pub(crate) static RELATIONS: FileShape =
    FileShape { schema: "relation", path: "relations/", table: "relation", shape: &RELATION };
pub(crate) static CORRECTIONS: FileShape = FileShape {
    schema: "correction",
    path: "corrections/",
    table: "correction",
    shape: &CORRECTION,
};
pub(crate) static SYNONYMS: FileShape =
    FileShape { schema: "synonyms", path: "synonyms/", table: "group", shape: &SYNONYM_GROUP };
pub(crate) static ASSERTIONS: FileShape = FileShape {
    schema: "assertions",
    path: "assertions.toml",
    table: "assertion",
    shape: &ASSERTION,
};
pub(crate) static COUNTRIES: FileShape =
    FileShape { schema: "countries", path: "countries.toml", table: "country", shape: &COUNTRY };
pub(crate) static RELATION_TYPES: FileShape = FileShape {
    schema: "relation-types",
    path: "vocabularies/relation-types.toml",
    table: "term",
    shape: &RELATION_TYPE,
};
pub(crate) static PERIODS: FileShape = FileShape {
    schema: "periods",
    path: "vocabularies/periods.toml",
    table: "term",
    shape: &PERIOD,
};
pub(crate) static VOCABULARIES: FileShape =
    FileShape { schema: "vocabulary", path: "vocabularies/", table: "term", shape: &TERM };

/// Every kind of file. A file is of the first kind that is about it.
pub(crate) static FILES: [&FileShape; 10] = [
    &RECORDS,
    &SOURCES,
    &RELATIONS,
    &CORRECTIONS,
    &SYNONYMS,
    &ASSERTIONS,
    &COUNTRIES,
    &RELATION_TYPES,
    &PERIODS,
    &VOCABULARIES,
];

const fn field(key: &'static str, form: Form, about: &'static str) -> Field {
    Field { key, form, required: false, about }
}

const fn required(key: &'static str, form: Form, about: &'static str) -> Field {
    Field { key, form, required: true, about }
}

const WORDS: Form = Form::Text(Content::Words);
const DATE: Form = Form::Text(Content::Date);
const DAY: Form = Form::Text(Content::Day);
const LOCATOR: Form = Form::Text(Content::Locator);
const ANY_ID: Form = Form::Text(Content::Id(None));
const SOURCE_ID: Form = Form::Text(Content::Id(Some(Kind::Source)));
const STATUS: Form = Form::Text(Content::Term(&["statuses"]));
const LANGUAGE: Form = Form::Text(Content::Language);
const LOCALIZED: Form = Form::Table(&TEXTS);
const LABELS: Form = Form::Table(&LABEL);
const ROWS: Form = Form::Tables(&PROVENANCE);

pub(crate) static TEXTS: Shape = Shape {
    name: "texts",
    about: "A text in Korean and English, and in Chinese where it is official or printed in a source.",
    fields: &[
        required("ko", WORDS, "The Korean text."),
        required("en", WORDS, "The English text."),
        field("zh", WORDS, "The Chinese text."),
    ],
};

static LABEL: Shape = Shape {
    name: "label",
    about: "A label in Korean, English and Chinese.",
    fields: &[
        required("ko", WORDS, "The Korean text."),
        required("en", WORDS, "The English text."),
        required("zh", WORDS, "The Chinese text."),
    ],
};

static RECORD: Shape = Shape {
    name: "record",
    about: "Something that exists: a process, a body, a document, a statement, a figure.",
    fields: &[
        required("id", ANY_ID, "`<kind>/<slug>`; it never changes once published."),
        required("name", LOCALIZED, "The official or usual name."),
        field(
            "aliases",
            Form::Tables(&ALIAS),
            "Other names. None equals the name or another alias.",
        ),
        field(
            "summary",
            LOCALIZED,
            "One to four sentences in our own words. Only organisations and persons may have none.",
        ),
        field("date", DATE, "When it was, is or is to be, in EDTF."),
        field("status", STATUS, "What is known about the date or the thing."),
        field("place", LOCALIZED, "City and building, not the country."),
        field(
            "countries",
            Form::Texts(Content::Term(&["countries"])),
            "ISO 3166-1 alpha-2 codes of countries.toml.",
        ),
        field("identifier", WORDS, "The symbol of a document, such as A/RES/70/125."),
        field(
            "processes",
            Form::Texts(Content::Id(Some(Kind::Process))),
            "The processes it belongs to.",
        ),
        field(
            "topics",
            Form::Texts(Content::Term(&["topics"])),
            "One to four topics. Only organisations and persons may have none.",
        ),
        field(
            "groups",
            Form::Texts(Content::Term(&["stakeholder-groups"])),
            "Stakeholder groups of an organisation or person.",
        ),
        field(
            "type",
            Form::Text(Content::Term(&["document-types", "event-types", "organisation-types"])),
            "The type of a document, event or organisation, of the vocabulary of its kind.",
        ),
        field(
            "code",
            WORDS,
            "The printed code of a statement, session or round table, such as C5.",
        ),
        field("order", Form::Number, "The place in its list."),
        field("target_date", DATE, "When a statement or initiative is to reach its end, in EDTF."),
        field("url", Form::Text(Content::Address), "An address without tracking."),
        field("languages", Form::Texts(Content::Language), "The languages of a document."),
        field("open_ended", Form::Flag, "Whether the source ends its list with “and others”."),
        field(
            "finding",
            Form::Text(Content::OneOf(|| vec!["stated", "none-stated"])),
            "Whether the source gives findings of a session.",
        ),
        field("components", Form::Tables(&COMPONENT), "The parts of a governance model."),
        field("figure", Form::Table(&FIGURE), "The figure of a statistic."),
        required("provenance", ROWS, "Where it stands: at least one row."),
    ],
};

static ALIAS: Shape = Shape {
    name: "alias",
    about: "Another name of a record.",
    fields: &[
        required("text", WORDS, "The name."),
        required(
            "type",
            Form::Text(Content::OneOf(|| AliasType::ALL.map(AliasType::as_str).into())),
            "What kind of name it is.",
        ),
        field("lang", LANGUAGE, "Its language; left out for codes and acronyms."),
    ],
};

static COMPONENT: Shape = Shape {
    name: "component",
    about: "A part of a governance model.",
    fields: &[
        required("name", LOCALIZED, "The name of the part."),
        required("text", LOCALIZED, "What it does."),
    ],
};

static FIGURE: Shape = Shape {
    name: "figure",
    about: "A figure as a source gives it: `value`, `low` and `high`, `fraction` or `word`, with unit and year.",
    fields: &[
        field(
            "value",
            Form::Text(Content::Decimal),
            "A decimal number in quotes, without separators.",
        ),
        field("low", Form::Text(Content::Decimal), "The lower end of a range."),
        field("high", Form::Text(Content::Decimal), "The upper end of a range."),
        field("fraction", Form::Text(Content::Fraction), "A fraction such as 2/3."),
        field("word", LOCALIZED, "A word where the source gives no number."),
        required(
            "unit",
            Form::Text(Content::Term(&["units"])),
            "What is counted in: a term of vocabularies/units.toml.",
        ),
        field(
            "qualifier",
            Form::Text(Content::OneOf(|| Qualifier::ALL.map(Qualifier::as_str).into())),
            "How the figure relates to the number.",
        ),
        required("year", DATE, "The year or period in EDTF, XXXX when the source gives none."),
        field("scope", LOCALIZED, "Of whom or what it is counted."),
        field("measured_by", ANY_ID, "The record of who measured it."),
        field("note", SOURCE_ID, "The source that backs it."),
        field(
            "suspect",
            Form::Flag,
            "Whether the printed figure cannot be right; a correction says why.",
        ),
    ],
};

static PROVENANCE: Shape = Shape {
    name: "provenance",
    about: "Where a fact stands and how we know it: one row for each source.",
    fields: &[
        required("source", SOURCE_ID, "The source."),
        required("at", LOCATOR, "The place in it: `unit value > unit value`, from the outside in."),
        field(
            "basis",
            Form::Text(Content::OneOf(|| Basis::ALL.map(Basis::as_str).into())),
            "How the fact is known; `stated` when left out.",
        ),
        field(
            "review",
            Form::Text(Content::OneOf(|| Review::ALL.map(Review::as_str).into())),
            "How far it has been checked; `entered` when left out.",
        ),
        field(
            "fields",
            Form::Texts(Content::Words),
            "The fields that this row backs, when it does not back the whole.",
        ),
        field("checked", DAY, "The day an outside source was last looked at; web pages need it."),
    ],
};

static SOURCE: Shape = Shape {
    name: "source",
    about: "A bibliographic item.",
    fields: &[
        required("id", SOURCE_ID, "`source/<slug>`; it never changes once published."),
        required("title", LOCALIZED, "The title."),
        required("type", Form::Text(Content::Term(&["source-types"])), "The CSL type."),
        field("aliases", Form::Tables(&ALIAS), "Other titles."),
        field("authors", Form::Texts(Content::Words), "Authors as on the work; bodies unsplit."),
        field("publisher", WORDS, "The publisher."),
        field("container", WORDS, "The journal, site or series."),
        field("issued", DATE, "When it was published, in EDTF."),
        field("identifier", WORDS, "Its symbol."),
        field("language", LANGUAGE, "The language of the text."),
        field("url", Form::Text(Content::Address), "Its address without tracking."),
        field("accessed", DAY, "The day its address was last looked at; required with a url."),
        field(
            "record",
            Form::Text(Content::Id(Some(Kind::Document))),
            "The document that it is an edition of.",
        ),
        field("part_of", SOURCE_ID, "The source it is a note of."),
        field("number", Form::Number, "Its number in that source."),
        field("main", Form::Flag, "Whether it is one of the documents the atlas is built on."),
        field("note", LOCALIZED, "What it is, in our own words."),
    ],
};

static RELATION: Shape = Shape {
    name: "relation",
    about: "How two records are linked. The direction is that of the label of its type.",
    fields: &[
        required("from", ANY_ID, "The record it starts from."),
        required("type", Form::Text(Content::Term(&["relation-types"])), "The type."),
        required("to", ANY_ID, "The record it leads to."),
        field("role", Form::Text(Content::Term(&["roles"])), "The part that the pair plays."),
        field("capacity", LOCALIZED, "As whom one takes part."),
        field("printed", WORDS, "The name as the source prints it, where it differs."),
        field("date", DATE, "When it held, in EDTF."),
        field("status", STATUS, "What is known about the date or the link."),
        field("note", LOCALIZED, "A sentence of our own; an editorial link needs it."),
        field(
            "targets",
            Form::Texts(Content::Target),
            "Targets of the Sustainable Development Goals, such as 3.8.",
        ),
        field("open_ended", Form::Flag, "Whether the source ends its list with “and others”."),
        required("provenance", ROWS, "Where it stands: at least one row."),
    ],
};

static CORRECTION: Shape = Shape {
    name: "correction",
    about: "Where a source errs, varies, or disagrees with another.",
    fields: &[
        required("id", Form::Text(Content::CorrectionId), "`correction/<slug>`."),
        required(
            "type",
            Form::Text(Content::Term(&["correction-types"])),
            "What kind of correction it is.",
        ),
        required("source", SOURCE_ID, "The source that prints it."),
        required("at", LOCATOR, "The place in it."),
        required("printed", WORDS, "What is printed, in short."),
        field("sound", WORDS, "The sound form; left out where the truth cannot be known."),
        field("records", Form::Texts(Content::Id(None)), "The records it concerns."),
        field("others", Form::Tables(&ELSEWHERE), "What other sources print."),
        required("why", LOCALIZED, "Why we read it so."),
    ],
};

static ELSEWHERE: Shape = Shape {
    name: "elsewhere",
    about: "What another source prints.",
    fields: &[
        required("source", SOURCE_ID, "The other source."),
        required("at", LOCATOR, "The place in it."),
        required("printed", WORDS, "What is printed there."),
    ],
};

static SYNONYM_GROUP: Shape = Shape {
    name: "group",
    about: "Words that search treats as one.",
    fields: &[required("words", Form::Texts(Content::Words), "Two words or more.")],
};

static ASSERTION: Shape = Shape {
    name: "assertion",
    about: "A count that must hold, so that a lost record is noticed.",
    fields: &[
        required(
            "what",
            Form::Text(Content::OneOf(|| vec!["records", "relations", "sources", "corrections"])),
            "What is counted.",
        ),
        field("kind", WORDS, "Of records: their kind."),
        field("type", WORDS, "Of relations and corrections: their type."),
        field("role", WORDS, "Of relations: their role."),
        field("source", SOURCE_ID, "The source that they rest on."),
        field("part_of", ANY_ID, "Of records and sources: what they are part of."),
        field("from", ANY_ID, "Of relations: the record they start from."),
        field("to", ANY_ID, "Of relations: the record they lead to."),
        field("from_kind", WORDS, "Of relations: the kind of the record they start from."),
        field("to_kind", WORDS, "Of relations: the kind of the record they lead to."),
        field("min", Form::Number, "The least that is right."),
        field("max", Form::Number, "The most that is right."),
        required("why", WORDS, "Why this many."),
    ],
};

static TERM: Shape = Shape {
    name: "term",
    about: "A term of a closed list. The order is the order in which it is shown.",
    fields: &[required("id", WORDS, "The key."), required("label", LABELS, "What is shown.")],
};

static RELATION_TYPE: Shape = Shape {
    name: "relation-type",
    about: "A type of relation.",
    fields: &[
        required("id", WORDS, "The key."),
        required("label", LABELS, "What it is called from the first record to the second."),
        required("inverse", LABELS, "What it is called from the second record to the first."),
    ],
};

static PERIOD: Shape = Shape {
    name: "period",
    about: "A period of the period facet, both years included.",
    fields: &[
        required("id", WORDS, "The key."),
        required("label", LABELS, "What is shown."),
        field("from", Form::Year, "The first year; left out when open."),
        field("to", Form::Year, "The last year; left out when open."),
    ],
};

static COUNTRY: Shape = Shape {
    name: "country",
    about: "A country in use. The list is sorted by code.",
    fields: &[
        required("code", WORDS, "ISO 3166-1 alpha-2."),
        required("name", LABELS, "What is shown."),
    ],
};

impl Shape {
    /// The field with this key.
    pub(crate) fn field(&self, key: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.key == key)
    }

    /// Whether a path such as `name.en` leads to a field.
    pub(crate) fn has_path(&self, path: &str) -> bool {
        let (key, rest) =
            path.split_once('.').map_or((path, None), |(key, rest)| (key, Some(rest)));
        match (self.field(key).map(|field| field.form), rest) {
            (Some(_), None) => true,
            (Some(Form::Table(shape) | Form::Tables(shape)), Some(rest)) => shape.has_path(rest),
            _ => false,
        }
    }
}

impl Form {
    /// How it is written, for messages about a field that is missing.
    pub(crate) fn example(self) -> String {
        match self {
            Form::Text(Content::Id(Some(kind))) => format!("\"{}/…\"", kind.as_str()),
            Form::Text(_) => "\"…\"".to_owned(),
            Form::Texts(_) => "[\"…\", \"…\"]".to_owned(),
            Form::Number => "1".to_owned(),
            Form::Year => "2005".to_owned(),
            Form::Flag => "true".to_owned(),
            Form::Table(shape) => shape.example(),
            Form::Tables(shape) => format!("[{}]", shape.example()),
        }
    }
}

impl Shape {
    fn example(&self) -> String {
        let needed = self.fields.iter().filter(|field| field.required);
        let fields: Vec<String> =
            needed.map(|field| format!("{} = {}", field.key, field.form.example())).collect();
        format!("{{ {} }}", fields.join(", "))
    }
}

impl FileShape {
    /// Whether the file at this path, relative to the folder of the dataset, is of this kind.
    pub(crate) fn is_about(&self, path: &str) -> bool {
        if self.path.ends_with('/') { path.starts_with(self.path) } else { path == self.path }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::path::Path;
    use toml_edit::{DocumentMut, Item, TableLike, value};

    /// The way to a table: keys, with a place in a list where there is one.
    type Steps = Vec<(&'static str, Option<usize>)>;
    /// A field that the fixture has, and the way to its table.
    type Found = (Steps, &'static Shape, &'static Field);

    fn fixture() -> std::path::PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/right")
    }

    fn find(table: &dyn TableLike, shape: &'static Shape, steps: &Steps, found: &mut Vec<Found>) {
        for field in shape.fields {
            let Some(item) = table.get(field.key) else { continue };
            found.push((steps.clone(), shape, field));
            if let Form::Table(inner) | Form::Tables(inner) = field.form {
                for (place, table) in tables_of(item) {
                    let step = (field.key, place);
                    find(table, inner, &steps.iter().copied().chain([step]).collect(), found);
                }
            }
        }
    }

    fn tables_of(item: &Item) -> Vec<(Option<usize>, &dyn TableLike)> {
        let place = |(i, table)| (Some(i), table);
        if let Some(tables) = item.as_array_of_tables() {
            return tables
                .iter()
                .map(|table| table as &dyn TableLike)
                .enumerate()
                .map(place)
                .collect();
        }
        if let Some(array) = item.as_array() {
            let tables =
                array.iter().filter_map(|value| Some(value.as_inline_table()? as &dyn TableLike));
            return tables.enumerate().map(place).collect();
        }
        item.as_table_like().into_iter().map(|table| (None, table)).collect()
    }

    fn table_at<'t>(
        table: &'t mut dyn TableLike,
        steps: &[(&str, Option<usize>)],
    ) -> &'t mut dyn TableLike {
        let Some(((key, place), rest)) = steps.split_first() else { return table };
        let item = table.get_mut(key).unwrap();
        let inner: &mut dyn TableLike = match place {
            None => item.as_table_like_mut().unwrap(),
            Some(i) if item.is_array_of_tables() => {
                item.as_array_of_tables_mut().unwrap().get_mut(*i).unwrap()
            }
            Some(i) => {
                item.as_array_mut().unwrap().get_mut(*i).unwrap().as_inline_table_mut().unwrap()
            }
        };
        table_at(inner, rest)
    }

    /// The ways in which a field can be wrong by its shape: what is wrong, and what to do to the table that holds it.
    fn slips(field: &'static Field) -> Vec<(&'static str, Option<Item>)> {
        let mut slips = vec![(
            "of another type",
            Some(if matches!(field.form, Form::Text(_)) { value(7) } else { value("§") }),
        )];
        if field.required {
            slips.push(("missing", None));
        }
        match field.form {
            Form::Text(Content::Words) | Form::Texts(Content::Words) => {}
            Form::Text(_) => slips.push(("of another content", Some(value("§ §")))),
            Form::Texts(_) => slips
                .push(("of another content", Some(value(toml_edit::Array::from_iter(["§ §"]))))),
            _ => {}
        }
        slips
    }

    /// The problems of the fixture when one of its files holds this text.
    fn problems(file: &str, text: &str) -> usize {
        let copy = tempfile::tempdir().unwrap();
        for path in crate::reader::toml_files(&fixture()) {
            let target = copy.path().join(path.strip_prefix(fixture()).unwrap());
            std::fs::create_dir_all(target.parent().unwrap()).unwrap();
            std::fs::copy(&path, target).unwrap();
        }
        std::fs::write(copy.path().join(file), text).unwrap();
        crate::compile(copy.path()).err().map_or(0, |problems| problems.len())
    }

    /// What the shapes, and with them the schemas, demand of a field is what the build demands of it; and the fixture has every field there is.
    #[test]
    fn the_build_refuses_what_the_shapes_refuse() {
        let mut seen = BTreeSet::new();
        for path in crate::reader::toml_files(&fixture()) {
            let name = crate::reader::relative(&fixture(), &path);
            let kind = FILES.into_iter().find(|kind| kind.is_about(&name)).unwrap();
            let document: DocumentMut = std::fs::read_to_string(&path).unwrap().parse().unwrap();
            let mut found = Vec::new();
            for (place, table) in tables_of(document.get(kind.table).unwrap()) {
                find(table, kind.shape, &vec![(kind.table, place)], &mut found);
            }
            for (steps, shape, field) in found {
                if !seen.insert((shape.name, field.key)) {
                    continue;
                }
                for (slip, item) in slips(field) {
                    let mut document = document.clone();
                    let table = table_at(document.as_table_mut(), &steps);
                    match item {
                        Some(item) => drop(table.insert(field.key, item)),
                        None => drop(table.remove(field.key)),
                    }
                    assert!(
                        problems(&name, &document.to_string()) > 0,
                        "{name}: `{}` of {} may be {slip}",
                        field.key,
                        shape.name
                    );
                }
            }
        }
        let mut all = BTreeSet::new();
        FILES.iter().for_each(|kind| fields_of(kind.shape, &mut all));
        let unseen: Vec<_> = all.difference(&seen).collect();
        assert!(unseen.is_empty(), "tests/fixtures/right lacks {unseen:?}");
    }

    fn fields_of(shape: &'static Shape, all: &mut BTreeSet<(&'static str, &'static str)>) {
        for field in shape.fields {
            all.insert((shape.name, field.key));
            if let Form::Table(inner) | Form::Tables(inner) = field.form {
                fields_of(inner, all);
            }
        }
    }

    #[test]
    fn paths_of_fields_are_known() {
        for path in [
            "date",
            "name",
            "name.en",
            "figure.year",
            "figure.scope.ko",
            "aliases",
            "components.text.zh",
        ] {
            assert!(RECORD.has_path(path), "{path}");
        }
        for path in ["", "dat", "name.fr", "date.year", "figure.scope.ko.x"] {
            assert!(!RECORD.has_path(path), "{path}");
        }
    }
}
