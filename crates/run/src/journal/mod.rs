//! The append-only events of a run. The run's state is a fold over them: see [`crate::machine::Run::resume`].
//!
//! A journal never contains an API key. Response bodies are stored in the shortened form of [`rollcall_atlassian::Failure::raw`].

mod access;
mod answer;
pub mod file;
mod hex;
mod origin;
mod outcome;
mod seal;

pub use access::{Access, RoleOn};
pub use answer::{Answer, Meaning, RowAnswer};
pub use origin::Origin;
pub use outcome::{Outcome, OutcomeKind, Proof};
pub use rollcall_model::RunId;
pub use seal::SealKey;

use serde::{Deserialize, Serialize};

use rollcall_model::time::Time;

use crate::plan::Plan;
use crate::spec::{Resolve, UnknownOperation};

/// The version in which journals are written. Version 1 can be read too: it differs only in the format of its plans.
pub const VERSION: u32 = 2;

/// Whether journals of this version can be read.
pub(crate) fn is_known(version: u32) -> bool {
    matches!(version, 1 | VERSION)
}

/// Position of an entry in the journal: 1, 2, 3 … without gaps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Seq(pub u64);

/// The number of an attempt to carry out a step, counted from 1 over the whole run. Every answer names the attempt that it belongs
/// to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Attempt(pub u32);

/// One line of the journal. `P` is the type of its plan: a plan that can run, or, before the journal has been opened, a plan that
/// only names the keys of its operations ([`Unopened`]).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry<P = Plan> {
    /// Position in the journal.
    pub seq: Seq,
    /// When the entry was written. Never before the previous entry, even if the clock was set back. The exception is
    /// [`Event::TakenIn`], because times from another machine do not count.
    pub at: Time,
    /// What happened.
    pub event: Event<P>,
}

/// A line of a journal as it was read: its operations have not been looked up yet.
pub type Unopened = Entry<Plan<String>>;

/// Opens a journal: looks up the operations that its plans name.
///
/// # Errors
/// [`UnknownOperation`] with the first key that `resolve` does not know.
pub fn open(entries: Vec<Unopened>, resolve: Resolve) -> Result<Vec<Entry>, UnknownOperation> {
    entries.into_iter().map(|entry| entry.open(resolve)).collect()
}

impl Unopened {
    /// Looks up the operations of the entry's plan.
    ///
    /// # Errors
    /// [`UnknownOperation`] with the first key that `resolve` does not know.
    pub fn open(self, resolve: Resolve) -> Result<Entry, UnknownOperation> {
        Ok(Entry {
            seq: self.seq,
            at: self.at,
            event: self.event.open(resolve)?,
        })
    }
}

/// Whether a journal accepts no more entries here: its run is over or was transferred.
pub fn is_closed<P>(entries: &[Entry<P>]) -> bool {
    let last = entries.last().map(|entry| &entry.event);
    matches!(last, Some(Event::Finished | Event::Transferred))
}

/// An event of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event<P = Plan> {
    /// The run was created. Always the first entry, and only the first.
    Planned {
        /// The [`VERSION`] of the Rollcall that wrote the journal.
        version: u32,
        /// What the run is about.
        origin: Box<Origin>,
        /// The seed of the run's randomness.
        seed: u64,
        /// The immutable plan.
        plan: Box<P>,
    },
    /// The run was resumed from its journal. Calls that were in flight are in doubt.
    Resumed,
    /// The run was transferred: it continues from the exported copy, and nothing more is sent from here.
    #[serde(rename = "handed-over")]
    Transferred,
    /// A transferred run was continued from its last entry without a review, as builds from before 2026-12 did.
    TakenOver,
    /// An imported journal was reviewed here, row by row against the live accounts, and the user started a run of the rows that the
    /// review produced. All entries before this one are only claims of the file: none of them decides, confirms or counts any more.
    TakenIn {
        /// What the run is about, as determined here.
        origin: Box<Origin>,
        /// The plan, made here.
        plan: Box<P>,
    },
    /// The user made a decision.
    Decided {
        /// The decision.
        decision: Decision,
    },
    /// The run paused by itself and asks the user.
    Asked {
        /// The question.
        question: Question,
    },
    /// A call will be sent as soon as this entry is durable.
    Intended {
        /// The attempt.
        attempt: Attempt,
        /// Index of the step.
        step: u32,
        /// The other steps that share the call.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        with: Vec<u32>,
    },
    /// The call was not sent after all: the run paused or stopped first.
    Withdrawn {
        /// The attempt.
        attempt: Attempt,
    },
    /// The call ended.
    Answered {
        /// The attempt.
        attempt: Attempt,
        /// The result of the call.
        answer: Answer,
        /// What follows from the result.
        meaning: Meaning,
        /// What the answer says about each step, if it distinguishes them.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        each: Vec<RowAnswer>,
    },
    /// An answer was ignored because its attempt awaits none: it was a second answer, a late one, or one for another run.
    Ignored {
        /// The attempt that the answer named.
        attempt: Attempt,
        /// The HTTP status, if a response arrived.
        status: Option<u16>,
    },
    /// An account was read.
    Looked {
        /// Index of the step whose account was read.
        step: u32,
        /// Why it was read.
        purpose: Purpose,
        /// The account's address or state; `None` if it could not be read.
        held: Option<String>,
        /// The step's outcome, if the reading decides it.
        outcome: Option<Outcome>,
        /// The person's access, if it was read.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        access: Option<Access>,
        /// When the first part was read, if that was before this entry because the reading took more than one call.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        since: Option<Time>,
    },
    /// Accounts were read back at the end.
    Proved {
        /// For each row index, the result of reading it back.
        proofs: Vec<(u32, Proof)>,
        /// For each row index, the person's access, if it was read.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        access: Vec<(u32, Access)>,
    },
    /// The run was suspended for longer than its waiting time explains: the computer slept, or the tab was frozen. Accounts are
    /// read again before anything is sent.
    Slept,
    /// A step got its outcome from neither an answer nor a reading.
    Closed {
        /// Index of the step.
        step: u32,
        /// Its outcome.
        outcome: Outcome,
    },
    /// Every step of the current batch has its outcome, and the canary has been read back.
    BatchDone,
    /// Nothing more is sent; calls in flight finish.
    Stopping {
        /// Why.
        reason: StopReason,
    },
    /// The run is over. Steps without an outcome were not run; steps in doubt stay in doubt.
    Finished,
}

impl Event<Plan<String>> {
    fn open(self, resolve: Resolve) -> Result<Event, UnknownOperation> {
        Ok(match self {
            // A plan is converted to the current format when it is read, so a journal that is written with it has the current
            // version.
            Self::Planned {
                version,
                origin,
                seed,
                plan,
            } => Event::Planned {
                version: if is_known(version) { VERSION } else { version },
                origin,
                seed,
                plan: Box::new(plan.open(resolve)?),
            },
            Self::TakenIn { origin, plan } => Event::TakenIn {
                origin,
                plan: Box::new(plan.open(resolve)?),
            },
            Self::Resumed => Event::Resumed,
            Self::Transferred => Event::Transferred,
            Self::TakenOver => Event::TakenOver,
            Self::Decided { decision } => Event::Decided { decision },
            Self::Asked { question } => Event::Asked { question },
            Self::Intended { attempt, step, with } => Event::Intended { attempt, step, with },
            Self::Withdrawn { attempt } => Event::Withdrawn { attempt },
            Self::Answered {
                attempt,
                answer,
                meaning,
                each,
            } => Event::Answered {
                attempt,
                answer,
                meaning,
                each,
            },
            Self::Ignored { attempt, status } => Event::Ignored { attempt, status },
            Self::Looked {
                step,
                purpose,
                held,
                outcome,
                access,
                since,
            } => Event::Looked {
                step,
                purpose,
                held,
                outcome,
                access,
                since,
            },
            Self::Proved { proofs, access } => Event::Proved { proofs, access },
            Self::Slept => Event::Slept,
            Self::Closed { step, outcome } => Event::Closed { step, outcome },
            Self::BatchDone => Event::BatchDone,
            Self::Stopping { reason } => Event::Stopping { reason },
            Self::Finished => Event::Finished,
        })
    }
}

/// What the user can decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Decision {
    /// Start with the canary.
    Begin,
    /// Continue with the next batch.
    NextBatch,
    /// Continue without asking again between batches. The canary always asks.
    AllBatches,
    /// Stop sending; calls in flight finish, and an open cycle is closed.
    Pause,
    /// Continue after a pause or a question; also ends a waiting time early.
    GoOn,
    /// Transfer the run: calls in flight finish, and then the journal is closed here with [`Event::Transferred`].
    #[serde(rename = "hand-over")]
    Transfer,
    /// End the run. An open cycle is closed and doubt is settled first; a second `Stop` ends the run without doing so.
    Stop,
}

/// A question that the run asks. The questions after the canary and after a batch follow from [`Event::BatchDone`]; the others are
/// journaled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "question", rename_all = "kebab-case")]
pub enum Question {
    /// The canary is done and read back: is the result right?
    Canary,
    /// A batch is done: run the next one?
    Batch,
    /// Atlassian refused a step in a way that this run has not seen before: continue?
    Refusal {
        /// The step that was refused.
        step: u32,
        /// HTTP status.
        status: u16,
        /// Atlassian's key for the refusal.
        code: Option<String>,
    },
    /// More rows failed than the user's stop rules allow: continue?
    Failures {
        /// The number of failures in a row, if that rule applied.
        in_a_row: Option<u32>,
        /// The number of failures and the number of rows in the batch, if that rule applied.
        of_batch: Option<(u32, u32)>,
    },
    /// The key no longer works, or not for these accounts: a new key is needed.
    Key {
        /// What Atlassian's answer means.
        #[serde(rename = "words")]
        message: String,
        /// HTTP status.
        status: u16,
    },
    /// Several calls in a row were lost or answered with server errors.
    Trouble {
        /// How the last call ended, in words.
        #[serde(rename = "words")]
        message: String,
    },
    /// The browser blocked a call.
    Blocked {
        /// The browser's message.
        #[serde(rename = "words")]
        message: String,
    },
}

/// Why a run stops before its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "kebab-case")]
pub enum StopReason {
    /// The user decided to stop.
    User,
    /// The key stopped working while the run was stopping, so that nothing more can be settled or read.
    Key {
        /// What Atlassian's answer means.
        #[serde(rename = "words")]
        message: String,
        /// HTTP status.
        status: u16,
    },
    /// A cycle could be neither closed nor unwound.
    NeedsYou,
}

/// Why an account is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// To check, before its batch, whether the account is still in the state that the plan assumes.
    Fresh,
    /// To settle a doubt.
    Settle,
    /// To show the canary before and after the change.
    Canary,
    /// To verify the result at the end; journaled as [`Event::Proved`].
    Proof,
}
