//! Changes the e-mail addresses of managed accounts.

use rollcall_atlassian::call::account::{GetProfile, SetEmail};

use super::{Action, Column, Part, Shows};
use crate::check;
use crate::diff::Diff;

/// The action.
pub static ACTION: Action = Action {
    key: "change-email",
    title: "Change e-mail addresses",
    parts: &[
        Part::AccountId,
        Part::CurrentAddress,
        Part::NewAddress,
        Part::Organization,
    ],
    columns: &[
        Column {
            key: "address-now",
            title: "Address now",
            shows: Shows::Live,
        },
        Column {
            key: "current-address",
            title: "Current address in the file",
            shows: Shows::Cell(Part::CurrentAddress),
        },
        Column {
            key: "new-address",
            title: "New address",
            shows: Shows::Cell(Part::NewAddress),
        },
    ],
    checks: &[
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
        &check::new_domain_unverified::CHECK,
        &check::current_domain_unverified::CHECK,
        &check::synced::CHECK,
        &check::administrator::CHECK,
        &check::single_sign_on::CHECK,
        &check::no_directory::CHECK,
    ],
};

/// The call that does it.
pub fn call(diff: &Diff) -> SetEmail {
    SetEmail {
        account: diff.account.clone(),
        email: diff.after.clone(),
    }
}

/// The call that undoes it, where the address before is known.
pub fn undo(diff: &Diff) -> Option<SetEmail> {
    let email = diff.before.clone()?;
    Some(SetEmail {
        account: diff.account.clone(),
        email,
    })
}

/// What is read back: it holds when the profile has the address that was wanted.
pub fn read_back(diff: &Diff) -> GetProfile {
    GetProfile {
        account: diff.account.clone(),
    }
}
