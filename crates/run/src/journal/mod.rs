//! The append-only events of a run. The run's state is a fold over them: see [`crate::machine::Run::resume`].
//!
//! Nothing here holds a key. The bodies of answers are kept as [`rollcall_atlassian::Failure::raw`] gives them, cut.

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

/// The form in which journals are written. Version 1 is read too: its plans are of another form, and else it is the same.
pub const VERSION: u32 = 2;

/// Whether journals of this version can be read.
pub(crate) fn is_known(version: u32) -> bool {
    matches!(version, 1 | VERSION)
}

/// Place of an entry in the journal: 1, 2, 3 … without gaps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Seq(pub u64);

/// One try of a step, numbered over the whole run from 1. Every answer names the attempt that it belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Attempt(pub u32);

/// One line of the journal. `P` is its plan: one that can run, or, before somebody has opened the journal, one that names its
/// operations by their keys ([`Unopened`]).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry<P = Plan> {
    /// Its place.
    pub seq: Seq,
    /// When it was written. Never before the entry above it, even where the clock was set back; but for [`Event::TakenIn`], for which the
    /// time of elsewhere does not count.
    pub at: Time,
    /// What happened.
    pub event: Event<P>,
}

/// A line of a journal as it was read: whether what it does is known here is not said yet.
pub type Unopened = Entry<Plan<String>>;

/// Opens a journal: finds the operations that its plans name.
///
/// # Errors
/// Names the first operation that is not known.
pub fn open(entries: Vec<Unopened>, resolve: Resolve) -> Result<Vec<Entry>, UnknownOperation> {
    entries.into_iter().map(|entry| entry.open(resolve)).collect()
}

impl Unopened {
    /// The same entry, for whoever knows the operations of its plan.
    ///
    /// # Errors
    /// Names the first operation that is not known.
    pub fn open(self, resolve: Resolve) -> Result<Entry, UnknownOperation> {
        Ok(Entry {
            seq: self.seq,
            at: self.at,
            event: self.event.open(resolve)?,
        })
    }
}

/// Whether a journal takes nothing more where it is: its run is over, or was transferred.
pub fn is_closed<P>(entries: &[Entry<P>]) -> bool {
    let last = entries.last().map(|entry| &entry.event);
    matches!(last, Some(Event::Finished | Event::Transferred))
}

/// What can happen in a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event<P = Plan> {
    /// The run exists. The first entry, and only the first.
    Planned {
        /// [`VERSION`] of the Rollcall that wrote the journal.
        version: u32,
        /// What the run is about.
        origin: Box<Origin>,
        /// Where the run's randomness comes from.
        seed: u64,
        /// What is to be done, frozen.
        plan: Box<P>,
    },
    /// The run was taken up again from its journal. What was under way then is in doubt.
    Resumed,
    /// The run was transferred: whoever has its copy goes on, and nothing more is sent from here.
    #[serde(rename = "handed-over")]
    Transferred,
    /// A run that was transferred was taken up where its journal came to, as builds of before 2026-12 did it: without a review.
    TakenOver,
    /// A journal from elsewhere was reviewed here, row by row against the live accounts, and the user began a run of what the review
    /// gave. Whatever stands before this entry is what the file says: nothing in it decides, confirms or counts any more.
    TakenIn {
        /// What the run is about, as it was found here.
        origin: Box<Origin>,
        /// What is to be done, made here.
        plan: Box<P>,
    },
    /// The user decided.
    Decided {
        /// What.
        decision: Decision,
    },
    /// The run paused by itself and asks.
    Asked {
        /// What.
        question: Question,
    },
    /// A call will be made as soon as this entry is durable.
    Intended {
        /// The attempt.
        attempt: Attempt,
        /// Index of the step.
        step: u32,
        /// The other steps that the call is for.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        with: Vec<u32>,
    },
    /// The call was not made after all: the run paused or stopped before it went out.
    Withdrawn {
        /// The attempt.
        attempt: Attempt,
    },
    /// The call ended.
    Answered {
        /// The attempt.
        attempt: Attempt,
        /// How it ended.
        answer: Answer,
        /// What follows from it.
        meaning: Meaning,
        /// Where the answer tells its steps apart: what it says of each.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        each: Vec<RowAnswer>,
    },
    /// An answer came for an attempt that waits for none: a second one, a late one, or another run's.
    Ignored {
        /// The attempt that it named.
        attempt: Attempt,
        /// Its status, where it had one.
        status: Option<u16>,
    },
    /// An account was read.
    Looked {
        /// Index of the step whose account it is.
        step: u32,
        /// Why it was read.
        purpose: Purpose,
        /// The address that it has; `None` where it could not be read.
        held: Option<String>,
        /// The step's outcome, where the reading decides it.
        outcome: Option<Outcome>,
        /// What the person has besides, where the reading tells.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        access: Option<Access>,
        /// When the first of it was read, where that was before this entry: it took more than one call.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        since: Option<Time>,
    },
    /// Accounts were read back at the end.
    Proved {
        /// Index of the row, and what was found.
        proofs: Vec<(u32, Proof)>,
        /// Index of the row, and what the person has besides, where the reading told.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        access: Vec<(u32, Access)>,
    },
    /// The run did not come to its turn for longer than a wait explains: the computer slept, or the tab was frozen. Accounts
    /// are read again before anything goes out.
    Slept,
    /// A step has its outcome without a call or a reading that decides it.
    Closed {
        /// Index of the step.
        step: u32,
        /// Its outcome.
        outcome: Outcome,
    },
    /// Every step of the batch under way has its outcome, and the canary has been read back.
    BatchDone,
    /// Nothing more is sent; what is under way ends.
    Stopping {
        /// Why.
        reason: StopReason,
    },
    /// The run is over. Steps without an outcome were not run; those in doubt stay so.
    Finished,
}

impl Event<Plan<String>> {
    fn open(self, resolve: Resolve) -> Result<Event, UnknownOperation> {
        Ok(match self {
            // A plan that was read is of today's form, whatever it was written in, and so is a journal that is written with it.
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
    /// Begin with the canary.
    Begin,
    /// Go on with the next batch.
    NextBatch,
    /// Go on, and do not ask again between batches. The canary always asks.
    AllBatches,
    /// Stop sending; calls under way end, and an open cycle is closed.
    Pause,
    /// Go on after a pause or a question; also cuts a waiting time short.
    GoOn,
    /// Transfer the run: what is under way ends, and then the journal is closed here with [`Event::Transferred`].
    #[serde(rename = "hand-over")]
    Transfer,
    /// End the run. An open cycle is closed and doubt is settled first; said a second time, it ends without.
    Stop,
}

/// What the run asks. The canary's and the batches' questions follow from [`Event::BatchDone`]; the others are journaled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "question", rename_all = "kebab-case")]
pub enum Question {
    /// The canary is done and read back: is it right?
    Canary,
    /// A batch is done: the next?
    Batch,
    /// A refusal of a kind that this run has not seen before: go on?
    Refusal {
        /// The step that was refused.
        step: u32,
        /// The status.
        status: u16,
        /// Atlassian's key for it.
        code: Option<String>,
    },
    /// More rows failed than the user's stop rules allow: go on?
    Failures {
        /// So many in a row, where that rule stopped it.
        in_a_row: Option<u32>,
        /// So many of how many rows of a batch, where that rule did.
        of_batch: Option<(u32, u32)>,
    },
    /// The key does not work any more, or not for these accounts: a new one is needed.
    Key {
        /// What Atlassian's answer means.
        #[serde(rename = "words")]
        message: String,
        /// Its status.
        status: u16,
    },
    /// Calls were lost or answered with server errors, several times in a row.
    Trouble {
        /// How the last one ended, in words.
        #[serde(rename = "words")]
        message: String,
    },
    /// The browser did not let a call out.
    Blocked {
        /// What it said.
        #[serde(rename = "words")]
        message: String,
    },
}

/// Why a run stops before its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "kebab-case")]
pub enum StopReason {
    /// The user said so.
    User,
    /// While the run was stopping the key ceased to work, so that nothing more can be settled or read.
    Key {
        /// What Atlassian's answer means.
        #[serde(rename = "words")]
        message: String,
        /// Its status.
        status: u16,
    },
    /// A cycle could be neither closed nor unwound.
    NeedsYou,
}

/// Why an account is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// To see, before its batch, whether it is still as the plan takes it to be.
    Fresh,
    /// To settle a doubt.
    Settle,
    /// To show the canary before and after.
    Canary,
    /// To prove the result at the end; journaled as [`Event::Proved`].
    Proof,
}
