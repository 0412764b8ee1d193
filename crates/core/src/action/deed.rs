//! How a run carries an action out: the call that changes an account, and the calls that say what it holds.

use std::fmt;

use http::{Request, Response};
use rollcall_atlassian::{
    Body, Call, Failure,
    call::{directory::User, profile::Profile},
};

use crate::plan::Row;

/// How a run carries an action out.
#[derive(Clone, Copy, Debug)]
pub struct Deed {
    /// Whether what is held belongs to one account only, as an address does: then whoever takes it waits until it is free, and
    /// who is said to have it is asked.
    pub is_exclusive: bool,
    /// Whether what is held is an address; else it is a state.
    pub is_address: bool,
    /// The call that gives the account of a row this.
    pub call: fn(&Row, &str) -> Box<dyn Doing>,
    /// How many accounts are searched for in one call.
    pub searched: Searched,
    /// What the search for users says that somebody holds.
    pub found: fn(&User) -> Option<String>,
    /// How one account is read by itself.
    pub alone: Alone,
}

/// By what accounts are searched for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Searched {
    /// By the addresses that they are expected to have.
    ByAddress,
    /// By their ids.
    ById,
}

/// How one account is read by itself.
#[derive(Clone, Copy, Debug)]
pub enum Alone {
    /// By its profile, which no index stands before, and which says what is held.
    Profile(fn(&Profile) -> Option<String>),
    /// By a search for it alone: its profile does not tell.
    Search,
}

/// A changing call, whatever its answer holds.
pub trait Doing: fmt::Debug {
    /// The request, complete but for the key.
    fn request(&self) -> Request<Body>;

    /// Whether it is done.
    ///
    /// # Errors
    /// What Atlassian says instead.
    fn answer(&self, response: &Response<Body>) -> Result<(), Failure>;
}

impl<C: Call + fmt::Debug> Doing for C {
    fn request(&self) -> Request<Body> {
        Call::request(self)
    }

    fn answer(&self, response: &Response<Body>) -> Result<(), Failure> {
        Call::answer(self, response).map(drop)
    }
}
