//! An identity provider provisions the account (SCIM or Google Workspace), which locks its address: Atlassian answers
//! `externalDirectory.scim` or `externalDirectory.google`.

use super::{Check, CheckContext, Offer, RowContext, Text, Verdict};

/// The check.
pub static CHECK: Check = Check::row("E028-synced", "Synced from an identity provider", find, text)
    .question("whether the accounts are synced from an identity provider")
    .fix(Offer::leave_out("Leave synced accounts out"));

fn find(context: &CheckContext, row: &RowContext) -> Verdict {
    row.ask(context, |account| account.synced.said())
}

fn text(_: &CheckContext, row: &RowContext, _: u32) -> Text {
    Text::new(
        format!(
            "The account of {} is synced from an identity provider, which locks its address.",
            row.who()
        ),
        "Change the address in the identity provider; the sync brings it here.",
    )
}
