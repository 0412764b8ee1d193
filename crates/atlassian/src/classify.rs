//! From an answer that is not a success to a [`Failure`].

use http::{Response, StatusCode};

use crate::call::portal;
use crate::page::BadLink;
use crate::shape::{Said, Shape};
use crate::words::{self, ROWS, Row};
use crate::{Body, Endpoint, Failure, Generation, Host, Kind, Reason, Refusal, rate};

/// How much of a body is kept, in characters.
const RAW: usize = 4096;

/// Why a success is not one.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Odd {
    /// The status is a success, but not the documented one.
    Status,
    /// The body of an endpoint there is not what is known of it.
    Shape(Host),
    /// The body speaks of another account or organization.
    Subject,
}

impl Failure {
    /// A response that is not a documented success of the endpoint.
    pub(crate) fn of(endpoint: &Endpoint, response: &Response<Body>) -> Self {
        let status = response.status();
        if status.is_success() {
            return Self::odd(Odd::Status, response);
        }
        let shape = Shape::read(response.body());
        let code = match &shape {
            Shape::Json(said) => said.code.clone(),
            _ => None,
        };
        let (kind, words) = if retries(status) {
            let row = code
                .as_deref()
                .and_then(known)
                .filter(|row| matches!(row.kind, Kind::Retry(_)));
            (
                Kind::Retry(None),
                row.map_or(words::status(status.as_u16()), |row| row.words).into(),
            )
        } else if endpoint.host() == Host::Portal {
            of_portal(status, &shape)
        } else {
            match shape {
                // A redirect refuses nothing, whatever its body says.
                Shape::Json(_) if status.is_redirection() => silent(status),
                Shape::Json(said) => said_no(endpoint, status, &said),
                Shape::Empty if is_over(endpoint, status) => {
                    (Kind::Refused(Refusal::Other), words::RETIRED.into())
                }
                Shape::Empty => silent(status),
                // A key is wrong whatever page says so.
                Shape::Html | Shape::Broken if status == StatusCode::UNAUTHORIZED => silent(status),
                Shape::Html => (Kind::NotUnderstood, words::HTML.into()),
                Shape::Broken => (Kind::NotUnderstood, words::BROKEN.into()),
            }
        };
        let kind = match kind {
            Kind::Retry(_) => Kind::Retry(rate::wait(status, response.headers())),
            kind => kind,
        };
        Self::new(kind, words, code, response)
    }

    /// A success that is not as documented.
    pub(crate) fn odd(odd: Odd, response: &Response<Body>) -> Self {
        let words = match (odd, Shape::read(response.body())) {
            (Odd::Status, _) => words::OTHER_SUCCESS,
            (Odd::Subject, _) => words::OTHER_SUBJECT,
            (Odd::Shape(Host::Portal), Shape::Html) => words::LOGIN,
            (Odd::Shape(Host::Portal), Shape::Empty | Shape::Json(_)) => words::PORTAL_CHANGED,
            (Odd::Shape(_), Shape::Empty) => words::EMPTY,
            (Odd::Shape(_), Shape::Html) => words::HTML,
            (Odd::Shape(_), Shape::Broken) => words::BROKEN,
            (Odd::Shape(_), Shape::Json(_)) => words::OTHER_SHAPE,
        };
        Self::new(Kind::NotUnderstood, words.into(), None, response)
    }

    /// A page whose link to the next one cannot be followed.
    pub(crate) fn bad_link(link: &BadLink, response: &Response<Body>) -> Self {
        let words = match link {
            BadLink::Foreign => words::FOREIGN_LINK,
            BadLink::NoCursor | BadLink::TooLong => words::BAD_LINK,
        };
        Self::new(Kind::NotUnderstood, words.into(), None, response)
    }

    fn new(kind: Kind, words: String, code: Option<String>, response: &Response<Body>) -> Self {
        Self {
            kind,
            status: response.status().as_u16(),
            words,
            code,
            raw: raw(response.body()),
        }
    }
}

fn retries(status: StatusCode) -> bool {
    matches!(
        status,
        StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT
    ) || status.is_server_error()
}

/// Live answers write some codes with hyphens: `forbidden.target-unverified` (ID-7748).
fn known(code: &str) -> Option<&'static Row> {
    ROWS.iter().find(|row| row.code == code).or_else(|| {
        let joined = code.replace('-', "");
        ROWS.iter().find(|row| row.code.eq_ignore_ascii_case(&joined))
    })
}

fn said_no(endpoint: &Endpoint, status: StatusCode, said: &Said) -> (Kind, String) {
    let row = said.code.as_deref().and_then(known);
    if is_over(endpoint, status) && row.is_none_or(|row| row.code == "ADMIN-404-1") {
        return (Kind::Refused(Refusal::Other), words::RETIRED.into());
    }
    if matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN) && said.names_scope() {
        return (Kind::ScopedKey, words::SCOPED_KEY.into());
    }
    if status == StatusCode::UNAUTHORIZED {
        let row = said
            .code
            .as_deref()
            .and_then(known)
            .filter(|row| row.kind == Kind::WrongKey);
        return (
            Kind::WrongKey,
            row.map_or(words::status(401), |row| row.words).into(),
        );
    }
    let vague = row.is_none_or(|row| {
        matches!(
            row.kind,
            Kind::Refused(
                Refusal::BadRequest | Refusal::Constraint { .. } | Refusal::NotManaged | Refusal::Other
            )
        )
    });
    // Where no address is set, "already" speaks of something else: a role, a membership.
    let sets_address = endpoint.path.ends_with("/email");
    let may_be_taken = sets_address && vague && matches!(status.as_u16(), 400 | 403 | 409 | 422);
    if may_be_taken && said.names_taken_address() {
        return (Kind::Refused(Refusal::AddressTaken), words::ADDRESS_TAKEN.into());
    }
    // "Requested resource not found": on a token's path it is the token.
    if endpoint.path.contains("{token}") && row.is_some_and(|row| row.code == "notFound") {
        return (Kind::Refused(Refusal::UnknownToken), words::UNKNOWN_TOKEN.into());
    }
    if let Some(row) = row {
        // The paths of roles have no group, and are declared to answer "Group Not Found" for accounts and workspaces.
        if row.code == "ADMIN-UAM-404-3" && endpoint.path.contains("/role") {
            return (Kind::Refused(Refusal::Other), words::UNKNOWN_OF_ROLE.into());
        }
        // "Unknown resource": where a path goes on behind the directory, it need not be the organization.
        if row.code == "ADMIN-404-1" && is_deep(endpoint) {
            return silent(status);
        }
        return detailed(row, said);
    }
    // Seen alone, without `forbidden.action` around it (AX-301).
    let reason = said.code.clone().map(Reason::from);
    if let Some(reason) = reason.filter(|reason| !matches!(reason, Reason::Other(_))) {
        let words = words::restricted(&reason);
        return (Kind::Refused(Refusal::Restricted(reason)), words);
    }
    let of_organization = endpoint.path.contains("{organization}");
    if status == StatusCode::FORBIDDEN && said.no_permission && of_organization {
        return (Kind::WrongOrganization, words::NO_ACCESS.into());
    }
    silent(status)
}

/// The portal's refusals are in no document: the status is all that is believed.
fn of_portal(status: StatusCode, shape: &Shape) -> (Kind, String) {
    match (status, shape) {
        (StatusCode::UNAUTHORIZED, _) => (Kind::WrongKey, words::SESSION.into()),
        (_, Shape::Html) => (Kind::NotUnderstood, words::LOGIN.into()),
        (_, Shape::Broken) => (Kind::NotUnderstood, words::BROKEN.into()),
        (StatusCode::FORBIDDEN | StatusCode::NOT_FOUND, _) => {
            (Kind::WrongOrganization, words::NOT_AT_PORTAL.into())
        }
        _ => silent(status),
    }
}

/// Whether a call that was announced to end is there no more.
fn is_over(endpoint: &Endpoint, status: StatusCode) -> bool {
    match endpoint.generation {
        Generation::Current | Generation::Undocumented => false,
        Generation::Deprecated { .. } => status == StatusCode::GONE,
        Generation::Retired { .. } => matches!(status, StatusCode::NOT_FOUND | StatusCode::GONE),
    }
}

/// Whether the path names something inside the organization beside a directory.
fn is_deep(endpoint: &Endpoint) -> bool {
    let inner = [
        "{account}",
        "{group}",
        "{domain}",
        "{event}",
        "{policy}",
        "{task}",
    ];
    endpoint.path.contains("{organization}") && inner.iter().any(|name| endpoint.path.contains(name))
}

/// What a row means, with the details from the body.
fn detailed(row: &Row, said: &Said) -> (Kind, String) {
    let Kind::Refused(refusal) = &row.kind else {
        return (row.kind.clone(), row.words.into());
    };
    let (refusal, words) = match refusal {
        Refusal::Restricted(_) => match said.reason().map(Reason::from) {
            Some(reason) => {
                let words = words::restricted(&reason);
                (Refusal::Restricted(reason), Some(words))
            }
            None => (refusal.clone(), None),
        },
        Refusal::UnclaimedDomain { .. } => {
            let domain = said.domain();
            let words = domain.as_deref().map(words::unclaimed);
            (Refusal::UnclaimedDomain { domain }, words)
        }
        Refusal::Constraint { .. } => {
            let violations = said.violations();
            let words = (!violations.is_empty()).then(|| words::constraint(&violations));
            (Refusal::Constraint { violations }, words)
        }
        Refusal::LockedFields { .. } => {
            let fields = said.locked_fields().into_iter();
            let fields: Vec<_> = fields
                .map(|(path, reason)| (path, Reason::from(reason)))
                .collect();
            let words = (!fields.is_empty()).then(|| words::locked_fields(&fields));
            (Refusal::LockedFields { fields }, words)
        }
        Refusal::Lifecycle { .. } => {
            let errors = said.lifecycle_errors();
            let words = (!errors.is_empty()).then(|| words::lifecycle(&errors));
            (Refusal::Lifecycle { errors }, words)
        }
        other => (other.clone(), None),
    };
    (Kind::Refused(refusal), words.unwrap_or_else(|| row.words.into()))
}

/// What a status alone means.
fn silent(status: StatusCode) -> (Kind, String) {
    let kind = match status.as_u16() {
        401 => Kind::WrongKey,
        400 | 422 => Kind::Refused(Refusal::BadRequest),
        402..=499 => Kind::Refused(Refusal::Other),
        _ => Kind::NotUnderstood,
    };
    (kind, words::status(status.as_u16()).into())
}

/// The beginning of a body as text.
fn raw(body: &[u8]) -> String {
    // Four bytes are the longest character; as much again is room for what is taken out.
    let start = body.get(..8 * RAW).unwrap_or(body);
    without_key(&String::from_utf8_lossy(start))
        .chars()
        .take(RAW)
        .collect()
}

/// The text without what follows `Bearer` or the name of the portal's cookie, should a server repeat the headers of the request.
fn without_key(text: &str) -> String {
    let lower = text.to_ascii_lowercase();
    let session = format!("{}=", portal::COOKIE);
    let (mut kept, mut from) = (String::new(), 0);
    while let Some(token) = lower.get(from..).and_then(|rest| {
        let ends = ["bearer ", &session].map(|before| Some(rest.find(before)? + before.len()));
        Some(from + ends.into_iter().flatten().min()?)
    }) {
        let rest = text.get(token..).unwrap_or_default();
        // RFC 6750, 2.1: `b64token`.
        let of_token = |c: char| c.is_ascii_alphanumeric() || "-._~+/=".contains(c);
        let end = token + rest.find(|c| !of_token(c)).unwrap_or(rest.len());
        kept.push_str(text.get(from..token).unwrap_or_default());
        kept.push('…');
        from = end;
    }
    kept.push_str(text.get(from..).unwrap_or_default());
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::account::SET_EMAIL;

    #[test]
    fn every_row_of_the_catalogue_can_be_reached() {
        for row in ROWS {
            for body in [
                format!(r#"{{"key":"{}"}}"#, row.code),
                format!(r#"{{"errors":[{{"code":"{}"}}]}}"#, row.code),
            ] {
                let response = Response::builder().status(403).body(body.into_bytes()).unwrap();
                let failure = Failure::of(&SET_EMAIL, &response);
                assert_eq!(failure.kind, row.kind, "{}", row.code);
                assert_eq!(failure.words, row.words, "{}", row.code);
                assert_eq!(failure.code.as_deref(), Some(row.code));
            }
        }
    }
}
