//! A configuration whose values have been checked.

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use http::uri::{Authority, Scheme};
use http::{HeaderValue, Uri};

use crate::session::LentSession;
use crate::site::Site;

/// What the proxy is to do.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where to listen.
    pub listen: SocketAddr,
    pub(crate) upstream: Server,
    /// The admin portal, if it is on.
    pub(crate) portal: Option<Portal>,
    pub(crate) upstream_ca: Option<PathBuf>,
    pub(crate) outgoing_proxy: Option<OutgoingProxy>,
    pub(crate) tls: Option<Arc<rustls::ServerConfig>>,
    /// Where to serve metrics.
    pub metrics: Option<SocketAddr>,
    pub(crate) site: Option<Site>,
    pub(crate) origins: Vec<String>,
    pub(crate) hosts: Vec<String>,
    /// Whether the proxy is for this computer alone; then this computer's pages are allowed.
    pub(crate) is_local: bool,
    pub(crate) per_client: u32,
    pub(crate) per_client_at_once: usize,
    pub(crate) concurrency: usize,
    pub(crate) largest_request: usize,
    pub(crate) largest_answer: usize,
    /// In bytes, for all large answers together.
    pub(crate) answer_memory: usize,
    pub(crate) connect_within: Duration,
    pub(crate) idle_within: Duration,
    pub(crate) first_byte_within: Duration,
    pub(crate) answer_within: Duration,
    pub(crate) body_within: Duration,
    /// Time limit for the requests in flight when the proxy stops.
    pub drain_within: Duration,
    /// What is written about requests.
    pub log: Log,
    pub(crate) log_per_second: u32,
}

/// A server, without a path.
#[derive(Clone, Debug)]
pub(crate) struct Server {
    pub(crate) scheme: Scheme,
    pub(crate) authority: Authority,
}

/// The admin portal: where it is, and whose session opens it.
#[derive(Clone, Debug)]
pub(crate) struct Portal {
    pub(crate) server: Server,
    /// The session of a browser on this computer; without one, the page sends a session.
    pub(crate) lent: Option<LentSession>,
}

/// A company's proxy, through which connections to the upstream go.
#[derive(Clone)]
pub(crate) struct OutgoingProxy {
    pub(crate) address: Uri,
    /// Kept out of debug output.
    pub(crate) authorization: Option<HeaderValue>,
}

/// What is written about requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Log {
    /// Nothing.
    Off,
    /// A line each.
    Lines,
    /// A line of JSON each.
    Json,
}

impl Config {
    /// The secret of the lent session, which is printed at the start.
    pub fn secret(&self) -> Option<&str> {
        let lent = self.portal.as_ref()?.lent.as_ref()?;
        Some(lent.secret.as_str())
    }

    /// Whether any upstream uses TLS.
    pub(crate) fn has_tls_upstream(&self) -> bool {
        let portal = self.portal.as_ref().map(|portal| &portal.server.scheme);
        [Some(&self.upstream.scheme), portal].contains(&Some(&Scheme::HTTPS))
    }

    /// The scheme of the proxy's own address.
    pub fn own_scheme(&self) -> &'static str {
        if self.tls.is_some() { "https" } else { "http" }
    }

    /// Whether other computers may read the metrics.
    pub(crate) fn has_open_metrics(&self) -> bool {
        self.metrics.is_some_and(|address| !address.ip().is_loopback())
    }
}

impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.scheme, self.authority)
    }
}

impl fmt::Debug for OutgoingProxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OutgoingProxy")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}
