//! A worker that runs this same program, for what would hold the page up. It is a classic one made from text, so that it starts over
//! `file://` too; the compiled program is sent to it and need not be compiled again.

use js_sys::{Function, Promise, Reflect};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, Event, MessageChannel, MessageEvent, Url};

/// The element whose script is the program's own, by text or by address.
const PROGRAM: &str = "atlas-program";
/// A worker that says nothing for so long has not started.
const PATIENCE_MS: i32 = 20_000;

/// What follows the program's script in the worker: it starts the program, then does what it is asked.
const SCRIPT: &str = r#"
self.onmessage = function (first) {
  wasm_bindgen({ module_or_path: first.data }).then(function () {
    self.onmessage = function (message) {
      var asked = message.data, reply = { id: asked.id };
      try { reply.value = wasm_bindgen.ownData(asked.task, asked.body); } catch (cause) {
        reply.error = String((cause && cause.message) || cause);
        reply.stopped = cause instanceof WebAssembly.RuntimeError;
      }
      self.postMessage(reply, reply.value instanceof Uint8Array ? [reply.value.buffer] : []);
    };
    self.postMessage({ id: 0 });
  }, function (cause) { self.postMessage({ id: 0, error: String(cause) }); });
};
"#;

/// Whether this program runs in a worker: there is no page to show then.
pub fn is_worker() -> bool {
    web_sys::window().is_none()
}

thread_local! {
    /// The clock and how to read it: looked up once, because it is read between rows.
    static CLOCK: Option<(JsValue, Function)> = clock();
}

fn clock() -> Option<(JsValue, Function)> {
    let performance = Reflect::get(&js_sys::global(), &"performance".into()).ok()?;
    let now = Reflect::get(&performance, &"now".into()).ok()?.dyn_into().ok()?;
    Some((performance, now))
}

/// Milliseconds, for measuring.
pub fn now() -> f64 {
    CLOCK
        .with(|clock| {
            let (performance, now) = clock.as_ref()?;
            now.call0(performance).ok()?.as_f64()
        })
        .unwrap_or_else(js_sys::Date::now)
}

/// Lets the page do what it has waiting. Timers would be slowed down in a page that nobody looks at; messages are not.
pub async fn breathe() {
    let Ok(channel) = MessageChannel::new() else { return pause(0).await };
    let (here, there) = (channel.port1(), channel.port2());
    let promise = Promise::new(&mut |resolve, reject| {
        here.set_onmessage(Some(&resolve));
        if let Err(error) = there.post_message(&JsValue::NULL) {
            let _ = reject.call1(&JsValue::NULL, &error);
        }
    });
    let _ = JsFuture::from(promise).await;
    here.close();
}

/// Waits.
pub async fn pause(milliseconds: i32) {
    let promise = Promise::new(&mut |resolve, _| {
        let waits = web_sys::window().and_then(|window| {
            window
                .set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds)
                .ok()
        });
        if waits.is_none() {
            let _ = resolve.call0(&JsValue::NULL);
        }
    });
    let _ = JsFuture::from(promise).await;
}

/// What waits for an answer: how to give it, or that there is none.
type Waiting = Rc<RefCell<HashMap<u32, (Function, Function)>>>;

/// A running worker. It ends when this is dropped.
pub struct Worker {
    worker: web_sys::Worker,
    waiting: Waiting,
    last: Cell<u32>,
    // Kept alive for as long as the worker may call them.
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(Event)>,
}

impl Worker {
    /// Starts a worker.
    ///
    /// # Errors
    /// When the browser refuses, as in some sandboxes.
    pub async fn start() -> Result<Worker, JsValue> {
        let script = program_script().await? + SCRIPT;
        let options = BlobPropertyBag::new();
        options.set_type("text/javascript");
        let blob =
            Blob::new_with_str_sequence_and_options(&js_sys::Array::of1(&script.into()), &options)?;
        let address = Url::create_object_url_with_blob(&blob)?;
        let worker = Worker::at(&address);
        let started = match &worker {
            Ok(worker) => worker.wait_for_start().await,
            Err(refusal) => Err(refusal.clone()),
        };
        let _ = Url::revoke_object_url(&address);
        started.and(worker)
    }

    fn at(address: &str) -> Result<Worker, JsValue> {
        let worker = web_sys::Worker::new(address)?;
        let waiting = Waiting::default();
        let answers = waiting.clone();
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            answer(&answers, &event.data())
        });
        let failed = waiting.clone();
        let on_error = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            event.prevent_default();
            refuse_all(&failed, "the worker stopped");
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Ok(Worker {
            worker,
            waiting,
            last: Cell::new(0),
            _on_message: on_message,
            _on_error: on_error,
        })
    }

    /// The first answer, number 0, says that the program runs.
    async fn wait_for_start(&self) -> Result<JsValue, JsValue> {
        let started = self.wait_for(0);
        self.worker.post_message(&wasm_bindgen::module())?;
        let late = Promise::new(&mut |_, reject| {
            let late = js_sys::Error::new("the worker does not answer");
            if let Some(window) = web_sys::window() {
                let arguments = js_sys::Array::of1(&late);
                let _ = window.set_timeout_with_callback_and_timeout_and_arguments(
                    &reject,
                    PATIENCE_MS,
                    &arguments,
                );
            }
        });
        JsFuture::from(Promise::race(&js_sys::Array::of2(&started, &late))).await
    }

    fn wait_for(&self, id: u32) -> Promise {
        Promise::new(&mut |resolve, reject| {
            self.waiting.borrow_mut().insert(id, (resolve, reject));
        })
    }

    /// Asks for a task; the promise holds its answer.
    pub fn ask(&self, task: &str, body: &JsValue) -> Promise {
        let id = self.last.get() + 1;
        self.last.set(id);
        let message = js_sys::Object::new();
        for (name, value) in
            [("id", &JsValue::from(id)), ("task", &JsValue::from(task)), ("body", body)]
        {
            let _ = Reflect::set(&message, &name.into(), value);
        }
        let answer = self.wait_for(id);
        match self.worker.post_message(&message) {
            Ok(()) => answer,
            Err(error) => {
                self.waiting.borrow_mut().remove(&id);
                Promise::reject(&error)
            }
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.worker.terminate();
        refuse_all(&self.waiting, "the loaded data was replaced or unloaded meanwhile");
    }
}

fn answer(waiting: &Waiting, reply: &JsValue) {
    let get = |name: &str| Reflect::get(reply, &name.into()).unwrap_or(JsValue::UNDEFINED);
    let Some(id) = get("id").as_f64() else { return };
    let Some((resolve, reject)) = waiting.borrow_mut().remove(&(id as u32)) else { return };
    let _ = match get("error").as_string() {
        None => resolve.call1(&JsValue::NULL, &get("value")),
        Some(error) => {
            // The program in the worker has come to an end, mostly for want of memory.
            let stopped = get("stopped").as_bool() == Some(true);
            let message = if stopped {
                format!("the worker ran out of memory or stopped ({error}); load less data at once")
            } else {
                error
            };
            reject.call1(&JsValue::NULL, &js_sys::Error::new(&message))
        }
    };
}

fn refuse_all(waiting: &Waiting, why: &str) {
    let all: Vec<(Function, Function)> =
        waiting.borrow_mut().drain().map(|(_, functions)| functions).collect();
    for (_, reject) in all {
        let _ = reject.call1(&JsValue::NULL, &js_sys::Error::new(why));
    }
}

/// The script that holds the program's own: in the page in the one-file edition, else in a file beside it.
async fn program_script() -> Result<String, JsValue> {
    let missing =
        || JsValue::from(js_sys::Error::new("the script of the program is not in the page"));
    let window = web_sys::window().ok_or_else(missing)?;
    let element = window
        .document()
        .and_then(|document| document.get_element_by_id(PROGRAM))
        .ok_or_else(missing)?;
    let inline = element.text_content().filter(|text| !text.trim().is_empty());
    if let Some(text) = inline {
        return Ok(text);
    }
    let address = element.get_attribute("src").ok_or_else(missing)?;
    let response: web_sys::Response =
        JsFuture::from(window.fetch_with_str(&address)).await?.dyn_into()?;
    if !response.ok() {
        return Err(missing());
    }
    JsFuture::from(response.text()?).await?.as_string().ok_or_else(missing)
}
