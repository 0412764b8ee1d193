//! Why the pasted text contains no session, and what to do about it.

use jiff::Timestamp;
use rollcall_atlassian::call::portal::COOKIE;

/// Why no session was found.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasteError {
    /// The text is empty.
    #[error("Nothing was pasted yet.")]
    Empty,
    /// The text is longer than any copied request.
    #[error("What was pasted is too long for a request of a browser.")]
    TooLong,
    /// The session cookie is not in the text.
    #[error("There is no cookie {COOKIE} in what was pasted.")]
    NoSession,
    /// The text belongs to another host.
    #[error("What was pasted belongs to {host}, and not to the admin portal.")]
    OtherSite {
        /// The host, or *another server* where what stands in its place may be something else.
        host: String,
    },
    /// The text is an organization API key or a personal API token.
    #[error("What was pasted is an API key or API token, and no session of the admin portal.")]
    ApiKey,
    /// Only part of the session was copied.
    #[error("The session was not copied whole.")]
    Cut,
    /// The session contains a character that cookies cannot contain.
    #[error("The session has a character in it that no cookie has.")]
    Malformed,
    /// The session has expired, according to its token.
    #[error("The session ended on {}.", day(*.at))]
    Over {
        /// Expiry time, in milliseconds since 1970.
        at: i64,
    },
}

impl PasteError {
    /// The text belongs to what is written as this host. It is told only if it is one: in a text that is out of order a session may
    /// stand there.
    pub(super) fn other_site(host: &str) -> Self {
        let told = if is_host(host) { host } else { "another server" };
        Self::OtherSite {
            host: told.to_owned(),
        }
    }

    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "portal-paste-empty",
            Self::TooLong => "portal-paste-too-long",
            Self::NoSession => "portal-paste-no-session",
            Self::OtherSite { .. } => "portal-paste-other-site",
            Self::ApiKey => "portal-paste-api-key",
            Self::Cut => "portal-paste-cut",
            Self::Malformed => "portal-paste-malformed",
            Self::Over { .. } => "portal-paste-over",
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Empty | Self::TooLong | Self::NoSession => {
                "Log in at admin.atlassian.com, open the developer tools of the browser (F12), there Network, reload the page, and copy a request to admin.atlassian.com as cURL."
            }
            Self::OtherSite { .. } => {
                "Copy a request to admin.atlassian.com. A cookie of the same name at another server is another session."
            }
            Self::ApiKey => {
                "With an API key, read the listing “Users”: it tells more. The admin portal takes only the session of a browser that is logged in there."
            }
            Self::Cut => {
                "Some tables of developer tools show only the beginning of a long value. Copy the request as cURL, which has all of it."
            }
            Self::Malformed => "Copy it again, alone and whole, and paste it here.",
            Self::Over { .. } => {
                "Log in again at admin.atlassian.com and copy it anew. If you just did, look at the clock of this computer."
            }
        }
    }
}

/// Whether this is the name of a host (RFC 1035, 2.3.1 and 2.3.4), or an IPv4 address. The last part of a name is a word, which the end of
/// a token is not; the longest that exists has 24 letters.
fn is_host(host: &str) -> bool {
    let is_label = |label: &str| {
        matches!(label.len(), 1..=63)
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let last = host.rsplit('.').next().unwrap_or(host);
    let is_word =
        last.len() <= 24 && (last.starts_with("xn--") || last.bytes().all(|byte| byte.is_ascii_alphabetic()));
    let is_name = host.len() <= 253 && is_word && host.split('.').all(is_label);
    is_name || host.parse::<std::net::Ipv4Addr>().is_ok()
}

/// A date in UTC: `25 November 2026`.
fn day(at: i64) -> String {
    Timestamp::from_millisecond(at)
        .map(|at| at.strftime("%-d %B %Y").to_string())
        .unwrap_or_default()
}
