//! The page's files.

use std::path::{Path, PathBuf};

use http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY,
    VARY, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderValue, Response};

use crate::body::{Body, full};

/// What a page may not do and cannot forbid itself: a `meta` element's policy has no `frame-ancestors`.
const NO_FRAMES: &str = "frame-ancestors 'none'";

/// Encodings in which a file may lie beside itself, the smallest first, and the ends of their names.
const ENCODINGS: [(&str, &str); 2] = [("br", ".br"), ("gzip", ".gz")];

/// A file of the site, if the path names one.
pub(crate) async fn file(site: &Path, path: &str, asked: &HeaderMap) -> Option<Response<Body>> {
    let content_path = inside(site, path)?;
    let real = real(site, &content_path).await?;
    let content = tokio::fs::read(&real).await.ok()?;
    let kind = content_type(&real);
    let policy = if kind.starts_with("text/html") {
        let own = String::from_utf8_lossy(&content);
        let own = policy_of(&own).unwrap_or("default-src 'none'");
        format!("{own}; {NO_FRAMES}")
    } else {
        format!("default-src 'none'; {NO_FRAMES}")
    };
    let (content, encoding) = match encoded(site, &real, asked).await {
        Some((smaller, encoding)) => (smaller, Some(encoding)),
        None => (content, None),
    };
    let mut response = Response::new(full(content));
    let headers = response.headers_mut();
    headers.append(VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(encoding) = encoding {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_str(&policy).ok()?);
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    Some(response)
}

/// Where a path leads, if that is in the folder: a link could lead out of it.
async fn real(site: &Path, path: &Path) -> Option<PathBuf> {
    let real = tokio::fs::canonicalize(path).await.ok()?;
    real.starts_with(site).then_some(real)
}

/// The file in the smallest encoding that lies beside it and that the browser takes.
async fn encoded(site: &Path, file: &Path, asked: &HeaderMap) -> Option<(Vec<u8>, &'static str)> {
    let takes = asked.get(ACCEPT_ENCODING)?.to_str().ok()?;
    for (encoding, ending) in ENCODINGS {
        if !accepts(takes, encoding) {
            continue;
        }
        let mut beside = file.as_os_str().to_owned();
        beside.push(ending);
        if let Some(real) = real(site, Path::new(&beside)).await
            && let Ok(content) = tokio::fs::read(&real).await
        {
            return Some((content, encoding));
        }
    }
    None
}

/// Whether an `Accept-Encoding` names this one, and not with a weight of nothing (RFC 9110, 12.5.3).
fn accepts(header: &str, encoding: &str) -> bool {
    header.split(',').any(|one| {
        let mut parts = one.split(';').map(str::trim);
        let is_named = parts
            .next()
            .is_some_and(|name| name.eq_ignore_ascii_case(encoding));
        let is_refused = parts.any(|part| {
            part.strip_prefix("q=")
                .and_then(|weight| weight.parse::<f32>().ok())
                .is_some_and(|weight| weight <= 0.0)
        });
        is_named && !is_refused
    })
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
    fn an_encoding_is_taken_where_it_is_named_and_not_refused() {
        assert!(accepts("gzip, deflate, br, zstd", "br"));
        assert!(accepts("BR;q=0.5", "br"));
        assert!(!accepts("gzip, br;q=0", "br"));
        assert!(!accepts("gzip;q=1.0, *;q=0", "br"));
        assert!(!accepts("", "br"));
    }

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
