//! What a browser is told beside each file of the page.

use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, REFERRER_POLICY, VARY,
    X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderValue};

use super::kind::never_changes;

/// What a page may not do and cannot forbid itself: a `meta` element's policy has no `frame-ancestors`.
const NO_FRAMES: &str = "frame-ancestors 'none'";

/// What else a browser is told, for every file.
const ALWAYS: [(HeaderName, &str); 6] = [
    (VARY, "accept-encoding"),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (REFERRER_POLICY, "no-referrer"),
    // No window that opened the page, or that the page opened, can reach it.
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    // No page of another origin puts a file of this one into itself.
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (HeaderName::from_static("permissions-policy"), SWITCHED_OFF),
];

/// What the page does not need. It keeps the screen awake during a run (`screen-wake-lock`), and may call this computer.
const SWITCHED_OFF: &str = "accelerometer=(), autoplay=(), bluetooth=(), camera=(), clipboard-read=(), display-capture=(), \
     encrypted-media=(), fullscreen=(), gamepad=(), geolocation=(), gyroscope=(), hid=(), idle-detection=(), local-fonts=(), \
     magnetometer=(), microphone=(), midi=(), payment=(), picture-in-picture=(), publickey-credentials-get=(), serial=(), \
     usb=(), xr-spatial-tracking=()";

/// The headers of a file with this name, content type and content; `None` where its own policy cannot stand in a header.
pub(super) fn of_file(name: &str, kind: &'static str, content: &[u8]) -> Option<HeaderMap> {
    let policy = if kind.starts_with("text/html") {
        let page = String::from_utf8_lossy(content);
        let own = policy_of(&page).unwrap_or_else(|| "default-src 'none'".to_owned());
        format!("{own}; {NO_FRAMES}")
    } else {
        format!("default-src 'none'; {NO_FRAMES}")
    };
    let cache = if never_changes(name) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let mut headers =
        HeaderMap::from_iter(ALWAYS.map(|(name, value)| (name, HeaderValue::from_static(value))));
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_str(&policy).ok()?);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(cache));
    Some(headers)
}

/// The policy that the page states itself, in one line.
fn policy_of(html: &str) -> Option<String> {
    let (_, rest) = html.split_once("http-equiv=\"Content-Security-Policy\" content=\"")?;
    let (policy, _) = rest.split_once('"')?;
    let words: Vec<_> = policy.split_whitespace().collect();
    Some(words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_of_many_lines_stands_in_one() {
        let page = "<meta http-equiv=\"Content-Security-Policy\" content=\"\n  default-src 'none';\n  img-src 'self'\">";
        assert_eq!(policy_of(page).unwrap(), "default-src 'none'; img-src 'self'");
        assert_eq!(policy_of("<p>"), None);
    }
}
