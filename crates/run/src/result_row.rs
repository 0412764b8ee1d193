//! What became of one row of a run.

use rollcall_atlassian::AccountId;
use rollcall_model::Details;
use rollcall_model::time::Time;

use crate::journal::{Access, OutcomeKind, Proof};

/// What became of one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultRow {
    /// Key of what was to be done: `change-email`.
    pub operation: &'static str,
    /// Row of the change file, counted from 0.
    pub number: u32,
    /// Line of the file.
    pub line: u32,
    /// Place of its call in the order of the plan.
    pub step: u32,
    /// The account; `None` for somebody who has none here, as far as is known.
    pub account: Option<AccountId>,
    /// The person's name, where it is known.
    pub name: Option<String>,
    /// What the account held before the run, where it is known: an address, or a state.
    pub before: Option<String>,
    /// What it is to hold.
    pub wanted: String,
    /// What else the row says.
    pub details: Details,
    /// What became of it; before that, not run or in doubt.
    pub outcome: OutcomeKind,
    /// In the administrator's words.
    pub message: String,
    /// Status of the last answer.
    pub status: Option<u16>,
    /// Atlassian's key or code in it.
    pub code: Option<String>,
    /// When it got its outcome.
    pub at: Option<Time>,
    /// What reading it back at the end showed; `None` where it was not read back.
    pub proof: Option<Proof>,
    /// The address that it is known to have now, where that is neither the one before nor the wanted one.
    pub has_instead: Option<String>,
    /// What the person had besides before the step, where that was told.
    pub had: Option<Access>,
    /// The same after it.
    pub has: Option<Access>,
    /// What a journal from elsewhere said became of the row, before it was taken in here.
    pub file_says: Option<OutcomeKind>,
}

impl ResultRow {
    /// What it is to hold, and where: "in the group (jira-users)".
    pub fn wish(&self) -> String {
        self.details.wish(&self.wanted)
    }

    /// Name, else account id, else address.
    pub fn who(&self) -> &str {
        let account = self.account.as_ref().map(AccountId::as_str);
        let named = self.name.as_deref().or(account).or(self.address());
        named.unwrap_or_default()
    }

    /// The account's id, where the plan or an answer of Atlassian's named it; else nothing.
    pub fn account_id(&self) -> &str {
        let account = self.account.as_ref().map(AccountId::as_str);
        let mut told = [&self.has, &self.had].into_iter().flatten();
        let told = told.find_map(|access| access.account.as_deref());
        account.or(told).unwrap_or_default()
    }

    /// The address by which the call named who is meant, or that a reading told.
    pub fn address(&self) -> Option<&str> {
        let mut told = [&self.has, &self.had].into_iter().flatten();
        let told = told.find_map(|access| access.address.as_deref());
        self.details.address().or(told)
    }
}
