//! Only calls with a key. Atlassian would refuse one without, but it has no business there, and somebody who tries what the
//! proxy lets through learns nothing from Atlassian's answer.

use http::header::AUTHORIZATION;

use crate::refusal::Refusal;
use crate::stack::{Handler, check};

pub(crate) fn around(inner: Handler) -> Handler {
    check(inner, |request| {
        let key = request.headers().get(AUTHORIZATION);
        match key {
            Some(key) if !key.is_empty() => Ok(()),
            _ => Err(Refusal::NoKey),
        }
    })
}
