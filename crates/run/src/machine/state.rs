//! The state of a run as shown to the user.

use rollcall_model::time::Time;

use crate::journal::OutcomeKind;
use crate::result_row::ResultRow;

/// The phase a run is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Not begun.
    Ready,
    /// Calls are being sent; after a stop, the last of them are ending.
    Running,
    /// Every row has an outcome; changed accounts are being read back.
    Proving,
    /// The canary is done and read back. The user checks it and continues.
    CanaryDone,
    /// A batch is done. The user confirms the next one.
    BatchDone,
    /// Paused by the user, or by the run itself; [`State::problem`] then says why.
    Paused,
    /// All rows have an outcome.
    Done,
    /// Stopped before all rows had an outcome.
    Stopped,
    /// The journal can no longer be stored, so nothing is sent. The run can be resumed from what was stored.
    Broken,
    /// Transferred: the run continues from the exported journal elsewhere.
    Transferred,
}

/// How a run that still has something under way is ending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Stopped: an open cycle is closed, doubts are settled, and changed accounts are read back.
    Stop,
    /// Stopped twice: the run waits only for the calls under way.
    StopAtOnce,
    /// The run is being transferred.
    Transfer,
}

/// Everything that is shown of a run, except its rows.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// Current phase.
    pub phase: Phase,
    /// How the run is ending, while calls end and doubts are settled.
    pub ending: Option<Ending>,
    /// Number of rows in the plan.
    pub rows: u32,
    /// Rows with an outcome, excluding rows that a stop left unsent.
    pub done: u32,
    /// Rows by outcome: every kind once, in display order. The counts add up to `rows`: a row without an outcome counts as not run or as
    /// in doubt.
    pub counts: Vec<(OutcomeKind, u32)>,
    /// Current or next batch, counted from 1.
    pub batch: u32,
    /// Number of batches.
    pub batches: u32,
    /// Rows in the next batch while the run waits for its confirmation; otherwise 0.
    pub next_rows: u32,
    /// Outcomes per second, averaged over the last seconds.
    pub rate: f64,
    /// Estimated seconds left at that rate.
    pub seconds_left: Option<f64>,
    /// Why nothing is being sent, when the run waits on its own.
    pub waiting: Option<Waiting>,
    /// What the user must know or decide, when the run paused or stopped for a reason.
    pub problem: Option<Problem>,
    /// The account that currently has a temporary address.
    pub parked: Option<Parked>,
    /// Results so far of reading accounts back at the end.
    pub proven: Proven,
    /// Calls and refusals over time, since this machine started or resumed the run.
    pub traffic: Traffic,
    /// The canary rows, before and after.
    pub canary: Vec<CanaryRow>,
    /// Announced calls without an answer. If the run breaks off now, they are in doubt.
    pub under_way: u32,
    /// Whose call is under way.
    pub in_hand: Option<String>,
}

/// An account that has a temporary address while the other accounts of its cycle take their new addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parked {
    /// Name or account id.
    pub who: String,
    /// The temporary address.
    pub temporary: String,
}

/// Rows that were read back at the end of the run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Proven {
    /// Rows whose account is as the run says.
    pub verified: u32,
    /// Rows whose account has a different address.
    pub instead: u32,
    /// Rows whose account could not be read.
    pub unread: u32,
}

/// Answers over time, as columns of a chart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Traffic {
    /// Start of the first column.
    pub since: Time,
    /// Width of a column, in milliseconds.
    pub width: i64,
    /// For each column: the number of answers, and how many of them were 429.
    pub columns: Vec<(u32, u32)>,
}

/// A wait that the run makes on its own. [`crate::journal::Decision::GoOn`] ends it early.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Why the run waits.
    pub why: &'static str,
    /// When the wait ends.
    pub until: Time,
}

/// Something that the user must know or decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Stable code: `run-needs-you`, `run-refusal`, `run-failures`, `run-trouble`, `run-blocked`, `run-key`, `run-journal`.
    pub code: &'static str,
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub hint: &'static str,
    /// The unmodified message of the server or browser, if there is one.
    pub detail: Option<String>,
}

/// A row of the canary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CanaryRow {
    /// Row of the change file, counted from 0.
    pub number: u32,
    /// Name or account id.
    pub who: String,
    /// Address before the change; empty if unknown.
    pub before: String,
    /// Desired address.
    pub wanted: String,
    /// Address that the server returned when the account was read back; `None` before that, or if it could not be read.
    pub read_back: Option<String>,
}

/// A window of results.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Results {
    /// Index of the window's first row.
    pub from: u32,
    /// Number of rows that match the requested outcome.
    pub total: u32,
    /// The rows of the window.
    pub rows: Vec<ResultRow>,
}
