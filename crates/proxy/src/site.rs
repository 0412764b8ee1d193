//! The page's files, from a folder or from the program itself. They are read once, at the start, so that no request waits for the disk and
//! no path of a request reaches it.

mod folder;
mod headers;
mod kind;

use std::collections::BTreeMap;
use std::fmt;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use http::{HeaderMap, HeaderValue, Response, StatusCode};
use sha2::{Digest as _, Sha256};

use crate::body::{Body, full};
use kind::{ENCODINGS, content_type, is_of_a_site, name_of};

/// Bytes of the content's hash that make its tag.
const TAG: usize = 16;

/// The page's files.
#[derive(Clone)]
pub(crate) struct Site {
    /// Where they come from, for display.
    pub(crate) origin: String,
    /// By name, with `/` between folders.
    files: Arc<BTreeMap<String, File>>,
}

/// A file in each encoding that the site has.
struct File {
    headers: HeaderMap,
    plain: Content,
    encoded: Vec<(&'static str, Content)>,
}

/// The bytes of a file in one encoding, and their `ETag`.
struct Content {
    bytes: Bytes,
    tag: HeaderValue,
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
    /// The page in the program itself, if it was built with one.
    pub(crate) const BUILT_IN: Option<fn() -> Self> = {
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
        Self::of("this program".to_owned(), &files.collect())
    }

    /// The site in this folder.
    ///
    /// # Errors
    /// Why it is not a site.
    pub(crate) fn read(folder: &Path) -> Result<Self, String> {
        let read = || -> std::io::Result<Self> {
            let root = folder.canonicalize()?;
            let files = folder::files(&root)?;
            Ok(Self::of(root.display().to_string(), &files))
        };
        let site = read().map_err(|error| format!("{}: {error}", folder.display()))?;
        if site.files.contains_key("index.html") {
            Ok(site)
        } else {
            Err(format!(
                "the index.html of {} is a link to something that does not belong to the site",
                folder.display()
            ))
        }
    }

    /// A site of these files, which include encoded ones.
    fn of(origin: String, all: &BTreeMap<String, Bytes>) -> Self {
        let file = |name: &str, bytes: &Bytes| {
            let encoded = ENCODINGS.iter().filter_map(|(encoding, ending)| {
                let bytes = all.get(&format!("{name}{ending}"))?;
                Some((*encoding, Content::new(bytes)?))
            });
            Some(File {
                headers: headers::of_file(name, content_type(name)?, bytes)?,
                plain: Content::new(bytes)?,
                encoded: encoded.collect(),
            })
        };
        let of_a_site = all.iter().filter(|(name, _)| is_of_a_site(name));
        let files = of_a_site.filter_map(|(name, bytes)| Some((name.clone(), file(name, bytes)?)));
        Self {
            origin,
            files: Arc::new(files.collect()),
        }
    }

    /// The response for a file, or 304 if the browser has it; `None` if the path names no file.
    pub(crate) fn file(&self, path: &str, request_headers: &HeaderMap) -> Option<Response<Body>> {
        let file = self.files.get(name_of(path)?)?;
        let (content, encoding) = file.content(request_headers);
        let is_known = is_known(request_headers, &content.tag);
        let body = if is_known {
            Bytes::new()
        } else {
            content.bytes.clone()
        };
        let mut response = Response::new(full(body));
        let mut headers = file.headers.clone();
        headers.insert(ETAG, content.tag.clone());
        if is_known {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            headers.remove(CONTENT_TYPE);
        } else if let Some(encoding) = encoding {
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
        *response.headers_mut() = headers;
        Some(response)
    }
}

impl File {
    /// The content in the smallest encoding that the browser accepts.
    fn content(&self, request_headers: &HeaderMap) -> (&Content, Option<&'static str>) {
        let accepted = request_headers
            .get(ACCEPT_ENCODING)
            .and_then(|header| header.to_str().ok())
            .unwrap_or_default();
        self.encoded
            .iter()
            .find(|(encoding, _)| accepts(accepted, encoding))
            .map_or((&self.plain, None), |(encoding, content)| {
                (content, Some(encoding))
            })
    }
}

impl Content {
    fn new(bytes: &Bytes) -> Option<Self> {
        let mut tag = "\"".to_owned();
        for byte in Sha256::digest(bytes).iter().take(TAG) {
            let _ = write!(tag, "{byte:02x}");
        }
        tag.push('"');
        Some(Self {
            bytes: bytes.clone(),
            tag: HeaderValue::from_str(&tag).ok()?,
        })
    }
}

/// Whether the browser has the content with this tag (RFC 9110, 13.1.2). Our tags have no comma.
fn is_known(request_headers: &HeaderMap, tag: &HeaderValue) -> bool {
    request_headers
        .get_all(IF_NONE_MATCH)
        .iter()
        .filter_map(|known| known.to_str().ok())
        .flat_map(|known| known.split(','))
        .map(|known| known.trim().trim_start_matches("W/"))
        .any(|known| known == "*" || known == tag)
}

/// Whether an `Accept-Encoding` names this encoding, and not with a weight of 0 (RFC 9110, 12.5.3).
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encoding_is_accepted_if_named_and_not_refused() {
        assert!(accepts("gzip, deflate, br, zstd", "br"));
        assert!(accepts("BR;q=0.5", "br"));
        assert!(!accepts("gzip, br;q=0", "br"));
        assert!(!accepts("gzip;q=1.0, *;q=0", "br"));
        assert!(!accepts("", "br"));
    }

    #[test]
    fn if_none_match_is_understood_in_all_its_forms() {
        let tag = HeaderValue::from_static("\"0123\"");
        let knows = |value| {
            is_known(
                &HeaderMap::from_iter([(IF_NONE_MATCH, HeaderValue::from_static(value))]),
                &tag,
            )
        };
        for known in ["\"0123\"", "W/\"0123\"", "\"ab\", \"0123\"", "*"] {
            assert!(knows(known), "{known}");
        }
        for other in ["", "0123", "\"012\"", "\"01234\"", "\"ab\", \"cd\"", "W/*x"] {
            assert!(!knows(other), "{other}");
        }
    }
}
