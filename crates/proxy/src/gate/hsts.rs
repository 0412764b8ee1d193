//! Tells browsers to use TLS only (RFC 6797), if the proxy terminates TLS itself. Otherwise that is up to whatever terminates it.
//!
//! Not `tower-http`'s `SetResponseHeader`: whether the header is set depends on the request's host, which that layer does not see.

use std::sync::Arc;

use http::HeaderValue;
use http::header::STRICT_TRANSPORT_SECURITY;

use super::host::{is_ours, named};
use crate::Config;
use crate::handler::{Handler, gate};
use crate::host_name::{is_address, is_loopback};

/// For a year, and without `includeSubDomains`: names below ours may be somebody else's.
const ONE_YEAR: HeaderValue = HeaderValue::from_static("max-age=31536000");

pub(crate) fn around(inner: Handler, config: Arc<Config>) -> Handler {
    if config.tls.is_none() {
        return inner;
    }
    gate(inner, move |request, inner| {
        let named = named(request.headers(), request.uri());
        let applies = named.is_some_and(|named| is_own_name(&config, named.host()));
        async move {
            let mut response = inner(request).await;
            if applies {
                response.headers_mut().insert(STRICT_TRANSPORT_SECURITY, ONE_YEAR);
            }
            response
        }
    })
}

/// Whether a name belongs to this server alone. HSTS for `localhost` would apply to every program on this computer, whatever its port;
/// browsers ignore it for IP addresses.
fn is_own_name(config: &Config, host: &str) -> bool {
    is_ours(config, host) && !is_loopback(host) && !is_address(host)
}
