//! What the proxy says in its own name.

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Response, StatusCode};
use serde_json::json;

/// Why a request was not answered by Atlassian. The body is `{"proxy":"rollcall","code":…,"message":…}`, by which the page tells
/// it from Atlassian's answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The `Host` header names another server.
    Host,
    /// The page's origin was not allowed.
    Origin,
    /// Not in the table of endpoints.
    UnknownRoute,
    /// The request's body broke off.
    RequestBroken,
    /// The request's body is too large.
    RequestTooLarge,
    /// No connection: nothing was sent.
    Unreachable,
    /// Something may have been sent, and no whole answer came.
    NoAnswer,
    /// The answer's body is too large.
    AnswerTooLarge,
}

impl Refusal {
    fn status(self) -> StatusCode {
        match self {
            Self::Host => StatusCode::MISDIRECTED_REQUEST,
            Self::Origin => StatusCode::FORBIDDEN,
            Self::UnknownRoute => StatusCode::NOT_FOUND,
            Self::RequestBroken => StatusCode::BAD_REQUEST,
            Self::RequestTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Unreachable | Self::AnswerTooLarge => StatusCode::BAD_GATEWAY,
            Self::NoAnswer => StatusCode::GATEWAY_TIMEOUT,
        }
    }

    fn code(self) -> &'static str {
        match self {
            Self::Host => "host-refused",
            Self::Origin => "origin-refused",
            Self::UnknownRoute => "unknown-route",
            Self::RequestBroken => "request-broken",
            Self::RequestTooLarge => "request-too-large",
            Self::Unreachable => "upstream-unreachable",
            Self::NoAnswer => "upstream-no-answer",
            Self::AnswerTooLarge => "answer-too-large",
        }
    }

    fn message(self) -> &'static str {
        match self {
            Self::Host => {
                "This proxy does not answer to that host name. If it should, start it with --allow-host and the name."
            }
            Self::Origin => {
                "This proxy does not answer that page. If it should, start it with --allow-origin and the page's origin."
            }
            Self::UnknownRoute => "This proxy does not know that route: update it.",
            Self::RequestBroken => "The request broke off before its end. It was not passed on.",
            Self::RequestTooLarge => {
                "The request is larger than any that Rollcall makes. It was not passed on."
            }
            Self::Unreachable => "The proxy could not connect to Atlassian. The request was not sent.",
            Self::NoAnswer => {
                "The request may have been sent to Atlassian, but no whole answer came. It may have taken effect."
            }
            Self::AnswerTooLarge => {
                "Atlassian's answer is larger than any that Rollcall expects. It may have taken effect."
            }
        }
    }

    pub(crate) fn response(self) -> Response<Bytes> {
        own(
            self.status(),
            &json!({ "proxy": "rollcall", "code": self.code(), "message": self.message() }),
        )
    }
}

/// An answer of the proxy itself.
pub(crate) fn own(status: StatusCode, body: &serde_json::Value) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(body.to_string()));
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}
