//! Where this server speaks TLS itself, browsers are told to come by TLS alone from then on (RFC 6797). Where something before it does,
//! that is for it to say.

use std::net::IpAddr;
use std::sync::Arc;

use http::HeaderValue;
use http::header::STRICT_TRANSPORT_SECURITY;

use super::host::{is_loopback, is_ours, named};
use crate::Settings;
use crate::stack::{Handler, gate};

/// For a year; of names below these it says nothing, for they may be somebody else's.
const BY_TLS_ALONE: HeaderValue = HeaderValue::from_static("max-age=31536000");

pub(crate) fn around(inner: Handler, settings: Arc<Settings>) -> Handler {
    if settings.tls.is_none() {
        return inner;
    }
    gate(inner, move |request, inner| {
        let named = named(request.headers(), request.uri());
        let is_told = named.is_some_and(|named| is_own_name(&settings, named.host()));
        async move {
            let mut response = inner(request).await;
            if is_told {
                response
                    .headers_mut()
                    .insert(STRICT_TRANSPORT_SECURITY, BY_TLS_ALONE);
            }
            response
        }
    })
}

/// Whether a name is this server's and no other program's. A browser would keep every program of this computer to TLS, whatever its
/// port, that is reached by `localhost` as well; addresses it leaves out itself.
fn is_own_name(settings: &Settings, host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    is_ours(settings, host) && !is_loopback(host) && bare.parse::<IpAddr>().is_err()
}
