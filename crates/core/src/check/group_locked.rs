//! The members of the group cannot be changed here: an identity provider keeps it, or the key may not.

use super::{Case, Check, Look, Offer, Text, Verdict};
use crate::action::Part;
use crate::roster::PlaceKind;

/// The check.
pub static CHECK: Check = Check::row("E040-group-locked", "Group cannot be changed here", find, text)
    .about(Part::Group)
    .fix(Offer::leave_out("Leave these groups out"));

fn find(_: &Case, look: &Look) -> Verdict {
    let group = look.spot.place(PlaceKind::Group);
    group.is_some_and(|group| group.locked.is_some()).into()
}

fn text(_: &Case, look: &Look, _: u32) -> Text {
    let (name, why) = look.spot.place(PlaceKind::Group).map_or(("", ""), |group| {
        (group.name.as_str(), group.locked.unwrap_or_default())
    });
    Text::new(
        format!("The members of {name} cannot be changed here: {why}."),
        "Change it where it is kept, and leave this row out.",
    )
}
