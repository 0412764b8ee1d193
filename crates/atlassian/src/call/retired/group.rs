//! Groups and who is in them.

use http::{Method, Request, Response};

use super::{MOST_OF_A_SEARCH, RETIRED};
use crate::body::{Json, Object};
use crate::call::group::Group;
use crate::call::lifecycle::Done;
use crate::limits::{OutOfLimits, within};
use crate::{
    AccountId, Body, Call, Cursor, Endpoint, Failure, GroupId, KeyKind, OrganizationId, Page, ResourceKind,
    answer, request,
};

/// The groups that fit a search, a page at a time.
pub static SEARCH_GROUPS_V1: Endpoint = Endpoint {
    name: "search-groups-v1",
    method: Method::POST,
    path: "/admin/v1/orgs/{organization}/groups/search",
    query: &[],
    key: KeyKind::Any,
    success: &[200],
    generation: RETIRED,
    resource: ResourceKind::Organization,
};

/// Adds a user to a group.
pub static ADD_TO_GROUP_V1: Endpoint = Endpoint {
    name: "add-to-group-v1",
    method: Method::POST,
    path: "/admin/v1/orgs/{organization}/directory/groups/{group}/memberships",
    query: &[],
    key: KeyKind::Any,
    success: &[200],
    generation: RETIRED,
    resource: ResourceKind::Item,
};

/// Removes a user from a group.
pub static REMOVE_FROM_GROUP_V1: Endpoint = Endpoint {
    name: "remove-from-group-v1",
    method: Method::DELETE,
    path: "/admin/v1/orgs/{organization}/directory/groups/{group}/memberships/{account}",
    query: &[],
    key: KeyKind::Any,
    success: &[200],
    generation: RETIRED,
    resource: ResourceKind::Item,
};

/// The most groups on a page (`limit`, `maximum`).
const MOST_GROUPS_ON_A_PAGE: usize = 1000;

/// Searches the groups of an organization, 1,000 on a page.
#[derive(Clone, Debug)]
pub struct SearchGroupsV1 {
    organization: OrganizationId,
    body: SearchBody,
}

#[derive(Clone, Debug)]
struct SearchBody {
    group_ids: Vec<GroupId>,
    group_names: Option<Vec<String>>,
    limit: usize,
    cursor: Option<String>,
}

impl SearchBody {
    fn to_json(&self) -> Object {
        let names = |names: &Vec<String>| Object::default().with("eq", Json::list(names));
        Object::default()
            .with_items("groupIds", self.group_ids.iter().map(GroupId::as_str))
            .with_some("groupNames", self.group_names.as_ref().map(names))
            .with("limit", self.limit)
            .with_some("cursor", self.cursor.as_deref())
    }
}

impl SearchGroupsV1 {
    /// All groups.
    pub fn all(organization: OrganizationId) -> Self {
        let body = SearchBody {
            group_ids: Vec::new(),
            group_names: None,
            limit: MOST_GROUPS_ON_A_PAGE,
            cursor: None,
        };
        Self { organization, body }
    }

    /// The groups with these ids.
    ///
    /// # Errors
    /// [`OutOfLimits`] if there are none, or more than [`MOST_OF_A_SEARCH`].
    pub fn by_ids(
        organization: OrganizationId,
        ids: impl IntoIterator<Item = GroupId>,
    ) -> Result<Self, OutOfLimits> {
        let mut search = Self::all(organization);
        search.body.group_ids = ids.into_iter().collect();
        within("groups", MOST_OF_A_SEARCH, search.body.group_ids.len())?;
        Ok(search)
    }

    /// The groups with these names.
    ///
    /// # Errors
    /// [`OutOfLimits`] if there are none, or more than [`MOST_OF_A_SEARCH`].
    pub fn by_names(
        organization: OrganizationId,
        names: impl IntoIterator<Item = String>,
    ) -> Result<Self, OutOfLimits> {
        let mut search = Self::all(organization);
        let names: Vec<String> = names.into_iter().collect();
        within("names of groups", MOST_OF_A_SEARCH, names.len())?;
        search.body.group_names = Some(names);
        Ok(search)
    }

    /// Where the page starts.
    #[must_use]
    pub fn after(mut self, cursor: &Cursor) -> Self {
        self.body.cursor = Some(cursor.as_str().to_owned());
        self
    }
}

impl Call for SearchGroupsV1 {
    type Answer = Page<Group>;

    fn endpoint(&self) -> &'static Endpoint {
        &SEARCH_GROUPS_V1
    }

    fn request(&self) -> Request<Body> {
        request::with_json(
            self.endpoint(),
            &[self.organization.as_str()],
            self.body.to_json(),
        )
    }

    fn answer(&self, response: &Response<Body>) -> Result<Page<Group>, Failure> {
        answer::page(self.endpoint(), response)
    }
}

/// Adds a user to a group.
#[derive(Clone, Debug)]
pub struct AddToGroupV1 {
    /// Whose group.
    pub organization: OrganizationId,
    /// Which group.
    pub group: GroupId,
    /// Which user.
    pub account: AccountId,
}

impl Call for AddToGroupV1 {
    type Answer = Done;

    fn endpoint(&self) -> &'static Endpoint {
        &ADD_TO_GROUP_V1
    }

    fn request(&self) -> Request<Body> {
        let values = [self.organization.as_str(), self.group.as_str()];
        let body = Object::default().with("account_id", self.account.as_str());
        request::with_json(self.endpoint(), &values, body)
    }

    fn answer(&self, response: &Response<Body>) -> Result<Done, Failure> {
        answer::json(self.endpoint(), response)
    }
}

/// Removes a user from a group.
#[derive(Clone, Debug)]
pub struct RemoveFromGroupV1 {
    /// Whose group.
    pub organization: OrganizationId,
    /// Which group.
    pub group: GroupId,
    /// Which user.
    pub account: AccountId,
}

impl Call for RemoveFromGroupV1 {
    type Answer = Done;

    fn endpoint(&self) -> &'static Endpoint {
        &REMOVE_FROM_GROUP_V1
    }

    fn request(&self) -> Request<Body> {
        let values = [
            self.organization.as_str(),
            self.group.as_str(),
            self.account.as_str(),
        ];
        request::without_body(self.endpoint(), &values, &[])
    }

    fn answer(&self, response: &Response<Body>) -> Result<Done, Failure> {
        answer::json(self.endpoint(), response)
    }
}
