//! Limits the concurrent requests of all clients together. One too many is refused at once instead of waiting unseen.
//!
//! Not `tower`'s `ConcurrencyLimit`: that one queues, and frees its permit with the head of the response. Here the permit is held until
//! the client has read the last byte.

use std::sync::Arc;

use crate::handler::{Handler, ready};
use crate::in_flight::InFlight;
use crate::permits::Permits;
use crate::refusal::{RETRY_SOON, Refusal};

pub(crate) fn around(inner: Handler, permits: &Arc<Permits>) -> Handler {
    let permits = Arc::clone(permits);
    Arc::new(move |request| {
        let Some(in_flight) = InFlight::of(&request) else {
            return inner(request);
        };
        match permits.acquire() {
            Some(permit) => in_flight.hold_permit(permit),
            None => return ready(Refusal::Busy.after(RETRY_SOON)),
        }
        inner(request)
    })
}
