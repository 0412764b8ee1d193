//! Change against roster: what is so now, what would be so.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rollcall_atlassian::AccountId;
use serde::{Deserialize, Serialize};

use crate::action::Field;
use crate::check::changed_since::left;
use crate::check::{CheckContext, Review, RowContext, RowState, WHERE};
use crate::finding::Severity;
use crate::roster::Token;

/// What a row says beside who is meant and what is wanted, by the key of its part.
pub type Details = BTreeMap<String, String>;

/// Key of a detail: the account's address, where the call names accounts by it.
pub(crate) const ADDRESS: &str = "address";

/// `None` where the row does not say clearly where it takes effect.
fn details(case: &CheckContext, look: &RowContext, row: u32) -> Option<Details> {
    if !look.is_whole() {
        return None;
    }
    let parts = case.changes.action().parts.iter();
    let mut details: Details = parts
        .filter(|part| part.is_detail())
        .map(|part| (part.key().to_owned(), case.changes.text(row, *part).to_owned()))
        .filter(|(_, text)| !text.is_empty())
        .collect();
    look.spot.tell(look.action, &mut details);
    if look.action.is_by_address() {
        details.insert(ADDRESS.to_owned(), look.change.current.to_owned());
    } else if look.action.parts.contains(&Field::Policy) {
        details.insert(ADDRESS.to_owned(), look.address()?.to_owned());
    }
    Some(details)
}

/// One change that can run, set against what is known about its account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diff {
    /// Row of the change file, counted from 0.
    pub row: u32,
    /// Line of the file where that row begins, counted from 1.
    pub line: u32,
    /// The account; `None` for somebody who is invited and has none here.
    pub account: Option<AccountId>,
    /// The person's name, where it is known.
    pub name: Option<String>,
    /// What the account is to hold before its step: what the run left that the row undoes, else what it holds now, from the roster or
    /// else from the file; `None` where that is not known.
    pub before: Option<String>,
    /// What it is to hold.
    pub after: String,
    /// What else the row says that its call needs, by the key of its part: a message.
    pub details: Details,
    /// True for organization administrators: never in the canary.
    pub administrator: bool,
}

impl Diff {
    /// The changes of all rows that can run, in the order of the file. A row whose account id is not known cannot: see
    /// [`crate::check::Counts::unresolved`].
    pub fn of(case: &CheckContext, review: &Review) -> Vec<Self> {
        let rows = 0..case.changes.rows();
        rows.filter(|&row| matches!(review.state(row), Some(RowState::Ready | RowState::Look)))
            .flat_map(|row| Self::of_row(case, row))
            .collect()
    }

    /// The changes of one row, whatever the checks say of it: more than one where it is about several API tokens, none where it does
    /// not say clearly what is meant.
    pub(crate) fn of_row(case: &CheckContext, row: u32) -> Vec<Self> {
        let diff = Self::one_of_row(case, row);
        diff.map_or_else(Vec::new, |diff| Self::for_each_token(case, diff))
    }

    /// A row about the tokens of an account takes a step for each: no call revokes several.
    fn for_each_token(case: &CheckContext, diff: Self) -> Vec<Self> {
        if !case.changes.action().parts.contains(&Field::Token) {
            return vec![diff];
        }
        let tokens = case.look(diff.row).tokens();
        let of_token = |token: &Token| {
            let mut diff = diff.clone();
            let label = Some(&token.label).filter(|label| !label.is_empty());
            diff.details
                .insert(Field::Token.key().to_owned(), token.id.clone());
            diff.details
                .insert(WHERE.to_owned(), label.unwrap_or(&token.id).clone());
            diff
        };
        tokens.into_iter().map(of_token).collect()
    }

    fn one_of_row(case: &CheckContext, row: u32) -> Option<Self> {
        let look = case.look(row);
        let known = look.here();
        Some(Self {
            row,
            line: case.line(row),
            account: match known {
                Some(account) => Some(account.id.clone()),
                None if look.action.is_by_address() => None,
                None => Some(AccountId::parse(look.change.account_id)?),
            },
            name: known.and_then(|account| account.name.value()).cloned(),
            // An undo takes back what its run left, and nothing else.
            before: left(case, &look).or_else(|| look.now()).map(Cow::into_owned),
            after: look.wish().into_owned(),
            details: details(case, &look, row)?,
            administrator: known.is_some_and(|account| account.administrator.said() == Some(true)),
        })
    }
}

/// A row that does not run, and why: it stands in the results as well, so that every row of the file has its line there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Line of the file where the row begins, counted from 1.
    pub line: u32,
    /// The account's id, where it is known; else as the file has it.
    pub account: String,
    /// The person's name, where it is known.
    pub name: Option<String>,
    /// The address that names who is meant, where the action asks for that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Where it was to take effect, in words, where the action asks for that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spot: Option<String>,
    /// What it holds now: from the roster, else from the file, else not known.
    pub before: Option<String>,
    /// What it is to hold, as the file has it.
    pub wanted: String,
    /// Why it does not run, in the administrator's words.
    pub why: String,
}

impl LeftOut {
    /// The rows that do not run, in the order of the file. `runs` says which rows do.
    pub fn of(case: &CheckContext, review: &Review, runs: impl Fn(u32) -> bool) -> Vec<Self> {
        (0..case.changes.rows())
            .filter(|&row| !runs(row))
            .map(|row| Self::of_row(case, review, row))
            .collect()
    }

    fn of_row(case: &CheckContext, review: &Review, row: u32) -> Self {
        let look = case.look(row);
        let known = look.here();
        Self {
            line: case.line(row),
            account: known
                .map_or(look.change.account_id, |account| account.id.as_str())
                .to_owned(),
            name: known.and_then(|account| account.name.value()).cloned(),
            address: (look.action.is_by_address()).then(|| look.change.current.to_owned()),
            spot: look.spot.words().or_else(|| {
                Some(look.token)
                    .filter(|token| !token.is_empty())
                    .map(str::to_owned)
            }),
            before: look.now().map(Cow::into_owned),
            wanted: look.wish().into_owned(),
            why: why_left_out(case, review, row),
        }
    }
}

fn why_left_out(case: &CheckContext, review: &Review, row: u32) -> String {
    let first = || {
        review
            .findings_of(case, row)
            .into_iter()
            .next()
            .map(|finding| finding.message)
    };
    let of_file = || review.whole_file().first().map(|finding| finding.message.clone());
    match review.state(row) {
        Some(RowState::LeftOut) => "You left it out.".to_owned(),
        Some(RowState::Blocked) if review.severity_of(row) != Some(Severity::Error) => {
            of_file().or_else(first).unwrap_or_default()
        }
        Some(RowState::Blocked | RowState::Nothing) => first().unwrap_or_default(),
        Some(RowState::Ready | RowState::Look)
            if case.look(row).here().is_none() && !case.changes.action().is_by_address() =>
        {
            "Its account id is not known.".to_owned()
        }
        Some(RowState::Ready | RowState::Look) if !case.look(row).is_whole() => {
            "Its directory, group, workspace or API tokens are not known.".to_owned()
        }
        _ => "It was not part of this run.".to_owned(),
    }
}
