//! The route to the admin portal. What was given for it is kept here, and forgotten with the connection.

use std::rc::Rc;

use rollcall_core::portal::Place;
use rollcall_protocol::PortalOffer;

use crate::transport::Fetch;

/// What is known of the route to the admin portal.
#[derive(Default)]
pub(super) struct Portal {
    pub(super) offer: PortalOffer,
    /// The route, with what was given.
    pub(super) route: Option<Rc<Fetch>>,
    /// What the pasted request was about.
    pub(super) place: Option<Place>,
}

impl Portal {
    pub(super) fn forget(&mut self) {
        self.route = None;
        self.place = None;
    }
}
