//! Customers of a Jira Service Management portal have ids that start with `qm:`. They are not managed accounts, and the user
//! management API does not know them (Jira Service Management Cloud REST API, customer).

use rollcall_atlassian::AccountId;

use super::{Check, CheckContext, Offer, RowContext, Text, Verdict};
use rollcall_model::Field;

/// The check.
pub static CHECK: Check = Check::row("E003-portal-customer", "Portal-only customer", find, text)
    .about(Field::AccountId)
    .fix(Offer::leave_out("Leave portal-only customers out"));

fn find(_: &CheckContext, row: &RowContext) -> Verdict {
    AccountId::parse(row.change.account_id)
        .is_some_and(|id| id.is_portal_customer())
        .into()
}

fn text(_: &CheckContext, row: &RowContext, _: u32) -> Text {
    Text::new(
        format!(
            "{} is a portal-only customer, not an Atlassian account.",
            row.change.account_id
        ),
        "Portal-only customers are changed in the Jira Service Management project or under Portal-only customers in admin.atlassian.com.",
    )
}
