//! What a run wants done, and what it is told. Whoever does it is called the driver: the worker, a test, the simulation.

use http::{Request, Response};
use rollcall_atlassian::Body;

use crate::journal::{Attempt, Decision, Entry, Question, Seq};
use rollcall_model::time::Time;

/// What a run wants done.
#[derive(Debug)]
pub enum Effect {
    /// Append these entries to the journal, all or none, and say [`Input::Durable`] once they are safe. The number is the
    /// last entry's. There is one append at a time.
    Append(Seq, Vec<Entry>),
    /// Make this call, which changes something, and say [`Input::Answered`], always: a call that takes too long is lost.
    Send(Attempt, Box<Request<Body>>),
    /// Make this call, which changes nothing, and say [`Input::Read`], always.
    Read(ReadId, Box<Request<Body>>),
    /// Nothing to do before this time, but for what comes in: say [`Input::Time`] then. Takes the place of the last wait.
    Wait(Time),
    /// The run waits for a decision.
    Ask(Question),
    /// The run is over. The last effect.
    Done,
}

/// Names a reading until it is answered. Not journaled: a reading changes nothing, and after a crash there is a new one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReadId(pub u64);

/// What a run is told.
#[derive(Debug)]
pub enum Input {
    /// The time, and nothing else.
    Time,
    /// All entries up to this one are safe.
    Durable(Seq),
    /// The entries cannot be kept: a full disk, a blocked database. The run sends nothing more.
    NotDurable {
        /// What the browser said.
        message: String,
    },
    /// A call that changes something ended.
    Answered(Attempt, Result<Response<Body>, Transport>),
    /// A call that reads ended.
    Read(ReadId, Result<Response<Body>, Transport>),
    /// The user decided.
    Decided(Decision),
}

/// Why there is no response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Transport {
    /// The connection broke or the call took too long: the request may have arrived, or may still.
    Lost {
        /// What the browser said.
        message: String,
    },
    /// The browser is known not to have sent it: its policy forbids the address, or there is no network.
    Blocked {
        /// What the browser said.
        message: String,
    },
}
