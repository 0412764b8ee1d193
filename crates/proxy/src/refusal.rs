//! Refusals and other answers of the proxy itself.

use std::time::Duration;

use http::header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderValue, Response, StatusCode};
use serde_json::json;

use crate::body::{Body, full};

/// When to retry if too many requests are in flight.
pub(crate) const RETRY_SOON: Duration = Duration::from_secs(1);

/// Why a request was not answered by Atlassian. The body is `{"proxy":"rollcall","code":…,"message":…}`, by which the page tells
/// it from Atlassian's answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The `Host` header is not one of the proxy's names.
    Host,
    /// The page's origin is not allowed.
    Origin,
    /// A header occurs twice, or overrides the request line.
    Ambiguous,
    /// The request has a `Transfer-Encoding`, and so no length.
    NoLength,
    /// A method that has no body came with one.
    Body,
    /// The target is not in its plain form.
    Target,
    /// Not in the table of endpoints.
    UnknownRoute,
    /// Too many requests per second from one client.
    TooMany,
    /// Too many concurrent requests of one client.
    PerClient,
    /// Too many concurrent requests of all clients.
    Busy,
    /// Unread answers fill the memory for answers.
    Unread,
    /// A call without an API key.
    NoKey,
    /// A call to the admin portal, which is not configured.
    PortalOff,
    /// A call to the admin portal without a session.
    NoSession,
    /// The session has a character that no cookie has.
    BadSession,
    /// A call to the admin portal without the secret that the proxy printed.
    WrongSecret,
    /// Nobody is logged in in the browser whose session is lent.
    NotLoggedIn,
    /// The request's body broke off.
    RequestBroken,
    /// The request's body is too large.
    RequestTooLarge,
    /// No connection to the upstream: nothing was sent.
    Unreachable,
    /// The upstream's certificate is not trusted: nothing was sent.
    Untrusted,
    /// The outgoing proxy wants a name and a password, or another one: nothing was sent.
    OutgoingProxyAuth,
    /// No connection to the outgoing proxy: nothing was sent.
    OutgoingProxySilent,
    /// The request may have been sent, and no whole answer came.
    NoAnswer,
    /// The upstream answered with a redirect.
    Redirected,
    /// The answer's body is too large.
    AnswerTooLarge,
}

impl Refusal {
    fn status(self) -> StatusCode {
        match self {
            Self::Host => StatusCode::MISDIRECTED_REQUEST,
            Self::Origin | Self::PortalOff => StatusCode::FORBIDDEN,
            Self::UnknownRoute => StatusCode::NOT_FOUND,
            Self::Ambiguous | Self::Body | Self::Target | Self::RequestBroken | Self::BadSession => {
                StatusCode::BAD_REQUEST
            }
            Self::NoLength => StatusCode::LENGTH_REQUIRED,
            Self::TooMany | Self::PerClient => StatusCode::TOO_MANY_REQUESTS,
            Self::NoKey | Self::NoSession | Self::WrongSecret | Self::NotLoggedIn => StatusCode::UNAUTHORIZED,
            Self::Busy | Self::Unread => StatusCode::SERVICE_UNAVAILABLE,
            Self::RequestTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Unreachable
            | Self::Untrusted
            | Self::OutgoingProxyAuth
            | Self::OutgoingProxySilent
            | Self::AnswerTooLarge
            | Self::Redirected => StatusCode::BAD_GATEWAY,
            Self::NoAnswer => StatusCode::GATEWAY_TIMEOUT,
        }
    }

    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Host => "host-refused",
            Self::Origin => "origin-refused",
            Self::Ambiguous => "ambiguous-request",
            Self::NoLength => "length-missing",
            Self::Body => "body-refused",
            Self::Target => "target-refused",
            Self::UnknownRoute => "unknown-route",
            Self::TooMany => "too-many-requests",
            Self::PerClient => "too-many-at-a-time",
            Self::Busy => "busy",
            Self::Unread => "answers-unread",
            Self::NoKey => "key-missing",
            Self::PortalOff => "portal-off",
            Self::NoSession => "session-missing",
            Self::BadSession => "session-malformed",
            Self::WrongSecret => "secret-wrong",
            Self::NotLoggedIn => "session-not-found",
            Self::RequestBroken => "request-broken",
            Self::RequestTooLarge => "request-too-large",
            Self::Unreachable => "upstream-unreachable",
            Self::Untrusted => "upstream-untrusted",
            Self::OutgoingProxyAuth => "outgoing-proxy-auth",
            Self::OutgoingProxySilent => "outgoing-proxy-unreachable",
            Self::NoAnswer => "upstream-no-answer",
            Self::Redirected => "upstream-redirected",
            Self::AnswerTooLarge => "answer-too-large",
        }
    }

    pub(crate) fn message(self) -> &'static str {
        match self {
            Self::Host => {
                "This proxy does not answer to that host name. If it should, start it with --allow-host and the name."
            }
            Self::Origin => {
                "This proxy does not answer that page. If it should, start it with --allow-origin and the page's origin."
            }
            Self::Ambiguous => "The request can be read in more than one way. It was not passed on.",
            Self::NoLength => {
                "The request came with a Transfer-Encoding. It was not passed on. Whatever stands before the proxy has to send \
                 bodies with their length (Content-Length)."
            }
            Self::Body => "Requests with this method have no body, and this one has. It was not passed on.",
            Self::Target => "The request's address is not written plainly. It was not passed on.",
            Self::UnknownRoute => "This proxy does not know that route: update it.",
            Self::TooMany => {
                "More requests came from this computer than the proxy takes in a second. It was not passed on; try again."
            }
            Self::PerClient => {
                "More requests of this computer are under way than the proxy takes from one. It was not passed on; try again."
            }
            Self::NoKey => {
                "The call came to the proxy without an API key. It was not passed on. Whatever stands before the proxy has \
                 to pass on the header Authorization."
            }
            Self::PortalOff => {
                "This proxy passes nothing on to the admin portal. If it should, start it with --admin-portal."
            }
            Self::NoSession => {
                "The call came to the proxy without a session of the admin portal. It was not passed on. Whatever stands before the \
                 proxy has to pass on the header X-Rollcall-Session."
            }
            Self::BadSession => {
                "What came as a session of the admin portal has a character in it that no cookie has. It was not passed on."
            }
            Self::WrongSecret => {
                "This proxy lends its computer's session at the admin portal to whoever knows the secret that it printed at its \
                 start, and that did not come. Nothing was passed on."
            }
            Self::NotLoggedIn => {
                "The proxy finds no session of the admin portal in the browser that it was told to take it from. Log in at \
                 admin.atlassian.com with that browser, on the computer on which the proxy runs."
            }
            Self::Busy => {
                "The proxy has as many requests under way as it takes. It was not passed on; try again."
            }
            Self::Unread => {
                "The proxy holds as many answers that nobody has read yet as fit into its memory (--answer-memory). The request was not \
                 passed on; try again."
            }
            Self::RequestBroken => "The request broke off before its end. It was not passed on.",
            Self::RequestTooLarge => {
                "The request is larger than any that Rollcall makes. It was not passed on."
            }
            Self::Unreachable => "The proxy could not connect to Atlassian. The request was not sent.",
            Self::Untrusted => "What answers in Atlassian's place is not trusted. The request was not sent.",
            Self::OutgoingProxyAuth => {
                "The outgoing proxy wants a name and a password (407), or other ones: --outgoing-proxy http://name:password@host:port, \
                 or the same in HTTPS_PROXY. The request was not sent."
            }
            Self::OutgoingProxySilent => {
                "The outgoing proxy does not answer. Compare its address in --outgoing-proxy or HTTPS_PROXY. The request was not sent."
            }
            Self::NoAnswer => {
                "The request may have been sent to Atlassian, but no whole answer came. It may have taken effect."
            }
            Self::Redirected => {
                "Atlassian sent the request to another address. The proxy follows none, because the key would go there too."
            }
            Self::AnswerTooLarge => {
                "Atlassian's answer is larger than any that Rollcall expects. It may have taken effect."
            }
        }
    }

    pub(crate) fn response(self) -> Response<Body> {
        self.saying(self.message())
    }

    /// With a message that says more.
    pub(crate) fn saying(self, message: &str) -> Response<Body> {
        let mut response = own(
            self.status(),
            &json!({ "proxy": "rollcall", "code": self.code(), "message": message }),
        );
        if self == Self::NoKey {
            // Required by RFC 9110, 15.5.2.
            response
                .headers_mut()
                .insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }

    /// With the time to wait in `Retry-After`.
    pub(crate) fn after(self, wait: Duration) -> Response<Body> {
        let mut response = self.response();
        let seconds = wait.as_millis().div_ceil(1000).max(1) as u64;
        response
            .headers_mut()
            .insert(RETRY_AFTER, HeaderValue::from(seconds));
        response
    }
}

/// An answer of the proxy itself.
pub(crate) fn own(status: StatusCode, body: &serde_json::Value) -> Response<Body> {
    let mut response = Response::new(full(body.to_string()));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
