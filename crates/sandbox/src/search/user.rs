//! The search for users (Organizations REST API, `POST v2 …/users/search` and its elder `GET v2 …/users`).

use serde::de::Error;
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

use crate::account::{Account, Source};
use crate::address;
use crate::book::Book;
use crate::form::Forms;
use crate::places::Places;
use crate::reply::{self, Refused};
use crate::request::ApiRequest;
use crate::workspace;

/// `MultiDirectoryUserSearchRequest`, field by field. A field that it does not have is refused, which is stricter than the
/// document.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(crate) struct Search {
    pub(crate) account_ids: Option<Vec<String>>,
    pub(crate) directory_ids: Option<Vec<String>>,
    pub(crate) resource_ids: Option<Vec<String>>,
    pub(crate) group_ids: Option<Vec<String>>,
    pub(crate) email_domains: Option<Vec<String>>,
    pub(crate) emails: Option<Vec<String>>,
    #[serde(rename = "searchTerm")]
    pub(crate) term: Option<String>,
    pub(crate) claim_status: Option<ClaimStatus>,
    pub(crate) status: Option<Vec<Status>>,
    pub(crate) account_status: Option<Vec<AccountStatus>>,
    pub(crate) membership_status: Option<Vec<MembershipStatus>>,
    pub(crate) role_ids: Option<Vec<Role>>,
    pub(crate) mfa_enabled: Option<bool>,
    pub(crate) sort_by: Option<Vec<SortBy>>,
    pub(crate) expand: Vec<Expand>,
    pub(crate) limit: Option<u8>,
    pub(crate) cursor: Option<String>,
    /// The directory of the path, an index; `None` for `-`, all of them.
    #[serde(skip)]
    pub(crate) directory: Option<usize>,
    /// Whether the deprecated listing asks, and not the search.
    #[serde(skip)]
    pub(crate) is_listing: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ClaimStatus {
    Managed,
    Unmanaged,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Status {
    Active,
    Suspended,
    NotInvited,
    Deactivated,
    ForDeletion,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AccountStatus {
    Active,
    Inactive,
    Closed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum MembershipStatus {
    Active,
    Suspended,
    NoMembership,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Role(pub(crate) &'static str);

impl<'de> Deserialize<'de> for Role {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        // `atlassian/viewer` is named for groups and invitations only.
        let role = workspace::role(&name).filter(|role| *role != "atlassian/viewer");
        role.map(Self)
            .ok_or_else(|| D::Error::custom(format!("{name} is no role")))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SortBy {
    #[serde(rename = "field")]
    _field: SortField,
    pub(crate) direction: Direction,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SortField {
    NickName,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Direction {
    Asc,
    Desc,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub(crate) enum Expand {
    #[serde(rename = "platformRoles")]
    PlatformRoles,
    #[serde(rename = "counts.resources")]
    Resources,
    #[serde(rename = "productAccess")]
    ProductAccess,
    #[serde(rename = "groups")]
    Groups,
}

impl Search {
    /// Reads the body, which may be missing.
    pub(crate) fn read(request: &ApiRequest<'_>) -> Result<Self, String> {
        if request.http.body().is_empty() {
            return Ok(Self::default());
        }
        request.body()
    }

    /// Reads the query, in which a list repeats its name.
    pub(crate) fn of_query(request: &ApiRequest<'_>) -> Result<Self, Refused> {
        let once = ["searchTerm", "claimStatus", "mfaEnabled", "limit", "cursor"];
        let body = request
            .query_as_json(&once)
            .map_err(|detail| request.bad_query(&detail))?;
        serde_json::from_value(body).map_err(|error| request.bad_query(&error.to_string()).into())
    }

    /// The rules of the document that a type cannot hold.
    pub(crate) fn check(&self) -> Result<(), String> {
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
}

impl Status {
    pub(crate) fn name(self) -> &'static str {
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
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Inactive => "inactive",
            Self::Closed => "closed",
        }
    }
}

impl MembershipStatus {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::NoMembership => "no_membership",
        }
    }
}

fn repeats<T: PartialEq>(values: &[T]) -> bool {
    values
        .iter()
        .enumerate()
        .any(|(at, value)| values[..at].contains(value))
}

impl Search {
    /// The accounts that may match, in the order of the answer. Ids and addresses are looked up by index.
    pub(crate) fn candidates(&self, book: &Book) -> Vec<usize> {
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

    pub(crate) fn fits(&self, places: &Places, account: &Account) -> bool {
        let is_in = |id: &str| {
            let mut memberships = account.memberships.iter();
            memberships.any(|membership| places.directories[membership.directory].id == id)
        };
        // A directory in the path leaves managed accounts outside any directory in; `directoryIds` does not.
        let in_path = self.directory.is_none_or(|at| {
            account.membership(at).is_some() || (account.memberships.is_empty() && account.managed)
        });
        // Computed only if a filter needs it.
        let held = || places.held(account);
        let shown = account.shown_address().unwrap_or_default();
        in_path
            && one_of(self.directory_ids.as_ref(), |id| is_in(id))
            && one_of(self.group_ids.as_ref(), |id| {
                let mut groups = places.groups.iter();
                groups.any(|group| group.id == *id && group.members.contains(&account.id))
            })
            && one_of(self.resource_ids.as_ref(), |id| {
                held()
                    .iter()
                    .any(|held| places.workspaces[held.grant.workspace].id == *id)
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

    /// One user of the answer (`MultiDirectoryUser`). That what a person can fill in may be null is seen in live answers only
    /// (jira.js, `multiDirectoryUser.ts`).
    pub(crate) fn found(&self, places: &Places, account: &Account, forms: Forms) -> Value {
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
            "emailVerified": account.address_verified,
            "claimStatus": if account.managed { "managed" } else { "unmanaged" },
            "picture": account.picture(),
            "avatar": account.picture(),
            "managementSource": source,
            "mfaEnabled": account.two_step,
            "timeZone": account.time_zone,
            "links": forms.links.link_to_self(&account.id),
        });
        if let Some(user) = user.as_object_mut() {
            for (field, value) in [
                ("email", account.shown_address()),
                ("jobTitle", account.job_title.as_deref()),
                ("department", account.department.as_deref()),
                ("organization", account.organization.as_deref()),
                ("location", account.location.as_deref()),
            ] {
                forms.fields.put(user, field, value);
            }
        }
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
                    user["counts"] = json!({ "resources": places.workspaces_of(account).len() });
                }
                Expand::ProductAccess => user["productAccess"] = product_access(places, account),
                Expand::Groups => user["groups"] = groups(places, account),
            }
        }
        user
    }
}

/// The apps of an account, and when each was used last.
fn product_access(places: &Places, account: &Account) -> Value {
    let apps = places
        .activity(account)
        .into_iter()
        .map(|(workspace, last_active)| {
            let workspace = &places.workspaces[workspace];
            let mut app = json!({ "id": workspace.id, "key": workspace.owner });
            if let Some(last_active) = last_active {
                app["lastActiveTimestamp"] = reply::instant(last_active, 6).into();
            }
            app
        });
    apps.collect()
}

/// The search writes the id of a group as an ARI; no other call does.
fn groups(places: &Places, account: &Account) -> Value {
    let groups = places.groups.iter();
    let groups = groups.filter(|group| group.members.contains(&account.id));
    groups
        .map(|group| {
            let id = format!("ari:cloud:identity::group/{}", group.id);
            json!({ "id": id, "name": group.name, "description": group.description })
        })
        .collect()
}

/// Whether a filter is absent or one of its values matches.
fn one_of<T>(filter: Option<&Vec<T>>, fits: impl Fn(&T) -> bool) -> bool {
    filter.is_none_or(|values| values.iter().any(fits))
}
