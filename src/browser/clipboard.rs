use wasm_bindgen::prelude::*;
use web_sys::js_sys;

/// Writes text to the clipboard and tells `done` whether it worked; browsers refuse it in some frames and on plain http.
pub fn write_text(text: &str, done: impl Fn(bool) + 'static) {
    let Some(promise) = start_writing(text) else { return done(false) };
    let done = std::rc::Rc::new(done);
    let on_success = done.clone();
    let success = Closure::once_into_js(move |_: JsValue| on_success(true));
    let failure = Closure::once_into_js(move |_: JsValue| done(false));
    let (success, failure): (&js_sys::Function, &js_sys::Function) =
        (success.unchecked_ref(), failure.unchecked_ref());
    let then = js_sys::Reflect::get(&promise, &"then".into())
        .ok()
        .and_then(|then| then.dyn_into::<js_sys::Function>().ok());
    if let Some(then) = then {
        let _ = then.call2(&promise, success, failure);
    }
}

/// `navigator.clipboard` is missing on plain http, which the generated binding does not expect: it is looked up by name.
fn start_writing(text: &str) -> Option<JsValue> {
    let navigator = web_sys::window()?.navigator();
    let clipboard =
        js_sys::Reflect::get(&navigator, &"clipboard".into()).ok().filter(JsValue::is_object)?;
    let write = js_sys::Reflect::get(&clipboard, &"writeText".into())
        .ok()?
        .dyn_into::<js_sys::Function>()
        .ok()?;
    write.call1(&clipboard, &text.into()).ok().filter(JsValue::is_object)
}
