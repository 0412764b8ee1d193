//! Values on their way from Rust to JavaScript.

use rollcall_core::time::Time;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::{JsValue, UnwrapThrowExt};

/// A value as plain objects and lists, as `JSON.parse` makes them. What is not known is `null`.
pub(crate) fn give<T: Serialize + ?Sized>(value: &T) -> JsValue {
    // Only integers beyond 2^53 and keys that are no text are refused, and nothing here has them.
    value.serialize(&Serializer::json_compatible()).unwrap_throw()
}

/// The time now.
pub(crate) fn now() -> Time {
    Time(js_sys::Date::now() as i64)
}
