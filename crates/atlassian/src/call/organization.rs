//! The organization, its domains and its managed accounts (Organizations REST API, v1).

use http::{Method, Request, Response};
use serde::Deserialize;

use crate::open::open_enum;
use crate::{
    AccountId, Body, Call, Cursor, Endpoint, Failure, Generation, KeyKind, OrganizationId, Page, answer,
    request,
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
};

/// The domains of an organization, a page at a time.
pub static GET_DOMAINS: Endpoint = Endpoint {
    name: "get-domains",
    method: Method::GET,
    path: "/admin/v1/orgs/{organization}/domains",
    query: &["cursor"],
    key: KeyKind::Any,
    success: &[200],
    generation: Generation::Current,
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
    /// Its id: the one that was asked for.
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
        request::plain(self.endpoint(), &[self.organization.as_str()], &[])
    }

    fn answer(&self, response: &Response<Body>) -> Result<Organization, Failure> {
        #[derive(Deserialize)]
        struct OrganizationBody {
            data: Data,
        }
        #[derive(Deserialize)]
        struct Data {
            id: OrganizationId,
            attributes: Option<Attributes>,
        }
        #[derive(Deserialize)]
        struct Attributes {
            name: Option<String>,
        }

        let OrganizationBody { data } = answer::json(self.endpoint(), response)?;
        let same = data.id == self.organization;
        let name = data.attributes.and_then(|attributes| attributes.name);
        answer::about(same, Organization { id: data.id, name }, response)
    }
}

/// Asks for a page of an organization's domains.
#[derive(Clone, Debug)]
pub struct GetDomains {
    /// Whose domains.
    pub organization: OrganizationId,
    /// Where the page starts; `None` for the first one.
    pub cursor: Option<Cursor>,
}

/// A domain that an organization has claimed or wanted to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Domain {
    /// `vanlowe-pi.net`, as Atlassian writes it.
    pub name: String,
    /// How far the claim is; `None` where the answer does not say.
    pub status: Option<ClaimStatus>,
}

open_enum! {
    /// `claim.status` of a domain.
    pub enum ClaimStatus {
        /// Claimed: accounts with addresses on it are managed.
        Verified = "verified",
        /// The claim was given up.
        Deleted = "deleted",
        /// Not yet shown to be the organization's.
        Unverified = "unverified",
        /// Another organization has claimed it since.
        Superseded = "superseded",
        /// The proof is no longer found at the domain.
        MissingToken = "missing_token",
    }
}

impl Call for GetDomains {
    type Answer = Page<Domain>;

    fn endpoint(&self) -> &'static Endpoint {
        &GET_DOMAINS
    }

    fn request(&self) -> Request<Body> {
        let query: Vec<_> = self
            .cursor
            .iter()
            .map(|cursor| ("cursor", cursor.as_str()))
            .collect();
        request::plain(self.endpoint(), &[self.organization.as_str()], &query)
    }

    fn answer(&self, response: &Response<Body>) -> Result<Page<Domain>, Failure> {
        answer::page(self.endpoint(), response)
    }
}

impl<'de> Deserialize<'de> for Domain {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Item {
            attributes: Attributes,
        }
        #[derive(Deserialize)]
        struct Attributes {
            name: String,
            claim: Option<Claim>,
        }
        #[derive(Deserialize)]
        struct Claim {
            status: Option<ClaimStatus>,
        }

        let Item { attributes } = Item::deserialize(deserializer)?;
        Ok(Self {
            name: attributes.name,
            status: attributes.claim.and_then(|claim| claim.status),
        })
    }
}

/// Asks for a page of an organization's managed accounts. Atlassian returns 50 whatever is asked for (AX-243).
#[derive(Clone, Debug)]
pub struct GetManagedAccounts {
    /// Whose accounts.
    pub organization: OrganizationId,
    /// Where the page starts; `None` for the first one.
    pub cursor: Option<Cursor>,
    /// How many accounts on a page. No document names this parameter, though clients send it; `None` leaves it away.
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
        request::plain(self.endpoint(), &[self.organization.as_str()], &query)
    }

    fn answer(&self, response: &Response<Body>) -> Result<Page<ManagedAccount>, Failure> {
        answer::page(self.endpoint(), response)
    }
}
