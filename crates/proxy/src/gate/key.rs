//! Only calls that carry their credential: a key, or for the admin portal a session or the secret of the lent one. Atlassian would
//! refuse a call without, but this way a scan of the proxy never reaches it.
//!
//! `tower-http` has no such check: its bearer authorization compares with one known token, and here any key is passed on.

use std::sync::Arc;

use http::header::{AUTHORIZATION, HeaderName};
use http::{HeaderMap, HeaderValue};

use crate::Config;
use crate::handler::{Handler, check};
use crate::header_names::{SECRET, SESSION};
use crate::matched::is_for_portal;
use crate::refusal::Refusal;

pub(crate) fn around(inner: Handler, config: Arc<Config>) -> Handler {
    check(inner, move |request| {
        let headers = request.headers();
        if !is_for_portal(request) {
            return required(headers, &AUTHORIZATION, Refusal::NoKey).map(drop);
        }
        match config.portal.as_ref().and_then(|portal| portal.lent.as_ref()) {
            None => required(headers, &SESSION, Refusal::NoSession).map(drop),
            Some(lent) => {
                let sent = required(headers, &SECRET, Refusal::WrongSecret)?;
                let is_right = lent.secret.is(sent.as_bytes());
                is_right.then_some(()).ok_or(Refusal::WrongSecret)
            }
        }
    })
}

fn required<'h>(
    headers: &'h HeaderMap,
    name: &HeaderName,
    refusal: Refusal,
) -> Result<&'h HeaderValue, Refusal> {
    headers.get(name).filter(|value| !value.is_empty()).ok_or(refusal)
}
