//! The user's edits of the file: cells, excluded rows and fixes; with undo, and replay from a store.

use super::{EditEntry, Open, Workbench};
use crate::change::Edit;
use crate::check::Review;
use crate::mapping::Mapping;
use rollcall_model::Field;
use rollcall_model::finding::Fix;

/// Why an edit was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// There is no open change file, or its mapping has problems.
    #[error("There is no change file to edit yet.")]
    NothingThere,
    /// The file has no such row.
    #[error("The file has no row {}: it has {rows}.", row + 1)]
    NoSuchRow {
        /// The row that was asked for, counted from 0.
        row: u32,
        /// Number of rows in the file.
        rows: u32,
    },
    /// No column is mapped to the field.
    #[error("No column of the file holds that. Say first which one does.")]
    NotMapped,
    /// The rows come from an imported journal, whose cells cannot be edited.
    #[error(
        "The rows of a journal stay as they are. Leave a row out, or save the rows as a change file and correct them there."
    )]
    Claimed,
    /// No finding with this code has a fix here.
    #[error("There is no fix for {code} here.")]
    NoFix {
        /// The finding's code.
        code: String,
    },
    /// The findings can only be fixed row by row.
    #[error("{code} cannot be fixed for all rows at once while “{because}” stands. Look at them one by one.")]
    OneByOne {
        /// The finding's code.
        code: String,
        /// Title of the finding about the whole file that prevents fixing all rows at once.
        because: &'static str,
    },
}

impl Workbench {
    /// Sets the value of the cell that contains a field.
    ///
    /// # Errors
    /// [`Refused`] if there is no such cell, or if the rows come from an imported journal.
    pub fn edit(&mut self, row: u32, part: Field, value: &str) -> Result<(), Refused> {
        let (open, _) = self.editable(row)?;
        if open.claimed.is_some() {
            return Err(Refused::Claimed);
        }
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

    /// Excludes a row, or includes it again.
    ///
    /// # Errors
    /// [`Refused`] if there is no such row.
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

    /// Applies the fix of a finding: to one row, or, if `row` is `None`, to every row where the same check offers one, as a single
    /// undo step. Returns the number of fixed rows.
    ///
    /// # Errors
    /// [`Refused`] if there is nothing to fix, or if the findings cannot be fixed all at once.
    pub fn fix(&mut self, code: &str, row: Option<u32>) -> Result<u32, Refused> {
        let (open, review) = self.editable(row.unwrap_or(0))?;
        let context = review.context(self.input(open));
        let no_fix = || Refused::NoFix {
            code: code.to_owned(),
        };
        let check = self
            .action
            .review
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
            .filter_map(|row| Some((row, offer.one(&context, &context.row(row))?)))
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

    /// Undoes the last edit and returns its label.
    pub fn undo(&mut self) -> Option<String> {
        let open = self.open.as_mut()?;
        let entry = open.log.undo(open.file.table())?;
        self.changed();
        Some(entry.label)
    }

    /// The edit log, for a store.
    pub fn edit_log(&self) -> &[EditEntry] {
        self.open.as_ref().map_or(&[], |open| open.log.entries())
    }

    /// Applies a stored log of this same file. Edits of rows or columns that do not exist are skipped, and so are cell edits if the
    /// file is an imported journal. Returns the number of entries that changed something.
    pub fn replay(&mut self, entries: impl IntoIterator<Item = EditEntry>) -> u32 {
        let Some(open) = &mut self.open else { return 0 };
        let (rows, columns) = (
            open.file.table().rows() as u32,
            open.file.table().columns() as u32,
        );
        let mut applied = 0;
        let are_claimed = open.claimed.is_some();
        for mut entry in entries {
            entry.edits.retain(|edit| match *edit {
                Edit::Cell { row, column, .. } => row < rows && column < columns && !are_claimed,
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
}

fn to_edit(row: u32, fix: Fix, mapping: &Mapping) -> Option<Edit> {
    let (part, value) = match fix {
        Fix::Put { part, value } => (part, value),
        Fix::AcceptLive { value } => (Field::CurrentAddress, value),
        Fix::LeaveOut => return Some(Edit::Out { row, out: true }),
    };
    Some(Edit::Cell {
        row,
        column: mapping.column(part)? as u32,
        value,
    })
}
