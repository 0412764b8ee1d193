//! The parts of an action that a run needs.

use rollcall_model::{Labels, RowSpec};
use serde::{Serialize, Serializer};

use crate::operation::Operation;
use crate::undo::Undo;

/// The parts of an action that a run needs. Two specs are equal if their keys are. A journal stores the key only.
#[derive(Clone, Copy, Debug)]
pub struct RunSpec {
    /// The fields of its rows.
    pub row: &'static RowSpec,
    /// The texts that explain it.
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

    /// Whether the action changes an address. An address belongs to one account only, so a row that takes an address waits until
    /// the address is free, and the account that is said to have it is read.
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

/// Finds the [`RunSpec`] of the action with this key; `None` for a key that this version of Rollcall does not know.
pub type Resolve = fn(&str) -> Option<RunSpec>;

/// A journal or a plan uses an operation that this version of Rollcall does not know.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "The journal is of a run that does “{0}”, which this Rollcall does not know. Open it with the Rollcall that wrote it."
)]
pub struct UnknownOperation(pub String);
