//! What a run takes of an action.

use rollcall_model::{Labels, RowSpec};
use serde::{Serialize, Serializer};

use crate::operation::Operation;
use crate::undo::Undo;

/// What a run takes of an action. Two are the same when their keys are; in a journal it is its key.
#[derive(Clone, Copy, Debug)]
pub struct RunSpec {
    /// What its rows say.
    pub row: &'static RowSpec,
    /// How it is explained.
    pub labels: &'static Labels,
    /// How one change is sent and read back.
    pub operation: &'static Operation,
    /// How it is undone.
    pub undo: &'static Undo,
}

impl RunSpec {
    /// Stable key: `change-email`.
    pub fn key(&self) -> &'static str {
        self.row.key
    }

    /// Whether an account holds an address, which belongs to one account only: then whoever takes it waits until it is free, and who
    /// is said to have it is asked.
    pub fn is_address(&self) -> bool {
        self.row.is_address()
    }
}

impl PartialEq for RunSpec {
    fn eq(&self, other: &Self) -> bool {
        self.row == other.row
    }
}

impl Eq for RunSpec {}

impl Serialize for RunSpec {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.key().serialize(to)
    }
}

/// Finds what a run needs of the action with a key; `None` for a key that this Rollcall does not know.
pub type Resolve = fn(&str) -> Option<RunSpec>;

/// A journal or a plan is for something that this Rollcall does not know.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "The journal is of a run that does “{0}”, which this Rollcall does not know. Open it with the Rollcall that wrote it."
)]
pub struct UnknownOperation(pub String);
