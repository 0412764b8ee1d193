//! A user's place in a directory: suspend, restore, remove.

use http::StatusCode;

use super::Refused;
use crate::answer::Asked;
use crate::organization::Organization;
use crate::reply::{self, Reply};

impl Organization {
    /// `POST …/users/{accountId}/suspend`. Roles and groups stay.
    pub(super) fn suspend_user(&mut self, asked: &Asked<'_>) -> Reply {
        self.set_suspended(asked, true).unwrap_or_else(|refusal| *refusal)
    }

    /// `POST …/users/{accountId}/restore`. That it fails where an app has no licence left is documented for v1 alone.
    pub(super) fn restore_user(&mut self, asked: &Asked<'_>) -> Reply {
        self.set_suspended(asked, false)
            .unwrap_or_else(|refusal| *refusal)
    }

    fn set_suspended(&mut self, asked: &Asked<'_>, suspended: bool) -> Result<Reply, Refused> {
        let (directory, at) = self.user_to_change(asked)?;
        let memberships = self.book.accounts[at].memberships.iter_mut();
        let mut effective = false;
        for membership in memberships.filter(|membership| membership.directory == directory) {
            effective |= membership.suspended != suspended;
            membership.suspended = suspended;
        }
        let reply = if effective {
            reply::empty(StatusCode::NO_CONTENT)
        } else {
            self.so_already(asked)
        };
        self.log(at, asked, &reply, effective);
        Ok(reply)
    }

    /// `DELETE …/users/{accountId}`. Roles and groups of the directory are lost; the account itself stays.
    pub(super) fn remove_user(&mut self, asked: &Asked<'_>) -> Reply {
        self.remove(asked).unwrap_or_else(|refusal| *refusal)
    }

    fn remove(&mut self, asked: &Asked<'_>) -> Result<Reply, Refused> {
        let (directory, at) = self.user_to_change(asked)?;
        self.leave(at, directory);
        let reply = reply::empty(StatusCode::NO_CONTENT);
        self.log(at, asked, &reply, true);
        Ok(reply)
    }

    /// Takes an account out of a directory, with its roles and groups there.
    pub(super) fn leave(&mut self, at: usize, directory: usize) {
        let account = &mut self.book.accounts[at];
        account
            .memberships
            .retain(|membership| membership.directory != directory);
        let workspaces = &self.workspaces;
        account
            .grants
            .retain(|grant| workspaces[grant.workspace].directory != directory);
        for group in self
            .groups
            .iter_mut()
            .filter(|group| group.directory == directory)
        {
            group.members.remove(&account.id);
        }
    }

    fn user_to_change(&self, asked: &Asked<'_>) -> Result<(usize, usize), Refused> {
        let directory = self.directory_written(asked)?;
        let at = self.user(asked, Some(directory))?;
        asked.no_body()?;
        Ok((directory, at))
    }
}
