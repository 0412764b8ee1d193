//! The row names a group that there is not, or one of two.

use super::{Case, Check, Look, Offer, Text, Verdict, place};
use crate::action::Part;
use crate::finding::Fix;

/// The check.
pub static CHECK: Check = Check::row("E051-groups-unclear", "Groups not clear", find, text)
    .about(Part::Groups)
    .question("which groups are meant")
    .fix(Offer::rewrite("Use the names that are nearest", fix));

fn find(_: &Case, look: &Look) -> Verdict {
    place::groups_unclear(look)
}

fn text(case: &Case, look: &Look, _: u32) -> Text {
    place::text_of_groups(case, look)
}

fn fix(case: &Case, look: &Look) -> Option<Fix> {
    place::fix_of_groups(case, look)
}
