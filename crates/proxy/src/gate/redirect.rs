//! A redirect goes to nobody. The proxy follows none, and a browser that did would take the key where nobody allowed it to go.

use crate::refusal::Refusal;
use crate::stack::{Handler, gate};

pub(crate) fn around(inner: Handler) -> Handler {
    gate(inner, |request, inner| async move {
        let response = inner(request).await;
        let status = response.status();
        // To another protocol goes nobody either.
        if status.is_redirection() || status.is_informational() {
            Refusal::Redirected.response()
        } else {
            response
        }
    })
}
