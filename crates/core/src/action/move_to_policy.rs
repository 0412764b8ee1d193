//! Moves managed accounts to an authentication policy. The call names accounts by address and returns a task: Atlassian moves the
//! accounts afterwards, and the task reports the progress (Admin control REST API).

use std::borrow::Cow;

use http::{Request, Response};
use rollcall_atlassian::call::auth_policy::{
    AddToPolicy, GetPolicyTask, GetUserPolicies, PolicyTask, TaskStatus, UserPolicy,
};
use rollcall_atlassian::{Body, Call, Failure, OrganizationId, PolicyId, TaskId};

use super::checks::{OF_WHO, with};
use super::{Action, Column, DesiredState, Field, Labels, ReviewSpec, RowSpec, StateKind, Undo, UndoRecipe};
use crate::check;
use rollcall_model::Details;
use rollcall_model::address;
use rollcall_run::ResultRow;
use rollcall_run::journal::Access;
use rollcall_run::operation::{
    BoxedQuery, Command, Done, Fits, Holds, MOST_TOGETHER, Operation, QueryOutcome, Shared, query,
};
use rollcall_run::plan::Row;

/// Prefix of the text that describes the state of an account under a policy.
const UNDER: &str = "under the policy ";

/// The action.
pub static ACTION: Action = Action {
    row: RowSpec {
        key: "move-to-policy",
        title: "Move to an authentication policy",
        fields: &[
            Field::AccountId,
            Field::CurrentAddress,
            Field::Policy,
            Field::Organization,
            Field::Left,
        ],
        columns: &[
            Column::ADDRESS_NOW,
            Column::ADDRESS_IN_FILE,
            Column::of(Field::Policy),
            Column::of(Field::Left),
        ],
        kind: StateKind::Policy,
        desired: DesiredState::Worded(Field::Policy, under),
    },
    labels: Labels {
        hint: "The policy says how people sign in: with a password, two steps or single sign-on, and for how long. Whoever meets it for the first time may have to sign in anew.",
        file: "One row for each account: its id, or the address that it has now; and the policy's id, which stands in the address of its page in Atlassian Administration.",
        effect: [
            "account will be moved to a policy",
            "accounts will be moved to policies",
        ],
    },
    review: ReviewSpec {
        checks: &with::<25, 6, 31>(
            OF_WHO,
            [
                &check::account_two_wishes::CHECK,
                &check::policy_unclear::CHECK,
                &check::address_unknown::CHECK,
                &check::not_managed::CHECK,
                &check::closed::CHECK,
                &check::for_deletion::CHECK,
            ],
        ),
        current: |_| None,
        privilege: None,
        confirm: None,
    },
    operation: Operation {
        several: None,
        legacy: None,
        call: |organization, row, to| {
            let call = AddToPolicy {
                organization: organization.clone(),
                policy: PolicyId::parse(to.strip_prefix(UNDER)?)?,
                emails: vec![row.address()?.to_owned()],
            };
            Some(Box::new(Move { call }))
        },
        holds: Holds::Shared(Shared {
            what: "account",
            from: Fits::Anything,
            most: MOST_TOGETHER,
            together: policies,
            alone: policy,
        }),
    },
    undo: Undo {
        recipes: &[UndoRecipe::with("move-to-policy", |row| vec![former(row)])],
        way_back: "The undo file moves the accounts back to the policies that they were under. Keep it.",
    },
};

fn under(policy: &str) -> String {
    format!("{UNDER}{policy}")
}

/// The fields for the undo: the previous policy, if known, and the policy that the run set.
fn former(row: &ResultRow) -> Details {
    let mut details = row.details.clone();
    if let Some(policy) = row.before.as_deref().and_then(|held| held.strip_prefix(UNDER)) {
        details.set(Field::Policy, policy);
    }
    details.set(Field::Left, row.wanted.clone());
    details
}

/// Reads the policies of the accounts of `rows`. Only the address in the answer is documented; account ids are used if the answer
/// has them.
fn policies(organization: &OrganizationId, rows: &[&Row]) -> Option<BoxedQuery> {
    let call = GetUserPolicies {
        organization: organization.clone(),
        accounts: rows
            .iter()
            .map(|row| row.account.clone())
            .collect::<Option<_>>()?,
    };
    let rows: Vec<Row> = rows.iter().copied().cloned().collect();
    Some(query(call, move |found| {
        let held = |row: &Row| {
            let its = found.iter().find(|policy| is_of(policy, row))?;
            address_now(its, row).is_none().then(|| held(its)).flatten()
        };
        QueryOutcome::Held(rows.iter().map(held).collect())
    }))
}

/// Reads the policy of one account. Also returns its current address, if that differs from the address by which the call would name
/// the account.
fn policy(organization: &OrganizationId, row: &Row) -> Option<BoxedQuery> {
    let call = GetUserPolicies {
        organization: organization.clone(),
        accounts: vec![row.account.clone()?],
    };
    let row = row.clone();
    Some(query(call, move |found| {
        let Some(its) = found.iter().find(|policy| is_of(policy, &row)) else {
            return QueryOutcome::one(None);
        };
        match address_now(its, &row) {
            None => QueryOutcome::one(held(its)),
            address => QueryOutcome::Having(
                held(its),
                Access {
                    address: address.map(str::to_owned),
                    ..Access::default()
                },
            ),
        }
    }))
}

fn held(policy: &UserPolicy) -> Option<String> {
    Some(under(policy.policy.as_ref()?.as_str()))
}

/// The current address of the account, if it differs from the address of the row.
fn address_now<'p>(policy: &'p UserPolicy, row: &Row) -> Option<&'p str> {
    let email = policy.email.as_deref()?;
    let is_same = row.address().is_none_or(|address| address::same(email, address));
    (!is_same).then_some(email)
}

fn is_of(policy: &UserPolicy, row: &Row) -> bool {
    match (&policy.account, &policy.email, row.address()) {
        (Some(account), _, _) => Some(account) == row.account.as_ref(),
        (None, Some(email), Some(address)) => address::same(email, address),
        _ => false,
    }
}

/// The call, which answers with a task.
#[derive(Debug)]
struct Move {
    call: AddToPolicy,
}

impl Command for Move {
    fn request(&self) -> Request<Body> {
        Call::request(&self.call)
    }

    fn answer(&self, response: &Response<Body>) -> Result<Done, Failure> {
        let task = Call::answer(&self.call, response)?;
        Ok(Done::Later(poll(self.call.organization.clone(), task.id)))
    }
}

fn poll(organization: OrganizationId, task: TaskId) -> BoxedQuery {
    let call = GetPolicyTask {
        organization: organization.clone(),
        task: task.clone(),
    };
    query(call, move |state| {
        if state.is_over() == Some(false) {
            return QueryOutcome::Later(poll(organization.clone(), task.clone()));
        }
        let has_errors = state.errors.as_ref().is_some_and(|errors| !errors.is_empty());
        match (state.failed, state.moved) {
            (Some(1..), _) => QueryOutcome::Refused {
                status: state.details().and_then(|details| details.status),
                message: why(&state).into_owned(),
            },
            // There are errors, and it is not said of whom: the account tells.
            _ if has_errors || state.status == Some(TaskStatus::Failed) => QueryOutcome::OverWithErrors {
                message: why(&state).into_owned(),
            },
            (Some(0), Some(1..)) => QueryOutcome::Done,
            // The task is over but counts no account: the account was not found, or is not counted yet.
            _ => QueryOutcome::Over,
        }
    })
}

fn why(task: &PolicyTask) -> Cow<'_, str> {
    match task.said() {
        Some(said) => format!("Atlassian did not move the account: {said}").into(),
        None => "Atlassian did not move the account, and does not say why.".into(),
    }
}
