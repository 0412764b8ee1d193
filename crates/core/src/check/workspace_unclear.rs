//! The row does not say clearly on which workspace.

use super::{Check, CheckContext, Offer, RowContext, Text, Verdict, place};
use rollcall_model::Field;
use rollcall_model::finding::Fix;

/// The check.
pub static CHECK: Check = Check::row("E039-workspace-unclear", "Workspace not clear", find, text)
    .about(Field::Workspace)
    .question("which workspace is meant")
    .fix(Offer::rewrite("Use the names that are nearest", fix));

fn find(case: &CheckContext, look: &RowContext) -> Verdict {
    place::unclear(case, look, Field::Workspace)
}

fn text(case: &CheckContext, look: &RowContext, _: u32) -> Text {
    place::text(case, look, Field::Workspace)
}

fn fix(case: &CheckContext, look: &RowContext) -> Option<Fix> {
    place::fix(case, look, Field::Workspace)
}
