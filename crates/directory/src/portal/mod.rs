//! Extracts the administrator's admin-portal session from pasted text: a browser's "Copy as cURL", a cookie, or the token alone. The
//! session is a secret and never part of an error.

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

/// Maximum length of the text, in bytes. A request copied from a browser has a few thousand.
const LONGEST: usize = 1 << 20;

/// The result of parsing the pasted text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pasted {
    /// The session.
    pub session: Session,
    /// The organization or site of the request that contained the session, if its address names one.
    pub place: Option<Place>,
}

/// Finds the session: in a command for bash, cmd or PowerShell as browsers copy it (`-b`, `--cookie`, `-H "cookie: …"`, or a cookie added
/// to a PowerShell session), in a cookie or a list of cookies, or as the token alone. `now` is used to recognize a token that says that it
/// has expired.
///
/// # Errors
/// [`PasteError`] says what is wrong. Except for the name of a host, it never repeats the pasted text.
pub fn pasted(text: &str, now: Time) -> Result<Pasted, PasteError> {
    let text = text.trim();
    match text.len() {
        0 => return Err(PasteError::Empty),
        1..=LONGEST => {}
        _ => return Err(PasteError::TooLong),
    }
    // A single line of a command, the one with the cookie.
    let begins = |option: &&str| text.starts_with(*option);
    let is_line = text.contains(COOKIE) && ["-b", "-H", "--cookie", "--header"].iter().any(begins);
    let requests = if is_line {
        command::requests(&format!("curl {text}"))
    } else {
        command::requests(text)
    };
    if requests.is_empty() {
        if let Some(host) = command::other_site(text) {
            return Err(PasteError::other_site(host));
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
        Some(host) => PasteError::other_site(host),
        None => PasteError::NoSession,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str =
        "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZGEiLCJleHAiOjE4MDAwMDAwMDB9.c2lnbmF0dXJlLXNpZ25hdHVyZQ";

    fn said(text: &str) -> String {
        let error = pasted(text, Time(1_799_999_999_999)).unwrap_err();
        format!("{error} {error:?}")
    }

    /// Found by a fuzzer: whatever stood where a host stands was told.
    #[test]
    fn what_cannot_be_a_host_is_not_told() {
        let long = "secret".repeat(11);
        let odd = [
            "secret\0",
            "se_secret",
            "secrét.example",
            "[secret]",
            "-secret.example",
        ];
        for secret in [TOKEN, &long].into_iter().chain(odd) {
            for text in [
                format!("curl 'https://{secret}/x' -b 'cloud.session.token={TOKEN}'"),
                format!(
                    "Invoke-WebRequest System.Net.Cookie(\"cloud.session.token\", \"{TOKEN}\", \"/\", \"{secret}\")"
                ),
                format!("fetch(\"https://{secret}/x\")"),
            ] {
                let said = said(&text);
                assert!(said.contains("belongs to another server,"), "{said} {text}");
                assert!(!said.contains("secr") && !said.contains("eyJ"), "{said} {text}");
            }
        }
    }

    #[test]
    fn a_host_is_told() {
        for host in [
            "example.atlassian.net",
            "localhost",
            "192.0.2.1",
            "xn--bcher-kva.example",
        ] {
            let said = said(&format!("curl 'https://{host}:8080/x'"));
            assert!(said.contains(&format!("belongs to {host},")), "{said}");
        }
    }
}
