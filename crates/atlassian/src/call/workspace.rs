//! Workspaces: apps on sites, on which roles are granted (Organizations REST API, v2, Workspaces).

use http::{Method, Request, Response};
use serde::Deserialize;

use crate::body::Object;
use crate::{
    Body, Call, Cursor, Endpoint, Failure, Generation, KeyKind, OrganizationId, Page, ResourceKind,
    WorkspaceId, answer, request,
};

/// The workspaces that fit a search, a page at a time.
pub static SEARCH_WORKSPACES: Endpoint = Endpoint {
    name: "search-workspaces",
    method: Method::POST,
    path: "/admin/v2/orgs/{organization}/workspaces",
    query: &[],
    key: KeyKind::Any,
    success: &[200],
    generation: Generation::Current,
    resource: ResourceKind::Organization,
};

/// The most workspaces on a page (`limit`, `maximum`).
pub const MOST_WORKSPACES_ON_A_PAGE: usize = 1000;

/// Searches the workspaces of an organization, 1,000 on a page.
#[derive(Clone, Debug)]
pub struct SearchWorkspaces {
    /// Whose workspaces.
    pub organization: OrganizationId,
    /// A part of the name or address; `None` for all.
    pub text: Option<String>,
    /// Where the page starts; `None` for the first one. The cursor carries the search along, and is sent alone: Atlassian takes
    /// nothing beside it.
    pub cursor: Option<Cursor>,
}

/// A workspace. `None` where the answer does not say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Workspace {
    /// Its id, on which roles are granted.
    pub id: WorkspaceId,
    /// Its name.
    pub name: Option<String>,
    /// Which app: `Jira`, `Confluence`.
    pub app: Option<String>,
    /// Which app, as roles name it: `jira-software`.
    pub key: Option<String>,
    /// Where it is: `https://mars.atlassian.net`.
    pub url: Option<String>,
    /// `online`, `offline` or `deprecated`.
    pub status: Option<String>,
    /// How many people may use it, where that is limited and told.
    pub capacity: Option<u64>,
    /// How many people use it, where that is told.
    pub usage: Option<u64>,
}

impl<'de> Deserialize<'de> for Workspace {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Item {
            id: WorkspaceId,
            #[serde(default)]
            attributes: Attributes,
        }
        #[derive(Default, Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Attributes {
            name: Option<String>,
            r#type: Option<String>,
            type_key: Option<String>,
            host_url: Option<String>,
            status: Option<String>,
            capacity: Option<u64>,
            usage: Option<u64>,
        }

        let Item { id, attributes } = Item::deserialize(deserializer)?;
        Ok(Self {
            id,
            name: attributes.name,
            app: attributes.r#type,
            key: attributes.type_key,
            url: attributes.host_url,
            status: attributes.status,
            capacity: attributes.capacity,
            usage: attributes.usage,
        })
    }
}

impl Call for SearchWorkspaces {
    type Answer = Page<Workspace>;

    fn endpoint(&self) -> &'static Endpoint {
        &SEARCH_WORKSPACES
    }

    fn request(&self) -> Request<Body> {
        let body = if let Some(cursor) = &self.cursor {
            Object::default().with("cursor", cursor.as_str())
        } else {
            let query = |text: &str| Object::default().with("searchWorkspaces", text);
            Object::default()
                .with("limit", MOST_WORKSPACES_ON_A_PAGE)
                .with_some("query", self.text.as_deref().map(query))
        };
        request::with_json(self.endpoint(), &[self.organization.as_str()], body)
    }

    fn answer(&self, response: &Response<Body>) -> Result<Page<Workspace>, Failure> {
        answer::page(self.endpoint(), response)
    }
}
