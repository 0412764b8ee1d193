//! What takes back what an action did: change files, each for one action.

use crate::diff::Details;
use crate::run::ResultRow;

/// A change file that takes something back.
#[derive(Clone, Copy, Debug)]
pub struct Back {
    /// Key of the action that the file is for.
    pub by: &'static str,
    /// What it is called: "undo file".
    pub called: &'static str,
    /// Its rows about whom one row of the run changed: what they say beside who is meant, by the key of the part.
    pub rows: fn(&ResultRow) -> Vec<Details>,
}

impl Back {
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
