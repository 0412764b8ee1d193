//! A user's place in a directory: suspend, restore, remove.

use http::{Method, StatusCode};

use crate::organization::Organization;
use crate::reply::{self, Refused, Reply};
use crate::request::ApiRequest;

impl Organization {
    /// `POST …/users/{accountId}/suspend`. Roles and groups stay.
    pub(crate) fn suspend_user(&mut self, request: &ApiRequest<'_>) -> Result<Reply, Refused> {
        self.set_suspended(request, true)
    }

    /// `POST …/users/{accountId}/restore`. That it fails where an app has no licence left is documented for v1 alone.
    pub(crate) fn restore_user(&mut self, request: &ApiRequest<'_>) -> Result<Reply, Refused> {
        self.set_suspended(request, false)
    }

    fn set_suspended(&mut self, request: &ApiRequest<'_>, suspended: bool) -> Result<Reply, Refused> {
        let (directory, at) = self.user_to_change(request)?;
        let memberships = self.book.accounts[at].memberships.iter_mut();
        let mut effective = false;
        for membership in memberships.filter(|membership| membership.directory == directory) {
            effective |= membership.suspended != suspended;
            membership.suspended = suspended;
        }
        let reply = if effective {
            reply::empty(StatusCode::NO_CONTENT)
        } else {
            self.already_in_effect(request)
        };
        self.log(at, request, &reply, effective);
        Ok(reply)
    }

    /// `DELETE …/users/{accountId}`. Roles and groups of the directory are lost; the account itself stays.
    pub(crate) fn remove_user(&mut self, request: &ApiRequest<'_>) -> Result<Reply, Refused> {
        let (directory, at) = self.user_to_change(request)?;
        self.places.leave(&mut self.book.accounts[at], directory);
        let reply = reply::empty(StatusCode::NO_CONTENT);
        self.log(at, request, &reply, true);
        Ok(reply)
    }

    fn user_to_change(&self, request: &ApiRequest<'_>) -> Result<(usize, usize), Refused> {
        let directory = self.directory_written(request)?;
        let at = self.user(request, Some(directory))?;
        if request.http.method() == Method::DELETE {
            request.no_body()?;
        } else {
            request.any_body()?;
        }
        Ok((directory, at))
    }
}
