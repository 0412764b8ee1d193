//! What the user chooses for a plan.

use rollcall_model::RunId;
use serde::{Deserialize, Serialize};

/// What the user chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Rows of the canary batch; 0 for none.
    pub canary: u32,
    /// Rows of a batch; 0 is taken as 1.
    pub batch: u32,
    /// When the run stops sending and asks.
    pub stop_rules: StopRules,
    /// The run that the plan is for: temporary addresses name it.
    pub run: RunId,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            canary: 3,
            batch: 50,
            stop_rules: StopRules::default(),
            run: RunId::default(),
        }
    }
}

/// How many rows may fail before the run stops sending and asks. Rows that were refused count, rows that failed, and rows in
/// doubt; skipped ones do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StopRules {
    /// So many in a row; `None`: any number.
    pub in_a_row: Option<u32>,
    /// More than so many per cent of a batch; `None`: any number.
    pub percent: Option<u32>,
}

impl Default for StopRules {
    fn default() -> Self {
        Self {
            in_a_row: Some(5),
            percent: Some(20),
        }
    }
}
