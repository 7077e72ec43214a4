/// What is kept between visits, all of it small and readable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// The language of the interface.
    Locale,
    /// Light or dark.
    Theme,
}

impl Key {
    /// Prefixed, because over `file://` some browsers share the storage among all pages.
    fn name(self) -> &'static str {
        match self {
            Key::Locale => "governance-atlas.locale",
            Key::Theme => "governance-atlas.theme",
        }
    }
}

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// What is kept under a key; nothing when the browser keeps nothing.
pub fn read(key: Key) -> Option<String> {
    storage()?.get_item(key.name()).ok()?
}

/// Keeps a value; where the browser refuses, the choice lasts for this visit only.
pub fn write(key: Key, value: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(key.name(), value);
    }
}
