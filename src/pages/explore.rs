use crate::components::facet_panel::FacetPanel;
use crate::components::hit_list::HitList;
use crate::components::refinements::Refinements;
use crate::components::zero_results::ZeroResults;
use crate::engine::Results;
use crate::pages::front::Front;
use crate::route::{Page, SearchState, Sort};
use crate::state::use_atlas;
use leptos::prelude::*;
use std::sync::Arc;

/// Hits shown at first, and added by each "more".
const PAGE: usize = 30;

/// The explorer: the search box, and under it the front page or the results.
#[component]
pub fn Explore() -> impl IntoView {
    let atlas = use_atlas();
    // Another page keeps the last search for the moment until this component is gone.
    let state = Memo::new(move |last: Option<&SearchState>| match atlas.navigation.route().page {
        Page::Explore(state) => state,
        _ => last.cloned().unwrap_or_default(),
    });
    let searching = Memo::new(move |_| state.with(|state| !state.is_empty()));
    // The count is announced from a place that is always there: a live region must exist before it changes.
    let announced = RwSignal::new(String::new());
    view! {
        <p class="visually-hidden" role="status">{announced}</p>
        {move || match searching.get() {
            true => view! { <ResultPage state=state.into() announced/> }.into_any(),
            false => view! { <Front/> }.into_any(),
        }}
    }
}

#[component]
fn ResultPage(state: Signal<SearchState>, announced: RwSignal<String>) -> impl IntoView {
    let atlas = use_atlas();
    let shown = Memo::new(move |_| {
        atlas
            .list_lengths
            .with(|lengths| state.with(|state| lengths.get(state).copied().unwrap_or(PAGE)))
    });
    let show_more = move |_| {
        atlas.list_lengths.update(|lengths| {
            _ = lengths.insert(state.get_untracked(), shown.get_untracked() + PAGE)
        });
    };
    let results = Memo::new(move |_| {
        Arc::new(atlas.engine.search(&state.get(), shown.get(), atlas.locale()))
    });
    let count = Memo::new(move |_| (atlas.t().result_count)(results.with(|results| results.total)));
    Effect::new(move |_| announced.set(count.get()));
    on_cleanup(move || announced.set(String::new()));
    let counts = Signal::derive(move || results.with(|results| results.facets.clone()));
    let list = move || {
        // The list is built anew for another language: what it shows of a record is text of that language.
        atlas.locale();
        let results: Results = results.with(|results| Results::clone(results));
        match results.total {
            0 => view! { <ZeroResults state=state.get_untracked()/> }.into_any(),
            _ => {
                let hits = results.hits.clone();
                view! { <HitList results hits state=state.get_untracked()/> }.into_any()
            }
        }
    };
    let partial = move || {
        atlas.locale();
        let hits = results.with(|results| results.partial.clone());
        (!hits.is_empty()).then(|| {
            let results: Results = results.with(|results| results.for_partial());
            let text = atlas.t();
            let heading = match &results.apart {
                Some(words) => (text.apart_heading)(words),
                None => text.partial_heading.to_owned(),
            };
            view! {
                <section class="partial-hits" aria-labelledby="partial-heading">
                    <h2 id="partial-heading">{heading}</h2>
                    <HitList results hits state=state.get_untracked()/>
                </section>
            }
        })
    };
    let more = move || {
        let total = results.with(|results| results.total);
        let left = total.saturating_sub(shown.get());
        (left > 0).then(|| {
            view! {
                <button type="button" class="more-results" on:click=show_more>
                    {(atlas.t().more_results)(left.min(PAGE), total)}
                </button>
            }
        })
    };
    view! {
        <h1 class="visually-hidden" id="page-heading">{move || atlas.t().nav_explore}</h1>
        <div class="result-page">
            <FacetPanel state counts/>
            <section class="results">
                <div class="result-bar">
                    <h2 class="result-count" id="result-heading" tabindex="-1">{count}</h2>
                    <SortChoice state/>
                </div>
                <Refinements state/>
                <ReadingNotice state results/>
                {list}
                {more}
                {partial}
            </section>
        </div>
    }
}

/// Says when the text was read otherwise than typed, with the way back to the letters as typed, and when records lack some
/// of the words; offers other words for one that is found nowhere.
#[component]
fn ReadingNotice(state: Signal<SearchState>, results: Memo<Arc<Results>>) -> impl IntoView {
    let atlas = use_atlas();
    let offers = move || {
        let offers = results.with(|results| results.offers.clone());
        let link = |(place, text): (usize, String)| {
            let page = Page::Explore(state.get().with_text(&text));
            view! { {if place > 0 { ", " } else { " " }}<a href=atlas.href(&page)>{text}</a> }
        };
        (!offers.is_empty()).then(|| {
            view! { <p class="reading">{atlas.t().did_you_mean}{offers.into_iter().enumerate().map(link).collect_view()}</p> }
        })
    };
    let notice = move || {
        let reading = results.with(|results| results.reading.clone())?;
        let text = state.with(|state| state.text.clone());
        let page = Page::Explore(state.get().literally());
        Some(view! {
            <p class="reading">
                {(atlas.t().found_as)(&reading)}" "<a href=atlas.href(&page)>{(atlas.t().search_literally)(&text)}</a>
            </p>
        })
    };
    let in_part = move || {
        let relaxed = results.with(|results| results.relaxed);
        relaxed.then(|| view! { <p class="found-in-part">{atlas.t().found_in_part}</p> })
    };
    view! { {notice}{offers}{in_part} }
}

#[component]
fn SortChoice(state: Signal<SearchState>) -> impl IntoView {
    let atlas = use_atlas();
    let choose = move |event| {
        let sort = Sort::parse(&event_target_value(&event)).unwrap_or_default();
        atlas.go(&Page::Explore(state.get_untracked().sorted_by(sort)));
    };
    let has_text = Memo::new(move |_| state.with(|state| !state.text.trim().is_empty()));
    let options = move || {
        let label = |sort| match sort {
            Sort::Relevance if has_text.get() => atlas.t().sort_relevance,
            // Without text nothing is more relevant than anything else: the first order is the newest.
            Sort::Relevance => atlas.t().sort_newest,
            Sort::Newest => atlas.t().sort_newest,
            Sort::Oldest => atlas.t().sort_oldest,
            Sort::Name => atlas.t().sort_name,
        };
        let offered = Sort::ALL.into_iter().filter(|sort| has_text.get() || *sort != Sort::Newest);
        offered.map(|sort| view! { <option value=sort.key() selected=move || state.with(|state| state.sort == sort)>{label(sort)}</option> }).collect_view()
    };
    view! {
        <label class="choice">
            <span>{move || atlas.t().sort}</span>
            <select id="sort-choice" on:change=choose prop:value=move || state.with(|state| state.sort.key())>{options}</select>
        </label>
    }
}
