//! The invitation grants neither a role nor a group, so it would not bring the person into the organization.

use super::{Check, CheckContext, RowContext, Text, Verdict};
use rollcall_model::Field;
use rollcall_review::target::groups_in;

/// The check.
pub static CHECK: Check =
    Check::row("E053-nothing-given", "Neither role nor group", find, text).about(Field::Role);

fn find(context: &CheckContext, row: &RowContext) -> Verdict {
    let row = row.change.row;
    let is_empty = |part| context.changes.text(row, part).is_empty();
    let gives_nothing = [Field::Role, Field::Workspace].into_iter().all(is_empty)
        && groups_in(context.changes.text(row, Field::Groups))
            .next()
            .is_none();
    (gives_nothing && !context.changes.is_blank(row)).into()
}

fn text(_: &CheckContext, _: &RowContext, _: u32) -> Text {
    Text::new(
        "The row gives neither a role nor a group.",
        "Name a role and its workspace, or one group at least: by them the person comes into a directory.",
    )
}
