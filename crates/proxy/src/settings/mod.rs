//! What the proxy is told at its start. All that is wrong is said at once, with the key and the reason; nothing is served before
//! that.

mod complaints;
mod describe;
mod keys;
mod reader;
mod sources;
mod values;

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use http::uri::{Authority, Scheme};

use crate::session::LentSession;
use crate::site::Site;
use complaints::Complaint;
use keys::Key;
use reader::Reader;
use sources::Said;
use values::{
    authority_file, host_name, in_url, log, of_network, origin, outgoing_proxy, site, upstream, yes_or_no,
};

pub use complaints::Complaints;
pub use keys::help;
pub use sources::Command;
pub(crate) use values::OutgoingProxy;

/// How long a client may take to send the body of a request: none that Rollcall makes is large.
const BODY_WITHIN: Duration = Duration::from_secs(10);

/// What the proxy is told at its start.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where to listen.
    pub listen: SocketAddr,
    pub(crate) scheme: Scheme,
    pub(crate) authority: Authority,
    /// The admin portal, where it is on.
    pub(crate) portal: Option<Portal>,
    pub(crate) upstream_ca: Option<PathBuf>,
    pub(crate) outgoing_proxy: Option<OutgoingProxy>,
    pub(crate) tls: Option<Arc<rustls::ServerConfig>>,
    /// Where Prometheus may ask.
    pub metrics: Option<SocketAddr>,
    pub(crate) site: Option<Site>,
    pub(crate) origins: Vec<String>,
    pub(crate) hosts: Vec<String>,
    /// Whether it is there for this computer alone: then pages of this computer may ask.
    pub(crate) is_local: bool,
    pub(crate) per_client: u32,
    pub(crate) per_client_at_once: usize,
    pub(crate) concurrency: usize,
    pub(crate) largest_request: usize,
    pub(crate) largest_answer: usize,
    /// Bytes of large answers that may be held at a time.
    pub(crate) answer_memory: usize,
    pub(crate) connect_within: Duration,
    pub(crate) idle_within: Duration,
    pub(crate) first_byte_within: Duration,
    pub(crate) answer_within: Duration,
    pub(crate) body_within: Duration,
    /// How long calls under way may take when the proxy is told to stop.
    pub drain_within: Duration,
    /// What is written about requests.
    pub log: Log,
    pub(crate) log_per_second: u32,
}

/// The admin portal: where it is, and whose session opens it.
#[derive(Clone, Debug)]
pub(crate) struct Portal {
    pub(crate) scheme: Scheme,
    pub(crate) authority: Authority,
    /// The session of a browser of this computer; where there is none, the page brings one.
    pub(crate) lent: Option<LentSession>,
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

/// Whether a server behind speaks no TLS.
fn is_plain(upstream: Option<&(Scheme, Authority)>, portal: Option<&Portal>) -> bool {
    let schemes = [
        upstream.map(|(scheme, _)| scheme),
        portal.map(|portal| &portal.scheme),
    ];
    schemes.contains(&Some(&Scheme::HTTP))
}

impl Settings {
    /// What the command line, the environment and the file say.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub fn read(
        arguments: impl IntoIterator<Item = OsString>,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<(Command, Self), Complaints> {
        let (command, said) = sources::read(arguments, &variable)?;
        let network = |name: &str| variable(name).or_else(|| variable(&name.to_ascii_lowercase()));
        if command == Command::Help {
            // Who asks for help may have said anything else.
            return Ok((command, Self::of(&[])?));
        }
        let mut settings = Self::from_said(&said)?;
        if settings.outgoing_proxy.is_none() {
            let [https, no] = ["HTTPS_PROXY", "NO_PROXY"].map(|name| network(name).unwrap_or_default());
            settings.outgoing_proxy = of_network(&https, &no, &settings.upstream());
            let scheme = settings
                .outgoing_proxy
                .as_ref()
                .map(|proxy| proxy.address.scheme_str());
            if scheme.is_some_and(|scheme| scheme != Some("http")) {
                // It would be spoken to in a way that it does not understand.
                return Err(Complaints::one(
                    "HTTPS_PROXY",
                    "only a proxy whose address begins with http:// can be used: say another one with --outgoing-proxy",
                ));
            }
        }
        let leads_out = settings.outgoing_proxy.is_some();
        if leads_out && is_plain(None, settings.portal.as_ref()) {
            return Err(Complaints::one(
                "HTTPS_PROXY",
                "the server of the admin portal speaks no TLS: your session would leave this computer without encryption. Start without \
                 HTTPS_PROXY, or say --upstream-portal https://…",
            ));
        }
        Ok((command, settings))
    }

    /// These keys and their values, and what they do not say as it is without being said.
    ///
    /// # Errors
    /// All that is wrong with them.
    pub fn of(said: &[(&str, &str)]) -> Result<Self, Complaints> {
        let mut all = Said::new();
        let mut complaints = Complaints::default();
        for (name, value) in said {
            match Key::named(name) {
                Some(key) => all.entry(key.name).or_default().push((*value).to_owned()),
                None => complaints.push(Complaint::new(name, "there is no such setting")),
            }
        }
        complaints.or(|| all).and_then(|all| Self::from_said(&all))
    }

    fn from_said(said: &Said) -> Result<Self, Complaints> {
        let mut reader = Reader {
            said,
            complaints: Complaints::default(),
        };
        let listen: SocketAddr = reader.parse("listen", "it is no address: write it like 127.0.0.1:7655");
        let upstream = reader.check("upstream-api", upstream);
        let site = reader
            .check_if_said("site", site)
            .or_else(|| Site::BROUGHT_ALONG.map(|page| page()));
        let upstream_ca = reader.check_if_said("upstream-ca", authority_file);
        let outgoing_proxy = reader.check_if_said("outgoing-proxy", outgoing_proxy);
        let tls = reader.tls();
        let tls_is_elsewhere = reader.check("tls-elsewhere", yes_or_no).unwrap_or_default();
        let metrics = reader.metrics();
        let origins = reader.check_each("allow-origin", origin);
        let mut hosts = reader.check_each("allow-host", host_name);
        let log = reader.check("log", log);
        let [
            connect_within,
            first_byte_within,
            answer_within,
            idle_within,
            drain_within,
        ] = [
            "connect-within",
            "first-byte-within",
            "answer-within",
            "idle-within",
            "drain-within",
        ]
        .map(|name| reader.seconds(name));
        let per_client = reader.parse("per-client", "it is no number");
        let log_per_second = reader.lines_per_second();
        let [per_client_at_once, concurrency, largest_request] =
            ["per-client-at-once", "concurrency", "largest-request"].map(|name| reader.number(name));
        let (largest_answer, answer_memory) = reader.answers();
        let is_open = !listen.ip().is_loopback();
        if is_open {
            reader.check_exposed(
                !origins.is_empty() || site.is_some(),
                !hosts.is_empty(),
                tls.is_some() || tls_is_elsewhere,
            );
        }
        let is_local = !is_open && hosts.is_empty();
        if !listen.ip().is_unspecified() {
            hosts.push(in_url(listen.ip()));
        }
        let portal = reader.portal(is_local && !tls_is_elsewhere);
        reader.check_way_out(
            is_plain(upstream.as_ref(), portal.as_ref()),
            outgoing_proxy.is_some(),
        );
        let complaints = reader.complaints;
        let Some(((scheme, authority), log)) = upstream.zip(log) else {
            return Err(complaints);
        };
        complaints.or(|| Self {
            listen,
            scheme,
            authority,
            portal,
            upstream_ca,
            outgoing_proxy,
            tls,
            metrics,
            site,
            origins,
            hosts,
            is_local,
            per_client,
            per_client_at_once,
            concurrency,
            largest_request,
            largest_answer,
            answer_memory,
            connect_within,
            idle_within,
            first_byte_within,
            answer_within,
            body_within: BODY_WITHIN,
            drain_within,
            log,
            log_per_second,
        })
    }

    /// The address of the server behind.
    pub fn upstream(&self) -> String {
        format!("{}://{}", self.scheme, self.authority)
    }

    /// What opens the admin portal to whoever asks, where the proxy lends a session: it is printed at the start.
    pub fn secret(&self) -> Option<&str> {
        let lent = self.portal.as_ref()?.lent.as_ref()?;
        Some(lent.secret.as_str())
    }

    /// Whether a server behind speaks TLS.
    pub(crate) fn has_tls_behind(&self) -> bool {
        let portal = self.portal.as_ref().map(|portal| &portal.scheme);
        [Some(&self.scheme), portal].contains(&Some(&Scheme::HTTPS))
    }

    /// The scheme by which this server's own page is reached.
    pub fn own_scheme(&self) -> &'static str {
        if self.tls.is_some() { "https" } else { "http" }
    }

    /// Whether other computers may ask for the numbers.
    pub(crate) fn has_open_metrics(&self) -> bool {
        self.metrics.is_some_and(|address| !address.ip().is_loopback())
    }
}
