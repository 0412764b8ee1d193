//! How the changes of an action are undone: change files, each for one action.

use rollcall_model::Details;

use crate::result_row::ResultRow;

/// How the changes of an action are undone.
#[derive(Clone, Copy, Debug)]
pub struct Undo {
    /// The files that undo the action, in the order in which they must be run; empty if it cannot be undone.
    pub recipes: &'static [UndoRecipe],
    /// How to undo the action, in words, for a reader of the results.
    pub way_back: &'static str,
}

/// A change file that undoes something.
#[derive(Clone, Copy, Debug)]
pub struct UndoRecipe {
    /// Key of the action that the file runs.
    pub by: &'static str,
    /// Name of the file: "undo file".
    pub called: &'static str,
    /// The rows of the file for one changed row of the run: their details, without the account or address.
    pub rows: fn(&ResultRow) -> Vec<Details>,
}

impl UndoRecipe {
    /// A file for this action that repeats the details of the run's row.
    pub const fn by(key: &'static str) -> Self {
        Self {
            by: key,
            called: "undo file",
            rows: |row| vec![row.details.clone()],
        }
    }

    /// A file for this action with details of its own.
    pub const fn with(key: &'static str, rows: fn(&ResultRow) -> Vec<Details>) -> Self {
        Self {
            by: key,
            called: "undo file",
            rows,
        }
    }

    /// Sets another name for the file, for files that do not restore everything.
    #[must_use]
    pub const fn called(mut self, name: &'static str) -> Self {
        self.called = name;
        self
    }
}
