use crate::components::copy_link::CopyLink;
use crate::components::facts::Facts;
use crate::components::localized_text::LocalizedText;
use crate::components::record_link::{KindBadge, RecordLink};
use crate::pages::not_found::NoSuchRecord;
use crate::pages::record::{Corrections, Relations, ResultSteps};
use crate::route::{Facet, Page, SearchState};
use crate::state::use_atlas;
use catalog::{Kind, Record, RecordIx};
use leptos::prelude::*;

/// Records of a source shown before the reader goes on to the explorer.
const RECORDS_SHOWN: usize = 24;

/// A source: its bibliographic data, what it contributed, and what had to be corrected in it.
#[component]
pub fn SourcePage(
    /// The slug of its id.
    slug: String,
    /// The search it was reached from.
    list: SearchState,
) -> impl IntoView {
    let atlas = use_atlas();
    let id = format!("{}/{slug}", Kind::Source.as_str());
    match atlas.catalog().find(&id).and_then(|ix| Some((ix, atlas.catalog().record(ix)?))) {
        Some((ix, record)) => view! { <SourceEntry ix record list/> }.into_any(),
        None => view! { <NoSuchRecord id/> }.into_any(),
    }
}

#[component]
fn SourceEntry(ix: RecordIx, record: &'static Record, list: SearchState) -> impl IntoView {
    let atlas = use_atlas();
    let has_relations = !atlas.catalog().neighbours(ix).is_empty();
    view! {
        <article class="record">
            <ResultSteps ix list/>
            <header>
                <p class="record-kind"><KindBadge ix/></p>
                <h1 id="page-heading" tabindex="-1"><LocalizedText text=&record.name/></h1>
            </header>
            <div class="record-body">
                <div class="record-lead">
                    {record.summary.as_ref().map(|note| view! { <p class="summary"><LocalizedText text=note announce=true/></p> })}
                </div>
                <div class="record-side"><Facts record/></div>
                <div class="record-main">
                    <Contribution ix record/>
                    <Corrections ix/>
                    {has_relations.then(|| view! { <Relations ix/> })}
                </div>
            </div>
            <p class="record-foot">
                <CopyLink page=Page::Source(record.id.slug().to_owned(), SearchState::default())/>
                <span class="record-id">{record.id.to_string()}</span>
            </p>
        </article>
    }
}

#[component]
fn Contribution(ix: RecordIx, record: &'static Record) -> impl IntoView {
    let atlas = use_atlas();
    let (records, relations) = atlas.engine.contribution(ix);
    let shown = atlas.engine.records_of_source(ix, RECORDS_SHOWN);
    let page = Page::Explore(SearchState::default().toggled(Facet::Source, record.id.slug()));
    (records + relations > 0).then(|| {
        let items = shown.into_iter().map(|ix| view! { <li><KindBadge ix/>" "<RecordLink ix with_year=true/></li> }).collect_view();
        view! {
            <section class="contribution">
                <h2>{move || atlas.t().contribution}</h2>
                <p class="hint">{move || (atlas.t().contributed)(records, relations)}</p>
                <ul class="record-list">{items}</ul>
                {(records > 0).then(|| view! { <p><a href=move || atlas.href(&page)>{move || atlas.t().show_in_explorer}</a></p> })}
            </section>
        }
    })
}
