//! An identity provider provisions the account (SCIM or Google Workspace), which locks its address and its state here: Atlassian answers
//! `externalDirectory.scim` or `externalDirectory.google`.

use super::{Case, Check, Look, Offer, Text, Verdict};

/// The check.
pub static CHECK: Check = Check::row("E028-synced", "Synced from an identity provider", find, text)
    .question("whether the accounts are synced from an identity provider")
    .fix(Offer::leave_out("Leave synced accounts out"));

fn find(case: &Case, look: &Look) -> Verdict {
    look.ask(case, |account| account.synced.said())
}

fn text(_: &Case, look: &Look, _: u32) -> Text {
    let (what, there) = if look.action.deed.is_address {
        ("which locks its address", "Change the address")
    } else {
        ("which decides whether it is active", "Do it")
    };
    Text::new(
        format!(
            "The account of {} is synced from an identity provider, {what}.",
            look.who()
        ),
        format!("{there} in the identity provider; the sync brings it here."),
    )
}
