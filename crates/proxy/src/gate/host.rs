//! Whose name leads here. A foreign page can let its own name lead to this computer (DNS rebinding), and then it would count as
//! our own origin: so only our own names are answered.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

use http::HeaderMap;
use http::header::HOST;
use http::uri::Authority;

use crate::Settings;
use crate::refusal::Refusal;
use crate::stack::{Handler, check};

pub(crate) fn around(inner: Handler, settings: Arc<Settings>) -> Handler {
    check(inner, move |request| {
        let host = named(request.headers(), request.uri()).ok_or(Refusal::Host)?;
        if is_ours(&settings, host.host()) {
            Ok(())
        } else {
            Err(Refusal::Host)
        }
    })
}

/// The name by which a request asks: in its `Host`, or over HTTP/2 in its `:authority`.
pub(crate) fn named(headers: &HeaderMap, uri: &http::Uri) -> Option<Authority> {
    let host = headers.get(HOST).map(|host| host.to_str().ok()?.parse().ok());
    let named: Authority = match (host, uri.authority()) {
        (Some(host), None) => host?,
        (None, Some(authority)) => authority.clone(),
        // Two names are one name, or none (RFC 9113, 8.3.1).
        (Some(host), Some(authority)) => host.filter(|host| host == authority)?,
        (None, None) => return None,
    };
    (!named.as_str().contains('@') && has_plain_port(&named)).then_some(named)
}

/// Whether a host name is one of this computer's, or one that was said to lead here.
pub(crate) fn is_ours(settings: &Settings, host: &str) -> bool {
    is_loopback(host) || settings.hosts.iter().any(|ours| ours.eq_ignore_ascii_case(host))
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

/// Whether a port is written as a browser writes one, or is not there.
pub(crate) fn has_plain_port(authority: &Authority) -> bool {
    let host = authority.host();
    let Some(rest) = authority.as_str().strip_prefix(host) else {
        return false;
    };
    match rest.strip_prefix(':') {
        None => rest.is_empty(),
        Some(digits) => digits.parse::<u16>().is_ok() && !digits.starts_with(['0', '+']),
    }
}

#[cfg(test)]
mod tests;
