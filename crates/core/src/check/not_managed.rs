//! The organization does not manage the account: its address is on no claimed domain. The API refuses the change (`forbidden`), but
//! the account's owner can make it.

use super::{Check, CheckContext, Offer, RowContext, Text, Verdict};

/// What the owner of an unmanaged account can do.
pub(crate) const OWNER_CAN: &str = "Only the owner can change the address: at https://id.atlassian.com/manage-profile/email, signed in to this account.";

/// The check.
pub static CHECK: Check = Check::row("E020-not-managed", "Account not managed", find, text)
    .question("whether the organization manages the accounts")
    .fix(Offer::leave_out("Leave unmanaged accounts out"));

fn find(context: &CheckContext, row: &RowContext) -> Verdict {
    row.ask(context, |account| account.managed.said().map(|managed| !managed))
}

fn text(_: &CheckContext, row: &RowContext, _: u32) -> Text {
    Text::new(
        format!("The organization does not manage the account of {}.", row.who()),
        if row.spec.is_address() {
            format!("{OWNER_CAN} Or claim the account, if its domain is yours.")
        } else {
            "Only its owner can do that. Or claim the account, if its domain is yours.".to_owned()
        },
    )
}
