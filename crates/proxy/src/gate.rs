//! Who may ask.

use std::net::{Ipv4Addr, Ipv6Addr};

use http::header::{HOST, ORIGIN};
use http::uri::Authority;
use http::{HeaderMap, HeaderValue, Uri};

use crate::Settings;
use crate::refusal::Refusal;

/// A request that may be answered.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Visitor {
    /// The page's origin, where the browser names it: the page may read the answer.
    pub(crate) origin: Option<HeaderValue>,
}

/// Lets a request in, or says why not.
///
/// The `Host` header has to be one of ours: a foreign page can let its own name lead to this computer (DNS rebinding), and then
/// it would count as our own origin. The `Origin`, where there is one, has to be our own, one of this computer, or one that was
/// allowed at the start.
pub(crate) fn admit(settings: &Settings, headers: &HeaderMap) -> Result<Visitor, Refusal> {
    let authority = headers
        .get(HOST)
        .and_then(|host| host.to_str().ok()?.parse::<Authority>().ok())
        .ok_or(Refusal::Host)?;
    let host = authority.host().to_ascii_lowercase();
    if !is_loopback(&host) && !settings.hosts.contains(&host) {
        return Err(Refusal::Host);
    }
    let Some(origin) = headers.get(ORIGIN) else {
        return Ok(Visitor { origin: None });
    };
    if may_read(settings, origin, &authority) {
        Ok(Visitor {
            origin: Some(origin.clone()),
        })
    } else {
        Err(Refusal::Origin)
    }
}

fn may_read(settings: &Settings, origin: &HeaderValue, own: &Authority) -> bool {
    let Some(origin) = origin.to_str().ok() else {
        return false;
    };
    if settings.origins.iter().any(|allowed| allowed == origin) {
        return true;
    }
    let Ok(uri) = origin.parse::<Uri>() else {
        return false;
    };
    let web = matches!(uri.scheme_str(), Some("http" | "https"));
    web && uri
        .authority()
        .is_some_and(|authority| authority == own || is_loopback(authority.host()))
}

/// Whether a host name is one of this computer's.
pub(crate) fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || host
            .parse::<Ipv4Addr>()
            .is_ok_and(|address| address.is_loopback())
        || bare
            .parse::<Ipv6Addr>()
            .is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> Settings {
        Settings::new(Settings::ATLASSIAN)
            .and_then(|settings| settings.with_origin("https://rollcall.example.com"))
            .and_then(|settings| settings.with_host("proxy.example.com"))
            .unwrap()
    }

    fn ask(host: &str, origin: Option<&str>) -> Result<Visitor, Refusal> {
        let mut headers = HeaderMap::new();
        headers.insert(HOST, host.parse().unwrap());
        if let Some(origin) = origin {
            headers.insert(ORIGIN, origin.parse().unwrap());
        }
        admit(&settings(), &headers)
    }

    #[test]
    fn a_foreign_name_for_this_computer_is_refused() {
        for host in ["127.0.0.1:7655", "localhost", "[::1]:80", "proxy.example.com"] {
            assert!(ask(host, None).is_ok(), "{host}");
        }
        for host in [
            "evil.example",
            "127.0.0.1.evil.example:7655",
            "localhost.evil.example",
            "",
        ] {
            assert_eq!(ask(host, None), Err(Refusal::Host), "{host}");
        }
        assert_eq!(admit(&settings(), &HeaderMap::new()), Err(Refusal::Host));
    }

    #[test]
    fn pages_of_this_computer_and_allowed_ones_may_ask() {
        for origin in [
            "http://127.0.0.1:7655",
            "http://localhost:3000",
            "http://[::1]:3000",
            "https://rollcall.example.com",
        ] {
            let visitor = ask("127.0.0.1:7655", Some(origin)).unwrap();
            assert_eq!(visitor.origin.unwrap(), origin);
        }
        assert!(ask("proxy.example.com", Some("https://proxy.example.com")).is_ok());
        for origin in [
            "null",
            "https://evil.example",
            "https://rollcall.example.com.evil.example",
            "http://rollcall.example.com",
            "http://localhost.evil.example",
            "chrome-extension://localhost",
        ] {
            assert_eq!(
                ask("127.0.0.1:7655", Some(origin)),
                Err(Refusal::Origin),
                "{origin}"
            );
        }
    }
}
