//! Who has which role on which workspace, directly and through groups.

use crate::account::{Account, Grant, Life};
use crate::organization::Organization;

const WEEK_MS: i64 = 7 * 86_400_000;

/// A role that an account has.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Held {
    pub(crate) grant: Grant,
    /// Granted to the account itself.
    pub(crate) directly: bool,
    /// Had by a group of the account.
    pub(crate) by_group: bool,
}

impl Organization {
    /// The roles of an account on workspaces, each once, in the order of workspaces and roles. A suspended account keeps them.
    pub(crate) fn held(&self, account: &Account) -> Vec<Held> {
        let direct = account.grants.iter().map(|grant| (*grant, true));
        let groups = self
            .groups
            .iter()
            .filter(|group| group.members.contains(&account.id))
            .flat_map(|group| group.grants.iter().map(|grant| (*grant, false)));
        let mut all: Vec<(Grant, bool)> = direct.chain(groups).collect();
        all.sort_unstable();
        let mut held: Vec<Held> = Vec::new();
        for (grant, directly) in all {
            match held.last_mut().filter(|last| last.grant == grant) {
                Some(last) => {
                    last.directly |= directly;
                    last.by_group |= !directly;
                }
                None => held.push(Held {
                    grant,
                    directly,
                    by_group: !directly,
                }),
            }
        }
        held
    }

    /// The workspaces on which an account has a role.
    pub(crate) fn workspaces_of(&self, account: &Account) -> Vec<usize> {
        let mut workspaces: Vec<usize> = self
            .held(account)
            .iter()
            .map(|held| held.grant.workspace)
            .collect();
        workspaces.dedup();
        workspaces
    }

    /// How many accounts use up a licence of a workspace: those with a role on it that are active and not suspended there.
    pub(crate) fn licences_used(&self, workspace: usize) -> usize {
        let directory = self.workspaces[workspace].directory;
        let is_of = |grant: &Grant| grant.workspace == workspace;
        let groups: Vec<_> = self
            .groups
            .iter()
            .filter(|group| group.grants.iter().any(is_of))
            .collect();
        let accounts = self.book.accounts.iter().filter(|account| {
            let is_in = account
                .membership(directory)
                .is_some_and(|membership| !membership.suspended);
            is_in
                && account.life == Life::Active
                && (account.grants.iter().any(is_of)
                    || groups.iter().any(|group| group.members.contains(&account.id)))
        });
        accounts.count()
    }

    /// Whether a workspace has a licence left for an account, which may hold one already.
    pub(crate) fn has_licence(&self, workspace: usize, account: Option<&Account>) -> bool {
        let Some(capacity) = self.workspaces[workspace].capacity else {
            return true;
        };
        account.is_some_and(|account| self.workspaces_of(account).contains(&workspace))
            || self.licences_used(workspace) < capacity
    }

    /// The workspaces of an account, and when it was last active on each: on the first when it was last active at all, on the
    /// others earlier, on the last of many never.
    pub(crate) fn activity(&self, account: &Account) -> Vec<(usize, Option<i64>)> {
        let workspaces = self.workspaces_of(account);
        let many = workspaces.len() > 2;
        let last = workspaces.len().saturating_sub(1);
        let weeks = (0..).map(|week: i64| account.last_active - week * WEEK_MS);
        let dated = workspaces.into_iter().zip(weeks).enumerate();
        dated
            .map(|(at, (workspace, earlier))| (workspace, (!many || at < last).then_some(earlier)))
            .collect()
    }
}
