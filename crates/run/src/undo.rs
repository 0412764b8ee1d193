//! What takes back what an action did: change files, each for one action.

use rollcall_model::Details;

use crate::result_row::ResultRow;

/// How what an action did is taken back.
#[derive(Clone, Copy, Debug)]
pub struct Undo {
    /// The files that undo it, in the order in which they are to be run; none where it cannot be undone.
    pub recipes: &'static [UndoRecipe],
    /// The same, in words, for whoever has the results before them.
    pub way_back: &'static str,
}

/// A change file that takes something back.
#[derive(Clone, Copy, Debug)]
pub struct UndoRecipe {
    /// Key of the action that the file is for.
    pub by: &'static str,
    /// What it is called: "undo file".
    pub called: &'static str,
    /// Its rows about whom one row of the run changed: what they say beside who is meant.
    pub rows: fn(&ResultRow) -> Vec<Details>,
}

impl UndoRecipe {
    /// By this action, with what the row of the run said.
    pub const fn by(key: &'static str) -> Self {
        Self {
            by: key,
            called: "undo file",
            rows: |row| vec![row.details.clone()],
        }
    }

    /// By this action, with rows of its own.
    pub const fn with(key: &'static str, rows: fn(&ResultRow) -> Vec<Details>) -> Self {
        Self {
            by: key,
            called: "undo file",
            rows,
        }
    }

    /// Under another name, because it does not bring everything back.
    #[must_use]
    pub const fn called(mut self, name: &'static str) -> Self {
        self.called = name;
        self
    }
}
