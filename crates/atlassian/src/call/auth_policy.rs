//! Authentication policies: which policy a managed account has, and moving accounts to another one (Admin control REST API).
//!
//! No document has a call that lists these policies; the id of a policy is in the URL of its page in Atlassian Administration.
//! The reference shows the successes of these calls and none of their errors.

use http::{Method, Request, Response};
use serde::Deserialize;

use crate::answer::Items;
use crate::body::{Json, Object};
use crate::open::open_enum;
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

/// The progress of a task: how many accounts are in which state. `None` where the answer does not say. The reference shows the counts;
/// a state and a list of errors have been seen in their place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PolicyTask {
    /// Not yet moved.
    #[serde(rename = "inProgressCount")]
    pub waiting: Option<u64>,
    /// Moved.
    #[serde(rename = "successCount")]
    pub moved: Option<u64>,
    /// Not moved, and not going to be.
    #[serde(rename = "failureCount")]
    pub failed: Option<u64>,
    /// Why, of those that failed.
    #[serde(rename = "failureReasons")]
    pub reasons: Option<Vec<FailureReason>>,
    /// How far the task is.
    pub status: Option<TaskStatus>,
    /// What went wrong, without the accounts that it is about.
    pub errors: Option<Vec<TaskError>>,
}

impl PolicyTask {
    /// Whether the task has finished; `None` where the answer says neither that nor the contrary.
    pub fn is_over(&self) -> Option<bool> {
        let by_status = || match self.status.as_ref()? {
            TaskStatus::Completed | TaskStatus::Failed => Some(true),
            TaskStatus::InProgress | TaskStatus::Queued => Some(false),
            TaskStatus::Other(_) => None,
        };
        self.waiting.map(|waiting| waiting == 0).or_else(by_status)
    }

    /// What Atlassian says went wrong, if it says anything.
    pub fn said(&self) -> Option<&str> {
        let details = self
            .details()
            .and_then(|details| details.detail.as_deref().or(details.title.as_deref()));
        let error = || {
            self.errors
                .iter()
                .flatten()
                .find_map(|error| error.message.as_deref())
        };
        details.or_else(error)
    }

    /// What Atlassian says of the first failure.
    pub fn details(&self) -> Option<&FailureDetails> {
        self.reasons
            .iter()
            .flatten()
            .find_map(|reason| reason.details.as_ref())
    }
}

open_enum! {
    /// `status` of a task. No document lists the values.
    pub enum TaskStatus {
        /// Waiting for its turn.
        Queued = "QUEUED",
        /// At work.
        InProgress = "IN_PROGRESS",
        /// Over, with or without errors.
        Completed = "COMPLETED",
        /// Over.
        Failed = "FAILED",
    }
}

/// One of the errors of a task.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct TaskError {
    /// In Atlassian's words.
    pub message: Option<String>,
}

/// Why some accounts were not moved. `None` where the answer does not say.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct FailureReason {
    /// The addresses of the accounts.
    pub emails: Option<Vec<String>>,
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
        let task: PolicyTask = answer::said(self.endpoint(), response)?;
        answer::check_shape(task != PolicyTask::default(), task, self.endpoint(), response)
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
        let policies: Items<UserPolicy> = answer::json(self.endpoint(), response)?;
        Ok(policies.read)
    }
}
