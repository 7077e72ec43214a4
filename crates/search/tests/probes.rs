//! The probe suite: `tests/queries/probes.txt` asked of the documents in `tests/queries/documents.txt`.

use search::{
    Document, FacetOptions, FieldKind, FieldOptions, Index, IndexBuilder, ReadingKind, Request,
    Schema,
};

const DOCUMENTS: &str = include_str!("../../../tests/queries/documents.txt");
const PROBES: &str = include_str!("../../../tests/queries/probes.txt");
/// Least numbers of probes, so that none are lost unnoticed.
const MIN_POSITIVE: usize = 300;
const MIN_NEGATIVE: usize = 100;

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .filter(|line| !line.is_empty() && !line.starts_with("# ") && !line.starts_with("#   "))
}

fn index() -> Index {
    let (symbol, name, alias, text) = (0, 1, 2, 3);
    let mut builder = IndexBuilder::new(Schema {
        fields: vec![
            FieldOptions::new("symbol", FieldKind::Identifier, 4.0),
            FieldOptions::new("name", FieldKind::Name, 3.0),
            FieldOptions::new("alias", FieldKind::Name, 2.5),
            FieldOptions::new("text", FieldKind::Text, 1.0),
        ],
        facets: vec![
            FacetOptions::new("kind", &["종류", "类型"]),
            FacetOptions::new("year", &["연도", "年份"]),
        ],
        sort_keys: vec![],
    });
    for line in lines(DOCUMENTS) {
        let cells: Vec<&str> = line.split('|').collect();
        let cells: [&str; 9] = cells.try_into().unwrap_or_default();
        let [id, kind, year, code, ko, en, zh, aliases, body] = cells;
        let mut document =
            Document::new(id).facet(0, kind).facet(1, year).text_in(text, "ko", body);
        for (language, given) in [("ko", ko), ("en", en), ("zh", zh)] {
            document = document.text_in(name, language, given);
        }
        for given in aliases.split("; ").filter(|alias| !alias.is_empty()) {
            document = document.text(alias, given);
        }
        if !code.is_empty() {
            document = document.text(symbol, code);
        }
        builder.add(&document);
    }
    builder.label(0, "organisation", "기구");
    builder.label(0, "document", "문서");
    builder.synonyms(&["AI", "인공지능", "人工智能"]);
    builder.synonyms(&["ICT", "정보통신기술"]);
    builder.synonyms(&["UN", "유엔"]);
    builder.synonyms(&["멀티스테이크홀더", "다자 이해관계자"]);
    builder.finish()
}

/// What is wrong with one probe, if anything.
fn check(index: &Index, line: &str) -> Option<String> {
    let signs = [" =1 ", " => ", " >> ", " !> ", " ~> ", " ?="];
    let (sign, (query, id)) =
        signs.iter().find_map(|sign| Some((sign.trim(), line.rsplit_once(sign)?)))?;
    if sign == "~>" {
        let given: Vec<String> =
            index.suggest(query, 3).into_iter().map(|suggestion| suggestion.id).collect();
        return (!given.iter().any(|given| given == id))
            .then(|| format!("{line}    suggested {given:?}"));
    }
    let response = index.search(&Request::new(query, 100));
    if sign == "?=" {
        let spaces = response.readings.iter().filter(|one| one.kind == ReadingKind::Spaces);
        let read: Vec<&str> = spaces.map(|one| one.read_as.as_str()).collect();
        return (read.join(" ") != id.trim()).then(|| format!("{line}    read as {read:?}"));
    }
    let found: Vec<&str> = response.hits.iter().map(|hit| hit.id.as_str()).collect();
    let place = found.iter().position(|found| *found == id);
    let right = match sign {
        "=1" => place == Some(0),
        "=>" => place.is_some_and(|place| place < 3),
        ">>" => place.is_some(),
        _ if id == "*" => found.is_empty(),
        _ => place.is_none(),
    };
    let shown = found.get(..found.len().min(5)).unwrap_or(&[]);
    (!right)
        .then(|| format!("{line}    found {} {shown:?} {:?}", response.total, response.readings))
}

#[test]
fn every_probe_is_right() {
    let index = index();
    let failed: Vec<String> = lines(PROBES).filter_map(|line| check(&index, line)).collect();
    assert!(failed.is_empty(), "{} probes fail:\n{}", failed.len(), failed.join("\n"));
}

#[test]
fn there_are_enough_probes_and_their_documents_exist() {
    let index = index();
    let mut counts = [0, 0];
    for line in lines(PROBES).filter(|line| !line.contains(" ?=")) {
        let negative = line.contains(" !> ");
        counts[usize::from(negative)] += 1;
        let id = line.rsplit(' ').next().unwrap();
        assert!(id == "*" || index.doc(id).is_some(), "no such document: {line}");
    }
    assert!(counts[0] >= MIN_POSITIVE && counts[1] >= MIN_NEGATIVE, "{counts:?}");
}
