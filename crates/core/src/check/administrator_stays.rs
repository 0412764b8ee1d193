//! The account is an organization administrator. No run removes administrators: only Atlassian's support can repair an organization
//! without one, and a file cannot tell whether others remain.

use super::{Check, CheckContext, Offer, RowContext, Text, Verdict};

/// The check.
pub static CHECK: Check = Check::row(
    "E033-administrator-stays",
    "Organization administrator",
    find,
    text,
)
.question("whether the accounts are organization administrators")
.fix(Offer::leave_out("Leave administrators out"));

fn find(context: &CheckContext, row: &RowContext) -> Verdict {
    row.ask(context, |account| account.administrator.said())
}

fn text(_: &CheckContext, row: &RowContext, _: u32) -> Text {
    Text::new(
        format!(
            "{} is an organization administrator, and Rollcall takes no administrator away.",
            row.who()
        ),
        "Take the role away in Atlassian Administration first, if that is meant, and look the account up again.",
    )
}
