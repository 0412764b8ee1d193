//! What the browser says about where the page stands. What it does not say is taken for nothing: a browser without storage has
//! nothing to show.

use js_sys::{Array, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Storage, Window};

use crate::state::theme;

/// The worker's database.
const OWN_DATABASE: &str = "rollcall";

/// Names that are read of each kind, at most.
const MOST_NAMES: u32 = 1_000;

#[wasm_bindgen]
extern "C" {
    // Each of them is missing in some browser, on a page from plain http, or where nothing may be kept.
    #[wasm_bindgen(catch, js_namespace = indexedDB)]
    fn databases() -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = caches, js_name = keys)]
    fn caches() -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["navigator", "serviceWorker"], js_name = getRegistrations)]
    fn service_workers() -> Result<JsValue, JsValue>;
}

/// Where the page stands, and what others have left there. Names of Rollcall's own are not among it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Facts {
    /// `https://rollcall.example.com`
    pub(crate) origin: String,
    /// `/`, `/tools/rollcall/index.html`
    pub(crate) path: String,
    /// Whether nobody could change the page on its way: it came over https, or from this computer.
    pub(crate) is_secure: bool,
    /// Whether a service worker answers for the page's server.
    pub(crate) is_controlled: bool,
    pub(crate) local_storage: Vec<String>,
    pub(crate) session_storage: Vec<String>,
    pub(crate) databases: Vec<String>,
    pub(crate) caches: Vec<String>,
    /// The paths that they are for.
    pub(crate) service_workers: Vec<String>,
}

impl Facts {
    /// What can be told at once.
    pub(crate) fn at_once() -> Self {
        let Some(window) = web_sys::window() else {
            return Self::default();
        };
        let location = window.location();
        Self {
            origin: location.origin().unwrap_or_default(),
            path: location.pathname().unwrap_or_default(),
            // Not every browser calls a page from this computer secure; nobody is between the two.
            is_secure: window.is_secure_context()
                || location.hostname().is_ok_and(|host| is_this_computer(&host)),
            is_controlled: is_controlled(&window).unwrap_or(false),
            local_storage: keys(window.local_storage().ok().flatten()),
            session_storage: keys(window.session_storage().ok().flatten()),
            ..Self::default()
        }
    }

    /// The same with what takes a moment.
    pub(crate) async fn all() -> Self {
        let mut facts = Self::at_once();
        facts.databases = names(databases(), Some("name")).await;
        facts.databases.retain(|name| name != OWN_DATABASE);
        facts.caches = names(caches(), None).await;
        facts.service_workers = names(service_workers(), Some("scope")).await;
        for scope in &mut facts.service_workers {
            if let Some(path) = scope.strip_prefix(&facts.origin) {
                *scope = path.to_owned();
            }
        }
        facts
    }
}

/// Whether a host is the computer that the browser runs on.
pub(crate) fn is_this_computer(host: &str) -> bool {
    matches!(host, "127.0.0.1" | "localhost" | "[::1]")
}

/// Whether this page is shown inside another one.
pub(crate) fn is_framed() -> bool {
    // No page can give itself another `top` or `self`. Where neither is to be had there is no window, and nothing to frame.
    web_sys::window().is_some_and(|window| match window.top() {
        Ok(Some(top)) => !js_sys::Object::is(&top, &window.self_()),
        Ok(None) | Err(_) => true,
    })
}

fn is_controlled(window: &Window) -> Result<bool, JsValue> {
    let container = Reflect::get(&window.navigator(), &"serviceWorker".into())?;
    if container.is_undefined() {
        return Ok(false);
    }
    let controller = Reflect::get(&container, &"controller".into())?;
    Ok(!controller.is_null() && !controller.is_undefined())
}

fn keys(storage: Option<Storage>) -> Vec<String> {
    let Some(storage) = storage else { return Vec::new() };
    let length = storage.length().unwrap_or(0).min(MOST_NAMES);
    (0..length)
        .filter_map(|at| storage.key(at).ok().flatten())
        .filter(|key| key != theme::KEY)
        .collect()
}

/// The names in a list that was promised, or a field of its entries.
async fn names(promised: Result<JsValue, JsValue>, field: Option<&str>) -> Vec<String> {
    let Ok(promised) = promised else { return Vec::new() };
    let list = JsFuture::from(Promise::resolve(&promised)).await;
    let Ok(list) = list.and_then(JsCast::dyn_into::<Array>) else {
        return Vec::new();
    };
    let of = |entry: JsValue| match field {
        Some(field) => Reflect::get(&entry, &field.into()).ok()?.as_string(),
        None => entry.as_string(),
    };
    list.iter().take(MOST_NAMES as usize).filter_map(of).collect()
}
