//! The members of the group cannot be changed here: an identity provider keeps it, or the key may not.

use super::{Check, CheckContext, Offer, RowContext, Text, Verdict};
use rollcall_model::Field;
use rollcall_model::finding::Fix;
use rollcall_review::target::groups_in;
use rollcall_roster::{Found, PlaceKind};

/// The check.
pub static CHECK: Check = Check::row("E040-group-locked", "Group cannot be changed here", find, text)
    .about(Field::Group)
    .fix(Offer::rewrite("Leave these groups out", fix));

fn find(_: &CheckContext, look: &RowContext) -> Verdict {
    locked(look).is_some().into()
}

fn text(_: &CheckContext, look: &RowContext, _: u32) -> Text {
    let (name, why) = locked(look).unwrap_or_default();
    Text::new(
        format!("The members of {name} cannot be changed here: {why}."),
        "Change it where it is kept, and leave this row out.",
    )
}

/// The first group that is locked, and why.
fn locked<'a>(look: &RowContext<'a>) -> Option<(&'a str, &'static str)> {
    let mut groups = look.target.known_groups();
    groups.find_map(|group| Some((group.name.as_str(), group.locked?)))
}

/// The row is left out; where it names several groups, those that are locked.
fn fix(case: &CheckContext, look: &RowContext) -> Option<Fix> {
    if look.target.groups().is_empty() {
        return Some(Fix::LeaveOut);
    }
    case.changes.column(Field::Groups)?;
    let places = case.roster.places();
    let is_open = |name: &&str| match places.find(PlaceKind::Group, name, None) {
        Found::One(group) => group.locked.is_none(),
        _ => true,
    };
    let written = case.changes.text(look.change.row, Field::Groups);
    let left: Vec<&str> = groups_in(written).filter(is_open).collect();
    Some(Fix::Put {
        part: Field::Groups,
        value: left.join("; "),
    })
}
