//! The change that a row would make, and the record of a row that does not run.

use rollcall_atlassian::AccountId;
use serde::{Deserialize, Serialize};

use crate::address;
use crate::details::Details;

/// One change that can run, with the current state of its account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diff {
    /// Row of the change file, counted from 0.
    pub row: u32,
    /// Line of the file where that row begins, counted from 1.
    pub line: u32,
    /// The account; `None` for an invited person who has no account here.
    pub account: Option<AccountId>,
    /// The person's name, if known.
    pub name: Option<String>,
    /// The expected state before the step: the state that the run left if the row undoes it, else the current state, from the roster or
    /// else from the file; `None` if unknown.
    pub before: Option<String>,
    /// The desired state.
    pub after: String,
    /// The other values from the row that its call needs.
    pub details: Details,
    /// True for organization administrators: never in the canary.
    pub administrator: bool,
}

impl Diff {
    /// Whether it does what another one says, and to an account that holds what that one says it held before. Names, and the words
    /// for a place, are not compared: they come from Atlassian. `is_address`: whether an address is held, which is the same in any case.
    pub fn agrees_with(&self, other: &Self, is_address: bool) -> bool {
        let is_same = |one: &str, other: &str| one == other || (is_address && address::same(one, other));
        let before = match (&self.before, &other.before) {
            (Some(now), Some(before)) => is_same(now, before),
            (now, before) => now == before,
        };
        before
            && self.details.is_sent_like(&other.details)
            && self.account == other.account
            && self.after == other.after
    }
}

/// A row that does not run, and why. It is listed in the results too, so that every row of the file has a line there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Line of the file where the row begins, counted from 1.
    pub line: u32,
    /// The account's id if known, else as the file has it.
    pub account: String,
    /// The person's name, if known.
    pub name: Option<String>,
    /// The address that names who is meant, where the action asks for that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Where it was to take effect, in words, where the action asks for that.
    #[serde(default, skip_serializing_if = "Option::is_none", rename = "spot")]
    pub place: Option<String>,
    /// The current state: from the roster, else from the file, else unknown.
    pub before: Option<String>,
    /// The desired state, as the file has it.
    pub wanted: String,
    /// Why it does not run, in the administrator's words.
    pub why: String,
}
