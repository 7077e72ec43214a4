use crate::components::localized_text::LocalizedText;
use crate::format;
use crate::state::use_atlas;
use catalog::RecordIx;
use leptos::prelude::*;

/// A link to a record: its code, its name, and its year when `with_year` is set.
#[component]
pub fn RecordLink(
    /// The record.
    ix: RecordIx,
    /// Whether the years of its date follow.
    #[prop(optional)]
    with_year: bool,
) -> impl IntoView {
    let atlas = use_atlas();
    atlas.catalog().record(ix).map(|record| {
        let code = record.details.code.as_deref().map(|code| view! { <span class="code">{code}</span>" " });
        let year = record.date.as_ref().filter(|_| with_year).map(format::years).filter(|years| !years.is_empty());
        view! {
            <a class="record-link" href=move || atlas.record_href(ix)>{code}<LocalizedText text=&record.name/></a>
            {year.map(|year| view! { " "<span class="year">{year}</span> })}
        }
    })
}

/// The kind of a record, as a badge.
#[component]
pub fn KindBadge(
    /// The record.
    ix: RecordIx,
) -> impl IntoView {
    let atlas = use_atlas();
    let kind = atlas.catalog().record(ix).map(|record| record.kind());
    let label = move || {
        kind.and_then(|kind| atlas.catalog().vocabularies.kinds.terms.get(kind as usize))
            .map(|term| term.label.text(atlas.locale()))
    };
    view! { <span class="badge" data-kind=kind.map(|kind| kind.as_str())>{label}</span> }
}
