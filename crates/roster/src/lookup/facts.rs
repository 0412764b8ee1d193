//! Converts Atlassian's answers to facts. A fact that an answer does not contain stays unknown: it counts neither as yes nor as no.

use std::collections::BTreeMap;

use crate::{Said, Status};
use rollcall_atlassian::call::directory::{
    AccountClaim, ManagementSource, MembershipStatus, PlatformRole, User, UserStatus,
};
use rollcall_atlassian::call::organization::{AccountStatus, ClaimStatus, ManagedAccount};
use rollcall_model::Field;

/// A user from the user search (Organizations REST API, v2, users/search). The answer does not say whether the account signs in through an
/// identity provider; it says whether the account is an administrator only if `platformRoles` was requested and returned.
pub(super) fn of_user(user: User, with_profile: bool) -> Said {
    Said {
        profile: with_profile.then(|| profile_of(&user)),
        status: status_of(&user),
        in_directory: membership_of(&user),
        suspended: suspension_of(&user),
        groups: user
            .groups
            .as_ref()
            .map(|groups| groups.iter().map(|group| group.id.to_string()).collect()),
        managed: match user.claim_status {
            Some(AccountClaim::Managed) => Some(true),
            Some(AccountClaim::Unmanaged) => Some(false),
            Some(AccountClaim::Other(_)) | None => None,
        },
        claim: None,
        synced: match user.management_source {
            Some(ManagementSource::Synced) => Some(true),
            Some(ManagementSource::Invited) => Some(false),
            Some(ManagementSource::Other(_)) | None => None,
        },
        administrator: user
            .platform_roles
            .map(|roles| roles.contains(&PlatformRole::OrgAdmin)),
        email: written(user.email),
        name: written(user.name),
        single_sign_on: None,
        refusals: None,
        tokens: None,
        id: user.id,
    }
}

/// An account from the list of managed accounts (Organizations REST API, v1, users). The answer does not say whether the account is synced,
/// is an administrator or is in a directory, nor how it signs in. The address is missing if it is restricted.
pub(super) fn of_managed_account(account: ManagedAccount) -> Said {
    Said {
        status: account.status.as_ref().and_then(account_status),
        email: written(account.email),
        name: written(account.name),
        ..Said::of(account.id)
    }
    .managed(true)
}

/// Whether a domain is claimed; `None` if the answer does not say.
pub(super) fn is_claimed(status: Option<&ClaimStatus>) -> Option<bool> {
    match status? {
        ClaimStatus::Verified => Some(true),
        ClaimStatus::Deleted
        | ClaimStatus::Unverified
        | ClaimStatus::Superseded
        | ClaimStatus::MissingToken => Some(false),
        ClaimStatus::Other(_) => None,
    }
}

/// Only the composite status contains `for_deletion`; otherwise the account's own status is more precise.
fn status_of(user: &User) -> Option<Status> {
    if user.status == Some(UserStatus::ForDeletion) {
        return Some(Status::ForDeletion);
    }
    user.account_status
        .as_ref()
        .and_then(account_status)
        .or(match user.status.as_ref()? {
            UserStatus::Active | UserStatus::Suspended | UserStatus::NotInvited => Some(Status::Active),
            UserStatus::Deactivated => Some(Status::Deactivated),
            UserStatus::ForDeletion => Some(Status::ForDeletion),
            UserStatus::Other(_) => None,
        })
}

fn account_status(status: &AccountStatus) -> Option<Status> {
    match status {
        AccountStatus::Active => Some(Status::Active),
        AccountStatus::Inactive => Some(Status::Deactivated),
        AccountStatus::Closed => Some(Status::Closed),
        AccountStatus::Other(_) => None,
    }
}

fn membership_of(user: &User) -> Option<bool> {
    match user.membership_status {
        Some(MembershipStatus::Active | MembershipStatus::Suspended) => return Some(true),
        Some(MembershipStatus::NoMembership) => return Some(false),
        Some(MembershipStatus::Other(_)) | None => {}
    }
    match user.status.as_ref()? {
        UserStatus::Active | UserStatus::Suspended => Some(true),
        UserStatus::NotInvited => Some(false),
        UserStatus::Deactivated | UserStatus::ForDeletion | UserStatus::Other(_) => None,
    }
}

/// The profile fields that the search returns: all but the language. A null field is empty.
fn profile_of(user: &User) -> BTreeMap<&'static str, String> {
    let fields = [
        (Field::Name, &user.name),
        (Field::Nickname, &user.nickname),
        (Field::JobTitle, &user.job_title),
        (Field::Department, &user.department),
        (Field::Company, &user.organization),
        (Field::Location, &user.location),
        (Field::TimeZone, &user.time_zone),
    ];
    fields
        .into_iter()
        .map(|(part, value)| (part.key(), value.clone().unwrap_or_default()))
        .collect()
}

/// `suspended` means: in all directories of the account that the key has access to.
fn suspension_of(user: &User) -> Option<bool> {
    match user.membership_status {
        Some(MembershipStatus::Suspended) => Some(true),
        Some(MembershipStatus::Active | MembershipStatus::NoMembership) => Some(false),
        Some(MembershipStatus::Other(_)) | None => None,
    }
}

fn written(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty())
}
