//! The row names no policy, or what it says cannot be the id of one. No call lists the policies, so that nobody knows their names.

use rollcall_atlassian::PolicyId;

use super::{Check, CheckContext, Offer, RowContext, Text, Verdict};
use rollcall_model::Field;

/// The check.
pub static CHECK: Check = Check::row("E046-policy-unclear", "Policy not clear", find, text)
    .about(Field::Policy)
    .fix(Offer::leave_out("Leave these rows out"));

fn find(case: &CheckContext, look: &RowContext) -> Verdict {
    let policy = case.changes.text(look.change.row, Field::Policy);
    (PolicyId::parse(policy).is_none() && !case.changes.is_blank(look.change.row)).into()
}

fn text(case: &CheckContext, look: &RowContext, _: u32) -> Text {
    let policy = case.changes.text(look.change.row, Field::Policy);
    Text::new(
        if policy.is_empty() {
            "The row names no policy.".to_owned()
        } else {
            format!("“{policy}” is no policy's id.")
        },
        "The id stands in the address of the policy's page: admin.atlassian.com, Security, Authentication policies.",
    )
}
