use crate::i18n::own_name;
use crate::route::{Page, SearchState};
use crate::state::{Theme, use_atlas};
use catalog::Locale;
use leptos::prelude::*;

/// The name of the atlas, the pages, and the choices of language and colours.
#[component]
pub fn SiteHeader() -> impl IntoView {
    let atlas = use_atlas();
    let link = move |page: Page, label: fn(&crate::i18n::Messages) -> &'static str| {
        let target = page.clone();
        let current = move || is_current(&atlas.navigation.route().page, &page).then_some("page");
        view! { <a href=move || atlas.href(&target) aria-current=current>{move || label(atlas.t())}</a> }
    };
    view! {
        <header class="site-header">
            <a class="site-name" href=move || atlas.href(&Page::Explore(SearchState::default()))>{move || atlas.t().product}</a>
            <nav aria-label=move || atlas.t().main_navigation>
                {link(Page::Explore(SearchState::default()), |t| t.nav_explore)}
                {link(Page::Sources, |t| t.nav_sources)}
                {link(Page::About, |t| t.nav_about)}
            </nav>
            <div class="site-choices"><LocaleChoice/><ThemeChoice/></div>
        </header>
    }
}

/// Records belong to the explorer, single sources to the sources.
fn is_current(page: &Page, link: &Page) -> bool {
    matches!(
        (page, link),
        (Page::Explore(_) | Page::Record(..), Page::Explore(_))
            | (Page::Sources | Page::Source(..), Page::Sources)
            | (Page::About, Page::About)
    )
}

#[component]
fn LocaleChoice() -> impl IntoView {
    let atlas = use_atlas();
    let choose = move |ev| {
        if let Some(locale) = Locale::parse(&event_target_value(&ev)) {
            atlas.set_locale(locale);
        }
    };
    let options = Locale::ALL.map(|locale| {
        view! {
            <option value=locale.as_str() lang=locale.tag() selected=move || atlas.locale() == locale>{own_name(locale)}</option>
        }
    });
    view! {
        <label class="choice">
            <span class="visually-hidden">{move || atlas.t().language}</span>
            <select id="locale-choice" on:change=choose prop:value=move || atlas.locale().as_str()>{options}</select>
        </label>
    }
}

#[component]
fn ThemeChoice() -> impl IntoView {
    let atlas = use_atlas();
    let choose =
        move |ev| atlas.set_theme(Theme::parse(&event_target_value(&ev)).unwrap_or_default());
    let options = Theme::ALL.map(|theme| {
        let label = move || match theme {
            Theme::Auto => atlas.t().theme_auto,
            Theme::Light => atlas.t().theme_light,
            Theme::Dark => atlas.t().theme_dark,
        };
        view! { <option value=theme.key() selected=move || atlas.theme.get() == theme>{label}</option> }
    });
    view! {
        <label class="choice">
            <span class="visually-hidden">{move || atlas.t().theme}</span>
            <select id="theme-choice" on:change=choose prop:value=move || atlas.theme.get().key()>{options}</select>
        </label>
    }
}
