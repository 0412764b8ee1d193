//! What the actions on a place in a directory have in common: suspending, restoring, removing. They reach any account that is in a
//! directory of the organization, managed or not, and leave the account itself as it is.
//!
//! No one call says how an account stands in one directory among several: the search's `membershipStatus` is about all of them
//! together (Organizations REST API, v2). So its directories are asked for, then its roles in that one, and then the search.

use std::borrow::Cow;
use std::rc::Rc;

use rollcall_atlassian::call::directory::{GetDirectories, MembershipStatus, SearchUsers, User};
use rollcall_atlassian::call::role::GetUserRoles;
use rollcall_atlassian::{AccountId, DirectoryId, OrganizationId};

use super::access::{self, Whose};
use super::checks::{OF_WHO, with};
use super::{Column, Field};
use crate::check::{self, Check, RowContext};
use rollcall_run::journal::Access;
use rollcall_run::operation::{self, BoxedQuery, Fits, Holds, MOST_TOGETHER, QueryOutcome, Shared, query};
use rollcall_run::plan::Row;

/// How an account can stand in a directory.
pub(super) const ACTIVE: &str = "active in the directory";
pub(super) const SUSPENDED: &str = "suspended in the directory";
pub(super) const OUTSIDE: &str = "not in the directory";

/// Who, and in which directory.
pub(super) const PARTS: &[Field] = &[
    Field::AccountId,
    Field::CurrentAddress,
    Field::Directory,
    Field::Organization,
];

/// The columns of the grid.
pub(super) const COLUMNS: &[Column] = &[
    Column::STATE_NOW,
    Column::ADDRESS_NOW,
    Column::ADDRESS_IN_FILE,
    Column::of(Field::Directory),
];

/// The checks of restoring; whoever takes access away has one more.
pub(super) const CHECKS: [&Check; 14] = with(OF_WHO, [&check::directory_unclear::CHECK]);

/// The checks of taking access away.
pub(super) const CHECKS_OF_TAKING: [&Check; 15] = with(CHECKS, [&check::administrator_stays::CHECK]);

/// The directory that a row names.
pub(super) fn of(row: &Row) -> Option<DirectoryId> {
    DirectoryId::parse(row.details.get(Field::Directory)?)
}

/// The organization of a row, where it has one directory: the older calls know none, and nobody says what they do where there are
/// several.
pub(super) fn of_the_only(row: &Row, organization: &OrganizationId) -> Option<OrganizationId> {
    row.details
        .only_directory()
        .is_some()
        .then(|| organization.clone())
}

/// How that is read, for an action that makes sense for an account that stands so.
pub(super) const fn held(from: Fits) -> Holds {
    Holds::Shared(Shared {
        what: "account",
        from,
        most: MOST_TOGETHER,
        together,
        alone,
    })
}

/// The same, with what somebody has there, so that it can be given again.
pub(super) const WITH_ACCESS: Holds = Holds::Shared(Shared {
    what: "account",
    from: Fits::Anything,
    most: MOST_TOGETHER,
    together: outside_together,
    alone: alone_with_access,
});

/// What the roster says: of one directory among several, nothing.
pub(super) fn current<'a>(row: &RowContext<'a>) -> Option<Cow<'a, str>> {
    let account = row.here()?;
    if !row.target.in_only_directory() {
        return None;
    }
    match (account.in_directory.said()?, account.suspended.said()) {
        (false, _) => Some(OUTSIDE.into()),
        (true, Some(true)) => Some(SUSPENDED.into()),
        (true, Some(false)) => Some(ACTIVE.into()),
        (true, None) => None,
    }
}

/// Where the organization has but one directory, the search tells, ten accounts at a time.
fn together(organization: &OrganizationId, rows: &[&Row]) -> Option<BoxedQuery> {
    let is_only = rows.iter().all(|row| row.details.only_directory().is_some());
    is_only
        .then(|| operation::users(organization, rows, |search| search, |user, _| in_the_only(user)))
        .flatten()
}

/// The same, of those alone who are not in it: the others have something there, which a search does not tell.
fn outside_together(organization: &OrganizationId, rows: &[&Row]) -> Option<BoxedQuery> {
    let is_only = rows.iter().all(|row| row.details.only_directory().is_some());
    let outside = |user: Option<&User>, _: &Row| in_the_only(user).filter(|held| held == OUTSIDE);
    is_only
        .then(|| operation::users(organization, rows, |search| search, outside))
        .flatten()
}

/// One account, and what it has in the directory.
fn alone_with_access(organization: &OrganizationId, row: &Row) -> Option<BoxedQuery> {
    let whose = Whose {
        organization: organization.clone(),
        account: row.account.clone()?,
        directory: of(row)?,
    };
    let read = move |held: String| {
        if held == OUTSIDE {
            return QueryOutcome::one(held);
        }
        with_access(whose.clone(), held).map_or_else(|| QueryOutcome::one(None), QueryOutcome::Next)
    };
    Some(operation::and_then(alone(organization, row)?, Rc::new(read)))
}

/// The address, the roles and the groups of somebody who stands so in the directory.
fn with_access(whose: Whose, held: String) -> Option<BoxedQuery> {
    let search = SearchUsers::by_accounts(
        whose.organization.clone(),
        DirectoryId::every(),
        [whose.account.clone()],
    );
    Some(query(search.ok()?, move |page| {
        let user = page.items.iter().find(|user| user.id == whose.account);
        let access = Access {
            account: Some(whose.account.to_string()),
            address: user.and_then(|user| user.email.clone()),
            directories: Some(vec![whose.directory.to_string()]),
            ..Access::default()
        };
        let held = held.clone();
        let tell: access::Then = Rc::new(move |access| QueryOutcome::Having(Some(held.clone()), access));
        let of_groups = whose.clone();
        let then: access::Then = Rc::new(move |access| {
            access::groups(of_groups.clone(), access, tell.clone())
                .map_or_else(|| QueryOutcome::one(None), QueryOutcome::Next)
        });
        QueryOutcome::Next(access::roles(whose.clone(), access, then))
    }))
}

/// One account.
fn alone(organization: &OrganizationId, row: &Row) -> Option<BoxedQuery> {
    if let Some(asking) = together(organization, &[row]) {
        return Some(asking);
    }
    let directory = of(row)?;
    let account = row.account.clone()?;
    let call = GetDirectories {
        organization: organization.clone(),
        account: Some(account.clone()),
        cursor: None,
    };
    let organization = organization.clone();
    let row = row.clone();
    Some(query(call, move |page| {
        if page.items.iter().all(|its| its.id != directory) {
            // It may be on a later page: who is in more than a hundred directories is read by nobody.
            return QueryOutcome::one(page.next.is_none().then(|| OUTSIDE.to_owned()));
        }
        let is_alone = page.items.len() == 1 && page.next.is_none();
        QueryOutcome::Next(by_roles(&organization, &directory, &account, &row, is_alone))
    }))
}

/// Its roles there say how it stands; who has none there is searched for.
fn by_roles(
    organization: &OrganizationId,
    directory: &DirectoryId,
    account: &AccountId,
    row: &Row,
    is_alone: bool,
) -> BoxedQuery {
    let call = GetUserRoles {
        organization: organization.clone(),
        directory: directory.clone(),
        account: account.clone(),
        cursor: None,
    };
    let (organization, directory, row) = (organization.clone(), directory.clone(), row.clone());
    query(call, move |page| {
        let mut there = page
            .items
            .iter()
            .filter(|role| role.directory.as_ref() == Some(&directory));
        if let Some(held) = there.find_map(|role| in_words(role.membership.as_ref()?)) {
            return QueryOutcome::one(held);
        }
        let among_several = move |user: Option<&User>, _: &Row| match user?.membership_status {
            // Suspended in all of them.
            Some(MembershipStatus::Suspended) => Some(SUSPENDED.to_owned()),
            Some(MembershipStatus::Active) if is_alone => Some(ACTIVE.to_owned()),
            _ => None,
        };
        operation::users(&organization, &[&row], |search| search, among_several)
            .map_or_else(|| QueryOutcome::one(None), QueryOutcome::Next)
    })
}

fn in_the_only(user: Option<&User>) -> Option<String> {
    match user {
        None => Some(OUTSIDE.to_owned()),
        Some(user) => in_words(user.membership_status.as_ref()?),
    }
}

fn in_words(status: &MembershipStatus) -> Option<String> {
    let message = match status {
        MembershipStatus::Active => ACTIVE,
        MembershipStatus::Suspended => SUSPENDED,
        MembershipStatus::NoMembership => OUTSIDE,
        MembershipStatus::Other(_) => return None,
    };
    Some(message.to_owned())
}
