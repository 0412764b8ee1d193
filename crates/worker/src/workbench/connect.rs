//! Connecting, and what another connection forgets.

use std::cell::RefCell;
use std::rc::Rc;

use rollcall_atlassian::OrganizationId;
use rollcall_core::roster::Roster;
use rollcall_protocol::{Connect, Problem};
use rollcall_sandbox::Organization;

use super::WorkbenchWorker;
use super::asked::Asked;
use super::connection::{Connection, Sandbox};
use crate::{clock, connecting};

/// Accounts of the sandbox organization in the page.
const ACCOUNTS: u32 = 400;

/// Always the same organization, so that what the documentation shows is what is seen.
const SEED: u64 = 1;

impl WorkbenchWorker {
    pub(super) fn try_sandbox(&self) {
        let organization = Organization::generate(ACCOUNTS, SEED);
        let Some(id) = OrganizationId::parse(organization.organization_id()) else {
            return;
        };
        self.connect_to(Connection::Sandbox(Sandbox {
            organization: Rc::new(RefCell::new(organization)),
            id,
            session: clock::seed(),
        }));
    }

    pub(super) fn check_only(&self) {
        self.connect_to(Connection::CheckOnly);
    }

    pub(super) async fn connect(&self, asked: &Connect) -> Result<(), Problem> {
        let connected = connecting::connect(asked).await.map_err(|trouble| Problem {
            code: trouble.code().to_owned(),
            what: trouble.to_string(),
            hint: trouble.hint().to_owned(),
            detail: trouble.detail().map(str::to_owned),
        })?;
        self.connect_to(Connection::Live(connected));
        Ok(())
    }

    pub(super) fn disconnect(&self) {
        self.connect_to(Connection::Closed);
    }

    /// Another connection is another organization: what was known about the last one is forgotten, the file stays.
    fn connect_to(&self, connection: Connection) {
        self.end_lookup();
        self.listings.borrow_mut().forget();
        self.portal.take();
        let organization = connection.route().map(|route| route.organization);
        *self.connection.borrow_mut() = connection;
        self.notes.borrow_mut().clear();
        *self.asked.borrow_mut() = Asked::default();
        let mut workbench = self.workbench.borrow_mut();
        workbench.set_roster(Roster::default());
        workbench.connect(organization);
    }
}
