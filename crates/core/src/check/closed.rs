//! The account was permanently deleted.

use super::{Check, CheckContext, Offer, RowContext, Text, Verdict};
use rollcall_roster::Status;

/// The check. If the status is unknown, only the check for deactivated accounts reports that, once for all three statuses.
pub static CHECK: Check = Check::row("E022-closed", "Account closed", find, text)
    .fix(Offer::leave_out("Leave closed accounts out"));

fn find(_: &CheckContext, row: &RowContext) -> Verdict {
    let status = row.here().and_then(|account| account.status.value());
    (status == Some(&Status::Closed) && !row.is_done()).into()
}

fn text(_: &CheckContext, row: &RowContext, _: u32) -> Text {
    Text::new(
        format!("The account of {} is closed: it was deleted for good.", row.who()),
        "Nothing can be changed in it. If the person is back, use the id of the new account.",
    )
}
