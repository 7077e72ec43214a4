use crate::components::record_link::RecordLink;
use crate::format;
use crate::sort;
use crate::state::{Atlas, use_atlas};
use catalog::{Bibliography, Catalog, Kind, Record, RecordIx};
use leptos::prelude::*;

/// The bibliography: the source documents, the works cited in their notes, and the others, each with what it contributed.
#[component]
pub fn Sources() -> impl IntoView {
    let atlas = use_atlas();
    let select = move |wanted: Section| -> Vec<(RecordIx, &'static Record)> {
        let catalog = atlas.catalog();
        let is_source = |record: &Record| record.kind() == Kind::Source;
        let mut found: Vec<_> = catalog
            .iter()
            .filter(|(ix, record)| is_source(record) && section_of(catalog, *ix) == wanted)
            .collect();
        sort::by_key(&mut found, |(ix, _)| numbers(catalog, *ix));
        found
    };
    let section = move |title: fn(&crate::i18n::Messages) -> &'static str,
                        sources: Vec<(RecordIx, &'static Record)>| {
        let number = sources.len();
        let items = sources.into_iter().map(|(ix, record)| item(atlas, ix, record)).collect_view();
        (number > 0).then(|| {
            view! {
                <section>
                    <h2>{move || title(atlas.t())}<span class="count">{number}</span></h2>
                    <ol class="source-list">{items}</ol>
                </section>
            }
        })
    };
    view! {
        <div class="sources">
            <h1 id="page-heading" tabindex="-1">{move || atlas.t().nav_sources}</h1>
            <p class="lead">{move || atlas.t().sources_lead}</p>
            {section(|t| t.sources_main, select(Section::Main))}
            {section(|t| t.sources_notes, select(Section::Notes))}
            {section(|t| t.sources_other, select(Section::Other))}
        </div>
    }
}

/// A section of the bibliography.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    Main,
    Notes,
    Other,
}

fn section_of(catalog: &Catalog, ix: RecordIx) -> Section {
    let is_main = |ix: RecordIx| bibliography(catalog, ix).is_some_and(|source| source.main);
    match is_main(ix) {
        true => Section::Main,
        false if chain(catalog, ix).into_iter().skip(1).any(is_main) => Section::Notes,
        false => Section::Other,
    }
}

fn bibliography(catalog: &Catalog, ix: RecordIx) -> Option<&Bibliography> {
    catalog.record(ix)?.details.bibliography.as_ref()
}

/// A source, the source it is a note of, and so on outwards; at most three deep, so that a circle in the data ends.
fn chain(catalog: &Catalog, ix: RecordIx) -> Vec<RecordIx> {
    let outer = |ix: &RecordIx| bibliography(catalog, *ix).and_then(|source| source.part_of);
    std::iter::successors(Some(ix), outer).take(3).collect()
}

/// The number of a note, and of a work inside it: note 12, work 1.
fn numbers(catalog: &Catalog, ix: RecordIx) -> Vec<u32> {
    chain(catalog, ix)
        .into_iter()
        .rev()
        .filter_map(|ix| bibliography(catalog, ix)?.number)
        .collect()
}

/// Authors and publisher, each named once.
fn makers(source: &Bibliography) -> String {
    let publisher = source.publisher.iter().filter(|publisher| !source.authors.contains(publisher));
    source.authors.iter().chain(publisher).cloned().collect::<Vec<_>>().join(" · ")
}

fn item(atlas: Atlas, ix: RecordIx, record: &'static Record) -> impl IntoView {
    let source = record.details.bibliography.as_ref();
    let in_notes = section_of(atlas.catalog(), ix) == Section::Notes;
    let number: Vec<String> = numbers(atlas.catalog(), ix).iter().map(u32::to_string).collect();
    let number = in_notes.then(|| view! { <span class="code">{number.join("-")}</span>" " });
    let by = source.map(makers);
    let date = record
        .date
        .as_ref()
        .map(|date| view! { <span>{move || format::date(atlas.t(), date)}</span> });
    let (records, relations) = atlas.engine.contribution(ix);
    let contributed = (records + relations > 0)
        .then(|| view! { <span>{move || (atlas.t().contributed)(records, relations)}</span> });
    view! {
        <li>
            <p class="source-name">{number}<RecordLink ix/></p>
            <p class="hit-facts">{by.filter(|by| !by.is_empty()).map(|by| view! { <span lang=format::foreign(&by, untrack(|| atlas.locale()))>{by.clone()}</span> })}{date}{contributed}</p>
        </li>
    }
}
