//! Every problem that a dataset can have, and what is said about it: `file:line: what, what was expected, how to mend it`.
//!
//! Each case changes the right dataset at one place. The messages stand in `snapshots/`, where they are reviewed:
//! after a change of wording run the tests with `INSTA_UPDATE=always` and read the difference.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

#[allow(dead_code, reason = "the tests share it, none uses all of it")]
mod support;

use std::fmt::Write;
use support::{Copy, Edit};

/// A name, a file, what stands there and what stands there instead.
type Case = (&'static str, &'static str, &'static str, &'static str);

const THINGS: &str = "records/things.toml";
const BODIES: &str = "records/bodies.toml";
const SOURCES: &str = "sources/sources.toml";
const RELATIONS: &str = "relations/relations.toml";
const CORRECTIONS: &str = "corrections/corrections.toml";
const ASSERTIONS: &str = "assertions.toml";

const FORM: &[Case] = &[
    ("not TOML", THINGS, "order = 5", "order = = 5"),
    ("a key written twice", THINGS, "order = 5", "order = 5\norder = 6"),
    (
        "a table of another file",
        THINGS,
        "[[record]]\nid = \"event/summit\"",
        "[[relation]]\nid = \"event/summit\"",
    ),
    ("a file of no known kind", "things.toml", "", "a = 1\n"),
    ("a folder of no known kind", "recods/things.toml", "", "a = 1\n"),
    ("a vocabulary that nobody knows", "vocabularies/colours.toml", "", "a = 1\n"),
    ("an unknown field", THINGS, "identifier =", "identifer ="),
    (
        "an unknown field inside",
        THINGS,
        "{ text = \"C5\", type",
        "{ text = \"C5\", lnag = \"ko\", type",
    ),
    ("an unknown language", THINGS, "zh = \"信心与安全\"", "fr = \"Confiance\""),
    ("a missing language", THINGS, ", en = \"Held in Geneva.\"", ""),
    ("a missing name", BODIES, "name = { ko = \"의장\", en = \"Chair\" }\n", ""),
    ("an empty text", THINGS, "code = \"C5\"", "code = \"  \""),
    ("a text with a space at its end", THINGS, "code = \"C5\"", "code = \"C5 \""),
    ("decomposed Korean", THINGS, "ko = \"제네바\"", "ko = \"\u{110c}\u{1166}네바\""),
    ("a text that is a number", THINGS, "code = \"C5\"", "code = 5"),
    ("a number that is a text", THINGS, "order = 5", "order = \"5\""),
    ("a number below one", THINGS, "order = 5", "order = 0"),
    ("a list that is a text", THINGS, "countries = [\"CH\"]", "countries = \"CH\""),
    ("a list of numbers", THINGS, "countries = [\"CH\"]", "countries = [41]"),
    (
        "the same thing twice in a list",
        THINGS,
        "countries = [\"CH\"]",
        "countries = [\"CH\", \"CH\"]",
    ),
    (
        "a table that is a text",
        THINGS,
        "place = { ko = \"제네바\", en = \"Geneva\" }",
        "place = \"Geneva\"",
    ),
    (
        "a list of tables that is a text",
        BODIES,
        "provenance = [{ source = \"source/briefing\", at = \"slide 2\" }]",
        "provenance = \"slide 2\"",
    ),
    (
        "a list of tables that holds a text",
        BODIES,
        "provenance = [{ source = \"source/briefing\", at = \"slide 2\" }]",
        "provenance = [\"slide 2\"]",
    ),
    ("a flag that is a text", SOURCES, "main = true", "main = \"yes\""),
    ("a year that is a text", "vocabularies/periods.toml", "from = 1998", "from = \"1998\""),
    (
        "records that are not sorted",
        "records/more.toml",
        "",
        "[[record]]\nid = \"person/b\"\nname = { ko = \"사람\", en = \"Somebody\" }\nprovenance = [{ source = \"source/briefing\", at = \"slide 2\" }]\n\n[[record]]\nid = \"person/a\"\nname = { ko = \"사람\", en = \"Somebody\" }\nprovenance = [{ source = \"source/briefing\", at = \"slide 2\" }]\n",
    ),
    (
        "relations that are not sorted",
        RELATIONS,
        "from = \"document/plan\"",
        "from = \"statistic/users\"",
    ),
];

const IDS: &[Case] = &[
    ("a kind that nobody knows", BODIES, "person/chair", "persona/chair"),
    ("an id without a kind", BODIES, "person/chair", "chair"),
    ("a bad slug", BODIES, "person/chair", "person/Chair"),
    (
        "a duplicate id",
        "records/more.toml",
        "",
        "[[record]]\nid = \"person/chair\"\nname = { ko = \"사람\", en = \"Somebody\" }\nprovenance = [{ source = \"source/briefing\", at = \"slide 2\" }]\n",
    ),
    ("a dangling id in a relation", RELATIONS, "to = \"event/summit\"", "to = \"event/sumit\""),
    (
        "a dangling id in a record",
        THINGS,
        "measured_by = \"organisation/itu\"",
        "measured_by = \"organisation/unesco\"",
    ),
    (
        "a dangling id in a correction",
        CORRECTIONS,
        "records = [\"event/summit\"]",
        "records = [\"event/other\"]",
    ),
    (
        "an id of the wrong kind",
        THINGS,
        "processes = [\"process/wsis\"]",
        "processes = [\"event/summit\"]",
    ),
    (
        "a source that is no source",
        THINGS,
        "source = \"source/briefing\", at = \"slide 3\"",
        "source = \"document/plan\", at = \"slide 3\"",
    ),
    ("a source among the records", BODIES, "person/chair", "source/chair"),
    (
        "a record among the sources",
        "sources/more.toml",
        "",
        "[[source]]\nid = \"term/page\"\ntype = \"slide\"\ntitle = { ko = \"쪽\", en = \"Page\" }\n",
    ),
    ("a correction with another id", CORRECTIONS, "correction/briefing-date", "briefing-date"),
    (
        "a relation of a record to itself",
        RELATIONS,
        "to = \"event/summit\"",
        "to = \"session/first\"",
    ),
    (
        "a relation that stands twice",
        "relations/more.toml",
        "",
        "[[relation]]\nfrom = \"session/first\"\ntype = \"part-of\"\nto = \"event/summit\"\nprovenance = [{ source = \"source/briefing\", at = \"slide 5\" }]\n",
    ),
    (
        "a duplicate correction",
        "corrections/more.toml",
        "",
        "[[correction]]\nid = \"correction/briefing-date\"\ntype = \"date\"\nsource = \"source/briefing\"\nat = \"slide 1\"\nprinted = \"13\"\nwhy = { ko = \"까닭\", en = \"Why\" }\n",
    ),
];

const VALUES: &[Case] = &[
    ("an unknown topic", THINGS, "topics = [\"security\"]", "topics = [\"securty\"]"),
    ("an unknown relation type", RELATIONS, "type = \"facilitates\"", "type = \"facilitate\""),
    ("an unknown country", THINGS, "countries = [\"CH\"]", "countries = [\"DE\"]"),
    ("an unknown basis", THINGS, "basis = \"stated\"", "basis = \"said\""),
    ("an unknown type of alias", THINGS, "type = \"acronym\"", "type = \"aka\""),
    ("an unknown unit of a place", THINGS, "at = \"slide 3\"", "at = \"folio 3\""),
    ("a place with an empty step", THINGS, "at = \"slide 3\"", "at = \"slide 3 >  > bullet 1\""),
    ("a bad date", THINGS, "date = \"2003-12-12\"", "date = \"2003-13\""),
    (
        "a period that ends before it begins",
        THINGS,
        "2003-12-10/2003-12-12",
        "2003-12-12/2003-12-10",
    ),
    ("a day that is none", THINGS, "checked = \"2026-11-21\"", "checked = \"2026-11\""),
    (
        "an address with tracking",
        THINGS,
        "https://example.org/plan",
        "https://example.org/plan?utm_source=x",
    ),
    ("an address without a scheme", THINGS, "https://example.org/plan", "example.org/plan"),
    ("a language that is none", THINGS, "languages = [\"en\"]", "languages = [\"English\"]"),
    ("a target that is none", RELATIONS, "\"3.8\"", "\"3-8\""),
    ("an alias that equals the name", THINGS, "text = \"신뢰 구축\"", "text = \"신뢰와 보안\""),
    ("an alias that stands twice", THINGS, "text = \"신뢰 구축\"", "text = \"C5\""),
    (
        "a row that backs a field that is none",
        THINGS,
        "fields = [\"name.en\"]",
        "fields = [\"name.fr\"]",
    ),
    ("a country code that is none", "countries.toml", "code = \"KR\"", "code = \"kor\""),
    ("countries that are not sorted", "countries.toml", "code = \"KR\"", "code = \"AT\""),
    (
        "a term that stands twice",
        "vocabularies/topics.toml",
        "id = \"access\"",
        "id = \"security\"",
    ),
    ("a label without Chinese", "vocabularies/topics.toml", ", zh = \"access\"", ""),
    (
        "a closed list without one of its terms",
        "vocabularies/review-states.toml",
        "id = \"checked\"",
        "id = \"seen\"",
    ),
    (
        "synonyms of one word",
        "synonyms/words.toml",
        "\"리더십\", \"리더쉽\", \"leadership\"",
        "\"리더십\"",
    ),
];

const RULES: &[Case] = &[
    (
        "a record without provenance",
        THINGS,
        "provenance = [{ source = \"source/briefing\", at = \"slide 3\" }]\n",
        "",
    ),
    (
        "a record with no row of provenance",
        BODIES,
        "provenance = [{ source = \"source/briefing\", at = \"slide 2\" }]",
        "provenance = []",
    ),
    (
        "a relation without provenance",
        RELATIONS,
        "provenance = [{ source = \"source/briefing\", at = \"slide 5\" }]\n",
        "",
    ),
    (
        "a row without a source",
        THINGS,
        "{ source = \"source/briefing\", at = \"slide 3\" }",
        "{ at = \"slide 3\" }",
    ),
    (
        "a row without a place",
        THINGS,
        "{ source = \"source/briefing\", at = \"slide 3\" }",
        "{ source = \"source/briefing\" }",
    ),
    (
        "a source that nothing cites",
        "sources/more.toml",
        "",
        "[[source]]\nid = \"source/other\"\ntype = \"slide\"\ntitle = { ko = \"다른 것\", en = \"Other\" }\n",
    ),
    ("a web page of which nobody says when it was seen", THINGS, ", checked = \"2026-11-21\"", ""),
    (
        "an address of which nobody says when it was seen",
        SOURCES,
        "accessed = \"2026-11-21\"\n",
        "",
    ),
    (
        "an editorial relation without a reason",
        RELATIONS,
        "note = { ko = \"같은 목표를 다룬다.\", en = \"Both pursue the same end.\" }\n",
        "",
    ),
    (
        "a record without a summary",
        THINGS,
        "summary = { ko = \"할 일을 적었다.\", en = \"Says what to do.\" }\n",
        "",
    ),
    (
        "a record without a topic",
        THINGS,
        "identifier = \"WSIS-03/5\"\ntopics = [\"security\"]\n",
        "identifier = \"WSIS-03/5\"\n",
    ),
    ("a document without a type", THINGS, "type = \"resolution\"\n", ""),
    (
        "a type where there is none",
        THINGS,
        "finding = \"none-stated\"",
        "finding = \"none-stated\"\ntype = \"summit\"",
    ),
    ("a field of another kind", THINGS, "identifier = \"WSIS-03/5\"", "finding = \"stated\""),
    ("a statistic without a figure", THINGS, "id = \"session/first\"", "id = \"statistic/first\""),
    ("a figure without a unit", THINGS, "unit = \"percent\"\n", ""),
    ("a figure without a year", THINGS, "year = \"2019\"\n", ""),
    (
        "a figure without a number",
        THINGS,
        "value = \"53.6\"\nlow = \"50\"\nhigh = \"60\"\nfraction = \"1/2\"\nword = { ko = \"절반\", en = \"half\" }\n",
        "",
    ),
    ("a figure with separators", THINGS, "value = \"53.6\"", "value = \"53,600\""),
    ("a range the wrong way round", THINGS, "low = \"50\"", "low = \"70\""),
    ("a fraction that is none", THINGS, "fraction = \"1/2\"", "fraction = \"half\""),
    (
        "fewer than expected",
        ASSERTIONS,
        "min = 1\nmax = 1\nwhy = \"The sessions",
        "min = 2\nmax = 3\nwhy = \"The sessions",
    ),
    (
        "more than expected",
        ASSERTIONS,
        "min = 1\nmax = 1\nwhy = \"The sessions",
        "min = 1\nmax = 1\nwhy = \"Others\"\n\n[[assertion]]\nwhat = \"records\"\nkind = \"person\"\nmax = 1\nwhy = \"Persons\"\n\n[[assertion]]\nwhat = \"relations\"\nmax = 2\nwhy = \"The sessions",
    ),
    ("a count of what is not counted", ASSERTIONS, "what = \"sources\"", "what = \"source\""),
    (
        "a count narrowed by what does not apply",
        ASSERTIONS,
        "type = \"date\"",
        "role = \"champion\"",
    ),
    (
        "a count narrowed by what does not exist",
        ASSERTIONS,
        "to_kind = \"action-line\"",
        "to_kind = \"action-lines\"",
    ),
    ("a count without ends", ASSERTIONS, "max = 1\nmin = 1\nwhy = \"Notes", "why = \"Notes"),
    ("a count without a reason", ASSERTIONS, "why = \"Wrong dates\"\n", ""),
];

/// All that is said about a table of cases, each of which must have at least one problem.
fn told(cases: &[Case]) -> String {
    let mut out = String::new();
    for &(name, file, from, to) in cases {
        let problems = Copy::with(&[Edit { file, from, to }]).problems();
        assert!(!problems.is_empty(), "{name}: nothing is said about it");
        let _ = writeln!(out, "# {name}\n{}\n", problems.join("\n"));
    }
    out
}

#[test]
fn the_right_dataset_has_no_problems() {
    assert_eq!(Copy::of_the_right_one().problems(), Vec::<String>::new());
}

#[test]
fn problems_of_form_are_told() {
    insta::assert_snapshot!("form", told(FORM));
}

#[test]
fn problems_of_ids_are_told() {
    insta::assert_snapshot!("ids", told(IDS));
}

#[test]
fn problems_of_values_are_told() {
    insta::assert_snapshot!("values", told(VALUES));
}

#[test]
fn problems_of_rules_are_told() {
    insta::assert_snapshot!("rules", told(RULES));
}

#[test]
fn all_problems_come_in_one_pass() {
    let edits = FORM.iter().chain(IDS).chain(VALUES).chain(RULES);
    // Edits of one place would undo each other, and what is no TOML hides the rest of its file.
    let apart = [
        "an unknown field",
        "a missing language",
        "a dangling id in a relation",
        "a bad date",
        "a figure without a unit",
        "an editorial relation without a reason",
        "an unknown country",
        "a correction with another id",
        "a count of what is not counted",
    ];
    let copy = Copy::of_the_right_one();
    let mut expected = Vec::new();
    for &(name, file, from, to) in edits.filter(|(name, ..)| apart.contains(name)) {
        expected.push((name, Copy::with(&[Edit { file, from, to }]).problems().len()));
        copy.edit(&Edit { file, from, to });
    }
    assert_eq!(expected.len(), apart.len());
    let sum: usize = expected.iter().map(|(_, count)| count).sum();
    assert_eq!(copy.problems().len(), sum, "{expected:?}\n{}", copy.problems().join("\n"));
}
