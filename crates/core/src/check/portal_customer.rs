//! Customers of a Jira Service Management portal have ids that begin with `qm:`. They are no managed accounts: the user
//! management API does not know them (Jira Service Management Cloud REST API, customer).

use rollcall_atlassian::AccountId;

use super::{Case, Check, Look, Offer, Text, Verdict};
use crate::action::Part;

/// The check.
pub static CHECK: Check = Check::row("E003-portal-customer", "Portal-only customer", find, text)
    .about(Part::AccountId)
    .fix(Offer::leave_out("Leave portal-only customers out"));

fn find(_: &Case, look: &Look) -> Verdict {
    AccountId::parse(look.change.account_id)
        .is_some_and(|id| id.is_portal_customer())
        .into()
}

fn text(_: &Case, look: &Look, _: u32) -> Text {
    Text::new(
        format!(
            "{} is a portal-only customer, not an Atlassian account.",
            look.change.account_id
        ),
        "Portal-only customers are changed in the Jira Service Management project or under Portal-only customers in admin.atlassian.com.",
    )
}
