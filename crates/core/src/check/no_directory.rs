//! The organization manages the account, but the account is in none of the organization's directories and so uses no app there.

use super::{Check, CheckContext, RowContext, Text, Verdict};

/// The check.
pub static CHECK: Check = Check::row("N031-no-directory", "In no directory", find, text)
    .question("whether the accounts are in a directory of the organization");

fn find(context: &CheckContext, row: &RowContext) -> Verdict {
    row.ask(context, |account| account.in_directory.said().map(|is_in| !is_in))
}

fn text(_: &CheckContext, row: &RowContext, _: u32) -> Text {
    Text::new(
        format!(
            "The account of {} is in no directory of the organization.",
            row.who()
        ),
        "Its address can be changed all the same. The person has no access to the organization's apps.",
    )
}
