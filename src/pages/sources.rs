use crate::components::record_link::RecordLink;
use crate::format;
use crate::state::{Atlas, use_atlas};
use catalog::{Bibliography, Kind, Record, RecordIx};
use leptos::prelude::*;

/// The bibliography: the source documents, the works cited in their notes, and the others, each with what it contributed.
#[component]
pub fn Sources() -> impl IntoView {
    let atlas = use_atlas();
    let select = move |wanted: fn(&Bibliography) -> bool| -> Vec<(RecordIx, &'static Record)> {
        let is_wanted = |record: &&Record| record.details.bibliography.as_ref().is_some_and(wanted);
        let mut found: Vec<_> =
            atlas.catalog().iter().filter(|(_, record)| record.kind() == Kind::Source && is_wanted(record)).collect();
        found.sort_by_key(|(_, record)| record.details.bibliography.as_ref().and_then(|b| b.number));
        found
    };
    let section = move |title: fn(&crate::i18n::Messages) -> &'static str, sources: Vec<(RecordIx, &'static Record)>| {
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
            {section(|t| t.sources_main, select(|b| b.main))}
            {section(|t| t.sources_notes, select(|b| b.part_of.is_some()))}
            {section(|t| t.sources_other, select(|b| !b.main && b.part_of.is_none()))}
        </div>
    }
}

fn item(atlas: Atlas, ix: RecordIx, record: &'static Record) -> impl IntoView {
    let source = record.details.bibliography.as_ref();
    let number = source.and_then(|b| b.number).map(|number| view! { <span class="code">{number}</span>" " });
    let by = source.map(|b| [b.authors.join(" · "), b.publisher.clone().unwrap_or_default()].join(" ").trim().to_owned());
    let date = record.date.as_ref().map(|date| view! { <span>{move || format::date(atlas.t(), date)}</span> });
    let (records, relations) = atlas.engine.contribution(ix);
    let contributed = (records + relations > 0).then(|| view! { <span>{move || (atlas.t().contributed)(records, relations)}</span> });
    view! {
        <li>
            <p class="source-name">{number}<RecordLink ix/></p>
            <p class="hit-facts">{by.filter(|by| !by.is_empty()).map(|by| view! { <span>{by}</span> })}{date}{contributed}</p>
        </li>
    }
}
