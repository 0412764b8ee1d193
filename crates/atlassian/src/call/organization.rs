//! The organization and its managed accounts (Organizations REST API, v1).

use http::{Method, Request, Response};
use serde::Deserialize;

pub use super::domain::{ClaimStatus, Domain, GET_DOMAIN, GET_DOMAINS, GetDomain, GetDomains};
use crate::answer::Data;
use crate::open::open_enum;
use crate::{
    AccountId, Body, Call, Cursor, Endpoint, Failure, Generation, KeyKind, OrganizationId, Page,
    ResourceKind, answer, request,
};

/// The organizations of a key, a page at a time.
pub static GET_ORGANIZATIONS: Endpoint = Endpoint {
    name: "get-organizations",
    method: Method::GET,
    path: "/admin/v1/orgs",
    query: &["cursor"],
    key: KeyKind::Any,
    success: &[200],
    generation: Generation::Current,
    resource: ResourceKind::Key,
};

/// One organization.
pub static GET_ORGANIZATION: Endpoint = Endpoint {
    name: "get-organization",
    method: Method::GET,
    path: "/admin/v1/orgs/{organization}",
    query: &[],
    key: KeyKind::Any,
    success: &[200],
    generation: Generation::Current,
    resource: ResourceKind::Organization,
};

/// The managed accounts of an organization, a page at a time.
pub static GET_MANAGED_ACCOUNTS: Endpoint = Endpoint {
    name: "get-managed-accounts",
    method: Method::GET,
    path: "/admin/v1/orgs/{organization}/users",
    query: &["cursor", "limit"],
    key: KeyKind::Any,
    success: &[200],
    generation: Generation::Current,
    resource: ResourceKind::Organization,
};

/// Asks for an organization. This is how to find out whether key and organization belong together: the list of
/// organizations is empty for a key with scopes.
#[derive(Clone, Debug)]
pub struct GetOrganization {
    /// Which one.
    pub organization: OrganizationId,
}

/// An organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organization {
    /// Its id.
    pub id: OrganizationId,
    /// Its name.
    pub name: Option<String>,
}

impl Call for GetOrganization {
    type Answer = Organization;

    fn endpoint(&self) -> &'static Endpoint {
        &GET_ORGANIZATION
    }

    fn request(&self) -> Request<Body> {
        request::without_body(self.endpoint(), &[self.organization.as_str()], &[])
    }

    fn answer(&self, response: &Response<Body>) -> Result<Organization, Failure> {
        let Data { data }: Data<Organization> = answer::said(self.endpoint(), response)?;
        answer::check_subject(data.id == self.organization, data, response)
    }
}

impl<'de> Deserialize<'de> for Organization {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Item {
            id: OrganizationId,
            attributes: Option<Attributes>,
        }
        #[derive(Deserialize)]
        struct Attributes {
            name: Option<String>,
        }

        let Item { id, attributes } = Item::deserialize(deserializer)?;
        let name = attributes.and_then(|attributes| attributes.name);
        Ok(Self { id, name })
    }
}

/// Asks for a page of the organizations of a key. For a key with scopes the list was seen to be empty (jira.js, live tests).
#[derive(Clone, Debug)]
pub struct GetOrganizations {
    /// Where the page starts; `None` for the first one.
    pub cursor: Option<Cursor>,
}

impl Call for GetOrganizations {
    type Answer = Page<Organization>;

    fn endpoint(&self) -> &'static Endpoint {
        &GET_ORGANIZATIONS
    }

    fn request(&self) -> Request<Body> {
        let cursor = self.cursor.iter().map(|cursor| ("cursor", cursor.as_str()));
        request::without_body(self.endpoint(), &[], &cursor.collect::<Vec<_>>())
    }

    fn answer(&self, response: &Response<Body>) -> Result<Page<Organization>, Failure> {
        answer::page(self.endpoint(), response)
    }
}

/// Asks for a page of an organization's managed accounts. Atlassian returns 50 whatever is asked for (AX-243).
#[derive(Clone, Debug)]
pub struct GetManagedAccounts {
    /// Whose accounts.
    pub organization: OrganizationId,
    /// Where the page starts; `None` for the first one.
    pub cursor: Option<Cursor>,
    /// How many accounts on a page; `None` leaves the parameter out. It is in no document, though clients send it.
    pub limit: Option<u16>,
}

/// A managed account as the organization's list gives it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ManagedAccount {
    /// Its id.
    #[serde(rename = "account_id")]
    pub id: AccountId,
    /// What kind of account.
    #[serde(rename = "account_type")]
    pub kind: Option<AccountType>,
    /// Whether it can be used.
    #[serde(rename = "account_status")]
    pub status: Option<AccountStatus>,
    /// The person's name, or the nickname where the name is restricted.
    pub name: Option<String>,
    /// Its address; `None` where the person has restricted who sees it.
    pub email: Option<String>,
    /// Whether the organization pays for it.
    #[serde(rename = "access_billable")]
    pub billable: Option<bool>,
    /// When the person was last active anywhere, in milliseconds since 1970.
    #[serde(default, deserialize_with = "answer::time")]
    pub last_active: Option<i64>,
    /// The apps that the person may use.
    #[serde(rename = "product_access")]
    pub apps: Option<Vec<AppOfAccount>>,
}

/// An app that the owner of a managed account may use.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct AppOfAccount {
    /// Which app: `jira-software`.
    pub key: Option<String>,
    /// Its name: `Jira`.
    pub name: Option<String>,
    /// Its site.
    pub url: Option<String>,
    /// When the person last used it, in milliseconds since 1970.
    #[serde(default, deserialize_with = "answer::time")]
    pub last_active: Option<i64>,
}

open_enum! {
    /// `account_type`.
    pub enum AccountType {
        /// A person's.
        Atlassian = "atlassian",
        /// A portal-only customer's.
        Customer = "customer",
        /// An app's.
        App = "app",
    }
}

open_enum! {
    /// `account_status`.
    pub enum AccountStatus {
        /// In use.
        Active = "active",
        /// Deactivated.
        Inactive = "inactive",
        /// Deleted.
        Closed = "closed",
    }
}

impl Call for GetManagedAccounts {
    type Answer = Page<ManagedAccount>;

    fn endpoint(&self) -> &'static Endpoint {
        &GET_MANAGED_ACCOUNTS
    }

    fn request(&self) -> Request<Body> {
        let limit = self.limit.map(|limit| limit.to_string());
        let cursor = self.cursor.iter().map(|cursor| ("cursor", cursor.as_str()));
        let query: Vec<_> = cursor
            .chain(limit.iter().map(|limit| ("limit", limit.as_str())))
            .collect();
        request::without_body(self.endpoint(), &[self.organization.as_str()], &query)
    }

    fn answer(&self, response: &Response<Body>) -> Result<Page<ManagedAccount>, Failure> {
        answer::page(self.endpoint(), response)
    }
}
