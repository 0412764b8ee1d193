//! Calls whose path names another organization than the key's.

use http::StatusCode;

use super::workspace;
use crate::answer::Asked;
use crate::organization::Organization;
use crate::reply::{self, Reply};

impl Organization {
    /// The refusal when the path names another organization than the key's. Where a call declares 403, one that exists is
    /// forbidden; where it declares 404 alone, it is not found.
    pub(super) fn other_organization(&self, asked: &Asked<'_>) -> Option<Reply> {
        let id = asked.params.get("organization").unwrap_or_default();
        if id == self.id || asked.endpoint.name == "get-organizations" {
            return None;
        }
        let path = asked.request.uri().path();
        Some(match (asked.endpoint.name, id == self.neighbour_id) {
            // Declares no 404; 403 as seen in live answers. The listing of accounts gave the same live.
            ("get-domains" | "get-domain", _) | ("get-managed-accounts", true) => {
                reply::no_permission(asked.now_ms, path, asked.serial)
            }
            (
                "get-organization" | "get-user-roles" | "get-group" | "count-groups" | "get-group-stats"
                | "get-policies" | "get-policy" | "get-events" | "poll-events" | "get-event"
                | "get-event-actions",
                true,
            ) => asked.not_found("ADMIN-404-2", "Organization not found"),
            ("invite-user", true) => asked.error(
                StatusCode::FORBIDDEN,
                "ADMIN-UAM-403-2",
                "Not allowed to manage the org",
            ),
            ("invite-user", false) => asked.not_found("ADMIN-UAM-404-2", "Organization not found"),
            ("search-workspaces", true) => {
                *workspace::flat(asked, StatusCode::FORBIDDEN, "ADMIN-403-3", "Forbidden")
            }
            ("search-workspaces", false) => *workspace::flat(
                asked,
                StatusCode::NOT_FOUND,
                "ADMIN-404-2",
                "Organization not found",
            ),
            // The one 404 that some of them declare is that of users and groups.
            (
                "get-last-active"
                | "suspend-access"
                | "restore-access"
                | "remove-access"
                | "add-to-group-v1"
                | "remove-from-group-v1"
                | "search-users-v1"
                | "search-groups-v1",
                false,
            ) => asked.error(StatusCode::FORBIDDEN, "ADMIN-403-3", "Forbidden"),
            (
                "grant-role" | "revoke-role" | "grant-organization-role" | "revoke-organization-role",
                is_neighbour,
            ) => {
                if is_neighbour {
                    asked.error(StatusCode::FORBIDDEN, "ADMIN-UAM-403-1", "Forbidden")
                } else {
                    asked.not_found("ADMIN-UAM-404-3", "Resource not found")
                }
            }
            (_, true) => reply::application_error(
                StatusCode::FORBIDDEN,
                "ADMIN-403-3",
                "Forbidden",
                "You’re not allowed to manage the organization.",
                asked.serial,
            ),
            (_, false) => asked.not_found("ADMIN-404-2", "Organization not found"),
        })
    }
}
