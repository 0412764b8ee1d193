//! Only calls that bring what lets them in: a key, or at the admin portal a session, or the secret for which this proxy lends one.
//! Atlassian would refuse a call without, but it has no business there, and somebody who tries what the proxy lets through learns
//! nothing from Atlassian's answer.

use std::sync::Arc;

use http::header::{AUTHORIZATION, HeaderName};
use http::{HeaderMap, HeaderValue};

use super::route::is_for_portal;
use super::session::SESSION;
use crate::Settings;
use crate::refusal::Refusal;
use crate::stack::{Handler, check};

/// Brings the secret.
pub(crate) const SECRET: HeaderName = HeaderName::from_static("x-rollcall-secret");

pub(crate) fn around(inner: Handler, settings: Arc<Settings>) -> Handler {
    check(inner, move |request| {
        let headers = request.headers();
        if !is_for_portal(request) {
            return brings(headers, &AUTHORIZATION, Refusal::NoKey).map(drop);
        }
        match settings.portal.as_ref().and_then(|portal| portal.lent.as_ref()) {
            None => brings(headers, &SESSION, Refusal::NoSession).map(drop),
            Some(lent) => {
                let told = brings(headers, &SECRET, Refusal::WrongSecret)?;
                let is_right = lent.secret.is(told.as_bytes());
                is_right.then_some(()).ok_or(Refusal::WrongSecret)
            }
        }
    })
}

fn brings<'h>(
    headers: &'h HeaderMap,
    name: &HeaderName,
    refusal: Refusal,
) -> Result<&'h HeaderValue, Refusal> {
    headers.get(name).filter(|value| !value.is_empty()).ok_or(refusal)
}
