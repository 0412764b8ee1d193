//! The workbench: the open change file with its mapping and edits, what is known about the organization, and the findings of the
//! checks.
//!
//! Invariant: every change goes through `Workbench::changed`, which bumps the revision and re-runs the checks. Everything read from
//! the workbench at one revision is therefore consistent.

mod as_read;
mod edits;
mod lists;
mod log;
mod view;
mod wanted;

pub use as_read::letters;
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

/// An open change file, the roster and the review, for one chosen action.
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

/// The open change file.
#[derive(Debug)]
struct Open {
    file: ChangeFile,
    mapping: Mapping,
    log: Log,
    /// The rows of the imported journal from which the file was made, if any.
    claimed: Option<Claimed>,
}

/// The rows of an imported journal.
#[derive(Debug)]
struct Claimed {
    rows: Vec<PlanRow>,
    /// The same rows, in the form in which the review compares them.
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

/// The rows of the most recent [`View`], in its order.
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
    /// An empty workbench for an action.
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

    /// Every change goes through here: it bumps the revision and re-runs the checks.
    fn changed(&mut self) {
        self.revision += 1;
        let checkable = self
            .open
            .as_ref()
            .filter(|open| open.problems(self.action).is_empty());
        self.review = checkable.map(|open| Review::new(self.input(open)));
    }

    /// The input of the review: the file's changes, and everything that they are checked against.
    fn input<'a>(&'a self, open: &'a Open) -> ReviewInput<'a> {
        ReviewInput {
            changes: open.changes(self.action),
            spec: &self.action.review,
            row_specs: ROW_SPECS,
            roster: &self.roster,
            organization: self.organization.as_ref(),
        }
    }

    /// Switches to another action. The open file keeps its edits and gets a new mapping.
    pub fn choose(&mut self, action: &'static Action, mapping: Mapping) {
        self.action = action;
        if let Some(open) = &mut self.open {
            open.mapping = mapping;
        }
        self.changed();
    }

    /// Opens a file without edits, in place of the current one.
    pub fn open(&mut self, file: ChangeFile, mapping: Mapping) {
        self.open_for(self.action, file, mapping);
    }

    /// Like `open`, and switches to another action.
    pub fn open_for(&mut self, action: &'static Action, file: ChangeFile, mapping: Mapping) {
        self.put(action, file, mapping, None);
    }

    /// Opens the rows of an imported journal in place of the current file, for the usual review. A row can run only if the change
    /// that the review derives from it is the change in the journal.
    ///
    /// # Errors
    /// [`ReadError`] if there are more rows than a change file may have.
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

    /// Closes the file and discards its edits.
    pub fn close(&mut self) {
        self.open = None;
        self.changed();
    }

    /// Sets which column contains which field. Edits are kept.
    pub fn map(&mut self, mapping: Mapping) {
        if let Some(open) = &mut self.open {
            open.mapping = mapping;
            self.changed();
        }
    }

    /// Sets the connected organization, if any.
    pub fn connect(&mut self, organization: Option<OrganizationId>) {
        self.organization = organization;
        self.changed();
    }

    /// Adds the knowledge from one source to the roster.
    pub fn learn(&mut self, origin: Provenance, knowledge: Knowledge) {
        self.roster.learn(origin, knowledge);
        self.changed();
    }

    /// Replaces the roster. An empty roster forgets all that is known.
    pub fn set_roster(&mut self, roster: Roster) {
        self.roster = roster;
        self.changed();
    }

    /// Increases by one with every change.
    pub fn revision(&self) -> u32 {
        self.revision
    }

    /// The chosen action.
    pub fn action(&self) -> &'static Action {
        self.action
    }

    /// Whether a known account currently has `address`. Plans do not use such an address as a temporary one.
    pub fn is_held(&self, address: &str) -> bool {
        matches!(self.roster.by_address(address), Presence::Here(_))
    }

    /// What is known about accounts and domains.
    pub fn roster(&self) -> &Roster {
        &self.roster
    }

    /// The connected organization.
    pub fn organization(&self) -> Option<&OrganizationId> {
        self.organization.as_ref()
    }

    /// The open change file, as it was read, without edits.
    pub fn file(&self) -> Option<&ChangeFile> {
        self.open.as_ref().map(|open| &open.file)
    }

    /// The change file with its edits applied; without edits, the original bytes. Excluded rows stay in the file.
    pub fn file_bytes(&self) -> Option<Vec<u8>> {
        self.open
            .as_ref()
            .map(|open| open.file.to_bytes(open.log.edits().cells()))
    }

    /// Which column contains which field.
    pub fn mapping(&self) -> Option<&Mapping> {
        self.open.as_ref().map(|open| &open.mapping)
    }

    /// The problems that keep the mapping from being used; the file is checked once there are none.
    pub fn mapping_problems(&self) -> Vec<MappingProblem> {
        self.open
            .as_ref()
            .map_or_else(Vec::new, |open| open.problems(self.action))
    }

    /// The changes that the rows ask for, with edits applied.
    pub fn changes(&self) -> Option<Changes<'_>> {
        self.open.as_ref().map(|open| open.changes(self.action))
    }

    /// The result of the checks; `None` if no file is open or its mapping has problems.
    pub fn review(&self) -> Option<&Review> {
        self.review.as_ref()
    }

    /// The action for which the file was made, if it differs from the chosen action.
    pub fn other_action(&self) -> Option<&'static Action> {
        let (context, _) = self.context()?;
        let (meant, _) = other_action::meant(&context)?;
        Action::of_key(meant.key)
    }

    fn context(&self) -> Option<(CheckContext<'_>, &Review)> {
        let (open, review) = (self.open.as_ref()?, self.review.as_ref()?);
        Some((review.context(self.input(open)), review))
    }

    /// The columns of the grid between "who" and "findings". A column that shows a cell is included only if the file has it.
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

    /// A window of rows; `None` if there is nothing to check. The filtered and sorted row list is cached, so that the next window
    /// of the same order costs only its own rows.
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

    /// The changes that can run, in the order of the file. For an imported journal, only the changes that agree with the journal.
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

    /// The rows of the imported journal, if one is open.
    pub fn claimed(&self) -> Option<&[PlanRow]> {
        Some(self.open.as_ref()?.claimed.as_ref()?.rows.as_slice())
    }

    /// The rows that do not run, each with its reason. `runs` returns whether a row runs.
    pub fn left_out(&self, runs: impl Fn(u32) -> bool) -> Vec<LeftOut> {
        self.context().map_or_else(Vec::new, |(context, review)| {
            diffs::left_out(&context, review, runs)
        })
    }

    /// The confirmations that are required before the rows that can run are run.
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
        // Counts steps, not rows: one row may ask for several steps.
        let of_action = self.action.review.confirm.and_then(|confirm| {
            let steps = self.diffs().len();
            (steps > 0).then(|| confirm(steps as u32))
        });
        of_action.into_iter().chain(asked).collect()
    }
}
