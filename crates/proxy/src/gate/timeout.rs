//! Limits the time from sending a call to the last byte of its answer, which the gate behind this one reads whole.
//!
//! Not `tower-http`'s `TimeoutLayer`: its response has a status and an empty body, and the page needs our code to know that the call may
//! have taken effect.

use std::sync::Arc;

use crate::Config;
use crate::handler::{Handler, gate};
use crate::refusal::Refusal;

pub(crate) fn around(inner: Handler, config: &Arc<Config>) -> Handler {
    let limit = config.answer_within;
    gate(inner, move |request, inner| async move {
        tokio::time::timeout(limit, inner(request))
            .await
            .unwrap_or_else(|_| Refusal::NoAnswer.response())
    })
}
