//! Calls whose path names another organization than the key's.

use http::StatusCode;

use crate::organization::Organization;
use crate::reply::{self, Refused};
use crate::request::ApiRequest;
use crate::route::Route;

impl Organization {
    /// Refuses a call whose path names another organization than the key's. Where a call declares 403, one that exists is
    /// forbidden; where it declares 404 alone, it is not found.
    pub(crate) fn check_organization_id(&self, request: &ApiRequest<'_>) -> Result<(), Refused> {
        let id = request.params.get("organization").unwrap_or_default();
        if id == self.identity.id || request.route == Route::GetOrganizations {
            return Ok(());
        }
        let path = request.http.uri().path();
        let refusal = match (request.route, id == self.identity.neighbour_id) {
            // These declare no 404, and 403 was seen in live answers; the listing of accounts gave the same answer live.
            (Route::GetDomains | Route::GetDomain, _) | (Route::GetManagedAccounts, true) => {
                reply::no_permission(request.now_ms, path, request.serial)
            }
            (
                Route::GetOrganization
                | Route::GetUserRoles
                | Route::GetGroup
                | Route::CountGroups
                | Route::GetGroupStats
                | Route::GetPolicies
                | Route::GetPolicy
                | Route::GetEvents
                | Route::PollEvents
                | Route::GetEvent
                | Route::GetEventActions,
                true,
            ) => request.not_found("ADMIN-404-2", "Organization not found"),
            (Route::InviteUser, true) => request.error(
                StatusCode::FORBIDDEN,
                "ADMIN-UAM-403-2",
                "Not allowed to manage the org",
            ),
            (Route::InviteUser, false) => request.not_found("ADMIN-UAM-404-2", "Organization not found"),
            (Route::SearchWorkspaces, true) => {
                request.flat_error(StatusCode::FORBIDDEN, "ADMIN-403-3", "Forbidden")
            }
            (Route::SearchWorkspaces, false) => {
                request.flat_error(StatusCode::NOT_FOUND, "ADMIN-404-2", "Organization not found")
            }
            // The only 404 that some of these declare is that of users and groups.
            (
                Route::GetLastActive
                | Route::SuspendAccess
                | Route::RestoreAccess
                | Route::RemoveAccess
                | Route::AddToGroupV1
                | Route::RemoveFromGroupV1
                | Route::SearchUsersV1
                | Route::SearchGroupsV1,
                false,
            ) => request.error(StatusCode::FORBIDDEN, "ADMIN-403-3", "Forbidden"),
            (
                Route::GrantRole
                | Route::RevokeRole
                | Route::GrantOrganizationRole
                | Route::RevokeOrganizationRole,
                is_neighbour,
            ) => {
                if is_neighbour {
                    request.error(StatusCode::FORBIDDEN, "ADMIN-UAM-403-1", "Forbidden")
                } else {
                    request.not_found("ADMIN-UAM-404-3", "Resource not found")
                }
            }
            (_, true) => reply::application_error(
                StatusCode::FORBIDDEN,
                "ADMIN-403-3",
                "Forbidden",
                "You’re not allowed to manage the organization.",
                request.serial,
            ),
            (_, false) => request.not_found("ADMIN-404-2", "Organization not found"),
        };
        Err(refusal.into())
    }
}
