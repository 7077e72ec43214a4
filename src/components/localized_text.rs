use crate::format;
use crate::state::use_atlas;
use catalog::{Locale, Localized};
use leptos::prelude::*;

/// A text of the dataset in the reader's language, or in the one it falls back to, marked with its `lang`.
#[component]
pub fn LocalizedText(
    /// The text.
    text: &'static Localized,
    /// Whether a fallback is said in words too: for sentences, not for names.
    #[prop(optional)]
    announce: bool,
) -> impl IntoView {
    let atlas = use_atlas();
    let shown = move || text.get(atlas.locale());
    let words = move || {
        let (text, locale) = shown();
        let piece = |(piece, korean): (&'static str, bool)| match korean {
            true => view! { <span lang=Locale::Ko.tag()>{piece}</span> }.into_any(),
            false => piece.into_any(),
        };
        format::korean_apart(text, locale).into_iter().map(piece).collect_view()
    };
    let fallback = move || {
        let (_, locale) = shown();
        (announce && locale != atlas.locale()).then(|| {
            let name = atlas.t().language_names[locale as usize];
            view! { <small class="fallback">{(atlas.t().shown_in)(name)}</small> }
        })
    };
    view! { <span lang=move || shown().1.tag()>{words}</span>{fallback} }
}
