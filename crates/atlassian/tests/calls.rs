//! Every call of what the project began with is in the table of endpoints. `docs/calls.md` is made from that table by the test `calls` of
//! `crates/core`, which knows for what each call is used.
use rollcall_atlassian::{ENDPOINTS, Host};

/// The calls of the reference page that the project began with, by hand from that page, with the names that they have here.
const OF_THE_SEEDS: [(&str, &str, &str); 16] = [
    (
        "get-users",
        "GET",
        "/v2/orgs/{orgId}/directories/{directoryId}/users",
    ),
    ("get-managed-accounts", "GET", "/v1/orgs/{orgId}/users"),
    ("invite-user", "POST", "/v1/orgs/{orgId}/users/invite"),
    (
        "get-user-roles",
        "GET",
        "/v2/orgs/{orgId}/directories/{directoryId}/users/{accountId}/role-assignments",
    ),
    (
        "suspend-user",
        "POST",
        "/v2/orgs/{orgId}/directories/{directoryId}/users/{accountId}/suspend",
    ),
    (
        "restore-user",
        "POST",
        "/v2/orgs/{orgId}/directories/{directoryId}/users/{accountId}/restore",
    ),
    (
        "remove-user",
        "DELETE",
        "/v2/orgs/{orgId}/directories/{directoryId}/users/{accountId}",
    ),
    (
        "count-users",
        "GET",
        "/v2/orgs/{orgId}/directories/{directoryId}/users/count",
    ),
    (
        "get-user-stats",
        "GET",
        "/v2/orgs/{orgId}/directories/{directoryId}/users/stats",
    ),
    (
        "grant-role",
        "POST",
        "/v1/orgs/{orgId}/users/{userId}/roles/assign",
    ),
    (
        "revoke-role",
        "POST",
        "/v1/orgs/{orgId}/users/{userId}/roles/revoke",
    ),
    (
        "get-last-active",
        "GET",
        "/v1/orgs/{orgId}/directory/users/{accountId}/last-active-dates",
    ),
    ("search-users-v1", "POST", "/v1/orgs/{orgId}/users/search"),
    (
        "suspend-access",
        "POST",
        "/v1/orgs/{orgId}/directory/users/{accountId}/suspend-access",
    ),
    (
        "restore-access",
        "POST",
        "/v1/orgs/{orgId}/directory/users/{accountId}/restore-access",
    ),
    (
        "remove-access",
        "DELETE",
        "/v1/orgs/{orgId}/directory/users/{accountId}",
    ),
];

/// What the scripts of that time asked the admin portal for, likewise by hand.
const OF_THE_PORTAL: [(&str, &str); 2] = [
    (
        "get-portal-users",
        "/gateway/api/adminhub/um/org/{organization}/users",
    ),
    (
        "get-portal-site-users",
        "/gateway/api/adminhub/um/site/{site}/users",
    ),
];

#[test]
fn every_list_of_the_portal_is_in_the_table() {
    for (name, path) in OF_THE_PORTAL {
        let endpoint = ENDPOINTS.iter().find(|endpoint| endpoint.name == name).unwrap();
        assert_eq!((endpoint.method.as_str(), endpoint.path), ("GET", path));
        assert_eq!(endpoint.host(), Host::Portal);
    }
}

#[test]
fn every_call_of_the_seeds_is_in_the_table() {
    for (name, method, path) in OF_THE_SEEDS {
        let endpoint = ENDPOINTS.iter().find(|endpoint| endpoint.name == name).unwrap();
        let path = path
            .replace("{orgId}", "{organization}")
            .replace("{directoryId}", "{directory}")
            .replace("{accountId}", "{account}")
            .replace("{userId}", "{account}");
        let ours = (endpoint.method.as_str(), endpoint.path);
        assert_eq!(ours, (method, format!("/admin{path}").as_str()), "{name}");
    }
}
