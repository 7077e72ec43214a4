//! Reads `data/vocabularies/` and `data/countries.toml`.

use crate::problem::{Place, Problems};
use crate::reader::{At, Fields, SourceFile};
use crate::shape::{COUNTRIES, FILES, VOCABULARIES};
use catalog::{AliasType, Basis, Kind, Period, Review, Vocabularies, Vocabulary, VocabularyTerm};
use std::path::Path;

/// Reads all vocabularies; what is wrong with them is noted.
pub(crate) fn read(root: &Path, problems: &Problems) -> Vocabularies {
    let reader = Reader { root, problems };
    let (relation_types, relation_inverses) = reader.vocabulary_with("relation-types", |fields| {
        fields.localized("inverse").map(|label| label.value).unwrap_or_default()
    });
    let (periods, period_years) = reader.vocabulary_with("periods", |fields| Period {
        from: fields.year("from"),
        to: fields.year("to"),
    });
    Vocabularies {
        kinds: reader.closed("kinds", Kind::ALL.iter().map(|kind| kind.as_str())),
        relation_types,
        relation_inverses,
        topics: reader.vocabulary("topics"),
        statuses: reader.vocabulary("statuses"),
        groups: reader.vocabulary("stakeholder-groups"),
        basis: reader.closed("basis", Basis::ALL.iter().map(|basis| basis.as_str())),
        review_states: reader
            .closed("review-states", Review::ALL.iter().map(|state| state.as_str())),
        alias_types: reader.closed("alias-types", AliasType::ALL.iter().map(|kind| kind.as_str())),
        document_types: reader.vocabulary("document-types"),
        event_types: reader.vocabulary("event-types"),
        organisation_types: reader.vocabulary("organisation-types"),
        source_types: reader.vocabulary("source-types"),
        roles: reader.vocabulary("roles"),
        units: reader.vocabulary("units"),
        locator_units: reader.vocabulary("locator-units"),
        correction_types: reader.vocabulary("correction-types"),
        countries: reader.countries(),
        periods,
        period_years,
    }
}

struct Reader<'a> {
    root: &'a Path,
    problems: &'a Problems,
}

impl Reader<'_> {
    fn vocabulary(&self, name: &str) -> Vocabulary {
        self.vocabulary_with(name, |_| ()).0
    }

    /// A vocabulary and, for each term, what `extra` reads of it.
    fn vocabulary_with<T>(
        &self,
        name: &str,
        extra: impl Fn(&mut Fields) -> T,
    ) -> (Vocabulary, Vec<T>) {
        self.terms(&file_name(name), ("id", "label"), extra)
    }

    fn countries(&self) -> Vocabulary {
        self.terms(&file_name("countries"), ("code", "name"), |_| ()).0
    }

    fn terms<T>(
        &self,
        name: &str,
        (key, label): (&'static str, &'static str),
        extra: impl Fn(&mut Fields) -> T,
    ) -> (Vocabulary, Vec<T>) {
        let (mut terms, mut extras) = (Vec::<VocabularyTerm>::new(), Vec::new());
        let kind = FILES.into_iter().find(|kind| kind.is_about(name));
        let source = SourceFile::read(self.root, &self.root.join(name), self.problems);
        let (Some(kind), Some(source)) = (kind, source) else {
            return (Vocabulary::default(), extras);
        };
        for mut fields in source.tables(kind, self.problems) {
            let term = fields.text(key);
            // Without its label the term still stands, so that what uses it is not called unknown.
            let label = fields.localized(label).map(|label| label.value).unwrap_or_default();
            extras.extend(term.is_some().then(|| extra(&mut fields)));
            if let Some(term) = term {
                self.check_term(&terms, &term, kind.schema == COUNTRIES.schema);
                terms.push(VocabularyTerm { key: term.value, label });
            }
            fields.finish();
        }
        (Vocabulary { terms }, extras)
    }

    fn check_term(&self, before: &[VocabularyTerm], term: &At<String>, is_country: bool) {
        let key = &term.value;
        if before.iter().any(|before| before.key == *key) {
            self.problems.add(&term.place, format!("`{key}` is in this list already; remove one"));
        }
        if let Some(last) = before.last().filter(|last| is_country && last.key > *key) {
            self.problems
                .add(&term.place, format!("`{key}` stands after `{}`; sort by code", last.key));
        }
        if is_country && !(key.len() == 2 && key.bytes().all(|byte| byte.is_ascii_uppercase())) {
            self.problems.add(
                &term.place,
                format!("`{key}` is no country code; expected ISO 3166-1 alpha-2 such as KR"),
            );
        }
    }

    /// A vocabulary whose keys the code knows: they must be the same, in the same order.
    fn closed<'k>(&self, name: &str, keys: impl Iterator<Item = &'k str>) -> Vocabulary {
        let vocabulary = self.vocabulary(name);
        let found: Vec<&str> = vocabulary.terms.iter().map(|term| term.key.as_str()).collect();
        let expected: Vec<&str> = keys.collect();
        if !found.is_empty() && found != expected {
            let place = Place { file: file_name(name), line: 1 };
            let (found, expected) = (found.join(", "), expected.join(", "));
            self.problems.add(&place, format!("the terms are {found}; expected {expected}, in this order, as crates/catalog knows them"));
        }
        vocabulary
    }
}

/// The file of the vocabulary of this name, relative to the folder of the dataset.
pub(crate) fn file_name(name: &str) -> String {
    if name == COUNTRIES.schema {
        COUNTRIES.path.to_owned()
    } else {
        format!("{}{name}.toml", VOCABULARIES.path)
    }
}

/// The vocabulary of this name; `None` for a name that none has.
pub(crate) fn named<'v>(v: &'v Vocabularies, name: &str) -> Option<&'v Vocabulary> {
    Some(match name {
        "kinds" => &v.kinds,
        "relation-types" => &v.relation_types,
        "topics" => &v.topics,
        "statuses" => &v.statuses,
        "stakeholder-groups" => &v.groups,
        "basis" => &v.basis,
        "review-states" => &v.review_states,
        "alias-types" => &v.alias_types,
        "document-types" => &v.document_types,
        "event-types" => &v.event_types,
        "organisation-types" => &v.organisation_types,
        "source-types" => &v.source_types,
        "roles" => &v.roles,
        "units" => &v.units,
        "locator-units" => &v.locator_units,
        "correction-types" => &v.correction_types,
        "countries" => &v.countries,
        "periods" => &v.periods,
        _ => return None,
    })
}

/// Whether a file of the folder of vocabularies is one of them.
pub(crate) fn is_known(file: &str) -> bool {
    let name = file.strip_prefix(VOCABULARIES.path).and_then(|name| name.strip_suffix(".toml"));
    name.is_some_and(|name| named(&Vocabularies::default(), name).is_some())
}
