//! The policies of an organization about IP addresses, data residency and data security (Organizations REST API, Policies).
//! Authentication policies are in [`auth_policy`](super::auth_policy).

use http::{Method, Request, Response};
use serde::Deserialize;
use serde_json::Value;

use crate::answer::Data;
use crate::open::open_enum;
use crate::{
    Body, Call, Cursor, Endpoint, Failure, Generation, KeyKind, OrganizationId, Page, PolicyId, ResourceKind,
    answer, request,
};

/// The policies, a page at a time.
pub static GET_POLICIES: Endpoint = Endpoint {
    name: "get-policies",
    method: Method::GET,
    path: "/admin/v1/orgs/{organization}/policies",
    query: &["cursor", "type"],
    key: KeyKind::Any,
    success: &[200],
    generation: Generation::Current,
    resource: ResourceKind::Organization,
};

/// One policy.
pub static GET_POLICY: Endpoint = Endpoint {
    name: "get-policy",
    method: Method::GET,
    path: "/admin/v1/orgs/{organization}/policies/{policy}",
    query: &[],
    key: KeyKind::Any,
    success: &[200],
    generation: Generation::Current,
    resource: ResourceKind::Item,
};

open_enum! {
    /// `type` of a policy.
    pub enum PolicyKind {
        /// From which addresses apps may be used.
        IpAllowlist = "ip-allowlist",
        /// Where data is kept.
        DataResidency = "data-residency",
        /// What may be done with data.
        DataSecurity = "data-security",
    }
}

/// Asks for a page of the policies.
#[derive(Clone, Debug)]
pub struct GetPolicies {
    /// Whose policies.
    pub organization: OrganizationId,
    /// Of which kind; `None` for all.
    pub kind: Option<PolicyKind>,
    /// Where the page starts; `None` for the first one.
    pub cursor: Option<Cursor>,
}

/// A policy. `None` where the answer does not say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Its id.
    pub id: PolicyId,
    /// What kind.
    pub kind: Option<PolicyKind>,
    /// Its name.
    pub name: Option<String>,
    /// Whether it is enabled.
    pub enabled: Option<bool>,
    /// What its rule allows: the IP addresses of an allowlist.
    pub allows: Vec<String>,
    /// What it applies to: ids of sites and apps.
    pub resources: Vec<String>,
}

impl<'de> Deserialize<'de> for Policy {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Item {
            id: PolicyId,
            #[serde(default)]
            attributes: Attributes,
        }
        #[derive(Default, Deserialize)]
        struct Attributes {
            r#type: Option<PolicyKind>,
            name: Option<String>,
            status: Option<String>,
            /// `AllowIfContainedRule` is documented, and that other kinds of policies have another one.
            rule: Option<Value>,
            resources: Option<Vec<Resource>>,
        }
        #[derive(Deserialize)]
        struct Resource {
            id: String,
        }

        let Item { id, attributes } = Item::deserialize(deserializer)?;
        let resources = attributes.resources.into_iter().flatten();
        Ok(Self {
            id,
            kind: attributes.r#type,
            name: attributes.name,
            enabled: match attributes.status.as_deref() {
                Some("enabled") => Some(true),
                Some("disabled") => Some(false),
                _ => None,
            },
            allows: attributes.rule.as_ref().map(allowed).unwrap_or_default(),
            resources: resources.map(|resource| resource.id).collect(),
        })
    }
}

/// `{"in": ["192.0.2.0/24"]}`
fn allowed(rule: &Value) -> Vec<String> {
    let all = rule.get("in").and_then(Value::as_array).into_iter().flatten();
    all.filter_map(Value::as_str).map(str::to_owned).collect()
}

impl Call for GetPolicies {
    type Answer = Page<Policy>;

    fn endpoint(&self) -> &'static Endpoint {
        &GET_POLICIES
    }

    fn request(&self) -> Request<Body> {
        let cursor = self.cursor.iter().map(|cursor| ("cursor", cursor.as_str()));
        let kind = self.kind.iter().map(|kind| ("type", kind.as_str()));
        let query: Vec<_> = cursor.chain(kind).collect();
        request::without_body(self.endpoint(), &[self.organization.as_str()], &query)
    }

    fn answer(&self, response: &Response<Body>) -> Result<Page<Policy>, Failure> {
        answer::page(self.endpoint(), response)
    }
}

/// Asks for one policy.
#[derive(Clone, Debug)]
pub struct GetPolicy {
    /// Whose policy.
    pub organization: OrganizationId,
    /// Which one.
    pub policy: PolicyId,
}

impl Call for GetPolicy {
    type Answer = Policy;

    fn endpoint(&self) -> &'static Endpoint {
        &GET_POLICY
    }

    fn request(&self) -> Request<Body> {
        let values = [self.organization.as_str(), self.policy.as_str()];
        request::without_body(self.endpoint(), &values, &[])
    }

    fn answer(&self, response: &Response<Body>) -> Result<Policy, Failure> {
        let Data { data }: Data<Policy> = answer::said(self.endpoint(), response)?;
        answer::check_subject(data.id == self.policy, data, response)
    }
}
