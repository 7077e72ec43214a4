//! The list of all records as plain HTML: what a reader has where the program cannot run.

use catalog::{Catalog, Kind, Locale, Localized, Record, RecordIx, Vocabularies};
use std::collections::BTreeMap;
use std::fmt::Write;

/// All records by kind, as HTML for the page's static index. Sources come last, with their addresses.
///
/// It holds no scripts, no styles, no ids and no relative addresses, so that it fits into any page. Summaries are left out: the names alone
/// are what a page that most readers never see may weigh.
pub fn static_index(catalog: &Catalog) -> String {
    let mut out = String::from("<p lang=\"ko\">전체 항목을 종류별로 나열합니다.</p>\n");
    out.push_str("<p lang=\"en\">All records, by kind.</p>\n<p lang=\"zh-Hans\">全部条目，按类型排列。</p>\n");
    for (kind, records) in by_kind(catalog) {
        section(&mut out, kind, &records, &catalog.vocabularies);
    }
    out
}

/// The kinds that have records, in the order of the page; the last kind is that of sources.
fn by_kind(catalog: &Catalog) -> BTreeMap<Kind, Vec<&Record>> {
    let lists = Lists::of(catalog);
    let mut kinds = BTreeMap::<Kind, Vec<(RecordIx, &Record)>>::new();
    for (ix, record) in catalog.iter() {
        kinds.entry(record.kind()).or_default().push((ix, record));
    }
    for records in kinds.values_mut() {
        records.sort_by_key(|(ix, record)| lists.place(*ix, record));
    }
    kinds
        .into_iter()
        .map(|(kind, records)| (kind, records.into_iter().map(|(_, record)| record).collect()))
        .collect()
}

/// The list or document that each member of a list belongs to.
struct Lists<'a>(BTreeMap<RecordIx, &'a Record>);

/// Where a record stands among those of its kind: by list, by its place there, by date, by name.
type ListPlace<'a> = (&'a str, u32, &'a str, &'a str);

impl<'a> Lists<'a> {
    fn of(catalog: &'a Catalog) -> Lists<'a> {
        let part_of = catalog.vocabularies.relation_types.find("part-of");
        let parts = catalog.relations.iter().filter(|relation| Some(relation.kind) == part_of);
        Lists(parts.filter_map(|part| Some((part.from, catalog.record(part.to)?))).collect())
    }

    fn place(&self, ix: RecordIx, record: &'a Record) -> ListPlace<'a> {
        let in_list =
            record.details.order.filter(|_| !matches!(record.kind(), Kind::Document | Kind::Event));
        let list = in_list.and_then(|_| self.0.get(&ix)).map_or("", |list| list.id.as_str());
        let date = record
            .date
            .as_ref()
            .filter(|_| record.kind() != Kind::Source)
            .map_or("", |date| date.as_str());
        (list, in_list.unwrap_or(0), date, &record.name.ko)
    }
}

fn section(out: &mut String, kind: Kind, records: &[&Record], vocabularies: &Vocabularies) {
    let label = vocabularies
        .kinds
        .terms
        .iter()
        .find(|term| term.key == kind.as_str())
        .map(|term| &term.label);
    let _ = writeln!(
        out,
        "<section>\n<h2>{} ({})</h2>\n<ul lang=\"ko\">",
        label.map_or_else(String::new, heading),
        records.len()
    );
    records.iter().for_each(|record| entry(out, record));
    out.push_str("</ul>\n</section>\n");
}

fn heading(label: &Localized) -> String {
    let words = label
        .all()
        .map(|(locale, text)| format!("<span lang=\"{}\">{}</span>", locale.tag(), escaped(text)));
    words.collect::<Vec<_>>().join(" · ")
}

/// `code name · English name · identifier · date`, and the address of a source.
fn entry(out: &mut String, record: &Record) {
    out.push_str("<li>");
    if let Some(code) = &record.details.code {
        let _ = write!(out, "{} ", escaped(code));
    }
    out.push_str(&escaped(&record.name.ko));
    if record.name.en != record.name.ko {
        let _ = write!(
            out,
            " · <span lang=\"{}\">{}</span>",
            Locale::En.tag(),
            escaped(&record.name.en)
        );
    }
    let date = record.date.as_ref().map(|date| date.as_str());
    for part in record.identifier.as_deref().into_iter().chain(date) {
        let _ = write!(out, " · {}", escaped(part));
    }
    if let Some(url) = record.details.url.as_ref().filter(|_| record.kind() == Kind::Source) {
        let _ = write!(out, " · <a href=\"{0}\">{0}</a>", escaped(url));
    }
    out.push_str("</li>\n");
}

/// A text as it may stand in HTML, between tags and in quoted attributes.
fn escaped(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut out, letter| {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use catalog::{Details, Edtf, RecordId, Vocabulary, VocabularyTerm};

    fn record(id: &str, ko: &str, date: Option<&str>) -> Record {
        Record {
            id: RecordId::parse(id).unwrap(),
            name: Localized { ko: ko.into(), en: format!("{ko} <b>"), zh: None },
            aliases: Vec::new(),
            summary: None,
            date: date.map(|date| Edtf::parse(date).unwrap()),
            status: None,
            place: None,
            countries: Vec::new(),
            identifier: None,
            processes: Vec::new(),
            topics: Vec::new(),
            groups: Vec::new(),
            details: Details::default(),
            provenance: Vec::new(),
        }
    }

    fn index(records: Vec<Record>) -> String {
        let label = |ko: &str| Localized { ko: ko.into(), en: "Kind".into(), zh: None };
        let term = |key: &str, ko: &str| VocabularyTerm { key: key.into(), label: label(ko) };
        let kinds = Vocabulary { terms: vec![term("event", "행사"), term("source", "출처")] };
        let vocabularies = Vocabularies { kinds, ..Vocabularies::default() };
        static_index(&Catalog::new(
            String::new(),
            records,
            Vec::new(),
            Vec::new(),
            vocabularies,
            Vec::new(),
        ))
    }

    #[test]
    fn texts_are_escaped() {
        let list = index(vec![record("event/a", "\"A&B's\"", None)]);
        assert!(list.contains("<li>&quot;A&amp;B&#39;s&quot; · <span lang=\"en\">&quot;A&amp;B&#39;s&quot; &lt;b&gt;</span></li>"), "{list}");
    }

    #[test]
    fn records_stand_under_their_kind_by_date_and_sources_last() {
        let mut source = record("source/a", "출처 하나", None);
        source.details.url = Some("https://example.org/?a=1&b=2".into());
        let list = index(vec![
            record("event/a", "나중", Some("2005")),
            record("event/b", "먼저", Some("2003-12")),
            source,
        ]);
        let place = |text: &str| list.find(text).unwrap_or_else(|| panic!("no `{text}` in {list}"));
        assert!(
            place("<span lang=\"ko\">행사</span> · <span lang=\"en\">Kind</span> (2)</h2>")
                < place("먼저")
        );
        assert!(place("먼저") < place("나중") && place("나중") < place("출처</span>"));
        assert!(list.contains("<a href=\"https://example.org/?a=1&amp;b=2\">"), "{list}");
    }

    #[test]
    fn nothing_in_it_can_run_or_clash() {
        let list = index(vec![record("event/a", "<script>alert(1)</script>", None)]);
        assert!(
            !list.contains("<script") && !list.contains(" id=") && !list.contains("style"),
            "{list}"
        );
    }
}
