//! Shared by adding to groups and removing from them.

use std::borrow::Cow;

use rollcall_atlassian::call::directory::{Expand, User};
use rollcall_atlassian::call::group::SearchGroups;
use rollcall_atlassian::{DirectoryId, GroupId, OrganizationId};

use super::checks::{OF_WHO, with};
use super::paging::Paging;
use super::{Column, Field};
use crate::check::{self, Check, RowContext};
use rollcall_roster::PlaceKind;
use rollcall_run::operation::{self, BoxedQuery, Fits, Holds, MOST_TOGETHER, QueryOutcome, Shared, query};
use rollcall_run::plan::Row;

/// The states of an account relative to a group.
pub(super) const INSIDE: &str = "in the group";
pub(super) const OUTSIDE: &str = "not in the group";

/// The fields: the account, the group, and the directory, which distinguishes groups of the same name.
pub(super) const PARTS: &[Field] = &[
    Field::AccountId,
    Field::CurrentAddress,
    Field::Directory,
    Field::Group,
    Field::Organization,
];

/// The columns of the grid.
pub(super) const COLUMNS: &[Column] = &[
    Column::STATE_NOW,
    Column::ADDRESS_NOW,
    Column::ADDRESS_IN_FILE,
    Column::of(Field::Group),
    Column::of(Field::Directory),
];

pub(super) const CHECKS: [&Check; 15] = with(
    OF_WHO,
    [&check::group_unclear::CHECK, &check::group_locked::CHECK],
);

/// The directory and id of the row's group; `None` if the row lacks either.
pub(super) fn of(row: &Row) -> Option<(DirectoryId, GroupId)> {
    let text = |part: Field| row.details.get(part);
    let directory = DirectoryId::parse(text(Field::Directory)?)?;
    Some((directory, GroupId::parse(text(Field::Group)?)?))
}

/// How the membership is read. `from`: the state that the action applies to.
pub(super) const fn held(from: &'static str) -> Holds {
    Holds::Shared(Shared {
        what: "account",
        from: Fits::Only(from),
        most: MOST_TOGETHER,
        together,
        alone,
    })
}

/// The membership according to the roster.
pub(super) fn current<'a>(row: &RowContext<'a>) -> Option<Cow<'a, str>> {
    let group = row.target.place(PlaceKind::Group)?;
    let groups = row.here()?.groups.value()?;
    let is_in = groups.contains(&group.id);
    Some(if is_in { INSIDE } else { OUTSIDE }.into())
}

/// Reads ten accounts with their groups in one call.
fn together(organization: &OrganizationId, rows: &[&Row]) -> Option<BoxedQuery> {
    let held = |user: Option<&User>, row: &Row| {
        let Some(user) = user else {
            return Some(OUTSIDE.to_owned());
        };
        let (_, group) = of(row)?;
        let is_in = user.groups.as_ref()?.iter().any(|its| its.id == group);
        Some(if is_in { INSIDE } else { OUTSIDE }.to_owned())
    };
    operation::users(organization, rows, |search| search.with(Expand::Groups), held)
}

/// Reads the groups of one account, page by page.
fn alone(organization: &OrganizationId, row: &Row) -> Option<BoxedQuery> {
    page(organization.clone(), row.clone(), Paging::default())
}

fn page(organization: OrganizationId, row: Row, paging: Paging) -> Option<BoxedQuery> {
    let (directory, group) = of(&row)?;
    let search = SearchGroups::of_accounts(organization.clone(), directory, [row.account.clone()?]).ok()?;
    let search = match &paging.cursor {
        Some(cursor) => search.after(cursor),
        None => search,
    };
    Some(query(search, move |answer| {
        if answer.items.iter().any(|its| its.id == group) {
            return QueryOutcome::one(INSIDE.to_owned());
        }
        paging.on_to(
            &answer,
            || QueryOutcome::one(OUTSIDE.to_owned()),
            |next| page(organization.clone(), row.clone(), next),
        )
    }))
}
