//! Loading data of a script's own: in a worker where the browser allows one, else in small pieces in the page. The old data stays until
//! the new is ready; a load that is cancelled or fails leaves no trace.

use super::arguments::{self, Mode, Problem};
use super::{events, tasks, values};
use crate::browser::worker::{self, Worker, now};
use crate::own_data::json::{Value, shortened};
use crate::own_data::loader::FAULT_MARK;
use js_sys::{Array, Function, JSON, JsString, Promise, Reflect, Uint8Array};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// The page is never held up longer than this for one piece: a quarter of a frame, so that a busy machine may take thrice as long.
const PIECE_MS: f64 = 4.0;
/// Rows written before the clock is looked at again, at most; and how long writing them should take.
const MOST_ROWS: u32 = 128;
const LOOK_MS: f64 = PIECE_MS / 4.0;
/// A worker may take longer: this is how often progress is told.
const STEP_MS: f64 = 60.0;
/// UTF-16 units of a text sent at once.
const PIECE_UNITS: u32 = 1 << 18;
/// Saved bytes sent at once.
const PIECE_BYTES: u32 = 1 << 20;
/// Without a worker the page's own memory and time are used: so many units and no more.
const PAGE_UNITS: u32 = 40_000_000;

/// Where loaded data is kept and searched.
pub enum Backend {
    /// In a worker.
    Worker(Worker),
    /// In the page.
    Page,
}

/// The data loaded last.
pub struct OwnData {
    /// Where it is.
    pub backend: Backend,
    /// How it stands beside the atlas.
    pub mode: Mode,
    /// By which facets it is refined.
    pub facets: Vec<String>,
    /// By which columns it is sorted.
    pub sort_columns: Vec<String>,
}

thread_local! {
    static OWN: RefCell<Option<Rc<OwnData>>> = const { RefCell::new(None) };
    /// The number of the load that began last: it ends those before it.
    static LAST_LOAD: Cell<u32> = const { Cell::new(0) };
}

/// The data loaded last, if there is any.
pub fn own_data() -> Option<Rc<OwnData>> {
    OWN.with_borrow(Clone::clone)
}

/// Takes the loaded data away, and ends a load that is under way.
pub fn unload() {
    LAST_LOAD.set(LAST_LOAD.get() + 1);
    let old = OWN.with_borrow_mut(Option::take);
    drop(old);
    for task in ["drop", "forget"] {
        let _ = tasks::own_data(task, &JsValue::UNDEFINED);
    }
}

impl Backend {
    async fn start() -> Backend {
        Worker::start().await.map_or(Backend::Page, Backend::Worker)
    }

    fn name(&self) -> &'static str {
        match self {
            Backend::Worker(_) => "worker",
            Backend::Page => "page",
        }
    }

    fn ask_now(&self, task: &str, body: &JsValue) -> Promise {
        match self {
            Backend::Worker(worker) => worker.ask(task, body),
            Backend::Page => match tasks::own_data(task, body) {
                Ok(value) => Promise::resolve(&value),
                Err(error) => Promise::reject(&error),
            },
        }
    }

    /// Does a task.
    ///
    /// # Errors
    /// When it fails, with an error for scripts.
    pub async fn ask(&self, task: &str, body: &JsValue) -> Result<JsValue, JsValue> {
        JsFuture::from(self.ask_now(task, body)).await
    }
}

/// What a script gave to load.
enum Source {
    Rows(Array),
    Text(JsString),
    Package(Array),
    Saved(Uint8Array),
}

impl Source {
    fn read(source: &JsValue) -> Result<Source, JsValue> {
        if let Some(text) = source.dyn_ref::<JsString>() {
            return Ok(Source::Text(text.clone()));
        }
        if Array::is_array(source) {
            return Ok(Source::Rows(source.clone().unchecked_into()));
        }
        if let Some(bytes) = source.dyn_ref::<Uint8Array>() {
            return Ok(Source::Saved(bytes.clone()));
        }
        if source.is_instance_of::<js_sys::ArrayBuffer>() {
            return Ok(Source::Saved(Uint8Array::new(source)));
        }
        let resources =
            if source.is_object() { values::get(source, "resources") } else { JsValue::UNDEFINED };
        match Array::is_array(&resources) {
            true => Ok(Source::Package(resources.unchecked_into())),
            false => Err(problem(&Problem {
                method: "load",
                argument: "source".to_owned(),
                got: values::read(source).brief(),
                expected: "a list of objects, a text of JSON or CSV, a Data Package with `resources`, or what save() gave".to_owned(),
                remedy: "Give for example [{id: 1, title: \"…\"}].".to_owned(),
            })),
        }
    }
}

/// A refusal as an error for scripts.
pub fn problem(problem: &Problem) -> JsValue {
    values::error_of(&problem.to_string())
}

/// A load under way: who wants to know, and who may end it.
struct Load {
    number: u32,
    backend: Backend,
    signal: Option<JsValue>,
    abort: Option<Promise>,
    on_progress: Option<Function>,
    given: Cell<u32>,
}

/// Loads data and gives what came of it.
///
/// # Errors
/// When an argument is refused, nothing could be loaded, or the load was cancelled.
pub async fn load(source: JsValue, options: JsValue) -> Result<JsValue, JsValue> {
    let began = now();
    let (mode, signal, on_progress) = read_options(&options)?;
    let source = Source::read(&source)?;
    let number = LAST_LOAD.get() + 1;
    LAST_LOAD.set(number);
    let abort = signal.as_ref().map(abort_promise);
    let mut load =
        Load { number, backend: Backend::Page, signal, abort, on_progress, given: Cell::new(0) };
    load.check()?;
    let backend = Backend::start().await;
    load.check()?;
    load.backend = backend;
    let described = load.take(&source).await;
    // What another load put in its place is not ours to drop.
    if described.is_err() && load.is_in_page() && LAST_LOAD.get() == number {
        let _ = tasks::own_data("drop", &JsValue::UNDEFINED);
    }
    load.keep(&described?, mode, now() - began)
}

fn read_options(options: &JsValue) -> Result<(Mode, Option<JsValue>, Option<Function>), JsValue> {
    if options.is_null() || options.is_undefined() {
        return Ok((Mode::default(), None, None));
    }
    let refuse = |argument: &str, got: &JsValue, expected: &str| {
        Err(problem(&Problem {
            method: "load",
            argument: argument.to_owned(),
            got: values::read(got).brief(),
            expected: expected.to_owned(),
            remedy: "Correct it or leave it out.".to_owned(),
        }))
    };
    let names = if options.is_object() { values::names(options) } else { None };
    let Some(names) = names else { return refuse("options", options, "an object") };
    arguments::load_options(&names).map_err(|refused| problem(&refused))?;
    let mode = arguments::mode(&values::read(&values::get(options, "mode")))
        .map_err(|refused| problem(&refused))?;
    let given = |name: &str| {
        Some(values::get(options, name)).filter(|value| !value.is_null() && !value.is_undefined())
    };
    let signal = given("signal");
    if let Some(signal) = &signal
        && values::get(signal, "aborted").as_bool().is_none()
    {
        return refuse("`signal`", signal, "an AbortSignal");
    }
    let on_progress = given("onProgress");
    if let Some(handler) = on_progress.as_ref().filter(|handler| !handler.is_function()) {
        return refuse("`onProgress`", handler, "a function");
    }
    Ok((mode, signal, on_progress.map(JsCast::unchecked_into)))
}

/// A promise that is rejected when the signal says so.
fn abort_promise(signal: &JsValue) -> Promise {
    let promise = Promise::new(&mut |_, reject| {
        if let Some(listen) = values::function(signal, "addEventListener") {
            let _ = listen.call2(signal, &"abort".into(), &reject);
        }
    });
    // It may be rejected long after the load is over.
    hush(&promise);
    promise
}

/// Says that nobody needs to hear of it when a promise is rejected.
fn hush(promise: &Promise) {
    let nothing = Closure::<dyn FnMut(JsValue)>::new(|_| {}).into_js_value();
    if let Some(catch) = values::function(promise, "catch") {
        let _ = catch.call1(promise, &nothing);
    }
}

impl Load {
    /// Whether the load is still wanted.
    fn check(&self) -> Result<(), JsValue> {
        if let Some(signal) = &self.signal
            && values::get(signal, "aborted").as_bool() == Some(true)
        {
            return Err(values::get(signal, "reason"));
        }
        match LAST_LOAD.get() == self.number {
            true => Ok(()),
            false => Err(values::error_of(
                "governanceAtlas.load: another load() or unload() began, so this one ended; load one thing at a time",
            )),
        }
    }

    async fn ask(&self, task: &str, body: &JsValue) -> Result<JsValue, JsValue> {
        self.wait(self.backend.ask_now(task, body)).await
    }

    /// Waits for an answer, or for the signal that nobody wants it.
    async fn wait(&self, answer: Promise) -> Result<JsValue, JsValue> {
        let first = match &self.abort {
            Some(abort) => Promise::race(&Array::of2(&answer, abort)),
            None => answer,
        };
        let answer = JsFuture::from(first).await;
        if self.is_in_page() {
            worker::breathe().await;
        }
        self.check()?;
        answer
    }

    fn tell(&self, phase: &str, done: f64, total: f64) {
        let Some(handler) = &self.on_progress else { return };
        let progress = js_sys::Object::new();
        for (name, value) in
            [("phase", JsValue::from(phase)), ("done", done.into()), ("total", total.into())]
        {
            let _ = Reflect::set(&progress, &name.into(), &value);
        }
        events::call(handler, &progress);
    }

    /// Gives the source and has it indexed, or what was saved put together again.
    async fn take(&self, source: &Source) -> Result<JsValue, JsValue> {
        if let Source::Saved(bytes) = source {
            self.ask("restore", &JsValue::UNDEFINED).await?;
            self.give_bytes(bytes).await?;
            return self.go_on().await;
        }
        self.ask("begin", &JsValue::UNDEFINED).await?;
        match source {
            Source::Rows(rows) => self.give_rows(rows).await?,
            Source::Text(text) => self.give_text(text).await?,
            Source::Package(resources) => self.give_package(resources).await?,
            Source::Saved(_) => {}
        }
        self.ask("seal", &JsValue::UNDEFINED).await?;
        self.go_on().await
    }

    /// Has what was given worked through, piece by piece, and gives what came of it.
    async fn go_on(&self) -> Result<JsValue, JsValue> {
        let budget = if self.is_in_page() { PIECE_MS } else { STEP_MS };
        loop {
            let answer = self.ask("step", &budget.into()).await?;
            let phase = values::get(&answer, "phase").as_string().unwrap_or_default();
            let count = |name| values::get(&answer, name).as_f64().unwrap_or(0.0);
            self.tell(&phase, count("done"), count("total"));
            if phase == "done" {
                return self.finish().await;
            }
        }
    }

    async fn finish(&self) -> Result<JsValue, JsValue> {
        self.check()?;
        match self.is_in_page() {
            // The data is in its place at once: nothing may end the load after that.
            true => self.backend.ask("finish", &JsValue::UNDEFINED).await,
            false => self.ask("finish", &JsValue::UNDEFINED).await,
        }
    }

    fn is_in_page(&self) -> bool {
        matches!(self.backend, Backend::Page)
    }

    /// Rows are written as JSON in small pieces; while a worker reads one, the next is written.
    async fn give_rows(&self, rows: &Array) -> Result<(), JsValue> {
        let total = values::get(rows, "length").as_f64().unwrap_or(0.0) as u32;
        let mut writer = Writer { rows, total, next: 0, count: 1 };
        let mut reading: Option<Promise> = None;
        while writer.next < total {
            let (texts, units) = writer.piece();
            self.count(units)?;
            // Whoever waits for the reading hears of it when this fails.
            hush(&self.backend.ask_now("rows", &texts));
            if self.is_in_page() {
                while self.ask("read", &PIECE_MS.into()).await?.is_falsy() {}
            } else {
                let answer = self.backend.ask_now("read", &f64::INFINITY.into());
                // When the load ends before it is waited for.
                hush(&answer);
                if let Some(before) = reading.replace(answer) {
                    self.wait(before).await?;
                }
            }
            self.tell("reading", f64::from(writer.next), f64::from(total));
        }
        match reading {
            Some(last) => self.wait(last).await.map(|_| ()),
            None => Ok(()),
        }
    }

    /// Copying all of what was saved at once would take too long.
    async fn give_bytes(&self, bytes: &Uint8Array) -> Result<(), JsValue> {
        let total = bytes.length();
        for from in (0..total).step_by(PIECE_BYTES as usize) {
            let to = from.saturating_add(PIECE_BYTES).min(total);
            self.ask("bytes", &bytes.slice(from, to)).await?;
            self.tell("reading", f64::from(to), f64::from(total));
        }
        Ok(())
    }

    async fn give_text(&self, text: &JsString) -> Result<(), JsValue> {
        let total = text.length();
        let mut from = 0;
        while from < total {
            let mut to = (from + PIECE_UNITS).min(total);
            let last = text.char_code_at(to - 1);
            // A pair of units is one letter and stays together.
            if to < total && (f64::from(0xd800)..=f64::from(0xdbff)).contains(&last) {
                to -= 1;
            }
            let piece = text.slice(from, to);
            self.count(piece.length())?;
            self.ask("text", &piece.into()).await?;
            from = to;
            self.tell("reading", f64::from(from), f64::from(total));
        }
        Ok(())
    }

    async fn give_package(&self, resources: &Array) -> Result<(), JsValue> {
        for at in 0..resources.length() {
            let resource = resources.get(at);
            let data = values::get(&resource, "data");
            let name = values::get(&resource, "name")
                .as_string()
                .unwrap_or_else(|| format!("resource {}", at + 1));
            self.ask("part", &name.as_str().into()).await?;
            if Array::is_array(&data) {
                self.give_rows(data.unchecked_ref()).await?;
            } else if let Some(text) = data.dyn_ref::<JsString>() {
                self.give_text(text).await?;
            } else {
                let fault = fault(
                    "the rows themselves in `data`, as a list or a text: nothing is fetched",
                    &values::read(&data).brief(),
                );
                self.ask("rows", &Array::of1(&fault.into())).await?;
            }
        }
        Ok(())
    }

    /// Without a worker not everything fits.
    fn count(&self, units: u32) -> Result<(), JsValue> {
        let given = self.given.get().saturating_add(units);
        self.given.set(given);
        match given > PAGE_UNITS && self.is_in_page() {
            true => Err(values::error_of(&format!(
                "governanceAtlas.load: the source has more than {PAGE_UNITS} letters, too much where the browser refuses workers; load less, or open the page where workers are allowed"
            ))),
            false => Ok(()),
        }
    }

    /// Puts the loaded data in place of the old, and says what it is.
    fn keep(self, described: &JsValue, mode: Mode, took_ms: f64) -> Result<JsValue, JsValue> {
        let summary = values::get(described, "summary");
        if values::get(&summary, "records").as_f64() == Some(0.0) {
            return Err(nothing_loaded(&summary));
        }
        let names = |name: &str| {
            Array::from(&values::get(described, name))
                .iter()
                .filter_map(|name| name.as_string())
                .collect()
        };
        for (name, value) in [
            ("mode", JsValue::from(mode.as_str())),
            ("where", self.backend.name().into()),
            ("tookMs", took_ms.into()),
        ] {
            let _ = Reflect::set(&summary, &name.into(), &value);
        }
        let in_page = self.is_in_page();
        let own = OwnData {
            backend: self.backend,
            mode,
            facets: names("facets"),
            sort_columns: names("sortColumns"),
        };
        let old = OWN.with_borrow_mut(|held| held.replace(Rc::new(own)));
        if !in_page && old.is_some_and(|old| matches!(old.backend, Backend::Page)) {
            let _ = tasks::own_data("forget", &JsValue::UNDEFINED);
        }
        Ok(summary)
    }
}

/// Writes rows as JSON, piece by piece.
struct Writer<'a> {
    rows: &'a Array,
    total: u32,
    /// The row written next.
    next: u32,
    /// How many are written before the clock is looked at: one at first, since nobody knows how long rows are.
    count: u32,
}

impl Writer<'_> {
    /// As many lists of rows as fit into a piece, and their units.
    fn piece(&mut self) -> (Array, u32) {
        let texts = Array::new();
        let mut units: u32 = 0;
        let mut before = now();
        let end = before + PIECE_MS;
        while self.next < self.total && before < end && units < PIECE_UNITS {
            let to = self.next.saturating_add(self.count).min(self.total);
            units = units.saturating_add(self.write(to, &texts));
            self.next = to;
            let after = now();
            let too_long = after - before > LOOK_MS;
            self.count =
                if too_long { (self.count / 2).max(1) } else { (self.count * 2).min(MOST_ROWS) };
            before = after;
        }
        (texts, units)
    }

    /// Writes the rows up to one: all together where JSON can hold them, else one by one with what is wrong.
    fn write(&self, to: u32, texts: &Array) -> u32 {
        if let Some(text) = list(self.rows, self.next, to) {
            texts.push(&text);
            return text.length();
        }
        let written = (self.next..to).map(|at| {
            let text = row(self.rows, at);
            texts.push(&text);
            text.length()
        });
        written.fold(0, u32::saturating_add)
    }
}

/// Rows as a list of JSON; nothing where reading one throws, or one may be what JSON cannot hold: that becomes null.
fn list(rows: &Array, from: u32, to: u32) -> Option<JsString> {
    let slice = values::function(&Array::new(), "slice")?;
    let some = slice.call2(rows, &from.into(), &to.into()).ok()?;
    let text: JsString = JSON::stringify(&some).ok()?.dyn_into().ok()?;
    let has_null = ["[null", ",null"].iter().any(|null| text.includes(null, 0));
    (!has_null).then_some(text)
}

/// A row in a list of JSON, or what is wrong with it.
fn row(rows: &Array, at: u32) -> JsString {
    let Ok(row) = Reflect::get_u32(rows, at) else {
        return fault("an object", "something that cannot be read").into();
    };
    let stands_alone = JSON::stringify(&row);
    match stands_alone.map(|text| text.is_string()) {
        Ok(true) => match JSON::stringify(&Array::of1(&row)) {
            Ok(text) => text,
            Err(error) => unwritten(&error),
        },
        Ok(false) => fault(
            "an object with `id` and one of `title`, `name`, `text`",
            &values::read(&row).brief(),
        )
        .into(),
        Err(error) => unwritten(&error),
    }
}

/// A row that JSON refuses.
fn unwritten(error: &JsValue) -> JsString {
    let message = values::message_of(error);
    fault(
        "an object that JSON can hold: no cycles, no BigInt",
        message.lines().next().unwrap_or(""),
    )
    .into()
}

fn fault(expected: &str, got: &str) -> String {
    let parts = [expected, &shortened(got)].map(|text| Value::Text(text.to_owned()));
    format!("{FAULT_MARK}{}", Value::List(parts.into()))
}

/// Why nothing was loaded, with the errors at hand.
fn nothing_loaded(summary: &JsValue) -> JsValue {
    let errors = values::get(summary, "errors");
    let first = Reflect::get_u32(&errors, 0).unwrap_or(JsValue::UNDEFINED);
    let words = |name: &str| values::get(&first, name).as_string().unwrap_or_default();
    let why = match first.is_object() {
        true => {
            let row = values::get(&first, "row").as_f64().unwrap_or(0.0) as u32;
            let field = values::get(&first, "field")
                .as_string()
                .map_or_else(String::new, |field| format!(", `{field}`"));
            format!(
                "the first error is in row {row}{field}: {}, expected {}",
                words("got"),
                words("expected")
            )
        }
        false => "the source has no rows; to take loaded data away call unload()".to_owned(),
    };
    let error = values::error_of(&format!(
        "governanceAtlas.load: no row could be loaded; {why}. Every row needs `id` and one of `title`, `name`, `text`."
    ));
    let _ = Reflect::set(&error, &"errors".into(), &errors);
    error
}
