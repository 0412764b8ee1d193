//! Change against roster: what is so now, what would be so.

use rollcall_atlassian::AccountId;

use crate::check::{Case, Review, RowState};

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

impl Diff {
    /// The changes of all rows that can run, in the order of the file. A row whose account id is not known cannot: see
    /// [`crate::check::Counts::unresolved`].
    pub fn of(case: &Case, review: &Review) -> Vec<Self> {
        let rows = 0..case.changes.rows();
        rows.filter(|&row| matches!(review.state(row), Some(RowState::Ready | RowState::Look)))
            .filter_map(|row| Self::of_row(case, row))
            .collect()
    }

    fn of_row(case: &Case, row: u32) -> Option<Self> {
        let look = case.look(row);
        let known = look.here();
        Some(Self {
            row,
            line: case.line(row),
            account: match known {
                Some(account) => account.id.clone(),
                None => AccountId::parse(look.change.account_id)?,
            },
            name: known.and_then(|account| account.name.value()).cloned(),
            before: look.now().map(str::to_owned),
            after: look.change.wanted.to_owned(),
            administrator: known.is_some_and(|account| account.administrator.said() == Some(true)),
        })
    }
}
