//! How long a call may take, from its going out to the last byte of its answer.

use std::sync::Arc;

use crate::Settings;
use crate::refusal::Refusal;
use crate::stack::{Handler, gate};

pub(crate) fn around(inner: Handler, settings: &Arc<Settings>) -> Handler {
    let patience = settings.patience;
    gate(inner, move |request, inner| async move {
        tokio::time::timeout(patience, inner(request))
            .await
            .unwrap_or_else(|_| Refusal::NoAnswer.response())
    })
}
