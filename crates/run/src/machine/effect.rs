//! The effects that a run requests and the inputs that it receives. The code that carries out effects is called the driver: the worker, a
//! test or the simulation.

use http::{Request, Response};
use rollcall_atlassian::Body;

use crate::journal::{Attempt, Decision, Entry, Question, Seq};
use rollcall_model::time::Time;

/// A request from the run to its driver.
#[derive(Debug)]
pub enum Effect {
    /// Append these entries to the journal, all or none, and send [`Input::Durable`] once they are durable. The number is that of the
    /// last entry. At most one append is under way.
    Append(Seq, Vec<Entry>),
    /// Make this call, which changes something, and always report [`Input::Answered`]: a call that takes too long counts as lost.
    Send(Attempt, Box<Request<Body>>),
    /// Make this call, which only reads, and always report [`Input::Read`].
    Read(ReadId, Box<Request<Body>>),
    /// Send [`Input::Time`] at this time; until then there is nothing to do except for other inputs. Replaces any earlier wait.
    Wait(Time),
    /// The run waits for a decision.
    Ask(Question),
    /// The run is over. This is the last effect.
    Done,
}

/// Names a reading until it is answered. Not journaled: a reading changes nothing, and after a crash there is a new one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReadId(pub u64);

/// An input from the driver to the run.
#[derive(Debug)]
pub enum Input {
    /// The time, and nothing else.
    Time,
    /// All entries up to and including this one are durable.
    Durable(Seq),
    /// The entries cannot be stored: for example, the disk is full or the database is blocked. The run sends nothing more.
    NotDurable {
        /// The browser's message.
        message: String,
    },
    /// A call that changes something has ended.
    Answered(Attempt, Result<Response<Body>, Transport>),
    /// A call that reads has ended.
    Read(ReadId, Result<Response<Body>, Transport>),
    /// The user made a decision.
    Decided(Decision),
}

/// Why there is no response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Transport {
    /// The connection broke or the call took too long: the request may have arrived, or may still.
    Lost {
        /// The browser's message.
        message: String,
    },
    /// The browser did not send the request: its policy forbids the address, or there is no network.
    Blocked {
        /// The browser's message.
        message: String,
    },
}
