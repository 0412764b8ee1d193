//! The web worker: core with fetch, IndexedDB, the clock and the key.
//!
//! All that the page shows comes from here. One worker instance plays one [`Role`]: the desk holds file, roster and
//! findings; the run carries out one plan. Both are this same code, started twice, so that a panic in one leaves the other
//! alone. They talk to the page through [`rollcall_protocol`], and to each other once, when a run is handed over.

mod clock;
mod connecting;
mod convert;
mod desk;
mod digest;
mod handover;
mod lock;
mod run;
mod store;
mod tabs;
mod transport;
mod wire;

#[cfg(test)]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);

use std::cell::OnceCell;
use std::rc::Rc;

use rollcall_protocol::{Answer, Ask, BUILD, FromWorker, Problem, Role};
use wasm_bindgen::prelude::*;
use web_sys::MessageEvent;

use crate::wire::Received;

/// What this instance became with its first message.
enum Instance {
    Desk(Rc<desk::DeskRoom>),
    Run(Rc<run::RunRoom>),
}

/// An answer, and the bytes that travel beside it.
pub(crate) type Reply = (Answer, Option<Vec<u8>>);

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

    let instance = Rc::new(OnceCell::new());
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let Some(received) = wire::receive(&event) else {
            return;
        };
        let instance = Rc::clone(&instance);
        wasm_bindgen_futures::spawn_local(async move {
            let number = received.message.number;
            let (answer, bytes) = answer(&instance, received).await;
            wire::send(
                &FromWorker::Answer {
                    number,
                    answer: Box::new(answer),
                },
                bytes.as_deref(),
            );
        });
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    wire::send_ready();
}

async fn answer(instance: &OnceCell<Instance>, received: Received) -> Reply {
    let ask = received.message.ask;
    if let Ask::Hello { build, role } = &ask {
        if build != BUILD {
            return (Answer::Problem(other_build()), None);
        }
        let room = match role {
            Role::Desk => Instance::Desk(Rc::new(desk::DeskRoom::default())),
            Role::Run => Instance::Run(Rc::new(run::RunRoom::default())),
        };
        // A second Hello changes nothing: the room stays what it is.
        let _ = instance.set(room);
    }
    match instance.get() {
        Some(Instance::Desk(desk)) => Rc::clone(desk).answer(ask, received.attachment).await,
        Some(Instance::Run(run)) => Rc::clone(run).answer(ask, received.attachment).await,
        None => (Answer::Problem(not_yet()), None),
    }
}

fn other_build() -> Problem {
    Problem {
        code: "other-build".to_owned(),
        what: "This page and its worker come from different versions of Rollcall.".to_owned(),
        hint: "Reload the page. If it stays so, empty the browser's cache for it.".to_owned(),
        detail: None,
    }
}

fn not_yet() -> Problem {
    Problem {
        code: "no-hello".to_owned(),
        what: "The worker was asked before it was greeted.".to_owned(),
        hint: "Reload the page.".to_owned(),
        detail: None,
    }
}
