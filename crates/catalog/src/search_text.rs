//! What of a record can be searched, and in which field: shared by the build, which indexes it, and by the page, which gives the index the
//! texts back instead of carrying them twice.

use crate::{Catalog, Kind, Locale, Localized, Record, RecordIx, TermIx};
use std::collections::BTreeSet;

/// A field of the search index. The order is the order of the fields in the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SearchField {
    /// The name, in each language.
    Name,
    /// Other names.
    Alias,
    /// Symbols and codes.
    Identifier,
    /// The summary, in each language.
    Summary,
    /// Names of related records.
    Related,
    /// Everything else: places, components, scopes, names as printed.
    Details,
}

impl SearchField {
    /// Every field, in order.
    pub const ALL: [SearchField; 6] = [
        SearchField::Name,
        SearchField::Alias,
        SearchField::Identifier,
        SearchField::Summary,
        SearchField::Related,
        SearchField::Details,
    ];
}

/// A text of a record, with its language as a BCP 47 tag or empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SearchText<'a> {
    /// The field.
    pub field: SearchField,
    /// The language.
    pub language: &'a str,
    /// The text.
    pub text: &'a str,
}

/// A facet value of a record: the key of a vocabulary term or country, or the slug of a record.
pub type FacetValue = (&'static str, String);

/// Names of the facets, in the order of the index.
pub const FACETS: [&str; 9] =
    ["kind", "process", "topic", "period", "organisation", "country", "group", "source", "status"];

/// Where a code is found: `C5` and `SG-3` say what is meant, the `c)` or `2` of a list do not.
fn field_of_code(code: &str) -> SearchField {
    let has = |kind: fn(&char) -> bool| code.chars().any(|letter| kind(&letter));
    match has(char::is_ascii_digit) && has(char::is_ascii_alphabetic) {
        true => SearchField::Identifier,
        false => SearchField::Details,
    }
}

impl Catalog {
    /// The texts of a record, in a fixed order.
    pub fn search_texts(&self, ix: RecordIx) -> Vec<SearchText<'_>> {
        let mut texts = Texts(Vec::new());
        if let Some(record) = self.record(ix) {
            texts.localized(SearchField::Name, &record.name);
            for alias in &record.aliases {
                texts.push(SearchField::Alias, alias.lang.as_deref().unwrap_or(""), &alias.text);
            }
            texts.all(SearchField::Identifier, record.identifier.iter());
            if let Some(code) = &record.details.code {
                texts.push(field_of_code(code), "", code);
            }
            record
                .summary
                .iter()
                .for_each(|summary| texts.localized(SearchField::Summary, summary));
            self.related_texts(ix, &mut texts);
            self.detail_texts(ix, record, &mut texts);
        }
        texts.0
    }

    /// The names of the records it is linked with, each once.
    fn related_texts<'a>(&'a self, ix: RecordIx, texts: &mut Texts<'a>) {
        // Collecting would sort them first, with 3 KB of program.
        let mut others = BTreeSet::<RecordIx>::new();
        others.extend(self.neighbours(ix).iter().map(|neighbour| neighbour.other));
        for other in others.into_iter().filter_map(|other| self.record(other)) {
            texts.push(SearchField::Related, Locale::Ko.as_str(), &other.name.ko);
            texts.push(SearchField::Related, Locale::En.as_str(), &other.name.en);
        }
    }

    fn detail_texts<'a>(&'a self, ix: RecordIx, record: &'a Record, texts: &mut Texts<'a>) {
        let details = &record.details;
        record.place.iter().for_each(|place| texts.localized(SearchField::Details, place));
        if let Some((start, end)) = record.date.as_ref().map(|date| date.ends()) {
            texts.push(SearchField::Details, "", start);
            texts.push(SearchField::Details, "", end.unwrap_or(""));
        }
        let countries =
            record.countries.iter().filter_map(|term| self.vocabularies.countries.get(*term));
        countries.for_each(|country| texts.localized(SearchField::Details, &country.label));
        for component in &details.components {
            texts.localized(SearchField::Details, &component.name);
            texts.localized(SearchField::Details, &component.text);
        }
        if let Some(figure) = &details.figure {
            texts.all(SearchField::Details, figure.value.iter().chain(&figure.fraction));
            figure
                .scope
                .iter()
                .chain(&figure.word)
                .for_each(|text| texts.localized(SearchField::Details, text));
        }
        if let Some(source) = &details.bibliography {
            texts.all(
                SearchField::Details,
                source.authors.iter().chain(&source.publisher).chain(&source.container),
            );
        }
        let own =
            self.neighbours(ix).iter().filter_map(|neighbour| self.relation(neighbour.relation));
        for relation in own.filter(|relation| relation.from == ix) {
            texts.all(SearchField::Details, relation.printed.iter());
            relation.capacity.iter().for_each(|text| texts.localized(SearchField::Details, text));
        }
        // A reader who knows only the misprint finds the record by it.
        let concerning =
            self.corrections.iter().filter(|correction| correction.records.contains(&ix));
        texts.all(SearchField::Details, concerning.map(|correction| &correction.printed));
    }

    /// The facet values of a record.
    pub fn facet_values(&self, ix: RecordIx) -> BTreeSet<FacetValue> {
        let mut values = BTreeSet::new();
        let Some(record) = self.record(ix) else { return values };
        let v = &self.vocabularies;
        let keys = |facet: &'static str,
                    vocabulary: &crate::Vocabulary,
                    terms: &[TermIx]|
         -> Vec<FacetValue> {
            terms.iter().map(|term| (facet, vocabulary.key(*term).to_owned())).collect()
        };
        values.insert(("kind", record.kind().as_str().to_owned()));
        values.extend(keys("topic", &v.topics, &record.topics));
        values.extend(keys("country", &v.countries, &record.countries));
        values.extend(keys("group", &v.groups, &record.groups));
        values.extend(keys("status", &v.statuses, record.status.as_slice()));
        values.extend(self.periods(record).into_iter().map(|period| ("period", period)));
        values.extend(
            record.processes.iter().filter_map(|process| self.slug_value("process", *process)),
        );
        let own_facet = match record.kind() {
            Kind::Process => Some("process"),
            Kind::Organisation => Some("organisation"),
            _ => None,
        };
        values.extend(own_facet.map(|facet| (facet, record.id.slug().to_owned())));
        // What rests on a note rests on the document that has the note, too.
        let sources =
            record.provenance.iter().flat_map(|row| [row.source, self.main_source(row.source)]);
        values.extend(sources.filter_map(|source| self.slug_value("source", source)));
        self.neighbour_facets(ix, &mut values);
        values
    }

    /// Bodies it is linked with, and the countries whose governments are among them.
    fn neighbour_facets(&self, ix: RecordIx, values: &mut BTreeSet<FacetValue>) {
        let government = self.vocabularies.organisation_types.find("government");
        for neighbour in self.neighbours(ix) {
            let Some(other) =
                self.record(neighbour.other).filter(|other| other.kind() == Kind::Organisation)
            else {
                continue;
            };
            values.insert(("organisation", other.id.slug().to_owned()));
            if other.details.subtype.is_some() && other.details.subtype == government {
                let countries =
                    other.countries.iter().map(|term| self.vocabularies.countries.key(*term));
                values.extend(countries.map(|country| ("country", country.to_owned())));
            }
        }
    }

    fn slug_value(&self, facet: &'static str, ix: RecordIx) -> Option<FacetValue> {
        self.record(ix).map(|record| (facet, record.id.slug().to_owned()))
    }

    /// The keys of the periods that the date of a record touches.
    fn periods(&self, record: &Record) -> Vec<String> {
        let Some((first, last)) = record.date.as_ref().and_then(|date| date.years()) else {
            return Vec::new();
        };
        let v = &self.vocabularies;
        let touches = |period: &crate::Period| {
            period.from.is_none_or(|from| last >= from) && period.to.is_none_or(|to| first <= to)
        };
        v.periods
            .terms
            .iter()
            .zip(&v.period_years)
            .filter(|(_, years)| touches(years))
            .map(|(term, _)| term.key.clone())
            .collect()
    }

    /// The words that a facet value is shown with; the value itself when it is unknown.
    pub fn facet_label(&self, facet: &str, value: &str) -> Option<&Localized> {
        let v = &self.vocabularies;
        let of_record = |kind: Kind| {
            self.find(&format!("{}/{value}", kind.as_str()))
                .and_then(|ix| self.record(ix))
                .map(|record| &record.name)
        };
        let of_vocabulary = |vocabulary: &'static str| -> Option<&Localized> {
            let vocabulary = match vocabulary {
                "kind" => &v.kinds,
                "topic" => &v.topics,
                "period" => &v.periods,
                "country" => &v.countries,
                "group" => &v.groups,
                _ => &v.statuses,
            };
            vocabulary.terms.iter().find(|term| term.key == value).map(|term| &term.label)
        };
        match facet {
            "process" => of_record(Kind::Process),
            "organisation" => of_record(Kind::Organisation),
            "source" => of_record(Kind::Source),
            _ => FACETS.iter().find(|name| **name == facet).and_then(|name| of_vocabulary(name)),
        }
    }
}

struct Texts<'a>(Vec<SearchText<'a>>);

impl<'a> Texts<'a> {
    fn push(&mut self, field: SearchField, language: &'a str, text: &'a str) {
        if !text.is_empty() {
            self.0.push(SearchText { field, language, text });
        }
    }

    fn localized(&mut self, field: SearchField, text: &'a Localized) {
        text.all().for_each(|(locale, text)| self.push(field, locale.as_str(), text));
    }

    fn all(&mut self, field: SearchField, texts: impl Iterator<Item = &'a String>) {
        texts.for_each(|text| self.push(field, "", text));
    }
}
