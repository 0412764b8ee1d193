//! Moves managed accounts to an authentication policy. Atlassian takes the call, by the account's address, and does it afterwards: a task
//! says how far it is (Admin control REST API).

use std::borrow::Cow;

use http::{Request, Response};
use rollcall_atlassian::call::auth_policy::{
    AddToPolicy, GetPolicyTask, GetUserPolicies, PolicyTask, UserPolicy,
};
use rollcall_atlassian::{Body, Call, Failure, OrganizationId, PolicyId, TaskId};

use super::checks::{OF_WHO, with};
use super::deed::{Ask, Deed, Doing, Done, Fits, Holds, MOST_TOGETHER, Shared, Told, asking};
use super::{Action, Back, Column, Part, Wish};
use crate::check;
use crate::diff::Details;
use crate::plan::Row;
use crate::run::ResultRow;

/// How an account under a policy is told of.
const UNDER: &str = "under the policy ";

/// The action.
pub static ACTION: Action = Action {
    key: "move-to-policy",
    title: "Move to an authentication policy",
    hint: "The policy says how people sign in: with a password, two steps or single sign-on, and for how long. Whoever meets it for the first time may have to sign in anew.",
    file: "One row for each account: its id, or the address that it has now; and the policy's id, which stands in the address of its page in Atlassian's administration.",
    parts: &[
        Part::AccountId,
        Part::CurrentAddress,
        Part::Policy,
        Part::Organization,
    ],
    columns: &[
        Column::ADDRESS_NOW,
        Column::ADDRESS_IN_FILE,
        Column::of(Part::Policy),
    ],
    checks: &with::<12, 6, 18>(
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
    wish: Wish::Worded(Part::Policy, under),
    live: |_| None,
    effect: [
        "account will be moved to a policy",
        "accounts will be moved to policies",
    ],
    privilege: None,
    confirm: None,
    undo: &[Back::with("move-to-policy", |row| vec![former(row)])],
    way_back: "The undo file moves the accounts back to the policies that they were under. Keep it.",
    deed: Deed {
        several: None,
        older: None,
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
            alone: |organization, row| policies(organization, &[row]),
        }),
    },
};

fn under(policy: &str) -> String {
    format!("{UNDER}{policy}")
}

/// The policy that the account was under, where that is known.
fn former(row: &ResultRow) -> Details {
    let mut details = row.details.clone();
    if let Some(policy) = row.before.as_deref().and_then(|held| held.strip_prefix(UNDER)) {
        details.insert(Part::Policy.key().to_owned(), policy.to_owned());
    }
    details
}

/// Under which policies the accounts of these rows are. Of the answer's parts the address alone is documented; ids are read where they are
/// there.
fn policies(organization: &OrganizationId, rows: &[&Row]) -> Option<Ask> {
    let call = GetUserPolicies {
        organization: organization.clone(),
        accounts: rows
            .iter()
            .map(|row| row.account.clone())
            .collect::<Option<_>>()?,
    };
    let rows: Vec<Row> = rows.iter().copied().cloned().collect();
    Some(asking(call, move |found| {
        let held = |row: &Row| {
            let its = found.iter().find(|policy| is_of(policy, row))?;
            Some(under(its.policy.as_ref()?.as_str()))
        };
        Told::Held(rows.iter().map(held).collect())
    }))
}

fn is_of(policy: &UserPolicy, row: &Row) -> bool {
    match (&policy.account, &policy.email, row.address()) {
        (Some(account), _, _) => Some(account) == row.account.as_ref(),
        (None, Some(email), Some(address)) => crate::plan::same_address(email, address),
        _ => false,
    }
}

/// The call, whose success is a task.
#[derive(Debug)]
struct Move {
    call: AddToPolicy,
}

impl Doing for Move {
    fn request(&self) -> Request<Body> {
        Call::request(&self.call)
    }

    fn answer(&self, response: &Response<Body>) -> Result<Done, Failure> {
        let task = Call::answer(&self.call, response)?;
        Ok(Done::Later(poll(self.call.organization.clone(), task.id)))
    }
}

fn poll(organization: OrganizationId, task: TaskId) -> Ask {
    let call = GetPolicyTask {
        organization: organization.clone(),
        task: task.clone(),
    };
    asking(call, move |state| match state {
        state if !state.is_over() => Told::Later(poll(organization.clone(), task.clone())),
        PolicyTask { failed: 0, .. } => Told::Done,
        state => Told::Refused(why(&state).into_owned()),
    })
}

fn why(task: &PolicyTask) -> Cow<'_, str> {
    let said = task.reasons.iter().find_map(|reason| {
        let details = reason.details.as_ref()?;
        details.detail.as_deref().or(details.title.as_deref())
    });
    match said {
        Some(said) => format!("Atlassian did not move the account: {said}").into(),
        None => "Atlassian did not move the account, and does not say why.".into(),
    }
}
