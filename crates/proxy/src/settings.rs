//! What the proxy is told at its start.

use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use http::Uri;
use http::uri::{Authority, Scheme};

use crate::gate::is_loopback;

/// What the proxy is told at its start.
#[derive(Clone, Debug)]
pub struct Settings {
    pub(crate) scheme: Scheme,
    pub(crate) authority: Authority,
    pub(crate) site: Option<PathBuf>,
    pub(crate) origins: Vec<String>,
    pub(crate) hosts: Vec<String>,
    pub(crate) patience: Duration,
}

/// A setting that makes no sense.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// Not `https://host` or `http://host`.
    #[error("`{0}` is no address of a server: write it like https://api.atlassian.com, without a path.")]
    Upstream(String),
    /// API keys would travel readably.
    #[error(
        "`{0}` would carry API keys without encryption. Only an address of this computer may begin with http."
    )]
    Unencrypted(String),
    /// Not what a browser sends as `Origin`.
    #[error("`{0}` is no origin of a page: write it like https://rollcall.example.com, without a path.")]
    Origin(String),
    /// Not a plain host name.
    #[error("`{0}` is no host name: write it like proxy.example.com, without a port.")]
    Host(String),
    /// There is no page to serve.
    #[error("{} holds no index.html. `cargo xtask build` makes the site.", .0.display())]
    Site(PathBuf),
    /// Certificates to trust could not be loaded.
    #[error("The certificates that this computer trusts could not be loaded: {0}")]
    Certificates(String),
}

impl Settings {
    /// Where Atlassian's organization admin API is.
    pub const ATLASSIAN: &str = "https://api.atlassian.com";

    /// Settings with an upstream: `https://host[:port]`, or `http://…` on this computer.
    ///
    /// # Errors
    /// [`SettingsError::Upstream`] and [`SettingsError::Unencrypted`].
    pub fn new(upstream: &str) -> Result<Self, SettingsError> {
        let (scheme, authority) =
            server_address(upstream).ok_or_else(|| SettingsError::Upstream(upstream.to_owned()))?;
        if scheme == Scheme::HTTP && !is_loopback(authority.host()) {
            return Err(SettingsError::Unencrypted(upstream.to_owned()));
        }
        Ok(Self {
            scheme,
            authority,
            site: None,
            origins: Vec::new(),
            hosts: Vec::new(),
            patience: Duration::from_mins(1),
        })
    }

    /// Serves the built site in this folder as well.
    ///
    /// # Errors
    /// [`SettingsError::Site`].
    pub fn with_site(mut self, folder: PathBuf) -> Result<Self, SettingsError> {
        match folder.canonicalize() {
            Ok(whole) if whole.join("index.html").is_file() => self.site = Some(whole),
            _ => return Err(SettingsError::Site(folder)),
        }
        Ok(self)
    }

    /// Lets a page of this origin ask, besides pages of the proxy's own origin and of this computer.
    ///
    /// # Errors
    /// [`SettingsError::Origin`].
    pub fn with_origin(mut self, origin: &str) -> Result<Self, SettingsError> {
        let (scheme, authority) =
            server_address(origin).ok_or_else(|| SettingsError::Origin(origin.to_owned()))?;
        self.origins
            .push(format!("{scheme}://{authority}").to_ascii_lowercase());
        Ok(self)
    }

    /// Answers to this host name, besides the names of this computer.
    ///
    /// # Errors
    /// [`SettingsError::Host`].
    pub fn with_host(mut self, host: &str) -> Result<Self, SettingsError> {
        match host.parse::<Authority>() {
            Ok(authority) if authority.as_str() == authority.host() => {
                self.hosts.push(host.to_ascii_lowercase());
                Ok(self)
            }
            _ => Err(SettingsError::Host(host.to_owned())),
        }
    }

    /// How long a call may take, from its first byte to the answer's last one; 60 seconds if not said.
    #[must_use]
    pub fn with_patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Answers to the address on which it listens, unless that is every address.
    #[must_use]
    pub fn listening_on(mut self, address: IpAddr) -> Self {
        if !address.is_unspecified() {
            self.hosts.push(match address {
                IpAddr::V4(address) => address.to_string(),
                IpAddr::V6(address) => format!("[{address}]"),
            });
        }
        self
    }
}

/// Scheme and authority of an address that has nothing else.
fn server_address(address: &str) -> Option<(Scheme, Authority)> {
    let parts = address.parse::<Uri>().ok()?.into_parts();
    let bare = parts.path_and_query.is_none_or(|path| path == "/");
    let scheme = parts
        .scheme
        .filter(|s| *s == Scheme::HTTP || *s == Scheme::HTTPS)?;
    let authority = parts.authority.filter(|a| !a.as_str().contains('@'))?;
    bare.then_some((scheme, authority))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_travel_encrypted_or_not_at_all() {
        assert!(Settings::new(Settings::ATLASSIAN).is_ok());
        assert!(Settings::new("http://127.0.0.1:8080").is_ok());
        assert!(Settings::new("http://localhost:8080/").is_ok());
        let refused = Settings::new("http://api.atlassian.com");
        assert!(matches!(refused, Err(SettingsError::Unencrypted(_))));
        let refused = Settings::new("http://127.0.0.1.example.com");
        assert!(matches!(refused, Err(SettingsError::Unencrypted(_))));
    }

    #[test]
    fn an_upstream_is_an_address_and_nothing_more() {
        for address in [
            "",
            "api.atlassian.com",
            "ftp://api.atlassian.com",
            "https://api.atlassian.com/admin",
            "https://api.atlassian.com?a=b",
            "https://name:word@api.atlassian.com",
        ] {
            let refused = Settings::new(address);
            assert!(matches!(refused, Err(SettingsError::Upstream(_))), "{address}");
        }
    }

    #[test]
    fn what_no_browser_sends_is_no_origin() {
        let settings = || Settings::new(Settings::ATLASSIAN).unwrap();
        assert!(settings().with_origin("https://Rollcall.example.com").is_ok());
        for origin in ["null", "*", "https://example.com/page", "example.com"] {
            assert!(settings().with_origin(origin).is_err(), "{origin}");
        }
        assert!(settings().with_host("proxy.example.com").is_ok());
        assert!(settings().with_host("proxy.example.com:80").is_err());
    }
}
