//! Values of scripts as values of our own and back. Reading never fails: what cannot be read becomes what it is called.

use crate::own_data::json::Value;
use js_sys::{Array, Number, Reflect};
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// Arguments are not nested deeper; an object that holds itself has no end.
const DEPTH: usize = 8;

/// Reads an argument.
pub fn read(value: &JsValue) -> Value {
    read_at(value, 0)
}

fn read_at(value: &JsValue, depth: usize) -> Value {
    if value.is_null() || value.is_undefined() {
        return Value::Null;
    }
    if let Some(flag) = value.as_bool() {
        return Value::Bool(flag);
    }
    if let Some(number) = value.dyn_ref::<Number>() {
        return Value::Number(
            number.to_string_with_radix(10).map(String::from).unwrap_or_default(),
        );
    }
    if let Some(text) = value.as_string() {
        return Value::Text(text);
    }
    match () {
        () if value.is_function() => Value::Foreign("a function"),
        () if value.is_symbol() => Value::Foreign("a symbol"),
        () if value.is_bigint() => Value::Foreign("a BigInt"),
        () if depth >= DEPTH => {
            Value::Foreign("an object that is nested too deeply or holds itself")
        }
        () if Array::is_array(value) => list(value, depth),
        () => object(value, depth),
    }
}

fn list(value: &JsValue, depth: usize) -> Value {
    let Some(length) = get(value, "length").as_f64() else {
        return Value::Foreign("a list that cannot be read");
    };
    let item = |at: u32| {
        Reflect::get_u32(value, at)
            .map_or(Value::Foreign("something that cannot be read"), |item| {
                read_at(&item, depth + 1)
            })
    };
    Value::List((0..length as u32).map(item).collect())
}

fn object(value: &JsValue, depth: usize) -> Value {
    let Some(names) = names(value) else { return Value::Foreign("an object that cannot be read") };
    let entry = |name: String| {
        let value = read_at(&get(value, &name), depth + 1);
        (name, value)
    };
    Value::Object(names.into_iter().map(entry).collect())
}

/// The names of the entries of an object; none when it refuses to say.
pub fn names(value: &JsValue) -> Option<Vec<String>> {
    let keys = Reflect::own_keys(value).ok()?;
    Some(keys.iter().filter_map(|key| key.as_string()).collect())
}

/// An entry of an object; undefined when there is none or it refuses.
pub fn get(value: &JsValue, name: &str) -> JsValue {
    Reflect::get(value, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

/// A function of an object.
pub fn function(value: &JsValue, name: &str) -> Option<js_sys::Function> {
    get(value, name).dyn_into().ok()
}

/// Gives a value to scripts: structs and maps as objects, nothing as null.
pub fn give(value: &impl Serialize) -> Result<JsValue, JsValue> {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    value.serialize(&serializer).map_err(|error| error_of(&error.to_string()))
}

/// An error as scripts expect it.
pub fn error_of(message: &str) -> JsValue {
    js_sys::Error::new(message).into()
}

/// The words of an error of any kind.
pub fn message_of(error: &JsValue) -> String {
    let message = get_of_object(error, "message").and_then(|message| message.as_string());
    message.or_else(|| error.as_string()).unwrap_or_else(|| "an unknown error".to_owned())
}

fn get_of_object(value: &JsValue, name: &str) -> Option<JsValue> {
    value.is_object().then(|| get(value, name))
}
