//! What the proxy is told at its start. All that is wrong is said at once, with the key and the reason; nothing is served before
//! that.

mod keys;
mod sources;

use std::ffi::OsString;
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use http::uri::{Authority, Scheme};
use http::{HeaderValue, Uri};
use hyper_util::client::proxy::matcher::Matcher;

use crate::gate::host::is_loopback;
use crate::site::Site;
use keys::{KEYS, Key};
use sources::Said;

pub use keys::help;
pub use sources::Command;

/// How long a client may take to send the body of a request: none that Rollcall makes is large.
const BODY_WITHIN: Duration = Duration::from_secs(10);

/// What the proxy is told at its start.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where to listen.
    pub listen: SocketAddr,
    pub(crate) scheme: Scheme,
    pub(crate) authority: Authority,
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
    pub(crate) concurrency: usize,
    pub(crate) largest_request: usize,
    pub(crate) largest_answer: usize,
    pub(crate) connect_within: Duration,
    pub(crate) idle_within: Duration,
    pub(crate) first_byte_within: Duration,
    pub(crate) patience: Duration,
    pub(crate) body_within: Duration,
    /// How long calls under way may take when the proxy is told to stop.
    pub drain_within: Duration,
    /// What is written about requests.
    pub log: Log,
}

/// A proxy of the network that this one is in, through which connections go out.
#[derive(Clone)]
pub(crate) struct OutgoingProxy {
    /// Its address.
    pub(crate) address: Uri,
    /// What it wants to be told; kept out of debug output.
    pub(crate) authorization: Option<HeaderValue>,
}

impl fmt::Debug for OutgoingProxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OutgoingProxy")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
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

/// One thing that is wrong with the settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Complaint {
    key: String,
    why: String,
}

impl Complaint {
    pub(crate) fn new(key: &str, why: impl Into<String>) -> Self {
        Self {
            key: key.to_owned(),
            why: why.into(),
        }
    }
}

/// All that is wrong with the settings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Complaints(Vec<Complaint>);

impl Complaints {
    pub(crate) fn one(key: &str, why: impl Into<String>) -> Self {
        Self(vec![Complaint::new(key, why)])
    }

    fn push(&mut self, complaint: Complaint) {
        self.0.push(complaint);
    }

    fn or<T>(self, value: impl FnOnce() -> T) -> Result<T, Self> {
        if self.0.is_empty() { Ok(value()) } else { Err(self) }
    }
}

impl fmt::Display for Complaints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, Complaint { key, why }) in self.0.iter().enumerate() {
            let line = if at > 0 { "\n" } else { "" };
            write!(f, "{line}{key}: {why}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Complaints {}

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
            if !https.is_empty() {
                // Another kind of proxy would be spoken to in a way that it does not understand.
                outgoing_proxy(&https).map_err(|why| Complaints::one("HTTPS_PROXY", why))?;
            }
            settings.outgoing_proxy = of_network(&https, &no, &settings.upstream());
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
                None => complaints.push(Complaint::new(name, "there is no such key")),
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
        let site = reader.check_if_said("site", site).or(Site::BROUGHT_ALONG);
        let upstream_ca = reader.check_if_said("upstream-ca", authority_file);
        let outgoing_proxy = reader.check_if_said("outgoing-proxy", outgoing_proxy);
        let tls = reader.tls();
        let tls_is_elsewhere = reader.check("tls-elsewhere", yes_or_no).unwrap_or_default();
        let metrics = reader.check_if_said("metrics", |text| {
            text.parse()
                .map_err(|_| format!("“{text}” is no address: write it like 127.0.0.1:9100"))
        });
        let origins = reader.check_each("allow-origin", origin);
        let mut hosts = reader.check_each("allow-host", host_name);
        let log = reader.check("log", log);
        let mut seconds = |name| {
            let seconds: u32 = reader.parse(name, "it is no number of seconds");
            if seconds == 0 {
                reader.complain(name, "nothing can be done in no time");
            }
            Duration::from_secs(seconds.into())
        };
        let [
            connect_within,
            first_byte_within,
            patience,
            idle_within,
            drain_within,
        ] = [
            "connect-within",
            "first-byte-within",
            "answer-within",
            "idle-within",
            "drain-within",
        ]
        .map(&mut seconds);
        let per_client = reader.parse("per-client", "it is no number");
        let mut number = |name| {
            let number: usize = reader.parse(name, "it is no number");
            if number == 0 {
                reader.complain(name, "nothing would get through");
            }
            number
        };
        let [concurrency, largest_request, largest_answer] =
            ["concurrency", "largest-request", "largest-answer"].map(&mut number);
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
        let is_plain = upstream
            .as_ref()
            .is_some_and(|(scheme, _)| *scheme == Scheme::HTTP);
        if is_plain && outgoing_proxy.is_some() {
            reader.complain(
                "outgoing-proxy",
                "the server behind speaks no TLS: keys would leave this computer without encryption",
            );
        }
        let complaints = reader.complaints;
        let Some(((scheme, authority), log)) = upstream.zip(log) else {
            return Err(complaints);
        };
        complaints.or(|| Self {
            listen,
            scheme,
            authority,
            upstream_ca,
            outgoing_proxy,
            tls,
            metrics,
            site,
            origins,
            hosts,
            is_local,
            per_client,
            concurrency,
            largest_request,
            largest_answer,
            connect_within,
            idle_within,
            first_byte_within,
            patience,
            body_within: BODY_WITHIN,
            drain_within,
            log,
        })
    }

    /// The address of the server behind.
    pub fn upstream(&self) -> String {
        format!("{}://{}", self.scheme, self.authority)
    }

    /// The scheme by which this server's own page is reached.
    pub fn own_scheme(&self) -> &'static str {
        if self.tls.is_some() { "https" } else { "http" }
    }

    /// What the proxy would do with these settings, in words.
    pub fn describe(&self) -> String {
        let list = |values: &[String]| match values {
            [] => "none".to_owned(),
            values => values.join(", "),
        };
        let path = |path: &Option<PathBuf>, none: &str| {
            path.as_ref()
                .map_or_else(|| none.to_owned(), |path| path.display().to_string())
        };
        format!(
            "\
listens on                {} ({})
answers to the names      localhost, 127.0.0.1, ::1, {}
answers pages of          {}its own, {}
serves the page in        {}
passes calls on to        {} ({} endpoints)
by way of                 {}
trusts                    {}
takes from one client     {} requests a second
has under way             {} requests at most
bodies                    up to {} bytes there, {} back
waits                     {} s for a connection, {} s for an answer's beginning, {} s for a call
writes                    {}
tells Prometheus          {}
",
            self.listen,
            if self.tls.is_some() { "TLS" } else { "no TLS" },
            list(&self.hosts),
            if self.is_local { "this computer, " } else { "" },
            list(&self.origins),
            match &self.site {
                Some(Site::Folder(folder)) => folder.display().to_string(),
                #[cfg(feature = "built-in-page")]
                Some(Site::BuiltIn) => "this program".to_owned(),
                None => "none".to_owned(),
            },
            self.upstream(),
            rollcall_atlassian::ENDPOINTS.len(),
            self.outgoing_proxy
                .as_ref()
                .map_or_else(|| "no other proxy".to_owned(), |proxy| proxy.address.to_string()),
            path(&self.upstream_ca, "what this computer trusts"),
            if self.per_client == 0 {
                "any number of".to_owned()
            } else {
                self.per_client.to_string()
            },
            self.concurrency,
            self.largest_request,
            self.largest_answer,
            self.connect_within.as_secs(),
            self.first_byte_within.as_secs(),
            self.patience.as_secs(),
            match self.log {
                Log::Off => "nothing about requests",
                Log::Lines => "a line for each request",
                Log::Json => "a line of JSON for each request",
            },
            self.metrics
                .map_or_else(|| "nothing".to_owned(), |address| format!("on {address}")),
        )
    }
}

/// Takes values out of what was said, and collects what is wrong with them.
struct Reader<'a> {
    said: &'a Said,
    complaints: Complaints,
}

impl Reader<'_> {
    fn complain(&mut self, name: &str, why: impl Into<String>) {
        self.complaints.push(Complaint::new(name, why));
    }

    /// What was said, or else what the key is without being said; `None` for nothing.
    fn text(&self, name: &str) -> Option<String> {
        let said = self.said.get(name).and_then(|values| values.last()).cloned();
        let default = KEYS.iter().find(|key| key.name == name)?.default;
        said.or_else(|| (!default.is_empty()).then(|| default.to_owned()))
    }

    fn parse<T: FromStr + DefaultValue>(&mut self, name: &str, why: &str) -> T {
        let text = self.text(name).unwrap_or_default();
        text.trim().parse().unwrap_or_else(|_| {
            self.complain(name, why);
            T::ANY
        })
    }

    fn check<T>(&mut self, name: &str, check: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        let text = self.text(name).unwrap_or_default();
        check(&text).map_err(|why| self.complain(name, why)).ok()
    }

    fn check_if_said<T>(&mut self, name: &str, check: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        let text = self.text(name)?;
        check(&text).map_err(|why| self.complain(name, why)).ok()
    }

    /// What has to be so where other computers reach the proxy.
    fn check_exposed(&mut self, has_pages: bool, has_name: bool, has_tls: bool) {
        if !has_pages {
            self.complain(
                "listen",
                "other computers could reach the proxy there, and it is told of no page that may ask: say --allow-origin or --site, \
                 or listen on 127.0.0.1",
            );
        }
        if !has_name {
            self.complain(
                "allow-host",
                "other computers can reach it, so it has to be told by which host name they do",
            );
        }
        if !has_tls {
            self.complain(
                "tls-cert",
                "keys would travel to it without encryption: give it a certificate, or say --tls-elsewhere yes where something before \
                 it speaks TLS",
            );
        }
    }

    /// Certificate and key go together.
    fn tls(&mut self) -> Option<Arc<rustls::ServerConfig>> {
        match (self.text("tls-cert"), self.text("tls-key")) {
            (None, None) => None,
            (Some(_), None) => {
                self.complain("tls-key", "there is a tls-cert, and no key for it");
                None
            }
            (None, Some(_)) => {
                self.complain("tls-cert", "there is a tls-key, and no certificate for it");
                None
            }
            (Some(certificate), Some(key)) => crate::tls::of_server(certificate.as_ref(), key.as_ref())
                .map_err(|why| self.complain("tls-cert", why))
                .ok(),
        }
    }

    fn check_each<T>(&mut self, name: &str, check: impl Fn(&str) -> Result<T, String>) -> Vec<T> {
        let values = self.said.get(name).cloned().unwrap_or_default();
        values
            .iter()
            .filter_map(|value| check(value).map_err(|why| self.complain(name, why)).ok())
            .collect()
    }
}

/// What stands in for a value that cannot be read, until the complaint about it ends the start.
trait DefaultValue {
    const ANY: Self;
}

impl DefaultValue for u32 {
    const ANY: Self = 1;
}

impl DefaultValue for usize {
    const ANY: Self = 1;
}

impl DefaultValue for SocketAddr {
    const ANY: Self = SocketAddr::new(IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 0);
}

fn upstream(text: &str) -> Result<(Scheme, Authority), String> {
    let (scheme, authority) = server_address(text).ok_or_else(|| {
        format!("“{text}” is no address of a server: write it like https://api.atlassian.com, without a path")
    })?;
    if scheme == Scheme::HTTP && !is_loopback(authority.host()) {
        return Err(format!(
            "“{text}” would carry API keys without encryption: only an address of this computer may begin with http"
        ));
    }
    Ok((scheme, authority))
}

fn site(text: &str) -> Result<Site, String> {
    match PathBuf::from(text).canonicalize() {
        Ok(whole) if whole.join("index.html").is_file() => Ok(Site::Folder(whole)),
        _ => Err(format!(
            "“{text}” holds no index.html: `cargo xtask build` makes the site"
        )),
    }
}

fn authority_file(text: &str) -> Result<PathBuf, String> {
    let file = PathBuf::from(text);
    crate::tls::roots_in(&file).map(|_| file)
}

fn outgoing_proxy(text: &str) -> Result<OutgoingProxy, String> {
    let is_plain = text.starts_with("http://");
    let proxy = is_plain
        .then(|| of_network(text, "", "https://api.atlassian.com"))
        .flatten();
    proxy.ok_or_else(|| {
        "it is no address of a proxy: write it like http://proxy.example.com:3128, or http://name:password@…".to_owned()
    })
}

/// What the network's own words say about connections to this server.
fn of_network(https: &str, no: &str, server: &str) -> Option<OutgoingProxy> {
    let matcher = Matcher::builder().https(https).no(no).build();
    let found = matcher.intercept(&server.parse().ok()?)?;
    Some(OutgoingProxy {
        address: found.uri().clone(),
        authorization: found.basic_auth().cloned(),
    })
}

fn origin(text: &str) -> Result<String, String> {
    if text == "*" {
        return Err("“*” would let every page of the world use the proxy: name the pages".to_owned());
    }
    let (scheme, authority) = server_address(text).ok_or_else(|| {
        format!("“{text}” is no origin of a page: write it like https://rollcall.example.com, without a path")
    })?;
    let origin = format!("{scheme}://{authority}").to_ascii_lowercase();
    // A browser does not name the usual port.
    let usual = if scheme == Scheme::HTTPS { ":443" } else { ":80" };
    Ok(origin.strip_suffix(usual).map_or(origin.clone(), str::to_owned))
}

fn host_name(text: &str) -> Result<String, String> {
    match text.parse::<Authority>() {
        Ok(authority) if authority.as_str() == authority.host() => Ok(text.to_ascii_lowercase()),
        _ => Err(format!(
            "“{text}” is no host name: write it like proxy.example.com, without a port"
        )),
    }
}

fn yes_or_no(text: &str) -> Result<bool, String> {
    match text {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err(format!("“{text}” is neither yes nor no")),
    }
}

fn log(text: &str) -> Result<Log, String> {
    match text {
        "off" => Ok(Log::Off),
        "lines" => Ok(Log::Lines),
        "json" => Ok(Log::Json),
        _ => Err(format!("“{text}” is none of off, lines and json")),
    }
}

/// An address as it stands in a URL.
fn in_url(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => format!("[{address}]"),
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
