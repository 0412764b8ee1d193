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
pub(crate) fn send(message: &FromWorker, bytes: Option<&[u8]>) {
    let body = match body(message) {
        Ok(body) => body,
        Err(error) => {
            // Nobody waits for news. What they would have told, the next answer tells.
            web_sys::console::error_1(&JsValue::from_str(&format!("news that cannot be sent: {error}")));
            return;
        }
    };
    let object = js_sys::Object::new();
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

/// A message as a JavaScript value. Not everything that Rust holds is one: a whole number above 2^53 is none. An answer that cannot be
/// sent becomes a problem, so that whoever asked is not left waiting.
fn body(message: &FromWorker) -> Result<JsValue, serde_wasm_bindgen::Error> {
    to_js(message).or_else(|error| match message {
        FromWorker::Answer { number, .. } => to_js(&FromWorker::Answer {
            number: *number,
            answer: Box::new(Answer::Problem(not_sent(&error))),
        }),
        FromWorker::News { .. } => Err(error),
    })
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

#[cfg(test)]
mod tests {
    use rollcall_protocol::{KeptRunState, RunPhase, RunPlace, RunsState};
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    /// A list of one run, planned at this time.
    fn runs(planned: i64) -> FromWorker {
        let run = KeptRunState {
            run: "0000000000000001".to_owned(),
            action_title: "Change e-mail addresses".to_owned(),
            file: "moves.csv".to_owned(),
            organization_name: "Example Industries".to_owned(),
            organization: String::new(),
            place: RunPlace::Unknown,
            planned,
            changed_at: 0,
            phase: RunPhase::Done,
            rows: 1,
            done: 1,
            changed: 1,
            parked: None,
            in_doubt: 0,
            came_in: false,
            undoes: None,
        };
        FromWorker::Answer {
            number: 7,
            answer: Box::new(Answer::Runs(Box::new(RunsState {
                runs: vec![run],
                ..RunsState::default()
            }))),
        }
    }

    #[wasm_bindgen_test]
    fn an_answer_that_is_no_value_of_javascript_becomes_a_problem() {
        let sent = |planned| -> FromWorker {
            serde_wasm_bindgen::from_value(body(&runs(planned)).unwrap()).unwrap()
        };
        let latest = rollcall_core::time::Time::LATEST.0;
        assert_eq!(sent(latest), runs(latest));
        let FromWorker::Answer { number: 7, answer } = sent((1 << 53) + 1) else {
            panic!("not the answer to the question")
        };
        assert!(matches!(*answer, Answer::Problem(problem) if problem.code == "answer-not-sent"));
    }
}
