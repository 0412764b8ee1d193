//! Groups and who is in them (Organizations REST API, v2, Groups).

use http::{Method, Request, Response};
use serde::Deserialize;

use crate::answer::Data;
use crate::body::Object;
use crate::limits::{MOST_ACCOUNTS, MOST_OF_A_FILTER, MOST_ON_A_PAGE, OutOfLimits, within};
use crate::open::open_enum;
use crate::{
    AccountId, Body, Call, Cursor, DirectoryId, Endpoint, Failure, Generation, GroupId, KeyKind,
    OrganizationId, Page, ResourceKind, answer, request,
};

/// The groups of a directory, or of all directories, that fit a search, a page at a time.
pub static SEARCH_GROUPS: Endpoint = Endpoint {
    name: "search-groups",
    method: Method::POST,
    path: "/admin/v2/orgs/{organization}/directories/{directory}/groups/search",
    query: &[],
    key: KeyKind::Any,
    success: &[200],
    generation: Generation::Current,
    resource: ResourceKind::Organization,
};

/// One group.
pub static GET_GROUP: Endpoint = Endpoint {
    name: "get-group",
    method: Method::GET,
    path: "/admin/v2/orgs/{organization}/directories/{directory}/groups/{group}",
    query: &[],
    key: KeyKind::Any,
    success: &[200],
    generation: Generation::Current,
    resource: ResourceKind::Item,
};

/// Adds a user to a group.
pub static ADD_TO_GROUP: Endpoint = Endpoint {
    name: "add-to-group",
    method: Method::POST,
    path: "/admin/v2/orgs/{organization}/directories/{directory}/groups/{group}/memberships",
    query: &[],
    key: KeyKind::Any,
    success: &[204],
    generation: Generation::Current,
    resource: ResourceKind::Item,
};

/// Removes a user from a group.
pub static REMOVE_FROM_GROUP: Endpoint = Endpoint {
    name: "remove-from-group",
    method: Method::DELETE,
    path: "/admin/v2/orgs/{organization}/directories/{directory}/groups/{group}/memberships/{account}",
    query: &[],
    key: KeyKind::Any,
    success: &[204],
    generation: Generation::Current,
    resource: ResourceKind::Item,
};

/// The most names that one search for groups takes (`groupNames`, `maxItems`).
pub const MOST_NAMES: usize = 100;

/// Searches the groups of a directory.
#[derive(Clone, Debug)]
pub struct SearchGroups {
    organization: OrganizationId,
    directory: DirectoryId,
    body: GroupSearchBody,
}

#[derive(Clone, Debug)]
struct GroupSearchBody {
    group_names: Vec<String>,
    group_ids: Vec<GroupId>,
    account_ids: Vec<AccountId>,
    search_term: Option<String>,
    expand: Vec<&'static str>,
    limit: usize,
    cursor: Option<String>,
}

impl GroupSearchBody {
    fn to_json(&self) -> Object {
        Object::default()
            .with_items("groupNames", &self.group_names)
            .with_items("groupIds", self.group_ids.iter().map(GroupId::as_str))
            .with_items("accountIds", self.account_ids.iter().map(AccountId::as_str))
            .with_some("searchTerm", self.search_term.as_deref())
            .with_items("expand", self.expand.iter().copied())
            .with("limit", self.limit)
            .with_some("cursor", self.cursor.as_deref())
    }
}

impl SearchGroups {
    /// All groups of the directory, 100 on a page.
    pub fn all(organization: OrganizationId, directory: DirectoryId) -> Self {
        let body = GroupSearchBody {
            group_names: Vec::new(),
            group_ids: Vec::new(),
            account_ids: Vec::new(),
            search_term: None,
            expand: Vec::new(),
            limit: MOST_ON_A_PAGE,
            cursor: None,
        };
        Self {
            organization,
            directory,
            body,
        }
    }

    /// The groups with these names, whole and in any case. The same name may stand in several directories.
    ///
    /// # Errors
    /// [`OutOfLimits`] if there are none, or more than [`MOST_NAMES`].
    pub fn by_names(
        organization: OrganizationId,
        directory: DirectoryId,
        names: impl IntoIterator<Item = String>,
    ) -> Result<Self, OutOfLimits> {
        let mut search = Self::all(organization, directory);
        search.body.group_names = names.into_iter().collect();
        search.body.group_names.sort_unstable();
        search.body.group_names.dedup();
        within("names of groups", MOST_NAMES, search.body.group_names.len())?;
        Ok(search)
    }

    /// The groups with these ids.
    ///
    /// # Errors
    /// [`OutOfLimits`] if there are none, or more than [`MOST_OF_A_FILTER`].
    pub fn by_ids(
        organization: OrganizationId,
        directory: DirectoryId,
        ids: impl IntoIterator<Item = GroupId>,
    ) -> Result<Self, OutOfLimits> {
        let mut search = Self::all(organization, directory);
        search.body.group_ids = ids.into_iter().collect();
        search.body.group_ids.sort_unstable();
        search.body.group_ids.dedup();
        within("groups", MOST_OF_A_FILTER, search.body.group_ids.len())?;
        Ok(search)
    }

    /// The groups in which one of these accounts is.
    ///
    /// # Errors
    /// [`OutOfLimits`] if there are none, or more than [`MOST_ACCOUNTS`].
    pub fn of_accounts(
        organization: OrganizationId,
        directory: DirectoryId,
        accounts: impl IntoIterator<Item = AccountId>,
    ) -> Result<Self, OutOfLimits> {
        let mut search = Self::all(organization, directory);
        search.body.account_ids = accounts.into_iter().collect();
        search.body.account_ids.sort_unstable();
        search.body.account_ids.dedup();
        within("account ids", MOST_ACCOUNTS, search.body.account_ids.len())?;
        Ok(search)
    }

    /// The groups whose names hold a text.
    pub fn by_term(organization: OrganizationId, directory: DirectoryId, term: String) -> Self {
        let mut search = Self::all(organization, directory);
        search.body.search_term = Some(term);
        search
    }

    /// Asks for [`Group::users`] and [`Group::workspaces`] too.
    #[must_use]
    pub fn with_counts(mut self) -> Self {
        self.body.expand = vec!["counts.resources", "counts.users"];
        self
    }

    /// Where the page starts. The rest of the search stays the same from page to page.
    #[must_use]
    pub fn after(mut self, cursor: &Cursor) -> Self {
        self.body.cursor = Some(cursor.as_str().to_owned());
        self
    }
}

/// A group. `None` where the answer does not say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its id.
    pub id: GroupId,
    /// Its name.
    pub name: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// Its directory.
    pub directory: Option<DirectoryId>,
    /// Whether an identity provider keeps it; then it can be changed only there.
    pub synced: Option<bool>,
    /// Who manages it.
    pub managed_by: Option<ManagedBy>,
    /// Whether its members may be changed with this key.
    pub modifiable: Option<bool>,
    /// How many users are in it; `None` unless [`SearchGroups::with_counts`] asked.
    pub users: Option<u64>,
    /// On how many workspaces it has roles; likewise.
    pub workspaces: Option<u64>,
}

open_enum! {
    /// `managedBy` of a group.
    pub enum ManagedBy {
        /// An identity provider.
        External = "external",
        /// Administrators.
        Admins = "admins",
        /// The members of a team.
        TeamMembers = "team-members",
        /// Anyone.
        Open = "open",
    }
}

impl<'de> Deserialize<'de> for Group {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Item {
            id: GroupId,
            name: Option<String>,
            description: Option<String>,
            directory_id: Option<DirectoryId>,
            external_synced: Option<bool>,
            managed_by: Option<ManagedBy>,
            management_access: Option<Access>,
            counts: Option<Counts>,
        }
        #[derive(Deserialize)]
        struct Access {
            modifiable: Option<bool>,
        }
        #[derive(Deserialize)]
        struct Counts {
            users: Option<u64>,
            resources: Option<u64>,
        }

        let item = Item::deserialize(deserializer)?;
        let counts = item.counts.as_ref();
        Ok(Self {
            users: counts.and_then(|counts| counts.users),
            workspaces: counts.and_then(|counts| counts.resources),
            id: item.id,
            name: item.name,
            description: item.description,
            directory: item.directory_id,
            synced: item.external_synced,
            managed_by: item.managed_by,
            modifiable: item.management_access.and_then(|access| access.modifiable),
        })
    }
}

impl Call for SearchGroups {
    type Answer = Page<Group>;

    fn endpoint(&self) -> &'static Endpoint {
        &SEARCH_GROUPS
    }

    fn request(&self) -> Request<Body> {
        let values = [self.organization.as_str(), self.directory.as_str()];
        request::with_json(self.endpoint(), &values, self.body.to_json())
    }

    fn answer(&self, response: &Response<Body>) -> Result<Page<Group>, Failure> {
        answer::page(self.endpoint(), response)
    }
}

/// Asks for one group.
#[derive(Clone, Debug)]
pub struct GetGroup {
    /// Whose directory.
    pub organization: OrganizationId,
    /// Which directory, or all of them.
    pub directory: DirectoryId,
    /// Which group.
    pub group: GroupId,
}

impl Call for GetGroup {
    type Answer = Group;

    fn endpoint(&self) -> &'static Endpoint {
        &GET_GROUP
    }

    fn request(&self) -> Request<Body> {
        let values = [
            self.organization.as_str(),
            self.directory.as_str(),
            self.group.as_str(),
        ];
        request::without_body(self.endpoint(), &values, &[])
    }

    fn answer(&self, response: &Response<Body>) -> Result<Group, Failure> {
        let Data { data }: Data<Group> = answer::said(self.endpoint(), response)?;
        answer::check_subject(data.id == self.group, data, response)
    }
}

/// Adds a user to a group of the user's directory. 409 says that the user is in it already, or that an app of the group has no
/// licence left; the documents name no codes that would tell the two apart. A group that an identity provider keeps is refused.
#[derive(Clone, Debug)]
pub struct AddToGroup {
    /// Whose directory.
    pub organization: OrganizationId,
    /// The directory of both.
    pub directory: DirectoryId,
    /// Which group.
    pub group: GroupId,
    /// Which user.
    pub account: AccountId,
}

impl Call for AddToGroup {
    type Answer = ();

    fn endpoint(&self) -> &'static Endpoint {
        &ADD_TO_GROUP
    }

    fn request(&self) -> Request<Body> {
        let values = [
            self.organization.as_str(),
            self.directory.as_str(),
            self.group.as_str(),
        ];
        let body = Object::default().with("accountId", self.account.as_str());
        request::with_json(self.endpoint(), &values, body)
    }

    fn answer(&self, response: &Response<Body>) -> Result<(), Failure> {
        answer::status_only(self.endpoint(), response)
    }
}

/// Removes a user from a group. What the user has from other groups stays.
#[derive(Clone, Debug)]
pub struct RemoveFromGroup {
    /// Whose directory.
    pub organization: OrganizationId,
    /// The directory of the group.
    pub directory: DirectoryId,
    /// Which group.
    pub group: GroupId,
    /// Which user.
    pub account: AccountId,
}

impl Call for RemoveFromGroup {
    type Answer = ();

    fn endpoint(&self) -> &'static Endpoint {
        &REMOVE_FROM_GROUP
    }

    fn request(&self) -> Request<Body> {
        let values = [
            self.organization.as_str(),
            self.directory.as_str(),
            self.group.as_str(),
            self.account.as_str(),
        ];
        request::without_body(self.endpoint(), &values, &[])
    }

    fn answer(&self, response: &Response<Body>) -> Result<(), Failure> {
        answer::status_only(self.endpoint(), response)
    }
}
