//! What every part of the page may ask for: the language, the colours, the dataset, where we are.

use crate::browser::storage;
use crate::engine::Engine;
use crate::i18n::{Messages, messages};
use crate::navigation::Navigation;
use crate::route::{Page, SearchState};
use catalog::{Catalog, Locale, RecordIx};
use leptos::prelude::*;
use std::collections::HashMap;

/// The shared state. Cheap to copy: the dataset never changes, and signals are handles.
#[derive(Clone, Copy)]
pub struct Atlas {
    /// Searching, and the dataset.
    pub engine: &'static Engine,
    /// Where we are.
    pub navigation: Navigation,
    stored_locale: RwSignal<Option<Locale>>,
    /// The colours chosen.
    pub theme: RwSignal<Theme>,
    /// How many hits of a search are shown, where the reader asked for more: coming back finds the list as it was left.
    pub list_lengths: RwSignal<HashMap<SearchState, usize>>,
}

/// Light, dark, or as the system says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system says.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// Every choice.
    pub const ALL: [Theme; 3] = [Theme::Auto, Theme::Light, Theme::Dark];

    /// The key in storage and on the root element.
    pub fn key(self) -> &'static str {
        match self {
            Theme::Auto => "auto",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    /// Reads a key.
    pub fn parse(key: &str) -> Option<Theme> {
        Theme::ALL.into_iter().find(|theme| theme.key() == key)
    }
}

impl Atlas {
    /// Starts from the address and from what the browser kept.
    pub fn start(engine: &'static Engine) -> Atlas {
        Atlas {
            engine,
            navigation: Navigation::start(crate::engine::knows),
            stored_locale: RwSignal::new(
                storage::read(storage::Key::Locale).as_deref().and_then(Locale::parse),
            ),
            theme: RwSignal::new(
                storage::read(storage::Key::Theme)
                    .as_deref()
                    .and_then(Theme::parse)
                    .unwrap_or_default(),
            ),
            list_lengths: RwSignal::new(HashMap::new()),
        }
    }

    /// The dataset.
    pub fn catalog(self) -> &'static Catalog {
        &self.engine.catalog
    }

    /// The language, tracked: the link's, else the one chosen before, else Korean.
    pub fn locale(self) -> Locale {
        self.navigation.route().locale.or(self.stored_locale.get()).unwrap_or_default()
    }

    /// The texts of the interface, tracked.
    pub fn t(self) -> &'static Messages {
        messages(self.locale())
    }

    /// Changes the language: kept for later visits, and written into the address.
    pub fn set_locale(self, locale: Locale) {
        storage::write(storage::Key::Locale, locale.as_str());
        self.stored_locale.set(Some(locale));
        self.navigation.go_to_locale(locale);
    }

    /// Changes the colours.
    pub fn set_theme(self, theme: Theme) {
        storage::write(storage::Key::Theme, theme.key());
        self.theme.set(theme);
    }

    /// The address of a page in the present language, tracked.
    pub fn href(self, page: &Page) -> String {
        self.navigation.href(page, self.locale())
    }

    /// The address of a record in the present language, tracked.
    pub fn record_href(self, ix: RecordIx) -> String {
        self.engine
            .catalog
            .record(ix)
            .map_or_else(String::new, |record| self.href(&page_of(record, SearchState::default())))
    }

    /// Goes to a page.
    pub fn go(self, page: &Page) {
        self.navigation.go(page, untrack(|| self.locale()));
    }
}

/// The page that shows a record, reached from a search: sources have a page of their own.
pub fn page_of(record: &catalog::Record, list: SearchState) -> Page {
    match record.kind() {
        catalog::Kind::Source => Page::Source(record.id.slug().to_owned(), list),
        _ => Page::Record(record.id.to_string(), list),
    }
}

/// The shared state of the page.
pub fn use_atlas() -> Atlas {
    expect_context()
}
