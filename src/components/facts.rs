use crate::components::localized_text::LocalizedText;
use crate::components::record_link::RecordLink;
use crate::format;
use crate::i18n::Messages;
use crate::route::{Facet, Page, SearchState};
use crate::state::{Atlas, use_atlas};
use catalog::{Figure, Kind, Locale, Record, RecordIx, TermIx, Vocabulary};
use leptos::prelude::*;

type Label = fn(&Messages) -> &'static str;

/// The facts of a record as a list of terms and values; only what the record has.
#[component]
pub fn Facts(
    /// The record.
    record: &'static Record,
) -> impl IntoView {
    let atlas = use_atlas();
    let details = &record.details;
    let is_source = record.kind() == Kind::Source;
    let date_label: Label = if is_source { |t| t.issued } else { |t| t.date };
    view! {
        <dl class="facts">
            {names(record)}
            {text_row(|t| t.code, details.code.as_deref())}
            {text_row(|t| t.identifier, record.identifier.as_deref())}
            {subtype(atlas, record)}
            {record.date.as_ref().map(|date| row(date_label, move || format::date(atlas.t(), date)))}
            {record.status.map(|status| row(|t| t.status, move || facet_link(atlas, Facet::Status, status)))}
            {details.target_date.as_ref().map(|date| row(|t| t.target_date, move || format::date(atlas.t(), date)))}
            {record.place.as_ref().map(|place| row(|t| t.place, move || view! { <LocalizedText text=place/> }))}
            {terms(|t| t.country, Facet::Country, &record.countries)}
            {terms(|t| t.groups, Facet::Group, &record.groups)}
            {records_row(|t| t.processes, &record.processes)}
            {terms(|t| t.topics, Facet::Topic, &record.topics)}
            {text_row(|t| t.document_languages, languages(&details.languages))}
            {details.url.as_deref().map(|url| row(|t| t.address, move || view! { <a href=url rel="noreferrer" class="external">{url}</a> }))}
            {bibliography(record)}
        </dl>
    }
}

fn row<V: IntoView + 'static>(
    label: Label,
    value: impl Fn() -> V + Send + 'static,
) -> impl IntoView {
    let atlas = use_atlas();
    view! { <div><dt>{move || label(atlas.t())}</dt><dd>{value}</dd></div> }
}

fn text_row(label: Label, text: Option<impl AsRef<str> + Send + 'static>) -> Option<impl IntoView> {
    let atlas = use_atlas();
    let shown = move |text: &str| view! { <span lang=format::foreign(text, atlas.locale())>{text.to_owned()}</span> };
    text.map(|text| row(label, move || shown(text.as_ref())))
}

fn languages(tags: &[String]) -> Option<String> {
    (!tags.is_empty()).then(|| tags.join(", "))
}

/// The name in the languages that are not the reader's.
fn names(record: &'static Record) -> impl IntoView {
    let atlas = use_atlas();
    move || {
        let shown = record.name.get(atlas.locale()).1;
        let others: Vec<_> = record
            .name
            .all()
            .filter(|(locale, _)| *locale != shown)
            .map(|(locale, name)| {
                view! { <div><dt>{language_name(atlas, locale)}</dt><dd lang=locale.tag()>{name}</dd></div> }
            })
            .collect();
        others
    }
}

fn language_name(atlas: Atlas, locale: Locale) -> &'static str {
    atlas.t().language_names[locale as usize]
}

/// The type of a document, event, body or source.
fn subtype(atlas: Atlas, record: &'static Record) -> Option<impl IntoView> {
    let v = &atlas.catalog().vocabularies;
    let vocabulary = match record.kind() {
        Kind::Document => &v.document_types,
        Kind::Event => &v.event_types,
        Kind::Organisation => &v.organisation_types,
        Kind::Source => &v.source_types,
        _ => return None,
    };
    let term = record.details.subtype?;
    Some(row(|t| t.record_type, move || format::label(vocabulary, term, atlas.locale()).to_owned()))
}

fn vocabulary_of(atlas: Atlas, facet: Facet) -> Option<&'static Vocabulary> {
    let v = &atlas.catalog().vocabularies;
    match facet {
        Facet::Country => Some(&v.countries),
        Facet::Group => Some(&v.groups),
        Facet::Topic => Some(&v.topics),
        Facet::Status => Some(&v.statuses),
        _ => None,
    }
}

/// A term that leads to all records that share it.
fn facet_link(atlas: Atlas, facet: Facet, term: TermIx) -> Option<impl IntoView> {
    let vocabulary = vocabulary_of(atlas, facet)?;
    let page = Page::Explore(SearchState::default().toggled(facet, vocabulary.key(term)));
    let label = format::label(vocabulary, term, atlas.locale()).to_owned();
    Some(view! { <a href=atlas.href(&page)>{label}</a> })
}

fn terms(label: Label, facet: Facet, terms: &'static [TermIx]) -> Option<impl IntoView> {
    let atlas = use_atlas();
    let links = move || {
        terms.iter().map(|term| view! { <li>{facet_link(atlas, facet, *term)}</li> }).collect_view()
    };
    (!terms.is_empty()).then(|| row(label, move || view! { <ul class="inline">{links()}</ul> }))
}

fn records_row(label: Label, records: &'static [RecordIx]) -> Option<impl IntoView> {
    let links =
        move || records.iter().map(|ix| view! { <li><RecordLink ix=*ix/></li> }).collect_view();
    (!records.is_empty()).then(|| row(label, move || view! { <ul class="inline">{links()}</ul> }))
}

/// Where and by whom a source was published.
fn bibliography(record: &'static Record) -> Option<impl IntoView> {
    let source = record.details.bibliography.as_ref()?;
    let authors = (!source.authors.is_empty()).then(|| source.authors.join(" · "));
    Some(view! {
        {text_row(|t| t.authors, authors)}
        {text_row(|t| t.publisher, source.publisher.as_deref())}
        {text_row(|t| t.container, source.container.as_deref())}
        {text_row(|t| t.source_language, source.language.as_deref())}
        {text_row(|t| t.accessed, source.accessed.as_deref())}
        {source.edition_of.map(|ix| row(|t| t.edition_of, move || view! { <RecordLink ix/> }))}
        {source.part_of.map(|ix| row(|t| t.note_of, move || view! { <RecordLink ix/> }))}
    })
}

/// The figure of a statistic: the number large, and what it counts.
#[component]
pub fn FigureBlock(
    /// The figure.
    figure: &'static Figure,
) -> impl IntoView {
    let atlas = use_atlas();
    let number =
        move || format::figure(atlas.t(), &atlas.catalog().vocabularies, atlas.locale(), figure);
    let year =
        figure.year.as_ref().map(|year| row(|t| t.year, move || format::date(atlas.t(), year)));
    view! {
        <div class="figure-block">
            <p class="figure-number">{number}</p>
            {figure.suspect.then(|| view! { <p class="notice">{move || atlas.t().suspect}</p> })}
            <dl class="facts">
                {figure.scope.as_ref().map(|scope| row(|t| t.scope, move || view! { <LocalizedText text=scope/> }))}
                {year}
                {figure.measured_by.map(|ix| row(|t| t.measured_by, move || view! { <RecordLink ix/> }))}
                {figure.note.map(|ix| row(|t| t.backed_by, move || view! { <RecordLink ix/> }))}
            </dl>
        </div>
    }
}
