//! Change against roster: what is so now, what would be so.

use rollcall_atlassian::AccountId;

/// One change that can run, set against what is known about its account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diff {
    /// Row of the change file, counted from 0.
    pub row: u32,
    /// Line of the file where that row begins, counted from 1.
    pub line: u32,
    /// The account.
    pub account: AccountId,
    /// The person's name, where it is known.
    pub name: Option<String>,
    /// The address now: from the roster, else from the file, else not known.
    pub before: Option<String>,
    /// The address that is wanted.
    pub after: String,
    /// True for organization administrators: never in the canary.
    pub administrator: bool,
}
