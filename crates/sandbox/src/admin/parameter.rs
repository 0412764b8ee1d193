//! Which query parameters each call has.

use crate::answer::Asked;

/// A query parameter that the call does not have. Atlassian ignores it; here it is a slip of the client. `limit` alone is
/// passed over in silence on the listing of accounts, because clients send it there (AX-243).
pub(super) fn unknown<'a>(asked: &'a Asked<'_>) -> Option<&'a str> {
    let known: &[&str] = match asked.endpoint.name {
        "get-organizations" | "get-domains" | "get-last-active" => &["cursor"],
        "count-users" | "get-users" => {
            let paging = ["cursor", "limit", "sortBy"];
            let is_known = |name: &str| {
                let is_paging = asked.endpoint.name == "get-users" && paging.contains(&name);
                is_paging || USER_FILTERS.contains(&name)
            };
            let mut names = asked.query.iter().map(|(name, _)| name.as_str());
            return names.find(|name| !is_known(name));
        }
        "get-policies" => &["cursor", "type"],
        "get-events" => &[
            "cursor", "q", "from", "to", "action", "actor", "ip", "product", "location", "limit",
        ],
        "poll-events" => &["cursor", "from", "to", "limit", "sortOrder"],
        "count-groups" => &[
            "accountIds",
            "directoryIds",
            "groupIds",
            "resourceIds",
            "resourceOwners",
            "roleIds",
            "searchTerm",
        ],
        "get-managed-accounts" => &["cursor", "limit"],
        "get-directories" => &["cursor", "limit", "accountId", "directoryIds", "searchTerm"],
        "get-user-roles" | "get-group-roles" => &[
            "cursor",
            "limit",
            "directoryIds",
            "resourceOwners",
            "resourceIds",
            "roleIds",
        ],
        _ => &[],
    };
    asked
        .query
        .iter()
        .map(|(name, _)| name.as_str())
        .find(|name| !known.contains(name))
}

/// The parameters by which users are filtered.
const USER_FILTERS: [&str; 12] = [
    "accountIds",
    "accountStatus",
    "claimStatus",
    "directoryIds",
    "emailDomains",
    "groupIds",
    "membershipStatus",
    "mfaEnabled",
    "resourceIds",
    "roleIds",
    "searchTerm",
    "status",
];
