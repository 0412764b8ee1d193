//! Shared by the actions on a membership in a directory: suspend, restore, remove. They work for any account in a directory of the
//! organization, managed or not, and do not change the account itself.
//!
//! No single call returns an account's status in one of several directories: the `membershipStatus` of the user search covers all
//! of them together (Organizations REST API, v2). So the account's directories are read first, then its roles in the directory, and
//! then the search.

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

/// The states of an account in a directory.
pub(super) const ACTIVE: &str = "active in the directory";
pub(super) const SUSPENDED: &str = "suspended in the directory";
pub(super) const OUTSIDE: &str = "not in the directory";

/// The fields: the account, and the directory.
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

/// The checks of restoring. Taking access away has one more.
pub(super) const CHECKS: [&Check; 14] = with(OF_WHO, [&check::directory_unclear::CHECK]);

/// The checks of taking access away.
pub(super) const CHECKS_OF_TAKING: [&Check; 15] = with(CHECKS, [&check::administrator_stays::CHECK]);

/// The directory that a row names.
pub(super) fn of(row: &Row) -> Option<DirectoryId> {
    DirectoryId::parse(row.details.get(Field::Directory)?)
}

/// The organization, if it has only one directory. The older calls take no directory, and their effect with several directories is
/// not documented.
pub(super) fn of_the_only(row: &Row, organization: &OrganizationId) -> Option<OrganizationId> {
    row.details
        .only_directory()
        .is_some()
        .then(|| organization.clone())
}

/// How the state in the directory is read. `from`: the states that the action applies to.
pub(super) const fn held(from: Fits) -> Holds {
    Holds::Shared(Shared {
        what: "account",
        from,
        most: MOST_TOGETHER,
        together,
        alone,
    })
}

/// Like `held`, but also reads the roles and groups in the directory, so that they can be granted again.
pub(super) const WITH_ACCESS: Holds = Holds::Shared(Shared {
    what: "account",
    from: Fits::Anything,
    most: MOST_TOGETHER,
    together: outside_together,
    alone: alone_with_access,
});

/// The state according to the roster; `None` if there are several directories, because the roster does not tell them apart.
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

/// If the organization has only one directory, the search returns the status, for ten accounts per call.
fn together(organization: &OrganizationId, rows: &[&Row]) -> Option<BoxedQuery> {
    let is_only = rows.iter().all(|row| row.details.only_directory().is_some());
    is_only
        .then(|| operation::users(organization, rows, |search| search, |user, _| in_the_only(user)))
        .flatten()
}

/// Like `together`, but answers only for accounts that are not in the directory: the others have roles and groups, which the search
/// does not return.
fn outside_together(organization: &OrganizationId, rows: &[&Row]) -> Option<BoxedQuery> {
    let is_only = rows.iter().all(|row| row.details.only_directory().is_some());
    let outside = |user: Option<&User>, _: &Row| in_the_only(user).filter(|held| held == OUTSIDE);
    is_only
        .then(|| operation::users(organization, rows, |search| search, outside))
        .flatten()
}

/// Reads one account's state, and its roles and groups in the directory.
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

/// Reads the address, roles and groups of an account that is in the directory, in the state `held`.
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

/// Reads one account's state in the directory.
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
            // Unknown if there may be a next page, which may list the directory: only the first 100 directories are read.
            return QueryOutcome::one(page.is_whole().then(|| OUTSIDE.to_owned()));
        }
        let is_alone = page.items.len() == 1 && page.is_whole();
        QueryOutcome::Next(by_roles(&organization, &directory, &account, &row, is_alone))
    }))
}

/// Reads the state from the account's roles in the directory. For an account without a role there, the search is the fallback.
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
            // The account is suspended in all of its directories.
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
