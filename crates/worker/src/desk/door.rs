//! Which door is open: the sandbox organization, a check without a connection, or a real organization.

use std::cell::RefCell;
use std::rc::Rc;

use rollcall_atlassian::OrganizationId;
use rollcall_core::journal::{RunId, SealKey};
use rollcall_core::roster::Roster;
use rollcall_protocol::{Connect, Connection, Problem};
use rollcall_sandbox::Organization;

use super::DeskRoom;
use super::lookup::Asked;
use crate::clock;
use crate::connecting::{self, Connected};
use crate::handover::Way;
use crate::store::Place;
use crate::transport::{InPage, OVER_CONNECTIONS, Transport};

/// Accounts of the sandbox organization in the page.
const ACCOUNTS: u32 = 400;

/// Always the same organization, so that what the documentation shows is what is seen.
const SEED: u64 = 1;

/// Which door is open.
#[derive(Default)]
pub(super) enum Door {
    /// None yet.
    #[default]
    Closed,
    /// Checking a file without a connection.
    CheckOnly,
    /// The sandbox organization in this worker.
    Sandbox(Sandbox),
    /// What answers over HTTP.
    Live(Connected),
}

/// The sandbox organization in this worker.
pub(super) struct Sandbox {
    organization: Rc<RefCell<Organization>>,
    id: OrganizationId,
    /// Tells it from the one that the page had before: their ids are the same.
    session: u64,
}

impl Door {
    /// As the page shows it.
    pub(super) fn state(&self) -> Connection {
        match self {
            Self::Closed => Connection::Closed,
            Self::CheckOnly => Connection::CheckOnly,
            Self::Sandbox(sandbox) => Connection::Sandbox {
                name: sandbox.organization.borrow().name().to_owned(),
                organization: sandbox.id.to_string(),
            },
            Self::Live(live) => Connection::Live {
                name: live.name.clone(),
                organization: live.organization.to_string(),
                via: live.via.clone(),
                sandbox: live.sandbox,
            },
        }
    }

    /// The way to the organization.
    pub(super) fn way(&self) -> Option<Way> {
        match self {
            Self::Closed | Self::CheckOnly => None,
            Self::Sandbox(sandbox) => Some(Way {
                transport: Transport::InPage(InPage::new(Rc::clone(&sandbox.organization))),
                organization: sandbox.id.clone(),
                place: Place::InPage {
                    session: sandbox.session,
                },
                most_at_once: OVER_CONNECTIONS,
            }),
            Self::Live(live) => Some(Way {
                transport: Transport::Fetch(Rc::clone(&live.fetch)),
                organization: live.organization.clone(),
                place: Place::At {
                    via: live.via.clone(),
                },
                most_at_once: live.fetch.most_at_once(),
            }),
        }
    }

    /// What seals a journal of this organization: there is an API key over HTTP alone.
    pub(super) fn seal_key(&self, organization: &OrganizationId, run: RunId) -> Option<SealKey> {
        match self {
            Self::Live(live) if live.organization == *organization => Some(live.fetch.seal_key(run)),
            Self::Live(_) | Self::Closed | Self::CheckOnly | Self::Sandbox(_) => None,
        }
    }

    /// The organization's name.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Closed | Self::CheckOnly => String::new(),
            Self::Sandbox(sandbox) => sandbox.organization.borrow().name().to_owned(),
            Self::Live(live) => live.name.clone(),
        }
    }

    /// An example file over the sandbox organization's accounts.
    pub(super) fn example(&self) -> Option<String> {
        match self {
            Self::Sandbox(sandbox) => Some(sandbox.organization.borrow().example_change_file()),
            _ => None,
        }
    }
}

impl DeskRoom {
    pub(super) fn try_sandbox(&self) {
        let organization = Organization::generate(ACCOUNTS, SEED);
        let Some(id) = OrganizationId::parse(organization.organization_id()) else {
            return;
        };
        self.open_door(Door::Sandbox(Sandbox {
            organization: Rc::new(RefCell::new(organization)),
            id,
            session: clock::seed(),
        }));
    }

    pub(super) fn check_only(&self) {
        self.open_door(Door::CheckOnly);
    }

    pub(super) async fn connect(&self, asked: &Connect) -> Result<(), Problem> {
        let connected = connecting::connect(asked).await.map_err(|trouble| Problem {
            code: trouble.code().to_owned(),
            what: trouble.to_string(),
            hint: trouble.hint().to_owned(),
            detail: trouble.detail().map(str::to_owned),
        })?;
        self.open_door(Door::Live(connected));
        Ok(())
    }

    pub(super) fn disconnect(&self) {
        self.open_door(Door::Closed);
    }

    /// Another door is another organization: what was known about the last one is forgotten, the file stays.
    fn open_door(&self, door: Door) {
        self.end_lookup();
        self.listings.borrow_mut().forget();
        self.portal.take();
        let organization = door.way().map(|way| way.organization);
        *self.door.borrow_mut() = door;
        self.notes.borrow_mut().clear();
        *self.asked.borrow_mut() = Asked::default();
        let mut desk = self.desk.borrow_mut();
        desk.set_roster(Roster::default());
        desk.connect(organization);
    }
}
