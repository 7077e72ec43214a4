//! The interface for scripts, `window.governanceAtlas`: docs/javascript-api.md. The boot script holds the object from the beginning and
//! takes the methods from here once the program runs.

pub mod arguments;
pub mod events;
pub mod loading;
pub mod records;
pub mod search;
pub mod tasks;
pub mod values;

use crate::browser::worker::{self, now};
use crate::route::{Page, Route, SearchState};
use crate::state::Atlas;
use arguments::{Known, Mode, Order, Problem, SearchCall};
use catalog::Locale;
use js_sys::{Array, Function, JSON, Object, Promise, Reflect, Uint8Array};
use leptos::prelude::*;
use loading::OwnData;
use std::cell::Cell;
use std::future::Future;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

/// Looks at the route until it is the one gone to, so often and this far apart.
const LOOKS: usize = 50;
const LOOK_MS: i32 = 10;

thread_local! {
    static ATLAS: Cell<Option<Atlas>> = const { Cell::new(None) };
}

/// Connects the interface with the page, and tells scripts where the page goes.
pub fn start(atlas: Atlas) {
    ATLAS.set(Some(atlas));
    Effect::new(move |_| {
        let route = atlas.navigation.route();
        events::emit("route", &route_detail(&route));
        if let Page::Explore(state) = &route.page
            && !state.is_empty()
            && events::has("search")
        {
            events::emit("search", &search_detail(atlas, state));
        }
    });
}

fn route_detail(route: &Route) -> JsValue {
    let (page, id) = match &route.page {
        Page::Explore(_) => ("explore", None),
        Page::Record(id, _) => ("record", Some(id.clone())),
        Page::Sources => ("sources", None),
        Page::Source(slug, ..) => ("source", Some(format!("source/{slug}"))),
        Page::About => ("about", None),
        Page::NotFound(_) => ("not-found", None),
    };
    let id = id.map_or(JsValue::NULL, |id| JsValue::from_str(&id));
    events::detail([("hash", route.to_string().into()), ("page", page.into()), ("id", id)])
}

fn search_detail(atlas: Atlas, state: &SearchState) -> JsValue {
    let filters = Object::new();
    for (facet, value) in &state.refinements {
        let values = values::get(&filters, facet.key());
        let values = if Array::is_array(&values) { values.unchecked_into() } else { Array::new() };
        values.push(&value.into());
        let _ = Reflect::set(&filters, &facet.key().into(), &values);
    }
    let total = atlas.engine.search(state, 0, untrack(|| atlas.locale())).total;
    events::detail([
        ("query", state.text.as_str().into()),
        ("filters", filters.into()),
        ("sort", state.sort.key().into()),
        ("total", (total as f64).into()),
    ])
}

/// The methods and what the dataset is, for the boot script; nothing when the page shows no dataset.
#[wasm_bindgen(js_name = scriptInterface)]
pub fn script_interface() -> JsValue {
    let Some(atlas) = ATLAS.get() else { return JsValue::NULL };
    let catalog = atlas.catalog();
    let sources =
        catalog.records.iter().filter(|record| record.kind() == catalog::Kind::Source).count();
    let dataset = events::detail([
        ("records", (catalog.records.len() as f64).into()),
        ("relations", (catalog.relations.len() as f64).into()),
        ("sources", (sources as f64).into()),
        ("hash", atlas.engine.hash.as_str().into()),
        ("asOf", catalog.as_of.as_str().into()),
    ]);
    events::detail([
        ("version", env!("CARGO_PKG_VERSION").into()),
        ("dataset", dataset),
        ("search", method(move |query, options| search(atlas, query, options))),
        ("get", method(move |id, options| get(atlas, id, options))),
        ("related", method(move |id, options| related(atlas, id, options))),
        ("navigate", method(move |hash, _| navigate(atlas, hash))),
        ("load", method(loading::load)),
        (
            "unload",
            method(|_, _| async {
                loading::unload();
                Ok(JsValue::UNDEFINED)
            }),
        ),
        ("save", method(|_, _| save())),
        ("export", method(move |ids, format| export(atlas, ids, format))),
        (
            "on",
            Closure::<dyn FnMut(JsValue, JsValue) -> Result<JsValue, JsValue>>::new(on)
                .into_js_value(),
        ),
    ])
}

/// A method of two arguments at most, as a function that gives a promise.
fn method<F: Future<Output = Result<JsValue, JsValue>> + 'static>(
    act: impl Fn(JsValue, JsValue) -> F + 'static,
) -> JsValue {
    let start =
        move |first: JsValue, second: JsValue| -> Promise { future_to_promise(act(first, second)) };
    Closure::<dyn FnMut(JsValue, JsValue) -> Promise>::new(start).into_js_value()
}

fn page_locale(atlas: Atlas) -> Locale {
    untrack(|| atlas.locale())
}

fn refused(problem: Problem) -> JsValue {
    loading::problem(&problem)
}

async fn search(atlas: Atlas, query: JsValue, options: JsValue) -> Result<JsValue, JsValue> {
    let began = now();
    let own = loading::own_data();
    let with_atlas = own.as_ref().is_none_or(|own| own.mode == Mode::Extend);
    let known = known(atlas, own.as_deref(), with_atlas);
    let mut call = arguments::search(&values::read(&query), &values::read(&options), &known)
        .map_err(refused)?;
    let locale = call.lang.unwrap_or_else(|| page_locale(atlas));
    if with_atlas && call.order == Order::Relevance && call.text.trim().is_empty() {
        // As the page does: without a text nothing is more relevant than what is new.
        call.order = Order::Newest;
    }
    let mut found = match own {
        None => search::run(atlas.engine, &call, call.offset, call.limit, locale).found,
        Some(own) if !with_atlas => {
            search_own(&own, &call, call.offset, call.limit, locale).await?.found
        }
        Some(own) => {
            let many = call.offset + call.limit;
            let of_own = search_own(&own, &call, 0, many, locale).await?;
            search::merge(search::run(atlas.engine, &call, 0, many, locale), of_own, &call)
        }
    };
    found.took_ms = now() - began;
    values::give(&found)
}

fn known(atlas: Atlas, own: Option<&OwnData>, with_atlas: bool) -> Known {
    let facets = &atlas.engine.index().schema().facets;
    let mut names: Vec<String> = if with_atlas {
        facets.iter().map(|facet| facet.name.clone()).collect()
    } else {
        Vec::new()
    };
    for facet in own.iter().flat_map(|own| &own.facets) {
        if !names.contains(facet) {
            names.push(facet.clone());
        }
    }
    Known { facets: names, sort_columns: own.map_or_else(Vec::new, |own| own.sort_columns.clone()) }
}

async fn search_own(
    own: &OwnData,
    call: &SearchCall,
    offset: usize,
    limit: usize,
    locale: Locale,
) -> Result<search::Ranked, JsValue> {
    let asked = tasks::OwnSearch { call: call.clone(), offset, limit, locale };
    let asked =
        postcard::to_allocvec(&asked).map_err(|error| values::error_of(&error.to_string()))?;
    let answer = own.backend.ask("search", &Uint8Array::from(asked.as_slice())).await?;
    search::Ranked::from_bytes(&Uint8Array::new(&answer).to_vec())
        .map_err(|error| values::error_of(&error))
}

/// A record by its id: of the loaded data alone in mode "replace"; of the atlas first in mode "extend".
async fn record(atlas: Atlas, id: &str, locale: Locale) -> Result<JsValue, JsValue> {
    let own = loading::own_data();
    if own.as_ref().is_none_or(|own| own.mode == Mode::Extend)
        && let Some(record) = records::record(atlas.engine, id, locale)
    {
        return values::give(&record);
    }
    let row = match &own {
        Some(own) => own.backend.ask("get", &id.into()).await?.as_string(),
        None => None,
    };
    let Some(row) = row else { return Err(missing("get", id)) };
    let value = crate::own_data::json::parse(&row).unwrap_or(crate::own_data::json::Value::Null);
    let kind = crate::own_data::row::kind(&value).unwrap_or("own");
    Ok(events::detail([
        ("id", id.into()),
        ("kind", kind.into()),
        ("name", crate::own_data::row::shown_name(&value, locale.as_str()).into()),
        ("provenance", "own".into()),
        ("record", JSON::parse(&row)?),
    ]))
}

fn missing(method: &'static str, id: &str) -> JsValue {
    refused(Problem {
        method,
        argument: "id".to_owned(),
        got: format!("\"{}\"", crate::own_data::json::shortened(id)),
        expected: "the id of a record that exists".to_owned(),
        remedy: "Find ids with search(); in mode \"replace\" only those of loaded data exist."
            .to_owned(),
    })
}

async fn get(atlas: Atlas, id: JsValue, options: JsValue) -> Result<JsValue, JsValue> {
    let (id, lang, _) =
        arguments::id("get", &values::read(&id), &values::read(&options)).map_err(refused)?;
    record(atlas, &id, lang.unwrap_or_else(|| page_locale(atlas))).await
}

async fn related(atlas: Atlas, id: JsValue, options: JsValue) -> Result<JsValue, JsValue> {
    let (id, lang, limit) =
        arguments::id("related", &values::read(&id), &values::read(&options)).map_err(refused)?;
    let locale = lang.unwrap_or_else(|| page_locale(atlas));
    let own = loading::own_data();
    if own.as_ref().is_none_or(|own| own.mode == Mode::Extend)
        && let Some(related) = records::related(atlas.engine, &id, locale, limit)
    {
        return values::give(&related);
    }
    let asked = events::detail([
        ("id", id.as_str().into()),
        ("limit", (limit as f64).into()),
        ("locale", locale.as_str().into()),
    ]);
    let similar = match &own {
        Some(own) => own.backend.ask("related", &asked).await?,
        None => JsValue::NULL,
    };
    match similar.is_null() {
        true => Err(missing("related", &id)),
        false => Ok(events::detail([("linked", Array::new().into()), ("similar", similar)])),
    }
}

async fn navigate(atlas: Atlas, hash: JsValue) -> Result<JsValue, JsValue> {
    let given = arguments::text(
        "navigate",
        "hash",
        &values::read(&hash),
        "Give a link of the page, such as \"#/record/action-line/c5\".",
    )
    .map_err(refused)?;
    let (mut route, problems) = Route::parse(&given, crate::engine::knows);
    if let Page::NotFound(_) = route.page {
        return Err(refused(Problem {
            method: "navigate",
            argument: "hash".to_owned(),
            got: format!("\"{}\"", crate::own_data::json::shortened(&given)),
            expected: "#/, #/search?…, #/record/<id>, #/sources, #/source/<slug> or #/about"
                .to_owned(),
            remedy: "Copy the part after # of a link of the page.".to_owned(),
        }));
    }
    // A link that names no language keeps the one of the page.
    route.locale = route.locale.or(atlas.navigation.route.with_untracked(|now| now.locale));
    atlas.navigation.go_to(&route);
    for _ in 0..LOOKS {
        if atlas.navigation.route.with_untracked(|now| *now == route) {
            break;
        }
        worker::pause(LOOK_MS).await;
    }
    let unread: Array =
        problems.iter().map(|problem| JsValue::from_str(&unread_words(problem))).collect();
    Ok(events::detail([("hash", route.to_string().into()), ("unread", unread.into())]))
}

/// The part of a link that was not understood.
fn unread_words(problem: &crate::route::LinkProblem) -> String {
    use crate::route::LinkProblem;
    match problem {
        LinkProblem::UnknownParameter(parameter) => parameter.clone(),
        LinkProblem::UnknownValue(_, value) => value.clone(),
    }
}

async fn save() -> Result<JsValue, JsValue> {
    match loading::own_data() {
        Some(own) => own.backend.ask("save", &JsValue::UNDEFINED).await,
        None => Err(values::error_of(
            "governanceAtlas.save: no data is loaded, expected data of load(). Call load() first.",
        )),
    }
}

async fn export(atlas: Atlas, ids: JsValue, format: JsValue) -> Result<JsValue, JsValue> {
    let ids = arguments::export(&values::read(&ids), &values::read(&format)).map_err(refused)?;
    let records = Array::new();
    for id in ids {
        records.push(&record(atlas, &id, page_locale(atlas)).await?);
    }
    Ok(JSON::stringify_with_replacer_and_space(&records, &JsValue::NULL, &JsValue::from(2))?.into())
}

/// Listens to an event and gives the function that ends it.
fn on(event: JsValue, handler: JsValue) -> Result<JsValue, JsValue> {
    let refuse = |argument: &str, value: &JsValue, expected: String| {
        let got = values::read(value).brief();
        let remedy = "Call on(\"route\", function (detail) { … }).".to_owned();
        refused(Problem { method: "on", argument: argument.to_owned(), got, expected, remedy })
    };
    let name = event.as_string().unwrap_or_default();
    let expected = || format!("one of {}", events::EVENTS.join(", "));
    if !events::EVENTS.contains(&name.as_str()) {
        return Err(refuse("event", &event, expected()));
    }
    let Ok(handler) = handler.clone().dyn_into::<Function>() else {
        return Err(refuse("handler", &handler, "a function".to_owned()));
    };
    if name == "ready" {
        // It is ready: whoever comes later is told at once.
        let told = handler.clone();
        wasm_bindgen_futures::spawn_local(async move {
            let _ = JsFuture::from(Promise::resolve(&JsValue::UNDEFINED)).await;
            events::call(&told, &JsValue::UNDEFINED);
        });
    }
    let number = events::add(&name, handler).ok_or_else(|| refuse("event", &event, expected()))?;
    let end = Closure::<dyn FnMut()>::new(move || events::remove(number));
    Ok(end.into_js_value())
}
