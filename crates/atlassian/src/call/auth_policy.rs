//! Authentication policies: which policy a managed account has, and moving accounts to another one (Admin control REST API).
//!
//! No document has a call that lists these policies; the id of a policy is in the URL of its page in Atlassian Administration.
//! The reference shows the successes of these calls and none of their errors.

use http::{Method, Request, Response};
use serde::Deserialize;

use crate::body::{Json, Object};
use crate::{
    AccountId, Body, Call, Endpoint, Failure, Generation, KeyKind, OrganizationId, PolicyId, ResourceKind,
    TaskId, answer, request,
};

/// Moves accounts to a policy. 202: a task does it after the answer.
pub static ADD_TO_POLICY: Endpoint = Endpoint {
    name: "add-to-policy",
    method: Method::POST,
    path: "/admin/control/v1/orgs/{organization}/auth-policy/{policy}/add-users",
    query: &[],
    key: KeyKind::Any,
    success: &[202],
    generation: Generation::Current,
    resource: ResourceKind::Item,
};

/// The progress of such a task.
pub static GET_POLICY_TASK: Endpoint = Endpoint {
    name: "get-policy-task",
    method: Method::GET,
    path: "/admin/control/v1/orgs/{organization}/auth-policy/task/{task}",
    query: &[],
    key: KeyKind::Any,
    success: &[200],
    generation: Generation::Current,
    resource: ResourceKind::Item,
};

/// Which policies accounts have.
pub static GET_USER_POLICIES: Endpoint = Endpoint {
    name: "get-user-policies",
    method: Method::POST,
    path: "/admin/control/v1/orgs/{organization}/users/auth-policies/bulk-fetch",
    query: &[],
    key: KeyKind::Any,
    success: &[200],
    generation: Generation::Current,
    resource: ResourceKind::Organization,
};

/// Moves managed accounts to a policy, by their addresses. No document limits how many.
#[derive(Clone, Debug)]
pub struct AddToPolicy {
    /// Whose policy.
    pub organization: OrganizationId,
    /// Which policy.
    pub policy: PolicyId,
    /// The addresses of the accounts.
    pub emails: Vec<String>,
}

/// A task that was started.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Task {
    /// Its id, for [`GetPolicyTask`].
    #[serde(rename = "taskId")]
    pub id: TaskId,
}

impl Call for AddToPolicy {
    type Answer = Task;

    fn endpoint(&self) -> &'static Endpoint {
        &ADD_TO_POLICY
    }

    fn request(&self) -> Request<Body> {
        let values = [self.organization.as_str(), self.policy.as_str()];
        let body = Object::default().with("users", Json::list(&self.emails));
        request::with_json(self.endpoint(), &values, body)
    }

    fn answer(&self, response: &Response<Body>) -> Result<Task, Failure> {
        // The link beside the id is not followed: the id identifies the same task.
        answer::json(self.endpoint(), response)
    }
}

/// Asks for the progress of a task.
#[derive(Clone, Debug)]
pub struct GetPolicyTask {
    /// Whose task.
    pub organization: OrganizationId,
    /// Which task.
    pub task: TaskId,
}

/// The progress of a task: how many accounts are in which state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PolicyTask {
    /// Not yet moved.
    #[serde(rename = "inProgressCount")]
    pub waiting: u64,
    /// Moved.
    #[serde(rename = "successCount")]
    pub moved: u64,
    /// Not moved, and not going to be.
    #[serde(rename = "failureCount")]
    pub failed: u64,
    /// Why, of those that failed.
    #[serde(default, rename = "failureReasons")]
    pub reasons: Vec<FailureReason>,
}

impl PolicyTask {
    /// Whether the task has finished.
    pub fn is_over(&self) -> bool {
        self.waiting == 0
    }
}

/// Why some accounts were not moved. `None` where the answer does not say.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct FailureReason {
    /// The addresses of the accounts.
    #[serde(default)]
    pub emails: Vec<String>,
    /// What Atlassian says.
    pub details: Option<FailureDetails>,
}

/// What Atlassian says of a failure.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct FailureDetails {
    /// As an HTTP status.
    pub status: Option<u16>,
    /// The short description.
    pub title: Option<String>,
    /// The long description.
    pub detail: Option<String>,
}

impl Call for GetPolicyTask {
    type Answer = PolicyTask;

    fn endpoint(&self) -> &'static Endpoint {
        &GET_POLICY_TASK
    }

    fn request(&self) -> Request<Body> {
        let values = [self.organization.as_str(), self.task.as_str()];
        request::without_body(self.endpoint(), &values, &[])
    }

    fn answer(&self, response: &Response<Body>) -> Result<PolicyTask, Failure> {
        answer::json(self.endpoint(), response)
    }
}

/// Asks which policies accounts have. No document limits how many.
#[derive(Clone, Debug)]
pub struct GetUserPolicies {
    /// Whose accounts.
    pub organization: OrganizationId,
    /// Which accounts.
    pub accounts: Vec<AccountId>,
}

/// The policy of one account. `None` where the answer does not say. The reference shows only `email`; the names of the other
/// fields are guesses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserPolicy {
    /// The account's address.
    pub email: Option<String>,
    /// The account.
    pub account: Option<AccountId>,
    /// The policy.
    pub policy: Option<PolicyId>,
    /// Its name.
    pub name: Option<String>,
}

impl<'de> Deserialize<'de> for UserPolicy {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Item {
            email: Option<String>,
            account_id: Option<AccountId>,
            policy_id: Option<PolicyId>,
            policy_name: Option<String>,
            #[serde(alias = "authPolicy", alias = "policyInfo")]
            policy: Option<Policy>,
        }
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Policy {
            #[serde(alias = "policyId")]
            id: Option<PolicyId>,
            #[serde(alias = "policyName")]
            name: Option<String>,
        }

        let item = Item::deserialize(deserializer)?;
        let (id, name) = item
            .policy
            .map_or((None, None), |policy| (policy.id, policy.name));
        Ok(Self {
            email: item.email,
            account: item.account_id,
            policy: item.policy_id.or(id),
            name: item.policy_name.or(name),
        })
    }
}

impl Call for GetUserPolicies {
    type Answer = Vec<UserPolicy>;

    fn endpoint(&self) -> &'static Endpoint {
        &GET_USER_POLICIES
    }

    fn request(&self) -> Request<Body> {
        let accounts = self.accounts.iter().map(AccountId::as_str);
        let body = Object::default().with("accountIds", Json::list(accounts));
        request::with_json(self.endpoint(), &[self.organization.as_str()], body)
    }

    fn answer(&self, response: &Response<Body>) -> Result<Vec<UserPolicy>, Failure> {
        answer::json(self.endpoint(), response)
    }
}
