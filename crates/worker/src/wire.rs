//! Messages in and out.
//!
//! A message is an object `{ body, attachment }`: the body goes through serde, the attachment (a `File`, a `MessagePort`, an
//! `ArrayBuffer`) passes as it is. Three messages have no body: `{ hello }` comes first, from the page; `{ ready: true }` is sent
//! once the worker listens, and `{ panic: text }` as the last words of a worker that panicked.

use rollcall_protocol::{FromWorker, Hello, Numbered, Problem, Protocol, ToWorker};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use crate::reply::Reply;

/// This worker's global scope.
pub(crate) fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

/// The page's first message; `None` for every other one.
pub(crate) fn hello(event: &MessageEvent) -> Option<Hello> {
    serde_wasm_bindgen::from_value(field(&event.data(), "hello")).ok()
}

/// A question from the page, with what travels beside it.
pub(crate) struct Received<Question> {
    /// The question.
    pub message: ToWorker<Question>,
    /// `undefined` where nothing travels beside it.
    pub attachment: JsValue,
}

/// Reads a question; `None` for what is none of this kind.
pub(crate) fn receive<Question: DeserializeOwned>(event: &MessageEvent) -> Option<Received<Question>> {
    let data = event.data();
    let message = serde_wasm_bindgen::from_value(field(&data, "body")).ok()?;
    Some(Received {
        message,
        attachment: field(&data, "attachment"),
    })
}

/// Answers a question that cannot be read, so that whoever asked is not left waiting. What has no number is no question.
pub(crate) fn refuse(event: &MessageEvent, problem: Problem) {
    let body = field(&event.data(), "body");
    if let Ok(Numbered { number }) = serde_wasm_bindgen::from_value(body)
        && let Ok(body) = refusal(number, problem)
    {
        post(&body, None);
    }
}

/// Sends the answer to the question of this number, and bytes beside it, which are moved rather than copied.
pub(crate) fn send_reply<P>(number: u32, reply: Reply<P::Answer>)
where
    P: Protocol<Answer: Serialize, News: Serialize>,
{
    let (answer, bytes) = match reply {
        Ok((answer, bytes)) => (Ok(answer), bytes),
        Err(problem) => (Err(problem), None),
    };
    if let Ok(body) = answer_body::<P>(number, answer) {
        post(&body, bytes.as_deref());
    }
}

/// Says something unasked.
pub(crate) fn send_news<P>(news: P::News)
where
    P: Protocol<Answer: Serialize, News: Serialize>,
{
    let news = Box::new(news);
    match to_js(&FromWorker::<P::Answer, P::News>::News { news }) {
        Ok(body) => post(&body, None),
        // Nobody waits for news. What they would have told, the next answer tells.
        Err(error) => {
            web_sys::console::error_1(&JsValue::from_str(&format!("news that cannot be sent: {error}")));
        }
    }
}

/// An answer as a JavaScript value. Not everything that Rust holds is one: a whole number above 2^53 is none. An answer that cannot be
/// sent becomes a problem, so that whoever asked is not left waiting.
fn answer_body<P>(
    number: u32,
    answer: Result<P::Answer, Problem>,
) -> Result<JsValue, serde_wasm_bindgen::Error>
where
    P: Protocol<Answer: Serialize, News: Serialize>,
{
    let answer = Box::new(answer);
    to_js(&FromWorker::<P::Answer, P::News>::Answer { number, answer })
        .or_else(|error| refusal(number, not_sent(&error)))
}

fn refusal(number: u32, problem: Problem) -> Result<JsValue, serde_wasm_bindgen::Error> {
    let answer = Box::new(Err(problem));
    to_js(&FromWorker::<(), ()>::Answer { number, answer })
}

fn post(body: &JsValue, bytes: Option<&[u8]>) {
    let object = js_sys::Object::new();
    set(&object, "body", body);
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

#[cfg(test)]
mod tests {
    use rollcall_protocol::{
        KeptRunState, RunPhase, RunPlace, RunsState, WorkbenchAnswer, WorkbenchNews, WorkbenchProtocol,
    };
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    /// A list of one run, planned at this time.
    fn runs(planned: i64) -> WorkbenchAnswer {
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
        WorkbenchAnswer::Runs(Box::new(RunsState {
            runs: vec![run],
            ..RunsState::default()
        }))
    }

    #[wasm_bindgen_test]
    fn an_answer_that_is_no_value_of_javascript_becomes_a_problem() {
        let sent = |planned| -> Result<WorkbenchAnswer, Problem> {
            let body = answer_body::<WorkbenchProtocol>(7, Ok(runs(planned))).unwrap();
            match serde_wasm_bindgen::from_value(body).unwrap() {
                FromWorker::<WorkbenchAnswer, WorkbenchNews>::Answer { number: 7, answer } => *answer,
                other => panic!("not the answer to the question: {other:?}"),
            }
        };
        let latest = rollcall_core::time::Time::LATEST.0;
        assert_eq!(sent(latest), Ok(runs(latest)));
        assert_eq!(sent((1 << 53) + 1).unwrap_err().code, "answer-not-sent");
    }
}
