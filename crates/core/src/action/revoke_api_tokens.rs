//! Revokes API tokens that the owners of managed accounts have created: one token of an account, or all of them.

use std::borrow::Cow;

use rollcall_atlassian::ApiTokenId;
use rollcall_atlassian::call::account::Privilege;
use rollcall_atlassian::call::api_token::{DeleteApiToken, GetApiTokens};

use super::checks::{OF_WHO, with};
use super::{Action, Column, DesiredState, Field, Labels, ReviewSpec, RowSpec, StateKind, Undo};
use crate::check::{self, Confirmation, RowContext};
use rollcall_model::phrasing::counted;
use rollcall_run::operation::{Fits, Holds, MOST_TOGETHER, Operation, QueryOutcome, Shared, command, query};
use rollcall_run::plan::Row;

const VALID: &str = "valid";
const REVOKED: &str = "revoked";

/// The action.
pub static ACTION: Action = Action {
    row: RowSpec {
        key: "revoke-api-tokens",
        title: "Revoke API tokens",
        fields: &[
            Field::AccountId,
            Field::CurrentAddress,
            Field::Token,
            Field::Organization,
        ],
        columns: &[
            Column::STATE_NOW,
            Column::ADDRESS_IN_FILE,
            Column::of(Field::Token),
        ],
        kind: StateKind::Token,
        desired: DesiredState::Always(REVOKED),
    },
    labels: Labels {
        hint: "Scripts and integrations that sign in with these tokens are refused from then on. The accounts stay as they are.",
        file: "One row for each account, by its id or the address that it has now, to revoke all its tokens; or one for each token, with the token's id.",
        effect: [
            "API token will be revoked for good",
            "API tokens will be revoked for good",
        ],
    },
    review: ReviewSpec {
        checks: &with::<25, 3, 28>(
            OF_WHO,
            [
                &check::tokens_unknown::CHECK,
                &check::not_managed::CHECK,
                &check::not_permitted::CHECK,
            ],
        ),
        current,
        privilege: Some(Privilege::ApiTokenDelete),
        confirm: Some(confirm),
    },
    operation: Operation {
        several: None,
        legacy: None,
        call: |_, row, _| {
            command(DeleteApiToken {
                account: row.account.clone()?,
                token: token(row)?,
            })
        },
        holds: Holds::Shared(Shared {
            what: "API token",
            from: Fits::Only(VALID),
            most: MOST_TOGETHER,
            together: |_, _| None,
            alone: |_, row| {
                let token = token(row)?;
                let call = GetApiTokens {
                    account: row.account.clone()?,
                };
                Some(query(call, move |tokens| {
                    let is_there = tokens.iter().any(|its| its.id == token);
                    QueryOutcome::one(if is_there { VALID } else { REVOKED }.to_owned())
                }))
            },
        }),
    },
    undo: Undo {
        recipes: &[],
        way_back: "There is no undo: a token that was revoked is gone. Its owner makes a new one, and puts it where the old one was used.",
    },
};

fn token(row: &Row) -> Option<ApiTokenId> {
    ApiTokenId::parse(row.details.get(Field::Token)?)
}

fn current<'a>(row: &RowContext<'a>) -> Option<Cow<'a, str>> {
    row.here()?.tokens.value()?;
    Some(if row.tokens().is_empty() { REVOKED } else { VALID }.into())
}

fn confirm(rows: u32) -> Confirmation {
    Confirmation {
        key: "revoke-tokens",
        typed: Some(rows.to_string()),
        text: format!(
            "The run revokes {}. Whatever signs in with them stops working, and nothing brings them back. Type {rows} to confirm.",
            counted(rows, "API token")
        ),
    }
}
