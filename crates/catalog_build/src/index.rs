//! Builds the search index of the catalogue.

use catalog::{Catalog, FACETS, Kind, Locale, Record, RecordIx, SearchField};
use search::{
    Document, FacetOptions, FieldKind, FieldOptions, Index, IndexBuilder, Schema, SortValue,
};

/// The index of all records, in the order of the catalogue, so that document numbers are places of records.
pub fn build_index(catalog: &Catalog) -> Index {
    let mut builder = IndexBuilder::new(schema());
    for (ix, record) in catalog.iter() {
        builder.add(&document(catalog, ix, record));
    }
    label_facets(catalog, &mut builder);
    for group in &catalog.synonyms {
        builder.synonyms(&group.iter().map(String::as_str).collect::<Vec<_>>());
    }
    builder.finish()
}

/// Fields, weights and facets. The texts are not stored: the page has them in the catalogue and attaches them.
fn schema() -> Schema {
    let field = |field: &SearchField| {
        let (name, kind, boost) = match field {
            SearchField::Name => ("name", FieldKind::Name, 6.0),
            SearchField::Alias => ("alias", FieldKind::Name, 5.0),
            SearchField::Identifier => ("identifier", FieldKind::Identifier, 6.0),
            SearchField::Summary => ("summary", FieldKind::Text, 2.0),
            SearchField::Related => ("related", FieldKind::Text, 0.6),
            SearchField::Details => ("details", FieldKind::Text, 1.2),
        };
        FieldOptions { stored: false, ..FieldOptions::new(name, kind, boost) }
    };
    let aliases: [&[&str]; 9] = [
        &["종류", "类型"],
        &["과정", "进程"],
        &["주제", "主题"],
        &["시기", "时期"],
        &["기구", "기관", "org", "机构"],
        &["국가", "나라", "国家"],
        &["이해당사자", "그룹", "利益攸关方"],
        &["출처", "来源"],
        &["상태", "状态"],
    ];
    let mut facets: Vec<FacetOptions> = FACETS
        .iter()
        .zip(aliases)
        .map(|(name, aliases)| FacetOptions::new(name, aliases))
        .collect();
    // Years are not shown as a facet: they serve `year:2015..2020` in queries.
    facets.push(FacetOptions::new("year", &["연도", "년도", "年份"]));
    Schema {
        fields: SearchField::ALL.iter().map(field).collect(),
        facets,
        sort_keys: ["date", "name-ko", "name-en", "name-zh"].map(str::to_owned).into(),
    }
}

fn document(catalog: &Catalog, ix: RecordIx, record: &Record) -> Document {
    let mut document = Document { prior: prior(record), ..Document::new(record.id.as_str()) };
    for text in catalog.search_texts(ix) {
        document = document.text_in(text.field as usize, text.language, text.text);
    }
    for (facet, value) in catalog.facet_values(ix) {
        let place = FACETS.iter().position(|name| *name == facet).unwrap_or(0);
        document = document.facet(place, &value);
    }
    if let Some((first, last)) = record.date.as_ref().and_then(|date| date.years()) {
        // An open period counts up to the last century that could be meant by a query; a closed one is short.
        let last = last.min(first.max(2035));
        document = (first.max(1860)..=last)
            .fold(document, |document, year| document.facet(FACETS.len(), &year.to_string()));
    }
    let date = record.date.as_ref().and_then(|date| date.earliest());
    if let Some((year, month, day)) = date {
        document = document.sort_key(
            0,
            SortValue::Number(i64::from(year) * 10_000 + i64::from(month) * 100 + i64::from(day)),
        );
    }
    for (i, locale) in Locale::ALL.into_iter().enumerate() {
        document = document.sort_key(i + 1, SortValue::Text(record.name.text(locale).to_owned()));
    }
    document
}

/// What a reader is likelier to mean when several kinds carry a word: the thing itself before what is said about it.
fn prior(record: &Record) -> f32 {
    match record.kind() {
        Kind::Process => 1.4,
        Kind::ActionLine => 1.3,
        Kind::Document | Kind::Event => 1.05,
        Kind::Recommendation
        | Kind::Commitment
        | Kind::Objective
        | Kind::GovernanceModel
        | Kind::Initiative => 1.1,
        Kind::Organisation | Kind::Person | Kind::Term => 1.0,
        Kind::Source => 0.5,
        _ => 0.95,
    }
}

/// What kinds are also called in queries: `종류:기관`.
const KINDS_ARE_CALLED: [(Kind, &[&str]); 6] = [
    (Kind::Organisation, &["기관", "조직", "단체", "organization"]),
    (Kind::Person, &["사람", "인명"]),
    (Kind::Event, &["행사", "회의", "meeting"]),
    (Kind::Statistic, &["수치", "숫자", "statistic", "number"]),
    (Kind::Term, &["정의", "개념"]),
    (Kind::Document, &["보고서", "결의", "자료"]),
];

/// Lets a query name a facet value by its words: `org:유네스코`, `종류:문서`.
fn label_facets(catalog: &Catalog, builder: &mut IndexBuilder) {
    let mut seen = std::collections::BTreeSet::new();
    for (ix, _) in catalog.iter() {
        seen.extend(catalog.facet_values(ix));
    }
    for (kind, words) in KINDS_ARE_CALLED {
        words.iter().for_each(|word| builder.label(0, kind.as_str(), word));
    }
    for (facet, value) in seen {
        let place = FACETS.iter().position(|name| *name == facet).unwrap_or(0);
        let Some(label) = catalog.facet_label(facet, &value) else { continue };
        label.all().for_each(|(_, label)| builder.label(place, &value, label));
        let record = catalog.find(&format!("{facet}/{value}")).and_then(|ix| catalog.record(ix));
        for alias in record.iter().flat_map(|record| &record.aliases) {
            builder.label(place, &value, &alias.text);
        }
    }
}
