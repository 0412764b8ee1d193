//! What lies on the administrator's desk: the change file with its mapping and edits, what is known about the
//! organization, and what the checks say of it all.
//!
//! Every change goes through one door (`Workbench::changed`): it counts the revision up and checks the file anew. So whatever is
//! read from the desk belongs together.

mod edits;
mod lists;
mod log;
mod view;
mod wanted;

pub use edits::Refused;
pub use log::EditEntry;
pub use view::{Cell, GridColumn, MOST, Order, Row, SortKey, View, Window};

use rollcall_atlassian::OrganizationId;

use rollcall_model::{Diff, LeftOut, Shows};
use rollcall_review::diffs;

use crate::action::{self, Action, ROW_SPECS};
use crate::change::Changes;
use crate::check::{CheckContext, Confirmation, Review, ReviewInput, RowState, other_action};
use crate::claim;
use crate::file::{ChangeFile, ReadError};
use crate::mapping::{Mapping, MappingProblem};
use crate::plan::Row as PlanRow;
use crate::roster::{Knowledge, Presence, Provenance, Roster};
use log::Log;
use view::{Rows, Shown};

/// The desk.
#[derive(Debug)]
pub struct Workbench {
    action: &'static Action,
    open: Option<Open>,
    roster: Roster,
    organization: Option<OrganizationId>,
    revision: u32,
    review: Option<Review>,
    ordered: Option<Ordered>,
}

/// The change file that is open.
#[derive(Debug)]
struct Open {
    file: ChangeFile,
    mapping: Mapping,
    log: Log,
    /// What a journal from elsewhere says of each row, where the file was made from one.
    claimed: Option<Claimed>,
}

/// The rows of a journal from elsewhere.
#[derive(Debug)]
struct Claimed {
    rows: Vec<PlanRow>,
    /// The same, as the review compares them.
    diffs: Vec<Diff>,
}

impl Open {
    fn changes(&self, action: &'static Action) -> Changes<'_> {
        Changes::new(&action.row, self.file.table(), &self.mapping, self.log.edits())
            .claimed_by(self.claimed.as_ref().map(|claimed| claimed.diffs.as_slice()))
    }

    fn problems(&self, action: &Action) -> Vec<MappingProblem> {
        self.mapping
            .problems(action.row.fields, self.file.table().columns())
    }
}

/// The rows of the order that was asked for last.
#[derive(Debug)]
struct Ordered {
    revision: u32,
    order: Order,
    rows: Rows,
}

impl Default for Workbench {
    fn default() -> Self {
        Self::new(&action::change_email::ACTION)
    }
}

impl Workbench {
    /// An empty desk, for an action.
    pub fn new(action: &'static Action) -> Self {
        Self {
            action,
            open: None,
            roster: Roster::default(),
            organization: None,
            revision: 0,
            review: None,
            ordered: None,
        }
    }

    /// The one door: whatever changed, the file is checked anew.
    fn changed(&mut self) {
        self.revision += 1;
        let checkable = self
            .open
            .as_ref()
            .filter(|open| open.problems(self.action).is_empty());
        self.review = checkable.map(|open| Review::new(self.input(open)));
    }

    /// What is reviewed, and against what.
    fn input<'a>(&'a self, open: &'a Open) -> ReviewInput<'a> {
        ReviewInput {
            changes: open.changes(self.action),
            spec: &self.action.review,
            row_specs: ROW_SPECS,
            roster: &self.roster,
            organization: self.organization.as_ref(),
        }
    }

    /// Chooses another action. The file that is open stays, with its edits, and is mapped so from now on.
    pub fn choose(&mut self, action: &'static Action, mapping: Mapping) {
        self.action = action;
        if let Some(open) = &mut self.open {
            open.mapping = mapping;
        }
        self.changed();
    }

    /// Puts a file on the desk, in the place of the one before, without edits.
    pub fn open(&mut self, file: ChangeFile, mapping: Mapping) {
        self.open_for(self.action, file, mapping);
    }

    /// The same, for another action.
    pub fn open_for(&mut self, action: &'static Action, file: ChangeFile, mapping: Mapping) {
        self.put(action, file, mapping, None);
    }

    /// Puts the rows of a journal from elsewhere on the desk, in the place of the file before, to be reviewed like any other. A row can
    /// run only where what the review makes of it is what the row says.
    ///
    /// # Errors
    /// [`ReadError`], where they are more than a file may hold.
    pub fn open_claim(
        &mut self,
        action: &'static Action,
        name: &str,
        rows: Vec<PlanRow>,
    ) -> Result<(), ReadError> {
        let (file, mapping) = claim::change_file(name, action, &rows)?;
        let diffs = rows.iter().map(PlanRow::to_diff).collect();
        self.put(action, file, mapping, Some(Claimed { rows, diffs }));
        Ok(())
    }

    fn put(&mut self, action: &'static Action, file: ChangeFile, mapping: Mapping, claimed: Option<Claimed>) {
        self.action = action;
        self.open = Some(Open {
            file,
            mapping,
            log: Log::default(),
            claimed,
        });
        self.changed();
    }

    /// Puts the file away, with its edits.
    pub fn close(&mut self) {
        self.open = None;
        self.changed();
    }

    /// Says which column plays which part. The edits stay.
    pub fn map(&mut self, mapping: Mapping) {
        if let Some(open) = &mut self.open {
            open.mapping = mapping;
            self.changed();
        }
    }

    /// Says which organization is connected, if any.
    pub fn connect(&mut self, organization: Option<OrganizationId>) {
        self.organization = organization;
        self.changed();
    }

    /// Adds what a source says.
    pub fn learn(&mut self, origin: Provenance, knowledge: Knowledge) {
        self.roster.learn(origin, knowledge);
        self.changed();
    }

    /// Puts another roster in the place of the one before: an empty one forgets.
    pub fn set_roster(&mut self, roster: Roster) {
        self.roster = roster;
        self.changed();
    }

    /// Counts up with every change.
    pub fn revision(&self) -> u32 {
        self.revision
    }

    /// What the desk is for.
    pub fn action(&self) -> &'static Action {
        self.action
    }

    /// Whether an account is known to have an address, so that no plan gives it to another for a while.
    pub fn is_held(&self, address: &str) -> bool {
        matches!(self.roster.by_address(address), Presence::Here(_))
    }

    /// What is known about accounts and domains.
    pub fn roster(&self) -> &Roster {
        &self.roster
    }

    /// The organization that is connected.
    pub fn organization(&self) -> Option<&OrganizationId> {
        self.organization.as_ref()
    }

    /// The change file that is open, as it was read.
    pub fn file(&self) -> Option<&ChangeFile> {
        self.open.as_ref().map(|open| &open.file)
    }

    /// The change file as it is now: unedited, the same bytes. Left-out rows stay in it.
    pub fn file_bytes(&self) -> Option<Vec<u8>> {
        self.open
            .as_ref()
            .map(|open| open.file.to_bytes(open.log.edits().cells()))
    }

    /// Which column plays which part.
    pub fn mapping(&self) -> Option<&Mapping> {
        self.open.as_ref().map(|open| &open.mapping)
    }

    /// What keeps the mapping from being checked.
    pub fn mapping_problems(&self) -> Vec<MappingProblem> {
        self.open
            .as_ref()
            .map_or_else(Vec::new, |open| open.problems(self.action))
    }

    /// What the rows ask for, edits included.
    pub fn changes(&self) -> Option<Changes<'_>> {
        self.open.as_ref().map(|open| open.changes(self.action))
    }

    /// What the checks say; `None` as long as no file is there whose mapping can be checked.
    pub fn review(&self) -> Option<&Review> {
        self.review.as_ref()
    }

    /// The action that the file was made for, where that is another one than the chosen.
    pub fn other_action(&self) -> Option<&'static Action> {
        let (context, _) = self.context()?;
        let (meant, _) = other_action::meant(&context)?;
        Action::of_key(meant.key)
    }

    fn context(&self) -> Option<(CheckContext<'_>, &Review)> {
        let (open, review) = (self.open.as_ref()?, self.review.as_ref()?);
        Some((review.context(self.input(open)), review))
    }

    /// The grid's columns between "who" and "findings", as far as the file has them.
    pub fn columns(&self) -> Vec<GridColumn> {
        let columns = self.action.row.columns.iter().map(|column| GridColumn {
            key: column.key,
            title: column.title,
            shows: column.shows,
            editable: !column.shows.is_known(),
        });
        let mapping = self.mapping();
        let has = |part| mapping.is_some_and(|mapping| mapping.column(part).is_some());
        columns
            .filter(|column| match column.shows {
                Shows::Current | Shows::Address => true,
                Shows::Cell(part) => has(part),
            })
            .collect()
    }

    /// A window of rows; `None` as long as there is nothing to check. The order is worked out once and kept, so that the next
    /// window of the same order costs the rows in it and no more.
    pub fn view(&mut self, view: &View) -> Option<Window> {
        let columns = self.columns();
        let known = self.ordered.take();
        let (context, review) = self.context()?;
        let shown = Shown {
            context,
            review,
            columns: &columns,
        };
        let known = known.filter(|known| known.revision == self.revision && known.order == view.order);
        let ordered = known.unwrap_or_else(|| Ordered {
            revision: self.revision,
            order: view.order.clone(),
            rows: shown.rows(&view.order),
        });
        let window = Window {
            revision: self.revision,
            from: view.from,
            total: ordered.rows.len(),
            rows: ordered
                .rows
                .window(view.from, view.count)
                .into_iter()
                .map(|row| shown.row(row))
                .collect(),
        };
        self.ordered = Some(ordered);
        Some(window)
    }

    /// The changes that can run, in the order of the file. Of a journal from elsewhere those alone that do what the journal says.
    pub fn diffs(&self) -> Vec<Diff> {
        let Some((context, review)) = self.context() else {
            return Vec::new();
        };
        let mut diffs = diffs::diffs(&context, review);
        if context.changes.are_claimed() {
            let is_address = self.action.row.is_address();
            diffs.retain(|diff| {
                let row = context.changes.claimed(diff.row);
                row.is_some_and(|row| diff.agrees_with(row, is_address))
            });
        }
        diffs
    }

    /// The rows of the journal from elsewhere that is on the desk, where one is.
    pub fn claimed(&self) -> Option<&[PlanRow]> {
        Some(self.open.as_ref()?.claimed.as_ref()?.rows.as_slice())
    }

    /// The rows that do not run, and why. `runs` says which rows do.
    pub fn left_out(&self, runs: impl Fn(u32) -> bool) -> Vec<LeftOut> {
        self.context().map_or_else(Vec::new, |(context, review)| {
            diffs::left_out(&context, review, runs)
        })
    }

    /// What must be confirmed before the rows that can run are run.
    pub fn confirmations(&self) -> Vec<Confirmation> {
        let Some(review) = &self.review else {
            return Vec::new();
        };
        let runs = |row: &u32| matches!(review.state(*row), Some(RowState::Ready | RowState::Look));
        let asked = self.action.review.checks.iter().filter_map(|check| {
            let rows = review.rows_with(check.code).filter(runs).count();
            check
                .confirm
                .filter(|_| rows > 0)
                .map(|confirm| confirm(rows as u32))
        });
        // What is done is counted, not the rows that ask for it: one row may ask for several.
        let of_action = self.action.review.confirm.and_then(|confirm| {
            let steps = self.diffs().len();
            (steps > 0).then(|| confirm(steps as u32))
        });
        of_action.into_iter().chain(asked).collect()
    }
}
