//! Paths: plain ones, ambiguous ones, and those of no listed call.

use rollcall_atlassian::endpoint::{Route, find, is_value};

use super::*;
use crate::body::full;

const PLAIN: &[&str] = &[
    "/",
    "/users/557058%3Aab/manage/email",
    "/assets/a-b_1.woff2",
    "/admin/v1/orgs/1a2b",
    "/healthz",
    "/a/",
    "/users/a%20b",
    "/users/%C3%A4",
    "/users/a%7Cb",
    "/users/~a",
    "/users/a.b",
    "/users/...",
    "/users/a..b",
    "/users/a=b&c",
    "/users/a+b",
    "/users/a:b",
    "/users/a@b",
];

const NOT_PLAIN: &[&str] = &[
    // Dot segments.
    "/users/../admin",
    "/users/..",
    "/..",
    "/.",
    "/./users/a",
    "/users/./a",
    "/users/a/.",
    "/users/../../etc/passwd",
    "/../users/a",
    // The same, encoded.
    "/users/%2e%2e/admin",
    "/users/%2E%2E/admin",
    "/users/%2e%2E/admin",
    "/users/%2E./admin",
    "/users/.%2e/admin",
    "/users/%2e/admin",
    "/%2e%2e",
    "/users/a%2eb",
    "/users/%252e%252e/admin",
    "/users/%25%32%65/admin",
    "/users/%c0%ae%2e/admin",
    // Slashes that only some servers see.
    "/users/a%2Fb",
    "/users/a%2fb",
    "/users%2fa",
    "/%2fusers/a",
    "/users/a%2f",
    "/users/a%252fb",
    "/users//a",
    "//users/a",
    "//evil.example/users/a",
    "///users/a",
    "/users///a",
    "/users/a//manage/email",
    "/users/a//",
    // Backslashes.
    "/users/a\\b",
    "/users\\..\\admin",
    "/\\evil.example/users/a",
    "/\\\\evil.example",
    "/users/a%5cb",
    "/users/a%5Cb",
    "/users/..%5cadmin",
    "/users/a%255cb",
    // Path parameters.
    "/users/a;b",
    "/users/..;/admin",
    "/users;x=1/a",
    "/users/a;",
    "/;/users/a",
    "/users/a%3bb",
    "/users/a%3Bb",
    "/users/a%3b..",
    // Characters that end a string, a line or a name elsewhere.
    "/users/a%00",
    "/users/a%00.html",
    "/%00",
    "/users/a%0a",
    "/users/a%0d%0ax:y",
    "/users/a%09b",
    "/users/a%1f",
    "/users/a%7f",
    "/users/a%7F",
    "/users/a%08",
    // Truncated and invalid encodings.
    "/users/a%",
    "/users/a%2",
    "/users/a%%",
    "/users/%/a",
    "/users/%2/a",
    "/users/a%zz",
    "/users/a%2g",
    "/users/a%g2",
    "/users/a%+1",
    "/users/a%1+",
    "/users/a%-1",
    "/users/a% 1",
    "/users/a%u002e",
    "/users/a%u2215b",
    "/users/a%0x2e",
    "/users/a%25",
    "/users/a%2541",
    // Look-alike characters.
    "/users/\u{e4}",
    "/users/a\u{2215}b",
    "/users/a\u{ff0f}b",
    "/users/\u{ff0e}\u{ff0e}/admin",
    "/users/a\u{ff1b}b",
    "/users/a\u{200b}b",
    "/users/a b",
    "/users/a\tb",
    "/users/a\nb",
    "/users/a\0b",
    "/users/a\u{7f}b",
    // Targets that are not paths.
    "users/a",
    "*",
    "?x=1",
    "#x",
    "http://evil.example/users/a",
    "https://api.atlassian.com/users/a",
    "evil.example:443",
    "evil.example",
];

/// Plain, but not a listed call.
const NOT_LISTED: &[&str] = &[
    "/admin",
    "/admin/",
    "/admin/v1",
    "/admin/v1/orgs/1a2b3c4d-0000-4000-8000-1a2b3c4d5e6f/other",
    "/admin/v9/orgs/1a2b3c4d-0000-4000-8000-1a2b3c4d5e6f",
    "/Admin/v1/orgs/1a2b3c4d-0000-4000-8000-1a2b3c4d5e6f",
    "/admin/v1/ORGS/1a2b3c4d-0000-4000-8000-1a2b3c4d5e6f",
    "/users",
    "/users/a",
    "/users/a/manage/email/",
    "/users/a/manage/email/x",
    "/users/a/manage/Email",
    "/users/a/MANAGE/email",
    "/users/a/manage/emails",
    "/x/users/a/manage/email",
    "/users/a/b/manage/email",
    "/users/a.b/manage/email",
    "/users/a%20b/manage/email",
    "/users/.../manage/email",
    "/users/*/manage/email",
    "/users/a,b/manage/email",
    "/users/%C3%A4/manage/email",
    "/scim/directory/a/Users",
    "/rest/api/3/users",
    "/gateway/api/graphql",
    "/oauth/token",
    "/wp-admin",
];

/// Whether a request for this target passes the gate.
fn passes(target: &str) -> bool {
    // hyper refuses what is no target.
    let Ok(uri) = target.parse::<Uri>() else {
        return false;
    };
    let mut request = Request::new(full(""));
    *request.uri_mut() = uri;
    is_plain(&request)
}

#[test]
fn there_are_at_least_89_paths() {
    let count = NOT_PLAIN.len() + NOT_LISTED.len();
    assert!(count >= 89, "{count}");
}

#[test]
fn plain_paths_are_plain() {
    for path in PLAIN {
        assert!(passes(path), "{path}");
    }
}

#[test]
fn ambiguous_targets_are_not_plain() {
    for path in NOT_PLAIN {
        assert!(!passes(path), "{path:?}");
    }
    // The parser refuses some of these already; the gate has to refuse the rest.
    for path in NOT_PLAIN.iter().filter(|path| path.starts_with('/')) {
        assert!(!is_plain_path(path), "{path:?}");
    }
}

#[test]
fn plain_targets_of_unlisted_calls_are_refused() {
    let methods = [
        Method::GET,
        Method::HEAD,
        Method::POST,
        Method::PUT,
        Method::PATCH,
        Method::DELETE,
    ];
    for path in NOT_LISTED {
        assert!(passes(path), "{path}");
        for method in &methods {
            let is_listed = match find(method, path) {
                Route::Found(_, params) => params.iter().all(|(name, value)| is_value(name, value)),
                _ => false,
            };
            assert!(!is_listed, "{method} {path}");
        }
    }
}
