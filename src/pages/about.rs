use crate::i18n::grouped;
use crate::state::use_atlas;
use leptos::prelude::*;

/// What the atlas is, for whom, its licence, its limits, which dataset it holds, and the keys.
#[component]
pub fn About() -> impl IntoView {
    let atlas = use_atlas();
    let paragraphs = move || {
        let section = |(title, texts): &(&'static str, &'static [&'static str])| {
            view! { <section><h2>{*title}</h2>{texts.iter().map(|text| view! { <p>{*text}</p> }).collect_view()}</section> }
        };
        atlas.t().about.iter().map(section).collect_view()
    };
    let keys = move || {
        let row = |(key, what): &(&'static str, &'static str)| view! { <div><dt><kbd>{*key}</kbd></dt><dd>{*what}</dd></div> };
        atlas.t().about_keys.iter().map(row).collect_view()
    };
    let catalog = atlas.catalog();
    let counts = [catalog.records.len(), catalog.relations.len(), catalog.corrections.len()]
        .map(grouped)
        .join(" · ");
    view! {
        <div class="about">
            <h1 id="page-heading" tabindex="-1">{move || atlas.t().product}</h1>
            <p class="lead">{move || atlas.t().tagline}</p>
            {paragraphs}
            <section>
                <h2>{move || atlas.t().about_dataset}</h2>
                <dl class="facts">
                    <div><dt>{move || atlas.t().about_version}</dt><dd>{env!("CARGO_PKG_VERSION")}</dd></div>
                    <div><dt>{move || atlas.t().about_as_of}</dt><dd>{catalog.as_of.as_str()}</dd></div>
                    <div><dt>{move || atlas.t().about_counts}</dt><dd>{counts}</dd></div>
                    <div><dt>{move || atlas.t().about_hash}</dt><dd class="hash">{atlas.engine.hash.as_str()}</dd></div>
                </dl>
            </section>
            <section>
                <h2>{move || atlas.t().about_keyboard}</h2>
                <dl class="facts">{keys}</dl>
            </section>
        </div>
    }
}
