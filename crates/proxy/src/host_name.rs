//! Questions about a host name alone; which names are the proxy's own is a matter of its configuration.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use http::uri::Authority;

/// Whether a host name always leads to this computer.
pub(crate) fn is_loopback(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost")
        || host
            .parse::<Ipv4Addr>()
            .is_ok_and(|address| address.is_loopback())
        || without_brackets(host)
            .parse::<Ipv6Addr>()
            .is_ok_and(|address| address.is_loopback())
}

/// Whether a host is an IP address, in brackets or without.
pub(crate) fn is_address(host: &str) -> bool {
    without_brackets(host).parse::<IpAddr>().is_ok()
}

/// Whether the port is written as a browser writes it, or left out.
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

fn without_brackets(host: &str) -> &str {
    host.trim_start_matches('[').trim_end_matches(']')
}
