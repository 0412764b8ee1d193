//! The filter of users that search, listing and count share (Organizations REST API, v2).

use super::organization::AccountStatus;
use super::role::RoleId;
use super::user::{AccountClaim, MembershipStatus, UserStatus};
use crate::body::Object;
use crate::limits::{MOST_ACCOUNTS, MOST_OF_A_FILTER, MOST_WORKSPACES, OutOfLimits, within};
use crate::{AccountId, DirectoryId, GroupId, WorkspaceId};

/// Which users are meant: those that fit all of it. Within a list one is enough. The default is everyone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserFilter {
    /// These accounts; at most [`MOST_ACCOUNTS`].
    pub account_ids: Vec<AccountId>,
    /// In one of these directories; at most [`MOST_OF_A_FILTER`]. Without it managed accounts in no directory are found as
    /// well.
    pub directory_ids: Vec<DirectoryId>,
    /// With a role on one of these workspaces; at most [`MOST_WORKSPACES`].
    pub resource_ids: Vec<WorkspaceId>,
    /// In one of these groups; at most [`MOST_OF_A_FILTER`].
    pub group_ids: Vec<GroupId>,
    /// With an address on one of these domains; at most [`MOST_OF_A_FILTER`].
    pub email_domains: Vec<String>,
    /// A part of the name or of the address.
    pub search_term: Option<String>,
    /// Managed by the organization or not.
    pub claim_status: Option<AccountClaim>,
    /// Account and membership taken together; at most four of the five.
    pub status: Vec<UserStatus>,
    /// Whether the account can be used.
    pub account_status: Vec<AccountStatus>,
    /// Whether it is in a directory.
    pub membership_status: Vec<MembershipStatus>,
    /// With one of these roles; at most [`MOST_OF_A_FILTER`].
    pub role_ids: Vec<RoleId>,
    /// Whether two-step verification is on.
    pub two_step: Option<bool>,
}

impl UserFilter {
    /// # Errors
    /// [`OutOfLimits`] for a list that is longer than Atlassian takes. An empty one is no filter.
    pub fn check(&self) -> Result<(), OutOfLimits> {
        let lists = [
            ("account ids", MOST_ACCOUNTS, self.account_ids.len()),
            ("directories", MOST_OF_A_FILTER, self.directory_ids.len()),
            ("sites and apps", MOST_WORKSPACES, self.resource_ids.len()),
            ("groups", MOST_OF_A_FILTER, self.group_ids.len()),
            ("domains", MOST_OF_A_FILTER, self.email_domains.len()),
            ("states of users", 4, self.status.len()),
            ("states of accounts", 3, self.account_status.len()),
            ("states of memberships", 3, self.membership_status.len()),
            ("roles", MOST_OF_A_FILTER, self.role_ids.len()),
        ];
        lists
            .into_iter()
            .filter(|(_, _, count)| *count > 0)
            .try_for_each(|(what, most, count)| within(what, most, count))
    }

    /// Adds its fields to the body of a search.
    pub(super) fn add_to(&self, object: Object) -> Object {
        object
            .with_items("accountIds", self.account_ids.iter().map(AccountId::as_str))
            .with_items("directoryIds", self.directory_ids.iter().map(DirectoryId::as_str))
            .with_items("resourceIds", self.resource_ids.iter().map(WorkspaceId::as_str))
            .with_items("groupIds", self.group_ids.iter().map(GroupId::as_str))
            .with_items("emailDomains", &self.email_domains)
            .with_some("searchTerm", self.search_term.as_deref())
            .with_some(
                "claimStatus",
                self.claim_status.as_ref().map(AccountClaim::as_str),
            )
            .with_items("status", self.status.iter().map(UserStatus::as_str))
            .with_items(
                "accountStatus",
                self.account_status.iter().map(AccountStatus::as_str),
            )
            .with_items(
                "membershipStatus",
                self.membership_status.iter().map(MembershipStatus::as_str),
            )
            .with_items("roleIds", self.role_ids.iter().map(RoleId::as_str))
            .with_some("mfaEnabled", self.two_step)
    }

    /// The filter as query parameters; a list repeats its name.
    pub(super) fn pairs(&self) -> Vec<(&'static str, &str)> {
        let mut pairs = Vec::new();
        pairs.extend(self.account_ids.iter().map(|id| ("accountIds", id.as_str())));
        pairs.extend(self.directory_ids.iter().map(|id| ("directoryIds", id.as_str())));
        pairs.extend(self.resource_ids.iter().map(|id| ("resourceIds", id.as_str())));
        pairs.extend(self.group_ids.iter().map(|id| ("groupIds", id.as_str())));
        pairs.extend(
            self.email_domains
                .iter()
                .map(|domain| ("emailDomains", domain.as_str())),
        );
        pairs.extend(self.search_term.iter().map(|term| ("searchTerm", term.as_str())));
        pairs.extend(
            self.claim_status
                .iter()
                .map(|claim| ("claimStatus", claim.as_str())),
        );
        pairs.extend(self.status.iter().map(|status| ("status", status.as_str())));
        pairs.extend(
            self.account_status
                .iter()
                .map(|status| ("accountStatus", status.as_str())),
        );
        pairs.extend(
            self.membership_status
                .iter()
                .map(|status| ("membershipStatus", status.as_str())),
        );
        pairs.extend(self.role_ids.iter().map(|role| ("roleIds", role.as_str())));
        pairs.extend(
            self.two_step
                .map(|on| ("mfaEnabled", if on { "true" } else { "false" })),
        );
        pairs
    }
}
