use crate::browser::document;
use crate::engine::FacetCounts;
use crate::i18n::grouped;
use crate::route::{Facet, Page, SearchState};
use crate::state::use_atlas;
use leptos::prelude::*;

/// Values shown before a facet is unfolded.
const VALUES_SHOWN: usize = 6;
/// A facet with more values than this can be searched in.
const FILTER_FROM: usize = 12;
/// Windows at least this wide show the facets beside the results; it is the width of `style/3-layout.css`.
const WIDE: u32 = 900;

/// The facets with their values and counts. The counts of a facet leave its own refinements out, so that a second value can be added.
#[component]
pub fn FacetPanel(
    /// What is looked for.
    state: Signal<SearchState>,
    /// The counts.
    counts: Signal<Vec<FacetCounts>>,
) -> impl IntoView {
    let atlas = use_atlas();
    let open = document::is_wide(WIDE);
    let groups = Facet::ALL.map(|facet| {
        let values = Memo::new(move |_| {
            counts.with(|all| all.iter().find(|counts| counts.facet == facet).cloned().unwrap_or_else(|| FacetCounts::empty(facet)))
        });
        view! { <FacetGroup facet state values/> }
    });
    let chosen = move || {
        let number = state.with(|state| state.refinements.len());
        (number > 0).then(|| view! { <span class="count">{(atlas.t().facet_chosen)(number)}</span> })
    };
    view! {
        <details class="facet-panel" open=open>
            <summary>{move || atlas.t().facets}{chosen}</summary>
            <div class="facet-groups">{groups.collect_view()}</div>
        </details>
    }
}

#[component]
fn FacetGroup(facet: Facet, state: Signal<SearchState>, values: Memo<FacetCounts>) -> impl IntoView {
    let atlas = use_atlas();
    let name = move || atlas.t().facet_names[facet as usize];
    let unfolded = RwSignal::new(false);
    let filter = RwSignal::new(String::new());
    // The groups that readers reach for first are open from the start, and so is every group with a choice in it.
    let open_at_first = matches!(facet, Facet::Kind | Facet::Process | Facet::Topic);
    let open = Memo::new(move |_| open_at_first || state.with(|state| state.chosen(facet).next().is_some()));
    let total = move || values.with(|counts| counts.values.len());
    let chosen = move || state.with(|state| state.chosen(facet).count());
    let rows = move || shown_values(&values.get(), &state.get(), &filter.get(), unfolded.get(), |value| atlas.engine.facet_label(facet, value, atlas.locale()));
    let row = move |row: FacetRow| {
        let page = Page::Explore(state.get_untracked().toggled(facet, &row.value));
        let choose = move |_| atlas.go(&page);
        let id = format!("facet-{}-{}", facet.key(), row.value);
        view! {
            <li class:empty=row.count == 0>
                <input type="checkbox" id=id.clone() prop:checked=row.chosen on:change=choose/>
                <label for=id><span class="facet-label">{row.label}</span><span class="count">{grouped(row.count)}</span></label>
            </li>
        }
    };
    let filter_box = move || {
        (total() > FILTER_FROM && unfolded.get()).then(|| {
            view! {
                <input type="search" class="facet-filter" aria-label=move || (atlas.t().facet_filter)(name())
                    placeholder=move || (atlas.t().facet_filter)(name()) prop:value=filter.get_untracked()
                    on:input=move |ev| filter.set(event_target_value(&ev))/>
            }
        })
    };
    let fold = move || {
        (total() > VALUES_SHOWN).then(|| {
            let label = match unfolded.get() {
                true => (atlas.t().facet_less)(name()),
                false => (atlas.t().facet_more)(name(), total() - VALUES_SHOWN),
            };
            view! {
                <button type="button" class="more" aria-expanded=unfolded.get().to_string() on:click=move |_| {
                    filter.set(String::new());
                    unfolded.update(|unfolded| *unfolded = !*unfolded);
                }>{label}</button>
            }
        })
    };
    view! {
        <details class="facet" open=move || open.get() class:hidden=move || total() == 0>
            <summary>
                {name}
                {move || (chosen() > 0).then(|| view! { <span class="count">{(atlas.t().facet_chosen)(chosen())}</span> })}
            </summary>
            {filter_box}
            <fieldset>
                <legend class="visually-hidden">{name}</legend>
                <ul>{move || rows().into_iter().map(row).collect_view()}</ul>
            </fieldset>
            {fold}
        </details>
    }
}

/// A value of a facet as it is shown.
struct FacetRow {
    value: String,
    label: String,
    count: usize,
    chosen: bool,
}

/// The values to show: chosen ones first, then those with the most records; only some of them while the facet is folded.
fn shown_values(counts: &FacetCounts, state: &SearchState, filter: &str, unfolded: bool, label: impl Fn(&str) -> String) -> Vec<FacetRow> {
    let is_chosen = |value: &str| state.chosen(counts.facet).any(|chosen| chosen == value);
    let missing = state.chosen(counts.facet).filter(|value| counts.values.iter().all(|(v, _)| v != value)).map(|value| (value.to_owned(), 0));
    let all = counts.values.iter().cloned().chain(missing.collect::<Vec<_>>());
    let row = |(value, count): (String, usize)| FacetRow { label: label(&value), chosen: is_chosen(&value), value, count };
    let filter = filter.trim().to_lowercase();
    let mut rows: Vec<FacetRow> = all.map(row).filter(|row| filter.is_empty() || row.label.to_lowercase().contains(&filter)).collect();
    rows.sort_by_key(|row| !row.chosen);
    let chosen = rows.iter().filter(|row| row.chosen).count();
    if !unfolded {
        rows.truncate(chosen.max(VALUES_SHOWN));
    }
    rows
}
