//! One request, before any is counted: a proxy whose answer the page could not use would be fast for nothing.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

use super::call::{BODY, ORIGIN};
use super::contestant::Contestant;

const PATIENCE: Duration = Duration::from_secs(5);

/// # Errors
/// Where a page at [`ORIGIN`] could not read the answer, or not all of it.
pub(super) fn check(contestant: &Contestant) -> Result<()> {
    let Contestant { name, path, .. } = contestant;
    let answer = ask(contestant).with_context(|| format!("{name} does not answer."))?;
    match missing(&answer) {
        None => Ok(()),
        Some(missing) => bail!("{name} answers `{path}` without {missing}:\n{answer}"),
    }
}

fn ask(contestant: &Contestant) -> Result<String> {
    let address = contestant.address();
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    write!(
        stream,
        "GET {} HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer x\r\norigin: {ORIGIN}\r\nconnection: close\r\n\r\n",
        contestant.path
    )?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

/// What an answer lacks.
fn missing(answer: &str) -> Option<&'static str> {
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((answer, ""));
    let headers: Vec<(String, &str)> = head
        .lines()
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value))
        .collect();
    let has = |name: &str, fits: &dyn Fn(&str) -> bool| {
        headers.iter().any(|(there, value)| there == name && fits(value))
    };
    let read = has("access-control-allow-origin", &|value| {
        [ORIGIN, "*"].contains(&value)
    });
    let exposed = has("access-control-expose-headers", &|names| {
        names.to_ascii_lowercase().contains("x-ratelimit-remaining")
    });
    [
        (head.starts_with("HTTP/1.1 200 "), "success"),
        (read, "leave for the page"),
        (has("x-ratelimit-remaining", &|_| true), "the rate-limit headers"),
        (exposed, "leave for the page to see the rate-limit headers"),
        // Chunked or not.
        (body.contains(BODY), "the server's body"),
    ]
    .into_iter()
    .find_map(|(there, what)| (!there).then_some(what))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_that_the_page_could_not_use_is_found_out() {
        let head = format!(
            "HTTP/1.1 200 OK\r\nX-RateLimit-Remaining: 9\r\nAccess-Control-Allow-Origin: {ORIGIN}\r\n\
             Access-Control-Expose-Headers: X-RateLimit-Remaining"
        );
        assert_eq!(missing(&format!("{head}\r\n\r\n{BODY}")), None);
        assert_eq!(missing(&head), Some("the server's body"));
        for (part, instead, what) in [
            ("200 OK", "429 Too Many Requests", "success"),
            (ORIGIN, "https://other.example", "leave for the page"),
            ("X-RateLimit-Remaining: 9", "X-Other: 9", "the rate-limit headers"),
            (
                "Headers: X-RateLimit",
                "Headers: X-Other",
                "leave for the page to see the rate-limit headers",
            ),
        ] {
            let answer = format!("{}\r\n\r\n{BODY}", head.replace(part, instead));
            assert_eq!(missing(&answer), Some(what), "{answer}");
        }
    }
}
