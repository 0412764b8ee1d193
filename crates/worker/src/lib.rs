//! The web worker: core with fetch, IndexedDB, the clock and the key.
//!
//! All that the page shows comes from here. One worker instance plays one [`Role`]: the workbench holds file, roster and
//! findings; the run carries out one plan. Both are this same code, started twice, so that a panic in one leaves the other
//! alone. They talk to the page through [`rollcall_protocol`], and to each other once, when a run is transferred.

mod clock;
mod connecting;
mod convert;
mod digest;
mod lock;
mod reader;
mod reply;
mod run;
mod store;
mod tabs;
mod transfer;
mod transport;
mod wire;
mod workbench;

#[cfg(test)]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);

use std::cell::OnceCell;
use std::rc::Rc;

use rollcall_protocol::{BUILD, Hello, Problem, Protocol, Role, RunProtocol, WorkbenchProtocol};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::MessageEvent;

use crate::reply::Reply;
use crate::run::RunWorker;
use crate::wire::Received;
use crate::workbench::WorkbenchWorker;

/// What this instance became with its first message.
enum Instance {
    Workbench(Rc<WorkbenchWorker>),
    Run(Rc<RunWorker>),
    /// The page is of another build: its questions cannot be read.
    Unfit,
}

impl Instance {
    fn of(hello: &Hello) -> Self {
        if hello.build != BUILD {
            return Self::Unfit;
        }
        match hello.role {
            Role::Workbench => Self::Workbench(Rc::default()),
            Role::Run => Self::Run(RunWorker::listening()),
        }
    }
}

/// Listens to the page until the worker ends.
pub fn start() {
    std::panic::set_hook(Box::new(|panic| wire::send_panic(&panic.to_string())));
    // Before the first table is made: what files and servers choose goes into them.
    rollcall_core::hash::seed(clock::seed());
    let scope = wire::scope();

    let on_blocked = Closure::<dyn FnMut(JsValue)>::new(|event: JsValue| {
        if let Some(address) = wire::field(&event, "blockedURI").as_string() {
            transport::note_blocked(address);
        }
    });
    // Fails only where the scope is no event target, which a worker's always is.
    let _ = scope
        .add_event_listener_with_callback("securitypolicyviolation", on_blocked.as_ref().unchecked_ref());
    on_blocked.forget();

    let instance = OnceCell::new();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some(hello) = wire::hello(&event) {
            // A second Hello changes nothing: the instance stays what it is.
            let _ = instance.set(Instance::of(&hello));
            return;
        }
        match instance.get() {
            Some(Instance::Workbench(room)) => {
                let room = Rc::clone(room);
                answer::<WorkbenchProtocol, _>(&event, |question, attachment| {
                    room.answer(question, attachment)
                });
            }
            Some(Instance::Run(room)) => {
                let room = Rc::clone(room);
                answer::<RunProtocol, _>(&event, |question, attachment| room.answer(question, attachment));
            }
            Some(Instance::Unfit) => wire::refuse(&event, other_build()),
            None => wire::refuse(&event, not_yet()),
        }
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    wire::send_ready();
}

/// Reads a question of this protocol and sends what `ask` makes of it.
fn answer<P, F>(event: &MessageEvent, ask: impl FnOnce(P::Question, JsValue) -> F)
where
    P: Protocol<Question: DeserializeOwned, Answer: Serialize, News: Serialize>,
    F: Future<Output = Reply<P::Answer>> + 'static,
{
    match wire::receive::<P::Question>(event) {
        Some(Received { message, attachment }) => {
            let reply = ask(message.question, attachment);
            spawn_local(async move { wire::send_reply::<P>(message.number, reply.await) });
        }
        None => wire::refuse(event, not_understood()),
    }
}

fn other_build() -> Problem {
    convert::problem(
        "other-build",
        "This page and its worker come from different versions of Rollcall.",
        "Reload the page. If it stays so, empty the browser's cache for it.",
    )
}

fn not_yet() -> Problem {
    convert::problem(
        "no-hello",
        "The worker was asked before it was greeted.",
        "Reload the page.",
    )
}

fn not_understood() -> Problem {
    convert::problem(
        "question-not-understood",
        "The worker was asked something that it does not know.",
        "Reload the page.",
    )
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    fn greeted(build: &str, role: Role) -> Instance {
        let build = build.to_owned();
        Instance::of(&Hello { build, role })
    }

    #[wasm_bindgen_test]
    fn an_instance_becomes_what_it_is_greeted_as_by_its_own_build_alone() {
        assert!(matches!(greeted(BUILD, Role::Workbench), Instance::Workbench(_)));
        assert!(matches!(greeted(BUILD, Role::Run), Instance::Run(_)));
        assert!(matches!(greeted("another", Role::Run), Instance::Unfit));
    }
}
