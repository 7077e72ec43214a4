use crate::browser::{document, events};
use crate::components::link_notice::LinkNotice;
use crate::components::search_box::{SEARCH_INPUT, SearchBox};
use crate::components::site_footer::SiteFooter;
use crate::components::site_header::SiteHeader;
use crate::engine::Engine;
use crate::pages::about::About;
use crate::pages::explore::Explore;
use crate::pages::not_found::NotFound;
use crate::pages::record::RecordPage;
use crate::pages::source::SourcePage;
use crate::pages::sources::Sources;
use crate::route::{Page, SearchState};
use crate::state::{Atlas, Theme};
use leptos::prelude::*;

/// The whole page: header, the page that the address names, footer.
#[component]
pub fn App(
    /// Searching, and the dataset.
    engine: &'static Engine,
) -> impl IntoView {
    let atlas = Atlas::start(engine);
    provide_context(atlas);
    crate::api::start(atlas);
    keep_document_in_step(atlas);
    events::on_shortcut("/", || document::focus(SEARCH_INPUT));
    // One search box for all pages: it keeps its focus and its composition when the first letter leads to the explorer.
    let searched =
        Memo::new(move |_| atlas.navigation.route().page.search().cloned().unwrap_or_default());
    let content = Memo::new(move |_| Content::of(atlas.navigation.route().page));
    let page = move || match content.get() {
        Content::Explore => view! { <Explore/> }.into_any(),
        Content::Record(id, list) => view! { <RecordPage id list/> }.into_any(),
        Content::Sources => view! { <Sources/> }.into_any(),
        Content::Source(slug, list) => view! { <SourcePage slug list/> }.into_any(),
        Content::About => view! { <About/> }.into_any(),
        Content::NotFound(path) => view! { <NotFound path/> }.into_any(),
    };
    view! {
        <a class="skip-link" href="#content" on:click=move |event| {
            // The address belongs to the route: the link moves the focus itself.
            event.prevent_default();
            document::focus("content");
        }>{move || atlas.t().skip_to_content}</a>
        <SiteHeader/>
        <main id="content" tabindex="-1"><SearchBox state=searched.into()/><LinkNotice/>{page}</main>
        <SiteFooter/>
    }
}

/// What decides which page is built. The explorer is one page whatever is looked for, so that the search box keeps its focus.
#[derive(Clone, PartialEq, Eq)]
enum Content {
    Explore,
    Record(String, SearchState),
    Sources,
    Source(String, SearchState),
    About,
    NotFound(String),
}

impl Content {
    fn of(page: Page) -> Content {
        match page {
            Page::Explore(_) => Content::Explore,
            Page::Record(id, list) => Content::Record(id, list),
            Page::Sources => Content::Sources,
            Page::Source(slug, list) => Content::Source(slug, list),
            Page::About => Content::About,
            Page::NotFound(path) => Content::NotFound(path),
        }
    }
}

/// The title, the language and the colours live outside the tree of the page: effects are for reaching them.
fn keep_document_in_step(atlas: Atlas) {
    Effect::new(move |_| document::set_title(&title(atlas)));
    Effect::new(move |_| document::set_root_attribute("lang", Some(atlas.locale().tag())));
    Effect::new(move |_| {
        let theme = atlas.theme.get();
        document::set_root_attribute("data-theme", (theme != Theme::Auto).then_some(theme.key()));
    });
    let starts_on_search = matches!(atlas.navigation.route.get_untracked().page, Page::Explore(_));
    // In a frame the focus belongs to the page around it.
    if starts_on_search && !document::is_framed() {
        request_animation_frame(|| document::focus(SEARCH_INPUT));
    }
}

fn title(atlas: Atlas) -> String {
    let t = atlas.t();
    let name_of = |id: &str| {
        let record = atlas.catalog().find(id).and_then(|ix| atlas.catalog().record(ix))?;
        Some(record.name.text(atlas.locale()).to_owned())
    };
    let part = match atlas.navigation.route().page {
        Page::Explore(state) if state.text.trim().is_empty() => None,
        Page::Explore(state) => Some(state.text.trim().to_owned()),
        Page::Record(id, _) => name_of(&id).or_else(|| Some(t.not_found.to_owned())),
        Page::Source(slug, _) => {
            name_of(&format!("source/{slug}")).or_else(|| Some(t.not_found.to_owned()))
        }
        Page::Sources => Some(t.nav_sources.to_owned()),
        Page::About => Some(t.nav_about.to_owned()),
        Page::NotFound(_) => Some(t.not_found.to_owned()),
    };
    part.map_or_else(|| t.product.to_owned(), |part| format!("{part} · {}", t.product))
}
