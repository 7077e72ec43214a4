use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement, HtmlInputElement};

fn element(id: &str) -> Option<Element> {
    web_sys::window()?.document()?.get_element_by_id(id)
}

/// Moves the focus to the element with this id, if there is one, without scrolling to it.
pub fn focus(id: &str) {
    if let Some(element) = element(id).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = element.focus_with_options(&options);
    }
}

/// Moves the focus to the first of these elements that is there, when the element that had it is gone.
pub fn focus_if_lost(ids: &[&str]) {
    let document = web_sys::window().and_then(|window| window.document());
    let active = document.and_then(|document| document.active_element());
    let lost = active.is_none_or(|active| active.tag_name() == "BODY");
    if lost && let Some(id) = ids.iter().find(|id| element(id).is_some()) {
        focus(id);
    }
}

/// Moves the focus to the first element that matches a selector and brings it into view.
pub fn focus_first(selector: &str) {
    let found = web_sys::window()
        .and_then(|w| w.document())
        .and_then(|d| d.query_selector(selector).ok().flatten());
    if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Writes into the input with this id, unless it holds that text already: writing moves the caret.
pub fn set_input_value(id: &str, text: &str) {
    if let Some(input) = element(id).and_then(|element| element.dyn_into::<HtmlInputElement>().ok())
        && input.value() != text
    {
        input.set_value(text);
    }
}

/// Brings the element with this id into view inside its list.
pub fn scroll_into_view(id: &str) {
    if let Some(element) = element(id) {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Sets an attribute of the root element, or removes it.
pub fn set_root_attribute(name: &str, value: Option<&str>) {
    let Some(root) =
        web_sys::window().and_then(|w| w.document()).and_then(|d| d.document_element())
    else {
        return;
    };
    let _ = match value {
        Some(value) => root.set_attribute(name, value),
        None => root.remove_attribute(name),
    };
}

/// Whether the page stands in a frame of another page.
pub fn is_framed() -> bool {
    let Some(window) = web_sys::window() else { return false };
    let top = window.top().ok().flatten();
    top.is_none_or(|top| JsValue::from(top) != JsValue::from(window))
}

/// Sets the title of the page.
pub fn set_title(title: &str) {
    if let Some(document) = web_sys::window().and_then(|window| window.document()) {
        document.set_title(title);
    }
}

/// Whether the window is at least so many CSS pixels wide.
pub fn is_wide(pixels: u32) -> bool {
    let width = web_sys::window()
        .and_then(|window| window.inner_width().ok())
        .and_then(|width| width.as_f64());
    width.is_none_or(|width| width >= f64::from(pixels))
}
