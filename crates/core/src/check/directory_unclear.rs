//! The row does not say clearly in which directory.

use super::{Case, Check, Look, Offer, Text, Verdict, place};
use crate::action::Part;
use crate::finding::Fix;

/// The check.
pub static CHECK: Check = Check::row("E036-directory-unclear", "Directory not clear", find, text)
    .about(Part::Directory)
    .question("which directory is meant")
    .fix(Offer::rewrite("Use the names that are nearest", fix));

fn find(case: &Case, look: &Look) -> Verdict {
    place::unclear(case, look, Part::Directory)
}

fn text(case: &Case, look: &Look, _: u32) -> Text {
    place::text(case, look, Part::Directory)
}

fn fix(case: &Case, look: &Look) -> Option<Fix> {
    place::fix(case, look, Part::Directory)
}
