//! The shapes on the wire between page and worker.
//!
//! To the worker: `{ hello: Hello }` once, `{ body: ToWorker, attachment: Blob | MessagePort | undefined }`. From the worker:
//! `{ ready: true }` once, `{ body: FromWorker, attachment: ArrayBuffer | undefined }`, `{ panic: message }` when it dies.

use js_sys::{Array, ArrayBuffer, Object, Reflect};
use rollcall_protocol::{BUILD, FromWorker, Hello, Protocol, ToWorker};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, Url, Worker};

use super::{Attachment, Reply, Unanswered};

/// A message from the worker.
pub(super) enum Incoming<P: Protocol> {
    Ready,
    Answer(u32, Reply<P::Answer>),
    News(Box<P::News>),
    Panic(String),
}

/// A worker from a blob: it inherits the page's security policy, where one from an address would take the policy of its own
/// response, which a plain static host does not set.
pub(super) fn start_worker() -> Result<Worker, JsValue> {
    let base = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.base_uri().ok().flatten())
        .ok_or("the page has no address")?;
    let address = |file: &str| -> Result<JsValue, JsValue> {
        let url = Url::new_with_base(file, &base)?;
        // Another build has another address, so that a cache cannot give this page yesterday's worker.
        url.search_params().set("build", BUILD);
        Ok(JsValue::from_str(&url.href()))
    };
    let script = address("worker.js")?;
    let module = address("worker_bg.wasm")?;
    let reader = address("reader.js")?;
    let reader_module = address("reader_bg.wasm")?;
    // The worker has no address of its own, so it cannot know the reader's: it is given what loads it, and calls that when a file needs it.
    let source = format!(
        "self.loadReader = async () => {{\n\
         if (typeof rollcall_reader === 'undefined') importScripts({reader});\n\
         await rollcall_reader({{ module_or_path: {reader_module} }});\n\
         return rollcall_reader;\n\
         }};\n\
         importScripts({script});\n\
         wasm_bindgen({{ module_or_path: {module} }}).catch((error) => postMessage({{ panic: String(error) }}));\n",
        script = quoted(&script)?,
        module = quoted(&module)?,
        reader = quoted(&reader)?,
        reader_module = quoted(&reader_module)?,
    );
    let options = BlobPropertyBag::new();
    options.set_type("text/javascript");
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&source.into()), &options)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    // The address stays valid for as long as the page lives: when the browser reads it is not known.
    Worker::new(&url)
}

/// As a JavaScript string literal.
fn quoted(value: &JsValue) -> Result<String, JsValue> {
    Ok(String::from(js_sys::JSON::stringify(value)?))
}

/// The first message.
pub(super) fn hello(hello: &Hello) -> Result<JsValue, String> {
    envelope([("hello", to_js(hello)?)])
}

/// Message and transfer list.
pub(super) fn outgoing<Question: Serialize>(
    message: &ToWorker<Question>,
    attachment: Attachment,
) -> Result<(JsValue, Array), String> {
    let body = to_js(message)?;
    let transfer = Array::new();
    let attachment = match attachment {
        Attachment::None => JsValue::UNDEFINED,
        Attachment::Blob(blob) => blob.into(),
        Attachment::Port(port) => {
            transfer.push(&port);
            port.into()
        }
    };
    let message = envelope([("body", body), ("attachment", attachment)])?;
    Ok((message, transfer))
}

fn to_js(value: &impl Serialize) -> Result<JsValue, String> {
    let serializer = serde_wasm_bindgen::Serializer::new().serialize_maps_as_objects(true);
    value.serialize(&serializer).map_err(|error| error.to_string())
}

fn envelope<const N: usize>(fields: [(&str, JsValue); N]) -> Result<JsValue, String> {
    let envelope = Object::new();
    for (key, value) in fields {
        Reflect::set(&envelope, &key.into(), &value).map_err(|error| message(&error))?;
    }
    Ok(envelope.into())
}

/// The error is what to tell the user: a message that is not understood means that page and worker do not fit.
pub(super) fn incoming<P>(data: &JsValue) -> Result<Incoming<P>, String>
where
    P: Protocol<Answer: DeserializeOwned, News: DeserializeOwned>,
{
    let field = |key: &str| Reflect::get(data, &key.into()).unwrap_or(JsValue::UNDEFINED);
    if field("ready").is_truthy() {
        return Ok(Incoming::Ready);
    }
    if let Some(message) = field("panic").as_string() {
        return Ok(Incoming::Panic(message));
    }
    match serde_wasm_bindgen::from_value(field("body")) {
        Ok(FromWorker::Answer { number, answer }) => {
            let bytes = field("attachment").dyn_into::<ArrayBuffer>().ok();
            let reply = match *answer {
                Ok(answer) => Ok((answer, bytes)),
                Err(problem) => Err(Unanswered::Refused(problem)),
            };
            Ok(Incoming::Answer(number, reply))
        }
        Ok(FromWorker::<P::Answer, P::News>::News { news }) => Ok(Incoming::News(news)),
        Err(error) => Err(format!("A message of the worker was not understood: {error}")),
    }
}

/// What a JavaScript error says of itself.
pub(super) fn message(error: &JsValue) -> String {
    error
        .dyn_ref::<js_sys::Error>()
        .map(|error| String::from(error.message()))
        .or_else(|| error.as_string())
        .unwrap_or_else(|| "an error without words".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rollcall_protocol::{Role, RunAnswer, RunProtocol, RunQuestion, Saved, WorkbenchProtocol};
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn read(json: &str) -> JsValue {
        js_sys::JSON::parse(json).unwrap()
    }

    fn written(value: &JsValue) -> String {
        String::from(js_sys::JSON::stringify(value).unwrap())
    }

    #[test]
    fn the_greeting_names_build_and_role() {
        let hello = Hello {
            build: "one".to_owned(),
            role: Role::Workbench,
        };
        let message = super::hello(&hello).unwrap();
        assert_eq!(
            written(&message),
            r#"{"hello":{"build":"one","role":"workbench"}}"#
        );
    }

    #[test]
    fn a_question_carries_its_number_and_a_port_is_given_away() {
        let question = RunQuestion::TakeOver;
        let port = web_sys::MessageChannel::new().unwrap().port1();
        let (message, transfer) =
            outgoing(&ToWorker { number: 7, question }, Attachment::Port(port)).unwrap();
        let body = Reflect::get(&message, &"body".into()).unwrap();
        assert_eq!(written(&body), r#"{"number":7,"question":{"ask":"take-over"}}"#);
        assert_eq!(transfer.length(), 1);
    }

    #[test]
    fn answers_refusals_and_last_messages_are_told_apart() {
        assert!(matches!(
            incoming::<RunProtocol>(&read(r#"{"ready":true}"#)),
            Ok(Incoming::Ready)
        ));
        let panic = incoming::<RunProtocol>(&read(r#"{"panic":"overflow"}"#));
        assert!(matches!(panic, Ok(Incoming::Panic(message)) if message == "overflow"));

        let saved = r#"{"answer":"saved","with":{"name":"a.csv","mime":"text/csv"}}"#;
        let answer = format!(r#"{{"body":{{"kind":"answer","number":7,"answer":{{"Ok":{saved}}}}}}}"#);
        let Ok(Incoming::Answer(7, Ok((answer, None)))) = incoming::<RunProtocol>(&read(&answer)) else {
            panic!("not the answer")
        };
        let (name, mime) = ("a.csv".to_owned(), "text/csv".to_owned());
        assert_eq!(answer, RunAnswer::Saved(Saved { name, mime }));

        let problem = r#"{"code":"not-here","what":"","hint":"","detail":null}"#;
        let refusal = format!(r#"{{"body":{{"kind":"answer","number":8,"answer":{{"Err":{problem}}}}}}}"#);
        let refused = incoming::<RunProtocol>(&read(&refusal));
        assert!(
            matches!(refused, Ok(Incoming::Answer(8, Err(Unanswered::Refused(problem)))) if problem.code == "not-here")
        );
    }

    #[test]
    fn what_the_other_worker_says_is_not_understood() {
        let runs = r#"{"body":{"kind":"news","news":{"news":"runs"}}}"#;
        assert!(matches!(
            incoming::<WorkbenchProtocol>(&read(runs)),
            Ok(Incoming::News(_))
        ));
        assert!(incoming::<RunProtocol>(&read(runs)).is_err());
    }
}
