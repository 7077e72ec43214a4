//! The index against a brute-force oracle, on random collections over small alphabets.

use proptest::prelude::*;
use search::{
    Document, FacetOptions, FieldKind, FieldOptions, Index, IndexBuilder, IndexError, Query,
    Refinement, Request, Schema, Sort, SortValue, Work,
};
use std::ops::ControlFlow;
use unicode_normalization::UnicodeNormalization;

const TEXT: usize = 1;

#[derive(Clone, Debug)]
struct Doc {
    name: String,
    text: String,
    facets: Vec<(usize, String)>,
    key: Option<i64>,
}

fn docs() -> impl Strategy<Value = Vec<Doc>> {
    let text = "([가나다라]{1,4}|[ab]{1,3}|[中国互]{1,3}|[ ,.]){0,10}";
    let facets = proptest::collection::vec((0usize..2, "[xyz]".prop_map(String::from)), 0..4);
    let doc = ("[가나다a ]{0,5}", text, facets, proptest::option::of(0i64..4));
    proptest::collection::vec(doc, 0..10).prop_map(|docs| {
        docs.into_iter().map(|(name, text, facets, key)| Doc { name, text, facets, key }).collect()
    })
}

fn schema() -> Schema {
    Schema {
        fields: vec![
            FieldOptions::new("name", FieldKind::Name, 3.0),
            FieldOptions::new("text", FieldKind::Text, 1.0),
        ],
        facets: vec![FacetOptions::new("kind", &["종류"]), FacetOptions::new("year", &[])],
        sort_keys: vec!["date".into()],
    }
}

fn build(docs: &[Doc]) -> Index {
    builder(docs).finish()
}

fn builder(docs: &[Doc]) -> IndexBuilder {
    let mut builder = IndexBuilder::new(schema());
    for (at, doc) in docs.iter().enumerate() {
        let mut document =
            Document::new(&at.to_string()).text_in(0, "ko", &doc.name).text(TEXT, &doc.text);
        document.facets = doc.facets.clone();
        document.sort_keys = doc.key.map(|key| (0, SortValue::Number(key))).into_iter().collect();
        builder.add(&document);
    }
    builder
}

/// Does work in pieces of so many units, and watches that it tells its progress.
fn in_pieces<T>(mut work: Work<T>, units: usize) -> T {
    let mut before = (0, 0);
    loop {
        work = match work.step(units) {
            ControlFlow::Continue(rest) => rest,
            ControlFlow::Break(done) => return done,
        };
        let (done, total) = work.progress();
        assert!(before <= (done, total) && done <= total, "{done} of {total} after {before:?}");
        before = (done, total);
    }
}

fn all(text: &str) -> Request {
    Request {
        query: Query::parse(text).closed(),
        limit: usize::MAX / 2,
        literal: true,
        ..Request::default()
    }
}

fn found(index: &Index, request: &Request) -> Vec<u32> {
    let mut docs: Vec<u32> = index.search(request).hits.iter().map(|hit| hit.doc).collect();
    docs.sort_unstable();
    docs
}

/// What is left of a text when spacing and punctuation are gone.
fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Alphabetic words, cut where the script changes.
fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// Every document that contains a string of two or more syllables or Han characters is found by it.
    #[test]
    fn contained_strings_are_found(docs in docs(), pick in any::<prop::sample::Index>(), start in 0usize..20, len in 2usize..6) {
        if docs.is_empty() {
            return Ok(());
        }
        let text: Vec<char> = pick.get(&docs).text.chars().collect();
        let part: String = text.iter().skip(start).take(len).collect();
        if part.chars().count() < 2 || !part.chars().all(|c| c > '\u{3000}') {
            return Ok(());
        }
        let index = build(&docs);
        for query in [part.clone(), format!("\"{part}\"")] {
            let found = found(&index, &all(&query));
            for (at, doc) in docs.iter().enumerate() {
                let holds = doc.text.contains(&part) || doc.name.contains(&part);
                prop_assert!(!holds || found.contains(&(at as u32)), "{} not found in {:?}", query, doc);
            }
        }
    }

    /// A phrase of alphabetic words finds exactly the documents with these words in a row.
    #[test]
    fn alphabetic_phrases_are_exact(docs in docs(), phrase in "[ab]{1,3}( [ab]{1,3}){0,2}") {
        let index = build(&docs);
        let wanted = words(&phrase);
        let holds = |text: &str| text.split(|c: char| c > '\u{3000}').any(|part| words(part).windows(wanted.len()).any(|some| some == wanted));
        let expect: Vec<u32> =
            (0..).zip(&docs).filter(|(_, doc)| holds(&doc.name) || holds(&doc.text)).map(|(at, _)| at).collect();
        prop_assert_eq!(found(&index, &all(&format!("\"{phrase}\""))), expect);
    }

    /// A Korean phrase finds only documents that hold its syllables in a row, whatever the spacing.
    #[test]
    fn korean_phrases_have_no_false_hits(docs in docs(), phrase in "[가나다라]{1,3}( [가나다라]{1,3}){0,2}") {
        let index = build(&docs);
        for doc in found(&index, &all(&format!("\"{phrase}\""))) {
            let doc = &docs[doc as usize];
            prop_assert!(bare(&doc.text).contains(&bare(&phrase)) || bare(&doc.name).contains(&bare(&phrase)));
        }
    }

    #[test]
    fn exclusion_is_a_difference(docs in docs(), wanted in "[가나다]{2,3}", unwanted in "[가나다a]{1,2}") {
        let index = build(&docs);
        let without = found(&index, &all(&format!("\"{unwanted}\"")));
        let mut expect = found(&index, &all(&format!("\"{wanted}\"")));
        expect.retain(|doc| !without.contains(doc));
        prop_assert_eq!(found(&index, &all(&format!("\"{wanted}\" -\"{unwanted}\""))), expect);
        let mut others: Vec<u32> = (0..docs.len() as u32).collect();
        others.retain(|doc| !without.contains(doc));
        prop_assert_eq!(found(&index, &all(&format!("-\"{unwanted}\""))), others);
    }

    #[test]
    fn either_is_a_union(docs in docs(), one in "[가나다]{2,3}", other in "[ab]{1,2}") {
        let index = build(&docs);
        let mut expect = found(&index, &all(&format!("\"{one}\"")));
        expect.extend(found(&index, &all(&format!("\"{other}\""))));
        expect.sort_unstable();
        expect.dedup();
        prop_assert_eq!(found(&index, &all(&format!("{one} OR {other}"))), expect);
    }

    /// Refinements, total and facet counts against a count by hand; the same for facets typed in the query.
    #[test]
    fn refinements_and_counts_are_exact(
        docs in docs(),
        query in "([가나다]{2})?",
        chosen in proptest::collection::vec((0usize..2, "[xyz]".prop_map(String::from)), 0..4),
    ) {
        let index = build(&docs);
        let base = found(&index, &all(&query));
        let mut request = all(&query);
        for (facet, value) in &chosen {
            request = request.refine(*facet, value);
        }
        let has = |doc: u32, facet: usize, value: &str| docs[doc as usize].facets.iter().any(|(f, v)| *f == facet && v == value);
        let allowed = |doc: u32, facet: usize| {
            !chosen.iter().any(|(f, _)| *f == facet) || chosen.iter().any(|(f, v)| *f == facet && has(doc, facet, v))
        };
        let expect: Vec<u32> = base.iter().copied().filter(|&doc| allowed(doc, 0) && allowed(doc, 1)).collect();
        let response = index.search(&request);
        prop_assert_eq!(response.total, expect.len());
        prop_assert_eq!(found(&index, &request), expect);
        for facet in 0..2 {
            let other = 1 - facet;
            for value in ["x", "y", "z"] {
                let count = base.iter().filter(|&&doc| allowed(doc, other) && has(doc, facet, value)).count();
                let given = response.facets[facet].values.iter().find(|(known, _)| known == value).map_or(0, |entry| entry.1);
                prop_assert_eq!(given, count, "facet {} value {}", facet, value);
            }
        }
        for (facet, count) in index.without_refinements(&request) {
            prop_assert_eq!(count, base.iter().filter(|&&doc| allowed(doc, 1 - facet)).count());
        }
        if let Some((facet, value)) = chosen.first() {
            let name = ["kind", "year"][*facet];
            let expect: Vec<u32> = base.iter().copied().filter(|&doc| has(doc, *facet, value)).collect();
            prop_assert_eq!(found(&index, &all(&format!("{query} {name}:{value}"))), expect);
        }
    }

    #[test]
    fn pages_are_pieces_of_the_whole(docs in docs(), query in "[가나다ab ]{0,5}", offset in 0usize..6, limit in 0usize..6) {
        let index = build(&docs);
        let whole = index.search(&all(&query));
        prop_assert_eq!(whole.hits.len(), whole.total);
        let page = index.search(&Request { offset, limit, ..all(&query) });
        prop_assert_eq!(page.total, whole.total);
        let expect: Vec<_> = whole.hits.into_iter().skip(offset).take(limit).collect();
        prop_assert_eq!(page.hits, expect);
    }

    #[test]
    fn sorting_by_a_key_is_stable(docs in docs(), descending in any::<bool>()) {
        let index = build(&docs);
        let request = Request { sort: Sort::Key { key: 0, descending }, ..all("") };
        let order: Vec<u32> = index.search(&request).hits.iter().map(|hit| hit.doc).collect();
        let mut expect: Vec<u32> = (0..docs.len() as u32).collect();
        expect.sort_by_key(|&doc| match docs[doc as usize].key {
            Some(key) => (false, if descending { -key } else { key }),
            None => (true, 0),
        });
        prop_assert_eq!(order, expect);
    }

    /// Composition, case and the spacing of Korean make no difference.
    #[test]
    fn writing_makes_no_difference(docs in docs(), query in "[가나다]{1,3}( [가나다AB]{1,3}){0,2}") {
        let index = build(&docs);
        let given = index.search(&all(&query));
        let decomposed: String = query.nfd().collect();
        prop_assert_eq!(&index.search(&all(&decomposed)).hits, &given.hits);
        prop_assert_eq!(&index.search(&all(&query.to_lowercase())).hits, &given.hits);
        let spaced: Vec<Doc> = docs.iter().map(|doc| Doc { text: doc.text.nfd().collect(), ..doc.clone() }).collect();
        prop_assert_eq!(&build(&spaced).search(&all(&query)).hits, &given.hits);
    }

    #[test]
    fn marks_and_snippets_are_ranges_of_characters(docs in docs(), query in "\\PC{0,8}|[가나다ab ]{1,6}", text in "\\PC{0,60}|[가나다ab .]{0,60}", len in 0usize..30) {
        let index = build(&docs);
        let marker = index.search(&Request::new(&query, 10)).marker;
        let marks = marker.marks(&text);
        let mut before = 0;
        for mark in &marks {
            prop_assert!(mark.start < mark.end && mark.start >= before);
            prop_assert!(text.get(mark.clone()).is_some());
            before = mark.end;
        }
        let snippet = marker.snippet(&text, len);
        prop_assert!(text.get(snippet.range.clone()).is_some());
        prop_assert!(snippet.marks.iter().all(|mark| snippet.range.start <= mark.start && mark.end <= snippet.range.end));
    }

    #[test]
    fn an_index_comes_back_from_its_bytes(docs in docs(), query in "[가나다ab ]{0,5}") {
        let index = build(&docs);
        let bytes = index.to_bytes();
        prop_assert_eq!(&bytes, &build(&docs).to_bytes());
        let again = Index::from_bytes(&bytes).unwrap();
        prop_assert_eq!(&again.to_bytes(), &bytes);
        prop_assert_eq!(again.search(&Request::new(&query, 10)), index.search(&Request::new(&query, 10)));
    }

    #[test]
    fn what_is_done_in_pieces_is_what_is_done_at_once(docs in docs(), units in 0usize..40, query in "[가나다ab ]{0,5}") {
        let index = build(&docs);
        let bytes = index.to_bytes();
        let built = in_pieces(builder(&docs).finishing(), units);
        let read = in_pieces(Index::reading(bytes.clone(), |_, _, _| None), units).unwrap();
        for other in [&built, &read] {
            prop_assert_eq!(&other.to_bytes(), &bytes);
            prop_assert_eq!(other.memory(), index.memory());
            prop_assert_eq!(other.search(&Request::new(&query, 10)), index.search(&Request::new(&query, 10)));
        }
    }

    /// An index whose texts are kept elsewhere answers as one that has them.
    #[test]
    fn texts_kept_elsewhere_are_as_good(docs in docs(), query in "[가나다ab ㄱㄴ]{1,5}", pick in any::<prop::sample::Index>()) {
        let alias = |doc: &Doc| doc.text.chars().take(3).collect::<String>();
        let build = |stored: bool| {
            let mut schema = schema();
            schema.fields.iter_mut().for_each(|field| field.stored = stored);
            let mut builder = IndexBuilder::new(schema);
            for (at, doc) in docs.iter().enumerate() {
                let named = Document::new(&at.to_string()).text(0, &doc.name).text(0, &alias(doc));
                builder.add(&named.text(TEXT, &doc.text));
            }
            builder.finish()
        };
        let given = |doc: u32, field, place| {
            let doc = docs.get(doc as usize)?;
            let names = [doc.name.clone(), alias(doc)];
            if field == TEXT { Some(doc.text.clone().into()) } else { names.get(place).cloned().map(Into::into) }
        };
        let (with, without) = (build(true), Index::with_texts(&build(false).to_bytes(), given).unwrap());
        let name = if docs.is_empty() { String::new() } else { pick.get(&docs).name.clone() };
        for query in [query.clone(), name.clone(), format!("{name} {query}")] {
            let (one, other) = (with.search(&Request::new(&query, 9)), without.search(&Request::new(&query, 9)));
            prop_assert_eq!((one.total, one.hits), (other.total, other.hits), "{}", query);
            let places = |index: &Index| {
                index.suggest(&query, 5).into_iter().map(|one| (one.doc, one.field, one.value, one.marker)).collect::<Vec<_>>()
            };
            prop_assert_eq!(places(&with), places(&without), "{}", query);
        }
        for doc in 0..docs.len() as u32 {
            prop_assert_eq!(with.more_like_this(doc, 3), without.more_like_this(doc, 3));
        }
    }

    #[test]
    fn damaged_bytes_are_refused(docs in docs(), at in any::<prop::sample::Index>(), flip in 1u8..=255, cut in any::<prop::sample::Index>()) {
        let bytes = build(&docs).to_bytes();
        let mut damaged = bytes.clone();
        let at = at.index(bytes.len());
        damaged[at] ^= flip;
        prop_assert!(Index::from_bytes(&damaged).is_err());
        prop_assert!(Index::from_bytes(&bytes[..cut.index(bytes.len())]).is_err());
    }

    /// With a right checksum over wrong bytes nothing panics, neither reading nor searching.
    #[test]
    fn malicious_bytes_do_no_harm(docs in docs(), changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4)) {
        let mut bytes = build(&docs).to_bytes();
        for (at, value) in changes {
            let at = 12 + at.index(bytes.len() - 12);
            bytes[at] = value;
        }
        let sum = match Index::from_bytes(&bytes) {
            Err(IndexError::Checksum { got, .. }) => got,
            _ => return Ok(()),
        };
        bytes[8..12].copy_from_slice(&sum.to_le_bytes());
        if let Ok(index) = Index::from_bytes(&bytes) {
            for query in ["가나", "a", "ㄱㄴ", "-가 \"나다\" b OR 中国", "kind:x", ""] {
                let response = index.search(&Request { limit: 5, ..Request::new(query, 5) });
                for hit in &response.hits {
                    index.texts(hit.doc);
                    index.explain(&Request::new(query, 5), hit.doc);
                    index.more_like_this(hit.doc, 3);
                }
                index.suggest(query, 3);
            }
        }
    }

    /// Any text is a query and any text can be indexed.
    #[test]
    fn any_text_goes(text in "\\PC*", query in "\\PC*|[\\-\":.*가ㄱa, OR]{0,30}") {
        let doc = Doc { name: query.clone(), text, facets: vec![(0, query.clone())], key: None };
        let index = build(&[doc]);
        let request = Request { refinements: vec![Refinement { facet: 7, ..Refinement::default() }], ..Request::new(&query, 3) };
        let response = index.search(&request);
        prop_assert!(response.hits.len() <= 1);
        index.suggest(&query, 3);
        index.explain(&request, 9);
    }
}
