use crate::components::record_link::RecordLink;
use crate::format;
use crate::state::use_atlas;
use catalog::Provenance;
use leptos::prelude::*;

/// Where a fact stands: one row for each source, with the place in it and how we know.
#[component]
pub fn ProvenanceList(
    /// The rows.
    rows: &'static [Provenance],
) -> impl IntoView {
    rows.iter().map(|row| view! { <ProvenanceRow row/> }).collect_view()
}

#[component]
fn ProvenanceRow(row: &'static Provenance) -> impl IntoView {
    let atlas = use_atlas();
    let vocabularies = &atlas.catalog().vocabularies;
    let place = move || format::locator(vocabularies, atlas.locale(), &row.at);
    let basis = move || {
        vocabularies.basis.terms.get(row.basis as usize).map(|term| term.label.text(atlas.locale()))
    };
    let review = move || {
        vocabularies
            .review_states
            .terms
            .get(row.review as usize)
            .map(|term| term.label.text(atlas.locale()))
    };
    let fields = move || {
        let name =
            |key: &String| (atlas.t().field_name)(key).map_or_else(|| key.clone(), str::to_owned);
        let names = row.fields.iter().map(name).collect::<Vec<_>>().join(", ");
        (!names.is_empty()).then(|| view! { <span>{(atlas.t().backs_fields)(&names)}</span> })
    };
    let checked = move || {
        row.checked.as_deref().map(|day| view! { <span>{(atlas.t().checked_on)(day)}</span> })
    };
    view! {
        <li class="provenance-row">
            <RecordLink ix=row.source/>
            <span class="place" lang=move || format::foreign(&place(), atlas.locale())>{place}</span>
            <span class="how">
                <span class="basis" data-basis=row.basis.as_str()>{basis}</span>
                <span>{review}</span>
                {fields}
                {checked}
            </span>
        </li>
    }
}

/// The first source of a fact in one short line, for lists: its name and the place in it.
#[component]
pub fn ProvenanceLine(
    /// The rows.
    rows: &'static [Provenance],
) -> impl IntoView {
    let atlas = use_atlas();
    let line = |row: &'static Provenance| {
        let place = move || format::locator(&atlas.catalog().vocabularies, atlas.locale(), &row.at);
        let basis = move || {
            let term = atlas.catalog().vocabularies.basis.terms.get(row.basis as usize)?;
            (row.basis != catalog::Basis::Stated)
                .then(|| view! { <span class="basis" data-basis=row.basis.as_str()>{term.label.text(atlas.locale())}</span> })
        };
        view! { <span class="provenance-line"><RecordLink ix=row.source/>" "<span lang=move || format::foreign(&place(), atlas.locale())>{place}</span>{basis}</span> }
    };
    rows.iter().map(line).collect_view()
}
