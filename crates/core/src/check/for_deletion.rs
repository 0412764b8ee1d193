//! The account is marked for deletion. The deletion can be cancelled within 14 days, which also activates the account (User
//! management REST API, `cancel-delete`).

use super::{Check, CheckContext, Offer, RowContext, Text, Verdict};
use rollcall_roster::Status;

/// The check. If the status is unknown, only the check for deactivated accounts reports that, once for all three statuses.
pub static CHECK: Check = Check::row("E023-for-deletion", "Account marked for deletion", find, text)
    .fix(Offer::leave_out("Leave accounts marked for deletion out"));

fn find(_: &CheckContext, row: &RowContext) -> Verdict {
    let status = row.here().and_then(|account| account.status.value());
    (status == Some(&Status::ForDeletion) && !row.is_done()).into()
}

fn text(_: &CheckContext, row: &RowContext, _: u32) -> Text {
    Text::new(
        format!("The account of {} is marked for deletion.", row.who()),
        "Cancel the deletion first, if the account is to stay: that is possible for 14 days, and activates it again.",
    )
}
