//! How large a body may be. Bodies are read whole, in both directions: so a request that breaks off is not sent on, and an answer
//! that breaks off is told as such, in an answer that the page can read. What answers take together is limited as well.

use std::sync::Arc;

use http::header::CONTENT_LENGTH;

use crate::Settings;
use crate::answer::{AnswerMemory, held};
use crate::body::{Broken, full, whole};
use crate::refusal::Refusal;
use crate::stack::{AGAIN_IN, Handler, gate};
use crate::under_way::UnderWay;

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

/// What finds no room for its answer is refused before it is sent: afterwards nobody could say whether it took effect.
pub(crate) fn of_answer(inner: Handler, settings: &Arc<Settings>, memory: &Arc<AnswerMemory>) -> Handler {
    let (most, memory) = (settings.largest_answer, Arc::clone(memory));
    gate(inner, move |request, inner| {
        let memory = Arc::clone(&memory);
        async move {
            if !memory.has_room_for(most) {
                return Refusal::Unread.after(AGAIN_IN);
            }
            let under_way = UnderWay::of(&request).map(Arc::clone);
            let (parts, body) = inner(request).await.into_parts();
            match held(body, most, &memory).await {
                Ok((body, room)) => {
                    if let Some((under_way, room)) = under_way.zip(room) {
                        under_way.holds_room(room);
                    }
                    http::Response::from_parts(parts, body)
                }
                Err(Broken::TooLarge) => Refusal::AnswerTooLarge.response(),
                Err(Broken::Off) => Refusal::NoAnswer.response(),
            }
        }
    })
}
