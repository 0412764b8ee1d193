//! The account is deactivated. Its address can be changed, but nobody can log in with it.

use super::{Check, CheckContext, Offer, RowContext, Text, Verdict};
use rollcall_roster::Status;

/// The check.
pub static CHECK: Check = Check::row("W021-deactivated", "Account deactivated", find, text)
    .question("whether the accounts are deactivated, closed or marked for deletion")
    .fix(Offer::leave_out("Leave deactivated accounts out"));

fn find(context: &CheckContext, row: &RowContext) -> Verdict {
    row.ask(context, |account| {
        account
            .status
            .value()
            .map(|status| *status == Status::Deactivated)
    })
}

fn text(_: &CheckContext, row: &RowContext, _: u32) -> Text {
    Text::new(
        format!("The account of {} is deactivated.", row.who()),
        "A new address does not let the person sign in again. Change it if that is meant, for instance to free the old address; else leave the row out.",
    )
}
