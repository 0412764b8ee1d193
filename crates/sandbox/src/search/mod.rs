//! The search for users (Organizations REST API, `POST v2 …/users/search`), and one of them.

mod request;

use http::StatusCode;
use serde_json::{Value, json};

pub(crate) use self::request::Search;
use self::request::{ClaimStatus, Direction, Expand};
use crate::account::{Account, Source};
use crate::address;
use crate::admin::Refused;
use crate::answer::Asked;
use crate::book::Book;
use crate::cursor::Place;
use crate::lag::Stale;
use crate::organization::Organization;
use crate::reply::{self, Reply};

impl Organization {
    pub(crate) fn search_users(&mut self, asked: &Asked<'_>) -> Reply {
        let bad = |detail: String| {
            asked
                .refused("ADMIN-400-24", "Invalid request body", &detail)
                .into()
        };
        let search = Search::read(asked).map_err(bad);
        let found = search.and_then(|search| self.find_users(asked, search, 50, bad));
        found.unwrap_or_else(|refusal| *refusal)
    }

    /// `GET …/users`, the search's deprecated elder.
    pub(crate) fn get_users(&mut self, asked: &Asked<'_>) -> Reply {
        let found = Search::of_query(asked).and_then(|mut search| {
            search.is_listing = true;
            search.expand = vec![Expand::PlatformRoles, Expand::Resources];
            self.find_users(asked, search, 20, |detail| bad_query(asked, &detail))
        });
        found.unwrap_or_else(|refusal| *refusal)
    }

    /// `GET …/users/count`
    pub(crate) fn count_users(&mut self, asked: &Asked<'_>) -> Reply {
        let counted = self.directory_read(asked).and_then(|directory| {
            let mut search = Search::of_query(asked)?;
            search.directory = directory;
            search.check().map_err(|detail| bad_query(asked, &detail))?;
            let candidates = search.candidates(&self.book).into_iter();
            let count = candidates
                .filter(|at| search.fits(self, &self.book.accounts[*at]))
                .count();
            Ok(reply::json(StatusCode::OK, &json!({ "count": count })))
        });
        counted.unwrap_or_else(|refusal: Refused| *refusal)
    }

    /// One page of the users that fit; `size` to a page where the search does not say.
    fn find_users(
        &mut self,
        asked: &Asked<'_>,
        mut search: Search,
        size: usize,
        bad: impl Fn(String) -> Refused,
    ) -> Result<Reply, Refused> {
        search.directory = self.directory_read(asked)?;
        let is_listing = search.is_listing;
        let given = search.cursor.take();
        let (search, start) = match given.as_deref().map(|token| self.cursors.place(token)) {
            None => {
                search.check().map_err(bad)?;
                (Box::new(search), 0)
            }
            // "If present, all other parameters are discarded when searching" (cursorParam).
            Some(Some(Place::Search(search, start))) if search.is_listing == is_listing => (search, start),
            Some(_) => return Err(asked.bad_cursor().into()),
        };

        let size = search.limit.map_or(size, usize::from);
        let candidates = search.candidates(&self.book);
        let (mut data, mut next, mut stale) = (Vec::new(), None, false);
        for (position, at) in candidates.into_iter().enumerate().skip(start) {
            let account = self.book.indexed(at);
            let fits = search.fits(self, &account);
            if account.is_stale() {
                stale |= fits != search.fits(self, &self.book.accounts[at]) || (fits && data.len() < size);
            }
            if fits && data.len() == size {
                next = Some(Place::Search(search.clone(), position));
                break;
            } else if fits {
                data.push(search.found(self, &account));
            }
        }
        let here = Place::Search(search, start);
        let next = self.next_token(asked, given.as_deref(), here, next);
        // The last page has no `next` at all here, and a null one in v1: both are seen.
        let links = next.map_or_else(|| json!({}), |next| json!({ "next": next }));
        let body = json!({ "data": data, "links": links });
        Ok(Stale::mark(stale, reply::json(StatusCode::OK, &body)))
    }

    /// `GET …/users/{accountId}`
    pub(crate) fn get_user(&mut self, asked: &Asked<'_>) -> Reply {
        let found = self
            .directory_read(asked)
            .and_then(|directory| self.user(asked, directory));
        match found {
            Ok(at) => {
                let account = self.book.indexed(at);
                let parts = Search {
                    expand: vec![Expand::PlatformRoles, Expand::Resources],
                    ..Search::default()
                };
                let body = json!({ "data": parts.found(self, &account) });
                Stale::mark(account.is_stale(), reply::json(StatusCode::OK, &body))
            }
            Err(refusal) => *refusal,
        }
    }
}

/// A query that is not as the document has it.
pub(crate) fn bad_query(asked: &Asked<'_>, detail: &str) -> Refused {
    asked
        .refused("ADMIN-400-19", "Invalid request syntax", detail)
        .into()
}

impl Search {
    /// The accounts that may fit, in the order of the answer. Ids and addresses are looked up, not sought.
    fn candidates(&self, book: &Book) -> Vec<usize> {
        let mut candidates: Vec<usize> = if let Some(emails) = &self.emails {
            emails.iter().flat_map(|email| book.known_as(email)).collect()
        } else if let Some(ids) = &self.account_ids {
            ids.iter().filter_map(|id| book.find(id)).collect()
        } else {
            (0..book.accounts.len()).collect()
        };
        candidates.sort_unstable();
        candidates.dedup();
        if let Some(sort) = self.sort_by.as_ref().and_then(|sort| sort.first()) {
            candidates.sort_by(|a, b| book.accounts[*a].nickname.cmp(&book.accounts[*b].nickname));
            if sort.direction == Direction::Desc {
                candidates.reverse();
            }
        }
        candidates
    }

    pub(crate) fn fits(&self, organization: &Organization, account: &Account) -> bool {
        let is_in = |id: &str| {
            let mut memberships = account.memberships.iter();
            memberships.any(|membership| organization.directories[membership.directory].id == id)
        };
        // A directory in the path leaves managed accounts outside any directory in; `directoryIds` does not.
        let in_path = self.directory.is_none_or(|at| {
            account.membership(at).is_some() || (account.memberships.is_empty() && account.managed)
        });
        // Looked up only where they are asked for.
        let held = || organization.held(account);
        let shown = account.shown_address().unwrap_or_default();
        in_path
            && one_of(self.directory_ids.as_ref(), |id| is_in(id))
            && one_of(self.group_ids.as_ref(), |id| {
                let mut groups = organization.groups.iter();
                groups.any(|group| group.id == *id && group.members.contains(&account.id))
            })
            && one_of(self.resource_ids.as_ref(), |id| {
                held()
                    .iter()
                    .any(|held| organization.workspaces[held.grant.workspace].id == *id)
            })
            && one_of(self.account_ids.as_ref(), |id| account.id == *id)
            && one_of(self.emails.as_ref(), |email| {
                address::folded(email) == address::folded(shown)
            })
            && one_of(self.email_domains.as_ref(), |domain| {
                address::folded(domain) == address::domain(shown)
            })
            && self.term.as_ref().is_none_or(|term| {
                let term = term.to_lowercase();
                account.name.to_lowercase().contains(&term) || address::folded(shown).contains(&term)
            })
            && self
                .claim_status
                .is_none_or(|claim| (claim == ClaimStatus::Managed) == account.managed)
            && one_of(self.status.as_ref(), |status| status.name() == account.status())
            && one_of(self.account_status.as_ref(), |status| {
                status.name() == account.account_status()
            })
            && one_of(self.membership_status.as_ref(), |status| {
                status.name() == account.membership_status()
            })
            && one_of(self.role_ids.as_ref(), |role| match role.0 {
                "atlassian/org-admin" => account.administrator,
                role => held().iter().any(|held| held.grant.role == role),
            })
            && self.mfa_enabled.is_none_or(|on| account.two_step == on)
    }

    /// One user of the answer (`MultiDirectoryUser`). That the filled-in parts may be null is seen in live answers only
    /// (jira.js, `multiDirectoryUser.ts`).
    pub(crate) fn found(&self, organization: &Organization, account: &Account) -> Value {
        let source = account.source.map(|source| match source {
            Source::Invited => "invited",
            Source::Synced => "synced",
        });
        let mut user = json!({
            "accountId": account.id,
            "accountType": "atlassian",
            "status": account.status(),
            "accountStatus": account.account_status(),
            "membershipStatus": account.membership_status(),
            "addedToOrg": reply::instant(account.added, 3),
            "name": account.name,
            "nickname": account.nickname,
            "email": account.shown_address(),
            "emailVerified": account.address_verified,
            "claimStatus": if account.managed { "managed" } else { "unmanaged" },
            "picture": account.picture(),
            "avatar": account.picture(),
            "managementSource": source,
            "mfaEnabled": account.two_step,
            "jobTitle": account.job_title,
            "department": account.department,
            "organization": account.organization,
            "location": account.location,
            "timeZone": account.time_zone,
            "links": { "self": null },
        });
        for part in &self.expand {
            match part {
                Expand::PlatformRoles => {
                    user["platformRoles"] = if account.administrator {
                        json!(["atlassian/org-admin"])
                    } else {
                        json!([])
                    };
                }
                Expand::Resources => {
                    user["counts"] = json!({ "resources": organization.workspaces_of(account).len() });
                }
                Expand::ProductAccess => user["productAccess"] = product_access(organization, account),
                Expand::Groups => user["groups"] = groups(organization, account),
            }
        }
        user
    }
}

/// The apps of an account, and when each was used last.
fn product_access(organization: &Organization, account: &Account) -> Value {
    let apps = organization
        .activity(account)
        .into_iter()
        .map(|(workspace, last_active)| {
            let workspace = &organization.workspaces[workspace];
            let mut app = json!({ "id": workspace.id, "key": workspace.owner });
            if let Some(last_active) = last_active {
                app["lastActiveTimestamp"] = reply::instant(last_active, 6).into();
            }
            app
        });
    apps.collect()
}

/// With an ARI for an id, which is so in the document of the search alone.
fn groups(organization: &Organization, account: &Account) -> Value {
    let groups = organization.groups.iter();
    let groups = groups.filter(|group| group.members.contains(&account.id));
    groups
        .map(|group| {
            let id = format!("ari:cloud:identity::group/{}", group.id);
            json!({ "id": id, "name": group.name, "description": group.description })
        })
        .collect()
}

/// Whether a filter is not there, or one of its values fits.
fn one_of<T>(filter: Option<&Vec<T>>, fits: impl Fn(&T) -> bool) -> bool {
    filter.is_none_or(|values| values.iter().any(fits))
}
