//! The definition of an action: five facets, one for each phase. Only the catalog sees the whole definition.

use rollcall_model::{Labels, RowSpec};
use rollcall_review::ReviewSpec;
use rollcall_run::operation::Operation;
use rollcall_run::{RunSpec, Undo};

/// One thing that can be done to accounts. Actions are equal if their keys are equal.
#[derive(Debug)]
pub struct Action {
    /// The fields of a row, and the desired state that they describe.
    pub row: RowSpec,
    /// Texts that explain the action.
    pub labels: Labels,
    /// How the action's rows are reviewed.
    pub review: ReviewSpec,
    /// How one change is sent, and how its result is read back.
    pub operation: Operation,
    /// How the action is undone.
    pub undo: Undo,
}

impl PartialEq for Action {
    fn eq(&self, other: &Self) -> bool {
        self.row == other.row
    }
}

impl Eq for Action {}

impl Action {
    /// Stable key, for example `change-email`.
    pub const fn key(&self) -> &'static str {
        self.row.key
    }

    /// Title as shown, for example "Change e-mail addresses".
    pub const fn title(&self) -> &'static str {
        self.row.title
    }

    /// The facets that a run needs.
    pub const fn run(&'static self) -> RunSpec {
        RunSpec {
            row: &self.row,
            labels: &self.labels,
            operation: &self.operation,
            undo: &self.undo,
        }
    }
}
