//! An identity provider provisions the account. With Google Workspace, only Google can activate or deactivate the account (AX-186).
//! With SCIM, Atlassian accepts the call, but the next sync may revert it.

use super::{Check, CheckContext, Offer, RowContext, Text, Verdict};

/// The check.
pub static CHECK: Check = Check::row("W035-synced-life", "Synced from an identity provider", find, text)
    .question("whether the accounts are synced from an identity provider")
    .fix(Offer::leave_out("Leave synced accounts out"));

fn find(context: &CheckContext, row: &RowContext) -> Verdict {
    row.ask(context, |account| account.synced.said())
}

fn text(_: &CheckContext, row: &RowContext, _: u32) -> Text {
    Text::new(
        format!(
            "The account of {} is synced from an identity provider: Atlassian may refuse this, or the next sync may set it back.",
            row.who()
        ),
        "Do it in the identity provider, which brings it here; or leave the row out.",
    )
}
