//! The members of the group cannot be changed here: an identity provider manages the group, or the key has no permission.

use super::{Check, CheckContext, Offer, RowContext, Text, Verdict};
use rollcall_model::Field;
use rollcall_model::finding::Fix;
use rollcall_review::target::groups_in;
use rollcall_roster::{Found, PlaceKind};

/// The check.
pub static CHECK: Check = Check::row("E040-group-locked", "Group cannot be changed here", find, text)
    .about(Field::Group)
    .fix(Offer::rewrite("Leave these groups out", fix));

fn find(_: &CheckContext, row: &RowContext) -> Verdict {
    locked(row).is_some().into()
}

fn text(_: &CheckContext, row: &RowContext, _: u32) -> Text {
    let (name, why) = locked(row).unwrap_or_default();
    Text::new(
        format!("The members of {name} cannot be changed here: {why}."),
        "Change it where it is kept, and leave this row out.",
    )
}

/// The first locked group, with the reason.
fn locked<'a>(row: &RowContext<'a>) -> Option<(&'a str, &'static str)> {
    let mut groups = row.target.known_groups();
    groups.find_map(|group| Some((group.name.as_str(), group.locked?)))
}

/// Excludes the row; in a row with several groups, removes only the locked ones.
fn fix(context: &CheckContext, row: &RowContext) -> Option<Fix> {
    if row.target.groups().is_empty() {
        return Some(Fix::LeaveOut);
    }
    context.changes.column(Field::Groups)?;
    let places = context.roster.places();
    let is_open = |name: &&str| match places.find(PlaceKind::Group, name, None) {
        Found::One(group) => group.locked.is_none(),
        _ => true,
    };
    let written = context.changes.text(row.change.row, Field::Groups);
    let left: Vec<&str> = groups_in(written).filter(is_open).collect();
    Some(Fix::Put {
        part: Field::Groups,
        value: left.join("; "),
    })
}
