//! The administrator's session at the admin portal, out of what was pasted: what a browser's "Copy as cURL" gave, a cookie, or the
//! token alone. It is never part of an error: it is a secret.

mod command;
mod paste_error;
mod place;
mod session;
mod shell;
mod token;
mod trouble;

use rollcall_atlassian::call::portal::COOKIE;

use command::Request;
use rollcall_model::time::Time;

pub use paste_error::PasteError;
pub use place::Place;
pub use session::Session;
pub use trouble::{Trouble, secret};

/// The longest text that is looked at, in bytes. A request that a browser copies has some thousands.
const LONGEST: usize = 1 << 20;

/// What was found in what was pasted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pasted {
    /// The session.
    pub session: Session,
    /// What the request that it came with was about, where its address says so.
    pub place: Option<Place>,
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
