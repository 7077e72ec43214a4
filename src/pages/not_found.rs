use crate::components::record_link::{KindBadge, RecordLink};
use crate::state::use_atlas;
use leptos::prelude::*;

/// Records offered in place of one that is not there.
const PERHAPS: usize = 5;

/// The address names no page.
#[component]
pub fn NotFound(
    /// The path of the address.
    path: String,
) -> impl IntoView {
    let atlas = use_atlas();
    view! {
        <div class="not-found">
            <h1 id="page-heading" tabindex="-1">{move || atlas.t().not_found}</h1>
            <p>{move || (atlas.t().no_such_page)(&path)}</p>
            <p>{move || atlas.t().not_found_help}</p>
        </div>
    }
}

/// The address names a record that this edition does not hold.
#[component]
pub fn NoSuchRecord(
    /// The id.
    id: String,
) -> impl IntoView {
    let atlas = use_atlas();
    let similar = atlas.engine.similar_ids(&id, PERHAPS);
    let has_similar = !similar.is_empty();
    let items = similar
        .into_iter()
        .map(|ix| view! { <li><KindBadge ix/>" "<RecordLink ix/></li> })
        .collect_view();
    view! {
        <div class="not-found">
            <h1 id="page-heading" tabindex="-1">{move || atlas.t().not_found}</h1>
            <p>{move || (atlas.t().no_such_record)(&id)}</p>
            <p>{move || atlas.t().not_found_help}</p>
            {has_similar.then(|| view! { <section><h2>{move || atlas.t().perhaps}</h2><ul class="record-list">{items}</ul></section> })}
        </div>
    }
}
