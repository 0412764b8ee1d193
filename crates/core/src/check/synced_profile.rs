//! The account is synced: the identity provider writes its profile. Atlassian refuses other changes of the profile, or the next
//! sync overwrites them.

use super::{Check, CheckContext, Offer, RowContext, Text, Verdict};

/// The check.
pub static CHECK: Check = Check::row("W043-synced-profile", "Synced account", find, text)
    .question("whether an identity provider provisions the accounts")
    .fix(Offer::leave_out("Leave synced accounts out"));

fn find(context: &CheckContext, row: &RowContext) -> Verdict {
    row.ask(context, |account| account.synced.said())
}

fn text(_: &CheckContext, row: &RowContext, _: u32) -> Text {
    Text::new(
        format!("An identity provider provisions the account of {}.", row.who()),
        "Change the profile there: Atlassian may refuse it here, or the next sync sets it back.",
    )
}
