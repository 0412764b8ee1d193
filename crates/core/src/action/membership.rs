//! What adding to groups and removing from them have in common.

use std::borrow::Cow;

use rollcall_atlassian::call::directory::{Expand, User};
use rollcall_atlassian::call::group::SearchGroups;
use rollcall_atlassian::{Cursor, DirectoryId, GroupId, OrganizationId};

use super::checks::{OF_WHO, with};
use super::deed::{self, Ask, Told, asking};
use super::{Column, Part, Shows};
use crate::check::{self, Check, Look};
use crate::plan::Row;
use crate::roster::PlaceKind;

/// How an account can stand to a group.
pub(super) const INSIDE: &str = "in the group";
pub(super) const OUTSIDE: &str = "not in the group";

/// Who, and which group: its directory tells two groups of one name apart.
pub(super) const PARTS: &[Part] = &[
    Part::AccountId,
    Part::CurrentAddress,
    Part::Directory,
    Part::Group,
    Part::Organization,
];

/// The columns of the grid.
pub(super) const COLUMNS: &[Column] = &[
    Column {
        key: "state-now",
        title: "State now",
        shows: Shows::Live,
    },
    Column {
        key: "address-now",
        title: "Address now",
        shows: Shows::Address,
    },
    Column {
        key: "current-address",
        title: "Address in the file",
        shows: Shows::Cell(Part::CurrentAddress),
    },
    Column {
        key: "group",
        title: "Group",
        shows: Shows::Cell(Part::Group),
    },
    Column {
        key: "directory",
        title: "Directory",
        shows: Shows::Cell(Part::Directory),
    },
];

/// The checks.
pub(super) const CHECKS: [&Check; 14] = with(
    OF_WHO,
    [&check::group_unclear::CHECK, &check::group_locked::CHECK],
);

/// The directory of the row's group, and the group.
pub(super) fn of(row: &Row) -> Option<(DirectoryId, GroupId)> {
    let text = |part: Part| row.details.get(part.key());
    let directory = DirectoryId::parse(text(Part::Directory)?)?;
    Some((directory, GroupId::parse(text(Part::Group)?)?))
}

/// What the roster says.
pub(super) fn live<'a>(look: &Look<'a>) -> Option<Cow<'a, str>> {
    let group = look.spot.place(PlaceKind::Group)?;
    let groups = look.here()?.groups.value()?;
    let is_in = groups.contains(&group.id);
    Some(if is_in { INSIDE } else { OUTSIDE }.into())
}

/// Ten accounts with their groups.
pub(super) fn together(organization: &OrganizationId, rows: &[&Row]) -> Option<Ask> {
    let held = |user: Option<&User>, row: &Row| {
        let Some(user) = user else {
            return Some(OUTSIDE.to_owned());
        };
        let (_, group) = of(row)?;
        let is_in = user.groups.as_ref()?.iter().any(|its| its.id == group);
        Some(if is_in { INSIDE } else { OUTSIDE }.to_owned())
    };
    deed::users(organization, rows, |search| search.with(Expand::Groups), held)
}

/// The groups of one account, page by page.
pub(super) fn alone(organization: &OrganizationId, row: &Row) -> Option<Ask> {
    page(organization.clone(), row.clone(), None)
}

fn page(organization: OrganizationId, row: Row, cursor: Option<Cursor>) -> Option<Ask> {
    let (directory, group) = of(&row)?;
    let search = SearchGroups::of_accounts(organization.clone(), directory, [row.account.clone()]).ok()?;
    let search = match &cursor {
        Some(cursor) => search.after(cursor),
        None => search,
    };
    Some(asking(search, move |answer| {
        if answer.items.iter().any(|its| its.id == group) {
            return Told::one(INSIDE.to_owned());
        }
        match answer.next {
            None => Told::one(OUTSIDE.to_owned()),
            // A page that leads back to itself tells nothing.
            Some(next) if Some(&next) == cursor.as_ref() => Told::one(None),
            Some(next) => {
                page(organization.clone(), row.clone(), Some(next)).map_or_else(|| Told::one(None), Told::Ask)
            }
        }
    }))
}
