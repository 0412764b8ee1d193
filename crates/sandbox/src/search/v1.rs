//! The searches of v1 for users and groups (Organizations REST API, document of July 2025).

use serde::Deserialize;

use crate::account::Account;
use crate::address;
use crate::group::Group;

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
    pub(crate) expand: Vec<UserPart>,
    pub(crate) limit: Option<usize>,
    pub(crate) cursor: Option<String>,
}

/// `SearchGroupsRequest`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(crate) struct GroupSearchV1 {
    pub(crate) group_ids: Option<Vec<String>>,
    pub(crate) group_names: Option<Texts>,
    pub(crate) expand: Vec<GroupPart>,
    pub(crate) limit: Option<usize>,
    pub(crate) cursor: Option<String>,
}

/// A filter by text: `eq` for whole values, `contains` for a part.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Texts {
    eq: Option<Vec<String>>,
    contains: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AccountType {
    Atlassian,
    Customer,
    App,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum AccountStatus {
    Active,
    Inactive,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum UserPart {
    Name,
    Email,
    EmailVerified,
    ProductLastAccess,
    Groups,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum GroupPart {
    Users,
    Meta,
    RoleAssignments,
    ManagementAccess,
}

impl Texts {
    pub(crate) fn is_good(&self) -> bool {
        self.eq.as_ref().is_none_or(|texts| is_set_of(texts, 100))
    }

    pub(crate) fn fits(&self, value: &str) -> bool {
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

/// Whether there are at most `most` values, each once.
pub(crate) fn is_set_of<T: PartialEq>(values: &[T], most: usize) -> bool {
    let twice = values
        .iter()
        .enumerate()
        .any(|(at, value)| values[..at].contains(value));
    values.len() <= most && !twice
}

impl UserSearchV1 {
    pub(crate) fn is_good(&self) -> bool {
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

    pub(crate) fn fits(&self, account: &Account) -> bool {
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

impl GroupSearchV1 {
    pub(crate) fn is_good(&self) -> bool {
        self.group_ids.as_ref().is_none_or(|ids| is_set_of(ids, 100))
            && self.group_names.as_ref().is_none_or(Texts::is_good)
            && is_set_of(&self.expand, 4)
            && self.limit.is_none_or(|limit| (1..=1_000).contains(&limit))
    }

    pub(crate) fn fits(&self, group: &Group) -> bool {
        self.group_ids.as_ref().is_none_or(|ids| ids.contains(&group.id))
            && self
                .group_names
                .as_ref()
                .is_none_or(|names| names.fits(&group.name))
    }
}
