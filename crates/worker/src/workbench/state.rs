//! What the workbench's worker holds.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;

use rollcall_core::journal::RunId;
use rollcall_core::workbench::Workbench;
use rollcall_protocol::{FileState, Problem};

use super::asked::Asked;
use super::connection::Connection;
use super::edit_store::EditStore;
use super::listings::Listings;
use super::open_journal::OpenJournal;
use super::portal::Portal;
use super::problem::not_kept;
use super::sheet::OpenSheet;
use crate::store::Store;

/// What this worker holds.
#[derive(Default)]
pub(crate) struct WorkbenchWorker {
    pub(super) workbench: RefCell<Workbench>,
    pub(super) connection: RefCell<Connection>,
    /// What the page is told of the file that is open, but for the mapping.
    pub(super) file: RefCell<Option<FileState>>,
    /// Where that is a sheet of a workbook: the workbook.
    pub(super) sheet: RefCell<Option<Rc<OpenSheet>>>,
    /// Whether somebody chose the mapping since the file was opened.
    pub(super) mapping_is_chosen: Cell<bool>,
    pub(super) edit_store: EditStore,
    /// What was worth telling when the roster last learned something.
    pub(super) notes: RefCell<Vec<String>>,
    /// Counts the look-ups: a newer one, or another connection, ends the one under way.
    pub(super) lookup: Cell<u32>,
    /// How many accounts can be asked about one by one, at a revision of the workbench: counting looks at every row.
    pub(super) to_ask: Cell<Option<(u32, u32)>>,
    pub(super) asked: RefCell<Asked>,
    /// What was read of the organization's listings.
    pub(super) listings: RefCell<Listings>,
    /// The route to the admin portal.
    pub(super) portal: RefCell<Portal>,
    /// Names the run that would begin next.
    pub(super) next_run: Cell<RunId>,
    /// The journal from elsewhere that is open.
    pub(super) journal: RefCell<Option<OpenJournal>>,
    /// Runs under way whose end is waited for.
    pub(super) awaited: RefCell<BTreeSet<RunId>>,
}

impl WorkbenchWorker {
    /// Ends the look-up under way, if any, and gives the number of the next.
    pub(super) fn end_lookup(&self) -> u32 {
        let next = self.lookup.get().wrapping_add(1);
        self.lookup.set(next);
        next
    }

    /// The browser's storage, for what cannot do without.
    pub(super) fn storage(&self) -> Result<Rc<Store>, Problem> {
        self.edit_store.storage().map_err(|error| not_kept(&error))
    }
}
