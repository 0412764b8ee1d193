//! What the calls of the organizations API have in common: the directory and the account of a path, and the answers on which no
//! document decides.

use http::StatusCode;

use crate::account::Life;
use crate::organization::Organization;
use crate::reply::{self, Refused, Reply};
use crate::request::ApiRequest;

impl Organization {
    /// The directory of the path, where `-` means all of them: `None`. Documented for reads.
    pub(crate) fn directory_read(&self, request: &ApiRequest<'_>) -> Result<Option<usize>, Refused> {
        match request.params.get("directory") {
            Some("-") => Ok(None),
            _ => self.directory_written(request).map(Some),
        }
    }

    /// The directory of the path. That `-` may stand for all of them is documented for no call that changes something, so it
    /// is none.
    pub(crate) fn directory_written(&self, request: &ApiRequest<'_>) -> Result<usize, Refused> {
        let id = request.params.get("directory").unwrap_or_default();
        self.places
            .directory(id)
            .ok_or_else(|| request.not_found("ADMIN-404-1", "Unknown resource").into())
    }

    /// The account of the path, where there is one in this directory, or in any of them: managed accounts in no directory
    /// count there.
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

    /// What asking for something that is so already is answered. No document says, so an organization's seed chooses.
    pub(crate) fn so_already(&self, request: &ApiRequest<'_>) -> Reply {
        match self.behaviour.seed % 3 {
            0 => request.refused("ADMIN-400-24", "Invalid request", "It is so already."),
            1 => reply::empty(StatusCode::NO_CONTENT),
            _ => request.error(StatusCode::CONFLICT, "ADMIN-409-28", "Conflict"),
        }
    }

    /// Records a request about an account and its answer.
    pub(crate) fn log(&mut self, at: usize, request: &ApiRequest<'_>, reply: &Reply, effective: bool) {
        let account = &self.book.accounts[at].id;
        self.history
            .record(request, account, reply.status().as_u16(), effective);
    }
}
