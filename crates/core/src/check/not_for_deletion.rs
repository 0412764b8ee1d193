//! No deletion of the account is scheduled, so there is none to cancel; and the account is not active either.

use super::{Check, CheckContext, Offer, RowContext, Text, Verdict};
use rollcall_roster::Status;

/// The check.
pub static CHECK: Check = Check::row("E034-not-for-deletion", "Not marked for deletion", find, text)
    .question("whether the accounts are marked for deletion")
    .fix(Offer::leave_out(
        "Leave accounts that are not marked for deletion out",
    ));

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
        format!(
            "The account of {} is deactivated, and not marked for deletion.",
            row.who()
        ),
        "There is no deletion to cancel. To let the person log in again, activate the account.",
    )
}
