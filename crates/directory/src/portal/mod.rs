//! The administrator's session at the admin portal, out of what was pasted: what a browser's "Copy as cURL" gave, a cookie, or the
//! token alone. It is never part of an error: it is a secret.

mod command;
mod shell;
mod token;
mod trouble;

use jiff::Timestamp;
use rollcall_atlassian::call::portal::COOKIE;
use rollcall_atlassian::{OrganizationId, SiteId};

use command::Request;
use rollcall_model::time::Time;

pub use trouble::{Trouble, secret};

/// The longest text that is looked at, in bytes. A request that a browser copies has some thousands.
const LONGEST: usize = 1 << 20;

/// The token of a session. Whoever has it is the administrator, so it is kept out of debug output.
#[derive(Clone, PartialEq, Eq)]
pub struct Session(String);

impl Session {
    /// As it stands in the cookie.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Session")
    }
}

/// What was found in what was pasted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pasted {
    /// The session.
    pub session: Session,
    /// What the request that it came with was about, where its address says so.
    pub place: Option<Place>,
}

/// What a request to the admin portal is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// An organization.
    Organization(OrganizationId),
    /// A site.
    Site(SiteId),
}

/// Why no session was found.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasteError {
    /// Nothing was pasted.
    #[error("Nothing was pasted yet.")]
    Empty,
    /// More than any request has.
    #[error("What was pasted is too long for a request of a browser.")]
    TooLong,
    /// The cookie is not in it.
    #[error("There is no cookie {COOKIE} in what was pasted.")]
    NoSession,
    /// It belongs to another server.
    #[error("What was pasted belongs to {host}, and not to the admin portal.")]
    OtherSite {
        /// Which one.
        host: String,
    },
    /// It is a key of an organization, or a personal API token.
    #[error("What was pasted is an API key or API token, and no session of the admin portal.")]
    ApiKey,
    /// Only a part of it was copied.
    #[error("The session was not copied whole.")]
    Cut,
    /// It has something in it that no cookie has.
    #[error("The session has a character in it that no cookie has.")]
    Malformed,
    /// It says itself that it is over.
    #[error("The session ended on {}.", day(*.at))]
    Over {
        /// When, in milliseconds since 1970.
        at: i64,
    },
}

impl PasteError {
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

/// A day in UTC: `25 November 2026`.
fn day(at: i64) -> String {
    Timestamp::from_millisecond(at)
        .map(|at| at.strftime("%-d %B %Y").to_string())
        .unwrap_or_default()
}

/// Finds the session: in a command for bash, cmd or PowerShell as browsers copy it (`-b`, `--cookie`, `-H "cookie: …"`, or a cookie
/// that is added to a PowerShell session), in a cookie or a list of cookies, or as the token alone. `now` tells a session that says that it
/// is over.
///
/// # Errors
/// [`PasteError`] says what is the matter, and never repeats what was pasted but for the name of a server.
pub fn pasted(text: &str, now: Time) -> Result<Pasted, PasteError> {
    let text = text.trim();
    match text.len() {
        0 => return Err(PasteError::Empty),
        1..=LONGEST => {}
        _ => return Err(PasteError::TooLong),
    }
    // The one line of a command that holds the cookie.
    let begins = |option: &&str| text.starts_with(*option);
    let is_line = text.contains(COOKIE) && ["-b", "-H", "--cookie", "--header"].iter().any(begins);
    let requests = if is_line {
        command::requests(&format!("curl {text}"))
    } else {
        command::requests(text)
    };
    if requests.is_empty() {
        if let Some(host) = command::other_site(text) {
            return Err(PasteError::OtherSite {
                host: host.chars().take(80).collect(),
            });
        }
        let token = token::loose(text).ok_or(PasteError::NoSession)?;
        let session = token::session(token, now)?;
        return Ok(Pasted { session, place: None });
    }
    let at_portal = |request: &&Request| request.foreign_host().is_none();
    let with_session = requests
        .iter()
        .filter(at_portal)
        .find(|request| request.session.is_some());
    if let Some(Request {
        session: Some(token),
        url,
        ..
    }) = with_session
    {
        return Ok(Pasted {
            session: token::session(token, now)?,
            place: url.as_deref().and_then(command::place),
        });
    }
    Err(match requests.iter().find_map(Request::foreign_host) {
        Some(host) => PasteError::OtherSite {
            host: host.chars().take(80).collect(),
        },
        None => PasteError::NoSession,
    })
}
