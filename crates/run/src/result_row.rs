//! The result of one row of a run.

use rollcall_atlassian::AccountId;
use rollcall_model::Details;
use rollcall_model::time::Time;

use crate::journal::{Access, OutcomeKind, Proof};

/// The result of one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultRow {
    /// Key of the row's action: `change-email`.
    pub operation: &'static str,
    /// Row of the change file, counted from 0.
    pub number: u32,
    /// Line of the file where the row begins, counted from 1.
    pub line: u32,
    /// Position of the row's call in the order of the plan.
    pub step: u32,
    /// The account; `None` for a person who is not known to have one in the organization.
    pub account: Option<AccountId>,
    /// The person's name, if known.
    pub name: Option<String>,
    /// The account's address or state before the run, if known.
    pub before: Option<String>,
    /// The desired address or state.
    pub wanted: String,
    /// What else the row says.
    pub details: Details,
    /// The row's outcome. Before there is one: not run, or in doubt.
    pub outcome: OutcomeKind,
    /// What happened, in the administrator's words.
    pub message: String,
    /// Status of the last answer.
    pub status: Option<u16>,
    /// Atlassian's key or code in the last answer.
    pub code: Option<String>,
    /// When the outcome was reached.
    pub at: Option<Time>,
    /// The result of reading the account back at the end; `None` if it was not read back.
    pub proof: Option<Proof>,
    /// The address that the account is known to have now, if it is neither the former nor the desired one.
    pub has_instead: Option<String>,
    /// The person's access before the step, if it was read.
    pub had: Option<Access>,
    /// The person's access after the step, if it was read.
    pub has: Option<Access>,
    /// For a run that was imported from a foreign journal: the outcome that the journal gave for the row.
    pub file_says: Option<OutcomeKind>,
}

impl ResultRow {
    /// The desired state and its object: "in the group (jira-users)".
    pub fn wish(&self) -> String {
        self.details.wish(&self.wanted)
    }

    /// The person's name, else the account id, else the address.
    pub fn who(&self) -> &str {
        let account = self.account.as_ref().map(AccountId::as_str);
        let named = self.name.as_deref().or(account).or(self.address());
        named.unwrap_or_default()
    }

    /// The account id, from the plan or else from an answer of Atlassian; empty if neither has one.
    pub fn account_id(&self) -> &str {
        let account = self.account.as_ref().map(AccountId::as_str);
        let mut told = [&self.has, &self.had].into_iter().flatten();
        let told = told.find_map(|access| access.account.as_deref());
        account.or(told).unwrap_or_default()
    }

    /// The address by which the call identifies the person, else the one that was read.
    pub fn address(&self) -> Option<&str> {
        let mut told = [&self.has, &self.had].into_iter().flatten();
        let told = told.find_map(|access| access.address.as_deref());
        self.details.address().or(told)
    }
}
