//! What the calls of the organizations API share: directory and account of the path, and answers that no document specifies.

use http::StatusCode;

use crate::account::Life;
use crate::organization::Organization;
use crate::reply::{self, Refused, Reply};
use crate::request::ApiRequest;

impl Organization {
    /// The directory of the path; `None` for `-`, which is documented for reading calls and means all directories.
    pub(crate) fn directory_read(&self, request: &ApiRequest<'_>) -> Result<Option<usize>, Refused> {
        match request.params.get("directory") {
            Some("-") => Ok(None),
            _ => self.directory_written(request).map(Some),
        }
    }

    /// The directory of the path of a changing call. `-` is not documented for these and is refused.
    pub(crate) fn directory_written(&self, request: &ApiRequest<'_>) -> Result<usize, Refused> {
        let id = request.params.get("directory").unwrap_or_default();
        self.places
            .directory(id)
            .ok_or_else(|| request.not_found("ADMIN-404-1", "Unknown resource").into())
    }

    /// The account of the path, if it is in this directory, or with `None` in any directory. Managed accounts in no directory
    /// count for `None`.
    pub(crate) fn user(&self, request: &ApiRequest<'_>, directory: Option<usize>) -> Result<usize, Refused> {
        let id = request.params.get("account").unwrap_or_default();
        self.user_with_id(request, id, directory)
    }

    pub(crate) fn user_with_id(
        &self,
        request: &ApiRequest<'_>,
        id: &str,
        directory: Option<usize>,
    ) -> Result<usize, Refused> {
        let found = self.book.find(id).filter(|at| {
            let account = &self.book.accounts[*at];
            account.life != Life::Closed
                && directory.map_or(account.managed || !account.memberships.is_empty(), |directory| {
                    account.membership(directory).is_some()
                })
        });
        found.ok_or_else(|| request.not_found("ADMIN-404-8", "User not found").into())
    }

    /// The answer to a change that is in effect already. No document shows one, so the seed chooses.
    pub(crate) fn already_in_effect(&self, request: &ApiRequest<'_>) -> Reply {
        match self.behaviour.seed % 3 {
            0 => request.refused("ADMIN-400-24", "Invalid request", "It is so already."),
            1 => reply::empty(StatusCode::NO_CONTENT),
            _ => request.error(StatusCode::CONFLICT, "ADMIN-409-28", "Conflict"),
        }
    }
}
