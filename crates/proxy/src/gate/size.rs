//! Limits the size of bodies, and the memory for all answers together. Bodies are read whole, in both directions: a request that breaks
//! off is not sent, and an answer that breaks off becomes a refusal that the page can read.
//!
//! Not `tower-http`'s `RequestBodyLimit`: it passes on what it has read before the limit, and has no limit for answers.

use std::sync::Arc;

use http::header::CONTENT_LENGTH;

use crate::Config;
use crate::answer::{AnswerMemory, read_answer};
use crate::body::{BodyError, full, read_whole};
use crate::handler::{Handler, gate};
use crate::in_flight::InFlight;
use crate::refusal::{RETRY_SOON, Refusal};

pub(crate) fn of_request(inner: Handler, config: &Arc<Config>) -> Handler {
    let (limit, within) = (config.largest_request, config.body_within);
    gate(inner, move |request, inner| async move {
        let (mut parts, body) = request.into_parts();
        let read = tokio::time::timeout(within, read_whole(body, limit)).await;
        match read.unwrap_or(Err(BodyError::Incomplete)) {
            Ok(body) => {
                // The client adds the length anew.
                parts.headers.remove(CONTENT_LENGTH);
                inner(http::Request::from_parts(parts, full(body))).await
            }
            Err(BodyError::TooLarge) => Refusal::RequestTooLarge.response(),
            Err(BodyError::Incomplete) => Refusal::RequestBroken.response(),
        }
    })
}

/// Without memory for its answer a call is refused before it is sent: afterwards nobody could say whether it took effect.
pub(crate) fn of_answer(inner: Handler, config: &Arc<Config>, memory: &Arc<AnswerMemory>) -> Handler {
    let (limit, memory) = (config.largest_answer, Arc::clone(memory));
    gate(inner, move |request, inner| {
        let memory = Arc::clone(&memory);
        async move {
            if !memory.has_room_for(limit) {
                return Refusal::Unread.after(RETRY_SOON);
            }
            let in_flight = InFlight::of(&request).map(Arc::clone);
            let (parts, body) = inner(request).await.into_parts();
            match read_answer(body, limit, &memory).await {
                Ok((body, reservation)) => {
                    if let Some((in_flight, reservation)) = in_flight.zip(reservation) {
                        in_flight.hold_reservation(reservation);
                    }
                    http::Response::from_parts(parts, body)
                }
                Err(BodyError::TooLarge) => Refusal::AnswerTooLarge.response(),
                Err(BodyError::Incomplete) => Refusal::NoAnswer.response(),
            }
        }
    })
}
