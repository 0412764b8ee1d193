//! Parses single values. Errors say what is wrong and how to write it.

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use http::Uri;
use http::uri::{Authority, Scheme};
use hyper_util::client::proxy::matcher::Matcher;

use super::types::{Log, OutgoingProxy, Server};
use crate::host_name::{has_plain_port, is_address, is_loopback};
use crate::site::Site;

pub(super) fn address(text: &str) -> Result<SocketAddr, String> {
    text.trim()
        .parse()
        .map_err(|_| "it is no address: write it like 127.0.0.1:7655".to_owned())
}

pub(super) fn server(text: &str) -> Result<Server, String> {
    let (scheme, authority) = server_address(text).ok_or_else(|| {
        format!("“{text}” is no address of a server: write it like https://api.atlassian.com, without a path")
    })?;
    if scheme == Scheme::HTTP && !is_loopback(authority.host()) {
        return Err(format!(
            "“{text}” would carry keys and sessions without encryption: only an address of this computer may begin with http"
        ));
    }
    Ok(Server { scheme, authority })
}

pub(super) fn site(text: &str) -> Result<Site, String> {
    // A folder without the page may be anything, and is not read.
    if !Path::new(text).join("index.html").is_file() {
        return Err(format!(
            "“{text}” holds no index.html: `cargo xtask build` makes the site"
        ));
    }
    Site::read(Path::new(text))
}

pub(super) fn authority_file(text: &str) -> Result<PathBuf, String> {
    let file = PathBuf::from(text);
    crate::tls::roots_in(&file).map(|_| file)
}

pub(super) fn outgoing_proxy(text: &str) -> Result<OutgoingProxy, String> {
    let is_plain = text.starts_with("http://");
    let proxy = is_plain
        .then(|| network_proxy(text, "", "https://api.atlassian.com"))
        .flatten();
    proxy.ok_or_else(|| {
        "it is no address of a proxy: write it like http://proxy.example.com:3128, or http://name:password@…".to_owned()
    })
}

/// The proxy that `HTTPS_PROXY` and `NO_PROXY` name for connections to this server.
pub(super) fn network_proxy(https: &str, no: &str, server: &str) -> Option<OutgoingProxy> {
    let matcher = Matcher::builder().https(https).no(no).build();
    let found = matcher.intercept(&server.parse().ok()?)?;
    Some(OutgoingProxy {
        address: found.uri().clone(),
        authorization: found.basic_auth().cloned(),
    })
}

pub(super) fn origin(text: &str) -> Result<String, String> {
    if text == "*" {
        return Err(
            "“*” would let every page of the world use the proxy: set the origin of each page".to_owned(),
        );
    }
    let pattern = || {
        format!(
            "“{text}” is a pattern, and origins are compared letter by letter: set --allow-origin once for each page, like \
             https://rollcall.example.com"
        )
    };
    if text.contains(['*', '^', '$', '(', ')', '|', '+', '?', '\\', '{', '}', '%']) {
        return Err(pattern());
    }
    let server = server_address(text).filter(|(_, authority)| has_plain_port(authority));
    // In cookies, a leading dot stands for all names below.
    if server
        .as_ref()
        .is_some_and(|(_, authority)| authority.host().starts_with('.'))
    {
        return Err(pattern());
    }
    let server = server.filter(|(_, authority)| is_one_name(authority.host()));
    let (scheme, authority) = server.ok_or_else(|| {
        format!("“{text}” is no origin of a page: write it like https://rollcall.example.com, without a path")
    })?;
    let origin = format!("{scheme}://{authority}").to_ascii_lowercase();
    // A browser leaves out the default port.
    let default = if scheme == Scheme::HTTPS { ":443" } else { ":80" };
    Ok(origin.strip_suffix(default).map_or(origin.clone(), str::to_owned))
}

pub(super) fn host_name(text: &str) -> Result<String, String> {
    match text.parse::<Authority>() {
        Ok(authority) if authority.as_str() == authority.host() && is_one_name(text) => {
            Ok(text.to_ascii_lowercase())
        }
        _ => Err(format!(
            "“{text}” is no host name: write it like proxy.example.com, without a port"
        )),
    }
}

/// Whether a host is an address or a single name, without wildcards.
fn is_one_name(host: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let is_label = |label: &str| !label.is_empty() && label.bytes().all(is_letter);
    is_address(host) || host.split('.').all(is_label)
}

pub(super) fn yes_or_no(text: &str) -> Result<bool, String> {
    match text {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err(format!("“{text}” is neither yes nor no")),
    }
}

pub(super) fn log(text: &str) -> Result<Log, String> {
    match text {
        "off" => Ok(Log::Off),
        "lines" => Ok(Log::Lines),
        "json" => Ok(Log::Json),
        _ => Err(format!("“{text}” is none of off, lines and json")),
    }
}

/// An address as it is written in a URL.
pub(super) fn in_url(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => format!("[{address}]"),
    }
}

/// Scheme and authority of a URL that has nothing else.
fn server_address(address: &str) -> Option<(Scheme, Authority)> {
    // The parser drops a fragment silently.
    if address.contains('#') {
        return None;
    }
    let parts = address.parse::<Uri>().ok()?.into_parts();
    let bare = parts.path_and_query.is_none_or(|path| path == "/");
    let scheme = parts
        .scheme
        .filter(|s| *s == Scheme::HTTP || *s == Scheme::HTTPS)?;
    let authority = parts.authority.filter(|a| !a.as_str().contains('@'))?;
    bare.then_some((scheme, authority))
}

#[cfg(test)]
mod tests;
