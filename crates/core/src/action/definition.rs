//! What an action is: five facets, of which each phase takes its own. Only the catalog sees a whole action.

use rollcall_model::{Labels, RowSpec};
use rollcall_review::ReviewSpec;
use rollcall_run::operation::Operation;
use rollcall_run::{RunSpec, Undo};

/// One thing that can be done to accounts. Two are the same when their keys are.
#[derive(Debug)]
pub struct Action {
    /// What a row says, and what it wants an account to hold.
    pub row: RowSpec,
    /// How it is explained.
    pub labels: Labels,
    /// How its rows are reviewed.
    pub review: ReviewSpec,
    /// How one change is sent and read back.
    pub operation: Operation,
    /// How it is undone.
    pub undo: Undo,
}

impl PartialEq for Action {
    fn eq(&self, other: &Self) -> bool {
        self.row == other.row
    }
}

impl Eq for Action {}

impl Action {
    /// Stable key: `change-email`.
    pub const fn key(&self) -> &'static str {
        self.row.key
    }

    /// As shown: "Change e-mail addresses".
    pub const fn title(&self) -> &'static str {
        self.row.title
    }

    /// What a run takes of it.
    pub const fn run(&'static self) -> RunSpec {
        RunSpec {
            row: &self.row,
            labels: &self.labels,
            operation: &self.operation,
            undo: &self.undo,
        }
    }
}
