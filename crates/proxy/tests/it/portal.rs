//! The admin portal: off by default, and called with a session and nothing else.

use std::net::SocketAddr;

use bytes::Bytes;
use http::Response;
use http_body_util::Full;
use rollcall_proxy::Config;
use serde_json::json;

use crate::behind::{Came, behind, config, ok, proxy};
use crate::client::{KEY, PAGE, PORTAL_USERS, SESSION, SET_EMAIL, ask};

const SITE_USERS: &str = "/gateway/api/adminhub/um/site/1a2b3c4d-0000-4000-8000-1a2b3c4d5e6f/users";

/// A response of the admin portal, which sets cookies of its own.
fn portal() -> Response<Full<Bytes>> {
    Response::builder()
        .header("content-type", "application/json")
        .header("set-cookie", "cloud.session.token=another")
        .body(Full::new(Bytes::from("{\"total\":0,\"users\":[]}")))
        .unwrap()
}

/// A proxy with both upstreams, and the requests that reached each.
async fn in_front(settings: &[(&str, &str)]) -> (SocketAddr, Came, Came) {
    let (api, at_api) = behind(ok).await;
    let (portal, at_portal) = behind(portal).await;
    let address = format!("http://{portal}");
    let mut all = vec![("admin-portal", "yes"), ("upstream-portal", address.as_str())];
    all.extend(settings);
    (proxy(config(api, &all)).await, at_api, at_portal)
}

async fn offer(proxy: SocketAddr) -> String {
    let health = ask(proxy, "GET", "/rollcall-proxy/health", &[("origin", PAGE)], "").await;
    health.json()["portal"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_portal_is_off_by_default() {
    let (api, at_api) = behind(ok).await;
    let (portal, at_portal) = behind(portal).await;
    let address = format!("http://{portal}");
    let proxy = proxy(config(api, &[("upstream-portal", &address)])).await;
    assert_eq!(offer(proxy).await, "off");
    for path in [PORTAL_USERS, SITE_USERS] {
        for headers in [&[SESSION, ("origin", PAGE)][..], &[KEY, ("origin", PAGE)]] {
            let answer = ask(proxy, "GET", path, headers, "").await;
            assert_eq!(
                (answer.status.as_u16(), answer.code().as_str()),
                (403, "portal-off")
            );
            assert_eq!(
                answer.json()["message"],
                "This proxy passes nothing on to the admin portal. If it should, start it with --admin-portal."
            );
            assert_eq!(answer.header("access-control-allow-origin"), PAGE);
        }
    }
    assert_eq!(at_api.count() + at_portal.count(), 0);
}

#[tokio::test]
async fn a_session_becomes_the_one_cookie_and_goes_to_the_portal_alone() {
    let (proxy, at_api, at_portal) = in_front(&[]).await;
    assert_eq!(offer(proxy).await, "session");
    let headers = [
        SESSION,
        KEY,
        ("origin", PAGE),
        ("accept", "application/json"),
        ("cookie", "cloud.session.token=older; a=b"),
        ("x-forwarded-for", "10.0.0.1"),
        ("x-rollcall-secret", "1"),
    ];
    for path in [PORTAL_USERS, SITE_USERS] {
        let answer = ask(proxy, "GET", path, &headers, "").await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.json(), json!({ "total": 0, "users": [] }));
        assert!(!answer.headers.contains_key("set-cookie"));
        assert_eq!(answer.header("access-control-allow-origin"), PAGE);
    }
    let seen = at_portal.all();
    assert_eq!(seen.len(), 2);
    for (seen, path) in seen.iter().zip([PORTAL_USERS, SITE_USERS]) {
        assert_eq!(seen.line, format!("GET {path}"));
        let mut names: Vec<_> = seen.headers.keys().map(http::HeaderName::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, ["accept", "cookie", "host", "user-agent"]);
        assert_eq!(seen.headers["cookie"], "cloud.session.token=eyJh.eyJz.c2ln");
    }
    // And the APIs never see it.
    assert_eq!(at_api.count(), 0);
    ask(proxy, "PUT", SET_EMAIL, &headers, "{}").await;
    let seen = at_api.all();
    for name in ["cookie", "x-rollcall-session", "x-rollcall-secret"] {
        assert!(!seen[0].headers.contains_key(name), "{name}");
    }
    assert_eq!((seen.len(), at_portal.count()), (1, 2));
}

#[tokio::test]
async fn invalid_sessions_and_unlisted_portal_calls_are_not_sent() {
    let (proxy, at_api, at_portal) = in_front(&[]).await;
    for (headers, status, code) in [
        (&[("origin", PAGE)][..], 401, "session-missing"),
        (&[KEY], 401, "session-missing"),
        (&[("x-rollcall-session", "")], 401, "session-missing"),
        (&[("cookie", "cloud.session.token=a")], 401, "session-missing"),
        (&[("x-rollcall-secret", "a")], 401, "session-missing"),
        (&[("x-rollcall-session", "a; b=c")], 400, "session-malformed"),
        (&[("x-rollcall-session", "a b")], 400, "session-malformed"),
        (&[SESSION, SESSION], 400, "ambiguous-request"),
    ] {
        let answer = ask(proxy, "GET", PORTAL_USERS, headers, "").await;
        assert_eq!(
            (answer.status.as_u16(), answer.code().as_str()),
            (status, code),
            "{headers:?}"
        );
    }
    for (method, path) in [
        ("POST", PORTAL_USERS),
        ("DELETE", SITE_USERS),
        ("GET", "/gateway/api/adminhub/um/site/nonsense/users"),
        ("GET", "/gateway/api/adminhub/organization/my2"),
        ("GET", &format!("{PORTAL_USERS}&count=1")),
        ("GET", &format!("{SITE_USERS}?status=active")),
    ] {
        let answer = ask(proxy, method, path, &[SESSION], "").await;
        assert_eq!(
            (answer.status.as_u16(), answer.code().as_str()),
            (404, "unknown-route"),
            "{path}"
        );
    }
    assert_eq!(at_api.count() + at_portal.count(), 0);
}

#[tokio::test]
async fn a_page_may_send_what_the_portal_needs() {
    let (proxy, _, _) = in_front(&[]).await;
    let headers = [
        ("origin", PAGE),
        ("access-control-request-method", "GET"),
        ("access-control-request-headers", "x-rollcall-session"),
    ];
    let answer = ask(proxy, "OPTIONS", PORTAL_USERS, &headers, "").await;
    let allowed = answer.header("access-control-allow-headers");
    for name in ["x-rollcall-session", "x-rollcall-secret"] {
        assert!(allowed.contains(name), "{allowed}");
    }
}

#[test]
fn a_session_is_not_lent_to_other_computers_nor_for_what_is_off() {
    for (settings, key) in [
        (&[("session-from", "firefox")][..], "admin-portal"),
        (
            &[
                ("session-from", "firefox"),
                ("admin-portal", "yes"),
                ("allow-host", "proxy.example.com"),
            ],
            "session-from",
        ),
        (
            &[
                ("session-from", "firefox"),
                ("admin-portal", "yes"),
                ("listen", "0.0.0.0:7655"),
            ],
            "session-from",
        ),
        (
            &[("session-from", "chrome"), ("admin-portal", "yes")],
            "session-from",
        ),
        (
            &[("session-from", "lynx"), ("admin-portal", "yes")],
            "session-from",
        ),
        (
            &[("upstream-portal", "http://admin.atlassian.com")],
            "upstream-portal",
        ),
        (&[("admin-portal", "perhaps")], "admin-portal"),
    ] {
        let text = Config::of(settings).unwrap_err().to_string();
        assert!(
            text.lines().any(|line| line.starts_with(&format!("{key}: "))),
            "{settings:?}: {text}"
        );
    }
}

#[cfg(not(feature = "session-from-browser"))]
#[test]
fn a_program_built_without_the_feature_says_so() {
    let settings = [("session-from", "firefox"), ("admin-portal", "yes")];
    let text = Config::of(&settings).unwrap_err().to_string();
    assert!(text.contains("--features session-from-browser"), "{text}");
}

#[cfg(feature = "session-from-browser")]
mod lent {
    use std::path::Path;

    use super::*;
    use crate::behind::config;
    use crate::program::Program;

    /// A profile of Firefox with this session.
    fn log_in(folder: &Path, session: &str) {
        let file = rusqlite::Connection::open(folder.join("cookies.sqlite")).unwrap();
        file.execute_batch(&format!(
            "DROP TABLE IF EXISTS moz_cookies;
             CREATE TABLE moz_cookies (name TEXT, value TEXT, host TEXT, path TEXT, expiry INTEGER, lastAccessed INTEGER);
             INSERT INTO moz_cookies VALUES ('cloud.session.token', '{session}', '.atlassian.com', '/', 9999999999, 1)"
        ))
        .unwrap();
    }

    #[tokio::test]
    async fn the_browsers_current_session_is_lent_for_the_secret() {
        let profile = tempfile::tempdir().unwrap();
        log_in(profile.path(), "first");
        let (api, at_api) = behind(ok).await;
        let (portal, at_portal) = behind(portal).await;
        let (address, from) = (
            format!("http://{portal}"),
            format!("firefox:{}", profile.path().display()),
        );
        let config = config(
            api,
            &[
                ("admin-portal", "yes"),
                ("upstream-portal", &address),
                ("session-from", &from),
            ],
        );
        let secret = config.secret().unwrap().to_owned();
        assert!(!format!("{config:?} {}", config.describe()).contains(&secret));
        let proxy = proxy(config).await;
        assert_eq!(offer(proxy).await, "secret");
        let wrong = secret.chars().rev().collect::<String>();
        for headers in [
            &[SESSION][..],
            &[KEY],
            &[("x-rollcall-secret", "")],
            &[("x-rollcall-secret", &wrong)],
        ] {
            let answer = ask(proxy, "GET", PORTAL_USERS, headers, "").await;
            assert_eq!(
                (answer.status.as_u16(), answer.code().as_str()),
                (401, "secret-wrong")
            );
        }
        assert_eq!(at_portal.count(), 0);
        // The browser's session is used, not the page's.
        let headers = [("x-rollcall-secret", secret.as_str()), SESSION];
        for session in ["first", "second"] {
            log_in(profile.path(), session);
            assert_eq!(ask(proxy, "GET", PORTAL_USERS, &headers, "").await.status, 200);
            let seen = at_portal.all().pop().unwrap();
            assert_eq!(seen.headers["cookie"], format!("cloud.session.token={session}"));
            assert!(!seen.headers.contains_key("x-rollcall-secret"));
        }
        std::fs::remove_file(profile.path().join("cookies.sqlite")).unwrap();
        let answer = ask(proxy, "GET", PORTAL_USERS, &headers, "").await;
        assert_eq!(
            (answer.status.as_u16(), answer.code().as_str()),
            (401, "session-not-found")
        );
        assert_eq!((at_portal.count(), at_api.count()), (2, 0));
    }

    #[test]
    fn the_secret_is_printed_once_and_new_at_each_start() {
        let profile = tempfile::tempdir().unwrap();
        log_in(profile.path(), "first");
        let from = format!("firefox:{}", profile.path().display());
        let start = || {
            let mut program = Program::start(&["--admin-portal", "--session-from", &from, "--log", "lines"]);
            let secret = program.secret();
            let written = program.end();
            assert!(!written.contains(&secret), "{written}");
            secret
        };
        let (first, second) = (start(), start());
        assert!(first.len() == 32 && first != second);
    }
}
