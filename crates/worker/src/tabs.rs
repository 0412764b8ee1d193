//! What the workers of this browser tell each other across its tabs: that something became of a run. What it is, whoever hears
//! it reads from the storage.

use std::cell::OnceCell;

use rollcall_core::journal::RunId;
use wasm_bindgen::prelude::*;
use web_sys::{BroadcastChannel, MessageEvent};

const NAME: &str = "rollcall-runs";

/// Stands for all runs.
const ALL: &str = "*";

thread_local! {
    /// One for each worker: a channel does not hear itself. `None` where the browser has none; then lists are as old as the
    /// last look at them.
    static CHANNEL: OnceCell<Option<BroadcastChannel>> = const { OnceCell::new() };
}

fn with_channel(then: impl FnOnce(&BroadcastChannel)) {
    CHANNEL.with(|channel| {
        let channel = channel.get_or_init(|| BroadcastChannel::new(NAME).ok());
        if let Some(channel) = channel {
            then(channel);
        }
    });
}

/// Something became of this run, or of all of them.
pub(crate) fn tell(run: Option<RunId>) {
    let text = run.map_or_else(|| ALL.to_owned(), |run| run.to_string());
    // Fails only for a closed channel, which this one never is.
    with_channel(|channel| drop(channel.post_message(&JsValue::from_str(&text))));
}

/// Calls this as long as the worker lives, whenever another worker told something: with the run, or with nothing where it
/// concerns all of them.
pub(crate) fn listen(then: impl Fn(Option<RunId>) + 'static) {
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let Some(text) = event.data().as_string() else {
            return;
        };
        match RunId::parse(&text) {
            Some(run) => then(Some(run)),
            None if text == ALL => then(None),
            None => {}
        }
    });
    with_channel(|channel| channel.set_onmessage(Some(on_message.as_ref().unchecked_ref())));
    on_message.forget();
}
