use crate::format;
use crate::route::{Facet, Page, SearchState};
use crate::state::use_atlas;
use leptos::prelude::*;

/// The chosen refinements as chips, each removable, and a way to remove all.
#[component]
pub fn Refinements(
    /// What is looked for.
    state: Signal<SearchState>,
) -> impl IntoView {
    let atlas = use_atlas();
    let chip = move |(facet, value): &(Facet, String)| {
        let label = atlas.engine.facet_label(*facet, value, atlas.locale());
        let page = Page::Explore(state.get().toggled(*facet, value));
        let name = atlas.t().facet_names[*facet as usize];
        view! {
            <li>
                <a class="chip" href=atlas.href(&page)>
                    <span class="chip-facet">{name}</span>
                    <span lang=format::foreign(&label, atlas.locale())>{label.clone()}</span>
                    <span class="chip-cross" aria-hidden="true">{"×"}</span>
                    <span class="visually-hidden">{atlas.t().remove_refinement}</span>
                </a>
            </li>
        }
    };
    let chips = move || {
        let chosen = state.get().refinements;
        (!chosen.is_empty()).then(|| {
            let all = Page::Explore(state.get().without_refinements());
            view! {
                <div class="refinements">
                    <h2 class="visually-hidden">{atlas.t().refinements}</h2>
                    <ul>{chosen.iter().map(chip).collect_view()}</ul>
                    <a class="clear-all" href=atlas.href(&all)>{atlas.t().clear_all}</a>
                </div>
            }
        })
    };
    view! { {chips} }
}
