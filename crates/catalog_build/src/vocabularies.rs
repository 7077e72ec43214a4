//! Reads `data/vocabularies/` and `data/countries.toml`.

use crate::problem::{Place, Problems};
use crate::reader::{Fields, SourceFile};
use catalog::{AliasType, Basis, Kind, Locale, Localized, Period, Review, Vocabularies, Vocabulary, VocabularyTerm};
use std::path::Path;

/// Reads all vocabularies; what is wrong with them is noted.
pub(crate) fn read(root: &Path, problems: &Problems) -> Vocabularies {
    let reader = Reader { root, problems };
    let (relation_types, relation_inverses) = reader.vocabulary_with("relation-types", |fields| {
        fields.required_localized("inverse").map(|label| label.value).unwrap_or_default()
    });
    let (periods, period_years) = reader.vocabulary_with("periods", |fields| {
        Period { from: fields.year("from"), to: fields.year("to") }
    });
    Vocabularies {
        kinds: reader.closed("kinds", Kind::ALL.iter().map(|kind| kind.as_str())),
        relation_types,
        relation_inverses,
        topics: reader.vocabulary("topics"),
        statuses: reader.vocabulary("statuses"),
        groups: reader.vocabulary("stakeholder-groups"),
        basis: reader.closed("basis", Basis::ALL.iter().map(|basis| basis.as_str())),
        review_states: reader.closed("review-states", Review::ALL.iter().map(|state| state.as_str())),
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
    fn vocabulary_with<T>(&self, name: &str, extra: impl Fn(&mut Fields) -> T) -> (Vocabulary, Vec<T>) {
        self.terms(&format!("vocabularies/{name}.toml"), "term", "id", "label", extra)
    }

    fn countries(&self) -> Vocabulary {
        let countries = self.terms("countries.toml", "country", "code", "name", |_| ()).0;
        let place = Place { file: "countries.toml".into(), line: 1 };
        for pair in countries.terms.windows(2) {
            if pair[0].key > pair[1].key {
                self.problems.add(&place, format!("`{}` stands after `{}`; sort by code", pair[1].key, pair[0].key));
            }
        }
        countries
    }

    fn terms<T>(
        &self,
        file: &str,
        table: &str,
        key: &'static str,
        label: &'static str,
        extra: impl Fn(&mut Fields) -> T,
    ) -> (Vocabulary, Vec<T>) {
        let (mut terms, mut extras) = (Vec::<VocabularyTerm>::new(), Vec::new());
        let Some(source) = SourceFile::read(self.root, &self.root.join(file), self.problems) else {
            return (Vocabulary::default(), extras);
        };
        for mut fields in source.tables(table, self.problems) {
            let key = fields.required_text(key);
            let label = fields.required_localized(label);
            let more = extra(&mut fields);
            if let (Some(key), Some(label)) = (key, label) {
                self.check_term(&terms, &key.value, &label.value, fields.place());
                terms.push(VocabularyTerm { key: key.value, label: label.value });
                extras.push(more);
            }
            fields.finish();
        }
        (Vocabulary { terms }, extras)
    }

    fn check_term(&self, before: &[VocabularyTerm], key: &str, label: &Localized, place: &Place) {
        if before.iter().any(|term| term.key == key) {
            self.problems.add(place, format!("`{key}` is in this list already; remove one"));
        }
        if label.in_locale(Locale::Zh).is_none() {
            self.problems.add(place, format!("the label of `{key}` has no Chinese; labels need ko, en and zh"));
        }
    }

    /// A vocabulary whose keys the code knows: they must be the same, in the same order.
    fn closed<'k>(&self, name: &str, keys: impl Iterator<Item = &'k str>) -> Vocabulary {
        let vocabulary = self.vocabulary(name);
        let found: Vec<&str> = vocabulary.terms.iter().map(|term| term.key.as_str()).collect();
        let expected: Vec<&str> = keys.collect();
        if found != expected {
            let place = Place { file: format!("vocabularies/{name}.toml"), line: 1 };
            self.problems.add(&place, format!("the terms are {found:?}; crates/catalog knows {expected:?}, in this order"));
        }
        vocabulary
    }
}
