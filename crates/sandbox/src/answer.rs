//! The front door: faults, limits, keys or the session, and routes, in this order.

use http::header::{AUTHORIZATION, COOKIE};
use http::{Request, StatusCode};
use percent_encoding::percent_decode_str;
use rollcall_atlassian::endpoint::{self, Endpoint, KeyKind, Params, Route};
use serde_json::{Map, Value, json};

use crate::admin::Refused;
use crate::documented::Documented;
use crate::fault::{self, Fault};
use crate::key::Key;
use crate::lag::Stale;
use crate::organization::Organization;
use crate::reply::{self, Api, Reply};
use crate::search::bad_query;

/// Where the admin portal's own calls are.
const PORTAL: &str = "/gateway/";

/// As long as a body may be.
const LONGEST_BODY: usize = 1 << 20;

/// A request on its way through the house.
pub(crate) struct Asked<'a> {
    pub(crate) now_ms: i64,
    /// Where the client reaches the organization, for the links that are whole URLs.
    pub(crate) origin: &'a str,
    pub(crate) request: &'a Request<Vec<u8>>,
    pub(crate) endpoint: &'static Endpoint,
    pub(crate) params: Params,
    pub(crate) query: Vec<(String, String)>,
    /// The number of the request, for the ids in error bodies.
    pub(crate) serial: u64,
    /// Whether the key has scopes.
    pub(crate) is_scoped: bool,
    /// Whether a page's next page is to be the page itself.
    pub(crate) repeat: bool,
}

impl Asked<'_> {
    /// The first value of a query parameter.
    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        self.query_all(name).next()
    }

    /// Every value of a query parameter.
    pub(crate) fn query_all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.query
            .iter()
            .filter(move |(at, _)| at == name)
            .map(|(_, value)| value.as_str())
    }

    /// The query as an object: parameters that stand once by their value, all others as lists. Words that JSON has are JSON's.
    pub(crate) fn query_as_json(&self, once: &[&str]) -> Result<Value, Refused> {
        let mut object = Map::new();
        for (name, value) in &self.query {
            let is_word = matches!(name.as_str(), "limit" | "mfaEnabled");
            let word = is_word
                .then(|| serde_json::from_str::<Value>(value).ok())
                .flatten();
            let value = word.unwrap_or_else(|| value.as_str().into());
            if !once.contains(&name.as_str()) {
                let list = object.entry(name).or_insert_with(|| json!([]));
                list.as_array_mut()
                    .into_iter()
                    .for_each(|list| list.push(value.clone()));
            } else if object.insert(name.clone(), value).is_some() {
                return Err(bad_query(self, &format!("{name} stands twice")));
            }
        }
        Ok(object.into())
    }

    /// The body, if it says that it is JSON, is not too long, and begins as an object does. (Serde would take a list of the
    /// fields' values for a struct as well.)
    pub(crate) fn json_object(&self) -> Option<&[u8]> {
        let body = self.request.body();
        let declared = self
            .request
            .headers()
            .get(http::header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split(';').next())
            .is_some_and(|value| value.trim().eq_ignore_ascii_case("application/json"));
        let object = body.trim_ascii_start().starts_with(b"{");
        (declared && object && body.len() <= LONGEST_BODY).then_some(body)
    }
}

impl Organization {
    /// Answers a request at a time in milliseconds since 1970. `origin` is where the client reaches the organization
    /// (`https://api.atlassian.com`); links that are whole URLs start with it. Of the request's URI only path and query count.
    pub fn answer(&mut self, now_ms: i64, origin: &str, request: &Request<Vec<u8>>) -> Reply {
        self.book.pass(now_ms);
        self.go_on_with_tasks(now_ms);
        self.serial += 1;
        let serial = self.serial;
        let path = request.uri().path();
        let api = Api::of(path);
        let route = endpoint::find(request.method(), path);
        let name = match &route {
            Route::Found(endpoint, _) => Some(endpoint.name),
            _ => None,
        };

        let fault = self.trouble.draw(name, now_ms);
        if let Some(reply) = fault.and_then(|fault| self.trouble.before(fault, api, serial)) {
            return reply;
        }
        let verdict = self.limiter.ask(now_ms);
        let quota = self.quotas.ask(name.filter(|_| !verdict.refused), now_ms);
        let mut reply = if verdict.refused || quota.is_some_and(|quota| quota.refused) {
            api.rate_limited(serial)
        } else {
            let repeat = fault == Some(Fault::RepeatingCursor);
            self.admit(now_ms, origin, request, route, repeat)
        };
        if let Some(fault) = fault {
            reply = fault::after(fault, reply, api, serial);
        }
        self.stale_answers += u64::from(reply.extensions().get::<Stale>().is_some());
        verdict.tell(reply.headers_mut());
        if let Some(quota) = quota {
            quota.tell(reply.headers_mut());
        }
        reply
    }

    fn admit(
        &mut self,
        now_ms: i64,
        origin: &str,
        request: &Request<Vec<u8>>,
        route: Route,
        repeat: bool,
    ) -> Reply {
        let api = Api::of(request.uri().path());
        let is_at_portal = request.uri().path().starts_with(PORTAL);
        let key = if is_at_portal {
            match self.stranger_at_portal(request) {
                Some(refusal) => return refusal,
                None => None,
            }
        } else {
            match self.admitted_with_key(request, api, &route) {
                Ok(key) => Some(key),
                Err(refusal) => return *refusal,
            }
        };
        let (endpoint, params) = match route {
            Route::Found(endpoint, params) => (endpoint, params),
            Route::MethodNotAllowed(methods) => return api.wrong_method(&methods, self.serial),
            Route::Unknown => return api.unknown_path(self.serial),
        };
        if endpoint.key == KeyKind::Unscoped && key == Some(Key::Scoped) {
            return insufficient_scope();
        }
        let asked = Asked {
            now_ms,
            origin,
            request,
            endpoint,
            params,
            query: parse_query(request.uri().query().unwrap_or_default()),
            serial: self.serial,
            is_scoped: key == Some(Key::Scoped),
            repeat,
        };
        match api {
            Api::Users => self.manage(&asked),
            Api::Gateway => self.show_at_portal(&asked),
            Api::OrganizationsV1 | Api::OrganizationsV2 => self.administer(&asked),
        }
    }

    /// The key of whoever asks one of the APIs. Cookies have no business there.
    fn admitted_with_key(&self, request: &Request<Vec<u8>>, api: Api, route: &Route) -> Result<Key, Refused> {
        if request.headers().contains_key(COOKIE) {
            let words = "Bad request: a cookie has no business here";
            return Err(reply::proxy_error(StatusCode::BAD_REQUEST, words).into());
        }
        self.key_of(request).map_err(|stranger| {
            let refusal = match stranger {
                Stranger::Unknown => {
                    // The one call of this path that declares another refusal than its API.
                    let of_call = match route {
                        Route::Found(endpoint, _) if endpoint.name == "invite-user" => {
                            Documented::parse("ADMIN-UAM-401-1")
                        }
                        _ => None,
                    };
                    of_call.map_or_else(|| api.unauthorized(self.serial), |code| code.reply(self.serial))
                }
                Stranger::Issuer => reply::key(StatusCode::UNAUTHORIZED, "asapUnauthorizedIssuer"),
            };
            refusal.into()
        })
    }

    /// Which key the request carries.
    fn key_of(&self, request: &Request<Vec<u8>>) -> Result<Key, Stranger> {
        let mut headers = request.headers().get_all(AUTHORIZATION).iter();
        let (Some(header), None) = (headers.next(), headers.next()) else {
            return Err(Stranger::Unknown);
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
                Err(Stranger::Issuer)
            }
            _ => Err(Stranger::Unknown),
        }
    }
}

enum Stranger {
    Unknown,
    Issuer,
}

/// User management to a key with scopes (AX-631; that scoped keys meet it today was measured by the authors of jira.js).
fn insufficient_scope() -> Reply {
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

/// Names and values of a query, decoded. What is not UTF-8 becomes replacement characters and so fits nothing.
fn parse_query(query: &str) -> Vec<(String, String)> {
    let decode = |text: &str| {
        let text = text.replace('+', " ");
        percent_decode_str(&text).decode_utf8_lossy().into_owned()
    };
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        })
        .collect()
}
