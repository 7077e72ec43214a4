//! What callers rely on, one sentence a test.

use search::{
    Document, FacetOptions, FieldKind, FieldOptions, Index, IndexBuilder, ReadingKind, Request,
    Schema, Sort,
};

const NAME: usize = 0;
const TEXT: usize = 1;

fn schema(stored: bool) -> Schema {
    let text = FieldOptions { stored, ..FieldOptions::new("text", FieldKind::Text, 1.0) };
    Schema {
        fields: vec![FieldOptions::new("name", FieldKind::Name, 3.0), text],
        facets: vec![FacetOptions::new("kind", &["종류"]), FacetOptions::new("org", &["기관"])],
        sort_keys: vec![],
    }
}

const DOCS: [(&str, &str, &str, &str); 4] = [
    ("igf", "인터넷 거버넌스 포럼", "해마다 열리는 다자 토론이다. 유엔이 연다.", "process"),
    ("itu", "국제전기통신연합", "정보통신을 맡은 기구이며 제네바에 있다.", "organisation"),
    ("c5", "신뢰와 보안 구축", "온라인의 신뢰와 보안을 키운다. ITU가 촉진한다.", "action-line"),
    ("gdc", "글로벌 디지털 콤팩트", "인터넷 거버넌스와 보안을 다룬 협약이다.", "document"),
];

fn build(stored: bool) -> Index {
    let mut builder = IndexBuilder::new(schema(stored));
    for (id, name, text, kind) in DOCS {
        let document = Document::new(id).text_in(NAME, "ko", name).text_in(TEXT, "ko", text);
        builder.add(&document.facet(0, kind).facet(1, "organisation/itu"));
    }
    builder.label(0, "action-line", "실천 과제");
    builder.finish()
}

fn owned(ids: &[&str]) -> Vec<String> {
    ids.iter().map(|&id| id.to_owned()).collect()
}

fn ids(index: &Index, request: &Request) -> Vec<String> {
    index.search(request).hits.into_iter().map(|hit| hit.id).collect()
}

#[test]
fn texts_kept_elsewhere_are_given_while_loading() {
    let with = build(true);
    let without = build(false);
    assert!(without.to_bytes().len() < with.to_bytes().len());
    let bytes = without.to_bytes();
    let index = Index::from_bytes(&bytes).unwrap();
    // Before, a phrase is matched by its pairs of letters; afterwards by the text.
    assert_eq!(ids(&index, &Request::new("\"보안을 다룬\"", 9)), ["gdc"]);
    let text = |doc: u32, _, _| DOCS.get(doc as usize).map(|doc| doc.2.into());
    let index = Index::with_texts(&bytes, text).unwrap();
    for query in ["\"보안을 다룬\"", "보안", "거버넌스", "ㅌㄹ", "촉진"] {
        let request = Request::new(query, 9);
        assert_eq!(ids(&index, &request), ids(&with, &request), "{query}");
        // While building the texts are known anyway.
        assert_eq!(ids(&without, &request), ids(&with, &request), "{query}");
    }
    for doc in 0..DOCS.len() as u32 {
        assert_eq!(index.more_like_this(doc, 3), with.more_like_this(doc, 3));
    }
}

#[test]
fn ranking_alone_gives_the_hits_of_a_search() {
    let index = build(true);
    for query in ["", "보안", "인터넷 거버넌스는 누가 여나요?", "rjqjsjstm", "보안 -협약", "없는말"]
    {
        for offset in [0, 1, 9] {
            let request = Request { offset, ..Request::new(query, 2) };
            let hits = index.search(&request).hits.into_iter().map(|hit| (hit.doc, hit.score));
            assert_eq!(index.rank(&request), hits.collect::<Vec<_>>(), "{query}");
        }
    }
}

#[test]
fn a_hit_says_what_matched_and_how() {
    let index = build(true);
    let response = index.search(&Request::new("인터넷 거버넌스 포럼", 9));
    let first = &response.hits[0];
    assert!(first.exact && first.matched[0].exact);
    assert_eq!((first.matched[0].field, first.matched[0].language.as_str()), (NAME, "ko"));
    assert_eq!(first.matched[0].kind, ReadingKind::Literal);
    let response = index.search(&Request::new("rjqjsjstm ", 9));
    assert_eq!(response.hits[0].matched[0].kind, ReadingKind::Keyboard);
    assert_eq!(
        (response.readings[0].typed.as_str(), response.readings[0].read_as.as_str()),
        ("rjqjsjstm", "거버넌스")
    );
}

#[test]
fn a_symbol_among_other_words_means_the_document_it_names() {
    let fields = vec![
        FieldOptions::new("symbol", FieldKind::Identifier, 3.0),
        FieldOptions::new("text", FieldKind::Text, 1.0),
    ];
    let mut builder = IndexBuilder::new(Schema { fields, ..Schema::default() });
    let often = "유엔 총회 결의 70/125의 채택과 유엔 총회 결의의 이행";
    for (id, symbol, text) in [
        ("about", "", often),
        ("resolution", "A/RES/70/125", "결과문서. 유엔 총회가 결의로 채택했다."),
        ("longer", "A/RES/70/1250", often),
        ("year", "IGF 2025", "포럼"),
        ("forum", "", "WSIS 포럼 2025, 그리고 다음 포럼"),
    ] {
        builder.add(&Document::new(id).text(0, symbol).text(1, text));
    }
    let index = builder.finish();
    let first = |query: &str| ids(&index, &Request::new(query, 5)).into_iter().next();
    assert_eq!(first("유엔 총회 결의 70/125").as_deref(), Some("resolution"));
    assert_eq!(first("총회 결의 70/125는 언제 채택되었나요?").as_deref(), Some("resolution"));
    assert_eq!(first("WSIS 포럼 2025").as_deref(), Some("forum"), "a number alone names nothing");
}

#[test]
fn literal_requests_try_no_other_reading() {
    let index = build(true);
    for query in ["rjqjsjstm", "ㅇㅌㄴ", "거버넌즈"] {
        assert!(index.search(&Request::new(query, 9)).total > 0, "{query}");
        let literal = Request { literal: true, ..Request::new(query, 9) };
        assert_eq!(index.search(&literal).total, 0, "{query}");
    }
}

#[test]
fn facets_are_found_by_alias_label_and_part_of_a_value() {
    let index = build(true);
    let total = |query: &str| index.search(&Request::new(query, 9)).total;
    assert_eq!(total("종류:실천"), 1);
    assert_eq!(total("kind:\"실천 과제\""), 1);
    assert_eq!(total("기관:ITU"), 4);
    assert_eq!(total("-종류:실천"), 3);
    assert_eq!(total("종류:없음"), 0);
}

#[test]
fn an_empty_result_names_the_refinement_to_drop() {
    let index = build(true);
    let request = Request::new("보안", 9).refine(0, "process");
    assert_eq!(index.search(&request).total, 0);
    assert_eq!(index.without_refinements(&request), [(0, 2)]);
}

#[test]
fn a_phrase_that_stands_nowhere_is_read_as_words_in_a_question() {
    let index = build(true);
    let check = |query: &str, total: usize, relaxed: bool| {
        let response = index.search(&Request::new(query, 9));
        assert_eq!((response.total, response.relaxed), (total, relaxed), "{query}");
    };
    check("\"거버넌스 인터넷\"", 0, false);
    check(
        "\"거버넌스 인터넷\" 포럼",
        index.search(&Request::new("거버넌스 인터넷 포럼", 9)).total,
        true,
    );
    let literal = Request { literal: true, ..Request::new("\"거버넌스 인터넷\" 보안", 9) };
    assert_eq!(index.search(&literal).total, index.search(&Request::new("보안", 9)).total);
}

#[test]
fn where_few_documents_have_all_words_those_with_some_are_given_apart() {
    let index = build(true);
    let check = |request: Request, hits: &[&str], partial: &[&str]| {
        let response = index.search(&Request { partial: 9, ..request.clone() });
        let of = |hits: &[search::Hit]| {
            let mut ids: Vec<String> = hits.iter().map(|hit| hit.id.clone()).collect();
            ids.sort();
            ids
        };
        let found = (of(&response.hits), of(&response.partial));
        assert_eq!(found.0, hits, "{}", request.query);
        assert_eq!(found.1, partial, "{}", request.query);
        // They neither are counted nor change anything else.
        let alone = index.search(&request);
        assert!(alone.partial.is_empty());
        assert_eq!(
            (response.total, &response.hits, &response.facets),
            (alone.total, &alone.hits, &alone.facets)
        );
        if let Some(hit) = response.partial.first() {
            let explained = index.explain(&Request { partial: 9, ..request.clone() }, hit.doc);
            assert_eq!(explained.score, hit.score, "{}", request.query);
        }
    };
    check(Request::new("거버넌스 협약", 9), &["gdc"], &["igf"]);
    check(Request::new("거버넌스 협약 -다자", 9), &["gdc"], &[]);
    check(Request::new("거버넌스 협약 kind:document", 9), &["gdc"], &[]);
    check(Request::new("거버넌스 협약", 9).refine(0, "process"), &[], &["igf"]);
    check(Request { literal: true, ..Request::new("거버넌스 협약", 9) }, &["gdc"], &["igf"]);
    let newest = Sort::Key { key: 0, descending: true };
    check(Request { sort: newest, ..Request::new("거버넌스 협약", 9) }, &["gdc"], &[]);
    check(Request::new("보안", 9), &["c5", "gdc"], &[]);
    check(Request::new("협약 없는말", 9), &["gdc"], &[]);
}

#[test]
fn words_typed_together_are_looked_for_apart_where_few_documents_have_them_so() {
    let mut builder = IndexBuilder::new(schema(true));
    let texts = [
        ("together", "미래정상회의결과문서를 채택했다."),
        ("apart", "결과문서의 초안은 미래정상회의 전에 나왔다."),
        ("half", "미래정상회의가 열렸다."),
    ];
    for (id, text) in texts {
        builder.add(&Document::new(id).text(NAME, id).text(TEXT, text));
    }
    let index = builder.finish();
    let check = |query: &str, hits: &[&str], apart: Option<&str>, partial: &[&str]| {
        let request = Request { partial: 9, ..Request::new(query, 9) };
        let response = index.search(&request);
        let of = |hits: &[search::Hit]| -> Vec<String> {
            hits.iter().map(|hit| hit.id.clone()).collect()
        };
        assert_eq!((of(&response.hits), of(&response.partial)), (owned(hits), owned(partial)));
        let read_as = response.apart.as_ref().map(|apart| apart.reading.read_as.as_str());
        assert_eq!(read_as, apart, "{query}");
        if let (Some(apart), Some(hit)) = (&response.apart, response.partial.first()) {
            assert_eq!(index.explain(&request, hit.doc).score, hit.score);
            assert_eq!(apart.marker.marks(texts[hit.doc as usize].1).len(), 2);
        }
    };
    let apart = Some("미래정상회의 결과문서");
    check("미래정상회의결과문서", &["together"], apart, &["apart"]);
    check("미래정상회의 결과문서", &["apart", "together"], None, &["half"]);
    check("\"미래정상회의결과문서\"", &["together"], None, &[]);
    let literal =
        Request { literal: true, partial: 9, ..Request::new("미래정상회의결과문서", 9) };
    assert_eq!(index.search(&literal).apart, None);
}

#[test]
fn what_is_wanted_of_a_thing_does_not_hide_it() {
    let mut builder = IndexBuilder::new(schema(true));
    for (id, name, text) in [
        ("panel", "자문 패널", "유엔이 두었다."),
        ("call", "자문 패널 후보 추천 요청", "자문 패널의 역할과 정보를 적었다."),
        ("guide", "자문 패널 안내 자료", "자문 패널의 뜻을 요약하고 설명한다."),
        ("forum", "Advisory Forum", "It meets."),
        ("role", "Role of the Advisory Forum in policy", "Information on the forum."),
        ("security", "정보 보안", "보안"),
        ("alone", "보안", "정보"),
    ] {
        builder.add(&Document::new(id).text_in(NAME, "ko", name).text_in(TEXT, "ko", text));
    }
    builder.synonyms(&["자문 패널", "조언단", "advisers"]);
    let index = builder.finish();
    let check = |query: &str, first: &str| {
        let found = ids(&index, &Request::new(query, 9));
        assert_eq!(found.first().map(String::as_str), Some(first), "{query}");
    };
    for query in [
        "자문 패널의 역할",
        "자문 패널 정보",
        "자문패널 요약해줘",
        "자문 패널이 정확히 무슨 뜻인가요?",
        "자문 패널에 대한 자료 있나요",
        "혹시 자문 패널 아시나요",
        "자문 패널은 위원이 몇 명인가요?",
    ] {
        check(query, "panel");
    }
    check("role of the advisory forum", "forum");
    check("what's the Advisory Forum", "forum");
    check("information on the advisory forum", "forum");
    // By an equivalent term, too.
    check("조언단", "panel");
    check("조언단이 뭔가요", "panel");
    check("advisers purpose", "panel");
    // What looks like a wish may belong to the name.
    check("자문 패널 안내 자료", "guide");
    check("정보 보안", "security");
    check("정보 보안 자료", "security");
}

#[test]
fn an_acronym_is_no_question_word_and_may_be_typed_in_the_other_mode() {
    let mut builder = IndexBuilder::new(schema(true));
    for (id, names, text) in [
        ("who", ["세계보건기구", "WHO"], "보건을 맡는다."),
        ("head", ["테드로스", "Tedros"], "세계보건기구의 사무총장이다."),
        ("other", ["안난", "Annan"], "사무총장. A man who served two terms."),
        ("sector", ["표준화 부문", "ITU-T"], "표준을 만든다."),
        ("union", ["국제전기통신연합", "ITU"], "ITU-T를 두었다. 합의를 찾는다."),
        ("compact", ["글로벌 디지털 콤팩트", "GDC"], "원칙을 담았다."),
        ("initials", ["한일 축구", "HYC"], "원칙을 적었다."),
    ] {
        let named = |document: Document, name: &str| document.text_in(NAME, "", name);
        let document = names.into_iter().fold(Document::new(id), named);
        builder.add(&document.text_in(TEXT, "ko", text));
    }
    let index = builder.finish();
    let check = |query: &str, expect: &[&str]| {
        assert_eq!(ids(&index, &Request::new(query, 9)), expect, "{query}");
    };
    check("WHO 사무총장", &["head", "who"]);
    check("who 사무총장", &["other", "head"]);
    check("ㅑ셔-ㅅ ", &["sector", "union"]);
    // Initials, and the keys of an acronym.
    check("ㅎㅇㅊ ", &["compact", "initials"]);
    check("ㅎㅇㅊ 원칙 ", &["compact", "initials"]);
    let response = index.search(&Request::new("ㅑ셔-ㅅ ", 9));
    let readings: Vec<_> = response.readings.iter().map(|read| read.read_as.as_str()).collect();
    assert!(readings.contains(&"itu-t"), "{readings:?}");
    assert_eq!(index.search(&Request { literal: true, ..Request::new("ㅑ셔-ㅅ", 9) }).total, 0);
}

#[test]
fn the_document_that_words_are_the_name_of_is_a_hit_beside_those_that_hold_all() {
    let mut builder = IndexBuilder::new(schema(true));
    let docs = [
        ("group", "자문 그룹", "포럼의 의제를 준비한다."),
        ("talk", "세션 7", "자문 그룹의 구성을 다룬다."),
        ("other", "7", "구성 요소를 든다."),
    ];
    for (id, name, text) in docs {
        builder.add(&Document::new(id).text_in(NAME, "ko", name).text_in(TEXT, "ko", text));
    }
    let index = builder.finish();
    let check = |request: Request, expect: &[&str]| {
        let mut found = ids(&index, &request);
        found.sort();
        assert_eq!(found, expect, "{}", request.query);
    };
    check(Request::new("자문 그룹 구성", 9), &["group", "talk"]);
    check(Request::new("자문그룹 구성", 9), &["group", "talk"]);
    check(Request::new("자문 그룹 구성 -의제", 9), &["talk"]);
    check(Request::new("자문 그룹 \"구성\"", 9), &["talk"]);
    check(Request { literal: true, ..Request::new("자문 그룹 구성", 9) }, &["talk"]);
    // A number is hardly meant as a name.
    check(Request::new("세션 7 구성", 9), &["talk"]);
}

#[test]
fn the_other_names_of_a_document_are_looked_for_whether_texts_are_kept_or_not() {
    for stored in [true, false] {
        let mut schema = schema(stored);
        schema.fields[NAME].stored = stored;
        let mut builder = IndexBuilder::new(schema);
        let group = Document::new("group").text_in(NAME, "ko", "자문 그룹");
        builder.add(&group.text_in(NAME, "en", "Advisory Group"));
        builder.add(&Document::new("talk").text_in(TEXT, "en", "The advisory group met."));
        builder.add(&Document::new("other").text_in(TEXT, "en", "Another group gave advice."));
        let index = builder.finish();
        for query in ["자문그룹", "자문  그룹은", "자문 그룹"] {
            let response = index.search(&Request::new(query, 9));
            let found: Vec<&str> = response.hits.iter().map(|hit| hit.id.as_str()).collect();
            assert_eq!(found, ["group", "talk"], "stored: {stored}");
            let name = if stored { "Advisory Group" } else { "advisory group" };
            let readings = response.readings.iter();
            let readings: Vec<_> = readings.map(|one| (&*one.typed, &*one.read_as)).collect();
            assert_eq!(readings, [(query.replace("  ", " ").as_str(), name)]);
        }
    }
}

#[test]
fn a_question_puts_its_topic_first() {
    let mut builder = IndexBuilder::new(schema(true));
    builder.add(&Document::new("union").text(NAME, "ITU").text(TEXT, "전기통신을 맡은 기구이다."));
    for other in ["기금", "학교", "연구소"] {
        let text = "설립된 해와 설립자를 적는다. ITU와 함께 일한다.";
        builder.add(&Document::new(other).text(NAME, other).text(TEXT, text));
    }
    for filler in 0..20 {
        builder.add(&Document::new(&filler.to_string()).text(TEXT, "전혀 다른 글이다."));
    }
    let index = builder.finish();
    let check = |query: &str, first: bool| {
        let hits = index.search(&Request::new(query, 9)).hits;
        assert_eq!(hits.first().is_some_and(|hit| hit.id == "union"), first, "{query}");
    };
    check("ITU는 언제 설립되었나요?", true);
    check("when was ITU 설립", true);
    check("ITU 설립", false);
    check("설립자를 적는 ITU는", false);
}

#[test]
fn a_name_comes_before_the_same_code() {
    let mut schema = schema(true);
    schema.fields.push(FieldOptions::new("code", FieldKind::Identifier, 6.0));
    let mut builder = IndexBuilder::new(schema);
    for part in ["health", "farming"] {
        builder.add(&Document::new(part).text(2, "C7").text(TEXT, "a part"));
    }
    builder.add(&Document::new("line").text(NAME, "C7").text(TEXT, "all parts of a long line"));
    let index = builder.finish();
    let hits = index.search(&Request::new("c7", 9)).hits;
    let hits: Vec<_> = hits.iter().map(|hit| (&*hit.id, hit.exact)).collect();
    assert_eq!(hits, [("line", true), ("health", false), ("farming", false)]);
}

#[test]
fn marks_are_words_of_the_original() {
    let index = build(true);
    let check = |query: &str, text: &str, expect: &[&str]| {
        let marker = index.search(&Request::new(query, 9)).marker;
        let marks: Vec<&str> = marker.marks(text).into_iter().map(|mark| &text[mark]).collect();
        assert_eq!(marks, expect, "{query}");
    };
    check("거버넌스", "인터넷 거버넌스를", &["거버넌스"]);
    check("인터넷거버넌스포럼", "인터넷 거버넌스 포럼은", &["인터넷 거버넌스 포럼"]);
    check("ㅇㅌㄴ", "인터넷 거버넌스", &["인터넷"]);
    check("rjqjsjstm", "거버넌스", &["거버넌스"]);
    check("itu", "ＩＴＵ가", &["ＩＴＵ"]);
    check("신뢰 -보안", "신뢰와 보안", &["신뢰"]);
    check("거버", "e\u{301} 거버넌스", &["거버"]);
    check("agreement", "agreements, agreed; disagreement", &["agreements"]);
    check("policies", "Policy and policing", &["Policy"]);
    check("negotiation", "negotiating a text", &["negotiating"]);
    check("using", "reused, use and uses", &["use", "uses"]);
    // What may be an ending is marked where the text goes on as the word was typed.
    check(
        "콤팩트의",
        "콤팩트의 원칙, 콤팩트의는, 콤팩트는, 콤팩트 의원",
        &["콤팩트의", "콤팩트의", "콤팩트", "콤팩트"],
    );
}

#[test]
fn snippets_hold_the_marks_and_end_with_words() {
    let index = build(true);
    let marker = index.search(&Request::new("촉진", 9)).marker;
    let text = "첫째 문장은 길고 아무 상관이 없다. 둘째 문장도 그렇다. 여기서 ITU가 촉진한다. 마지막 문장이 이어진다.";
    let snippet = marker.snippet(text, 24);
    let shown = &text[snippet.range.clone()];
    assert!(shown.contains("촉진") && shown.chars().count() <= 24, "{shown}");
    assert!(!shown.starts_with(' ') && snippet.marks.len() == 1);
}

#[test]
fn suggestions_are_names_with_marks() {
    let index = build(true);
    let given = index.suggest("ㅋㅍㅌ", 3);
    assert_eq!((given[0].id.as_str(), given[0].kind), ("gdc", ReadingKind::Initials));
    let marks = |name: &str| {
        given[0]
            .marker
            .marks(name)
            .into_iter()
            .map(|mark| name[mark].to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(marks(&given[0].name), ["콤팩트"]);
    assert_eq!(index.suggest("글로", 3)[0].name, "글로벌 디지털 콤팩트");
    assert!(index.suggest("", 3).is_empty());
}

#[test]
fn more_like_this_leaves_the_document_itself_out() {
    let index = build(true);
    let near = index.more_like_this(0, 3);
    assert_eq!(near[0].id, "gdc");
    assert!(near.iter().all(|hit| hit.doc != 0));
}

#[test]
fn explanations_add_up() {
    let index = build(true);
    let request = Request::new("거버넌스 포럼", 9);
    let hit = &index.search(&request).hits[0];
    let explanation = index.explain(&request, hit.doc);
    let sum: f32 = explanation.terms.iter().map(|term| term.score).sum();
    let product = sum * explanation.prior * explanation.runs;
    assert!((product - hit.score).abs() < 1e-3 * hit.score, "{explanation}");
    assert_eq!(explanation.score, hit.score);
}

#[test]
fn a_pasted_book_is_a_query_too() {
    let index = build(true);
    for piece in
        ["거버넌스", "가나 ", "互联网", "governance ", "a-", "ㄱ", "ㅏ", "\"가 ", "A/", "🙂"]
    {
        let request = Request::new(&piece.repeat(20_000), 5);
        assert!(index.search(&request).hits.len() <= 5);
        index.suggest(&piece.repeat(2_000), 5);
    }
}
