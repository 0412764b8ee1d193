//! Only pages that are allowed. The browser sets `Origin`, and no page can forge it.
//!
//! An origin has to be the proxy's own or one of the configured ones, compared byte by byte; a proxy for this computer alone also
//! answers pages that this computer serves. A request without `Origin` comes from the proxy's own page, which sends none with a GET, or
//! from no browser; if `Sec-Fetch-Site` names another site after all, it is allowed only as a navigation to the page itself.
//!
//! `tower-http`'s `CorsLayer` refuses nobody: it leaves out headers, and the call is sent all the same.

use std::sync::Arc;

use http::header::ORIGIN;
use http::uri::Authority;
use http::{HeaderMap, HeaderValue, Method, Request, Uri};
use rollcall_atlassian::endpoint::{Route, find};

use super::host::named;
use crate::Config;
use crate::body::Body;
use crate::handler::{Handler, check};
use crate::host_name::{has_plain_port, is_loopback};
use crate::refusal::Refusal;

const FETCH_SITE: &str = "sec-fetch-site";

pub(crate) fn around(inner: Handler, config: Arc<Config>) -> Handler {
    check(inner, move |request| {
        let headers = request.headers();
        let is_refused = if headers.contains_key(ORIGIN) {
            allowed(&config, request).is_none()
        } else {
            is_cross_site(headers) && !is_navigation(request)
        };
        if is_refused { Err(Refusal::Origin) } else { Ok(()) }
    })
}

/// The page's origin, if it is there and allowed.
pub(crate) fn allowed(config: &Config, request: &Request<Body>) -> Option<HeaderValue> {
    let origin = request.headers().get(ORIGIN)?;
    let own = || named(request.headers(), request.uri());
    is_allowed(config, origin.to_str().ok()?, own).then(|| origin.clone())
}

fn is_cross_site(headers: &HeaderMap) -> bool {
    headers
        .get(FETCH_SITE)
        .is_some_and(|site| site != "same-origin" && site != "none")
}

/// Whether somebody followed a link to the page: its files hold no secret and cannot be framed. A call is never a navigation.
fn is_navigation(request: &Request<Body>) -> bool {
    let has = |name: &str, value: &str| request.headers().get(name).is_some_and(|header| header == value);
    let is_call = || matches!(find(request.method(), request.uri().path()), Route::Found(..));
    request.method() == Method::GET
        && has("sec-fetch-mode", "navigate")
        && has("sec-fetch-dest", "document")
        && !is_call()
}

/// `own` is the name by which the request addresses this server; it is parsed only for origins that were not configured.
fn is_allowed(config: &Config, origin: &str, own: impl FnOnce() -> Option<Authority>) -> bool {
    if config.origins.iter().any(|allowed| allowed == origin) {
        return true;
    }
    let Ok(uri) = origin.parse::<Uri>() else {
        return false;
    };
    let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
        return false;
    };
    // Scheme and authority and nothing else, as a browser writes them.
    let rest = origin
        .strip_prefix(scheme)
        .and_then(|rest| rest.strip_prefix("://"));
    let is_plain = rest == Some(authority.as_str())
        && !origin.bytes().any(|byte| byte.is_ascii_uppercase())
        && !rest.is_some_and(|rest| rest.contains('@'))
        && has_plain_port(authority);
    let is_own = || own().is_some_and(|own| own == *authority && scheme == config.own_scheme());
    let is_web = matches!(scheme, "http" | "https");
    let is_local = config.is_local && is_web && is_loopback(authority.host());
    is_plain && (is_local || is_own())
}

#[cfg(test)]
mod tests;
