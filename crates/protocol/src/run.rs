use serde::{Deserialize, Serialize};

use crate::Problem;

/// What the user chose for a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanOptions {
    /// Rows of the canary batch; 0 for none.
    pub canary: u32,
    /// Rows of a batch.
    pub batch: u32,
    /// Whether each batch is confirmed, or only the canary.
    pub confirm_each: bool,
    /// Rows that may fail in a row before the run stops sending and asks; 0 for any number.
    pub stop_in_a_row: u32,
    /// Per cent of a batch that may fail before it does; 100 for any.
    pub stop_percent: u32,
    /// Whether the calls of the older generation are made.
    pub legacy: bool,
    /// Keys of the confirmations given, with what was typed (empty for a tick).
    pub confirmed: Vec<(String, String)>,
}

/// What would run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanState {
    /// "412 calls in 9 batches; 412 people will be logged out; 3 rows left out."
    pub sentence: String,
    /// Calls in all.
    pub calls: u32,
    /// Batches, the canary among them.
    pub batches: u32,
    /// Whether there are calls of the older generation for it.
    pub can_be_legacy: bool,
    /// People who are logged out twice, because they are parked at a temporary address on their way.
    pub parked: Vec<Parked>,
    /// Who is in the canary batch: name or account id, address before, address after.
    pub canary: Vec<CanaryRow>,
    /// Rows that do not run, by reason.
    pub left_out: Vec<LeftOut>,
    /// What must be confirmed before the run.
    pub confirmations: Vec<Confirmation>,
    /// Why it cannot run at all, if so: no connection, nothing to do, a page without https …
    pub refused: Option<Problem>,
}

/// Somebody who is parked while the others of a circle take each other's addresses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parked {
    /// Name or account id, and in a plan the line of the file.
    pub who: String,
    /// The temporary address.
    pub temporary: String,
}

/// Rows that do not run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// How many.
    pub rows: u32,
    /// Why.
    pub why: String,
}

/// Something to be confirmed before the run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmation {
    /// Stable key.
    pub key: String,
    /// How.
    #[serde(flatten)]
    pub kind: ConfirmationKind,
    /// What is confirmed, as a sentence or a question.
    pub text: String,
    /// Whether [`PlanOptions::confirmed`] has it.
    pub given: bool,
}

/// How something is confirmed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum ConfirmationKind {
    /// A tick.
    Tick,
    /// This text, typed.
    Type {
        /// What must be typed.
        expected: String,
    },
}

/// Someone of the canary batch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CanaryRow {
    /// Row number.
    pub row: u32,
    /// Name or account id.
    pub who: String,
    /// Address before.
    pub before: String,
    /// Address that is wanted.
    pub wanted: String,
    /// Address that the server gave when it was read back; `None` before that, or where it could not be read.
    pub read_back: Option<String>,
}

/// What the user can say to a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RunCommand {
    /// Begin with the canary.
    Begin,
    /// Go on with the next batch.
    NextBatch,
    /// Go on, and do not ask again between batches.
    AllBatches,
    /// Stop sending; calls under way end.
    Pause,
    /// Go on after a pause; also cuts a waiting time short.
    GoOn,
    /// End the run; rows not yet sent stay as they are.
    Stop,
    /// Close the journal here, so that it can be exported and gone on with elsewhere. A run that is only looked at is closed as
    /// it stands.
    Transfer,
}

/// Where a run stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RunPhase {
    /// Taken over, not begun.
    Ready,
    /// Calls go out.
    Running,
    /// Every row has its outcome; what was changed is read back.
    Proving,
    /// The canary is done and read back: look, then go on.
    CanaryDone,
    /// A batch is done: confirm the next.
    BatchDone,
    /// Paused by the user, or by the run itself: a refusal of a kind not seen before, a stop rule, a key that died …
    Paused,
    /// All rows have an outcome.
    Done,
    /// Ended by the user, or because somebody has to look after a parked account.
    Stopped,
    /// Transferred: whoever has the exported journal goes on.
    #[serde(rename = "handed-over")]
    Transferred,
    /// Its journal cannot be kept any more, so nothing is sent. What was kept can be taken up again.
    Broken,
    /// It has not come to its end, and nobody carries it out: its tab was closed, its browser crashed, or it came from elsewhere.
    Interrupted,
    /// Another worker of this browser is carrying it out.
    Elsewhere,
}

/// What a run comes to that still has something under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ending {
    /// It was stopped: an open circle is closed, doubts are settled, and what was changed is read back.
    Stop,
    /// It was stopped twice: it waits for the calls that are under way and for nothing else.
    StopAtOnce,
    /// It is transferred.
    Transfer,
}

/// All that the page shows of a run, but for the rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunState {
    /// Names the run: sixteen hexadecimal digits; empty before there is one.
    pub run: String,
    /// Name of its change file.
    pub file: String,
    /// Key of the action that it carries out.
    pub action: String,
    /// That action's title.
    pub action_title: String,
    /// The files that undo it, in the order in which they are to be run; none where nothing does.
    pub undo: Vec<UndoFile>,
    /// How it is undone, in words.
    pub way_back: String,
    /// Id of the organization whose accounts it changes.
    pub organization: String,
    /// That organization's name.
    pub organization_name: String,
    /// Where it stands.
    pub phase: RunPhase,
    /// What it comes to, while calls end and doubts are settled.
    pub ending: Option<Ending>,
    /// Rows of the plan.
    pub rows: u32,
    /// Rows with an outcome, those that a stop left unsent not counted.
    pub done: u32,
    /// Outcome key, its title, rows: in the order in which they are shown. Keys: `changed`, `already`, `needs-you`, `refused`,
    /// `failed`, `undone`, `skipped`, `in-doubt`, `not-run`.
    pub counts: Vec<(String, String, u32)>,
    /// Batch under way or next, counted from 1.
    pub batch: u32,
    /// Batches in all.
    pub batches: u32,
    /// Rows of the next batch, when the run waits for its confirmation.
    pub next_rows: u32,
    /// Rows a second, over the last seconds; 0 when nothing moves.
    pub rate: f64,
    /// Seconds left at that rate.
    pub seconds_left: Option<f64>,
    /// Why nothing moves, when the run waits on its own.
    pub waiting: Option<Waiting>,
    /// What the run asks or says, when it paused or stopped for a reason.
    pub problem: Option<Problem>,
    /// The canary, before and after.
    pub canary: Vec<CanaryRow>,
    /// The row in hand: who.
    pub in_hand: Option<String>,
    /// Who is parked at a temporary address right now.
    pub parked: Option<Parked>,
    /// What reading back at the end has shown so far.
    pub proven: Proven,
    /// Answers over time.
    pub traffic: Traffic,
    /// What the rows without an outcome are still to do: "5 people will be logged out"; empty where there are none.
    pub to_do: String,
    /// True where all of it is what a journal from elsewhere says: nothing of it was seen here.
    pub from_elsewhere: bool,
    /// What the journal said before it was taken in from elsewhere and reviewed here, in words; empty where it was not.
    pub file_says: String,
}

/// A change file that undoes a run, or a part of what it did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UndoFile {
    /// What it is called: "undo file".
    pub called: String,
    /// Key of the action that it is for.
    pub action: String,
    /// That action's title.
    pub action_title: String,
}

/// Rows that were read back at the end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proven {
    /// They are as the run says.
    pub verified: u32,
    /// They have another address.
    pub instead: u32,
    /// They could not be read.
    pub unread: u32,
}

/// Answers over time, for a chart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Traffic {
    /// Width of a column, in milliseconds.
    pub width: i64,
    /// Answers in each column, and how many of them were 429.
    pub columns: Vec<(u32, u32)>,
}

/// A pause that the run makes on its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Waiting {
    /// "Atlassian asks for a pause (429)".
    pub why: String,
    /// Milliseconds since 1970.
    pub until: i64,
}

/// A window of results.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultRows {
    /// First row.
    pub from: u32,
    /// Rows of this view in all.
    pub total: u32,
    /// The window.
    pub rows: Vec<ResultRow>,
}

/// What became of one row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultRow {
    /// Row number, counted from 0.
    pub number: u32,
    /// Line of the file.
    pub line: u32,
    /// Name or account id.
    pub who: String,
    /// Address before.
    pub before: String,
    /// Address wanted.
    pub after: String,
    /// Outcome key, as in [`RunState::counts`].
    pub outcome: String,
    /// In the administrator's words.
    pub message: String,
    /// Status of the last answer.
    pub status: Option<u16>,
    /// What reading it back at the end showed, in words; empty where it was not read back.
    pub proof: String,
}
