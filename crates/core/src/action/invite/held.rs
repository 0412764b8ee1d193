//! Reads which of the role and groups that a row grants a person already has.

use std::rc::Rc;

use rollcall_atlassian::call::directory::{Expand, MembershipStatus, SearchUsers, User};
use rollcall_atlassian::{DirectoryId, OrganizationId};

use super::given::Given;
use super::standing::{OUTSIDE, WITH, WITHOUT};
use crate::action::access::{self, Whose};
use rollcall_model::address;
use rollcall_run::journal::Access;
use rollcall_run::operation::{BoxedQuery, QueryOutcome, query};
use rollcall_run::plan::Row;

/// Reads a hundred addresses per call, but answers only for people outside the organization. The others have to be read one by one.
pub(super) fn together(organization: &OrganizationId, rows: &[&Row]) -> Option<BoxedQuery> {
    let addresses: Option<Vec<String>> = rows.iter().map(|row| row.address().map(str::to_owned)).collect();
    let addresses = addresses?;
    let search =
        SearchUsers::by_emails(organization.clone(), DirectoryId::every(), addresses.clone()).ok()?;
    Some(query(search, move |page| {
        // A user without an address in the answer could be any of the requested people, and so could a user on a further page.
        let is_clear = page.is_whole() && page.items.iter().all(|user| user.email.is_some());
        let held = |address: &String| match of_address(&page.items, address) {
            Some(user) if is_inside(user) => None,
            None if !is_clear => None,
            _ => Some(OUTSIDE.to_owned()),
        };
        QueryOutcome::Held(addresses.iter().map(held).collect())
    }))
}

/// Reads one person's state, and which of the row's role and groups the person has.
pub(super) fn alone(organization: &OrganizationId, row: &Row) -> Option<BoxedQuery> {
    let address = row.address()?.to_owned();
    let given = Rc::new(Given::by(row)?);
    let only_directory = row.details.only_directory().map(str::to_owned);
    let search =
        SearchUsers::by_emails(organization.clone(), DirectoryId::every(), [address.clone()]).ok()?;
    let organization = organization.clone();
    Some(query(search.with(Expand::Groups), move |page| {
        let user = match (&page.items[..], page.is_whole()) {
            // The search was for this address only.
            ([only], true) => Some(only),
            ([], true) => None,
            (users, _) => match of_address(users, &address) {
                Some(user) => Some(user),
                None => return QueryOutcome::one(None),
            },
        };
        let mut access = Access {
            account: user.map(|user| user.id.to_string()),
            address: Some(address.clone()),
            ..Access::default()
        };
        let Some(user) = user.filter(|user| is_inside(user)) else {
            access.directories = Some(Vec::new());
            return QueryOutcome::Having(Some(OUTSIDE.to_owned()), access);
        };
        let whose = Whose {
            organization: organization.clone(),
            account: user.id.clone(),
            directory: DirectoryId::every(),
        };
        let given = given.clone();
        let judge = move |access: Access| {
            let held = if given.is_had(&access) { WITH } else { WITHOUT };
            QueryOutcome::Having(Some(held.to_owned()), given.among(access))
        };
        let judge: access::Then = Rc::new(judge);
        let (of_directories, only_directory) = (whose.clone(), only_directory.clone());
        let then = move |access: Access| match &only_directory {
            Some(only) => judge(Access {
                directories: Some(vec![only.clone()]),
                ..access
            }),
            None => QueryOutcome::Next(access::directories(of_directories.clone(), access, judge.clone())),
        };
        let then: access::Then = Rc::new(then);
        if let Some(groups) = &user.groups {
            access.groups = groups.iter().map(|group| group.id.to_string()).collect();
            return QueryOutcome::Next(access::roles(whose, access, then));
        }
        let of_roles = whose.clone();
        let roles = move |access| QueryOutcome::Next(access::roles(of_roles.clone(), access, then.clone()));
        access::groups(whose, access, Rc::new(roles))
            .map_or_else(|| QueryOutcome::one(None), QueryOutcome::Next)
    }))
}

fn of_address<'u>(users: &'u [User], address: &str) -> Option<&'u User> {
    users.iter().find(|user| {
        user.email
            .as_deref()
            .is_some_and(|email| address::same(email, address))
    })
}

fn is_inside(user: &User) -> bool {
    user.membership_status != Some(MembershipStatus::NoMembership)
}
