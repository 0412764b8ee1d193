//! Where people are and what they may use: domains, directories, workspaces and groups, and the roles on them.

use crate::account::{Account, Grant, Life};
use crate::book::Book;
use crate::group::Group;
use crate::workspace::Workspace;

/// The app whose workspace stands for the site itself.
const SITE: &str = "platform";

const WEEK_MS: i64 = 7 * 86_400_000;

/// A domain of the organization.
#[derive(Clone, Debug)]
pub struct Domain {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: &'static str,
    /// How it was claimed: `dns` or `http`; not always told.
    pub claim: Option<&'static str>,
    /// `verified`, `unverified` or `missing_token`; only accounts of a verified domain may be changed.
    pub status: &'static str,
}

/// A directory of users.
#[derive(Clone, Debug)]
pub(crate) struct Directory {
    pub(crate) id: String,
    pub(crate) name: &'static str,
}

/// All places of an organization. Accounts, groups and workspaces name them by their index.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places {
    pub(crate) domains: Vec<Domain>,
    pub(crate) directories: Vec<Directory>,
    pub(crate) workspaces: Vec<Workspace>,
    pub(crate) groups: Vec<Group>,
}

/// A role that an account has.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HeldRole {
    pub(crate) grant: Grant,
    /// Granted to the account itself.
    pub(crate) directly: bool,
    /// Had by a group of the account.
    pub(crate) by_group: bool,
}

impl Places {
    /// Whether the organization has proved that the domain is its own.
    pub(crate) fn is_verified(&self, domain: &str) -> bool {
        self.domains
            .iter()
            .any(|known| known.name == domain && known.status == "verified")
    }

    /// The directory with this id.
    pub(crate) fn directory(&self, id: &str) -> Option<usize> {
        self.directories.iter().position(|directory| directory.id == id)
    }

    /// The workspace with this id.
    pub(crate) fn workspace(&self, id: &str) -> Option<usize> {
        self.workspaces.iter().position(|workspace| workspace.id == id)
    }

    /// The group with this id.
    pub(crate) fn group(&self, id: &str) -> Option<usize> {
        self.groups.iter().position(|group| group.id == id)
    }

    /// The ids of the sites, and the directories of their people.
    pub(crate) fn sites(&self) -> impl Iterator<Item = (&str, usize)> {
        let sites = self.workspaces.iter().filter(|workspace| workspace.owner == SITE);
        sites.filter_map(|site| Some((site.id.rsplit_once('/')?.1, site.directory)))
    }

    /// The directory of the people of a site.
    pub(crate) fn directory_of_site(&self, id: &str) -> Option<usize> {
        self.sites()
            .find(|(site, _)| *site == id)
            .map(|(_, directory)| directory)
    }

    /// Moves everything into the first directory.
    pub(crate) fn keep_one_directory(&mut self) {
        self.directories.truncate(1);
        for workspace in &mut self.workspaces {
            workspace.directory = 0;
        }
        for group in &mut self.groups {
            group.directory = 0;
        }
    }

    /// Takes an account out of a directory, with its roles and groups there.
    pub(crate) fn leave(&mut self, account: &mut Account, directory: usize) {
        account
            .memberships
            .retain(|membership| membership.directory != directory);
        account
            .grants
            .retain(|grant| self.workspaces[grant.workspace].directory != directory);
        for group in self
            .groups
            .iter_mut()
            .filter(|group| group.directory == directory)
        {
            group.members.remove(&account.id);
        }
    }

    /// The roles of an account on workspaces, each once, in the order of workspaces and roles. A suspended account keeps them.
    pub(crate) fn held(&self, account: &Account) -> Vec<HeldRole> {
        let direct = account.grants.iter().map(|grant| (*grant, true));
        let groups = self
            .groups
            .iter()
            .filter(|group| group.members.contains(&account.id))
            .flat_map(|group| group.grants.iter().map(|grant| (*grant, false)));
        let mut all: Vec<(Grant, bool)> = direct.chain(groups).collect();
        all.sort_unstable();
        let mut held: Vec<HeldRole> = Vec::new();
        for (grant, directly) in all {
            match held.last_mut().filter(|last| last.grant == grant) {
                Some(last) => {
                    last.directly |= directly;
                    last.by_group |= !directly;
                }
                None => held.push(HeldRole {
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

    /// How many accounts use a licence of a workspace: those with a role on it that are active and not suspended there.
    pub(crate) fn licences_used(&self, book: &Book, workspace: usize) -> usize {
        let directory = self.workspaces[workspace].directory;
        let is_of = |grant: &Grant| grant.workspace == workspace;
        let groups: Vec<_> = self
            .groups
            .iter()
            .filter(|group| group.grants.iter().any(is_of))
            .collect();
        let accounts = book.accounts.iter().filter(|account| {
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

    /// Whether a workspace has a licence for an account: a free one, or the one that the account uses already.
    pub(crate) fn has_licence(&self, book: &Book, workspace: usize, account: Option<&Account>) -> bool {
        let Some(capacity) = self.workspaces[workspace].capacity else {
            return true;
        };
        account.is_some_and(|account| self.workspaces_of(account).contains(&workspace))
            || self.licences_used(book, workspace) < capacity
    }

    /// The workspaces of an account with the time of its last activity there: the last activity of all on the first, a week
    /// earlier on each further one, and none on the last of more than two.
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::maker::Maker;

    const USER: &str = "atlassian/user";

    /// Two directories with a workspace and a group each, and an account that is in both directories and both groups.
    fn two_directories() -> (Places, Account) {
        let mut maker = Maker::new(1);
        let mut account = maker.newcomer("ada@example.com", true, 0);
        let mut places = Places::default();
        for directory in 0..2 {
            account.join(directory);
            places.directories.push(Directory {
                id: maker.uuid(),
                name: "Example Industries",
            });
            places.workspaces.push(Workspace {
                id: format!("ari:cloud:platform::site/{directory}"),
                name: "Site".to_owned(),
                owner: SITE,
                url: "https://example-industries.atlassian.net".to_owned(),
                directory,
                roles: &[USER],
                capacity: None,
            });
            places.groups.push(Group {
                id: maker.uuid(),
                name: "users".to_owned(),
                description: None,
                directory,
                synced: false,
                grants: vec![grant(directory)],
                members: BTreeSet::from([account.id.clone()]),
            });
        }
        (places, account)
    }

    fn grant(workspace: usize) -> Grant {
        Grant {
            workspace,
            role: USER,
        }
    }

    #[test]
    fn a_role_that_is_granted_and_that_a_group_gives_is_held_once() {
        let (places, mut account) = two_directories();
        account.grants.push(grant(1));
        let held = places.held(&account);
        let held: Vec<_> = held
            .iter()
            .map(|held| (held.grant.workspace, held.directly, held.by_group))
            .collect();
        assert_eq!(held, [(0, false, true), (1, true, true)]);
        assert_eq!(places.workspaces_of(&account), [0, 1]);
    }

    #[test]
    fn leaving_a_directory_keeps_what_the_account_has_in_the_other() {
        let (mut places, mut account) = two_directories();
        account.grants = vec![grant(0), grant(1)];
        places.leave(&mut account, 0);
        assert_eq!(account.membership(0), None);
        assert!(account.membership(1).is_some());
        assert_eq!(account.grants, [grant(1)]);
        assert_eq!(places.workspaces_of(&account), [1]);
    }

    #[test]
    fn a_full_workspace_has_a_licence_only_for_those_that_use_one() {
        let (mut places, account) = two_directories();
        places.workspaces[0].capacity = Some(1);
        let mut book = Book::default();
        book.add(account.clone());
        assert_eq!(places.licences_used(&book, 0), 1);
        assert!(places.has_licence(&book, 0, Some(&account)));
        assert!(!places.has_licence(&book, 0, None));
        assert!(places.has_licence(&book, 1, None));
    }

    #[test]
    fn a_site_is_found_by_the_end_of_its_workspace_id() {
        let (mut places, _) = two_directories();
        assert_eq!(places.directory_of_site("1"), Some(1));
        assert_eq!(places.directory_of_site("2"), None);
        places.keep_one_directory();
        assert_eq!(places.directory_of_site("1"), Some(0));
    }
}
