use crate::components::copy_link::CopyLink;
use crate::components::correction_list::CorrectionList;
use crate::components::facts::{Facts, FigureBlock};
use crate::components::localized_text::LocalizedText;
use crate::components::provenance_list::ProvenanceList;
use crate::components::record_link::{KindBadge, RecordLink};
use crate::components::relation_list::RelationList;
use crate::format;
use crate::pages::not_found::NoSuchRecord;
use crate::route::{Page, SearchState};
use crate::state::use_atlas;
use catalog::{AliasType, Finding, Record, RecordIx};
use leptos::prelude::*;

/// Similar records shown.
const SIMILAR: usize = 6;

/// A record: everything the atlas knows of it, and where each fact stands.
#[component]
pub fn RecordPage(
    /// The id.
    id: String,
    /// The search it was reached from.
    list: SearchState,
) -> impl IntoView {
    let atlas = use_atlas();
    match atlas.catalog().find(&id).and_then(|ix| Some((ix, atlas.catalog().record(ix)?))) {
        Some((ix, record)) => view! { <Entry ix record list/> }.into_any(),
        None => view! { <NoSuchRecord id/> }.into_any(),
    }
}

#[component]
fn Entry(ix: RecordIx, record: &'static Record, list: SearchState) -> impl IntoView {
    let details = &record.details;
    view! {
        <article class="record">
            <ResultSteps ix list/>
            <header>
                <p class="record-kind"><KindBadge ix/>{details.code.as_deref().map(|code| view! { <span class="code">{code}</span> })}</p>
                <h1 id="page-heading" tabindex="-1"><LocalizedText text=&record.name/></h1>
                <Aliases record/>
            </header>
            <div class="record-body">
                <div class="record-lead">
                    {record.summary.as_ref().map(|summary| view! { <p class="summary"><LocalizedText text=summary announce=true/></p> })}
                    <Remarks record/>
                    {details.figure.as_ref().map(|figure| view! { <FigureBlock figure/> })}
                </div>
                <div class="record-side">
                    <Facts record/>
                    <Evidence record/>
                </div>
                <div class="record-main">
                    <Components record/>
                    <Relations ix/>
                    <Corrections ix/>
                    <Similar ix/>
                </div>
            </div>
            <p class="record-foot">
                <CopyLink page=Page::Record(record.id.to_string(), SearchState::default())/>
                <span class="record-id">{record.id.to_string()}</span>
            </p>
        </article>
    }
}

/// Back to the results, and the neighbours in them.
#[component]
pub fn ResultSteps(
    /// The record.
    ix: RecordIx,
    /// The search.
    list: SearchState,
) -> impl IntoView {
    let atlas = use_atlas();
    (!list.is_empty()).then(|| {
        let all = atlas.engine.all_hits(&list, untrack(|| atlas.locale()));
        let at = all.iter().position(|hit| *hit == ix);
        let total = all.len();
        let to = |at: Option<usize>| Some(crate::state::page_of(atlas.catalog().record(*all.get(at?)?)?, list.clone()));
        let previous = to(at.and_then(|at| at.checked_sub(1)));
        let next = to(at.map(|at| at + 1));
        let step = move |page: Option<Page>, class: &'static str, label: fn(&crate::i18n::Messages) -> &'static str| {
            page.map(|page| view! { <a class=class rel=class href=move || atlas.href(&page)>{move || label(atlas.t())}</a> })
        };
        let back = Page::Explore(list.clone());
        view! {
            <nav class="result-steps" aria-label=move || atlas.t().back_to_results>
                <a class="back" href=move || atlas.href(&back)>{move || atlas.t().back_to_results}</a>
                {at.map(|at| view! { <span class="position">{move || (atlas.t().position)(at + 1, total)}</span> })}
                {step(previous, "prev", |t| t.previous)}
                {step(next, "next", |t| t.next)}
            </nav>
        }
    })
}

#[component]
fn Aliases(record: &'static Record) -> impl IntoView {
    let atlas = use_atlas();
    let types = &atlas.catalog().vocabularies.alias_types;
    let item = move |alias: &'static catalog::Alias| {
        let place = AliasType::ALL.iter().position(|kind| *kind == alias.kind).unwrap_or(0);
        let kind = move || types.terms.get(place).map(|term| term.label.text(atlas.locale()));
        view! { <li><span lang=move || alias.lang.as_deref().or(format::foreign(&alias.text, atlas.locale()))>{alias.text.as_str()}</span>" "<small>"("{kind}")"</small></li> }
    };
    (!record.aliases.is_empty()).then(|| {
        view! {
            <div class="aliases">
                <h2 class="visually-hidden">{move || atlas.t().other_names}</h2>
                <ul class="inline">{record.aliases.iter().map(item).collect_view()}</ul>
            </div>
        }
    })
}

/// What a reader must know before relying on the record: open lists, sessions without findings.
#[component]
fn Remarks(record: &'static Record) -> impl IntoView {
    let atlas = use_atlas();
    let none_stated = record.details.finding == Some(Finding::NoneStated);
    view! {
        {none_stated.then(|| view! { <p class="notice">{move || atlas.t().no_finding}</p> })}
        {record.details.open_ended.then(|| view! { <p class="notice">{move || atlas.t().open_ended}</p> })}
    }
}

#[component]
fn Components(record: &'static Record) -> impl IntoView {
    let atlas = use_atlas();
    let components = &record.details.components;
    (!components.is_empty()).then(|| {
        let rows = components.iter().map(|component| {
            view! { <div><dt><LocalizedText text=&component.name/></dt><dd><LocalizedText text=&component.text announce=true/></dd></div> }
        });
        let rows = rows.collect_view();
        view! { <section class="components"><h2>{move || atlas.t().components}</h2><dl>{rows}</dl></section> }
    })
}

/// Where the record stands.
#[component]
pub fn Evidence(
    /// The record.
    record: &'static Record,
) -> impl IntoView {
    let atlas = use_atlas();
    (!record.provenance.is_empty()).then(|| {
        view! {
            <section class="provenance">
                <h2>{move || atlas.t().provenance}</h2>
                <ul><ProvenanceList rows=&record.provenance/></ul>
            </section>
        }
    })
}

/// What had to be corrected about the record, or in the source.
#[component]
pub fn Corrections(
    /// The record.
    ix: RecordIx,
) -> impl IntoView {
    let atlas = use_atlas();
    let corrections: Vec<_> = atlas.catalog().corrections_of(ix).collect();
    let number = corrections.len();
    (number > 0).then(|| {
        view! {
            <section class="corrections">
                <h2>{move || atlas.t().corrections}<span class="count">{number}</span></h2>
                <ul><CorrectionList corrections on=ix/></ul>
            </section>
        }
    })
}

/// The relations of the record, or a word that there are none.
#[component]
pub fn Relations(
    /// The record.
    ix: RecordIx,
) -> impl IntoView {
    let atlas = use_atlas();
    let number = atlas.catalog().neighbours(ix).len();
    view! {
        <section class="relations">
            <h2>{move || atlas.t().relations}<span class="count">{number}</span></h2>
            {(number == 0).then(|| view! { <p class="hint">{move || atlas.t().no_relations}</p> })}
            <RelationList ix/>
        </section>
    }
}

#[component]
fn Similar(ix: RecordIx) -> impl IntoView {
    let atlas = use_atlas();
    let similar = atlas.engine.similar(ix, SIMILAR);
    (!similar.is_empty()).then(|| {
        let items = similar.into_iter().map(|ix| view! { <li><KindBadge ix/>" "<RecordLink ix with_year=true/></li> }).collect_view();
        view! { <section class="similar"><h2>{move || atlas.t().same_topic}</h2><ul>{items}</ul></section> }
    })
}
