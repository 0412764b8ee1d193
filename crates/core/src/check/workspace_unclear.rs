//! The row names no workspace, an unknown one, or an ambiguous one.

use super::{Check, CheckContext, Offer, RowContext, Text, Verdict, place};
use rollcall_model::Field;
use rollcall_model::finding::Fix;

/// The check.
pub static CHECK: Check = Check::row("E039-workspace-unclear", "Workspace not clear", find, text)
    .about(Field::Workspace)
    .question("which workspace is meant")
    .fix(Offer::rewrite("Use the names that are nearest", fix));

fn find(context: &CheckContext, row: &RowContext) -> Verdict {
    place::unclear(context, row, Field::Workspace)
}

fn text(context: &CheckContext, row: &RowContext, _: u32) -> Text {
    place::text(context, row, Field::Workspace)
}

fn fix(context: &CheckContext, row: &RowContext) -> Option<Fix> {
    place::fix(context, row, Field::Workspace)
}
