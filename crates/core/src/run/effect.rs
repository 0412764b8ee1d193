//! What a run wants done, and what it is told. Whoever does it is called the driver: the worker, a test, the simulation.

use http::{Request, Response};
use rollcall_atlassian::{AccountId, Body, Failure};

use crate::{
    journal::{Attempt, Decision, Entry, Question, Seq},
    time::Time,
};

/// What a run wants done.
#[derive(Debug)]
pub enum Effect {
    /// Append these entries to the journal, all or none, and say [`Input::Durable`] once they are safe. The number is the
    /// last entry's. There is one append at a time.
    Append(Seq, Vec<Entry>),
    /// Make this call and say [`Input::Answered`], always: a call that takes too long is lost.
    Send(Attempt, Box<Request<Body>>),
    /// Read the addresses of these accounts and say [`Input::ReadBack`], always.
    Read {
        /// Goes back with the answer.
        read: ReadId,
        /// By which call.
        how: How,
        /// Whose: up to [`SEARCH_GROUP`] for a search, one for a profile.
        accounts: Vec<AccountId>,
    },
    /// Nothing to do before this time, but for what comes in: say [`Input::Time`] then. Takes the place of the last wait.
    Wait(Time),
    /// The run waits for a decision.
    Ask(Question),
    /// The run is over. The last effect.
    Done,
}

/// Accounts that one search takes: 10 ids (Organizations REST API, users/search, `accountIds`).
pub const SEARCH_GROUP: usize = 10;

/// Names a reading until it is answered. Not journaled: a reading changes nothing, and after a crash there is a new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReadId(pub u64);

/// By which call accounts are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// The search for users by account id: one call for many, from an index that may lag.
    Search,
    /// The profile of the one account: `GET /users/{account}/manage/profile`.
    Profile,
}

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
        words: String,
    },
    /// A call ended.
    Answered(Attempt, Result<Response<Body>, Transport>),
    /// What was read, for each account; one that is missing counts as [`NotRead::Absent`].
    ReadBack(ReadId, Vec<(AccountId, Result<String, NotRead>)>),
    /// The user decided.
    Decided(Decision),
}

/// Why there is no response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Transport {
    /// The connection broke or the call took too long: the request may have arrived, or may still.
    Lost {
        /// What the browser said.
        words: String,
    },
    /// The browser is known not to have sent it: its policy forbids the address, or there is no network.
    Blocked {
        /// What the browser said.
        words: String,
    },
}

/// Why an account's address was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotRead {
    /// The search did not find it, or the answer holds no address.
    Absent,
    /// Atlassian's answer was not a success.
    Failure(Failure),
    /// There was no answer.
    Transport(Transport),
}
