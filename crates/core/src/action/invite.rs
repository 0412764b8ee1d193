//! Invites people: grants each of them a role, groups, or both, and creates an account for those who have none. One call takes 25
//! people, and its answer has a result for each (Organizations REST API, v2).

mod back;
mod call;
mod given;
mod held;
mod standing;

use std::borrow::Cow;

use rollcall_atlassian::call::directory::MOST_EMAILS;
use rollcall_atlassian::call::invite::MOST_INVITED;

use super::checks::{AS_READ, with};
use super::{
    Action, Column, DesiredState, Field, Labels, ReviewSpec, RowSpec, Shows, StateKind, Undo, UndoRecipe,
};
use crate::check::{self, Check, RowContext};
use rollcall_roster::Presence;
use rollcall_run::operation::{Fits, Holds, Operation, Several, Shared};
use standing::{OUTSIDE, WITH};

/// The action.
pub static ACTION: Action = Action {
    row: RowSpec {
        key: "invite",
        title: "Invite people",
        fields: &[
            Field::CurrentAddress,
            Field::Role,
            Field::Workspace,
            Field::Groups,
            Field::Message,
            Field::Organization,
        ],
        columns: &[
            Column::STATE_NOW,
            Column::new("address", "Address", Shows::Cell(Field::CurrentAddress)),
            Column::of(Field::Message),
            Column::of(Field::Groups),
            Column::of(Field::Role),
            Column::of(Field::Workspace),
        ],
        kind: StateKind::Invitation,
        desired: DesiredState::Always(WITH),
    },
    labels: Labels {
        hint: "People get a role on a workspace, groups, or both, which may cost licences; and an account, where they have none yet.",
        file: "One row for each person: the address; a role and its workspace, or groups, or both; and the text of a mail, where one is to be sent.",
        effect: ["person will be invited", "people will be invited"],
    },
    review: ReviewSpec {
        checks: &CHECKS,
        current,
        privilege: None,
        confirm: None,
    },
    operation: Operation {
        call: |organization, row, _| call::call(organization, &[row]),
        several: Some(Several {
            most: MOST_INVITED,
            kind: given::kind,
            call: call::call,
        }),
        legacy: Some(call::legacy),
        holds: Holds::Shared(Shared {
            what: "person",
            from: Fits::Mostly(OUTSIDE),
            most: MOST_EMAILS,
            together: held::together,
            alone: held::alone,
        }),
    },
    undo: Undo {
        recipes: &[
            UndoRecipe::with("remove-user", back::removals),
            UndoRecipe::with("revoke-role", back::revocations),
            UndoRecipe::with("remove-from-group", back::departures),
        ],
        way_back: "What this run gave is taken back by up to three files: people who were not in a directory before are removed from it; others lose the role, and the groups, that they got. A mail that was sent stays sent, and an account that came to be stays.",
    },
};

const CHECKS: [&Check; 28] = with(
    with::<12, 8, 20>(
        AS_READ,
        [
            &check::address_missing::CHECK,
            &check::current_address_malformed::CHECK,
            &check::nothing_to_change::CHECK,
            &check::other_organization::CHECK,
            &check::other_action::CHECK,
            &check::account_twice::CHECK,
            &check::blank_row::CHECK,
            &check::not_as_in_journal::CHECK,
        ],
    ),
    [
        &check::nothing_given::CHECK,
        &check::role_unclear::CHECK,
        &check::role_not_by_invitation::CHECK,
        &check::workspace_unclear::CHECK,
        &check::groups_unclear::CHECK,
        &check::group_locked::CHECK,
        &check::invited_account::CHECK,
        &check::already_here::CHECK,
    ],
);

/// The state according to the roster. The roster knows who is outside the organization, but not which roles people have.
fn current<'a>(row: &RowContext<'a>) -> Option<Cow<'a, str>> {
    let account = match row.account? {
        Presence::Absent => return Some(OUTSIDE.into()),
        Presence::Unknown => return None,
        Presence::Here(account) => account,
    };
    (account.in_directory.said() == Some(false)).then(|| OUTSIDE.into())
}
