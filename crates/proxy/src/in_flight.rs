//! A request, from its arrival until its client has read all of the answer. Only then are its permits and its memory released.

use std::sync::{Arc, OnceLock};

use http::Request;

use crate::answer::Reservation;
use crate::body::Body;
use crate::client::Client;
use crate::pace::Pace;
use crate::permits::Permit;

/// A request in flight. The connection puts it into the request's extensions and keeps it with the answer.
pub(crate) struct InFlight {
    pace: Arc<Pace>,
    /// Unique on its connection.
    number: u64,
    client_permit: OnceLock<Permit>,
    permit: OnceLock<Permit>,
    reservation: OnceLock<Reservation>,
}

impl InFlight {
    pub(crate) fn new(pace: &Arc<Pace>) -> Arc<Self> {
        Arc::new(Self {
            number: pace.begun(),
            pace: Arc::clone(pace),
            client_permit: OnceLock::new(),
            permit: OnceLock::new(),
            reservation: OnceLock::new(),
        })
    }

    /// From a request's extensions.
    pub(crate) fn of(request: &Request<Body>) -> Option<&Arc<Self>> {
        request.extensions().get()
    }

    /// The client that sent it.
    pub(crate) fn client(&self) -> &Client {
        &self.pace.client
    }

    /// Its answer begins to be sent.
    pub(crate) fn answered(&self) {
        self.pace.answered(self.number);
    }

    /// Holds one of its client's permits.
    pub(crate) fn hold_client_permit(&self, permit: Permit) {
        // Each gate sets its own once; a second one would be dropped, and so released.
        let _ = self.client_permit.set(permit);
    }

    /// Holds one of the permits of all clients.
    pub(crate) fn hold_permit(&self, permit: Permit) {
        let _ = self.permit.set(permit);
    }

    /// Holds memory for its answer.
    pub(crate) fn hold_reservation(&self, reservation: Reservation) {
        let _ = self.reservation.set(reservation);
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        self.pace.over(self.number);
    }
}
