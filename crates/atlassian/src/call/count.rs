//! How many users and groups there are (Organizations REST API, v2).

use http::{Method, Request, Response};
use serde::Deserialize;

use super::filter::UserFilter;
use super::organization::AccountStatus;
use super::role::RoleId;
use crate::limits::OutOfLimits;
use crate::{
    Body, Call, DirectoryId, Endpoint, Failure, Generation, KeyKind, OrganizationId, ResourceKind, answer,
    request,
};

/// How many users fit a filter.
pub static COUNT_USERS: Endpoint = Endpoint {
    name: "count-users",
    method: Method::GET,
    path: "/admin/v2/orgs/{organization}/directories/{directory}/users/count",
    query: &[
        "accountIds",
        "directoryIds",
        "resourceIds",
        "groupIds",
        "emailDomains",
        "searchTerm",
        "claimStatus",
        "status",
        "accountStatus",
        "membershipStatus",
        "roleIds",
        "mfaEnabled",
    ],
    key: KeyKind::Any,
    success: &[200],
    generation: Generation::Current,
    resource: ResourceKind::Organization,
};

/// How many users have each role and each state.
pub static GET_USER_STATS: Endpoint = Endpoint {
    name: "get-user-stats",
    method: Method::GET,
    path: "/admin/v2/orgs/{organization}/directories/{directory}/users/stats",
    query: &[],
    key: KeyKind::Any,
    success: &[200],
    generation: Generation::Current,
    resource: ResourceKind::Organization,
};

/// How many groups there are.
pub static COUNT_GROUPS: Endpoint = Endpoint {
    name: "count-groups",
    method: Method::GET,
    path: "/admin/v2/orgs/{organization}/directories/{directory}/groups/count",
    query: &["searchTerm"],
    key: KeyKind::Any,
    success: &[200],
    generation: Generation::Current,
    resource: ResourceKind::Organization,
};

/// How many groups there are of each kind.
pub static GET_GROUP_STATS: Endpoint = Endpoint {
    name: "get-group-stats",
    method: Method::GET,
    path: "/admin/v2/orgs/{organization}/directories/{directory}/groups/stats",
    query: &[],
    key: KeyKind::Any,
    success: &[200],
    generation: Generation::Current,
    resource: ResourceKind::Organization,
};

#[derive(Deserialize)]
struct Count {
    count: u64,
}

/// Asks how many users fit a filter. Managed accounts in no directory count as well, unless the filter names directories.
#[derive(Clone, Debug)]
pub struct CountUsers {
    organization: OrganizationId,
    directory: DirectoryId,
    filter: UserFilter,
}

impl CountUsers {
    /// The users that fit a filter; all of them where it is empty.
    ///
    /// # Errors
    /// [`OutOfLimits`] if the filter has more of something than Atlassian takes.
    pub fn new(
        organization: OrganizationId,
        directory: DirectoryId,
        filter: UserFilter,
    ) -> Result<Self, OutOfLimits> {
        filter.check()?;
        Ok(Self {
            organization,
            directory,
            filter,
        })
    }
}

impl Call for CountUsers {
    type Answer = u64;

    fn endpoint(&self) -> &'static Endpoint {
        &COUNT_USERS
    }

    fn request(&self) -> Request<Body> {
        let values = [self.organization.as_str(), self.directory.as_str()];
        request::without_body(self.endpoint(), &values, &self.filter.pairs())
    }

    fn answer(&self, response: &Response<Body>) -> Result<u64, Failure> {
        let Count { count } = answer::said(self.endpoint(), response)?;
        Ok(count)
    }
}

/// Asks how many users have each role and each state.
#[derive(Clone, Debug)]
pub struct GetUserStats {
    /// Whose users.
    pub organization: OrganizationId,
    /// Which directory, or all of them.
    pub directory: DirectoryId,
}

/// How many users have each role and each state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct UserStats {
    /// By role.
    pub roles: Vec<RoleCount>,
    /// By state of the account.
    pub account_status: Vec<StatusCount>,
}

/// How many users have a role.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct RoleCount {
    /// The role.
    #[serde(rename = "roleId")]
    pub role: RoleId,
    /// How many.
    pub count: u64,
}

/// How many accounts are in a state.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct StatusCount {
    /// The state.
    pub status: AccountStatus,
    /// How many.
    pub count: u64,
}

impl Call for GetUserStats {
    type Answer = UserStats;

    fn endpoint(&self) -> &'static Endpoint {
        &GET_USER_STATS
    }

    fn request(&self) -> Request<Body> {
        let values = [self.organization.as_str(), self.directory.as_str()];
        request::without_body(self.endpoint(), &values, &[])
    }

    fn answer(&self, response: &Response<Body>) -> Result<UserStats, Failure> {
        answer::said(self.endpoint(), response)
    }
}

/// Asks how many groups there are.
#[derive(Clone, Debug)]
pub struct CountGroups {
    /// Whose groups.
    pub organization: OrganizationId,
    /// Which directory, or all of them.
    pub directory: DirectoryId,
    /// A part of the name; `None` for all groups.
    pub term: Option<String>,
}

impl Call for CountGroups {
    type Answer = u64;

    fn endpoint(&self) -> &'static Endpoint {
        &COUNT_GROUPS
    }

    fn request(&self) -> Request<Body> {
        let values = [self.organization.as_str(), self.directory.as_str()];
        let query: Vec<_> = self
            .term
            .iter()
            .map(|term| ("searchTerm", term.as_str()))
            .collect();
        request::without_body(self.endpoint(), &values, &query)
    }

    fn answer(&self, response: &Response<Body>) -> Result<u64, Failure> {
        let Count { count } = answer::said(self.endpoint(), response)?;
        Ok(count)
    }
}

/// Asks how many groups there are of each kind.
#[derive(Clone, Debug)]
pub struct GetGroupStats {
    /// Whose groups.
    pub organization: OrganizationId,
    /// Which directory, or all of them.
    pub directory: DirectoryId,
}

/// How many groups there are. `None` where the answer does not say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct GroupStats {
    /// All of them.
    pub all: Option<u64>,
    /// Those that something else than Atlassian manages.
    pub managed: Option<u64>,
    /// Those that an identity provider keeps.
    pub synced: Option<u64>,
}

impl Call for GetGroupStats {
    type Answer = GroupStats;

    fn endpoint(&self) -> &'static Endpoint {
        &GET_GROUP_STATS
    }

    fn request(&self) -> Request<Body> {
        let values = [self.organization.as_str(), self.directory.as_str()];
        request::without_body(self.endpoint(), &values, &[])
    }

    fn answer(&self, response: &Response<Body>) -> Result<GroupStats, Failure> {
        #[derive(Deserialize)]
        struct StatsBody {
            totals: GroupStats,
        }

        let StatsBody { totals } = answer::said(self.endpoint(), response)?;
        Ok(totals)
    }
}
