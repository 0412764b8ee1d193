//! One wish of a plan: who, by which operation, from what, to what.

use rollcall_atlassian::AccountId;
use rollcall_model::{Details, Diff, Field, address};
use serde::{Deserialize, Serialize, Serializer};

/// Which of a plan's operations: an index into [`super::Plan::operations`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OperationIndex(pub u16);

impl OperationIndex {
    /// As an index of a slice.
    pub fn at(self) -> usize {
        usize::from(self.0)
    }
}

/// One row of the change file that runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// What is done.
    pub operation: OperationIndex,
    /// Row of the change file, counted from 0.
    pub number: u32,
    /// Line of the file where that row begins, counted from 1.
    pub line: u32,
    /// The account; `None` for somebody who has none here yet, whom an address names.
    #[serde(serialize_with = "account_as_text", skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
    /// The person's name, where it is known.
    pub name: Option<String>,
    /// What it held when the plan was made, where that is known; or what an earlier row of the plan gives it: an address, or a state.
    pub before: Option<String>,
    /// What it is to hold.
    pub wanted: String,
    /// What else its call needs.
    #[serde(skip_serializing_if = "Details::is_empty")]
    pub details: Details,
    /// True for organization administrators.
    pub administrator: bool,
    /// Rows that must be done first, for whatever reason: indices into [`super::Plan::rows`]. Who waits for an address to become free
    /// is not among them: that is said of the steps ([`super::Step::waits_for`]).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub waits_for: Vec<u32>,
}

/// Tells the rows of a plan that do the same apart: who, and where.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct RowSubject {
    person: String,
    objects: Vec<String>,
}

impl Row {
    /// A row that does this to whom a diff is about.
    pub(super) fn of(operation: OperationIndex, diff: Diff) -> Self {
        Self {
            operation,
            number: diff.row,
            line: diff.line,
            account: diff.account,
            name: diff.name,
            before: diff.before,
            wanted: diff.after,
            details: diff.details,
            administrator: diff.administrator,
            waits_for: Vec::new(),
        }
    }

    /// What the row says would change, as the review of a change file would give it.
    pub fn to_diff(&self) -> Diff {
        Diff {
            row: self.number,
            line: self.line,
            account: self.account.clone(),
            name: self.name.clone(),
            before: self.before.clone(),
            after: self.wanted.clone(),
            details: self.details.clone(),
            administrator: self.administrator,
        }
    }

    /// What it is to hold, and where: "in the group (jira-users)".
    pub fn wish(&self) -> String {
        self.details.wish(&self.wanted)
    }

    /// The address by which the call names who is meant, where it does.
    pub fn address(&self) -> Option<&str> {
        self.details.address()
    }

    /// Who is meant: the account's id, else the address.
    pub fn person(&self) -> &str {
        let account = self.account.as_ref().map(AccountId::as_str);
        account.or(self.address()).unwrap_or_default()
    }

    /// Who is meant, and where, or with which API token.
    pub(crate) fn subject(&self) -> RowSubject {
        let is_object = |field: Field| field.place().is_some() || field == Field::Token;
        let objects = self.details.fields().filter(|(field, _)| is_object(*field));
        RowSubject {
            person: match &self.account {
                Some(account) => account.to_string(),
                None => self.person().to_lowercase(),
            },
            objects: objects.map(|(_, text)| text.to_owned()).collect(),
        }
    }

    /// Whether two rows are about one person. Ids are compared as addresses are: no two differ in the case of their letters alone.
    pub fn is_about_whom(&self, other: &Self) -> bool {
        address::same(self.person(), other.person())
    }

    /// The person's name, else the account's id, else the address.
    pub fn who(&self) -> &str {
        self.name.as_deref().unwrap_or(self.person())
    }
}

/// An account's id in a plan is its text.
#[expect(clippy::ref_option, reason = "serde gives the field as it is")]
fn account_as_text<S: Serializer>(account: &Option<AccountId>, to: S) -> Result<S::Ok, S::Error> {
    account.as_ref().map(AccountId::as_str).serialize(to)
}
