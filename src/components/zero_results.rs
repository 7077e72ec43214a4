use crate::route::{Facet, Page, SearchState};
use crate::state::use_atlas;
use leptos::prelude::*;

/// Says that nothing matches, and what to drop to get how many results.
#[component]
pub fn ZeroResults(
    /// What was looked for.
    state: SearchState,
) -> impl IntoView {
    let atlas = use_atlas();
    let t = atlas.t();
    let drop = |(facet, value, count): (Facet, String, usize)| {
        let label = atlas.engine.facet_label(facet, &value, atlas.locale());
        let page = Page::Explore(state.clone().toggled(facet, &value));
        view! { <li><a href=atlas.href(&page)>{(t.drop_gives)(&label, count)}</a></li> }
    };
    let drops = atlas.engine.drops(&state);
    let refinements: Vec<_> =
        drops.refinements.into_iter().filter(|(_, _, count)| *count > 0).map(drop).collect();
    let text = (drops.text > 0 && !state.text.is_empty()).then(|| {
        let page = Page::Explore(state.clone().with_text(""));
        view! { <li><a href=atlas.href(&page)>{(t.drop_text_gives)(drops.text)}</a></li> }
    });
    let all = Page::Explore(SearchState::default().with_text(&state.text));
    if state.refinements.is_empty() {
        return view! {
            <div class="zero-results">
                <p class="zero-title">{t.no_results}</p>
                <p>{t.no_results_text_help}</p>
                <p class="hint">{t.search_help}</p>
            </div>
        }
        .into_any();
    }
    view! {
        <div class="zero-results">
            <p class="zero-title">{t.no_results}</p>
            <p>{t.no_results_help}</p>
            <ul>
                {refinements}
                {text}
                {(state.refinements.len() > 1).then(|| view! { <li><a href=atlas.href(&all)>{t.clear_all}</a></li> })}
            </ul>
            <p class="hint">{t.search_help}</p>
        </div>
    }
    .into_any()
}
