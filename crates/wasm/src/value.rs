//! Values on their way between JavaScript and Rust.

use js_sys::{ArrayBuffer, Uint8Array};
use rollcall_core::file::ReadError;
use rollcall_core::time::Time;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::{JsCast, JsValue, UnwrapThrowExt};

use crate::Problem;

/// A value as plain objects and lists, as `JSON.parse` makes them. What is not known is `null`.
pub(crate) fn give<T: Serialize + ?Sized>(value: &T) -> JsValue {
    // Only integers beyond 2^53 and keys that are no text are refused, and nothing here has them.
    value.serialize(&Serializer::json_compatible()).unwrap_throw()
}

/// A value that may be left away.
pub(crate) fn take<T: DeserializeOwned + Default>(value: JsValue) -> Result<T, Problem> {
    let taken: Result<Option<T>, _> = serde_wasm_bindgen::from_value(value);
    taken
        .map(Option::unwrap_or_default)
        .map_err(|error| not_understood(&error))
}

fn not_understood(error: &serde_wasm_bindgen::Error) -> Problem {
    let said = error.to_string();
    let said = said.strip_prefix("Error: ").unwrap_or(&said);
    Problem::new(
        "argument",
        format!("An argument is not of its type: {said}."),
        "The package's types say what each method takes.",
    )
}

/// The bytes of a file: a `Uint8Array`, Node's `Buffer` among them, or an `ArrayBuffer`. They are copied once, and not
/// before their number is known to be one that can be held.
pub(crate) fn bytes(value: &JsValue) -> Result<Vec<u8>, Problem> {
    let array = match (value.dyn_ref::<Uint8Array>(), value.dyn_ref::<ArrayBuffer>()) {
        (Some(array), _) => array.clone(),
        (None, Some(buffer)) => Uint8Array::new(buffer),
        (None, None) => {
            return Err(Problem::new(
                "argument-bytes",
                "The content of a file comes as a Uint8Array or an ArrayBuffer.",
                "In a browser that is `await file.arrayBuffer()`, in Node what `readFile` gives without an encoding.",
            ));
        }
    };
    ReadError::check_size(array.length().into())?;
    Ok(array.to_vec())
}

/// The number of a row, as JavaScript gives it.
pub(crate) fn row(number: f64) -> Result<u32, Problem> {
    // The largest one is kept free, so that numbers can be counted up for messages.
    if number.fract() == 0.0 && (0.0..f64::from(u32::MAX)).contains(&number) {
        Ok(number as u32)
    } else {
        Err(Problem::new(
            "argument-row",
            format!("{number} is not the number of a row."),
            "Rows are counted from 0: take the number from a page of rows.",
        ))
    }
}

/// The time now, or the one that was given in milliseconds since 1970.
pub(crate) fn time(given: Option<f64>) -> Time {
    Time(given.unwrap_or_else(js_sys::Date::now) as i64)
}
