//! The invitation gives neither a role nor a group: nobody would come into the organization by it.

use super::spot::groups_in;
use super::{Case, Check, Look, Text, Verdict};
use crate::action::Part;

/// The check.
pub static CHECK: Check =
    Check::row("E053-nothing-given", "Neither role nor group", find, text).about(Part::Role);

fn find(case: &Case, look: &Look) -> Verdict {
    let row = look.change.row;
    let is_empty = |part| case.changes.text(row, part).is_empty();
    let gives_nothing = [Part::Role, Part::Workspace].into_iter().all(is_empty)
        && groups_in(case.changes.text(row, Part::Groups)).next().is_none();
    (gives_nothing && !case.changes.is_blank(row)).into()
}

fn text(_: &Case, _: &Look, _: u32) -> Text {
    Text::new(
        "The row gives neither a role nor a group.",
        "Name a role and its workspace, or one group at least: by them the person comes into a directory.",
    )
}
