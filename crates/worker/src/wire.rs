//! Messages in and out.
//!
//! A message is an object `{ body, attachment }`: the body goes through serde, the attachment (a `File`, a `MessagePort`, an
//! `ArrayBuffer`) passes as it is. Two messages have no body: `{ ready: true }` once the worker listens, and
//! `{ panic: text }` as the last words of a worker that panicked.

use rollcall_protocol::{Answer, FromWorker, Problem, ToWorker};
use serde::Serialize;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// This worker's global scope.
pub(crate) fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

/// A message from the page, with what travels beside it.
pub(crate) struct Received {
    /// The question.
    pub message: ToWorker,
    /// `undefined` where nothing travels beside it.
    pub attachment: JsValue,
}

/// Reads a message; `None` for what the page does not send.
pub(crate) fn receive(event: &MessageEvent) -> Option<Received> {
    let data = event.data();
    let message = serde_wasm_bindgen::from_value(field(&data, "body")).ok()?;
    Some(Received {
        message,
        attachment: field(&data, "attachment"),
    })
}

/// Sends a message, and bytes beside it, which are moved rather than copied.
///
/// Not everything that Rust holds is a value of JavaScript: a whole number above 2^53 is none. What cannot be sent is told as a problem,
/// in the answer's place; of news there is nothing to wait for, so they are told in the console.
pub(crate) fn send(message: &FromWorker, bytes: Option<&[u8]>) {
    let object = js_sys::Object::new();
    let body = to_js(message).or_else(|error| match message {
        FromWorker::Answer { number, .. } => to_js(&FromWorker::Answer {
            number: *number,
            answer: Box::new(Answer::Problem(not_sent(&error))),
        }),
        FromWorker::News { .. } => Err(error),
    });
    let body = match body {
        Ok(body) => body,
        Err(error) => {
            web_sys::console::error_1(&JsValue::from_str(&format!("news that cannot be sent: {error}")));
            return;
        }
    };
    set(&object, "body", &body);
    let transfer = js_sys::Array::new();
    if let Some(bytes) = bytes {
        let buffer = js_sys::Uint8Array::from(bytes).buffer();
        set(&object, "attachment", &buffer);
        transfer.push(&buffer);
    }
    // Posting fails only for what cannot be cloned; everything here is made of plain values and a buffer.
    let _ = scope().post_message_with_transfer(&object, &transfer);
}

fn not_sent(error: &serde_wasm_bindgen::Error) -> Problem {
    Problem {
        code: "answer-not-sent".to_owned(),
        what: "Something in the answer cannot be shown by this page.".to_owned(),
        hint: "Nothing was changed. A file or a journal holds a value that Rollcall does not write; under Runs, delete what cannot be read."
            .to_owned(),
        detail: Some(error.to_string()),
    }
}

/// Says that messages are heard from now on.
pub(crate) fn send_ready() {
    let object = js_sys::Object::new();
    set(&object, "ready", &JsValue::TRUE);
    let _ = scope().post_message(&object);
}

/// The last words of a worker that panicked.
pub(crate) fn send_panic(text: &str) {
    let object = js_sys::Object::new();
    set(&object, "panic", &JsValue::from_str(text));
    let _ = scope().post_message(&object);
}

/// A value of ours as a plain JavaScript value.
pub(crate) fn to_js(value: &impl Serialize) -> Result<JsValue, serde_wasm_bindgen::Error> {
    value.serialize(&serde_wasm_bindgen::Serializer::new().serialize_maps_as_objects(true))
}

/// A field of a JavaScript object, `undefined` where there is none.
pub(crate) fn field(object: &JsValue, name: &str) -> JsValue {
    js_sys::Reflect::get(object, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}

/// Sets a field of a plain object, which cannot fail.
pub(crate) fn set(object: &js_sys::Object, name: &str, value: &JsValue) {
    let _ = js_sys::Reflect::set(object, &JsValue::from_str(name), value);
}
