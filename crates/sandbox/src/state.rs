//! A snapshot of an organization, to be compared with another one.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::account::{Grant, Life, Membership};
use crate::organization::Organization;

/// What calls can change and undo. Times, counts and the log of calls are not in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct State {
    /// By account id.
    pub accounts: BTreeMap<String, AccountState>,
    /// The members of each group, by group id.
    pub groups: BTreeMap<String, BTreeSet<String>>,
}

/// What can change about an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AccountState {
    /// The e-mail address.
    pub address: String,
    /// `active`, `deactivated`, `for_deletion` or `closed`.
    pub life: &'static str,
    /// The directories that it is in, in order.
    pub memberships: Vec<Membership>,
    /// The roles that were granted to it directly, in order.
    pub grants: Vec<Grant>,
    /// The id of its authentication policy.
    pub policy: String,
    /// Whether it is an organization administrator.
    pub administrator: bool,
    /// Name, nickname, time zone, locale, department, job title, location, organization.
    pub profile: [Option<String>; 8],
    /// The ids of its API tokens.
    pub tokens: Vec<String>,
}

impl Organization {
    /// The snapshot of now.
    pub fn state(&self) -> State {
        let accounts = self.book.accounts.iter().map(|account| {
            let mut memberships = account.memberships.clone();
            memberships.sort_unstable();
            let mut grants = account.grants.clone();
            grants.sort_unstable();
            let state = AccountState {
                address: account.address.clone(),
                life: match account.life {
                    Life::Active => "active",
                    Life::Deactivated => "deactivated",
                    Life::ForDeletion => "for_deletion",
                    Life::Closed => "closed",
                },
                memberships,
                grants,
                policy: self.policies.authentication[account.policy].id.clone(),
                administrator: account.administrator,
                profile: [
                    Some(account.name.clone()),
                    Some(account.nickname.clone()),
                    Some(account.time_zone.clone()),
                    Some(account.locale.clone()),
                    account.department.clone(),
                    account.job_title.clone(),
                    account.location.clone(),
                    account.organization.clone(),
                ],
                tokens: account.tokens.iter().map(|token| token.id.clone()).collect(),
            };
            (account.id.clone(), state)
        });
        let groups = self
            .places
            .groups
            .iter()
            .map(|group| (group.id.clone(), group.members.clone()));
        State {
            accounts: accounts.collect(),
            groups: groups.collect(),
        }
    }
}
