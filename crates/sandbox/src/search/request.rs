//! What is searched for.

use serde::de::Error;
use serde::{Deserialize, Deserializer};

use crate::admin::Refused;
use crate::answer::Asked;
use crate::workspace;

/// `MultiDirectoryUserSearchRequest`, field by field. A field that it does not have is refused, which is stricter than the
/// document.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(crate) struct Search {
    pub(super) account_ids: Option<Vec<String>>,
    pub(super) directory_ids: Option<Vec<String>>,
    pub(super) resource_ids: Option<Vec<String>>,
    pub(super) group_ids: Option<Vec<String>>,
    pub(super) email_domains: Option<Vec<String>>,
    pub(super) emails: Option<Vec<String>>,
    #[serde(rename = "searchTerm")]
    pub(super) term: Option<String>,
    pub(super) claim_status: Option<ClaimStatus>,
    pub(super) status: Option<Vec<Status>>,
    pub(super) account_status: Option<Vec<AccountStatus>>,
    pub(super) membership_status: Option<Vec<MembershipStatus>>,
    pub(super) role_ids: Option<Vec<Role>>,
    pub(super) mfa_enabled: Option<bool>,
    pub(super) sort_by: Option<Vec<SortBy>>,
    pub(super) expand: Vec<Expand>,
    pub(super) limit: Option<u8>,
    pub(super) cursor: Option<String>,
    /// The directory of the path, an index; `None` for `-`, all of them.
    #[serde(skip)]
    pub(super) directory: Option<usize>,
    /// Whether it is the older call that asks.
    #[serde(skip)]
    pub(super) is_listing: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum ClaimStatus {
    Managed,
    Unmanaged,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Status {
    Active,
    Suspended,
    NotInvited,
    Deactivated,
    ForDeletion,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum AccountStatus {
    Active,
    Inactive,
    Closed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum MembershipStatus {
    Active,
    Suspended,
    NoMembership,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Role(pub(super) &'static str);

impl<'de> Deserialize<'de> for Role {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        // The one role that is named where groups and invitations are described alone.
        let role = workspace::role(&name).filter(|role| *role != "atlassian/viewer");
        role.map(Self)
            .ok_or_else(|| D::Error::custom(format!("{name} is no role")))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SortBy {
    #[serde(rename = "field")]
    _field: SortField,
    pub(super) direction: Direction,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum SortField {
    NickName,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Direction {
    Asc,
    Desc,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub(super) enum Expand {
    #[serde(rename = "platformRoles")]
    PlatformRoles,
    #[serde(rename = "counts.resources")]
    Resources,
    #[serde(rename = "productAccess")]
    ProductAccess,
    #[serde(rename = "groups")]
    Groups,
}

impl Search {
    /// Reads the body, which may be missing.
    pub(super) fn read(asked: &Asked<'_>) -> Result<Self, String> {
        if asked.request.body().is_empty() {
            return Ok(Self::default());
        }
        let body = asked
            .json_object()
            .ok_or("The body must be a JSON object of at most 1 MB, with its content type.")?;
        serde_json::from_slice(body).map_err(|error| error.to_string())
    }

    /// Reads the query, in which a list repeats its name.
    pub(super) fn of_query(asked: &Asked<'_>) -> Result<Self, Refused> {
        let body = asked.query_as_json(&["searchTerm", "claimStatus", "mfaEnabled", "limit", "cursor"])?;
        serde_json::from_value(body).map_err(|error| super::bad_query(asked, &error.to_string()))
    }

    /// The rules of the document that a type cannot hold.
    pub(super) fn check(&self) -> Result<(), String> {
        let lengths = [
            ("accountIds", self.account_ids.as_ref().map(Vec::len), 10),
            ("directoryIds", self.directory_ids.as_ref().map(Vec::len), 10),
            ("resourceIds", self.resource_ids.as_ref().map(Vec::len), 20),
            ("groupIds", self.group_ids.as_ref().map(Vec::len), 10),
            ("emailDomains", self.email_domains.as_ref().map(Vec::len), 10),
            ("emails", self.emails.as_ref().map(Vec::len), 100),
            ("status", self.status.as_ref().map(Vec::len), 4),
            ("accountStatus", self.account_status.as_ref().map(Vec::len), 3),
            (
                "membershipStatus",
                self.membership_status.as_ref().map(Vec::len),
                3,
            ),
            ("roleIds", self.role_ids.as_ref().map(Vec::len), 10),
            ("sortBy", self.sort_by.as_ref().map(Vec::len), 1),
        ];
        for (field, length, most) in lengths {
            if length.is_some_and(|length| !(1..=most).contains(&length)) {
                return Err(format!("{field} takes 1 to {most} values"));
            }
        }
        if self.emails.as_deref().is_some_and(repeats) || repeats(&self.expand) {
            return Err("the values of emails and expand must be unique".to_owned());
        }
        if self.emails.is_some() && self.term.is_some() {
            return Err("emails and searchTerm are mutually exclusive".to_owned());
        }
        if self.limit.is_some_and(|limit| !(1..=100).contains(&limit)) {
            return Err("limit is a whole number from 1 to 100".to_owned());
        }
        Ok(())
    }
}

impl Status {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::NotInvited => "not_invited",
            Self::Deactivated => "deactivated",
            Self::ForDeletion => "for_deletion",
        }
    }
}

impl AccountStatus {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Inactive => "inactive",
            Self::Closed => "closed",
        }
    }
}

impl MembershipStatus {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::NoMembership => "no_membership",
        }
    }
}

fn repeats<T: PartialEq>(values: &[T]) -> bool {
    values
        .iter()
        .enumerate()
        .any(|(at, value)| values[..at].contains(value))
}
