//! Counts: users by role and state, groups by kind.

use std::collections::BTreeMap;

use http::StatusCode;
use serde_json::{Value, json};

use crate::account::Account;
use crate::organization::Organization;
use crate::reply::{self, Refused, Reply};
use crate::request::ApiRequest;
use crate::search::group::GroupSearch;

impl Organization {
    /// `GET …/users/stats`
    pub(crate) fn get_user_stats(&self, request: &ApiRequest<'_>) -> Result<Reply, Refused> {
        let directory = self.directory_read(request)?;
        let (mut roles, mut states) = (BTreeMap::new(), BTreeMap::new());
        for account in self
            .book
            .accounts
            .iter()
            .filter(|account| is_seen(account, directory))
        {
            *states.entry(account.account_status()).or_insert(0) += 1;
            let mut had: Vec<&str> = self
                .places
                .held(account)
                .iter()
                .map(|held| held.grant.role)
                .collect();
            had.extend(account.administrator.then_some("atlassian/org-admin"));
            had.sort_unstable();
            had.dedup();
            for role in had {
                *roles.entry(role).or_insert(0) += 1;
            }
        }
        let list = |name: &str, counts: BTreeMap<&str, u32>| -> Value {
            let counts = counts.into_iter();
            counts
                .map(|(of, count)| json!({ name: of, "count": count }))
                .collect()
        };
        let body = json!({ "roles": list("roleId", roles), "accountStatus": list("status", states) });
        Ok(reply::json(StatusCode::OK, &body))
    }

    /// `GET …/groups/count`
    pub(crate) fn count_groups(&self, request: &ApiRequest<'_>) -> Result<Reply, Refused> {
        let directory = self.directory_read(request)?;
        let query = request
            .query_as_json(&["searchTerm"])
            .map_err(|detail| request.bad_query(&detail))?;
        let mut search: GroupSearch =
            serde_json::from_value(query).map_err(|error| request.bad_query(&error.to_string()))?;
        search.directory = directory;
        search.check().map_err(|detail| request.bad_query(&detail))?;
        let count = self
            .places
            .groups
            .iter()
            .filter(|group| search.fits(&self.places, group))
            .count();
        Ok(reply::json(StatusCode::OK, &json!({ "count": count })))
    }

    /// `GET …/groups/stats`
    pub(crate) fn get_group_stats(&self, request: &ApiRequest<'_>) -> Result<Reply, Refused> {
        let directory = self.directory_read(request)?;
        let groups = self
            .places
            .groups
            .iter()
            .filter(|group| directory.is_none_or(|directory| directory == group.directory));
        let (mut all, mut synced) = (0, 0);
        for group in groups {
            all += 1;
            synced += u32::from(group.synced);
        }
        let body = json!({
            "totals": { "all": all, "managed": synced, "synced": synced },
            "types": [{ "type": "GROUP", "count": all }],
        });
        Ok(reply::json(StatusCode::OK, &body))
    }
}

/// Managed accounts in no directory count for each directory, as in the search.
fn is_seen(account: &Account, directory: Option<usize>) -> bool {
    let is_outside = account.memberships.is_empty() && account.managed;
    directory.is_none_or(|directory| account.membership(directory).is_some() || is_outside)
}
