//! What lies on the administrator's desk: the change file with its mapping and edits, what is known about the
//! organization, and what the checks say of it all.
//!
//! Every change goes through one door (`Desk::changed`): it counts the revision up and checks the file anew. So whatever is
//! read from the desk belongs together.

mod lists;
mod log;
mod view;

pub use log::EditEntry;
pub use view::{Cell, GridColumn, MOST, Order, Row, SortKey, View, Window};

use rollcall_atlassian::OrganizationId;

use crate::action::{self, Action, Part, Shows};
use crate::change::{Changes, Edit};
use crate::check::{Case, Confirmation, Review, RowState};
use crate::diff::{Diff, LeftOut};
use crate::file::ChangeFile;
use crate::finding::Fix;
use crate::mapping::{Mapping, MappingProblem};
use crate::roster::{Knowledge, Origin, Presence, Roster};
use log::Log;
use view::{Rows, Shown};

/// Why something could not be edited.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// There is no change file, or its columns are not told yet.
    #[error("There is no change file to edit yet.")]
    NothingThere,
    /// The file has no such row.
    #[error("The file has no row {}: it has {rows}.", row + 1)]
    NoSuchRow {
        /// Counted from 0.
        row: u32,
        /// Rows of the file.
        rows: u32,
    },
    /// No column plays the part.
    #[error("No column of the file holds that. Say first which one does.")]
    NotMapped,
    /// Nothing with this code can be mended, here.
    #[error("There is no fix for {code} here.")]
    NoFix {
        /// The finding's code.
        code: String,
    },
    /// The rows can be mended one by one only.
    #[error("{code} cannot be fixed for all rows at once while “{because}” stands. Look at them one by one.")]
    OneByOne {
        /// The finding's code.
        code: String,
        /// Title of the finding about the file.
        because: &'static str,
    },
}

/// The desk.
#[derive(Debug)]
pub struct Desk {
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
}

impl Open {
    fn changes(&self, action: &'static Action) -> Changes<'_> {
        Changes::new(action, self.file.table(), &self.mapping, self.log.edits())
    }

    fn problems(&self, action: &Action) -> Vec<MappingProblem> {
        self.mapping.problems(action.parts, self.file.table().columns())
    }
}

/// The rows of the order that was asked for last.
#[derive(Debug)]
struct Ordered {
    revision: u32,
    order: Order,
    rows: Rows,
}

impl Default for Desk {
    fn default() -> Self {
        Self::new(&action::change_email::ACTION)
    }
}

impl Desk {
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
        self.review = checkable.map(|open| {
            Review::new(
                self.action.checks,
                open.changes(self.action),
                &self.roster,
                self.organization.as_ref(),
            )
        });
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
        self.action = action;
        self.open = Some(Open {
            file,
            mapping,
            log: Log::default(),
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
    pub fn learn(&mut self, origin: Origin, knowledge: Knowledge) {
        self.roster.learn(origin, knowledge);
        self.changed();
    }

    /// Puts another roster in the place of the one before: an empty one forgets.
    pub fn set_roster(&mut self, roster: Roster) {
        self.roster = roster;
        self.changed();
    }

    /// Writes into the cell that plays a part.
    ///
    /// # Errors
    /// [`Refused`] where there is no such cell.
    pub fn edit(&mut self, row: u32, part: Part, value: &str) -> Result<(), Refused> {
        let (open, _) = self.editable(row)?;
        let column = open.mapping.column(part).ok_or(Refused::NotMapped)? as u32;
        let label = format!("Edit line {}", open.changes(self.action).line(row));
        self.enter(EditEntry {
            label,
            edits: vec![Edit::Cell {
                row,
                column,
                value: value.to_owned(),
            }],
        });
        Ok(())
    }

    /// Leaves a row out, or takes it back in.
    ///
    /// # Errors
    /// [`Refused`] where there is no such row.
    pub fn leave_out(&mut self, row: u32, out: bool) -> Result<(), Refused> {
        let (open, _) = self.editable(row)?;
        let line = open.changes(self.action).line(row);
        let label = if out {
            format!("Leave line {line} out")
        } else {
            format!("Take line {line} back in")
        };
        self.enter(EditEntry {
            label,
            edits: vec![Edit::Out { row, out }],
        });
        Ok(())
    }

    /// Applies the fix that a finding offers: to one row, or to all rows where the same finding offers one, as a single step.
    /// Gives the number of rows that were mended.
    ///
    /// # Errors
    /// [`Refused`] where there is nothing to mend, or not at once.
    pub fn fix(&mut self, code: &str, row: Option<u32>) -> Result<u32, Refused> {
        let (open, review) = self.editable(row.unwrap_or(0))?;
        let case = review.case(
            open.changes(self.action),
            &self.roster,
            self.organization.as_ref(),
        );
        let no_fix = || Refused::NoFix {
            code: code.to_owned(),
        };
        let check = self
            .action
            .checks
            .iter()
            .find(|check| check.code == code)
            .ok_or_else(no_fix)?;
        let offer = check.fix.ok_or_else(no_fix)?;
        if row.is_none()
            && let Some(because) = review.withholds(&offer)
        {
            return Err(Refused::OneByOne {
                code: code.to_owned(),
                because,
            });
        }
        let fixes: Vec<(u32, Fix)> = review
            .rows_with(code)
            .filter(|found| row.is_none_or(|row| row == *found))
            .filter_map(|row| Some((row, offer.one(&case, &case.look(row))?)))
            .collect();
        let label = match (row, fixes.as_slice()) {
            (Some(_), [(_, fix)]) => fix.label(),
            _ => offer.all.to_owned(),
        };
        let edits = fixes
            .into_iter()
            .filter_map(|(row, fix)| to_edit(row, fix, &open.mapping))
            .collect();
        match self.enter(EditEntry { label, edits }) {
            0 => Err(no_fix()),
            mended => Ok(mended),
        }
    }

    /// Takes the last edit back, and gives what it was called.
    pub fn undo(&mut self) -> Option<String> {
        let open = self.open.as_mut()?;
        let entry = open.log.undo(open.file.table())?;
        self.changed();
        Some(entry.label)
    }

    /// What was edited, for a store.
    pub fn edit_log(&self) -> &[EditEntry] {
        self.open.as_ref().map_or(&[], |open| open.log.entries())
    }

    /// Applies a log that was kept for this very file. Edits of rows and columns that are not there are passed over. Gives the
    /// number of entries that changed something.
    pub fn replay(&mut self, entries: impl IntoIterator<Item = EditEntry>) -> u32 {
        let Some(open) = &mut self.open else { return 0 };
        let (rows, columns) = (
            open.file.table().rows() as u32,
            open.file.table().columns() as u32,
        );
        let mut applied = 0;
        for mut entry in entries {
            entry.edits.retain(|edit| match *edit {
                Edit::Cell { row, column, .. } => row < rows && column < columns,
                Edit::Out { row, .. } => row < rows,
            });
            applied += u32::from(open.log.enter(entry, open.file.table()) > 0);
        }
        self.changed();
        applied
    }

    fn editable(&self, row: u32) -> Result<(&Open, &Review), Refused> {
        let (Some(open), Some(review)) = (&self.open, &self.review) else {
            return Err(Refused::NothingThere);
        };
        let rows = open.changes(self.action).rows();
        if row < rows {
            Ok((open, review))
        } else {
            Err(Refused::NoSuchRow { row, rows })
        }
    }

    fn enter(&mut self, entry: EditEntry) -> u32 {
        let Some(open) = &mut self.open else { return 0 };
        let changed = open.log.enter(entry, open.file.table());
        if changed > 0 {
            self.changed();
        }
        changed
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

    fn case(&self) -> Option<(Case<'_>, &Review)> {
        let (open, review) = (self.open.as_ref()?, self.review.as_ref()?);
        Some((
            review.case(
                open.changes(self.action),
                &self.roster,
                self.organization.as_ref(),
            ),
            review,
        ))
    }

    /// The grid's columns between "who" and "findings", as far as the file has them.
    pub fn columns(&self) -> Vec<GridColumn> {
        let columns = self.action.columns.iter().map(|column| GridColumn {
            key: column.key,
            title: column.title,
            shows: column.shows,
            editable: !column.shows.is_known(),
        });
        let mapping = self.mapping();
        let has = |part| mapping.is_some_and(|mapping| mapping.column(part).is_some());
        columns
            .filter(|column| match column.shows {
                Shows::Live | Shows::Address => true,
                Shows::Cell(part) => has(part),
            })
            .collect()
    }

    /// A window of rows; `None` as long as there is nothing to check. The order is worked out once and kept, so that the next
    /// window of the same order costs the rows in it and no more.
    pub fn view(&mut self, view: &View) -> Option<Window> {
        let columns = self.columns();
        let known = self.ordered.take();
        let (case, review) = self.case()?;
        let shown = Shown {
            case,
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

    /// The changes that can run, in the order of the file.
    pub fn diffs(&self) -> Vec<Diff> {
        self.case()
            .map_or_else(Vec::new, |(case, review)| Diff::of(&case, review))
    }

    /// The rows that do not run, and why. `runs` says which rows do.
    pub fn left_out(&self, runs: impl Fn(u32) -> bool) -> Vec<LeftOut> {
        self.case()
            .map_or_else(Vec::new, |(case, review)| LeftOut::of(&case, review, runs))
    }

    /// What must be confirmed before the rows that can run are run.
    pub fn confirmations(&self) -> Vec<Confirmation> {
        let Some(review) = &self.review else {
            return Vec::new();
        };
        let runs = |row: &u32| matches!(review.state(*row), Some(RowState::Ready | RowState::Look));
        let asked = self.action.checks.iter().filter_map(|check| {
            let rows = review.rows_with(check.code).filter(runs).count();
            check
                .confirm
                .filter(|_| rows > 0)
                .map(|confirm| confirm(rows as u32))
        });
        // What is done is counted, not the rows that ask for it: one row may ask for several.
        let of_action = self.action.confirm.and_then(|confirm| {
            let steps = self.diffs().len();
            (steps > 0).then(|| confirm(steps as u32))
        });
        of_action.into_iter().chain(asked).collect()
    }
}

fn to_edit(row: u32, fix: Fix, mapping: &Mapping) -> Option<Edit> {
    let (part, value) = match fix {
        Fix::Put { part, value } => (part, value),
        Fix::AcceptLive { value } => (Part::CurrentAddress, value),
        Fix::LeaveOut => return Some(Edit::Out { row, out: true }),
    };
    Some(Edit::Cell {
        row,
        column: mapping.column(part)? as u32,
        value,
    })
}
