//! Limits the concurrent requests of one client, so that no client uses up the permits of all others.
//!
//! Not `tower`'s `ConcurrencyLimit`: it knows no clients, queues, and frees its permit with the head of the response.

use std::sync::Arc;

use crate::handler::{Handler, ready};
use crate::in_flight::InFlight;
use crate::refusal::{RETRY_SOON, Refusal};

pub(crate) fn around(inner: Handler) -> Handler {
    Arc::new(move |request| {
        let Some(in_flight) = InFlight::of(&request) else {
            return inner(request);
        };
        match in_flight.client().permits.acquire() {
            Some(permit) => in_flight.hold_client_permit(permit),
            None => return ready(Refusal::PerClient.after(RETRY_SOON)),
        }
        inner(request)
    })
}
