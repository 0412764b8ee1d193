//! A million requests, made by mutating valid ones. Only listed calls with listed headers reach an upstream, and only their own; no
//! response has a header that it may not have, or can be read by another page than the one that sent the request.

use std::sync::{Arc, Mutex};

use http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, AUTHORIZATION, COOKIE, HOST, HeaderName, ORIGIN};
use http::{HeaderMap, HeaderValue, Method, Request, Response, Uri};
use hyper::body::Body as _;
use rollcall_atlassian::endpoint::{Route, find};
use rollcall_atlassian::{ENDPOINTS, Host};

use super::around;
use crate::Config;
use crate::body::{Body, full};
use crate::handler::Handler;
use crate::header_names;
use crate::in_flight::InFlight;
use crate::pace::Pace;
use crate::shared::Shared;
use crate::upstream::Upstream;

/// Requests on each of two threads.
const REQUESTS: u32 = 500_000;
const PAGE: &str = "https://rollcall.example.com";
const KEY: &str = "Bearer key";

/// A small pseudo-random number generator (`SplitMix64`).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut drawn = self.0;
        drawn = (drawn ^ (drawn >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        drawn = (drawn ^ (drawn >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        drawn ^ (drawn >> 31)
    }

    fn of<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[(self.next() % all.len() as u64) as usize]
    }
}

const PIECES: [&str; 24] = [
    "..", ".", "", "%2e%2e", "%2f", "//", "\\", ";x", "%00", "%0d%0a", "%252e", "%", "%zz", "@", "#x",
    "?x=y", "*", "~", "a b", "admin", "users", "manage", "orgs", "v9",
];
const UPSTREAM: &str = "upstream.example.com";
const PORTAL: &str = "portal.example.com";
const SESSION: &str = "eyJh.eyJz.c2ln";
const OWN_HOSTS: [&str; 3] = ["127.0.0.1:7655", "localhost", "[::1]"];
const HOSTS: [&str; 6] = [
    OWN_HOSTS[0],
    OWN_HOSTS[1],
    OWN_HOSTS[2],
    "evil.example",
    "127.0.0.1.evil.example",
    "",
];
const PAGES: [&str; 2] = [PAGE, "http://localhost:3000"];
const ORIGINS: [&str; 8] = [
    PAGES[0],
    PAGES[1],
    "null",
    "https://evil.example",
    "https://rollcall.example.com.evil.example",
    "http://rollcall.example.com",
    "https://ROLLCALL.example.com",
    "https://rollcall.example.com:444",
];
const HEADERS: [(&str, &str); 14] = [
    ("cookie", "session=1"),
    ("cookie", "cloud.session.token=another"),
    ("x-rollcall-secret", "secret"),
    ("x-forwarded-for", "10.0.0.1"),
    ("x-forwarded-host", "evil.example"),
    ("forwarded", "for=10.0.0.1"),
    ("proxy-authorization", "Basic eA=="),
    ("x-http-method-override", "DELETE"),
    ("x-original-url", "/admin"),
    ("referer", "https://evil.example/"),
    ("upgrade", "websocket"),
    ("te", "trailers"),
    ("range", "bytes=0-1"),
    ("sec-fetch-site", "cross-site"),
];

/// A valid call of the table.
fn valid(chance: &mut Chance) -> (Method, String) {
    let endpoint = chance.of(ENDPOINTS);
    let path: Vec<&str> = endpoint
        .path
        .split('/')
        .map(|segment| match segment {
            "{account}" => "557058%3Aab",
            "{organization}" | "{site}" => "1a2b3c4d-0000-4000-8000-1a2b3c4d5e6f",
            segment if segment.starts_with('{') => "ari-1",
            segment => segment,
        })
        .collect();
    (endpoint.method.clone(), path.join("/"))
}

/// A valid call with up to two mutations.
fn mutated(chance: &mut Chance) -> Option<Request<Body>> {
    let (mut method, mut path) = valid(chance);
    let mut headers = HeaderMap::from_iter([
        (HOST, HeaderValue::from_static("127.0.0.1:7655")),
        (ORIGIN, HeaderValue::from_static(PAGE)),
        (AUTHORIZATION, HeaderValue::from_static(KEY)),
        (header_names::SESSION, HeaderValue::from_static(SESSION)),
    ]);
    let mut body = if method == Method::GET { "" } else { "{}" }.to_owned();
    for _ in 0..chance.next() % 3 {
        match chance.next() % 9 {
            0 => {
                let at = chance.next() as usize % (path.len() + 1);
                path.insert_str(at, chance.of(&PIECES));
            }
            1 => {
                let mut segments: Vec<&str> = path.split('/').collect();
                let at = chance.next() as usize % segments.len();
                segments[at] = chance.of(&PIECES);
                path = segments.join("/");
            }
            2 => method.clone_from(chance.of(&[
                &Method::GET,
                &Method::PUT,
                &Method::DELETE,
                &Method::CONNECT,
                &Method::TRACE,
            ])),
            3 => {
                headers.insert(HOST, HeaderValue::from_static(chance.of(&HOSTS)));
            }
            4 => {
                headers.insert(ORIGIN, HeaderValue::from_static(chance.of(&ORIGINS)));
            }
            5 => {
                headers.remove(chance.of(&[&AUTHORIZATION, &header_names::SESSION, &ORIGIN]));
            }
            6 | 7 => {
                let (name, value) = HEADERS[(chance.next() % HEADERS.len() as u64) as usize];
                headers.append(HeaderName::from_static(name), HeaderValue::from_static(value));
            }
            _ => {
                path.push_str(chance.of(&["?", "?x=1", "?cursor=a&limit=1", "?privileges=email.set"]));
                body = "x".repeat(chance.next() as usize % 300);
            }
        }
    }
    let mut request = Request::new(full(body));
    *request.method_mut() = method;
    // hyper refuses what is no URI.
    *request.uri_mut() = path.parse::<Uri>().ok()?;
    *request.headers_mut() = headers;
    Some(request)
}

/// The last request to an upstream.
type Last = Arc<Mutex<Option<(Method, Uri, HeaderMap)>>>;

/// Records what would be sent, and answers with headers that no page may see.
fn recorder(last: &Last, upstream: Upstream) -> Handler {
    let last = Arc::clone(last);
    Arc::new(move |request| {
        let (parts, _) = upstream.addressed(request).unwrap().into_parts();
        *last.lock().unwrap() = Some((parts.method, parts.uri, parts.headers));
        let mut response = Response::new(full("{}"));
        for (name, value) in [
            ("set-cookie", "session=1"),
            ("access-control-allow-origin", "https://evil.example"),
            ("access-control-allow-credentials", "true"),
            ("location", "https://evil.example/"),
            ("x-internal", "1"),
            ("retry-after", "1"),
        ] {
            response
                .headers_mut()
                .insert(name, HeaderValue::from_static(value));
        }
        Box::pin(std::future::ready(response))
    })
}

fn is_listed(method: &Method, uri: &Uri) -> bool {
    let Route::Found(endpoint, _) = find(method, uri.path()) else {
        return false;
    };
    let names = uri.query().unwrap_or_default().split('&');
    let server = match endpoint.host() {
        Host::Api => UPSTREAM,
        Host::Portal => PORTAL,
    };
    uri.scheme_str() == Some("https")
        && uri.authority().is_some_and(|authority| authority == server)
        && names
            .filter(|pair| !pair.is_empty())
            .filter_map(|pair| pair.split('=').next())
            .all(|name| endpoint.query.contains(&name))
}

#[test]
fn only_listed_calls_are_sent_and_no_response_shows_too_much() {
    let passed: u32 = std::thread::scope(|scope| {
        let threads = [1, 2].map(|seed| scope.spawn(move || try_all(seed)));
        threads.map(|thread| thread.join().unwrap()).iter().sum()
    });
    assert!(
        passed * 3 >= 2 * REQUESTS,
        "only {passed} of {} were sent",
        2 * REQUESTS
    );
}

/// Tries requests from a seed. Returns how many reached an upstream.
fn try_all(seed: u64) -> u32 {
    let config = Config::of(&[
        ("allow-origin", PAGE),
        ("per-client", "0"),
        ("largest-request", "256"),
        ("upstream-api", &format!("https://{UPSTREAM}")),
        ("admin-portal", "yes"),
        ("upstream-portal", &format!("https://{PORTAL}")),
    ]);
    let config = Arc::new(config.unwrap());
    let last = Last::default();
    let shared = Shared::new(&config);
    let pace = Pace::new(shared.clients.at(std::net::IpAddr::from([127, 0, 0, 1])));
    let upstream = Upstream::new(&config).unwrap();
    let handler = around(recorder(&last, upstream), &config, &Shared::new(&config), None);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    let mut chance = Chance(seed);
    let (mut tried, mut passed, mut at_portal) = (0, 0, 0);
    while tried < REQUESTS {
        let Some(mut request) = mutated(&mut chance) else {
            continue;
        };
        tried += 1;
        request.extensions_mut().insert(InFlight::new(&pace));
        let sent = (
            request.method().clone(),
            request.uri().clone(),
            request.headers().clone(),
        );
        let has_body = !request.body().is_end_stream();
        let answer = runtime.block_on(handler(request));
        if let Some((method, uri, headers)) = last.lock().unwrap().take() {
            passed += 1;
            assert!(is_listed(&method, &uri), "{sent:?} was sent as {method} {uri}");
            assert!(
                method != Method::GET || !has_body,
                "{sent:?} was sent with a body"
            );
            // The key is for the API alone, and the session for the portal alone.
            let is_for_portal = uri.authority().is_some_and(|authority| authority == PORTAL);
            let (listed, let_in): (&[&str], _) = if is_for_portal {
                at_portal += 1;
                assert_eq!(method, Method::GET, "{sent:?}");
                let cookie = format!("cloud.session.token={SESSION}");
                (&["cookie", "accept", "user-agent"], (COOKIE, cookie))
            } else {
                let listed = &["authorization", "content-type", "accept", "user-agent"];
                (listed, (AUTHORIZATION, KEY.to_owned()))
            };
            for name in headers.keys() {
                assert!(listed.contains(&name.as_str()), "{sent:?} was sent with {name}");
            }
            // The client derives `Host` from the address, and no other is sent.
            let all: Vec<_> = headers.get_all(let_in.0).iter().collect();
            assert_eq!(all, [&let_in.1], "{sent:?}");
            let host = sent.2.get(HOST).unwrap();
            assert!(OWN_HOSTS.iter().any(|own| host == own), "{sent:?} was sent");
            // Only the page that sent the request may read the response.
            assert_eq!(
                answer.headers().get(ACCESS_CONTROL_ALLOW_ORIGIN),
                sent.2.get(ORIGIN),
                "{sent:?}"
            );
        }
        let headers = answer.headers();
        for name in [
            "set-cookie",
            "location",
            "x-internal",
            "access-control-allow-credentials",
        ] {
            assert!(!headers.contains_key(name), "{sent:?} was answered with {name}");
        }
        if let Some(allowed) = headers.get(ACCESS_CONTROL_ALLOW_ORIGIN) {
            let is_ours = PAGES.iter().any(|page| allowed == page);
            let is_sender = sent.2.get(ORIGIN) == Some(allowed);
            assert!(is_ours && is_sender, "{sent:?} may be read by {allowed:?}");
        }
    }
    assert!(at_portal > 0, "none went to the portal");
    passed
}
