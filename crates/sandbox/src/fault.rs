//! Faults: answers that no document promises, and that any network may give.

use http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::documented::Documented;
use crate::reply::{self, Api, Reply};

/// One kind of fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fault {
    /// 500 in the documented shape; the request is not carried out.
    ServerError,
    /// 502 with a page of HTML; the request is not carried out.
    BadGateway,
    /// 200 with a page of HTML, as a captive portal answers; the request is not carried out.
    Html,
    /// 403 with a page of HTML, as a filter of a company's network answers; the request is not carried out.
    HtmlRefusal,
    /// 429 for this and every request of the next two seconds, which `Retry-After` and `X-RateLimit-Reset` tell.
    Storm,
    /// The request never arrives: see [`Lost`].
    LostRequest,
    /// The request is carried out, and its answer never arrives: see [`Lost`].
    LostAnswer,
    /// The request is carried out, and 500 is answered.
    ErrorAfter,
    /// 200 with an error in its body, as a gateway may put its own trouble; the request is not carried out.
    ErrorInside,
    /// The request is carried out, and the answer is that of [`Fault::ErrorInside`].
    ErrorInsideAfter,
    /// The answer's body ends in the middle.
    HalfJson,
    /// The answer's body is JSON of another shape.
    OtherShape,
    /// The first item of the list in the answer has values of other types than documented, but for its id.
    OddItem,
    /// 204 where a body is due.
    NoContent,
    /// A page's next page is the page itself.
    RepeatingCursor,
    /// A documented error of the Organizations REST API, see [`Faults::code`]; the request is not carried out. Calls of user
    /// management pass.
    Documented,
}

impl Fault {
    /// All of them.
    pub const ALL: [Self; 16] = [
        Self::ServerError,
        Self::BadGateway,
        Self::Html,
        Self::HtmlRefusal,
        Self::Storm,
        Self::LostRequest,
        Self::LostAnswer,
        Self::ErrorAfter,
        Self::ErrorInside,
        Self::ErrorInsideAfter,
        Self::HalfJson,
        Self::OtherShape,
        Self::OddItem,
        Self::NoContent,
        Self::RepeatingCursor,
        Self::Documented,
    ];

    /// Its name in kebab case, as serde and the command line have it: `half-json`.
    pub fn name(self) -> &'static str {
        match self {
            Self::ServerError => "server-error",
            Self::BadGateway => "bad-gateway",
            Self::Html => "html",
            Self::HtmlRefusal => "html-refusal",
            Self::Storm => "storm",
            Self::LostRequest => "lost-request",
            Self::LostAnswer => "lost-answer",
            Self::ErrorAfter => "error-after",
            Self::ErrorInside => "error-inside",
            Self::ErrorInsideAfter => "error-inside-after",
            Self::HalfJson => "half-json",
            Self::OtherShape => "other-shape",
            Self::OddItem => "odd-item",
            Self::NoContent => "no-content",
            Self::RepeatingCursor => "repeating-cursor",
            Self::Documented => "documented",
        }
    }

    /// The fault with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fault| fault.name() == name)
    }
}

/// Which faults happen, and how often. The default is none.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Faults {
    /// The kinds; each faulty request draws one.
    pub kinds: Vec<Fault>,
    /// Of a thousand requests, how many are faulty. 1000 by default.
    pub per_thousand: u16,
    /// Only requests to this endpoint, by its name in the table: `set-email`.
    pub endpoint: Option<String>,
    /// How many faults there are at most; without a number they go on.
    pub times: Option<u32>,
    /// Which error [`Fault::Documented`] answers, by its code: `ADMIN-409-3`. Without one it goes through all of them.
    pub code: Option<Documented>,
}

impl Default for Faults {
    fn default() -> Self {
        Self {
            kinds: Vec::new(),
            per_thousand: 1_000,
            endpoint: None,
            times: None,
            code: None,
        }
    }
}

impl From<Fault> for Faults {
    /// This one, every time.
    fn from(fault: Fault) -> Self {
        Self {
            kinds: vec![fault],
            ..Self::default()
        }
    }
}

/// Marks a response, in its extensions, that never arrives. The transport drops the connection instead of passing it on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lost;

/// Draws the faults.
#[derive(Clone, Debug)]
pub(crate) struct FaultSource {
    faults: Faults,
    random: fastrand::Rng,
    storm_until: Option<i64>,
}

/// How long a storm of 429 lasts.
const STORM_MS: i64 = 2_000;

impl FaultSource {
    pub(crate) fn new(faults: Faults, seed: u64) -> Self {
        Self {
            faults,
            random: fastrand::Rng::with_seed(seed),
            storm_until: None,
        }
    }

    /// The fault of a request to `endpoint`, if it has one.
    pub(crate) fn draw(&mut self, endpoint: Option<&str>, now_ms: i64) -> Option<Fault> {
        if self.storm_until.is_some_and(|until| now_ms < until) {
            return Some(Fault::Storm);
        }
        let aimed = self.faults.endpoint.is_none() || self.faults.endpoint.as_deref() == endpoint;
        if !aimed || self.faults.kinds.is_empty() || self.faults.times == Some(0) {
            return None;
        }
        if self.random.u16(0..1_000) >= self.faults.per_thousand {
            return None;
        }
        let fault = self
            .faults
            .kinds
            .get(self.random.usize(0..self.faults.kinds.len()))
            .copied();
        self.faults.times = self.faults.times.map(|times| times - 1);
        if fault == Some(Fault::Storm) {
            self.storm_until = Some(now_ms + STORM_MS);
        }
        fault
    }

    /// The answer in place of carrying the request out.
    pub(crate) fn before(&self, fault: Fault, api: Api, serial: u64) -> Option<Reply> {
        match fault {
            Fault::ServerError => Some(api.internal_error(serial)),
            Fault::BadGateway => Some(html(StatusCode::BAD_GATEWAY, "502 Bad Gateway")),
            Fault::Html => Some(html(StatusCode::OK, "Sign in to the guest network")),
            Fault::HtmlRefusal => Some(html(StatusCode::FORBIDDEN, "Access blocked by your company")),
            Fault::Storm => Some(self.storm(api, serial)),
            Fault::LostRequest => Some(lost()),
            Fault::ErrorInside => Some(error_inside()),
            Fault::Documented if matches!(api, Api::OrganizationsV1 | Api::OrganizationsV2) => {
                let next = || Documented::all().nth(serial as usize % Documented::all().count());
                self.faults.code.or_else(next).map(|error| error.reply(serial))
            }
            _ => None,
        }
    }

    fn storm(&self, api: Api, serial: u64) -> Reply {
        let mut reply = api.rate_limited(serial);
        let reset = self.storm_until.map(|until| reply::instant(until, 0));
        if let Some(reset) = reset.and_then(|reset| reset.parse().ok()) {
            let headers = reply.headers_mut();
            headers.insert("x-ratelimit-limit", 1.into());
            headers.insert("x-ratelimit-remaining", 0.into());
            headers.insert("x-ratelimit-reset", reset);
            headers.insert("retry-after", (STORM_MS / 1_000).into());
        }
        reply
    }
}

/// What becomes of the answer to a request that was carried out.
pub(crate) fn after(fault: Fault, reply: Reply, api: Api, serial: u64) -> Reply {
    match fault {
        Fault::ErrorAfter => return api.internal_error(serial),
        Fault::ErrorInsideAfter => return error_inside(),
        Fault::LostAnswer => return lost(),
        _ => {}
    }
    if reply.body().is_empty() {
        return reply;
    }
    match fault {
        Fault::HalfJson => reply.map(|mut body| {
            body.truncate(body.len() / 2);
            body
        }),
        Fault::OtherShape => reply.map(|_| br#"["another","shape"]"#.to_vec()),
        Fault::OddItem => reply.map(|body| with_odd_item(&body).unwrap_or(body)),
        Fault::NoContent => reply::empty(StatusCode::NO_CONTENT),
        _ => reply,
    }
}

/// `None` for a body that has no list with an item in it.
fn with_odd_item(body: &[u8]) -> Option<Vec<u8>> {
    let mut body: Value = serde_json::from_slice(body).ok()?;
    let item = body.get_mut("data")?.get_mut(0)?.as_object_mut()?;
    for (key, value) in item.iter_mut() {
        if matches!(key.as_str(), "id" | "account_id" | "accountId") {
            continue;
        }
        *value = match value {
            Value::String(_) => json!(7),
            ref other => json!(other.to_string()),
        };
    }
    Some(body.to_string().into_bytes())
}

fn error_inside() -> Reply {
    let error = json!({ "status": 503, "message": "Service temporarily unavailable" });
    reply::json(StatusCode::OK, &json!({ "error": error }))
}

fn html(status: StatusCode, title: &str) -> Reply {
    let page = format!(
        "<!DOCTYPE html><html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>"
    );
    reply::text(status, "text/html; charset=utf-8", page)
}

/// The transport drops this response (see [`Lost`]). A client that gets it all the same learns no more from its status.
fn lost() -> Reply {
    let mut reply = reply::empty(StatusCode::GATEWAY_TIMEOUT);
    reply.extensions_mut().insert(Lost);
    reply
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_serdes_names() {
        for fault in Fault::ALL {
            assert_eq!(serde_json::to_value(fault).unwrap(), fault.name());
            assert_eq!(Fault::parse(fault.name()), Some(fault));
        }
    }
}
