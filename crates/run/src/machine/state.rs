//! What a run looks like from outside.

use rollcall_model::time::Time;

use crate::journal::OutcomeKind;
use crate::result_row::ResultRow;

/// Where a run stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Not begun.
    Ready,
    /// Calls go out; after a stop, the last of them end.
    Running,
    /// Every row has its outcome; what was changed is read back.
    Proving,
    /// The canary is done and read back: look, then go on.
    CanaryDone,
    /// A batch is done: confirm the next.
    BatchDone,
    /// Paused by the user, or by the run itself: then [`State::problem`] says why.
    Paused,
    /// All rows have an outcome.
    Done,
    /// Ended before that.
    Stopped,
    /// Its journal cannot be kept any more, so nothing is sent. What was kept can be taken up again.
    Broken,
    /// Transferred: whoever has the exported journal goes on.
    Transferred,
}

/// What a run comes to that still has something under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// It was stopped: an open cycle is closed, doubts are settled, and what was changed is read back.
    Stop,
    /// It was stopped twice: it waits for the calls that are under way and for nothing else.
    StopAtOnce,
    /// It is transferred.
    Transfer,
}

/// All that is shown of a run, but for the rows.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// Where it stands.
    pub phase: Phase,
    /// What it comes to, while calls end and doubts are settled.
    pub ending: Option<Ending>,
    /// Rows of the plan.
    pub rows: u32,
    /// Rows with an outcome, those that a stop left unsent not counted.
    pub done: u32,
    /// Rows by outcome, every kind once, in the order in which they are shown. They add up to `rows`: what has no outcome
    /// yet counts as not run, or as in doubt.
    pub counts: Vec<(OutcomeKind, u32)>,
    /// Batch under way or next, counted from 1.
    pub batch: u32,
    /// Batches in all.
    pub batches: u32,
    /// Rows of the next batch, when the run waits for its confirmation; else 0.
    pub next_rows: u32,
    /// Outcomes a second, over the last seconds.
    pub rate: f64,
    /// Seconds left at that rate.
    pub seconds_left: Option<f64>,
    /// Why nothing moves, when the run waits on its own.
    pub waiting: Option<Waiting>,
    /// What the run asks or says, when it paused or stopped for a reason.
    pub problem: Option<Problem>,
    /// Who is parked at a temporary address right now.
    pub parked: Option<Parked>,
    /// What reading back at the end has shown so far.
    pub proven: Proven,
    /// Calls and refusals over time, since this machine took the run up.
    pub traffic: Traffic,
    /// The canary, before and after.
    pub canary: Vec<CanaryRow>,
    /// Calls that were announced and have no answer yet: should the run break off now, they are in doubt.
    pub under_way: u32,
    /// Whose call is under way.
    pub in_hand: Option<String>,
}

/// Somebody who is parked while the others of the circle take each other's addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parked {
    /// Name or account id.
    pub who: String,
    /// The temporary address.
    pub temporary: String,
}

/// Rows that were read back at the end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Proven {
    /// They are as the run says.
    pub verified: u32,
    /// They have another address.
    pub instead: u32,
    /// They could not be read.
    pub unread: u32,
}

/// Answers over time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Traffic {
    /// When the first column begins.
    pub since: Time,
    /// Width of a column, in milliseconds.
    pub width: i64,
    /// Answers in each column, and how many of them were 429.
    pub columns: Vec<(u32, u32)>,
}

/// A pause that the run makes on its own. [`crate::journal::Decision::GoOn`] cuts it short.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Why.
    pub why: &'static str,
    /// Until when.
    pub until: Time,
}

/// Something that the user must know or decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Stable: `run-needs-you`, `run-refusal`, `run-failures`, `run-trouble`, `run-blocked`, `run-key`, `run-journal`.
    pub code: &'static str,
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub hint: &'static str,
    /// The raw words of a server or browser, where there are some.
    pub detail: Option<String>,
}

/// Someone of the canary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CanaryRow {
    /// Row of the change file, counted from 0.
    pub number: u32,
    /// Name or account id.
    pub who: String,
    /// Address before; empty where nobody knew it.
    pub before: String,
    /// Address that is wanted.
    pub wanted: String,
    /// Address that the server gave when it was read back; `None` before that, or where it could not be read.
    pub read_back: Option<String>,
}

/// A window of results.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Results {
    /// First row of the window.
    pub from: u32,
    /// Rows with that outcome in all.
    pub total: u32,
    /// The window.
    pub rows: Vec<ResultRow>,
}
