//! A session becomes the one cookie that the admin portal gets: the session that the page brought in a header of its own, or the one
//! that this proxy lends. Cookies of the request were left outside by then, and the header ends here.

use std::sync::Arc;

use http::HeaderValue;
use http::header::{COOKIE, HeaderName};
use rollcall_atlassian::call::portal;

use super::route::is_for_portal;
use crate::Settings;
use crate::refusal::Refusal;
use crate::stack::{Handler, gate};

/// Brings the session. No browser sends it unasked, as it would a cookie.
pub(crate) const SESSION: HeaderName = HeaderName::from_static("x-rollcall-session");

pub(crate) fn around(inner: Handler, settings: Arc<Settings>) -> Handler {
    gate(inner, move |mut request, inner| {
        let settings = Arc::clone(&settings);
        async move {
            let Some(portal) = settings.portal.as_ref().filter(|_| is_for_portal(&request)) else {
                return inner(request).await;
            };
            let brought = request.headers_mut().remove(SESSION);
            let session = match &portal.lent {
                None => brought.ok_or(Refusal::NoSession),
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

/// The cookie, where the session is what one cookie can hold (RFC 6265, 4.1.1: `cookie-octet`), and not two.
fn cookie(session: &[u8]) -> Option<HeaderValue> {
    let is_one = |byte: &u8| byte.is_ascii_graphic() && !b"\",;\\".contains(byte);
    if session.is_empty() || !session.iter().all(is_one) {
        return None;
    }
    let mut cookie = HeaderValue::from_bytes(&[portal::COOKIE.as_bytes(), b"=", session].concat()).ok()?;
    // It is kept out of debug output and of HTTP/2's tables of headers seen.
    cookie.set_sensitive(true);
    Some(cookie)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_one_cookie_or_none() {
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
