//! Who is let in: API keys, and the administrator's session at the admin portal.

use http::header::{AUTHORIZATION, COOKIE};
use http::{Request, StatusCode};
use rollcall_atlassian::endpoint::COOKIE as SESSION_COOKIE;
use serde_json::json;

use crate::documented::Documented;
use crate::key::{Key, Keys};
use crate::reply::{self, Api, Refused, Reply};
use crate::route::Route;
use crate::session::Session;

/// The keys and the session.
#[derive(Clone, Debug)]
pub(crate) struct Access {
    pub(crate) keys: Keys,
    pub(crate) session: Session,
}

impl Access {
    /// The key of a request to one of the APIs. `route` is its call, if it has one.
    ///
    /// # Errors
    /// The refusal: of a request with cookies, which the APIs do not take, and of one without a key that is good.
    pub(crate) fn key(
        &self,
        request: &Request<Vec<u8>>,
        route: Option<Route>,
        serial: u64,
    ) -> Result<Key, Refused> {
        if request.headers().contains_key(COOKIE) {
            let message = "Bad request: a cookie has no business here";
            return Err(reply::proxy_error(StatusCode::BAD_REQUEST, message).into());
        }
        self.key_of(request).map_err(|problem| {
            let refusal = match problem {
                KeyProblem::Unknown => {
                    // The one call whose refusal is declared otherwise than its API's.
                    let of_call = match route {
                        Some(Route::InviteUser) => Documented::parse("ADMIN-UAM-401-1"),
                        _ => None,
                    };
                    let api = Api::of(request.uri().path());
                    of_call.map_or_else(|| api.unauthorized(serial), |code| code.reply(serial))
                }
                KeyProblem::Issuer => reply::key(StatusCode::UNAUTHORIZED, "asapUnauthorizedIssuer"),
            };
            refusal.into()
        })
    }

    /// Which key the request carries.
    fn key_of(&self, request: &Request<Vec<u8>>) -> Result<Key, KeyProblem> {
        let mut headers = request.headers().get_all(AUTHORIZATION).iter();
        let (Some(header), None) = (headers.next(), headers.next()) else {
            return Err(KeyProblem::Unknown);
        };
        let key = header
            .to_str()
            .ok()
            .and_then(|header| header.strip_prefix("Bearer "));
        if let Some(known) = key.and_then(|key| self.keys.find(key)) {
            return Ok(known);
        }
        match key {
            // Three parts are a JSON Web Token, such as those of OAuth apps: not from an issuer that may ask here. The body
            // is documented, that this is when it comes is inferred.
            Some(key) if key.split('.').count() == 3 && !request.uri().path().starts_with("/users/") => {
                Err(KeyProblem::Issuer)
            }
            _ => Err(KeyProblem::Unknown),
        }
    }

    /// Why the admin portal refuses a request; `None` if it lets the request in. It takes the session as the only cookie, and no
    /// key. (A browser sends more cookies to it; another client that does so gives away more than is needed.)
    pub(crate) fn portal_refusal(&self, request: &Request<Vec<u8>>) -> Option<Reply> {
        let refused = |status, message| Some(reply::proxy_error(status, message));
        if request.headers().contains_key(AUTHORIZATION) {
            return refused(
                StatusCode::BAD_REQUEST,
                "Bad request: an API key has no business here",
            );
        }
        let mut cookies = request.headers().get_all(COOKIE).iter();
        let (Some(cookie), None) = (cookies.next(), cookies.next()) else {
            return refused(StatusCode::UNAUTHORIZED, "Unauthorized");
        };
        let token = cookie
            .to_str()
            .ok()
            .and_then(|cookie| cookie.strip_prefix(SESSION_COOKIE)?.strip_prefix('='));
        match token {
            Some(token) if self.session.admits(token) => None,
            _ => refused(StatusCode::UNAUTHORIZED, "Unauthorized"),
        }
    }
}

/// Why a key is not accepted.
enum KeyProblem {
    /// There is none, or none that was issued and is still good.
    Unknown,
    /// A token of another issuer than the organization.
    Issuer,
}

/// The refusal of user management for a key with scopes (AX-631; that scoped keys meet it today was measured by the authors of jira.js).
pub(crate) fn insufficient_scope() -> Reply {
    let detail = json!({
        "message": "Insufficient scope for this action",
        "acceptableScopes": ["manage:org"],
    });
    let body = json!({
        "key": "forbidden.insufficientScope",
        "context": detail,
        "errorKey": "forbidden.insufficient-scope",
        "errorDetail": detail,
    });
    reply::json(StatusCode::FORBIDDEN, &body)
}
