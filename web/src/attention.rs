//! While a run is going the screen is kept awake; when it ends or asks something and nobody looks at the page, the user is
//! notified. Both where the browser can and may.

use std::{cell::RefCell, rc::Rc};

use gloo_events::EventListener;
use js_sys::{Function, Promise, Reflect};
use rollcall_protocol::{RunPhase, RunState};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Notification, NotificationOptions, NotificationPermission};
use yew::prelude::*;

use crate::{
    format,
    screens::run::{BROKE_OFF, run_title},
    state::runner::Known,
};

/// Keeps the screen awake as long as this is so.
#[hook]
pub(crate) fn use_awake(is_going: bool) {
    use_effect_with(is_going, |&is_going| {
        let awake = is_going.then(|| Rc::new(RefCell::new(Awake::Wanted(None))));
        let listener = awake.clone().and_then(|awake| {
            ask_for_lock(awake.clone());
            let document = web_sys::window()?.document()?;
            // A page that is hidden loses its lock.
            Some(EventListener::new(&document, "visibilitychange", move |_| {
                ask_for_lock(awake.clone());
            }))
        });
        move || {
            drop(listener);
            if let Some(awake) = awake
                && let Awake::Wanted(Some(sentinel)) = awake.replace(Awake::NotAnyMore)
            {
                release(&sentinel);
            }
        }
    });
}

/// The lock that keeps the screen awake.
enum Awake {
    /// For as long as the run goes; with the lock, once the browser has given it.
    Wanted(Option<JsValue>),
    /// The run is over: a lock that comes now goes back.
    NotAnyMore,
}

fn release(sentinel: &JsValue) {
    // What is released twice stays released.
    let _ = call(sentinel, "release", None);
}

/// `web-sys` has it only among what may still change: <https://w3c.github.io/screen-wake-lock/>
fn ask_for_lock(awake: Rc<RefCell<Awake>>) {
    let Some(window) = web_sys::window().filter(|window| !is_hidden(window)) else {
        return;
    };
    let Ok(manager) = Reflect::get(&window.navigator(), &"wakeLock".into()) else {
        return;
    };
    if let Some(asked) = call(&manager, "request", Some(&"screen".into())) {
        spawn_local(async move {
            // A browser that saves power refuses; the run goes on all the same.
            let Ok(sentinel) = JsFuture::from(Promise::resolve(&asked)).await else {
                return;
            };
            let mut awake = awake.borrow_mut();
            match &*awake {
                Awake::Wanted(_) => *awake = Awake::Wanted(Some(sentinel)),
                Awake::NotAnyMore => release(&sentinel),
            }
        });
    }
}

fn call(object: &JsValue, name: &str, argument: Option<&JsValue>) -> Option<JsValue> {
    let function: Function = Reflect::get(object, &name.into()).ok()?.dyn_into().ok()?;
    match argument {
        Some(argument) => function.call1(object, argument).ok(),
        None => function.call0(object).ok(),
    }
}

fn is_hidden(window: &web_sys::Window) -> bool {
    window.document().is_some_and(|document| document.hidden())
}

/// Whether the user may be notified; `None` where this browser has no notifications, or not on this page.
pub(crate) fn permission() -> Option<NotificationPermission> {
    let window = web_sys::window()?;
    let has_them = Reflect::has(&window, &"Notification".into()).unwrap_or(false);
    has_them.then(Notification::permission)
}

/// Asks the user, and then says what the answer was.
pub(crate) fn ask_to_notify(then: Callback<Option<NotificationPermission>>) {
    let Some(asked) = permission().and_then(|_| Notification::request_permission().ok()) else {
        return;
    };
    spawn_local(async move {
        // Refused or closed: the permission says it.
        let _ = JsFuture::from(asked).await;
        then.emit(permission());
    });
}

/// Notifies the user when the run has come to something that wants them.
#[hook]
pub(crate) fn use_notice(known: &Known) {
    let was_moving = use_mut_ref(|| false);
    let run = known.state.clone();
    let phase = run.as_ref().map(|run| run.phase);
    use_effect_with((phase, known.died.is_some()), move |&(phase, has_died)| {
        let is_moving = !has_died && matches!(phase, Some(RunPhase::Running | RunPhase::Proving));
        let has_moved = was_moving.replace(is_moving);
        if let Some(run) = run.filter(|_| has_moved && !is_moving) {
            let title = if has_died { BROKE_OFF } else { run_title(&run) };
            notify(&run, title);
        }
    });
}

fn notify(run: &RunState, title: &str) {
    let is_seen = web_sys::window().is_none_or(|window| !is_hidden(&window));
    if is_seen || permission() != Some(NotificationPermission::Granted) {
        return;
    }
    let options = NotificationOptions::new();
    options.set_tag("rollcall-run");
    options.set_body(&format!(
        "{}: {} of {} have an outcome.",
        run.file,
        format::count(run.done),
        format::rows(run.rows)
    ));
    // Where the browser shows none after all, the page itself says the same.
    let _ = Notification::new_with_options(title, &options);
}
