use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// What was read from a roster file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RosterFile {
    /// What it is: `users export`.
    pub kind: Cow<'static, str>,
    /// In the file.
    pub accounts: u32,
    /// In the file.
    pub domains: u32,
    /// Whether it may be a part of the list only. Its silence says nothing then; `whole` says that it is not so.
    pub may_be_part: bool,
    /// What is worth telling: rows that were left out, and why it may be a part.
    pub notes: Vec<String>,
}

/// What was typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct TypedDomains {
    /// Those that were added.
    pub domains: Vec<String>,
    /// What is no domain.
    pub rejected: Vec<RejectedDomain>,
}

/// Something typed that is no domain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RejectedDomain {
    /// As it was typed.
    pub text: String,
    /// What is wrong with it.
    pub why: String,
}

/// What is known about accounts and domains.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Roster {
    /// Accounts that are known.
    pub accounts: u32,
    /// The claimed domains.
    pub domains: Vec<String>,
    /// Whether these are all of them, so that another domain is not claimed.
    pub domains_are_complete: bool,
    /// Where it comes from.
    pub sources: Vec<RosterSource>,
}

/// Where something that is known comes from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RosterSource {
    /// As shown.
    pub title: String,
    /// Accounts that it tells of.
    pub accounts: u32,
    /// Domains that it tells of.
    pub domains: u32,
    /// Milliseconds since 1970.
    pub at: f64,
}
