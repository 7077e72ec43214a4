use crate::components::record_link::KindBadge;
use crate::engine::{Hit, MatchedField, Results, Segment};
use crate::format;
use crate::i18n::MatchedFields;
use crate::route::SearchState;
use crate::state::{Atlas, use_atlas};
use catalog::{Locale, Record};
use leptos::prelude::*;

/// Places named in which a hit matched; the best say enough.
const REASONS: usize = 2;

/// The hits, each with its kind, name, why it matched, and a piece of its summary with the matched words marked.
#[component]
pub fn HitList(
    /// The results.
    results: Results,
    /// Those of them to show.
    hits: Vec<Hit>,
    /// What was looked for: links to records carry it, so that a record knows its neighbours in the list.
    state: SearchState,
) -> impl IntoView {
    let atlas = use_atlas();
    let hits = hits.iter().map(|hit| hit_view(atlas, &results, hit, &state)).collect_view();
    view! { <ol class="hit-list">{hits}</ol> }
}

fn hit_view(
    atlas: Atlas,
    results: &Results,
    hit: &Hit,
    state: &SearchState,
) -> Option<impl IntoView + use<>> {
    let locale = atlas.locale();
    let record = atlas.catalog().record(hit.ix)?;
    let (name, name_locale) = record.name.get(locale);
    let page = crate::state::page_of(record, state.clone());
    let code = record
        .details
        .code
        .as_deref()
        .map(|code| view! { <span class="code">{marked(results.highlight(code))}</span>" " });
    let matched = reasons(atlas, &hit.matched);
    let score = state
        .explain
        .then(|| view! { <pre class="hit-score">{atlas.engine.explain(state, hit.ix)}</pre> });
    let secondary = other_name(results, hit, record, name_locale);
    let snippet = record.summary.as_ref().map(|summary| {
        let (text, locale) = summary.get(locale);
        view! { <p class="hit-snippet" lang=locale.tag()>{marked(results.snippet(text))}</p> }
    });
    Some(view! {
        <li class="hit">
            <p class="hit-head">
                <KindBadge ix=hit.ix/>
                <a class="hit-name" href=atlas.href(&page) lang=name_locale.tag()>{code}{marked(results.highlight(name))}</a>
            </p>
            {secondary}
            {snippet}
            <p class="hit-facts">{facts(atlas, results, record)}{matched}</p>
            {score}
        </li>
    })
}

/// A name in another language, when the hit matched there: the reader sees what matched.
fn other_name(
    results: &Results,
    hit: &Hit,
    record: &'static Record,
    shown: Locale,
) -> Option<impl IntoView + use<>> {
    let names = record.name.all().filter(|(locale, _)| *locale != shown);
    let wanted = |locale| match locale {
        Locale::Ko => MatchedField::NameKo,
        Locale::En => MatchedField::NameEn,
        Locale::Zh => MatchedField::NameZh,
    };
    let name = names.into_iter().find(|(locale, _)| hit.matched.contains(&wanted(*locale)));
    let is_marked = |text: &str| results.highlight(text).iter().any(|segment| segment.marked);
    let alias = || {
        // Looking for marks costs more than asking whether any alias matched: that comes first.
        hit.matched.contains(&MatchedField::Alias).then_some(())?;
        let found = record.aliases.iter().find(|alias| is_marked(&alias.text))?;
        Some((found.lang.clone(), found.text.as_str()))
    };
    let (lang, text) =
        name.map(|(locale, name)| (Some(locale.tag().to_owned()), name)).or_else(alias)?;
    Some(view! { <p class="hit-other-name" lang=lang>{marked(results.highlight(text))}</p> })
}

/// Date, symbol and place in one line.
fn facts(atlas: Atlas, results: &Results, record: &'static Record) -> impl IntoView + use<> {
    let date =
        record.date.as_ref().map(|date| view! { <span>{format::date(atlas.t(), date)}</span> });
    let identifier = record
        .identifier
        .as_deref()
        .map(|symbol| view! { <span>{marked(results.highlight(symbol))}</span> });
    let figure = record.details.figure.as_ref().map(|figure| {
        let number =
            format::figure(atlas.t(), &atlas.catalog().vocabularies, atlas.locale(), figure);
        view! { <span class="hit-figure">{number}</span> }
    });
    let place = record.place.as_ref().map(|place| view! { <span lang=place.get(atlas.locale()).1.tag()>{place.text(atlas.locale())}</span> });
    view! { {figure}{date}{identifier}{place} }
}

fn reasons(atlas: Atlas, matched: &[MatchedField]) -> Option<impl IntoView + use<>> {
    let t = atlas.t();
    let names: Vec<&str> =
        matched.iter().take(REASONS).map(|field| field_name(&t.matched_fields, *field)).collect();
    (!names.is_empty())
        .then(|| view! { <span class="hit-reason">{(t.matched_in)(&names.join(", "))}</span> })
}

fn field_name(names: &MatchedFields, field: MatchedField) -> &'static str {
    match field {
        MatchedField::NameKo => names.name_ko,
        MatchedField::NameEn => names.name_en,
        MatchedField::NameZh => names.name_zh,
        MatchedField::Alias => names.alias,
        MatchedField::Identifier => names.identifier,
        MatchedField::Summary => names.summary,
        MatchedField::Related => names.related,
        MatchedField::Details => names.details,
    }
}

/// Text with the matched parts marked.
pub fn marked(segments: Vec<Segment>) -> impl IntoView {
    segments
        .into_iter()
        .map(|segment| match segment.marked {
            true => view! { <mark>{segment.text}</mark> }.into_any(),
            false => segment.text.into_any(),
        })
        .collect_view()
}
