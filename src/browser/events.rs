use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

/// Calls `act` when the key is pressed outside of any field where it would be typed. `act` runs instead of what the key does.
pub fn on_shortcut(key: &'static str, act: impl Fn() + 'static) {
    let Some(window) = web_sys::window() else { return };
    let listen = move |event: &web_sys::Event| {
        let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
        let modified = event.ctrl_key() || event.alt_key() || event.meta_key();
        if event.key() == key && !modified && !event.is_composing() && !is_typing(event) {
            event.prevent_default();
            act();
        }
    };
    EventListener::new_with_options(
        &window,
        "keydown",
        EventListenerOptions::enable_prevent_default(),
        listen,
    )
    .forget();
}

fn is_typing(event: &KeyboardEvent) -> bool {
    let Some(target) = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok())
    else {
        return false;
    };
    matches!(target.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
        || target.is_content_editable()
}

/// Whether a key belongs to an input method that is composing: such keys are not ours. Some engines give only the old key code.
pub fn is_composing(event: &KeyboardEvent) -> bool {
    event.is_composing() || event.key_code() == 229
}
