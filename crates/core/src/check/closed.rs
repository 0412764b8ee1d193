//! The account was deleted for good.

use super::{Case, Check, Look, Offer, Text, Verdict};
use crate::roster::Status;

/// The check. What is not known is said by the check for deactivated accounts, for all three.
pub static CHECK: Check = Check::row("E022-closed", "Account closed", find, text)
    .fix(Offer::leave_out("Leave closed accounts out"));

fn find(_: &Case, look: &Look) -> Verdict {
    let status = look.here().and_then(|account| account.status.value());
    (status == Some(&Status::Closed) && !look.is_done()).into()
}

fn text(_: &Case, look: &Look, _: u32) -> Text {
    Text::new(
        format!(
            "The account of {} is closed: it was deleted for good.",
            look.who()
        ),
        "Nothing can be changed in it. If the person is back, use the id of the new account.",
    )
}
