//! The page's files: in a folder, or in this program itself.

use std::borrow::Cow;
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

/// Digits of the sum in a file's name; such a file never changes.
const SUM: usize = 16;

/// Where the page's files are.
#[derive(Clone, Debug)]
pub(crate) enum Site {
    /// In this folder.
    Folder(PathBuf),
    /// In this program.
    #[cfg(feature = "built-in-page")]
    BuiltIn,
}

#[cfg(feature = "built-in-page")]
#[derive(rust_embed::RustEmbed)]
#[folder = "../../dist/"]
#[exclude = "npm/*"]
struct BuiltInPage;

impl Site {
    /// The page that this program brings along.
    pub(crate) const BROUGHT_ALONG: Option<Self> = {
        #[cfg(feature = "built-in-page")]
        let page = Some(Self::BuiltIn);
        #[cfg(not(feature = "built-in-page"))]
        let page = None;
        page
    };

    /// A file of the site, if the path names one.
    pub(crate) async fn file(&self, path: &str, asked: &HeaderMap) -> Option<Response<Body>> {
        let name = plain_name(path)?;
        let content = self.read(name).await?;
        let kind = content_type(name);
        let policy = if kind.starts_with("text/html") {
            let own = String::from_utf8_lossy(&content);
            let own = policy_of(&own).unwrap_or("default-src 'none'");
            format!("{own}; {NO_FRAMES}")
        } else {
            format!("default-src 'none'; {NO_FRAMES}")
        };
        let (content, encoding) = match self.encoded(name, asked).await {
            Some((smaller, encoding)) => (smaller, Some(encoding)),
            None => (content, None),
        };
        let mut response = Response::new(full(content.into_owned()));
        let headers = response.headers_mut();
        headers.append(VARY, HeaderValue::from_static("accept-encoding"));
        if let Some(encoding) = encoding {
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
        headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_str(&policy).ok()?);
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
        let cache = if never_changes(name) {
            "public, max-age=31536000, immutable"
        } else {
            "no-cache"
        };
        headers.insert(CACHE_CONTROL, HeaderValue::from_static(cache));
        Some(response)
    }

    async fn read(&self, name: &str) -> Option<Cow<'static, [u8]>> {
        match self {
            Self::Folder(folder) => {
                // A link could lead out of the folder.
                let real = tokio::fs::canonicalize(folder.join(name)).await.ok()?;
                if !real.starts_with(folder) {
                    return None;
                }
                tokio::fs::read(&real).await.ok().map(Cow::Owned)
            }
            #[cfg(feature = "built-in-page")]
            Self::BuiltIn => BuiltInPage::get(name).map(|file| file.data),
        }
    }

    /// The file in the smallest encoding that lies beside it and that the browser takes.
    async fn encoded(&self, name: &str, asked: &HeaderMap) -> Option<(Cow<'static, [u8]>, &'static str)> {
        let takes = asked.get(ACCEPT_ENCODING)?.to_str().ok()?;
        for (encoding, ending) in ENCODINGS {
            if accepts(takes, encoding)
                && let Some(content) = self.read(&format!("{name}{ending}")).await
            {
                return Some((content, encoding));
            }
        }
        None
    }
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

/// The name of a file. Only plain names lead anywhere: letters, digits, `.`, `-` and `_`, with no dot in front.
fn plain_name(path: &str) -> Option<&str> {
    let name = path.strip_prefix('/')?;
    let name = if name.is_empty() { "index.html" } else { name };
    let is_plain = name.split('/').all(|part| {
        let has_plain_letters = part
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'));
        !part.is_empty() && !part.starts_with('.') && has_plain_letters
    });
    is_plain.then_some(name)
}

/// Whether the sum of the file's content is in its name, so that another content has another name.
fn never_changes(name: &str) -> bool {
    name.split(['-', '.', '_', '/'])
        .any(|part| part.len() == SUM && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// The policy that the page states itself, in one line.
fn policy_of(html: &str) -> Option<&str> {
    let (_, rest) = html.split_once("http-equiv=\"Content-Security-Policy\" content=\"")?;
    let (policy, _) = rest.split_once('"')?;
    Some(policy)
}

fn content_type(name: &str) -> &'static str {
    match Path::new(name)
        .extension()
        .and_then(|extension| extension.to_str())
    {
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
    fn only_plain_names_lead_anywhere() {
        assert_eq!(plain_name("/"), Some("index.html"));
        assert_eq!(plain_name("/assets/a-b_1.woff2"), Some("assets/a-b_1.woff2"));
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
            assert_eq!(plain_name(path), None, "{path}");
        }
    }

    #[test]
    fn a_file_with_its_sum_in_its_name_never_changes() {
        assert!(never_changes("rollcall-web-2feaa6e52d551489_bg.wasm"));
        assert!(never_changes("snippets/x-0123456789abcdef/y.js"));
        for name in ["index.html", "worker.js", "style.css", "rollcall-web-2feaa6e5.js"] {
            assert!(!never_changes(name), "{name}");
        }
    }
}
