//! From text to a configuration: every value is checked, and then what they mean together.

use std::ffi::OsStr;
use std::net::SocketAddr;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use http::uri::Scheme;

use super::error::ConfigErrors;
use super::raw::RawConfig;
use super::types::{Config, OutgoingProxy, Portal, Server};
use super::values;
use crate::session::{self, LentSession, Secret};
use crate::site::Site;

/// Time limit for the body of a request: those of Rollcall's are small.
const BODY_WITHIN: Duration = Duration::from_secs(10);

/// Checks all values. The network's proxy is used only if none is configured.
pub(super) fn check(raw: &RawConfig, network: &NetworkProxy) -> Result<Config, ConfigErrors> {
    let mut checker = Checker::default();
    let config = checker.config(raw, network);
    match config {
        Some(config) if checker.0.is_empty() => Ok(config),
        _ => Err(checker.0),
    }
}

/// `HTTPS_PROXY` and `NO_PROXY`.
#[derive(Default)]
pub(super) struct NetworkProxy {
    https: Option<String>,
    no: Option<String>,
}

impl NetworkProxy {
    /// The first one counts.
    pub(super) fn set_https(&mut self, value: &OsStr) {
        self.https
            .get_or_insert_with(|| value.to_string_lossy().into_owned());
    }

    /// The first one counts.
    pub(super) fn set_no(&mut self, value: &OsStr) {
        self.no
            .get_or_insert_with(|| value.to_string_lossy().into_owned());
    }

    fn for_server(&self, server: &Server) -> Option<OutgoingProxy> {
        let no = self.no.as_deref().unwrap_or_default();
        values::network_proxy(self.https.as_deref()?, no, &server.to_string())
    }
}

/// Collects the errors.
#[derive(Default)]
struct Checker(ConfigErrors);

impl Checker {
    fn config(&mut self, raw: &RawConfig, network: &NetworkProxy) -> Option<Config> {
        let listen = self.value("listen", &raw.listen, values::address);
        let upstream = self.value("upstream-api", &raw.upstream_api, values::server);
        let site = self.optional("site", raw.site.as_ref(), values::site);
        let site = site.or_else(|| Site::BUILT_IN.map(|page| page()));
        let upstream_ca = self.optional("upstream-ca", raw.upstream_ca.as_ref(), values::authority_file);
        let tls = self.tls(raw.tls_cert.as_ref(), raw.tls_key.as_ref());
        let tls_elsewhere = self.value("tls-elsewhere", &raw.tls_elsewhere, values::yes_or_no);
        let tls_elsewhere = tls_elsewhere.unwrap_or_default();
        let metrics = self.metrics(raw);
        let origins = self.each("allow-origin", &raw.allow_origin, values::origin);
        let mut hosts = self.each("allow-host", &raw.allow_host, values::host_name);
        let log = self.value("log", &raw.log, values::log);
        let connect_within = self.seconds("connect-within", &raw.connect_within);
        let first_byte_within = self.seconds("first-byte-within", &raw.first_byte_within);
        let answer_within = self.seconds("answer-within", &raw.answer_within);
        let idle_within = self.seconds("idle-within", &raw.idle_within);
        let drain_within = self.seconds("drain-within", &raw.drain_within);
        let per_client = self.value("per-client", &raw.per_client, number);
        let per_client_at_once = self.at_least_one("per-client-at-once", &raw.per_client_at_once);
        let concurrency = self.at_least_one("concurrency", &raw.concurrency);
        let largest_request = self.at_least_one("largest-request", &raw.largest_request);
        let answers = self.answers(raw);
        let log_per_second = self.value("log-per-second", &raw.log_per_second, number);
        if log_per_second == Some(0) {
            self.error("log-per-second", "nothing would be written: set --log off");
        }
        let is_exposed = listen.is_some_and(|listen| !listen.ip().is_loopback());
        if is_exposed {
            let has_pages = !origins.is_empty() || site.is_some();
            self.exposed(has_pages, !hosts.is_empty(), tls.is_some() || tls_elsewhere);
        }
        let is_local = !is_exposed && hosts.is_empty();
        hosts.extend(
            listen
                .map(|listen| listen.ip())
                .filter(|ip| !ip.is_unspecified())
                .map(values::in_url),
        );
        let portal = self.portal(raw, is_local && !tls_elsewhere);
        let outgoing_proxy = self.outgoing_proxy(raw, network, upstream.as_ref(), portal.as_ref());
        let (largest_answer, answer_memory) = answers?;
        Some(Config {
            listen: listen?,
            upstream: upstream?,
            portal,
            upstream_ca,
            outgoing_proxy,
            tls,
            metrics,
            site,
            origins,
            hosts,
            is_local,
            per_client: per_client?,
            per_client_at_once: per_client_at_once?,
            concurrency: concurrency?,
            largest_request: largest_request?,
            largest_answer,
            answer_memory,
            connect_within: connect_within?,
            idle_within: idle_within?,
            first_byte_within: first_byte_within?,
            answer_within: answer_within?,
            body_within: BODY_WITHIN,
            drain_within: drain_within?,
            log: log?,
            log_per_second: log_per_second?,
        })
    }

    fn error(&mut self, key: &str, message: impl Into<String>) {
        self.0.push(key, message);
    }

    fn value<T>(
        &mut self,
        key: &str,
        text: &str,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        parse(text).map_err(|message| self.error(key, message)).ok()
    }

    fn optional<T>(
        &mut self,
        key: &str,
        text: Option<&String>,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        self.value(key, text?, parse)
    }

    fn each<T>(&mut self, key: &str, texts: &[String], parse: impl Fn(&str) -> Result<T, String>) -> Vec<T> {
        texts
            .iter()
            .filter_map(|text| self.value(key, text, &parse))
            .collect()
    }

    fn seconds(&mut self, key: &str, text: &str) -> Option<Duration> {
        let seconds: u32 = self.value(key, text, |text| {
            number(text).map_err(|_| "it is no number of seconds".to_owned())
        })?;
        if seconds == 0 {
            self.error(key, "it has to be at least 1 second");
        }
        Some(Duration::from_secs(seconds.into()))
    }

    fn at_least_one(&mut self, key: &str, text: &str) -> Option<usize> {
        let number = self.value(key, text, number)?;
        if number == 0 {
            self.error(key, "nothing would get through");
        }
        Some(number)
    }

    /// The size of the largest answer, and the memory for all of them.
    fn answers(&mut self, raw: &RawConfig) -> Option<(usize, usize)> {
        let largest = self.at_least_one("largest-answer", &raw.largest_answer);
        let memory = self.at_least_one("answer-memory", &raw.answer_memory);
        let (largest, memory) = largest.zip(memory)?;
        if memory < largest {
            self.error(
                "answer-memory",
                "it is less than one answer may have (--largest-answer)",
            );
        }
        Some((largest, memory))
    }

    /// What an address that other computers can reach requires.
    fn exposed(&mut self, has_pages: bool, has_name: bool, has_tls: bool) {
        if !has_pages {
            self.error(
                "listen",
                "other computers could reach the proxy there, and no page is allowed: set --allow-origin or --site, or listen on \
                 127.0.0.1",
            );
        }
        if !has_name {
            self.error(
                "allow-host",
                "other computers can reach the proxy, so it needs the host name by which they do",
            );
        }
        if !has_tls {
            self.error(
                "tls-cert",
                "keys would travel to the proxy without encryption: set a certificate, or --tls-elsewhere yes if TLS is terminated in \
                 front of it",
            );
        }
    }

    fn metrics(&mut self, raw: &RawConfig) -> Option<SocketAddr> {
        let address = self.optional("metrics", raw.metrics.as_ref(), values::address);
        let is_open = self.value("metrics-open", &raw.metrics_open, values::yes_or_no);
        if address.is_some_and(|address| !address.ip().is_loopback()) && is_open != Some(true) {
            self.error(
                "metrics",
                "other computers could read them, without encryption and without a key: listen on 127.0.0.1, or set --metrics-open yes \
                 if they are meant to",
            );
        }
        address
    }

    /// The admin portal, if it is on. A lent session is for this computer alone.
    fn portal(&mut self, raw: &RawConfig, is_local: bool) -> Option<Portal> {
        let server = self.value("upstream-portal", &raw.upstream_portal, values::server);
        let store = self.optional("session-from", raw.session_from.as_ref(), session::of_browser);
        let is_on = self.value("admin-portal", &raw.admin_portal, values::yes_or_no);
        let is_on = is_on.unwrap_or_default();
        let is_lent = raw.session_from.is_some();
        if is_lent && !is_on {
            self.error(
                "admin-portal",
                "a session is for the admin portal, which is off: set --admin-portal",
            );
        }
        if is_lent && !is_local {
            self.error(
                "session-from",
                "it would lend your session to other computers: listen on 127.0.0.1, and set neither --allow-host nor --tls-elsewhere",
            );
        }
        let lent = store.and_then(|store| {
            let secret = Secret::new()
                .map_err(|message| self.error("session-from", message))
                .ok()?;
            Some(LentSession { store, secret })
        });
        let server = server.filter(|_| is_on)?;
        Some(Portal { server, lent })
    }

    /// The proxy that is configured, or else the network's. What goes out through one has to be encrypted.
    fn outgoing_proxy(
        &mut self,
        raw: &RawConfig,
        network: &NetworkProxy,
        upstream: Option<&Server>,
        portal: Option<&Portal>,
    ) -> Option<OutgoingProxy> {
        let is_plain = |server: &Server| server.scheme == Scheme::HTTP;
        let has_plain =
            upstream.is_some_and(is_plain) || portal.is_some_and(|portal| is_plain(&portal.server));
        if raw.outgoing_proxy.is_some() {
            let proxy = self.optional(
                "outgoing-proxy",
                raw.outgoing_proxy.as_ref(),
                values::outgoing_proxy,
            );
            if proxy.is_some() && has_plain {
                self.error(
                    "outgoing-proxy",
                    "the server behind speaks no TLS: keys would leave this computer without encryption",
                );
            }
            return proxy;
        }
        let proxy = network.for_server(upstream?)?;
        if proxy.address.scheme_str() != Some("http") {
            // It would be spoken to in a protocol that it does not understand.
            self.error(
                "HTTPS_PROXY",
                "only a proxy whose address begins with http:// can be used: set another one with --outgoing-proxy",
            );
        }
        if has_plain {
            self.error(
                "HTTPS_PROXY",
                "the server of the admin portal speaks no TLS: your session would leave this computer without encryption. Start \
                 without HTTPS_PROXY, or set --upstream-portal https://…",
            );
        }
        Some(proxy)
    }

    /// Certificate and key belong together.
    fn tls(
        &mut self,
        certificate: Option<&String>,
        key: Option<&String>,
    ) -> Option<Arc<rustls::ServerConfig>> {
        match (certificate, key) {
            (None, None) => None,
            (Some(_), None) => {
                self.error("tls-key", "there is a tls-cert, and no key for it");
                None
            }
            (None, Some(_)) => {
                self.error("tls-cert", "there is a tls-key, and no certificate for it");
                None
            }
            (Some(certificate), Some(key)) => self.value("tls-cert", certificate, |certificate| {
                crate::tls::of_server(certificate.as_ref(), key.as_ref())
            }),
        }
    }
}

fn number<T: FromStr>(text: &str) -> Result<T, String> {
    text.trim().parse().map_err(|_| "it is no number".to_owned())
}
