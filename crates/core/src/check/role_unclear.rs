//! The row does not say clearly which role.

use super::{Check, CheckContext, Offer, RowContext, Text, Verdict, place};
use rollcall_model::Field;
use rollcall_model::finding::Fix;

/// The check.
pub static CHECK: Check = Check::row("E038-role-unclear", "Role not clear", find, text)
    .about(Field::Role)
    .question("which role is meant")
    .fix(Offer::rewrite("Use the names that are nearest", fix));

fn find(case: &CheckContext, look: &RowContext) -> Verdict {
    place::unclear(case, look, Field::Role)
}

fn text(case: &CheckContext, look: &RowContext, _: u32) -> Text {
    place::text(case, look, Field::Role)
}

fn fix(case: &CheckContext, look: &RowContext) -> Option<Fix> {
    place::fix(case, look, Field::Role)
}
