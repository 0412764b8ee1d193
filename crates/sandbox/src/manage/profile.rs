//! `GET` and `PATCH …/manage/profile`

use http::StatusCode;
use serde_json::{Map, Value, json};

use super::refusal;
use crate::account::{Account, Lock, Source};
use crate::lag::Stale;
use crate::organization::Organization;
use crate::reply::{self, Reply};
use crate::request::ApiRequest;

/// The mutable parts of a profile, as `profile.write` names them.
pub(super) const FIELDS: [&str; 8] = [
    "name",
    "nickname",
    "zoneinfo",
    "locale",
    "extended_profile.department",
    "extended_profile.job_title",
    "extended_profile.location",
    "extended_profile.organization",
];

/// The parts that are read-only in the document.
const READ_ONLY: [&str; 7] = [
    "account_id",
    "account_type",
    "account_status",
    "characteristics",
    "email",
    "email_verified",
    "picture",
];

impl Organization {
    pub(crate) fn get_profile(&self, at: usize) -> Reply {
        let account = self.book.profiled(at);
        Stale::mark(account.is_stale(), profile(&account))
    }

    /// All or nothing: where one field is refused, none is changed.
    pub(crate) fn update_profile(&mut self, at: usize, request: &ApiRequest<'_>) -> Reply {
        let (reply, effective) = match wanted(request) {
            Some(wanted) => change(&mut self.book.accounts[at], wanted),
            None => (refusal::body_parse_failure(), false),
        };
        self.log(at, request, &reply, effective);
        reply
    }
}

/// New values for fields, by JSON path.
type Wanted = Vec<(&'static str, String)>;

/// The answer, and whether the account changed.
fn change(account: &mut Account, wanted: Wanted) -> (Reply, bool) {
    let locks: Vec<(&str, Option<Lock>)> = wanted
        .iter()
        .map(|(field, _)| (*field, lock_of(account, field)))
        .collect();
    if locks.iter().any(|(_, lock)| lock.is_some()) {
        return (refusal::forbidden_fields(&locks), false);
    }
    let violated: Vec<(&str, Vec<&str>)> = wanted
        .iter()
        .map(|(field, value)| (*field, violations(field, value)))
        .filter(|(_, keys)| !keys.is_empty())
        .collect();
    if !violated.is_empty() {
        return (refusal::constraints(&violated), false);
    }
    let mut changed = false;
    for (field, value) in wanted {
        changed |= set(account, field, value);
    }
    (profile(account), changed)
}

/// The fields of the body, by JSON path, with their new values. A field that the document does not have is refused, which is
/// stricter than it.
fn wanted(request: &ApiRequest<'_>) -> Option<Wanted> {
    let body: Map<String, Value> = serde_json::from_slice(request.json_object()?).ok()?;
    let mut wanted = Vec::new();
    for (name, value) in body {
        match value {
            Value::Object(parts) if name == "extended_profile" => {
                for (part, value) in parts {
                    let path = known(&format!("{name}.{part}"))?;
                    wanted.push((path, value.as_str()?.to_owned()));
                }
            }
            _ if name.contains('.') => return None,
            // A read-only field is refused as such, whatever its value.
            value => match known(&name)? {
                path if READ_ONLY.contains(&path) => wanted.push((path, String::new())),
                path => wanted.push((path, value.as_str()?.to_owned())),
            },
        }
    }
    Some(wanted)
}

fn known(path: &str) -> Option<&'static str> {
    FIELDS.into_iter().chain(READ_ONLY).find(|field| *field == path)
}

/// Why a field may not be changed. Under which reason a read-only one is refused is unconfirmed.
fn lock_of(account: &Account, field: &str) -> Option<Lock> {
    if READ_ONLY.contains(&field) {
        return Some(Lock::Administrative);
    }
    account.profile_lock()
}

/// The keys of the constraints that a value breaks. Documented are the lengths of name and nickname and that they hold no
/// control characters; here neither may be empty, nothing may hold control characters, and time zone and locale must have
/// their form.
fn violations(field: &str, value: &str) -> Vec<&'static str> {
    let longest = match field {
        "name" => 100,
        "nickname" => 30,
        _ => usize::MAX,
    };
    let form = match field {
        "zoneinfo" => is_zone(value),
        "locale" => is_locale(value),
        _ => true,
    };
    [
        ("maxLength", value.chars().count() > longest),
        (
            "minLength",
            value.is_empty() && matches!(field, "name" | "nickname"),
        ),
        ("validCharacters", value.chars().any(char::is_control)),
        ("format", !form),
    ]
    .into_iter()
    .filter_map(|(key, broken)| broken.then_some(key))
    .collect()
}

/// `America/Los_Angeles`, `UTC`.
fn is_zone(value: &str) -> bool {
    value.split('/').all(|part| {
        part.starts_with(|c: char| c.is_ascii_alphabetic())
            && part
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"_+-".contains(&b))
    })
}

/// `en`, `en-US`, `zh-Hant-TW`: subtags of one to eight letters and digits, the first of letters (BCP 47, 2.1).
fn is_locale(value: &str) -> bool {
    let subtag = |tag: &str| (1..=8).contains(&tag.len()) && tag.bytes().all(|b| b.is_ascii_alphanumeric());
    value.split('-').all(subtag)
        && value
            .split('-')
            .next()
            .is_some_and(|tag| tag.len() > 1 && tag.bytes().all(|b| b.is_ascii_alphabetic()))
}

/// Sets a field. Returns whether the value changed.
fn set(account: &mut Account, field: &str, value: String) -> bool {
    let place = match field {
        "name" => &mut account.name,
        "nickname" => &mut account.nickname,
        "zoneinfo" => &mut account.time_zone,
        "locale" => &mut account.locale,
        _ => {
            let part = match field {
                "extended_profile.department" => &mut account.department,
                "extended_profile.job_title" => &mut account.job_title,
                "extended_profile.location" => &mut account.location,
                _ => &mut account.organization,
            };
            return part.replace(value) != *part;
        }
    };
    let changed = *place != value;
    *place = value;
    changed
}

/// `GET …/manage/profile`. `email_verified` and `privacy_settings` are in live answers only (go-atlassian).
fn profile(account: &Account) -> Reply {
    let extended: Map<String, Value> = [
        ("department", &account.department),
        ("job_title", &account.job_title),
        ("location", &account.location),
        ("organization", &account.organization),
    ]
    .into_iter()
    .filter_map(|(field, value)| Some((field.to_owned(), value.clone()?.into())))
    .collect();
    let body = json!({
        "account": {
            "account_id": account.id,
            "account_type": "atlassian",
            "account_status": account.account_status(),
            "name": account.name,
            "nickname": account.nickname,
            "email": account.address,
            "email_verified": true,
            "picture": account.picture(),
            "zoneinfo": account.time_zone,
            "locale": account.locale,
            "characteristics": { "not_mentionable": account.source == Some(Source::Synced) },
            "extended_profile": extended,
            "privacy_settings": { "name": "public", "email": "public" },
        }
    });
    reply::json(StatusCode::OK, &body)
}
