//! The page's files: those of a folder, or those in this program itself. They are read once, at the start, so that a request
//! never waits for the disk and no path of a request ever reaches it.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
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

/// The most bytes of a site: it stays in memory, and who names a wrong folder is told so.
const LARGEST: u64 = 128 << 20;

/// The page's files.
#[derive(Clone)]
pub(crate) struct Site {
    /// Where they come from, in words.
    pub(crate) origin: String,
    /// By their names, with `/` between the parts.
    files: Arc<BTreeMap<String, Bytes>>,
}

impl fmt::Debug for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Site")
            .field("origin", &self.origin)
            .finish_non_exhaustive()
    }
}

#[cfg(feature = "built-in-page")]
#[derive(rust_embed::RustEmbed)]
#[folder = "../../dist/"]
#[exclude = "npm/*"]
struct BuiltInPage;

impl Site {
    /// The page that this program brings along.
    pub(crate) const BROUGHT_ALONG: Option<fn() -> Self> = {
        #[cfg(feature = "built-in-page")]
        let page: Option<fn() -> Self> = Some(Self::built_in);
        #[cfg(not(feature = "built-in-page"))]
        let page = None;
        page
    };

    #[cfg(feature = "built-in-page")]
    fn built_in() -> Self {
        use std::borrow::Cow;
        let bytes = |data| match data {
            Cow::Borrowed(data) => Bytes::from_static(data),
            Cow::Owned(data) => Bytes::from(data),
        };
        let files = BuiltInPage::iter()
            .filter_map(|name| Some((name.clone().into_owned(), bytes(BuiltInPage::get(&name)?.data))));
        Self {
            origin: "this program".to_owned(),
            files: Arc::new(files.collect()),
        }
    }

    /// The site in this folder.
    ///
    /// # Errors
    /// Why it is none, in words.
    pub(crate) fn read(folder: &Path) -> Result<Self, String> {
        let said = |error: io::Error| format!("{}: {error}", folder.display());
        let whole = folder.canonicalize().map_err(said)?;
        let mut reading = Reading {
            root: &whole,
            files: BTreeMap::new(),
            left: LARGEST,
        };
        reading.folder(&whole, "").map_err(said)?;
        Ok(Self {
            origin: whole.display().to_string(),
            files: Arc::new(reading.files),
        })
    }

    /// A file of the site, if the path names one.
    pub(crate) fn file(&self, path: &str, asked: &HeaderMap) -> Option<Response<Body>> {
        let name = plain_name(path)?;
        let content = self.files.get(name)?;
        let kind = content_type(name);
        let policy = if kind.starts_with("text/html") {
            let own = String::from_utf8_lossy(content);
            let own = policy_of(&own).unwrap_or("default-src 'none'");
            format!("{own}; {NO_FRAMES}")
        } else {
            format!("default-src 'none'; {NO_FRAMES}")
        };
        let (content, encoding) = match self.encoded(name, asked) {
            Some((smaller, encoding)) => (smaller, Some(encoding)),
            None => (content, None),
        };
        let mut response = Response::new(full(content.clone()));
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

    /// The file in the smallest encoding that lies beside it and that the browser takes.
    fn encoded(&self, name: &str, asked: &HeaderMap) -> Option<(&Bytes, &'static str)> {
        let takes = asked.get(ACCEPT_ENCODING)?.to_str().ok()?;
        ENCODINGS
            .into_iter()
            .filter(|(encoding, _)| accepts(takes, encoding))
            .find_map(|(encoding, ending)| Some((self.files.get(&format!("{name}{ending}"))?, encoding)))
    }
}

/// A folder that is being read.
struct Reading<'a> {
    root: &'a Path,
    files: BTreeMap<String, Bytes>,
    /// How many bytes more it may have.
    left: u64,
}

impl Reading<'_> {
    /// Reads what lies in a folder of the site, whose names begin so.
    fn folder(&mut self, folder: &Path, before: &str) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let name = format!("{before}{}", entry.file_name().to_string_lossy());
            // A link could lead out of the folder, or round in it.
            let kind = entry.file_type()?;
            if plain_name(&format!("/{name}")).is_none() {
                continue;
            }
            let path = entry.path();
            if kind.is_dir() {
                self.folder(&path, &format!("{name}/"))?;
            } else if kind.is_file() || path.canonicalize().is_ok_and(|to| self.is_file_inside(&to)) {
                let size = fs::metadata(&path)?.len();
                self.left = self.left.checked_sub(size).ok_or_else(|| {
                    io::Error::other(format!(
                        "it holds more than {} MiB, which no site of Rollcall does",
                        LARGEST >> 20
                    ))
                })?;
                self.files.insert(name, fs::read(&path)?.into());
            }
        }
        Ok(())
    }

    fn is_file_inside(&self, path: &Path) -> bool {
        path.starts_with(self.root) && path.is_file()
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
