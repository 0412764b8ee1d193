//! The calls that the organization answers, one for each row of the table of endpoints.

use rollcall_atlassian::Endpoint;

macro_rules! routes {
    ($($route:ident = $name:literal,)+) => {
        /// A call. The name is the endpoint's in the table of `rollcall_atlassian`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Route {
            $(#[doc = concat!("`", $name, "`")] $route,)+
        }

        impl Route {
            /// The call of an endpoint; `None` for an endpoint that is not answered here.
            pub(crate) fn of(endpoint: &Endpoint) -> Option<Self> {
                Self::named(endpoint.name)
            }

            /// The call with this name.
            pub(crate) fn named(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$route),)+
                    _ => None,
                }
            }

            /// The name of its endpoint.
            pub(crate) fn name(self) -> &'static str {
                match self {
                    $(Self::$route => $name,)+
                }
            }
        }

        #[cfg(test)]
        const ALL: &[Route] = &[$(Route::$route,)+];
    };
}

routes! {
    GetOrganizations = "get-organizations",
    GetOrganization = "get-organization",
    GetDomains = "get-domains",
    GetDomain = "get-domain",
    GetManagedAccounts = "get-managed-accounts",
    GetDirectories = "get-directories",
    SearchUsers = "search-users",
    GetUsers = "get-users",
    GetUser = "get-user",
    CountUsers = "count-users",
    GetUserStats = "get-user-stats",
    GetLastActive = "get-last-active",
    SuspendUser = "suspend-user",
    RestoreUser = "restore-user",
    RemoveUser = "remove-user",
    InviteUsers = "invite-users",
    GetUserRoles = "get-user-roles",
    GrantRole = "grant-role",
    RevokeRole = "revoke-role",
    GrantOrganizationRole = "grant-organization-role",
    RevokeOrganizationRole = "revoke-organization-role",
    SearchGroups = "search-groups",
    GetGroup = "get-group",
    GetGroupRoles = "get-group-roles",
    CountGroups = "count-groups",
    GetGroupStats = "get-group-stats",
    AddToGroup = "add-to-group",
    RemoveFromGroup = "remove-from-group",
    SearchWorkspaces = "search-workspaces",
    AddToPolicy = "add-to-policy",
    GetPolicyTask = "get-policy-task",
    GetUserPolicies = "get-user-policies",
    GetPolicies = "get-policies",
    GetPolicy = "get-policy",
    GetEvents = "get-events",
    PollEvents = "poll-events",
    GetEvent = "get-event",
    GetEventActions = "get-event-actions",
    GetPermissions = "get-permissions",
    GetProfile = "get-profile",
    UpdateProfile = "update-profile",
    SetEmail = "set-email",
    DeactivateAccount = "deactivate-account",
    ActivateAccount = "activate-account",
    DeleteAccount = "delete-account",
    CancelDeletion = "cancel-deletion",
    GetApiTokens = "get-api-tokens",
    DeleteApiToken = "delete-api-token",
    SuspendAccess = "suspend-access",
    RestoreAccess = "restore-access",
    RemoveAccess = "remove-access",
    SearchUsersV1 = "search-users-v1",
    InviteUser = "invite-user",
    SearchGroupsV1 = "search-groups-v1",
    AddToGroupV1 = "add-to-group-v1",
    RemoveFromGroupV1 = "remove-from-group-v1",
    GetPortalUsers = "get-portal-users",
    GetPortalSiteUsers = "get-portal-site-users",
}

#[cfg(test)]
mod tests {
    use rollcall_atlassian::ENDPOINTS;

    use super::*;

    #[test]
    fn every_endpoint_has_its_route_and_every_route_its_endpoint() {
        let routes: Vec<Option<&str>> = ENDPOINTS
            .iter()
            .map(|endpoint| Route::of(endpoint).map(Route::name))
            .collect();
        let endpoints: Vec<Option<&str>> = ENDPOINTS.iter().map(|endpoint| Some(endpoint.name)).collect();
        assert_eq!(routes, endpoints);
        assert_eq!(ALL.len(), ENDPOINTS.len());
    }
}
