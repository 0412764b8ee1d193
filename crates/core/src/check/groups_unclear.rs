//! The row names a group that does not exist, or whose name is ambiguous.

use super::{Check, CheckContext, Offer, RowContext, Text, Verdict, place};
use rollcall_model::Field;
use rollcall_model::finding::Fix;

/// The check.
pub static CHECK: Check = Check::row("E051-groups-unclear", "Groups not clear", find, text)
    .about(Field::Groups)
    .question("which groups are meant")
    .fix(Offer::rewrite("Use the names that are nearest", fix));

fn find(_: &CheckContext, row: &RowContext) -> Verdict {
    place::groups_unclear(row)
}

fn text(context: &CheckContext, row: &RowContext, _: u32) -> Text {
    place::text_of_groups(context, row)
}

fn fix(context: &CheckContext, row: &RowContext) -> Option<Fix> {
    place::fix_of_groups(context, row)
}
