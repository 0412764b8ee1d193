//! From an answer that is not a success to a [`Failure`].

use http::{Response, StatusCode};

use crate::endpoint::COOKIE;
use crate::page::BadLink;
use crate::shape::{ErrorDetails, Shape};
use crate::texts::{self, ROWS, Row};
use crate::{Body, Endpoint, Failure, Generation, Host, Kind, Reason, Refusal, ResourceKind, rate};

/// How much of a body is kept, in characters.
const RAW: usize = 4096;

/// What is wrong with an answer whose status is a success.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Unexpected {
    /// The status is a success, but not the documented one.
    Status,
    /// The body does not have the form that is known from this server.
    Shape(Host),
    /// The body is about another account or organization than the one asked for.
    Subject,
}

impl Failure {
    /// What a response means that is not a documented success of the endpoint.
    pub(crate) fn of(endpoint: &Endpoint, response: &Response<Body>) -> Self {
        let status = response.status();
        if status.is_success() {
            return Self::unexpected(Unexpected::Status, response);
        }
        let shape = Shape::read(response.body());
        let code = match &shape {
            Shape::Json(details) => details.code.clone(),
            _ => None,
        };
        let (kind, message) = if retries(status) {
            let row = code
                .as_deref()
                .and_then(known)
                .filter(|row| matches!(row.kind, Kind::Retry(_)));
            (
                Kind::Retry(None),
                row.map_or(texts::status(status.as_u16()), |row| row.message)
                    .into(),
            )
        } else if endpoint.resource == ResourceKind::PortalList {
            of_portal(status, &shape)
        } else {
            match shape {
                // A redirect refuses nothing, whatever its body says.
                Shape::Json(_) if status.is_redirection() => by_status(status),
                Shape::Json(details) => of_refusal(endpoint, status, &details),
                Shape::Empty if is_over(endpoint, status) => {
                    (Kind::Refused(Refusal::Other), texts::RETIRED.into())
                }
                Shape::Empty => by_status(status),
                // The status alone says that the key is wrong.
                Shape::Html | Shape::Broken if status == StatusCode::UNAUTHORIZED => by_status(status),
                Shape::Html => (Kind::WebPage, texts::WEB_PAGE.into()),
                Shape::Broken if says_taken(endpoint, status, response.body()) => {
                    (Kind::Refused(Refusal::AddressTaken), texts::ADDRESS_TAKEN.into())
                }
                Shape::Broken => (Kind::NotUnderstood, texts::BROKEN.into()),
            }
        };
        let kind = match kind {
            Kind::Retry(_) => Kind::Retry(rate::wait(status, response.headers())),
            kind => kind,
        };
        Self::new(kind, message, code, response)
    }

    /// A success that is not as documented.
    pub(crate) fn unexpected(unexpected: Unexpected, response: &Response<Body>) -> Self {
        let not_understood = Kind::NotUnderstood;
        let (kind, message) = match (unexpected, Shape::read(response.body())) {
            (Unexpected::Subject, _) => (not_understood, texts::OTHER_SUBJECT),
            (Unexpected::Shape(Host::Portal), Shape::Html) => (not_understood, texts::LOGIN),
            (Unexpected::Shape(Host::Portal), Shape::Empty | Shape::Json(_)) => {
                (not_understood, texts::PORTAL_CHANGED)
            }
            (Unexpected::Status | Unexpected::Shape(_), Shape::Html) => (Kind::WebPage, texts::WEB_PAGE),
            (Unexpected::Status, _) => (not_understood, texts::OTHER_SUCCESS),
            (Unexpected::Shape(_), Shape::Empty) => (not_understood, texts::EMPTY),
            (Unexpected::Shape(_), Shape::Broken) => (not_understood, texts::BROKEN),
            (Unexpected::Shape(_), Shape::Json(_)) => (not_understood, texts::OTHER_SHAPE),
        };
        Self::new(kind, message.into(), None, response)
    }

    /// A page whose link to the next one cannot be followed.
    pub(crate) fn bad_link(link: &BadLink, response: &Response<Body>) -> Self {
        let message = match link {
            BadLink::Foreign => texts::FOREIGN_LINK,
            BadLink::NoCursor | BadLink::TooLong => texts::BAD_LINK,
        };
        Self::new(Kind::NotUnderstood, message.into(), None, response)
    }

    fn new(kind: Kind, message: String, code: Option<String>, response: &Response<Body>) -> Self {
        Self {
            kind,
            status: response.status().as_u16(),
            message,
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

fn of_refusal(endpoint: &Endpoint, status: StatusCode, details: &ErrorDetails) -> (Kind, String) {
    let row = details.code.as_deref().and_then(known);
    if is_over(endpoint, status) && row.is_none_or(|row| row.code == "ADMIN-404-1") {
        return (Kind::Refused(Refusal::Other), texts::RETIRED.into());
    }
    if matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN) && details.names_scope() {
        return (Kind::ScopedKey, texts::SCOPED_KEY.into());
    }
    if status == StatusCode::UNAUTHORIZED {
        let row = details
            .code
            .as_deref()
            .and_then(known)
            .filter(|row| row.kind == Kind::WrongKey);
        return (
            Kind::WrongKey,
            row.map_or(texts::status(401), |row| row.message).into(),
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
    let may_be_taken = endpoint.resource == ResourceKind::Address
        && vague
        && matches!(status.as_u16(), 400 | 403 | 409 | 422);
    let is_taken = details.names_taken_address()
        || (matches!(status.as_u16(), 400 | 409) && details.names_taken_identifier());
    if may_be_taken && is_taken {
        return (Kind::Refused(Refusal::AddressTaken), texts::ADDRESS_TAKEN.into());
    }
    // "Requested resource not found": on a token's path it is the token.
    if endpoint.resource == ResourceKind::ApiToken && row.is_some_and(|row| row.code == "notFound") {
        return (Kind::Refused(Refusal::UnknownToken), texts::UNKNOWN_TOKEN.into());
    }
    if let Some(row) = row {
        // The paths of roles have no group, and are declared to answer "Group Not Found" for accounts and workspaces.
        if row.code == "ADMIN-UAM-404-3" && endpoint.resource == ResourceKind::Role {
            return (Kind::Refused(Refusal::Other), texts::UNKNOWN_OF_ROLE.into());
        }
        // "Unknown resource": where a path goes on behind the directory, it need not be the organization.
        if row.code == "ADMIN-404-1" && endpoint.resource.is_inside_organization() {
            return in_its_words(status, details);
        }
        return detailed(row, details);
    }
    // Seen alone, without `forbidden.action` around it (AX-301).
    let reason = details.code.clone().map(Reason::from);
    if let Some(reason) = reason.filter(|reason| !matches!(reason, Reason::Other(_))) {
        let message = texts::restricted(&reason);
        return (Kind::Refused(Refusal::Restricted(reason)), message);
    }
    if status == StatusCode::FORBIDDEN && details.no_permission && endpoint.resource.is_of_organization() {
        return (Kind::WrongOrganization, texts::NO_ACCESS.into());
    }
    in_its_words(status, details)
}

/// Whether a plain text refuses an address because it is taken.
fn says_taken(endpoint: &Endpoint, status: StatusCode, body: &[u8]) -> bool {
    let is_of_address = endpoint.resource == ResourceKind::Address && matches!(status.as_u16(), 400 | 409);
    is_of_address && ErrorDetails::of_text(body).is_some_and(|details| details.names_taken_identifier())
}

/// A refusal that no document describes: its status, and what Atlassian says of it. It blames nobody.
fn in_its_words(status: StatusCode, details: &ErrorDetails) -> (Kind, String) {
    let (kind, message) = by_status(status);
    let said = details.in_words();
    let message = match (status.as_u16(), said) {
        (400 | 409 | 422, said) => match said.or_else(|| details.code.clone()) {
            Some(said) => texts::unknown(status.as_u16(), &said),
            None => message,
        },
        (_, Some(said)) => format!("{message} Atlassian says: “{said}”"),
        (_, None) => message,
    };
    (kind, message)
}

/// No document describes the portal's refusals, so only the status counts.
fn of_portal(status: StatusCode, shape: &Shape) -> (Kind, String) {
    match (status, shape) {
        (StatusCode::UNAUTHORIZED, _) => (Kind::WrongKey, texts::SESSION.into()),
        (_, Shape::Html) => (Kind::NotUnderstood, texts::LOGIN.into()),
        (_, Shape::Broken) => (Kind::NotUnderstood, texts::BROKEN.into()),
        (StatusCode::FORBIDDEN | StatusCode::NOT_FOUND, _) => {
            (Kind::WrongOrganization, texts::NOT_AT_PORTAL.into())
        }
        _ => by_status(status),
    }
}

/// Whether the answer says that a deprecated or retired call has ended.
fn is_over(endpoint: &Endpoint, status: StatusCode) -> bool {
    match endpoint.generation {
        Generation::Current | Generation::Undocumented => false,
        Generation::Deprecated { .. } => status == StatusCode::GONE,
        Generation::Retired { .. } => matches!(status, StatusCode::NOT_FOUND | StatusCode::GONE),
    }
}

/// The meaning of a catalogue row, completed with the details from the body.
fn detailed(row: &Row, details: &ErrorDetails) -> (Kind, String) {
    let Kind::Refused(refusal) = &row.kind else {
        return (row.kind.clone(), row.message.into());
    };
    let (refusal, message) = match refusal {
        Refusal::Restricted(_) => match details.reason().map(Reason::from) {
            Some(reason) => {
                let message = texts::restricted(&reason);
                (Refusal::Restricted(reason), Some(message))
            }
            None => (refusal.clone(), None),
        },
        Refusal::UnclaimedDomain { .. } => {
            let domain = details.domain();
            let message = domain.as_deref().map(texts::unclaimed);
            (Refusal::UnclaimedDomain { domain }, message)
        }
        Refusal::Constraint { .. } => {
            let violations = details.violations();
            let message = (!violations.is_empty()).then(|| texts::constraint(&violations));
            (Refusal::Constraint { violations }, message)
        }
        Refusal::LockedFields { .. } => {
            let fields = details.locked_fields().into_iter();
            let fields: Vec<_> = fields
                .map(|(path, reason)| (path, Reason::from(reason)))
                .collect();
            let message = (!fields.is_empty()).then(|| texts::locked_fields(&fields));
            (Refusal::LockedFields { fields }, message)
        }
        Refusal::Lifecycle { .. } => {
            let errors = details.lifecycle_errors();
            let message = (!errors.is_empty()).then(|| texts::lifecycle(&errors));
            (Refusal::Lifecycle { errors }, message)
        }
        other => (other.clone(), None),
    };
    (
        Kind::Refused(refusal),
        message.unwrap_or_else(|| row.message.into()),
    )
}

/// What a status means when nothing else is known.
fn by_status(status: StatusCode) -> (Kind, String) {
    let kind = match status.as_u16() {
        401 => Kind::WrongKey,
        400 | 422 => Kind::Refused(Refusal::BadRequest),
        402..=499 => Kind::Refused(Refusal::Other),
        _ => Kind::NotUnderstood,
    };
    (kind, texts::status(status.as_u16()).into())
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
    let session = format!("{COOKIE}=");
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
                assert_eq!(failure.message, row.message, "{}", row.code);
                assert_eq!(failure.code.as_deref(), Some(row.code));
            }
        }
    }
}
