//! The format of a session. Atlassian documents none; the sessions seen so far are JSON Web Tokens (RFC 7519), which contain their expiry
//! time.

use rollcall_atlassian::call::portal::COOKIE;
use serde_json::Value;

use super::{PasteError, Session};
use rollcall_model::time::Time;

/// Minimum length of a session: a token's signature alone is longer.
const SHORTEST: usize = 32;

/// Maximum length of a session: browsers need not store longer cookies (RFC 6265, 6.1).
const LONGEST: usize = 4096;

/// Prefixes of Atlassian's API keys and API tokens.
const KEYS: [&str; 2] = ["ATCTT", "ATATT"];

/// The token in a text that is not a command: after the name of the cookie and any separators, or as the only word.
pub(super) fn loose(text: &str) -> Option<&str> {
    let is_between = |c: char| c.is_whitespace() || ";,\"".contains(c);
    let mut message = text.split(is_between).filter(|word| !word.is_empty());
    let mut first = None;
    let mut count = 0;
    while let Some(word) = message.next() {
        if word.trim_matches(['\'', ':', '=']) == COOKIE {
            return message.find(|word| !matches!(*word, ":" | "=")).map(unquoted);
        }
        let behind = word
            .strip_prefix(COOKIE)
            .and_then(|rest| rest.strip_prefix(['=', ':']));
        if behind.is_some() {
            return behind.map(unquoted);
        }
        first = first.or(Some(word));
        count += 1;
    }
    let is_alone = |token: &&str| count == 1 && token.len() >= SHORTEST && !token.contains("://");
    first.map(unquoted).filter(is_alone)
}

/// Removes surrounding single quotes; inner ones may be part of the cookie.
fn unquoted(word: &str) -> &str {
    let inner = word.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
    inner.unwrap_or(word)
}

/// Validates the token of a session.
pub(super) fn session(token: &str, now: Time) -> Result<Session, PasteError> {
    if KEYS.iter().any(|key| token.starts_with(key)) {
        return Err(PasteError::ApiKey);
    }
    if token.ends_with("...") || token.ends_with('…') || token.len() < SHORTEST {
        return Err(PasteError::Cut);
    }
    if token.len() > LONGEST || !token.bytes().all(is_of_cookie) {
        return Err(PasteError::Malformed);
    }
    // Base64 for the start of a JSON object.
    if token.starts_with("eyJ") {
        let claims = claims(token).ok_or(PasteError::Cut)?;
        let ends = claims.get("exp").and_then(Value::as_f64);
        if let Some(at) = ends
            .map(|seconds| (seconds * 1000.0) as i64)
            .filter(|at| *at <= now.0)
        {
            return Err(PasteError::Over { at });
        }
    }
    Ok(Session(token.to_owned()))
}

/// `cookie-octet` of RFC 6265, 4.1.1.
fn is_of_cookie(b: u8) -> bool {
    b.is_ascii_graphic() && !b"\",;\\".contains(&b)
}

/// The claims of a complete JSON Web Token.
fn claims(token: &str) -> Option<Value> {
    let mut parts = token.split('.');
    let (_, claims, signature) = (parts.next()?, parts.next()?, parts.next()?);
    let is_whole = !signature.is_empty() && parts.next().is_none();
    is_whole.then(|| serde_json::from_slice(&of_base64(claims)?).ok())?
}

/// Decodes Base64url without padding (RFC 4648, 5).
fn of_base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    let (mut bits, mut count) = (0_u32, 0);
    for b in text.bytes() {
        let value = match b {
            b'A'..=b'Z' => b - b'A',
            b'a'..=b'z' => b - b'a' + 26,
            b'0'..=b'9' => b - b'0' + 52,
            b'-' => 62,
            b'_' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_read() {
        assert_eq!(of_base64("eyJhIjoxfQ").unwrap(), br#"{"a":1}"#);
        assert_eq!(of_base64("_-8").unwrap(), [0xff, 0xef]);
        assert_eq!(of_base64("a+"), None);
        assert_eq!(of_base64("").unwrap(), b"");
    }

    #[test]
    fn a_token_is_found_behind_its_name_or_alone() {
        let token = "t".repeat(SHORTEST);
        for text in [
            token.clone(),
            format!("cloud.session.token={token}"),
            format!("Cookie: a=b; cloud.session.token={token}; c=d"),
            format!("cloud.session.token\t{token}\t.atlassian.com\t/"),
            format!("cloud.session.token: {token}"),
            format!("{{\n  \"cloud.session.token\": \"{token}\",\n \"a\": 1 }}"),
            format!("'cloud.session.token' = '{token}'"),
        ] {
            assert_eq!(loose(&text), Some(token.as_str()), "{text}");
        }
        for text in [
            "t",
            "two words that are longer than a token has to be",
            "https://admin.atlassian.com/o/6b4d2e1a-0c3f-4a5b-9d8e-7f6a5b4c3d2e",
            "tenant.session.token=a; b=c",
        ] {
            assert_eq!(loose(text), None, "{text}");
        }
        assert_eq!(loose("cloud.session.token"), None);
    }
}
