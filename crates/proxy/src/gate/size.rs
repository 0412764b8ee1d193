//! How large a body may be. Bodies are read whole, in both directions: so a request that breaks off is not sent on, and an answer
//! that breaks off is told as such, in an answer that the page can read.

use std::sync::Arc;

use http::header::CONTENT_LENGTH;

use crate::Settings;
use crate::body::{Broken, full, whole};
use crate::refusal::Refusal;
use crate::stack::{Handler, gate};

pub(crate) fn of_request(inner: Handler, settings: &Arc<Settings>) -> Handler {
    let (most, within) = (settings.largest_request, settings.body_within);
    gate(inner, move |request, inner| async move {
        let (mut parts, body) = request.into_parts();
        let read = tokio::time::timeout(within, whole(body, most)).await;
        match read.unwrap_or(Err(Broken::Off)) {
            Ok(body) => {
                // What goes on has a length, however it came.
                parts.headers.remove(CONTENT_LENGTH);
                inner(http::Request::from_parts(parts, full(body))).await
            }
            Err(Broken::TooLarge) => Refusal::RequestTooLarge.response(),
            Err(Broken::Off) => Refusal::RequestBroken.response(),
        }
    })
}

pub(crate) fn of_answer(inner: Handler, settings: &Arc<Settings>) -> Handler {
    let most = settings.largest_answer;
    gate(inner, move |request, inner| async move {
        let (parts, body) = inner(request).await.into_parts();
        match whole(body, most).await {
            Ok(body) => http::Response::from_parts(parts, full(body)),
            Err(Broken::TooLarge) => Refusal::AnswerTooLarge.response(),
            Err(Broken::Off) => Refusal::NoAnswer.response(),
        }
    })
}
