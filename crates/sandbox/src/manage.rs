//! User management: permissions, profile and address of one account (User management REST API).

use http::StatusCode;
use serde_json::{Map, Value, json};

use crate::account::{Account, Life, Lock, Source};
use crate::address;
use crate::answer::Asked;
use crate::organization::{Organization, Write};
use crate::reply::{self, Reply};

/// The mutable parts of a profile, as `profile.write` names them.
const PROFILE_FIELDS: [&str; 8] = [
    "name",
    "nickname",
    "zoneinfo",
    "locale",
    "extended_profile.department",
    "extended_profile.job_title",
    "extended_profile.location",
    "extended_profile.organization",
];

impl Organization {
    /// Answers a call of user management.
    pub(crate) fn manage(&mut self, asked: &Asked<'_>) -> Reply {
        let at = match self.manageable(asked.params.get("account").unwrap_or_default()) {
            Ok(at) => at,
            Err(reply) => return *reply,
        };
        match asked.endpoint.name {
            "get-permissions" => permissions(&self.book.accounts[at], asked),
            "get-profile" => profile(&self.book.accounts[at]),
            "set-email" => self.set_email(at, asked),
            _ => reply::key(StatusCode::NOT_FOUND, "notFound"),
        }
    }

    /// The account, if the key may manage it at all.
    fn manageable(&self, id: &str) -> Result<usize, Box<Reply>> {
        let account = |at: usize| &self.book.accounts[at];
        let refusal = match self.book.find(id) {
            None => reply::key(StatusCode::NOT_FOUND, "accountNotFound"),
            // Which of the two documented keys a closed account gets is unconfirmed.
            Some(at) if account(at).life == Life::Closed => reply::key(StatusCode::NOT_FOUND, "notFound"),
            Some(at) if !account(at).managed => reply::key(StatusCode::FORBIDDEN, "forbidden"),
            Some(at) if !account(at).address_verified => target_unverified(),
            Some(at) => return Ok(at),
        };
        Err(Box::new(refusal))
    }

    fn set_email(&mut self, at: usize, asked: &Asked<'_>) -> Reply {
        let account = &self.book.accounts[at];
        if let Some(lock) = account.email_lock() {
            return forbidden_action(lock);
        }
        let address = match wanted_address(asked) {
            Ok(address) => address,
            Err(reply) => return *reply,
        };
        let from = account.address.clone();
        let reply = self.move_to(at, &address);
        let effective = reply.status() == StatusCode::NO_CONTENT && from != address;
        let account = &mut self.book.accounts[at];
        account.effective_changes += u32::from(effective);
        self.writes.push(Write {
            at: asked.now_ms,
            account: account.id.clone(),
            from,
            to: address,
            status: reply.status().as_u16(),
            effective,
        });
        reply
    }

    fn move_to(&mut self, at: usize, address: &str) -> Reply {
        let target = address::domain(address);
        if !self.is_verified(&target) {
            return unclaimed_domain(Some(&target));
        }
        if !self.is_verified(&address::domain(&self.book.accounts[at].address)) {
            // `context` is optional here; for the present domain it is left out.
            return unclaimed_domain(None);
        }
        match self.book.give(at, address) {
            Ok(()) => reply::empty(StatusCode::NO_CONTENT),
            Err(_) => taken(self.seed, address),
        }
    }
}

/// `GET …/manage`: the privileges asked for, or all. Live answers hold more keys than the documents (go-atlassian,
/// `admin_user.go`).
fn permissions(account: &Account, asked: &Asked<'_>) -> Reply {
    let email = rule(account.email_lock());
    // Google Workspace keeps its accounts' activation too (AX-186).
    let google = account.lock.filter(|lock| *lock == Lock::Google);
    let fields: Map<String, Value> = PROFILE_FIELDS
        .iter()
        .map(|field| ((*field).to_owned(), rule(account.lock)))
        .collect();
    let mut all = json!({
        "profile": fields,
        "profile.write": fields,
        "profile.read": rule(None),
        "email.set": email,
        "lifecycle.enablement": rule(google),
        "lifecycle.delete": rule(None),
        "apiToken.read": rule(None),
        "apiToken.delete": rule(None),
        "apiToken.create": rule(Some(Lock::MyselfOnly)),
        "session.read": rule(None),
    });
    if asked.query("privileges").is_some()
        && let Some(all) = all.as_object_mut()
    {
        all.retain(|privilege, _| asked.query_all("privileges").any(|wanted| wanted == privilege));
    }
    reply::json(StatusCode::OK, &all)
}

fn rule(lock: Option<Lock>) -> Value {
    match lock {
        None => json!({ "allowed": true }),
        Some(lock) => json!({ "allowed": false, "reason": { "key": lock.key() } }),
    }
}

/// `GET …/manage/profile`. `email_verified` and `privacy_settings` are in live answers only (go-atlassian).
fn profile(account: &Account) -> Reply {
    let mut extended = Map::new();
    if let Some(title) = account.job_title {
        extended.insert("job_title".to_owned(), title.into());
    }
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
            "locale": "en-GB",
            "characteristics": { "not_mentionable": account.source == Some(Source::Synced) },
            "extended_profile": extended,
            "privacy_settings": { "name": "public", "email": "public" },
        }
    });
    reply::json(StatusCode::OK, &body)
}

/// The address in the body of `PUT …/manage/email`: an object with a text `email` and, stricter than the documents, nothing
/// else.
fn wanted_address(asked: &Asked<'_>) -> Result<String, Box<Reply>> {
    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Body {
        email: String,
    }
    let body: Option<Body> = asked
        .json_object()
        .and_then(|body| serde_json::from_slice(body).ok());
    let Some(Body { email }) = body else {
        return Err(reply::key(StatusCode::BAD_REQUEST, "bodyParseFailure").into());
    };
    let violations = address::violations(&email);
    if violations.is_empty() {
        return Ok(email);
    }
    let violations: Vec<Value> = violations.into_iter().map(|key| json!({ "key": key })).collect();
    let body = json!({
        "key": "fieldConstraintsViolated",
        "context": { "fieldViolations": [{ "field": "email", "violations": violations }] },
    });
    Err(reply::json(StatusCode::BAD_REQUEST, &body).into())
}

/// `forbidden.action` in the three spellings that were seen: Google's under old and new names (AX-201), SAML's under the
/// new ones alone (AX-301), all others as documented.
fn forbidden_action(lock: Lock) -> Reply {
    let context = rule(Some(lock));
    let body = match lock {
        Lock::Google => json!({
            "key": "forbidden.action",
            "context": context,
            "errorKey": "forbidden.action",
            "errorDetail": context,
        }),
        Lock::Saml => json!({ "errorKey": "forbidden.action", "errorDetail": context }),
        _ => json!({ "key": "forbidden.action", "context": context }),
    };
    reply::json(StatusCode::FORBIDDEN, &body)
}

/// With a text for a context (ID-7748).
fn target_unverified() -> Reply {
    let detail = "Error: Cannot perform action on unverified account";
    let body = json!({
        "key": "forbidden.targetUnverified",
        "context": detail,
        "errorKey": "forbidden.target-unverified",
        "errorDetail": detail,
    });
    reply::json(StatusCode::FORBIDDEN, &body)
}

fn unclaimed_domain(domain: Option<&str>) -> Reply {
    let mut body = json!({ "key": "forbidden.unclaimedDomain" });
    if let Some(domain) = domain {
        body["context"] = json!({ "domain": domain });
    }
    reply::json(StatusCode::FORBIDDEN, &body)
}

/// The address belongs to another account. Atlassian documents no answer to this, so an organization's seed chooses one of
/// several that would be like it. Which one it is, it says in words.
fn taken(seed: u64, address: &str) -> Reply {
    let (status, body) = match seed % 5 {
        0 => (
            StatusCode::CONFLICT,
            json!({ "key": "conflict", "context": "Error: The email address is already in use" }),
        ),
        1 => (
            StatusCode::BAD_REQUEST,
            json!({ "key": "emailAlreadyExists", "context": { "message": "Email address already exists" } }),
        ),
        2 => (
            StatusCode::FORBIDDEN,
            json!({
                "key": "forbidden.emailInUse",
                "context": "Error: Email is already in use by another account",
                "errorKey": "forbidden.email-in-use",
                "errorDetail": "Error: Email is already in use by another account",
            }),
        ),
        3 => (
            StatusCode::BAD_REQUEST,
            json!({ "code": 400, "message": "This email is already associated with an Atlassian account" }),
        ),
        // As the SCIM API of the same house puts it (confluence.atlassian.com/cloudkb, 1035734019).
        _ => (
            StatusCode::CONFLICT,
            json!({
                "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"],
                "status": "409",
                "scimType": "uniqueness",
                "detail": format!("Resource [USER]: with email[{address}] already exists."),
            }),
        ),
    };
    reply::json(status, &body)
}
