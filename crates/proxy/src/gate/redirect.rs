//! Refuses redirects. The proxy follows none, and a browser that did would carry the key to an address that nobody allowed.
//!
//! `tower-http`'s `FollowRedirect` is a client's layer for following them; there is none for refusing.

use crate::handler::{Handler, gate};
use crate::refusal::Refusal;

pub(crate) fn around(inner: Handler) -> Handler {
    gate(inner, |request, inner| async move {
        let response = inner(request).await;
        let status = response.status();
        // 101 would switch to another protocol.
        if status.is_redirection() || status.is_informational() {
            Refusal::Redirected.response()
        } else {
            response
        }
    })
}
