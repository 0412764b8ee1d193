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
pub(crate) struct Held {
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
