//! The row does not say clearly which group.

use super::{Case, Check, Look, Offer, Text, Verdict, place};
use crate::action::Part;
use crate::finding::Fix;

/// The check.
pub static CHECK: Check = Check::row("E037-group-unclear", "Group not clear", find, text)
    .about(Part::Group)
    .question("which group is meant")
    .fix(Offer::rewrite("Use the names that are nearest", fix));

fn find(case: &Case, look: &Look) -> Verdict {
    place::unclear(case, look, Part::Group)
}

fn text(case: &Case, look: &Look, _: u32) -> Text {
    place::text(case, look, Part::Group)
}

fn fix(case: &Case, look: &Look) -> Option<Fix> {
    place::fix(case, look, Part::Group)
}
