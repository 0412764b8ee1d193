//! Changes the email addresses of managed accounts.

use rollcall_atlassian::call::account::{Privilege, SetEmail};

use super::checks::{AS_READ, with};
use super::{
    Action, Column, DesiredState, Field, Holds, Labels, Operation, ReviewSpec, RowSpec, Shows, StateKind,
    Undo, UndoRecipe,
};
use crate::check;
use rollcall_run::operation::command;

/// The action.
pub static ACTION: Action = Action {
    row: RowSpec {
        key: "change-email",
        title: "Change e-mail addresses",
        fields: &[
            Field::AccountId,
            Field::CurrentAddress,
            Field::NewAddress,
            Field::Organization,
        ],
        columns: &[
            Column {
                key: "address-now",
                title: "Address now",
                shows: Shows::Current,
            },
            Column {
                key: "current-address",
                title: "Address in the file",
                shows: Shows::Cell(Field::CurrentAddress),
            },
            Column {
                key: "new-address",
                title: "New address",
                shows: Shows::Cell(Field::NewAddress),
            },
        ],
        kind: StateKind::Address,
        desired: DesiredState::Address,
    },
    labels: Labels {
        hint: "The accounts get other addresses. Each person is logged out once, and logs in with the new address.",
        file: "One row for each account: who it is (account id or current address) and the new address.",
        effect: ["person will be logged out", "people will be logged out"],
    },
    review: ReviewSpec {
        checks: &with::<12, 35, 47>(
            AS_READ,
            [
                &check::account_id_missing::CHECK,
                &check::account_id_malformed::CHECK,
                &check::portal_customer::CHECK,
                &check::new_address_missing::CHECK,
                &check::new_address_malformed::CHECK,
                &check::current_address_malformed::CHECK,
                &check::nothing_to_change::CHECK,
                &check::case_only::CHECK,
                &check::domain_slip::CHECK,
                &check::unusual_letter::CHECK,
                &check::other_organization::CHECK,
                &check::address_taken::CHECK,
                &check::account_twice::CHECK,
                &check::account_two_wishes::CHECK,
                &check::address_wanted_twice::CHECK,
                &check::address_chain::CHECK,
                &check::address_circle::CHECK,
                &check::account_not_here::CHECK,
                &check::blank_row::CHECK,
                &check::not_managed::CHECK,
                &check::deactivated::CHECK,
                &check::closed::CHECK,
                &check::for_deletion::CHECK,
                &check::current_address_differs::CHECK,
                &check::columns_shifted::CHECK,
                &check::not_as_in_journal::CHECK,
                &check::new_domain_unclaimed::CHECK,
                &check::current_domain_unclaimed::CHECK,
                &check::synced::CHECK,
                &check::administrator::CHECK,
                &check::single_sign_on::CHECK,
                &check::no_directory::CHECK,
                &check::not_permitted::CHECK,
                &check::owns_tokens::CHECK,
                &check::addresses_count_up::CHECK,
            ],
        ),
        current: |row| row.current_address().map(Into::into),
        privilege: Some(Privilege::EmailSet),
        confirm: None,
    },
    operation: Operation {
        several: None,
        legacy: None,
        call: |_, row, to| {
            command(SetEmail {
                account: row.account.clone()?,
                email: to.to_owned(),
            })
        },
        holds: Holds::Address,
    },
    undo: Undo {
        recipes: &[UndoRecipe::by("change-email")],
        way_back: "The undo file gives every changed account its former address. Keep it.",
    },
};
