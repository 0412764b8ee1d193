//! The domains of the organization (Organizations REST API, v1, Domains).

use http::{Method, Request, Response};
use serde::Deserialize;

use crate::answer::Data;
use crate::open::open_enum;
use crate::{
    Body, Call, Cursor, DomainId, Endpoint, Failure, Generation, KeyKind, OrganizationId, Page, ResourceKind,
    answer, request,
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
    resource: ResourceKind::Organization,
};

/// One domain.
pub static GET_DOMAIN: Endpoint = Endpoint {
    name: "get-domain",
    method: Method::GET,
    path: "/admin/v1/orgs/{organization}/domains/{domain}",
    query: &[],
    key: KeyKind::Any,
    success: &[200],
    generation: Generation::Current,
    resource: ResourceKind::Item,
};

/// Asks for a page of an organization's domains.
#[derive(Clone, Debug)]
pub struct GetDomains {
    /// Whose domains.
    pub organization: OrganizationId,
    /// Where the page starts; `None` for the first one.
    pub cursor: Option<Cursor>,
}

/// A domain that an organization claims or has tried to claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Domain {
    /// Its id; `None` where the answer has none that can stand in a path.
    pub id: Option<DomainId>,
    /// `vanlowe-pi.net`, as Atlassian writes it.
    pub name: String,
    /// The state of the claim; `None` where the answer does not say.
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
        request::without_body(self.endpoint(), &[self.organization.as_str()], &query)
    }

    fn answer(&self, response: &Response<Body>) -> Result<Page<Domain>, Failure> {
        answer::page(self.endpoint(), response)
    }
}

impl<'de> Deserialize<'de> for Domain {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Item {
            id: Option<String>,
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

        let Item { id, attributes } = Item::deserialize(deserializer)?;
        Ok(Self {
            id: id.as_deref().and_then(DomainId::parse),
            name: attributes.name,
            status: attributes.claim.and_then(|claim| claim.status),
        })
    }
}

/// Asks for one domain.
#[derive(Clone, Debug)]
pub struct GetDomain {
    /// Whose domain.
    pub organization: OrganizationId,
    /// Which one.
    pub domain: DomainId,
}

impl Call for GetDomain {
    type Answer = Domain;

    fn endpoint(&self) -> &'static Endpoint {
        &GET_DOMAIN
    }

    fn request(&self) -> Request<Body> {
        let values = [self.organization.as_str(), self.domain.as_str()];
        request::without_body(self.endpoint(), &values, &[])
    }

    fn answer(&self, response: &Response<Body>) -> Result<Domain, Failure> {
        let Data { data }: Data<Domain> = answer::said(self.endpoint(), response)?;
        answer::check_subject(data.id.as_ref() == Some(&self.domain), data, response)
    }
}
