//! The search for users (Organizations REST API, `POST v2 …/users/search`).

use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::account::{Account, Source};
use crate::address;
use crate::answer::Asked;
use crate::book::Book;
use crate::cursor::Place;
use crate::lag::Stale;
use crate::organization::Organization;
use crate::reply::{self, Reply};

/// `MultiDirectoryUserSearchRequest`, field by field. A field that it does not have is refused, which is stricter than the
/// document.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(crate) struct Search {
    account_ids: Option<Vec<String>>,
    directory_ids: Option<Vec<String>>,
    resource_ids: Option<Vec<String>>,
    group_ids: Option<Vec<String>>,
    email_domains: Option<Vec<String>>,
    emails: Option<Vec<String>>,
    #[serde(rename = "searchTerm")]
    term: Option<String>,
    claim_status: Option<ClaimStatus>,
    status: Option<Vec<Status>>,
    account_status: Option<Vec<AccountStatus>>,
    membership_status: Option<Vec<MembershipStatus>>,
    role_ids: Option<Vec<Role>>,
    mfa_enabled: Option<bool>,
    sort_by: Option<Vec<SortBy>>,
    expand: Vec<Expand>,
    limit: Option<u8>,
    cursor: Option<String>,
    /// The directory of the path, an index; `None` for `-`, all of them.
    #[serde(skip)]
    directory: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ClaimStatus {
    Managed,
    Unmanaged,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Status {
    Active,
    Suspended,
    NotInvited,
    Deactivated,
    ForDeletion,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum AccountStatus {
    Active,
    Inactive,
    Closed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum MembershipStatus {
    Active,
    Suspended,
    NoMembership,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
enum Role {
    #[serde(rename = "atlassian/user")]
    User,
    #[serde(rename = "atlassian/org-admin")]
    OrganizationAdmin,
    /// Documented, and held by nobody here.
    #[serde(
        rename = "atlassian/admin",
        alias = "atlassian/guest",
        alias = "atlassian/customer",
        alias = "atlassian/user-access-admin",
        alias = "atlassian/contributor",
        alias = "atlassian/basic",
        alias = "atlassian/stakeholder",
        alias = "atlassian/site-admin",
        alias = "atlassian/ai-access"
    )]
    Other,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct SortBy {
    #[serde(rename = "field")]
    _field: SortField,
    direction: Direction,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum SortField {
    NickName,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Direction {
    Asc,
    Desc,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
enum Expand {
    #[serde(rename = "platformRoles")]
    PlatformRoles,
    #[serde(rename = "counts.resources")]
    Resources,
    #[serde(rename = "productAccess")]
    ProductAccess,
    #[serde(rename = "groups")]
    Groups,
}

impl Organization {
    pub(crate) fn search_users(&mut self, asked: &Asked<'_>) -> Reply {
        let directory = match asked.params.get("directory") {
            Some("-") => None,
            Some(id) => match self.directories.iter().position(|directory| directory.id == id) {
                Some(at) => Some(at),
                None => return asked.not_found("ADMIN-404-1", "Unknown resource"),
            },
            None => return asked.not_found("ADMIN-404-1", "Unknown resource"),
        };
        let mut search = match Search::read(asked) {
            Ok(search) => search,
            Err(detail) => return asked.refused("ADMIN-400-24", "Invalid request body", &detail),
        };
        search.directory = directory;
        let given = search.cursor.take();
        let (search, start) = match given.as_deref().map(|token| self.cursors.place(token)) {
            None => match search.check() {
                Ok(()) => (Box::new(search), 0),
                Err(detail) => return asked.refused("ADMIN-400-24", "Invalid request body", &detail),
            },
            // "If present, all other parameters are discarded when searching" (cursorParam).
            Some(Some(Place::Search(search, start))) => (search, start),
            Some(_) => return asked.bad_cursor(),
        };

        let size = usize::from(search.limit.unwrap_or(50));
        let candidates = search.candidates(&self.book);
        let ids: Vec<&str> = self
            .directories
            .iter()
            .map(|directory| directory.id.as_str())
            .collect();
        let (mut data, mut next, mut stale) = (Vec::new(), None, false);
        for (position, at) in candidates.into_iter().enumerate().skip(start) {
            let account = self.book.indexed(at);
            let fits = search.fits(&account, &ids);
            if account.is_stale() {
                stale |= fits != search.fits(&self.book.accounts[at], &ids) || (fits && data.len() < size);
            }
            if fits && data.len() == size {
                next = Some(Place::Search(search.clone(), position));
                break;
            } else if fits {
                data.push(search.found(&account));
            }
        }
        let here = Place::Search(search, start);
        let next = self.next_token(asked, given.as_deref(), here, next);
        // The last page has no `next` at all here, and a null one in v1: both are seen.
        let links = next.map_or_else(|| json!({}), |next| json!({ "next": next }));
        let body = json!({ "data": data, "links": links });
        Stale::mark(stale, reply::json(StatusCode::OK, &body))
    }
}

impl Search {
    /// Reads the body, which may be missing.
    fn read(asked: &Asked<'_>) -> Result<Self, String> {
        if asked.request.body().is_empty() {
            return Ok(Self::default());
        }
        let body = asked
            .json_object()
            .ok_or("The body must be a JSON object of at most 1 MB, with its content type.")?;
        serde_json::from_slice(body).map_err(|error| error.to_string())
    }

    /// The rules of the document that a type cannot hold.
    fn check(&self) -> Result<(), String> {
        let lengths = [
            ("accountIds", self.account_ids.as_ref().map(Vec::len), 10),
            ("directoryIds", self.directory_ids.as_ref().map(Vec::len), 10),
            ("resourceIds", self.resource_ids.as_ref().map(Vec::len), 20),
            ("groupIds", self.group_ids.as_ref().map(Vec::len), 10),
            ("emailDomains", self.email_domains.as_ref().map(Vec::len), 10),
            ("emails", self.emails.as_ref().map(Vec::len), 100),
            ("status", self.status.as_ref().map(Vec::len), 4),
            ("accountStatus", self.account_status.as_ref().map(Vec::len), 3),
            (
                "membershipStatus",
                self.membership_status.as_ref().map(Vec::len),
                3,
            ),
            ("roleIds", self.role_ids.as_ref().map(Vec::len), 10),
            ("sortBy", self.sort_by.as_ref().map(Vec::len), 1),
        ];
        for (field, length, most) in lengths {
            if length.is_some_and(|length| !(1..=most).contains(&length)) {
                return Err(format!("{field} takes 1 to {most} values"));
            }
        }
        if self.emails.as_deref().is_some_and(repeats) || repeats(&self.expand) {
            return Err("the values of emails and expand must be unique".to_owned());
        }
        if self.emails.is_some() && self.term.is_some() {
            return Err("emails and searchTerm are mutually exclusive".to_owned());
        }
        if self.limit.is_some_and(|limit| !(1..=100).contains(&limit)) {
            return Err("limit is a whole number from 1 to 100".to_owned());
        }
        Ok(())
    }

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

    fn fits(&self, account: &Account, directory_ids: &[&str]) -> bool {
        let directory_id = account.directory.and_then(|at| directory_ids.get(at).copied());
        // A directory in the path leaves managed accounts outside any directory in; `directoryIds` does not.
        let in_path = self.directory.is_none_or(|at| {
            account.directory == Some(at) || (account.directory.is_none() && account.managed)
        });
        let shown = account.shown_address().unwrap_or_default();
        in_path
            // Nobody here has resources or groups of their own.
            && self.resource_ids.is_none()
            && self.group_ids.is_none()
            && one_of(self.directory_ids.as_ref(), |id| directory_id == Some(id.as_str()))
            && one_of(self.account_ids.as_ref(), |id| account.id == *id)
            && one_of(self.emails.as_ref(), |email| address::folded(email) == address::folded(shown))
            && one_of(self.email_domains.as_ref(), |domain| address::folded(domain) == address::domain(shown))
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
            && one_of(self.role_ids.as_ref(), |role| match role {
                Role::User => account.directory.is_some(),
                Role::OrganizationAdmin => account.administrator,
                Role::Other => false,
            })
            && self.mfa_enabled.is_none_or(|on| account.two_step == on)
    }

    /// One user of the answer (`MultiDirectoryUser`). That the filled-in parts may be null is seen in live answers only
    /// (jira.js, `multiDirectoryUser.ts`).
    fn found(&self, account: &Account) -> Value {
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
                    user["counts"] = json!({ "resources": u8::from(account.directory.is_some()) });
                }
                Expand::ProductAccess => {
                    user["productAccess"] = json!([{
                        "id": "ari:cloud:jira-software::site/1",
                        "key": "jira-software",
                        "lastActiveTimestamp": reply::instant(account.last_active, 6),
                    }]);
                }
                Expand::Groups => user["groups"] = json!([]),
            }
        }
        user
    }
}

impl Status {
    fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::NotInvited => "not_invited",
            Self::Deactivated => "deactivated",
            Self::ForDeletion => "for_deletion",
        }
    }
}

impl AccountStatus {
    fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Inactive => "inactive",
            Self::Closed => "closed",
        }
    }
}

impl MembershipStatus {
    fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::NoMembership => "no_membership",
        }
    }
}

/// Whether a filter is not there, or one of its values fits.
fn one_of<T>(filter: Option<&Vec<T>>, fits: impl Fn(&T) -> bool) -> bool {
    filter.is_none_or(|values| values.iter().any(fits))
}

fn repeats<T: PartialEq>(values: &[T]) -> bool {
    values
        .iter()
        .enumerate()
        .any(|(at, value)| values[..at].contains(value))
}
