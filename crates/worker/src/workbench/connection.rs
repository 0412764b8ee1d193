//! The connection: to the sandbox organization, to a real one, or none, where a file is only checked.

use std::cell::RefCell;
use std::rc::Rc;

use rollcall_atlassian::OrganizationId;
use rollcall_core::journal::{RunId, SealKey};
use rollcall_protocol::ConnectionState;
use rollcall_sandbox::Organization;

use crate::connecting::Connected;
use crate::convert;
use crate::store::Place;
use crate::transfer::Route;
use crate::transport::{InPage, OVER_CONNECTIONS, Transport};

/// What the workbench is connected to.
#[derive(Default)]
pub(super) enum Connection {
    /// Nothing yet.
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
    pub(super) organization: Rc<RefCell<Organization>>,
    pub(super) id: OrganizationId,
    /// Tells it from the one that the page had before: their ids are the same.
    pub(super) session: u64,
}

impl Connection {
    /// As the page shows it.
    pub(super) fn state(&self) -> ConnectionState {
        match self {
            Self::Closed => ConnectionState::Closed,
            Self::CheckOnly => ConnectionState::CheckOnly,
            Self::Sandbox(sandbox) => ConnectionState::Sandbox {
                name: sandbox.organization.borrow().name().to_owned(),
                organization: sandbox.id.to_string(),
            },
            Self::Live(live) => ConnectionState::Live {
                name: live.name.clone(),
                organization: live.organization.to_string(),
                via: live.via.clone(),
                sandbox: live.sandbox,
                limit: live
                    .limit
                    .map(|limit| convert::problem(limit.code(), limit.to_string(), limit.hint())),
            },
        }
    }

    /// The route to the organization.
    pub(super) fn route(&self) -> Option<Route> {
        match self {
            Self::Closed | Self::CheckOnly => None,
            Self::Sandbox(sandbox) => Some(Route {
                transport: Transport::InPage(InPage::new(Rc::clone(&sandbox.organization))),
                organization: sandbox.id.clone(),
                place: Place::InPage {
                    session: sandbox.session,
                },
                most_at_once: OVER_CONNECTIONS,
            }),
            Self::Live(live) => Some(Route {
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
