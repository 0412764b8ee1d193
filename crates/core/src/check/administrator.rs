//! The account is an organization administrator. A mistyped address on a verified domain lets the reader of that mailbox take over
//! the account, because the new address counts as verified at once (User management REST API, set email).

use super::{Check, CheckContext, Confirmation, Offer, RowContext, Text, Verdict};
use rollcall_model::phrasing::counted;

/// The check.
pub static CHECK: Check = Check::row("W029-administrator", "Organization administrator", find, text)
    .question("whether the accounts are organization administrators")
    .fix(Offer::leave_out("Leave administrators out"))
    .confirm(confirm);

fn find(context: &CheckContext, row: &RowContext) -> Verdict {
    row.ask(context, |account| account.administrator.said())
}

fn text(_: &CheckContext, row: &RowContext, _: u32) -> Text {
    Text::new(
        format!(
            "{} is an organization administrator: whoever reads mail at the new address can take over the account.",
            row.who()
        ),
        "Read this address letter by letter. It is never in the canary batch, and the run asks before it begins.",
    )
}

fn confirm(rows: u32) -> Confirmation {
    Confirmation {
        key: "administrators",
        typed: Some(rows.to_string()),
        text: format!(
            "The run changes the address of {}. A wrong one hands the account to somebody else. Read each of them, then type {rows} to confirm.",
            counted(rows, "organization administrator")
        ),
    }
}
