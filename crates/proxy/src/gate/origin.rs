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

use super::host::{is_loopback, named};
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
    // An origin has neither path nor query, and is written as the browser writes it.
    let is_plain = uri.path() == "/" && uri.query().is_none() && !origin.ends_with('/');
    let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
        return false;
    };
    let is_own = own().is_some_and(|own| own == *authority && scheme == settings.own_scheme());
    let is_web = matches!(scheme, "http" | "https");
    let is_written_plainly = origin == origin.to_ascii_lowercase() && !authority.as_str().contains('@');
    let is_of_this_computer = settings.is_local && is_web && is_loopback(authority.host());
    is_plain && is_written_plainly && (is_own || is_of_this_computer)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALLOWED: [(&str, &str); 2] = [
        ("allow-origin", "https://rollcall.example.com"),
        ("allow-origin", "https://pages.example.com:8443"),
    ];

    /// Asks a proxy that is there for this computer alone.
    fn may(origin: &str) -> bool {
        let settings = Settings::of(&ALLOWED).unwrap();
        may_ask(&settings, origin, || "127.0.0.1:7655".parse().ok())
    }

    /// Asks one that is there for others as well.
    fn may_elsewhere(origin: &str) -> bool {
        let mut said = ALLOWED.to_vec();
        said.push(("allow-host", "proxy.example.com"));
        let settings = Settings::of(&said).unwrap();
        may_ask(&settings, origin, || "proxy.example.com".parse().ok())
    }

    #[test]
    fn allowed_pages_our_own_and_those_of_this_computer_may_ask() {
        for origin in ["https://rollcall.example.com", "https://pages.example.com:8443"] {
            assert!(may(origin) && may_elsewhere(origin), "{origin}");
        }
        for origin in [
            "http://127.0.0.1:7655",
            "http://localhost:3000",
            "http://[::1]:3000",
        ] {
            assert!(may(origin), "{origin}");
            assert!(!may_elsewhere(origin), "{origin}");
        }
        assert!(may_elsewhere("http://proxy.example.com"));
        assert!(!may_elsewhere("https://proxy.example.com"), "it speaks no TLS");
        assert!(!may("http://proxy.example.com"));
    }

    #[test]
    fn what_looks_like_an_allowed_page_may_not() {
        for origin in [
            // Somebody else's.
            "https://evil.example",
            "null",
            "",
            // Suffix, prefix, subdomain.
            "https://rollcall.example.com.evil.example",
            "https://evil-rollcall.example.com",
            "https://sub.rollcall.example.com",
            "http://localhost.evil.example",
            "http://evil.localhost.example",
            // Downgrade, another port.
            "http://rollcall.example.com",
            "https://rollcall.example.com:8443",
            "https://pages.example.com",
            "https://pages.example.com:443",
            // A dot that is any character, and characters that some parsers end a name with.
            "https://rollcall-example.com",
            "https://rollcallxexample.com",
            "https://rollcall.example.com_.evil.example",
            "https://rollcall.example.com`.evil.example",
            "https://rollcall.example.com`",
            "https://rollcall.example.com@evil.example",
            "https://evil.example#rollcall.example.com",
            // Upper case, a dot at the end, a path: no browser writes it so.
            "https://Rollcall.example.com",
            "HTTPS://rollcall.example.com",
            "http://LOCALHOST:3000",
            "https://rollcall.example.com.",
            "https://rollcall.example.com/",
            "http://localhost:3000/",
            "http://localhost:3000/path",
            "http://user@localhost:3000",
            // No web page.
            "file://",
            "chrome-extension://localhost",
            "*",
            // Two.
            "https://rollcall.example.com https://evil.example",
            "https://rollcall.example.com,https://evil.example",
        ] {
            assert!(!may(origin) && !may_elsewhere(origin), "{origin}");
        }
    }
}
