//! What the window has to say: a blocked address, a dropped file, the wish to leave.

use gloo_events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{BeforeUnloadEvent, DragEvent, File, SecurityPolicyViolationEvent};
use yew::prelude::*;

use crate::{state::workbench::Link, widgets::dropped_file};

/// Hears of addresses that the security policy kept the page from.
#[hook]
pub(crate) fn use_blocked(workbench: &Link) {
    let workbench = workbench.clone();
    use_effect_with((), move |()| {
        let document = web_sys::window().and_then(|window| window.document());
        let listener = document.map(|document| {
            EventListener::new(&document, "securitypolicyviolation", move |event| {
                if let Some(event) = event.dyn_ref::<SecurityPolicyViolationEvent>() {
                    workbench.blocked(event.blocked_uri());
                }
            })
        });
        move || drop(listener)
    });
}

/// Takes files dropped anywhere; without this the browser would show them instead of the page.
#[hook]
pub(crate) fn use_file_drop(on_file: Callback<File>) {
    // The listeners live as long as the page; what they call is the newest.
    let newest = use_mut_ref(|| on_file.clone());
    newest.replace(on_file);
    use_effect_with((), move |()| {
        let listeners = web_sys::window().map(|window| {
            let options = EventListenerOptions::enable_prevent_default();
            let over = EventListener::new_with_options(&window, "dragover", options, |event| {
                event.prevent_default();
            });
            let drop = EventListener::new_with_options(&window, "drop", options, move |event| {
                event.prevent_default();
                if let Some(file) = event.dyn_ref::<DragEvent>().and_then(dropped_file) {
                    newest.borrow().emit(file);
                }
            });
            (over, drop)
        });
        move || drop(listeners)
    });
}

/// Has the browser ask before the page is left.
#[hook]
pub(crate) fn use_leave_question(is_work_lost: bool) {
    use_effect_with(is_work_lost, |&is_work_lost| {
        let window = web_sys::window().filter(|_| is_work_lost);
        let listener = window.map(|window| {
            let options = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(&window, "beforeunload", options, |event| {
                event.prevent_default();
                // Older browsers ask only where this is set.
                if let Some(event) = event.dyn_ref::<BeforeUnloadEvent>() {
                    event.set_return_value("leave");
                }
            })
        });
        move || drop(listener)
    });
}

#[hook]
pub(crate) fn use_title(title: &str) {
    use_effect_with(title.to_owned(), |title| {
        if let Some(document) = web_sys::window().and_then(|window| window.document()) {
            document.set_title(title);
        }
    });
}
