//! What a plan does, call by call, and in which groups.

use serde::{Deserialize, Serialize};

/// What one call does for one row: gives the account another address, or another state. Steps that follow each other may go in one
/// call, where the operation's call takes several rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The row that it serves: an index into [`super::Plan::rows`].
    pub row: u32,
    /// What the account holds before the step, and what undoes it; `None` where nobody knew it.
    pub from: Option<String>,
    /// What the step gives.
    pub to: String,
    /// Steps that must have freed the address first: indices into [`super::Plan::steps`], all smaller than this step's own.
    pub waits_for: Vec<u32>,
    /// The step that it undoes: a step of a cycle that is unwound.
    pub undoes: Option<u32>,
}

/// Steps that go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    /// True for the first few rows, which are read back and shown before anything else goes.
    pub canary: bool,
    /// Its first step: an index into [`super::Plan::steps`].
    pub first: u32,
    /// Its number of steps, never 0.
    pub steps: u32,
}

impl Batch {
    /// Its steps, as indices into [`super::Plan::steps`].
    pub fn range(self) -> std::ops::Range<u32> {
        self.first..self.first + self.steps
    }
}
