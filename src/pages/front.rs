use crate::components::timeline::Timeline;
use crate::i18n::grouped;
use crate::route::{Facet, Page, Route, SearchState};
use crate::state::use_atlas;
use catalog::Kind;
use leptos::prelude::*;

/// The front page: what this is, ways in by question, the processes on one line of time, and everything by kind.
#[component]
pub fn Front() -> impl IntoView {
    let atlas = use_atlas();
    let catalog = atlas.catalog();
    let sources = catalog.records.iter().filter(|record| record.kind() == Kind::Source).count();
    let counts = move || {
        (atlas.t().front_counts)(catalog.records.len() - sources, catalog.relations.len(), sources)
    };
    view! {
        <div class="front">
            <section class="front-lead">
                <h1 id="page-heading">{move || atlas.t().product}</h1>
                <p class="lead">{move || atlas.t().front_lead}</p>
                <p class="front-counts">{counts}</p>
            </section>
            <section>
                <h2>{move || atlas.t().front_questions}</h2>
                <Questions/>
            </section>
            <section>
                <h2>{move || atlas.t().front_timeline}</h2>
                <p class="hint">{move || atlas.t().front_timeline_note}</p>
                <Timeline/>
            </section>
            <section>
                <h2>{move || atlas.t().front_kinds}</h2>
                <Kinds/>
            </section>
        </div>
    }
}

#[component]
fn Questions() -> impl IntoView {
    let atlas = use_atlas();
    let link = move |(text, hash): &(&'static str, &'static str)| {
        // The addresses are our own: the same reader checks them, and adds the language.
        let (route, _) = Route::parse(hash, crate::engine::knows);
        view! { <li><a href=atlas.href(&route.page)>{*text}</a></li> }
    };
    view! { <ul class="questions">{move || atlas.t().questions.iter().map(link).collect_view()}</ul> }
}

#[component]
fn Kinds() -> impl IntoView {
    let atlas = use_atlas();
    let catalog = atlas.catalog();
    let item = move |kind: &Kind| {
        let count = catalog.records.iter().filter(|record| record.kind() == *kind).count();
        let label =
            catalog.vocabularies.kinds.terms.get(*kind as usize)?.label.text(atlas.locale());
        let page = Page::Explore(SearchState::default().toggled(Facet::Kind, kind.as_str()));
        (count > 0).then(|| view! { <li><a href=atlas.href(&page)>{label}</a>" "<span class="count">{grouped(count)}</span></li> })
    };
    view! { <ul class="kinds">{move || Kind::ALL.iter().filter_map(item).collect_view()}</ul> }
}
