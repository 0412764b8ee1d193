//! Authentication policies (Admin control REST API). The reference shows no errors, so those of the organizations API are used.

use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::account::Life;
use crate::history::Deed;
use crate::organization::Organization;
use crate::policy::Task;
use crate::reply::{self, Refused, Reply};
use crate::request::ApiRequest;
use crate::route::Route;

/// The most addresses in one call: as many as the import at the admin portal takes. No document limits the call.
const MOST: usize = 10_000;

impl Organization {
    /// `POST …/auth-policy/{policyId}/add-users`. An unknown policy is refused at once for an even seed, and fails in the task
    /// for an odd one: no document says which.
    pub(crate) fn add_to_policy(&mut self, request: &ApiRequest<'_>) -> Result<Reply, Refused> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct UsersBody {
            users: Vec<String>,
        }

        let users = match request.body::<UsersBody>() {
            Ok(body) if (1..=MOST).contains(&body.users.len()) => body.users,
            _ => {
                return Err(request.bad_body("users is a list of addresses.").into());
            }
        };
        let id = request.params.get("policy").unwrap_or_default();
        let policy = self.policies.authentication(id);
        if policy.is_none() && self.behaviour.is_first_of_two() {
            return Err(request.not_found("ADMIN-404-5", "Policy not found").into());
        }
        let id = self.maker.uuid();
        let link = format!(
            "{}/admin/control/v1/orgs/{}/auth-policy/task/{id}",
            request.origin, self.identity.id
        );
        self.policies.tasks.push(Task {
            id: id.clone(),
            at: request.now_ms,
            policy,
            emails: users,
            done: 0,
            polls: 0,
            moved: 0,
            failed: Vec::new(),
        });
        Ok(reply::json(
            StatusCode::ACCEPTED,
            &json!({ "taskId": id, "taskLink": link }),
        ))
    }

    /// `GET …/auth-policy/task/{taskId}`, which also has the task go on.
    pub(crate) fn get_policy_task(&mut self, request: &ApiRequest<'_>) -> Result<Reply, Refused> {
        let id = request.params.get("task").unwrap_or_default();
        let Some(at) = self.policies.task(id) else {
            return Err(request.not_found("ADMIN-404-1", "Unknown resource").into());
        };
        let due = self.policies.tasks[at].poll();
        self.advance_task(at, due, request.now_ms);
        let task = &self.policies.tasks[at];
        let title = if task.policy.is_some() {
            "User not found"
        } else {
            "Policy not found"
        };
        let reasons = if task.failed.is_empty() {
            json!([])
        } else {
            json!([{ "emails": task.failed, "details": { "status": 404, "title": title, "detail": title } }])
        };
        let body = json!({
            "inProgressCount": task.emails.len() - task.done,
            "successCount": task.moved,
            "failureCount": task.failed.len(),
            "failureReasons": reasons,
        });
        Ok(reply::json(StatusCode::OK, &body))
    }

    /// Lets tasks finish by themselves.
    pub(crate) fn advance_tasks(&mut self, now_ms: i64) {
        for at in 0..self.policies.tasks.len() {
            let due = self.policies.tasks[at].pass(now_ms);
            self.advance_task(at, due, now_ms);
        }
    }

    fn advance_task(&mut self, at: usize, due: Vec<String>, now_ms: i64) {
        for email in due {
            let is_moved = self.move_to_policy(now_ms, self.policies.tasks[at].policy, &email);
            let task = &mut self.policies.tasks[at];
            if is_moved {
                task.moved += 1;
            } else {
                task.failed.push(email);
            }
        }
    }

    /// Only managed accounts have a policy.
    fn move_to_policy(&mut self, now_ms: i64, policy: Option<usize>, email: &str) -> bool {
        let holder = self.book.holder(email).filter(|at| {
            let account = &self.book.accounts[*at];
            account.managed && account.life != Life::Closed
        });
        let (Some(policy), Some(at)) = (policy, holder) else {
            return false;
        };
        let account = &mut self.book.accounts[at];
        self.history.deeds.push(Deed {
            at: now_ms,
            account: account.id.clone(),
            endpoint: Route::AddToPolicy.name(),
            status: StatusCode::ACCEPTED.as_u16(),
            effective: account.policy != policy,
            body: Vec::new(),
        });
        account.policy = policy;
        true
    }

    /// `POST …/users/auth-policies/bulk-fetch`. Of the answer's parts only `email` is known for sure.
    pub(crate) fn get_user_policies(&self, request: &ApiRequest<'_>) -> Result<Reply, Refused> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        struct AccountsBody {
            account_ids: Vec<String>,
        }

        let AccountsBody { account_ids } = request.body().map_err(|detail| request.bad_body(&detail))?;
        let known = account_ids.iter().filter_map(|id| self.account(id));
        let items: Vec<Value> = known
            .filter(|account| account.managed && account.life != Life::Closed)
            .map(|account| {
                let policy = &self.policies.authentication[account.policy];
                json!({
                    "email": account.address,
                    "accountId": account.id,
                    "policyId": policy.id,
                    "policyName": policy.name,
                })
            })
            .collect();
        Ok(reply::json(StatusCode::OK, &items.into()))
    }
}
