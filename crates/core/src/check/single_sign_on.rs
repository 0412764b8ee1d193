//! The account logs in through an identity provider (SAML). If the provider keeps asserting the old address, the next login creates
//! a second account.

use super::{Check, CheckContext, Confirmation, Offer, RowContext, Text, Verdict};
use rollcall_model::phrasing::counted;

/// The check.
pub static CHECK: Check = Check::row(
    "W030-single-sign-on",
    "Signs in through an identity provider",
    find,
    text,
)
.question("whether the accounts sign in through an identity provider")
.fix(Offer::leave_out("Leave accounts with single sign-on out"))
.confirm(confirm);

fn find(context: &CheckContext, row: &RowContext) -> Verdict {
    row.ask(context, |account| account.single_sign_on.said())
}

fn text(_: &CheckContext, row: &RowContext, _: u32) -> Text {
    Text::new(
        format!(
            "{} signs in through an identity provider, which may still send the old address.",
            row.who()
        ),
        "Change the address there first. Otherwise the next login makes a second account with the old address.",
    )
}

fn confirm(rows: u32) -> Confirmation {
    Confirmation {
        key: "identity-provider",
        typed: None,
        text: format!(
            "The run changes {} that {} in through an identity provider. I have changed the addresses there as well, so that it sends the new ones.",
            counted(rows, "account"),
            if rows == 1 { "signs" } else { "sign" }
        ),
    }
}
