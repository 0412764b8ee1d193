//! The user's settings for a plan.

use rollcall_model::RunId;
use serde::{Deserialize, Serialize};

/// The user's settings for a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Number of rows in the canary; 0 for no canary.
    pub canary: u32,
    /// Maximum number of rows in a batch; 0 counts as 1.
    pub batch: u32,
    /// When the run stops sending and asks.
    pub stop_rules: StopRules,
    /// The run that the plan is for. Temporary addresses contain its id.
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

/// How many rows may fail before the run stops sending and asks. Rows that were refused, failed, are in doubt or need attention
/// count as failures; skipped rows do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StopRules {
    /// Stop after this many failures in a row; `None`: no limit.
    pub in_a_row: Option<u32>,
    /// Stop when more than this percentage of a batch has failed; `None`: no limit.
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
