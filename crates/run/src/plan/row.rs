//! One row of a plan: the account, the operation, the current state and the desired state.

use rollcall_atlassian::AccountId;
use rollcall_model::{Details, Diff, Field, address};
use serde::{Deserialize, Serialize, Serializer};

/// An operation of a plan: an index into [`super::Plan::operations`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OperationIndex(pub u16);

impl OperationIndex {
    /// The index as a `usize`.
    pub fn at(self) -> usize {
        usize::from(self.0)
    }
}

/// One row of the change file that runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The operation.
    pub operation: OperationIndex,
    /// Row of the change file, counted from 0.
    pub number: u32,
    /// Line of the file where that row begins, counted from 1.
    pub line: u32,
    /// The account; `None` for a person who has none in the organization yet and is identified by an address.
    #[serde(serialize_with = "account_as_text", skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
    /// The person's name, if known.
    pub name: Option<String>,
    /// The account's address or state when the plan was made, if known; or the one that an earlier row of the plan sets.
    pub before: Option<String>,
    /// The desired address or state.
    pub wanted: String,
    /// Other values that the call needs.
    #[serde(skip_serializing_if = "Details::is_empty")]
    pub details: Details,
    /// True for organization administrators.
    pub administrator: bool,
    /// Rows that must be done first, as indices into [`super::Plan::rows`]. Waiting for an address to become free is not included:
    /// that is a property of the steps ([`super::Step::waits_for`]).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub waits_for: Vec<u32>,
}

/// Identifies a row among those of the same operation: the person, and the objects.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct RowSubject {
    person: String,
    objects: Vec<String>,
}

impl Row {
    /// The row that does this for a diff.
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

    /// The change that the row describes, as the review of a change file reports it.
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

    /// The desired state and its object: "in the group (jira-users)".
    pub fn wish(&self) -> String {
        self.details.wish(&self.wanted)
    }

    /// The address by which the call identifies the person, if it does.
    pub fn address(&self) -> Option<&str> {
        self.details.address()
    }

    /// The account's id, else the address.
    pub fn person(&self) -> &str {
        let account = self.account.as_ref().map(AccountId::as_str);
        account.or(self.address()).unwrap_or_default()
    }

    /// The person, and the places or the API token that the row is about.
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

    /// Whether two rows are about the same person. Ids are compared like addresses, ignoring case: no two ids differ only in case.
    pub fn is_about_whom(&self, other: &Self) -> bool {
        address::same(self.person(), other.person())
    }

    /// The person's name, else the account's id, else the address.
    pub fn who(&self) -> &str {
        self.name.as_deref().unwrap_or(self.person())
    }
}

/// Serializes the account as the text of its id.
#[expect(clippy::ref_option, reason = "serde gives the field as it is")]
fn account_as_text<S: Serializer>(account: &Option<AccountId>, to: S) -> Result<S::Ok, S::Error> {
    account.as_ref().map(AccountId::as_str).serialize(to)
}
