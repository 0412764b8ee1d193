//! Spellings of origins: allowed ones, and those that only look like them.

mod spellings;

use super::*;
use crate::body::full;
use spellings::{ALLOWED, ELSEWHERE, OF_THIS_COMPUTER, REFUSED};

const PAGES: [(&str, &str); 2] = [
    ("allow-origin", "https://rollcall.example.com"),
    ("allow-origin", "https://pages.example.com:8443"),
];

/// A proxy for this computer alone.
fn local() -> Config {
    Config::of(&PAGES).unwrap()
}

/// A proxy for other computers as well.
fn elsewhere() -> Config {
    let mut settings = PAGES.to_vec();
    settings.push(("allow-host", "proxy.example.com"));
    Config::of(&settings).unwrap()
}

/// Whether a page with this `Origin` may call a server addressed by this `Host`.
fn may(config: &Config, origin: &[u8], host: &'static str) -> bool {
    let mut request = Request::new(full(""));
    let headers = request.headers_mut();
    headers.insert("host", HeaderValue::from_static(host));
    // hyper refuses invalid header values.
    let Ok(origin) = HeaderValue::from_bytes(origin) else {
        return false;
    };
    headers.insert(ORIGIN, origin.clone());
    let allowed = allowed(config, &request);
    assert!(
        allowed.is_none() || allowed == Some(origin),
        "the origin is passed back unchanged"
    );
    allowed.is_some()
}

#[test]
fn there_are_at_least_128_spellings() {
    let count = ALLOWED.len() + OF_THIS_COMPUTER.len() + ELSEWHERE.len() + REFUSED.len();
    assert!(count >= 128, "{count}");
}

#[test]
fn allowed_pages_our_own_and_those_of_this_computer_may_ask() {
    let (local, elsewhere) = (local(), elsewhere());
    for origin in ALLOWED {
        assert!(may(&local, origin.as_bytes(), "127.0.0.1:7655"), "{origin}");
        assert!(
            may(&elsewhere, origin.as_bytes(), "proxy.example.com"),
            "{origin}"
        );
    }
    for origin in OF_THIS_COMPUTER {
        assert!(may(&local, origin.as_bytes(), "127.0.0.1:7655"), "{origin}");
        assert!(
            !may(&elsewhere, origin.as_bytes(), "proxy.example.com"),
            "{origin}"
        );
    }
    for origin in ELSEWHERE {
        assert!(
            may(&elsewhere, origin.as_bytes(), "proxy.example.com"),
            "{origin}"
        );
        assert!(!may(&local, origin.as_bytes(), "127.0.0.1:7655"), "{origin}");
    }
    assert!(
        !may(&elsewhere, b"https://proxy.example.com", "proxy.example.com"),
        "it speaks no TLS"
    );
}

#[test]
fn lookalikes_of_allowed_pages_are_refused() {
    let (local, elsewhere) = (local(), elsewhere());
    for origin in REFUSED {
        let bytes: Vec<u8> = origin.escape_ascii().to_string().into_bytes();
        let shown = String::from_utf8_lossy(&bytes);
        assert!(!may(&local, origin, "127.0.0.1:7655"), "{shown}");
        assert!(!may(&elsewhere, origin, "proxy.example.com"), "{shown}");
    }
}
