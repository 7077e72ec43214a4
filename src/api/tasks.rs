//! What is asked of loaded data, by name and value: the same in a worker as in the page. The page sends these over [`crate::browser::worker`].

use super::arguments::SearchCall;
use super::search;
use super::values;
use crate::browser::worker::now;
use crate::own_data::loader::{Progress, Summary};
use crate::own_data::{Collection, Loader, Restorer};
use catalog::Locale;
use js_sys::Uint8Array;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use wasm_bindgen::prelude::*;

#[derive(Default)]
struct State {
    work: Option<Work>,
    collection: Option<Collection>,
}

/// What is under way.
enum Work {
    Load(Box<Loader>),
    Restore(Box<Restorer>),
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
            "begin" => self.work = Some(Work::Load(Box::default())),
            "part" => self.loader()?.part(body.as_string()),
            "rows" => {
                for text in js_sys::Array::from(body).iter().filter_map(|text| text.as_string()) {
                    self.loader()?.rows(text);
                }
            }
            "read" => return self.read(body.as_f64().unwrap_or(0.0)),
            "text" => self.loader()?.text(&body.as_string().unwrap_or_default()),
            "seal" => self.loader()?.seal(),
            "restore" => self.work = Some(Work::Restore(Box::default())),
            "bytes" => self.restorer()?.bytes(&Uint8Array::new(body).to_vec()),
            "step" => return self.step(body.as_f64().unwrap_or(0.0)),
            "finish" => return self.finish(),
            "drop" => self.work = None,
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
                return Ok(Uint8Array::from(self.collection()?.to_bytes().as_slice()).into());
            }
            _ => return Err(values::error_of(&format!("there is no task `{task}`"))),
        }
        Ok(JsValue::UNDEFINED)
    }

    fn loader(&mut self) -> Result<&mut Loader, JsValue> {
        match &mut self.work {
            Some(Work::Load(loader)) => Ok(loader),
            _ => Err(values::error_of("nothing is being loaded")),
        }
    }

    fn restorer(&mut self) -> Result<&mut Restorer, JsValue> {
        match &mut self.work {
            Some(Work::Restore(restorer)) => Ok(restorer),
            _ => Err(values::error_of("nothing is being restored")),
        }
    }

    fn collection(&self) -> Result<&Collection, JsValue> {
        self.collection.as_ref().ok_or_else(|| values::error_of("no data is loaded"))
    }

    /// Reads what was given for so many milliseconds, and says whether all of it is read.
    fn read(&mut self, milliseconds: f64) -> Result<JsValue, JsValue> {
        let loader = self.loader()?;
        let end = now() + milliseconds;
        while loader.has_unread() {
            loader.step();
            if now() >= end {
                break;
            }
        }
        Ok((!loader.has_unread()).into())
    }

    /// Goes on for so many milliseconds, or to the next phase.
    fn step(&mut self, milliseconds: f64) -> Result<JsValue, JsValue> {
        let work = self.work.as_mut().ok_or_else(|| values::error_of("nothing is being loaded"))?;
        let end = now() + milliseconds;
        let phase = work.progress().phase;
        loop {
            let progress = work.step()?;
            if progress.phase != phase || now() >= end {
                return values::give(&progress);
            }
        }
    }

    fn finish(&mut self) -> Result<JsValue, JsValue> {
        let (collection, summary) = match self.work.take() {
            Some(Work::Load(loader)) => loader.finish(),
            Some(Work::Restore(restorer)) => {
                let collection = restorer.finish();
                let summary = collection.as_ref().map(restored).unwrap_or_default();
                (collection, summary)
            }
            None => return Err(values::error_of("nothing is being loaded")),
        };
        if collection.is_some() {
            self.collection = collection;
        }
        self.described(&summary)
    }

    /// What was loaded, and by what it can be refined and sorted.
    fn described(&self, summary: &Summary) -> Result<JsValue, JsValue> {
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
        let asked: OwnSearch = postcard::from_bytes(&Uint8Array::new(body).to_vec())
            .map_err(|error| values::error_of(&error.to_string()))?;
        let ranked =
            search::run(self.collection()?, &asked.call, asked.offset, asked.limit, asked.locale);
        let bytes = ranked.into_bytes().map_err(|error| values::error_of(&error))?;
        Ok(Uint8Array::from(bytes.as_slice()).into())
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
}

impl Work {
    fn progress(&self) -> Progress {
        match self {
            Work::Load(loader) => loader.progress(),
            Work::Restore(restorer) => restorer.progress(),
        }
    }

    fn step(&mut self) -> Result<Progress, JsValue> {
        match self {
            Work::Load(loader) => Ok(loader.step()),
            Work::Restore(restorer) => restorer
                .step()
                .map_err(|error| values::error_of(&format!("governanceAtlas.load: {error}."))),
        }
    }
}

/// What is told of data that was saved before.
fn restored(collection: &Collection) -> Summary {
    Summary {
        records: collection.rows.len(),
        columns: collection.columns.clone(),
        memory: collection.memory(),
        ..Summary::default()
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Described<'a> {
    summary: &'a Summary,
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
