//! The members of the group cannot be changed here: an identity provider keeps it, or the key may not.

use super::{Case, Check, Look, Offer, Text, Verdict};
use crate::action::Part;

/// The check.
pub static CHECK: Check = Check::row("E040-group-locked", "Group cannot be changed here", find, text)
    .about(Part::Group)
    .fix(Offer::leave_out("Leave these groups out"));

fn find(_: &Case, look: &Look) -> Verdict {
    locked(look).is_some().into()
}

fn text(_: &Case, look: &Look, _: u32) -> Text {
    let (name, why) = locked(look).unwrap_or_default();
    Text::new(
        format!("The members of {name} cannot be changed here: {why}."),
        "Change it where it is kept, and leave this row out.",
    )
}

/// The first group that is locked, and why.
fn locked<'a>(look: &Look<'a>) -> Option<(&'a str, &'static str)> {
    let mut groups = look.spot.known_groups();
    groups.find_map(|group| Some((group.name.as_str(), group.locked?)))
}
