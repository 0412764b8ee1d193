//! HTTP through the browser's `fetch`. This is the only place that knows the key, and the session of the admin portal.

use gloo_net::http::{Method, RequestBuilder};
use http::{Request, Response};
use js_sys::Uint8Array;
use rollcall_atlassian::Body;
use rollcall_core::connect::{Probe, blocks_loopback};
use rollcall_core::journal::{RunId, SealKey};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortSignal, ReferrerPolicy, RequestCache, RequestCredentials, RequestMode, RequestRedirect, Url,
};

use super::Lost;
use crate::{clock, wire};

/// A call that has no answer after this long, in milliseconds, is lost. It must be shorter than
/// [`rollcall_core::run::Settings::request_life`]: by the time that a lost call's account is read, the browser has let go of it.
const TIME_OUT: u32 = 25_000;

/// A probe is about what is near; it need not wait as long.
const PROBE_TIME_OUT: u32 = 5_000;

/// A path that Atlassian answers itself, with 401: a redirect could lead to an address that the page may not call.
const PROBE_PATH: &str = "/admin/v1/orgs";

/// The browser lets a blocked call fail first and reports it in a task of its own. So long, in milliseconds, the report may take.
const REPORT_WITHIN: u32 = 100;

/// What a Rollcall proxy, and nobody else, says in a header of every answer.
pub(crate) const PROXY_HEADER: &str = "x-rollcall-proxy";

/// Most calls under way over HTTP/1.1, for which a browser opens six connections to a host; and over HTTP/2 and 3, which carry
/// calls side by side: RFC 9113, section 6.5.2, recommends that a server lets no fewer than 100 be open.
pub(crate) const OVER_CONNECTIONS: usize = 6;
const OVER_STREAMS: usize = 64;

/// Before the key, in the header that carries it.
const BEARER: &str = "Bearer ";
const AUTHORIZATION: &str = "authorization";

/// What lets the admin portal be asked through a proxy: a session, which is a cookie only behind it, or the secret for which the proxy
/// lends one.
const SESSION: &str = "x-rollcall-session";
const SECRET: &str = "x-rollcall-secret";

/// The address and the key, or what is there in its place.
pub(crate) struct Fetch {
    /// Origin, without a slash at the end.
    base: String,
    /// The header that lets a call in, and its value.
    header: &'static str,
    value: String,
}

impl Fetch {
    /// Calls go to `base`, an origin, with `key`.
    pub(crate) fn new(base: String, key: &str) -> Self {
        Self::from_port(base, format!("{BEARER}{key}"))
    }

    /// Calls go to the same address, for the admin portal and with this session: without the key.
    pub(crate) fn with_session(&self, session: &str) -> Self {
        self.with(SESSION, session)
    }

    /// The same with the secret for which the proxy lends a session.
    pub(crate) fn with_secret(&self, secret: &str) -> Self {
        self.with(SECRET, secret)
    }

    fn with(&self, header: &'static str, value: &str) -> Self {
        Self {
            base: self.base.clone(),
            header,
            value: value.to_owned(),
        }
    }

    /// What seals the journals of a run for whoever has this key.
    pub(crate) fn seal_key(&self, run: RunId) -> SealKey {
        SealKey::derive(self.key(), run)
    }

    fn key(&self) -> &[u8] {
        self.value.strip_prefix(BEARER).unwrap_or(&self.value).as_bytes()
    }

    /// The origin that is called.
    pub(crate) fn base(&self) -> &str {
        &self.base
    }

    /// Puts address and key on a port, for the run's worker. They pass from worker to worker; the page does not see them.
    pub(crate) fn to_port(&self) -> (String, String) {
        (self.base.clone(), self.value.clone())
    }

    /// What the other worker put on the port.
    pub(crate) fn from_port(base: String, authorization: String) -> Self {
        Self {
            base,
            header: AUTHORIZATION,
            value: authorization,
        }
    }

    /// Sends a request and reads the whole answer.
    pub(crate) async fn send(&self, request: Request<Body>) -> Result<Response<Body>, Lost> {
        let (parts, body) = request.into_parts();
        let mut builder = plain(&format!("{}{}", self.base, parts.uri), TIME_OUT)
            .method(parts.method)
            .mode(RequestMode::Cors)
            .header(self.header, &self.value);
        for (name, value) in &parts.headers {
            if let Ok(value) = value.to_str() {
                builder = builder.header(name.as_str(), value);
            }
        }
        let request = if body.is_empty() {
            builder.build()
        } else {
            builder.body(Uint8Array::from(body.as_slice()))
        };
        let answer = request.map_err(lost)?.send().await.map_err(lost)?;
        let bytes = without_key(answer.binary().await.map_err(lost)?, self.key());
        let mut response = Response::builder().status(answer.status());
        for (name, value) in answer.headers().entries() {
            response = response.header(name, value);
        }
        response.body(bytes).map_err(|error| Lost {
            message: error.to_string(),
        })
    }

    /// Whether a Rollcall proxy answers at the address. Asked without the key, and before the key goes there: a host that is
    /// no proxy must not see it.
    pub(crate) async fn proxy_answers(&self) -> bool {
        let health = format!("{}/rollcall-proxy/health", self.base);
        let answer = plain(&health, PROBE_TIME_OUT).send().await;
        answer.is_ok_and(|answer| answer.headers().has(PROXY_HEADER))
    }

    /// What the proxy says of itself; `None` where none answers.
    pub(crate) async fn proxy_says(&self) -> Option<serde_json::Value> {
        let health = format!("{}/rollcall-proxy/health", self.base);
        let answer = plain(&health, PROBE_TIME_OUT).send().await.ok()?;
        answer.headers().has(PROXY_HEADER).then_some(())?;
        serde_json::from_slice(&answer.binary().await.ok()?).ok()
    }

    /// Most calls to have under way, by the protocol of the calls made so far, where the browser tells it: it does so for the
    /// page's own origin, and for servers that allow it (`Timing-Allow-Origin`).
    pub(crate) fn most_at_once(&self) -> usize {
        let performance = wire::field(&js_sys::global(), "performance");
        let Ok(entries) = wire::field(&performance, "getEntriesByType").dyn_into::<js_sys::Function>() else {
            return OVER_CONNECTIONS;
        };
        let resources = entries.call1(&performance, &JsValue::from_str("resource"));
        let resources = resources.unwrap_or(JsValue::UNDEFINED);
        let text = |entry: &JsValue, name| wire::field(entry, name).as_string().unwrap_or_default();
        let protocol = js_sys::Array::from(&resources)
            .iter()
            .filter(|entry| text(entry, "name").starts_with(&self.base))
            .map(|entry| text(&entry, "nextHopProtocol"))
            .next_back();
        most_over(&protocol.unwrap_or_default())
    }

    /// Finds out without the key what can be found out about a call that was lost.
    pub(crate) async fn probe(&self) -> Probe {
        let proxy_answers = self.proxy_answers().await;
        // `no-cors` fails at once with any other redirect mode (Fetch standard, main fetch). There is no key to be led astray.
        let opaque = plain(&format!("{}{PROBE_PATH}", self.base), PROBE_TIME_OUT)
            .mode(RequestMode::NoCors)
            .redirect(RequestRedirect::Follow)
            .send()
            .await;
        clock::sleep(REPORT_WITHIN).await;
        Probe {
            online: wire::scope().navigator().on_line(),
            blocked_by_policy: self.is_blocked_by_policy(),
            something_answers: opaque.is_ok(),
            local_network_refused: local_network_refused().await,
            blocks_loopback: self.blocks_loopback(),
            proxy_answers,
        }
    }

    /// Whether this browser blocks calls to this address from where the page came from.
    fn blocks_loopback(&self) -> bool {
        let user_agent = wire::scope().navigator().user_agent().unwrap_or_default();
        let page = wire::field(&js_sys::global(), "origin").as_string();
        blocks_loopback(&user_agent, &page.unwrap_or_default(), &self.base)
    }

    /// Whether the policy of the page, which this worker inherits, kept it from calling the address.
    fn is_blocked_by_policy(&self) -> bool {
        let own = origin(&self.base);
        BLOCKED.with_borrow(|blocked| blocked.iter().any(|address| origin(address) == own))
    }
}

/// By the protocol's name in TLS (RFC 7301).
fn most_over(protocol: &str) -> usize {
    match protocol {
        "h2" | "h3" => OVER_STREAMS,
        _ => OVER_CONNECTIONS,
    }
}

/// `None` for what is no address: the browser may report a word, such as `inline`.
fn origin(address: &str) -> Option<String> {
    Url::new(address).ok().map(|url| url.origin())
}

/// A server that repeats the key in its answer does not bring it into a report or onto the page.
fn without_key(body: Body, key: &[u8]) -> Body {
    if key.is_empty() || body.len() < key.len() || !body.windows(key.len()).any(|part| part == key) {
        return body;
    }
    let mut clean = Vec::with_capacity(body.len());
    let mut rest = body.as_slice();
    while let Some((&first, after)) = rest.split_first() {
        if let Some(behind) = rest.strip_prefix(key) {
            clean.extend_from_slice(b"[the key]");
            rest = behind;
        } else {
            clean.push(first);
            rest = after;
        }
    }
    clean
}

/// A request as all are sent: no cookies, no referrer, no cache, no redirect that would take the key elsewhere.
fn plain(url: &str, time_out: u32) -> RequestBuilder {
    RequestBuilder::new(url)
        .method(Method::GET)
        .credentials(RequestCredentials::Omit)
        .referrer_policy(ReferrerPolicy::NoReferrer)
        .cache(RequestCache::NoStore)
        .redirect(RequestRedirect::Error)
        .abort_signal(Some(&AbortSignal::timeout_with_u32(time_out)))
}

#[expect(clippy::needless_pass_by_value, reason = "it maps errors")]
fn lost(error: gloo_net::Error) -> Lost {
    Lost {
        message: error.to_string(),
    }
}

/// Whether the browser says that reaching the local network was refused. The permission is named
/// `local-network-access` in Chromium since 142 and `loopback-network` in newer ones; others do not know either.
async fn local_network_refused() -> Option<bool> {
    for name in ["loopback-network", "local-network-access"] {
        if let Some(state) = permission(name).await {
            return Some(state == "denied");
        }
    }
    None
}

async fn permission(name: &str) -> Option<String> {
    let permissions = wire::field(&wire::scope().navigator(), "permissions");
    let query: js_sys::Function = wire::field(&permissions, "query").dyn_into().ok()?;
    let wanted = js_sys::Object::new();
    wire::set(&wanted, "name", &JsValue::from_str(name));
    let promise: js_sys::Promise = query.call1(&permissions, &wanted).ok()?.dyn_into().ok()?;
    wire::field(&JsFuture::from(promise).await.ok()?, "state").as_string()
}

thread_local! {
    static BLOCKED: std::cell::RefCell<Vec<String>> = const { std::cell::RefCell::new(Vec::new()) };
}

/// Remembers an address that the browser reported as blocked by the policy.
pub(crate) fn note_blocked(address: String) {
    BLOCKED.with_borrow_mut(|blocked| {
        if !blocked.contains(&address) {
            blocked.push(address);
        }
    });
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test]
    fn calls_go_side_by_side_where_one_connection_carries_many() {
        assert_eq!(["h2", "h3", "http/1.1", ""].map(most_over), [64, 64, 6, 6]);
        let fetch = Fetch::new("http://127.0.0.1:1".to_owned(), "key");
        assert_eq!(fetch.most_at_once(), 6);
    }

    #[wasm_bindgen_test]
    fn a_key_that_a_server_repeats_is_taken_out() {
        let clean = |body: &str| String::from_utf8(without_key(body.into(), b"secret-1")).unwrap();
        assert_eq!(
            clean("bad key secret-1, secret-1!"),
            "bad key [the key], [the key]!"
        );
        assert_eq!(clean("secret-"), "secret-");
        assert_eq!(clean(""), "");
    }
}
