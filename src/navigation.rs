//! The page's address as a signal. Links are ordinary links to a hash: this module takes the clicks on them, writes the history, listens to
//! it, and, while somebody types, rewrites its last step.

use crate::browser::document;
use crate::route::{LinkProblem, Page, Route, SearchState};
use catalog::Locale;
use gloo::events::{EventListener, EventListenerOptions};
use gloo::timers::callback::Timeout;
use leptos::prelude::*;
use std::cell::RefCell;
use std::collections::HashMap;
use wasm_bindgen::{JsCast, JsValue};

/// While somebody types, the address is written only after a pause: browsers limit how often it may change.
const ADDRESS_DELAY_MS: u32 = 400;

/// Where the page is, and the ways to go elsewhere.
#[derive(Clone, Copy)]
pub struct Navigation {
    /// The route as a signal.
    pub route: RwSignal<Route>,
    problems: RwSignal<Vec<LinkProblem>>,
    knows: fn(crate::route::Facet, &str) -> bool,
}

thread_local! {
    static PENDING_ADDRESS: RefCell<Option<Timeout>> = const { RefCell::new(None) };
    static SCROLL_POSITIONS: RefCell<HashMap<String, f64>> = RefCell::new(HashMap::new());
}

impl Navigation {
    /// Reads the address and listens to its changes for as long as the page lives.
    pub fn start(knows: fn(crate::route::Facet, &str) -> bool) -> Navigation {
        let (route, problems) = Route::parse(&current_hash(), knows);
        let navigation =
            Navigation { route: RwSignal::new(route), problems: RwSignal::new(problems), knows };
        if let Some(window) = web_sys::window() {
            if let Ok(history) = window.history() {
                let _ = history.set_scroll_restoration(web_sys::ScrollRestoration::Manual);
            }
            // Steps of the history fire the first, a changed hash in the address bar the second, some engines both.
            for event in ["popstate", "hashchange"] {
                EventListener::new(&window, event, move |_| navigation.on_address_change())
                    .forget();
            }
            let listen = move |event: &web_sys::Event| navigation.on_click(event);
            EventListener::new_with_options(
                &window,
                "click",
                EventListenerOptions::enable_prevent_default(),
                listen,
            )
            .forget();
        }
        navigation
    }

    /// The route, tracked.
    pub fn route(self) -> Route {
        self.route.get()
    }

    /// What of the address could not be read, tracked.
    pub fn problems(self) -> Vec<LinkProblem> {
        self.problems.get()
    }

    /// Puts the notice about the address away.
    pub fn dismiss_problems(self) {
        self.problems.set(Vec::new());
    }

    /// The address of a page in the language of the present one.
    pub fn href(self, page: &Page, locale: Locale) -> String {
        let named = self.route.with_untracked(|route| route.locale.is_some());
        let locale = (named || locale != Locale::default()).then_some(locale);
        Route { page: page.clone(), locale }.to_string()
    }

    /// Goes to a page, as a new step of the history.
    pub fn go(self, page: &Page, locale: Locale) {
        self.go_to_hash(&self.href(page, locale));
    }

    /// Shows the present page in another language. The step of the history is rewritten: going back leads to the page before, not to the
    /// same page in the language just left.
    pub fn go_to_locale(self, locale: Locale) {
        PENDING_ADDRESS.with_borrow_mut(|pending| *pending = None);
        let page = self.route.with_untracked(|route| route.page.clone());
        let route = Route { page, locale: Some(locale) };
        write_address(&route.to_string(), false);
        self.route.set(route);
    }

    /// Goes to a page in a language, as a new step of the history.
    pub fn go_to(self, route: &Route) {
        self.go_to_hash(&route.to_string());
    }

    /// Goes to an address of our own. The history is written and the route set by hand: in a sandboxed frame over `file://` an engine may
    /// refuse both links to a hash and setting it, while it lets the history be written.
    fn go_to_hash(self, hash: &str) {
        self.flush();
        remember_scroll(&self.route.with_untracked(ToString::to_string));
        write_address(hash, true);
        self.show(hash);
    }

    /// Takes plain clicks on links to our own pages; others keep their meaning (another tab, a download).
    fn on_click(self, event: &web_sys::Event) {
        let Some(click) = event.dyn_ref::<web_sys::MouseEvent>() else { return };
        let plain = click.button() == 0
            && !(click.ctrl_key() || click.meta_key() || click.shift_key() || click.alt_key());
        let target = click.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let link = target.and_then(|target| target.closest("a[href^='#/']").ok().flatten());
        if let Some(hash) = link
            .filter(|_| plain && !click.default_prevented())
            .and_then(|link| link.get_attribute("href"))
        {
            click.prevent_default();
            self.go_to_hash(&hash);
        }
    }

    /// Shows another search at once and writes it to the address after a pause. The first letter typed on another page is a new step of the
    /// history, so that going back leads there; the following ones rewrite that step.
    pub fn type_search(self, state: SearchState) {
        let searching = self.route.with_untracked(
            |route| matches!(&route.page, Page::Explore(state) if !state.is_empty()),
        );
        let locale = self.route.with_untracked(|route| route.locale);
        let route = Route { page: Page::Explore(state), locale };
        let hash = route.to_string();
        self.route.set(route);
        self.problems.set(Vec::new());
        if !searching {
            PENDING_ADDRESS.with_borrow_mut(|pending| *pending = None);
            write_address(&hash, true);
        } else {
            let later = Timeout::new(ADDRESS_DELAY_MS, move || write_address(&hash, false));
            PENDING_ADDRESS.with_borrow_mut(|pending| *pending = Some(later));
        }
    }

    /// Writes a pending address at once, before the history takes another step.
    fn flush(self) {
        if PENDING_ADDRESS.with_borrow_mut(Option::take).is_some() {
            write_address(&self.route.with_untracked(ToString::to_string), false);
        }
    }

    /// The reader went through the history, or wrote into the address bar.
    fn on_address_change(self) {
        PENDING_ADDRESS.with_borrow_mut(|pending| *pending = None);
        let hash = current_hash();
        let (route, problems) = Route::parse(&hash, self.knows);
        let shown = self.route.with_untracked(|old| *old == route)
            && self.problems.with_untracked(|old| *old == problems);
        if !shown {
            remember_scroll(&self.route.with_untracked(ToString::to_string));
            self.show(&hash);
        }
    }

    /// Shows what an address names.
    fn show(self, hash: &str) {
        let (route, problems) = Route::parse(hash, self.knows);
        let same_place = self.route.with_untracked(|old| is_same_place(&old.page, &route.page));
        let printed = route.to_string();
        self.problems.set(problems);
        if self.route.with_untracked(|old| *old != route) {
            self.route.set(route);
        }
        match same_place {
            true => request_animation_frame(|| {
                document::focus_if_lost(&["result-heading", "search-input"])
            }),
            false => show_from_top_or_as_left(printed),
        }
    }
}

/// Whether both pages are the explorer, where a changed refinement keeps the reader's place.
fn is_same_place(old: &Page, new: &Page) -> bool {
    matches!((old, new), (Page::Explore(old), Page::Explore(new)) if old.is_empty() == new.is_empty())
}

fn current_hash() -> String {
    web_sys::window().and_then(|window| window.location().hash().ok()).unwrap_or_default()
}

/// The whole address of the present page, for copying.
pub fn full_address(hash: &str) -> String {
    let base =
        web_sys::window().and_then(|window| window.location().href().ok()).unwrap_or_default();
    format!("{}{hash}", base.split('#').next().unwrap_or_default())
}

/// Browsers may refuse to write the address too often or in some frames: the page goes on without it.
fn write_address(hash: &str, push: bool) {
    let Some(history) = web_sys::window().and_then(|window| window.history().ok()) else { return };
    let _ = match push {
        true => history.push_state_with_url(&JsValue::NULL, "", Some(hash)),
        false => history.replace_state_with_url(&JsValue::NULL, "", Some(hash)),
    };
}

fn remember_scroll(route: &str) {
    let y = web_sys::window().and_then(|window| window.scroll_y().ok()).unwrap_or(0.0);
    SCROLL_POSITIONS.with_borrow_mut(|positions| positions.insert(route.to_owned(), y));
}

/// Explorer pages come back as they were left; every other page begins at its top with the focus on its heading.
fn show_from_top_or_as_left(route: String) {
    leptos::prelude::request_animation_frame(move || {
        let is_list = route.starts_with("#/search") || route == "#/" || route.starts_with("#/?");
        let y = is_list
            .then(|| SCROLL_POSITIONS.with_borrow(|positions| positions.get(&route).copied()))
            .flatten();
        if let Some(window) = web_sys::window() {
            window.scroll_to_with_x_and_y(0.0, y.unwrap_or(0.0));
        }
        if !is_list {
            document::focus("page-heading");
        } else {
            document::focus_if_lost(&["result-heading", "search-input"]);
        }
    });
}
