//! What is asked of loaded data, by name and value: the same in a worker as in the page. The page sends these over [`crate::browser::worker`].

use super::arguments::SearchCall;
use super::search;
use super::values;
use crate::browser::worker::now;
use crate::own_data::{Collection, Loader};
use catalog::Locale;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use wasm_bindgen::prelude::*;

/// Rows between two looks at the clock.
const ROWS: usize = 20;

#[derive(Default)]
struct State {
    loader: Option<Loader>,
    collection: Option<Collection>,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::new(State::default());
}

/// A search of loaded data.
#[derive(Serialize, Deserialize)]
pub struct OwnSearch {
    /// What is asked.
    pub call: SearchCall,
    /// Hits to pass over.
    pub offset: usize,
    /// Hits to give.
    pub limit: usize,
    /// The language.
    pub locale: Locale,
}

/// Does a task. The names are those of [`crate::api::loading`].
///
/// # Errors
/// With a text that says what went wrong.
#[wasm_bindgen(js_name = ownData)]
pub fn own_data(task: &str, body: &JsValue) -> Result<JsValue, JsValue> {
    STATE.with(|state| match state.try_borrow_mut() {
        Ok(mut state) => state.run(task, body),
        Err(_) => {
            Err(values::error_of("the loaded data is busy with another task; wait for its Promise"))
        }
    })
}

impl State {
    fn run(&mut self, task: &str, body: &JsValue) -> Result<JsValue, JsValue> {
        match task {
            "begin" => self.loader = Some(Loader::default()),
            "part" => self.loader()?.part(body.as_string()),
            "lines" => self.loader()?.lines(&body.as_string().unwrap_or_default()),
            "text" => self.loader()?.text(&body.as_string().unwrap_or_default()),
            "seal" => self.loader()?.seal(),
            "step" => return self.step(body.as_f64().unwrap_or(0.0)),
            "finish" => return self.finish(),
            "drop" => self.loader = None,
            "forget" => self.collection = None,
            "search" => return self.search(body),
            "get" => {
                let collection = self.collection()?;
                let row = collection
                    .find(&body.as_string().unwrap_or_default())
                    .map(|doc| collection.rows.get(doc as usize));
                return Ok(row.map_or(JsValue::NULL, JsValue::from_str));
            }
            "related" => return self.related(body),
            "save" => {
                return Ok(
                    js_sys::Uint8Array::from(self.collection()?.to_bytes().as_slice()).into()
                );
            }
            "restore" => return self.restore(body),
            _ => return Err(values::error_of(&format!("there is no task `{task}`"))),
        }
        Ok(JsValue::UNDEFINED)
    }

    fn loader(&mut self) -> Result<&mut Loader, JsValue> {
        self.loader.as_mut().ok_or_else(|| values::error_of("nothing is being loaded"))
    }

    fn collection(&self) -> Result<&Collection, JsValue> {
        self.collection.as_ref().ok_or_else(|| values::error_of("no data is loaded"))
    }

    /// Goes on for so many milliseconds.
    fn step(&mut self, milliseconds: f64) -> Result<JsValue, JsValue> {
        let loader = self.loader()?;
        let end = now() + milliseconds;
        let phase = loader.progress().phase;
        loop {
            let progress = loader.step(ROWS);
            if progress.phase != phase || now() >= end {
                return values::give(&progress);
            }
        }
    }

    fn finish(&mut self) -> Result<JsValue, JsValue> {
        let loader =
            self.loader.take().ok_or_else(|| values::error_of("nothing is being loaded"))?;
        let (collection, summary) = loader.finish();
        if collection.is_some() {
            self.collection = collection;
        }
        self.described(&summary)
    }

    /// What was loaded, and by what it can be refined and sorted.
    fn described(&self, summary: &crate::own_data::loader::Summary) -> Result<JsValue, JsValue> {
        let schema = self.collection.as_ref().map(|collection| collection.index.schema());
        let facets: Vec<&str> = schema
            .iter()
            .flat_map(|schema| &schema.facets)
            .map(|facet| facet.name.as_str())
            .collect();
        let sort_columns: Vec<&str> = schema
            .iter()
            .flat_map(|schema| schema.sort_keys.iter().skip(1))
            .map(String::as_str)
            .collect();
        values::give(&Described { summary, facets, sort_columns })
    }

    fn search(&self, body: &JsValue) -> Result<JsValue, JsValue> {
        let asked: OwnSearch = serde_wasm_bindgen::from_value(body.clone())
            .map_err(|error| values::error_of(&error.to_string()))?;
        let ranked =
            search::run(self.collection()?, &asked.call, asked.offset, asked.limit, asked.locale);
        Ok(serde_wasm_bindgen::to_value(&ranked)?)
    }

    fn related(&self, body: &JsValue) -> Result<JsValue, JsValue> {
        let collection = self.collection()?;
        let id = values::get(body, "id").as_string().unwrap_or_default();
        let limit = values::get(body, "limit").as_f64().unwrap_or(0.0) as usize;
        let locale = values::get(body, "locale")
            .as_string()
            .as_deref()
            .and_then(Locale::parse)
            .unwrap_or_default();
        let Some(doc) = collection.find(&id) else { return Ok(JsValue::NULL) };
        let similar: Vec<OwnLink> = collection
            .index
            .more_like_this(doc, limit)
            .into_iter()
            .map(|hit| OwnLink::of(collection, hit, locale))
            .collect();
        values::give(&similar)
    }

    fn restore(&mut self, body: &JsValue) -> Result<JsValue, JsValue> {
        let bytes = js_sys::Uint8Array::new(body).to_vec();
        let collection = Collection::from_bytes(&bytes)
            .map_err(|error| values::error_of(&format!("governanceAtlas.load: {error}.")))?;
        let summary = crate::own_data::loader::Summary {
            records: collection.rows.len(),
            columns: collection.columns.clone(),
            memory: collection.memory(),
            ..Default::default()
        };
        self.collection = Some(collection);
        self.described(&summary)
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Described<'a> {
    summary: &'a crate::own_data::loader::Summary,
    facets: Vec<&'a str>,
    sort_columns: Vec<&'a str>,
}

/// A row that is like another.
#[derive(Serialize)]
struct OwnLink {
    id: String,
    kind: String,
    name: String,
}

impl OwnLink {
    fn of(collection: &Collection, hit: ::search::Hit, locale: Locale) -> OwnLink {
        let (kind, name) = search::Shelf::title(collection, hit.doc, locale);
        OwnLink { id: hit.id, kind, name }
    }
}
