use crate::components::localized_text::LocalizedText;
use crate::components::record_link::RecordLink;
use crate::format;
use crate::state::use_atlas;
use catalog::{Correction, RecordIx};
use leptos::prelude::*;

/// Corrections: what is printed where, the sound form, and why.
#[component]
pub fn CorrectionList(
    /// The corrections.
    corrections: Vec<&'static Correction>,
    /// The record on whose page they stand, which is not named again.
    on: RecordIx,
) -> impl IntoView {
    corrections
        .into_iter()
        .map(|correction| view! { <CorrectionItem correction on/> })
        .collect_view()
}

#[component]
fn CorrectionItem(correction: &'static Correction, on: RecordIx) -> impl IntoView {
    let atlas = use_atlas();
    let vocabularies = &atlas.catalog().vocabularies;
    let kind =
        move || format::label(&vocabularies.correction_types, correction.kind, atlas.locale());
    let place = move || format::locator(vocabularies, atlas.locale(), &correction.at);
    let sound = move || correction.sound.as_deref().unwrap_or(atlas.t().sound_unknown);
    let elsewhere = correction.others.iter().map(|other| {
        let place = move || format::locator(vocabularies, atlas.locale(), &other.at);
        view! { <li><q lang=move || format::foreign(&other.printed, atlas.locale())>{other.printed.as_str()}</q>" "<RecordLink ix=other.source/>" "<span class="place" lang=move || format::foreign(&place(), atlas.locale())>{place}</span></li> }
    });
    let elsewhere = elsewhere.collect_view();
    let elsewhere = (!correction.others.is_empty()).then(
        || view! { <div><dt>{move || atlas.t().elsewhere}</dt><dd><ul>{elsewhere}</ul></dd></div> },
    );
    let concerned: Vec<RecordIx> =
        correction.records.iter().copied().filter(|ix| *ix != on).collect();
    let has_concerned = !concerned.is_empty();
    let concerned =
        concerned.into_iter().map(|ix| view! { <li><RecordLink ix/></li> }).collect_view();
    let concerned = has_concerned.then(
        || view! { <div><dt>{move || atlas.t().concerns}</dt><dd><ul>{concerned}</ul></dd></div> },
    );
    view! {
        <li class="correction">
            <p class="correction-head">
                <span class="badge">{kind}</span>" "<RecordLink ix=correction.source/>" "<span class="place" lang=move || format::foreign(&place(), atlas.locale())>{place}</span>
            </p>
            <dl>
                <div><dt>{move || atlas.t().printed}</dt><dd><q lang=move || format::foreign(&correction.printed, atlas.locale())>{correction.printed.as_str()}</q></dd></div>
                <div><dt>{move || atlas.t().sound}</dt><dd lang=move || format::foreign(sound(), atlas.locale())>{sound}</dd></div>
                {elsewhere}
                {concerned}
            </dl>
            <p><LocalizedText text=&correction.why announce=true/></p>
        </li>
    }
}
