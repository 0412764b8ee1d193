//! The searches for users and groups. What is wrong with their bodies is one `ApplicationError`, without a list around it.

use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::account::Account;
use crate::address;
use crate::admin::{Refused, workspace};
use crate::answer::Asked;
use crate::cursor::Place;
use crate::group::Group;
use crate::organization::Organization;
use crate::reply::{self, Reply};

/// `SearchUsersRequest`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(crate) struct UserSearchV1 {
    account_ids: Option<Vec<String>>,
    account_types: Option<Vec<AccountType>>,
    account_statuses: Option<Vec<AccountStatus>>,
    names_or_nicknames: Option<Texts>,
    email_usernames: Option<Texts>,
    email_domains: Option<Texts>,
    is_suspended: Option<bool>,
    expand: Vec<UserPart>,
    limit: Option<usize>,
    cursor: Option<String>,
}

/// `SearchGroupsRequest`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(crate) struct GroupSearchV1 {
    group_ids: Option<Vec<String>>,
    group_names: Option<Texts>,
    expand: Vec<GroupPart>,
    limit: Option<usize>,
    cursor: Option<String>,
}

/// Whole values, or a part.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Texts {
    eq: Option<Vec<String>>,
    contains: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum AccountType {
    Atlassian,
    Customer,
    App,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum AccountStatus {
    Active,
    Inactive,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum UserPart {
    Name,
    Email,
    EmailVerified,
    ProductLastAccess,
    Groups,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum GroupPart {
    Users,
    Meta,
    RoleAssignments,
    ManagementAccess,
}

impl Texts {
    fn is_good(&self) -> bool {
        self.eq.as_ref().is_none_or(|texts| is_set_of(texts, 100))
    }

    fn fits(&self, value: &str) -> bool {
        let value = value.to_lowercase();
        self.eq
            .as_ref()
            .is_none_or(|texts| texts.iter().any(|text| text.to_lowercase() == value))
            && self
                .contains
                .as_ref()
                .is_none_or(|part| value.contains(&part.to_lowercase()))
    }
}

/// Not more than so many, each once.
fn is_set_of<T: PartialEq>(values: &[T], most: usize) -> bool {
    let twice = values
        .iter()
        .enumerate()
        .any(|(at, value)| values[..at].contains(value));
    values.len() <= most && !twice
}

impl UserSearchV1 {
    fn is_good(&self) -> bool {
        let texts = [
            &self.names_or_nicknames,
            &self.email_usernames,
            &self.email_domains,
        ];
        texts.into_iter().flatten().all(Texts::is_good)
            && self.account_ids.as_ref().is_none_or(|ids| is_set_of(ids, 100))
            && self
                .account_types
                .as_ref()
                .is_none_or(|types| is_set_of(types, 3))
            && self
                .account_statuses
                .as_ref()
                .is_none_or(|states| is_set_of(states, 2))
            && is_set_of(&self.expand, 5)
            && self.limit.is_none_or(|limit| (1..=10_000).contains(&limit))
    }

    fn fits(&self, account: &Account) -> bool {
        let shown = account.shown_address().unwrap_or_default();
        let user = shown.rsplit_once('@').map_or("", |(user, _)| user);
        let of = |texts: &Option<Texts>, value: &str| texts.as_ref().is_none_or(|texts| texts.fits(value));
        !account.memberships.is_empty()
            && self
                .account_ids
                .as_ref()
                .is_none_or(|ids| ids.contains(&account.id))
            && self
                .account_types
                .as_ref()
                .is_none_or(|types| types.contains(&AccountType::Atlassian))
            && self.account_statuses.as_ref().is_none_or(|states| {
                states.iter().any(|state| match state {
                    AccountStatus::Active => account.account_status() == "active",
                    AccountStatus::Inactive => account.account_status() == "inactive",
                })
            })
            && (of(&self.names_or_nicknames, &account.name)
                || of(&self.names_or_nicknames, &account.nickname))
            && of(&self.email_usernames, user)
            && of(&self.email_domains, &address::domain(shown))
            && self
                .is_suspended
                .is_none_or(|is_suspended| is_suspended == account.is_suspended())
    }
}

impl Organization {
    pub(super) fn search_users_v1(&mut self, asked: &Asked<'_>) -> Result<Reply, Refused> {
        let mut search: UserSearchV1 = asked.body().map_err(|_| bad_body(asked))?;
        let given = search.cursor.take();
        let (search, start) = match given.as_deref().map(|token| self.cursors.place(token)) {
            None if search.is_good() => (Box::new(search), 0),
            None => return Err(bad_body(asked)),
            Some(Some(Place::UsersV1(search, start))) => (search, start),
            Some(_) => return Err(asked.bad_cursor().into()),
        };
        let size = search.limit.unwrap_or(10_000);
        let (mut data, mut next) = (Vec::new(), None);
        for (position, account) in self.book.accounts.iter().enumerate().skip(start) {
            if !search.fits(account) {
                continue;
            }
            if data.len() == size {
                next = Some(Place::UsersV1(search.clone(), position));
                break;
            }
            data.push(self.user_v1(&search, account));
        }
        let next = self.next_token(asked, given.as_deref(), Place::UsersV1(search, start), next);
        let body = json!({ "data": data, "links": { "next": next } });
        Ok(reply::json(StatusCode::OK, &body))
    }

    fn user_v1(&self, search: &UserSearchV1, account: &Account) -> Value {
        let mut user = json!({
            "accountId": account.id,
            "accountType": "atlassian",
            "accountStatus": account.account_status(),
            "statusInUserbase": !account.is_suspended(),
        });
        for part in &search.expand {
            match part {
                UserPart::Name => {
                    user["name"] = account.name.clone().into();
                    user["nickname"] = account.nickname.clone().into();
                }
                UserPart::Email => user["email"] = account.shown_address().into(),
                UserPart::EmailVerified => user["emailVerified"] = account.address_verified.into(),
                UserPart::ProductLastAccess => {
                    let apps = self
                        .activity(account)
                        .into_iter()
                        .filter_map(|(workspace, last_active)| {
                            let last_active = reply::instant(last_active?, 0);
                            let key = self.workspaces[workspace].owner;
                            Some(json!({ "key": key, "lastActiveTimestamp": last_active }))
                        });
                    user["productLastAccess"] = apps.collect();
                }
                UserPart::Groups => {
                    let groups = self.groups.iter();
                    let groups = groups.filter(|group| group.members.contains(&account.id));
                    user["groups"] = groups
                        .map(|group| json!({ "id": group.id, "name": group.name }))
                        .collect();
                }
            }
        }
        user
    }

    pub(super) fn search_groups_v1(&mut self, asked: &Asked<'_>) -> Result<Reply, Refused> {
        let mut search: GroupSearchV1 = asked.body().map_err(|_| bad_body(asked))?;
        let is_good = |search: &GroupSearchV1| {
            search.group_ids.as_ref().is_none_or(|ids| is_set_of(ids, 100))
                && search.group_names.as_ref().is_none_or(Texts::is_good)
                && is_set_of(&search.expand, 4)
                && search.limit.is_none_or(|limit| (1..=1_000).contains(&limit))
        };
        let given = search.cursor.take();
        let (search, start) = match given.as_deref().map(|token| self.cursors.place(token)) {
            None if is_good(&search) => (Box::new(search), 0),
            None => return Err(bad_body(asked)),
            Some(Some(Place::GroupsV1(search, start))) => (search, start),
            Some(_) => return Err(asked.bad_cursor().into()),
        };
        let size = search.limit.unwrap_or(1_000);
        let fits = |group: &&Group| {
            search
                .group_ids
                .as_ref()
                .is_none_or(|ids| ids.contains(&group.id))
                && search
                    .group_names
                    .as_ref()
                    .is_none_or(|names| names.fits(&group.name))
        };
        let found: Vec<&Group> = self.groups.iter().filter(fits).collect();
        let data: Vec<Value> = found
            .iter()
            .skip(start)
            .take(size)
            .map(|group| item(group))
            .collect();
        let end = start + data.len();
        let next = (end < found.len()).then(|| Place::GroupsV1(search.clone(), end));
        let next = self.next_token(asked, given.as_deref(), Place::GroupsV1(search, start), next);
        let body = json!({ "data": data, "links": { "next": next } });
        Ok(reply::json(StatusCode::OK, &body))
    }
}

fn item(group: &Group) -> Value {
    let mut item = json!({ "id": group.id, "name": group.name });
    if let Some(description) = group.description {
        item["description"] = description.into();
    }
    item
}

fn bad_body(asked: &Asked<'_>) -> Refused {
    workspace::flat(
        asked,
        StatusCode::BAD_REQUEST,
        "ADMIN-400-24",
        "Invalid request body",
    )
}
