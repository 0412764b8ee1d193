//! The row does not say clearly on which workspace.

use super::{Case, Check, Look, Offer, Text, Verdict, place};
use crate::action::Part;
use crate::finding::Fix;

/// The check.
pub static CHECK: Check = Check::row("E039-workspace-unclear", "Workspace not clear", find, text)
    .about(Part::Workspace)
    .question("which workspace is meant")
    .fix(Offer::rewrite("Use the names that are nearest", fix));

fn find(case: &Case, look: &Look) -> Verdict {
    place::unclear(case, look, Part::Workspace)
}

fn text(case: &Case, look: &Look, _: u32) -> Text {
    place::text(case, look, Part::Workspace)
}

fn fix(case: &Case, look: &Look) -> Option<Fix> {
    place::fix(case, look, Part::Workspace)
}
