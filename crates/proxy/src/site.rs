//! The page's files.

use std::path::{Path, PathBuf};

use bytes::Bytes;
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderValue, Response};

/// What a page may not do and cannot forbid itself: a `meta` element's policy has no `frame-ancestors`.
const NO_FRAMES: &str = "frame-ancestors 'none'";

/// A file of the site, if the path names one.
pub(crate) async fn file(site: &Path, path: &str) -> Option<Response<Bytes>> {
    let content_path = inside(site, path)?;
    // A link could lead out of the folder.
    let real = tokio::fs::canonicalize(&content_path).await.ok()?;
    if !real.starts_with(site) {
        return None;
    }
    let content = tokio::fs::read(&real).await.ok()?;
    let kind = content_type(&real);
    let policy = if kind.starts_with("text/html") {
        let own = String::from_utf8_lossy(&content);
        let own = policy_of(&own).unwrap_or("default-src 'none'");
        format!("{own}; {NO_FRAMES}")
    } else {
        format!("default-src 'none'; {NO_FRAMES}")
    };
    let mut response = Response::new(Bytes::from(content));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_str(&policy).ok()?);
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    Some(response)
}

/// The path below the folder. Only plain names lead anywhere: letters, digits, `.`, `-` and `_`, with no dot in front.
fn inside(site: &Path, path: &str) -> Option<PathBuf> {
    let path = path.strip_prefix('/')?;
    let path = if path.is_empty() { "index.html" } else { path };
    let mut whole = site.to_owned();
    for name in path.split('/') {
        let plain = name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'));
        if name.is_empty() || name.starts_with('.') || !plain {
            return None;
        }
        whole.push(name);
    }
    Some(whole)
}

/// The policy that the page states itself, in one line.
fn policy_of(html: &str) -> Option<&str> {
    let (_, rest) = html.split_once("http-equiv=\"Content-Security-Policy\" content=\"")?;
    let (policy, _) = rest.split_once('"')?;
    Some(policy)
}

fn content_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        Some("txt" | "csv") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_names_lead_into_the_folder() {
        let site = Path::new("/site");
        assert_eq!(inside(site, "/"), Some("/site/index.html".into()));
        assert_eq!(
            inside(site, "/assets/a-b_1.woff2"),
            Some("/site/assets/a-b_1.woff2".into())
        );
        for path in [
            "/../secret",
            "/assets/../../secret",
            "/%2e%2e/secret",
            "//etc/passwd",
            "/.git/config",
            "/assets/",
            "/a\\b",
            "/C:/secret",
            "index.html",
            "",
        ] {
            assert_eq!(inside(site, path), None, "{path}");
        }
    }
}
