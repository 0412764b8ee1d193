//! The row names no policy, or its text cannot be a policy id. No call lists the policies, so their names cannot be looked up.

use rollcall_atlassian::PolicyId;

use super::{Check, CheckContext, Offer, RowContext, Text, Verdict};
use rollcall_model::Field;

/// The check.
pub static CHECK: Check = Check::row("E046-policy-unclear", "Policy not clear", find, text)
    .about(Field::Policy)
    .fix(Offer::leave_out("Leave these rows out"));

fn find(context: &CheckContext, row: &RowContext) -> Verdict {
    let policy = context.changes.text(row.change.row, Field::Policy);
    (PolicyId::parse(policy).is_none() && !context.changes.is_blank(row.change.row)).into()
}

fn text(context: &CheckContext, row: &RowContext, _: u32) -> Text {
    let policy = context.changes.text(row.change.row, Field::Policy);
    Text::new(
        if policy.is_empty() {
            "The row names no policy.".to_owned()
        } else {
            format!("“{policy}” is no policy's id.")
        },
        "The id stands in the address of the policy's page: admin.atlassian.com, Security, Authentication policies.",
    )
}
