//! Light or dark: what the system says, until the user says otherwise.

use gloo_events::EventListener;
use web_sys::{MediaQueryList, Storage};
use yew::prelude::*;

/// PatternFly's class for the dark theme, on the root element.
const DARK: &str = "pf-v6-theme-dark";
/// Where the choice is kept.
pub(crate) const KEY: &str = "rollcall-theme";

/// Whether it is dark, and how to turn it round.
#[hook]
pub(crate) fn use_theme() -> (bool, Callback<()>) {
    let chosen = use_state(read_choice);
    let system = use_state(|| system_query().is_some_and(|query| query.matches()));
    {
        let system = system.setter();
        use_effect_with((), move |()| {
            let listener = system_query().map(|query| {
                let watched = query.clone();
                EventListener::new(&watched, "change", move |_| system.set(query.matches()))
            });
            move || drop(listener)
        });
    }
    let dark = chosen.unwrap_or(*system);
    use_effect_with(dark, |&dark| {
        if let Some(root) = root() {
            let _ = root.class_list().toggle_with_force(DARK, dark);
        }
    });
    let toggle = {
        let chosen = chosen.setter();
        Callback::from(move |()| {
            keep_choice(!dark);
            chosen.set(Some(!dark));
        })
    };
    (dark, toggle)
}

fn root() -> Option<web_sys::Element> {
    web_sys::window()?.document()?.document_element()
}

fn system_query() -> Option<MediaQueryList> {
    web_sys::window()?
        .match_media("(prefers-color-scheme: dark)")
        .ok()?
}

/// `None` where the browser keeps nothing for this page.
fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

fn read_choice() -> Option<bool> {
    Some(storage()?.get_item(KEY).ok()?? == "dark")
}

/// From now on it is what the system says, the next time that the page is opened.
pub(crate) fn forget_choice() {
    if let Some(storage) = storage() {
        // A browser that keeps nothing has nothing to forget.
        let _ = storage.remove_item(KEY);
    }
}

fn keep_choice(dark: bool) {
    if let Some(storage) = storage() {
        // A full store only means that the choice is asked of the system again next time.
        let _ = storage.set_item(KEY, if dark { "dark" } else { "light" });
    }
}
