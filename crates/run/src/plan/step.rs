//! The steps and batches of a plan.

use serde::{Deserialize, Serialize};

/// What is done for one row in one call: setting the account's address or state. Adjacent steps may share a call if the operation's
/// call takes several rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Index of the row that the step serves, in [`super::Plan::rows`].
    pub row: u32,
    /// The address or state before the step, which undoing the step restores; `None` if it was not known.
    pub from: Option<String>,
    /// The address or state that the step sets.
    pub to: String,
    /// Steps that must free the address first, as indices into [`super::Plan::steps`]. All are smaller than this step's own index.
    pub waits_for: Vec<u32>,
    /// For a step that unwinds a cycle: the index of the step that it undoes.
    pub undoes: Option<u32>,
}

/// Steps that run together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    /// True for the canary: the first few rows, which are read back and shown before any other row is sent.
    pub canary: bool,
    /// Index of the batch's first step in [`super::Plan::steps`].
    pub first: u32,
    /// Number of steps, never 0.
    pub steps: u32,
}

impl Batch {
    /// The batch's steps, as indices into [`super::Plan::steps`].
    pub fn range(self) -> std::ops::Range<u32> {
        self.first..self.first + self.steps
    }
}
