//! Only requests that address the proxy by one of its own names. A foreign site can make its name resolve to this computer (DNS
//! rebinding), and its page would then share the proxy's origin.
//!
//! `tower-http` has no such check: its `ValidateRequestHeader` is a frame for one, like our [`check`].

use std::sync::Arc;

use http::HeaderMap;
use http::header::HOST;
use http::uri::Authority;

use crate::Config;
use crate::handler::{Handler, check};
use crate::host_name::{has_plain_port, is_loopback};
use crate::refusal::Refusal;

pub(crate) fn around(inner: Handler, config: Arc<Config>) -> Handler {
    check(inner, move |request| {
        let host = named(request.headers(), request.uri()).ok_or(Refusal::Host)?;
        if is_ours(&config, host.host()) {
            Ok(())
        } else {
            Err(Refusal::Host)
        }
    })
}

/// The name by which a request addresses this server: its `Host`, or over HTTP/2 its `:authority`.
pub(crate) fn named(headers: &HeaderMap, uri: &http::Uri) -> Option<Authority> {
    let host = headers.get(HOST).map(|host| host.to_str().ok()?.parse().ok());
    let named: Authority = match (host, uri.authority()) {
        (Some(host), None) => host?,
        (None, Some(authority)) => authority.clone(),
        // If both are there they have to agree (RFC 9113, 8.3.1).
        (Some(host), Some(authority)) => host.filter(|host| host == authority)?,
        (None, None) => return None,
    };
    (!named.as_str().contains('@') && has_plain_port(&named)).then_some(named)
}

/// Whether a host name is this computer's, or one of those that were configured.
pub(crate) fn is_ours(config: &Config, host: &str) -> bool {
    is_loopback(host) || config.hosts.iter().any(|ours| ours.eq_ignore_ascii_case(host))
}

#[cfg(test)]
mod tests;
