//! Records found by their names, however these stand in a query.

use catalog::{Localized, RecordIx, SearchField};
use catalog_data::{BLOB, Dataset, read};
use search::Request;
use std::collections::HashMap;

/// Of this many records one is looked for: a prime, so that every kind is met.
const STEP: usize = 7;
/// Names longer than this are sentences.
const MAX_CHARS: usize = 120;

/// A way to write a name in a query, and the share of names whose record must then be among the first three hits.
struct Writing {
    what: &'static str,
    share: f64,
    write: fn(&str) -> Option<String>,
}

const WRITINGS: [Writing; 6] = [
    Writing { what: "as it is", share: 1.0, write: |name| Some(name.to_owned()) },
    Writing { what: "in lower case", share: 1.0, write: |name| Some(name.to_lowercase()) },
    Writing { what: "without spaces", share: 0.99, write: |name| Some(name.replace(' ', "")) },
    Writing { what: "asked in Korean", share: 0.995, write: asked_in_korean },
    Writing { what: "asked in English", share: 0.98, write: asked_in_english },
    Writing { what: "with one vowel mistyped", share: 0.97, write: mistyped },
];

/// The name with the particle that follows its last syllable.
fn asked_in_korean(name: &str) -> Option<String> {
    let last = name.chars().next_back().filter(|last| ('가'..='힣').contains(last))?;
    let closed = (u32::from(last) - u32::from('가')) % 28 > 0;
    Some(format!("{name}{} 무엇인가요?", if closed { "이" } else { "가" }))
}

fn asked_in_english(name: &str) -> Option<String> {
    name.ends_with(|last: char| last.is_ascii_lowercase()).then(|| format!("What is the {name}?"))
}

/// The vowel of the middle syllable changed to the next; names of a few syllables are too like others.
fn mistyped(name: &str) -> Option<String> {
    let mut chars: Vec<char> = name.chars().collect();
    let syllables: Vec<usize> =
        (0..chars.len()).filter(|&at| ('가'..='힣').contains(&chars[at])).collect();
    let place = *syllables.get(syllables.len() / 2).filter(|_| syllables.len() > 5)?;
    let code = u32::from(chars[place]) - u32::from('가');
    let vowel = code % 588 / 28;
    let changed = code - vowel * 28 + (vowel + 1) % 21 * 28;
    chars[place] = char::from_u32(changed + u32::from('가'))?;
    Some(chars.into_iter().collect())
}

/// Names as searching sees them, to tell records that share one.
fn key(name: &str) -> String {
    name.to_lowercase().replace(' ', "")
}

fn names(dataset: &Dataset, at: usize) -> Vec<&str> {
    let texts = dataset.catalog.search_texts(RecordIx(at as u32)).into_iter();
    let named = texts.filter(|text| text.field <= SearchField::Identifier);
    named.map(|text| text.text).collect()
}

#[test]
fn a_name_finds_its_record_however_it_stands_in_a_query() {
    let dataset = read(BLOB).unwrap();
    let mut bearers: HashMap<String, Vec<&str>> = HashMap::new();
    for (at, record) in dataset.catalog.records.iter().enumerate() {
        for name in names(&dataset, at) {
            bearers.entry(key(name)).or_default().push(record.id.as_str());
        }
    }
    let mut poor = Vec::new();
    for writing in &WRITINGS {
        let (mut asked, mut lost) = (0, Vec::new());
        for record in dataset.catalog.records.iter().step_by(STEP) {
            let Localized { ko, en, .. } = &record.name;
            for name in [ko, en].into_iter().filter(|name| name.chars().count() <= MAX_CHARS) {
                let Some(query) = (writing.write)(name) else { continue };
                let hits = dataset.index.search(&Request::new(&query, 3)).hits;
                asked += 1;
                if !hits.iter().any(|hit| bearers[&key(name)].contains(&hit.id.as_str())) {
                    lost.push(format!("`{query}` of {}", record.id.as_str()));
                }
            }
        }
        let share = 1.0 - lost.len() as f64 / f64::from(asked);
        println!("{}: {share:.4} of {asked}", writing.what);
        if share < writing.share {
            poor.push(format!(
                "{}: {share:.4}, expected {}: {lost:?}",
                writing.what, writing.share
            ));
        }
    }
    assert!(poor.is_empty(), "{}", poor.join("\n"));
}
