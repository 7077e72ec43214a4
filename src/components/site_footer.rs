use crate::state::use_atlas;
use leptos::prelude::*;

/// Which dataset this is, and its licence.
#[component]
pub fn SiteFooter() -> impl IntoView {
    let atlas = use_atlas();
    let hash = atlas.engine.hash.get(..12).unwrap_or_default();
    let dataset = move || (atlas.t().foot_dataset)(hash, &atlas.catalog().as_of);
    view! {
        <footer class="site-footer">
            <p>{dataset}</p>
            <p>{move || atlas.t().foot_licence}</p>
        </footer>
    }
}
