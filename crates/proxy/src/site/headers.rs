//! The headers of the page's files.

use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, REFERRER_POLICY, VARY,
    X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderValue};

use super::kind::never_changes;

/// Not part of the page's own policy: `frame-ancestors` has no effect in a `meta` element.
const NO_FRAMES: &str = "frame-ancestors 'none'";

/// The headers of every file.
const ALWAYS: [(HeaderName, &str); 6] = [
    (VARY, "accept-encoding"),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (REFERRER_POLICY, "no-referrer"),
    // No window that opened the page, or was opened by it, can access it.
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    // No page of another origin can embed a file.
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (HeaderName::from_static("permissions-policy"), SWITCHED_OFF),
];

/// What the page does not need. Not in the list: `screen-wake-lock`, for runs, and access to the local network.
const SWITCHED_OFF: &str = "accelerometer=(), autoplay=(), bluetooth=(), camera=(), clipboard-read=(), display-capture=(), \
     encrypted-media=(), fullscreen=(), gamepad=(), geolocation=(), gyroscope=(), hid=(), idle-detection=(), local-fonts=(), \
     magnetometer=(), microphone=(), midi=(), payment=(), picture-in-picture=(), publickey-credentials-get=(), serial=(), \
     usb=(), xr-spatial-tracking=()";

/// The headers of a file with this name, content type and content; `None` if its own policy is no valid header value.
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

/// The page's own policy, in one line.
fn policy_of(html: &str) -> Option<String> {
    let (_, rest) = html.split_once("http-equiv=\"Content-Security-Policy\" content=\"")?;
    let (policy, _) = rest.split_once('"')?;
    let message: Vec<_> = policy.split_whitespace().collect();
    Some(message.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_of_several_lines_is_put_in_one() {
        let page = "<meta http-equiv=\"Content-Security-Policy\" content=\"\n  default-src 'none';\n  img-src 'self'\">";
        assert_eq!(policy_of(page).unwrap(), "default-src 'none'; img-src 'self'");
        assert_eq!(policy_of("<p>"), None);
    }
}
