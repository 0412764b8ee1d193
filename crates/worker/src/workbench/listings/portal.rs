//! Asking the admin portal: what it takes, and giving it.

use std::rc::Rc;

use http::Response;
use rollcall_atlassian::Body;
use rollcall_core::portal::{self, PasteError, Place, Trouble};
use rollcall_protocol::{PortalKey, PortalOffer, PortalState, Problem};

use crate::connecting::{ATLASSIAN, said_by_proxy};
use crate::transport::Transport;
use crate::workbench::WorkbenchWorker;
use crate::workbench::connection::Connection;
use crate::workbench::problem::no_connection;
use crate::{clock, convert};

impl WorkbenchWorker {
    pub(super) fn portal_state(&self) -> PortalState {
        let portal = self.portal.borrow();
        let (site, organization) = match &portal.place {
            Some(Place::Site(site)) => (Some(site.to_string()), None),
            Some(Place::Organization(organization)) => (None, Some(organization.clone())),
            None => (None, None),
        };
        let connected = self.connection.borrow().route().map(|route| route.organization);
        PortalState {
            offer: portal.offer,
            given: portal.route.is_some(),
            site,
            other_organization: organization
                .filter(|organization| Some(organization) != connected.as_ref())
                .map(|organization| organization.to_string()),
        }
    }

    /// Asks the proxy. Whatever it does not say plainly is a no.
    pub(in crate::workbench) async fn look_for_portal(&self) -> Result<(), Problem> {
        let fetch = match &*self.connection.borrow() {
            Connection::Live(live) => Rc::clone(&live.fetch),
            Connection::Sandbox(_) => {
                self.portal.borrow_mut().offer = PortalOffer::Open;
                return Ok(());
            }
            Connection::Closed | Connection::CheckOnly => return Err(no_connection()),
        };
        let offer = if fetch.base() == ATLASSIAN {
            PortalOffer::NoProxy
        } else {
            let said = fetch.proxy_says().await.ok_or_else(|| problem(Trouble::Silent))?;
            match said.get("portal").and_then(serde_json::Value::as_str) {
                Some("session") => PortalOffer::Session,
                Some("secret") => PortalOffer::Secret,
                _ => PortalOffer::Off,
            }
        };
        // Another connection may have been made meanwhile.
        let is_same =
            matches!(&*self.connection.borrow(), Connection::Live(live) if Rc::ptr_eq(&live.fetch, &fetch));
        if is_same {
            let mut portal = self.portal.borrow_mut();
            if portal.offer != offer {
                portal.forget();
            }
            portal.offer = offer;
        }
        Ok(())
    }

    pub(in crate::workbench) fn give_portal(&self, given: &PortalKey) -> Result<(), Problem> {
        let connection = self.connection.borrow();
        let Connection::Live(live) = &*connection else {
            return Err(no_connection());
        };
        let mut portal = self.portal.borrow_mut();
        match portal.offer {
            PortalOffer::Session => {
                let found = portal::pasted(&given.text, clock::now()).map_err(|error| not_pasted(&error))?;
                portal.route = Some(Rc::new(live.fetch.with_session(found.session.as_str())));
                portal.place = found.place;
            }
            PortalOffer::Secret => {
                let secret = portal::secret(&given.text).map_err(problem)?;
                portal.route = Some(Rc::new(live.fetch.with_secret(secret)));
            }
            PortalOffer::NoProxy => return Err(problem(Trouble::NoProxy)),
            PortalOffer::Unknown | PortalOffer::Off | PortalOffer::Open => {
                return Err(problem(Trouble::Off));
            }
        }
        Ok(())
    }

    /// Forgets what was given, and stops what is read with it.
    pub(in crate::workbench) fn forget_portal(&self) {
        self.listings.borrow_mut().stop_portal();
        self.forget_portal_key();
    }

    fn forget_portal_key(&self) {
        self.portal.borrow_mut().forget();
    }

    /// The portal asks for a login: a session that was pasted will not do any more; a secret will, once somebody has logged in.
    pub(super) fn session_is_over(&self) {
        if self.portal.borrow().offer != PortalOffer::Secret {
            self.forget_portal_key();
        }
    }

    /// The route to the portal: never that of the key.
    pub(super) fn portal_route(&self, of_connection: Transport) -> Result<Transport, Problem> {
        if let Transport::InPage(_) = of_connection {
            return Ok(of_connection);
        }
        let portal = self.portal.borrow();
        match &portal.route {
            Some(fetch) => Ok(Transport::Fetch(Rc::clone(fetch))),
            None => Err(problem(Trouble::NotGiven)),
        }
    }

    /// What the proxy refuses itself. Where what was given will not do any more, it is forgotten.
    pub(super) fn refused_on_the_route(&self, response: &Response<Body>) -> Option<Problem> {
        let (code, _) = said_by_proxy(response)?;
        let trouble = Trouble::of_proxy(&code)?;
        let is_lent = self.portal.borrow().offer == PortalOffer::Secret;
        let trouble = match trouble {
            Trouble::Over if is_lent => Trouble::NotLoggedIn,
            trouble => trouble,
        };
        if trouble.ends() {
            self.forget_portal_key();
        }
        if trouble == Trouble::Off {
            self.portal.borrow_mut().offer = PortalOffer::Off;
        }
        Some(problem(trouble))
    }
}

fn problem(trouble: Trouble) -> Problem {
    convert::problem(trouble.code(), trouble.to_string(), trouble.hint())
}

fn not_pasted(error: &PasteError) -> Problem {
    convert::problem(error.code(), error.to_string(), error.hint())
}
