//! Which pages may ask. The browser names a page's origin; nothing else can be trusted to.
//!
//! An origin has to be the proxy's own or one that was allowed at the start, letter by letter; a proxy that is there for this computer
//! alone answers this computer's pages as well. Requests
//! without one come from the proxy's own page, which sends none with a GET, or from no browser at all; the browser's
//! `Sec-Fetch-Site` tells whether another page is behind it after all. Only who follows a link to the page itself is let in then.

use std::sync::Arc;

use http::header::ORIGIN;
use http::uri::Authority;
use http::{HeaderMap, HeaderValue, Method, Request, Uri};
use rollcall_atlassian::endpoint::{Route, find};

use super::host::{has_plain_port, is_loopback, named};
use crate::Settings;
use crate::body::Body;
use crate::refusal::Refusal;
use crate::stack::{Handler, check};

const FETCH_SITE: &str = "sec-fetch-site";

pub(crate) fn around(inner: Handler, settings: Arc<Settings>) -> Handler {
    check(inner, move |request| {
        let headers = request.headers();
        let is_refused = if headers.contains_key(ORIGIN) {
            allowed(&settings, request).is_none()
        } else {
            is_from_elsewhere(headers) && !is_visit(request)
        };
        if is_refused { Err(Refusal::Origin) } else { Ok(()) }
    })
}

/// The page's origin, where it is named and allowed.
pub(crate) fn allowed(settings: &Settings, request: &Request<Body>) -> Option<HeaderValue> {
    let origin = request.headers().get(ORIGIN)?;
    let own = || named(request.headers(), request.uri());
    may_ask(settings, origin.to_str().ok()?, own).then(|| origin.clone())
}

fn is_from_elsewhere(headers: &HeaderMap) -> bool {
    headers
        .get(FETCH_SITE)
        .is_some_and(|site| site != "same-origin" && site != "none")
}

/// Whether a browser comes here because somebody followed a link: it gets the page's files, which hold no secret and cannot be framed.
/// What a call is is none.
fn is_visit(request: &Request<Body>) -> bool {
    let says = |name: &str, value: &str| request.headers().get(name).is_some_and(|said| said == value);
    let is_call = || matches!(find(request.method(), request.uri().path()), Route::Found(..));
    request.method() == Method::GET
        && says("sec-fetch-mode", "navigate")
        && says("sec-fetch-dest", "document")
        && !is_call()
}

/// `own`: by which name the request names this server, which is read only where the origin was not allowed at the start.
fn may_ask(settings: &Settings, origin: &str, own: impl FnOnce() -> Option<Authority>) -> bool {
    if settings.origins.iter().any(|allowed| allowed == origin) {
        return true;
    }
    let Ok(uri) = origin.parse::<Uri>() else {
        return false;
    };
    let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
        return false;
    };
    // An origin is these two and nothing else, written as a browser writes them.
    let rest = origin
        .strip_prefix(scheme)
        .and_then(|rest| rest.strip_prefix("://"));
    let is_plain = rest == Some(authority.as_str())
        && !origin.bytes().any(|byte| byte.is_ascii_uppercase())
        && !rest.is_some_and(|rest| rest.contains('@'))
        && has_plain_port(authority);
    let is_own = || own().is_some_and(|own| own == *authority && scheme == settings.own_scheme());
    let is_web = matches!(scheme, "http" | "https");
    let is_of_this_computer = settings.is_local && is_web && is_loopback(authority.host());
    is_plain && (is_of_this_computer || is_own())
}

#[cfg(test)]
mod tests;
