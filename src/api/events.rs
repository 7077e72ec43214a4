//! What scripts may listen to: `route`, `search` and `ready`.

use super::values;
use js_sys::{Function, Reflect};
use std::cell::RefCell;
use wasm_bindgen::prelude::*;

/// Events by name.
pub const EVENTS: [&str; 3] = ["route", "search", "ready"];

struct Listener {
    number: u32,
    event: &'static str,
    handler: Function,
}

#[derive(Default)]
struct Listeners {
    last: u32,
    all: Vec<Listener>,
}

thread_local! {
    static LISTENERS: RefCell<Listeners> = RefCell::default();
}

/// Adds a listener and gives the number to remove it by; none for an unknown event.
pub fn add(event: &str, handler: Function) -> Option<u32> {
    let event = EVENTS.into_iter().find(|known| *known == event)?;
    Some(LISTENERS.with_borrow_mut(|listeners| {
        listeners.last += 1;
        listeners.all.push(Listener { number: listeners.last, event, handler });
        listeners.last
    }))
}

/// Removes a listener.
pub fn remove(number: u32) {
    LISTENERS
        .with_borrow_mut(|listeners| listeners.all.retain(|listener| listener.number != number));
}

/// Whether anybody listens.
pub fn has(event: &str) -> bool {
    LISTENERS.with_borrow(|listeners| listeners.all.iter().any(|listener| listener.event == event))
}

/// Tells all who listen.
pub fn emit(event: &str, detail: &JsValue) {
    let handlers: Vec<Function> = LISTENERS.with_borrow(|listeners| {
        listeners
            .all
            .iter()
            .filter(|listener| listener.event == event)
            .map(|listener| listener.handler.clone())
            .collect()
    });
    handlers.iter().for_each(|handler| call(handler, detail));
}

/// Calls a script's function; what it throws is the script's own affair, and told as such.
pub fn call(handler: &Function, detail: &JsValue) {
    if let Err(error) = handler.call1(&JsValue::UNDEFINED, detail)
        && let Some(report) = values::function(&js_sys::global(), "reportError")
    {
        let _ = report.call1(&JsValue::UNDEFINED, &error);
    }
}

/// An event's detail of names and values.
pub fn detail<const N: usize>(entries: [(&str, JsValue); N]) -> JsValue {
    let object = js_sys::Object::new();
    for (name, value) in entries {
        let _ = Reflect::set(&object, &name.into(), &value);
    }
    object.into()
}
