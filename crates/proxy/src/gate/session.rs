//! Turns a session into the one cookie that the admin portal gets: the session in the page's header, or the one that this proxy lends.
//! The request's own cookies have been dropped by the headers gate, and the session's header is dropped here.
//!
//! `tower-http` has no layer that makes one header from another, or from a store.

use std::sync::Arc;

use http::HeaderValue;
use http::header::COOKIE;
use rollcall_atlassian::call::portal;

use crate::Config;
use crate::handler::{Handler, gate};
use crate::header_names::SESSION;
use crate::matched::is_for_portal;
use crate::refusal::Refusal;

pub(crate) fn around(inner: Handler, config: Arc<Config>) -> Handler {
    gate(inner, move |mut request, inner| {
        let config = Arc::clone(&config);
        async move {
            let Some(portal) = config.portal.as_ref().filter(|_| is_for_portal(&request)) else {
                return inner(request).await;
            };
            let from_page = request.headers_mut().remove(SESSION);
            let session = match &portal.lent {
                None => from_page.ok_or(Refusal::NoSession),
                Some(lent) => lent.session().await.ok_or(Refusal::NotLoggedIn),
            };
            let cookie = session.and_then(|session| cookie(session.as_bytes()).ok_or(Refusal::BadSession));
            match cookie {
                Ok(cookie) => {
                    request.headers_mut().insert(COOKIE, cookie);
                    inner(request).await
                }
                Err(refusal) => refusal.response(),
            }
        }
    })
}

/// The cookie, unless the session has a byte that no cookie may have (RFC 6265, 4.1.1: `cookie-octet`).
fn cookie(session: &[u8]) -> Option<HeaderValue> {
    let is_cookie_octet = |byte: &u8| byte.is_ascii_graphic() && !b"\",;\\".contains(byte);
    if session.is_empty() || !session.iter().all(is_cookie_octet) {
        return None;
    }
    let mut cookie = HeaderValue::from_bytes(&[portal::COOKIE.as_bytes(), b"=", session].concat()).ok()?;
    // Keeps it out of debug output and of HTTP/2's header compression tables.
    cookie.set_sensitive(true);
    Some(cookie)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_one_cookie_or_refused() {
        assert_eq!(
            cookie(b"eyJh.eyJz.c2ln-_").unwrap(),
            "cloud.session.token=eyJh.eyJz.c2ln-_"
        );
        assert!(cookie(b"a").unwrap().is_sensitive());
        for session in [
            &b""[..],
            b"a; b=c",
            b"a, b",
            b"a b",
            b"a\"",
            b"a\\",
            b"a\t",
            "ä".as_bytes(),
        ] {
            assert_eq!(cookie(session), None);
        }
    }
}
