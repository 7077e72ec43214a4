use crate::browser::document;
use crate::engine::FacetCounts;
use crate::format;
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
            counts.with(|all| {
                all.iter()
                    .find(|counts| counts.facet == facet)
                    .cloned()
                    .unwrap_or_else(|| FacetCounts::empty(facet))
            })
        });
        view! { <FacetGroup facet state values/> }
    });
    let chosen = move || {
        let number = state.with(|state| state.refinements.len());
        (number > 0)
            .then(|| view! { <span class="count">{(atlas.t().facet_chosen)(number)}</span> })
    };
    view! {
        <details class="facet-panel" open=open>
            <summary>{move || atlas.t().facets}{chosen}</summary>
            <div class="facet-groups">{groups.collect_view()}</div>
        </details>
    }
}

#[component]
fn FacetGroup(
    facet: Facet,
    state: Signal<SearchState>,
    values: Memo<FacetCounts>,
) -> impl IntoView {
    let atlas = use_atlas();
    let name = move || atlas.t().facet_names[facet as usize];
    let unfolded = RwSignal::new(false);
    let filter = RwSignal::new(String::new());
    // The groups that readers reach for first are open from the start, and so is every group with a choice in it.
    let open_at_first = matches!(facet, Facet::Kind | Facet::Process | Facet::Topic);
    let open = Memo::new(move |_| {
        open_at_first || state.with(|state| state.chosen(facet).next().is_some())
    });
    let total = move || values.with(|counts| counts.values.len());
    let chosen = move || state.with(|state| state.chosen(facet).count());
    let rows = move || {
        let label = |value: &str| atlas.engine.facet_label(facet, value, atlas.locale());
        shown_values(&values.get(), &state.get(), &filter.get(), unfolded.get(), label)
    };
    // Rows are kept by their value: choosing one must not take the focus from it.
    let row = move |value: String| {
        let id = format!("facet-{}-{value}", facet.key());
        let value = StoredValue::new(value);
        let label = move || {
            value.with_value(|value| atlas.engine.facet_label(facet, value, atlas.locale()))
        };
        let count =
            Memo::new(move |_| value.with_value(|value| values.with(|counts| counts.count(value))));
        let is_chosen = move || {
            value.with_value(|value| {
                state.with(|state| state.chosen(facet).any(|chosen| chosen == value))
            })
        };
        let choose = move |_| {
            atlas.go(&Page::Explore(state.get_untracked().toggled(facet, &value.get_value())))
        };
        view! {
            <li class:empty=move || count.get() == 0>
                <input type="checkbox" id=id.clone() prop:checked=is_chosen on:change=choose/>
                <label for=id><span class="facet-label" lang=move || format::foreign(&label(), atlas.locale())>{label}</span><span class="count">{move || grouped(count.get())}</span></label>
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
                <ul><For each=rows key=String::clone children=row/></ul>
            </fieldset>
            {fold}
        </details>
    }
}

/// The values to show, those with the most records first; while the facet is folded only some of them, and those that are chosen.
fn shown_values(
    counts: &FacetCounts,
    state: &SearchState,
    filter: &str,
    unfolded: bool,
    label: impl Fn(&str) -> String,
) -> Vec<String> {
    let is_chosen = |value: &str| state.chosen(counts.facet).any(|chosen| chosen == value);
    let filter = filter.trim().to_lowercase();
    let fits = |value: &String| filter.is_empty() || label(value).to_lowercase().contains(&filter);
    let missing =
        state.chosen(counts.facet).filter(|value| counts.count(value) == 0).map(str::to_owned);
    let mut values: Vec<String> = counts.values.iter().map(|(value, _)| value.clone()).collect();
    values.extend(missing.filter(|value| !counts.values.iter().any(|(v, _)| v == value)));
    let kept = |(at, value): &(usize, String)| unfolded || *at < VALUES_SHOWN || is_chosen(value);
    values.into_iter().filter(fits).enumerate().filter(kept).map(|(_, value)| value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(chosen: &[&str], filter: &str, unfolded: bool, expected: &[&str]) {
        let values = ["a", "b", "c", "d", "e", "f", "g", "h"];
        let counts = FacetCounts {
            facet: Facet::Topic,
            values: values.iter().rev().map(|v| (v.to_string(), 1)).collect(),
        };
        let state = chosen
            .iter()
            .fold(SearchState::default(), |state, value| state.toggled(Facet::Topic, value));
        assert_eq!(shown_values(&counts, &state, filter, unfolded, str::to_uppercase), expected);
    }

    #[test]
    fn chosen_values_stay_in_sight_and_in_place() {
        check(&[], "", false, &["h", "g", "f", "e", "d", "c"]);
        check(&["a"], "", false, &["h", "g", "f", "e", "d", "c", "a"]);
        check(&["g"], "", false, &["h", "g", "f", "e", "d", "c"]);
        check(&["z"], "", false, &["h", "g", "f", "e", "d", "c", "z"]);
        check(&[], "B", true, &["b"]);
    }
}
