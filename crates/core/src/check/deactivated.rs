//! The account is deactivated. Its address can be changed; nobody can sign in with it.

use super::{Check, CheckContext, Offer, RowContext, Text, Verdict};
use rollcall_roster::Status;

/// The check.
pub static CHECK: Check = Check::row("W021-deactivated", "Account deactivated", find, text)
    .question("whether the accounts are deactivated, closed or marked for deletion")
    .fix(Offer::leave_out("Leave deactivated accounts out"));

fn find(case: &CheckContext, look: &RowContext) -> Verdict {
    look.ask(case, |account| {
        account
            .status
            .value()
            .map(|status| *status == Status::Deactivated)
    })
}

fn text(_: &CheckContext, look: &RowContext, _: u32) -> Text {
    Text::new(
        format!("The account of {} is deactivated.", look.who()),
        "A new address does not let the person sign in again. Change it if that is meant, for instance to free the old address; else leave the row out.",
    )
}
