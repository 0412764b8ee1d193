//! Change against roster: what is so now, what would be so; and why a row does not run.

use std::borrow::Cow;

use rollcall_atlassian::AccountId;
use rollcall_model::finding::Severity;
use rollcall_model::{Details, Diff, Field, LeftOut};
use rollcall_roster::Token;

use crate::context::{CheckContext, RowContext};
use crate::review::{Review, RowState};

/// The changes of all rows that can run, in the order of the file. A row whose account id is not known cannot: see
/// [`crate::review::Counts::unresolved`].
pub fn diffs(context: &CheckContext, review: &Review) -> Vec<Diff> {
    let rows = 0..context.changes.rows();
    rows.filter(|&row| matches!(review.state(row), Some(RowState::Ready | RowState::Look)))
        .flat_map(|row| diffs_of_row(context, row))
        .collect()
}

/// The changes of one row, whatever the checks say of it: more than one where it is about several API tokens, none where it does
/// not say clearly what is meant.
pub fn diffs_of_row(context: &CheckContext, row: u32) -> Vec<Diff> {
    let diff = diff_of_row(context, row);
    diff.map_or_else(Vec::new, |diff| for_each_token(context, diff))
}

/// A row about the tokens of an account takes a step for each: no call revokes several.
fn for_each_token(context: &CheckContext, diff: Diff) -> Vec<Diff> {
    if !context.changes.spec().has(Field::Token) {
        return vec![diff];
    }
    let tokens = context.row(diff.row).tokens();
    let of_token = |token: &Token| {
        let mut diff = diff.clone();
        let label = Some(&token.label).filter(|label| !label.is_empty());
        diff.details.set(Field::Token, token.id.clone());
        diff.details.set_place(label.unwrap_or(&token.id).as_str());
        diff
    };
    tokens.into_iter().map(of_token).collect()
}

fn diff_of_row(context: &CheckContext, row: u32) -> Option<Diff> {
    let row_context = context.row(row);
    let known = row_context.here();
    Some(Diff {
        row,
        line: context.line(row),
        account: match known {
            Some(account) => Some(account.id.clone()),
            None if row_context.spec.is_by_address() => None,
            None => Some(AccountId::parse(row_context.change.account_id)?),
        },
        name: known.and_then(|account| account.name.value()).cloned(),
        // An undo takes back what its run left, and nothing else.
        before: row_context
            .left_by_run()
            .or_else(|| row_context.current())
            .map(Cow::into_owned),
        after: row_context.desired().into_owned(),
        details: details(context, &row_context, row)?,
        administrator: known.is_some_and(|account| account.administrator.said() == Some(true)),
    })
}

/// `None` where the row does not say clearly where it takes effect.
fn details(context: &CheckContext, row_context: &RowContext, row: u32) -> Option<Details> {
    if !row_context.is_whole() {
        return None;
    }
    let fields = row_context.spec.fields.iter().filter(|field| field.is_detail());
    let mut details: Details = fields
        .map(|field| (*field, context.changes.text(row, *field).to_owned()))
        .filter(|(_, text)| !text.is_empty())
        .collect();
    row_context.target.tell(row_context.spec, &mut details);
    if row_context.spec.is_by_address() {
        details.set_address(row_context.change.address_in_file);
    } else if row_context.spec.sends_address() {
        details.set_address(row_context.address()?);
    }
    Some(details)
}

/// The rows that do not run, in the order of the file. `runs` says which rows do.
pub fn left_out(context: &CheckContext, review: &Review, runs: impl Fn(u32) -> bool) -> Vec<LeftOut> {
    (0..context.changes.rows())
        .filter(|&row| !runs(row))
        .map(|row| left_out_row(context, review, row))
        .collect()
}

fn left_out_row(context: &CheckContext, review: &Review, row: u32) -> LeftOut {
    let row_context = context.row(row);
    let known = row_context.here();
    LeftOut {
        line: context.line(row),
        account: known
            .map_or(row_context.change.account_id, |account| account.id.as_str())
            .to_owned(),
        name: known.and_then(|account| account.name.value()).cloned(),
        address: (row_context.spec.is_by_address()).then(|| row_context.change.address_in_file.to_owned()),
        place: row_context.target.message().or_else(|| {
            Some(row_context.token)
                .filter(|token| !token.is_empty())
                .map(str::to_owned)
        }),
        before: row_context.current().map(Cow::into_owned),
        wanted: row_context.desired().into_owned(),
        why: why_left_out(context, review, row),
    }
}

fn why_left_out(context: &CheckContext, review: &Review, row: u32) -> String {
    let first = || {
        review
            .findings_of(context, row)
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
            if context.row(row).here().is_none() && !context.changes.spec().is_by_address() =>
        {
            "Its account id is not known.".to_owned()
        }
        Some(RowState::Ready | RowState::Look) if !context.row(row).is_whole() => {
            "Its directory, group, workspace or API tokens are not known.".to_owned()
        }
        _ => "It was not part of this run.".to_owned(),
    }
}
