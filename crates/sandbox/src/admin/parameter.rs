//! Which query parameters each call has.

use crate::reply::Refused;
use crate::request::ApiRequest;
use crate::route::Route;

impl ApiRequest<'_> {
    /// Refuses a query parameter that the call does not have. Atlassian ignores it; here it is a mistake of the client.
    pub(crate) fn check_query(&self) -> Result<(), Refused> {
        let (known, filters) = parameters(self.route);
        let mut names = self.query.iter().map(|(name, _)| name.as_str());
        match names.find(|name| !known.contains(name) && !filters.contains(name)) {
            Some(unknown) => Err(self
                .bad_query(&format!("Unknown query parameter: {unknown}"))
                .into()),
            None => Ok(()),
        }
    }
}

/// The parameters of a call, and those by which it filters. `limit` of the listing of accounts is in no document and has no
/// effect, but clients send it (AX-243).
fn parameters(route: Route) -> (&'static [&'static str], &'static [&'static str]) {
    match route {
        Route::GetOrganizations | Route::GetDomains | Route::GetLastActive => (&["cursor"], &[]),
        Route::CountUsers => (&[], &USER_FILTERS),
        Route::GetUsers => (&["cursor", "limit", "sortBy"], &USER_FILTERS),
        Route::GetPolicies => (&["cursor", "type"], &[]),
        Route::GetEvents => (
            &[
                "cursor", "q", "from", "to", "action", "actor", "ip", "product", "location", "limit",
            ],
            &[],
        ),
        Route::PollEvents => (&["cursor", "from", "to", "limit", "sortOrder"], &[]),
        Route::CountGroups => (&["searchTerm"], &GROUP_FILTERS),
        Route::GetManagedAccounts => (&["cursor", "limit"], &[]),
        Route::GetDirectories => (
            &["cursor", "limit", "accountId", "directoryIds", "searchTerm"],
            &[],
        ),
        Route::GetUserRoles | Route::GetGroupRoles => (&["cursor", "limit"], &ROLE_FILTERS),
        _ => (&[], &[]),
    }
}

/// The parameters by which groups are filtered.
const GROUP_FILTERS: [&str; 6] = [
    "accountIds",
    "directoryIds",
    "groupIds",
    "resourceIds",
    "resourceOwners",
    "roleIds",
];

/// The parameters by which roles are filtered.
const ROLE_FILTERS: [&str; 4] = ["directoryIds", "resourceOwners", "resourceIds", "roleIds"];

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
