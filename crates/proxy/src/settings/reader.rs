//! Taking values out of what was said.

use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use super::Portal;
use super::complaints::{Complaint, Complaints};
use super::keys::KEYS;
use super::sources::Said;
use super::values::{metrics, upstream, yes_or_no};
use crate::session::{self, LentSession, Secret};

/// Takes values out of what was said, and collects what is wrong with them.
pub(super) struct Reader<'a> {
    pub(super) said: &'a Said,
    pub(super) complaints: Complaints,
}

impl Reader<'_> {
    pub(super) fn complain(&mut self, name: &str, why: impl Into<String>) {
        self.complaints.push(Complaint::new(name, why));
    }

    /// What was said, or else what the key is without being said; `None` for nothing.
    fn text(&self, name: &str) -> Option<String> {
        let said = self.said.get(name).and_then(|values| values.last()).cloned();
        let default = KEYS.iter().find(|key| key.name == name)?.default;
        said.or_else(|| (!default.is_empty()).then(|| default.to_owned()))
    }

    pub(super) fn parse<T: FromStr + DefaultValue>(&mut self, name: &str, why: &str) -> T {
        let text = self.text(name).unwrap_or_default();
        text.trim().parse().unwrap_or_else(|_| {
            self.complain(name, why);
            T::ANY
        })
    }

    pub(super) fn check<T>(
        &mut self,
        name: &str,
        check: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        let text = self.text(name).unwrap_or_default();
        check(&text).map_err(|why| self.complain(name, why)).ok()
    }

    pub(super) fn check_if_said<T>(
        &mut self,
        name: &str,
        check: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        let text = self.text(name)?;
        check(&text).map_err(|why| self.complain(name, why)).ok()
    }

    /// So many seconds, and at least one.
    pub(super) fn seconds(&mut self, name: &str) -> Duration {
        let seconds: u32 = self.parse(name, "it is no number of seconds");
        if seconds == 0 {
            self.complain(name, "nothing can be done in no time");
        }
        Duration::from_secs(seconds.into())
    }

    /// A number that is at least one.
    pub(super) fn number(&mut self, name: &str) -> usize {
        let number: usize = self.parse(name, "it is no number");
        if number == 0 {
            self.complain(name, "nothing would get through");
        }
        number
    }

    /// Lines of the log.
    pub(super) fn lines_per_second(&mut self) -> u32 {
        let lines = self.parse("log-per-second", "it is no number");
        if lines == 0 {
            self.complain("log-per-second", "nothing would be written: say --log off");
        }
        lines
    }

    /// Bytes of the largest answer, and of all that may be held at a time.
    pub(super) fn answers(&mut self) -> (usize, usize) {
        let [largest, all] = ["largest-answer", "answer-memory"].map(|name| self.number(name));
        if all < largest {
            self.complain(
                "answer-memory",
                "it is less than one answer may have (--largest-answer)",
            );
        }
        (largest, all)
    }

    /// What has to be so where other computers reach the proxy.
    pub(super) fn check_exposed(&mut self, has_pages: bool, has_name: bool, has_tls: bool) {
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

    /// Where the numbers are told.
    pub(super) fn metrics(&mut self) -> Option<SocketAddr> {
        let address = self.check_if_said("metrics", metrics);
        let is_meant = self.check("metrics-open", yes_or_no).unwrap_or_default();
        if address.is_some_and(|address| !address.ip().is_loopback()) && !is_meant {
            self.complain(
                "metrics",
                "other computers could ask there, without encryption and without a key: say 127.0.0.1, or --metrics-open yes where they \
                 are meant to",
            );
        }
        address
    }

    /// The admin portal, where it is on. What lends a session serves this computer alone.
    pub(super) fn portal(&mut self, is_local: bool) -> Option<Portal> {
        let upstream = self.check("upstream-portal", upstream);
        let store = self.check_if_said("session-from", session::of_browser);
        let is_on = self.check("admin-portal", yes_or_no).unwrap_or_default();
        let is_lent = self.said.contains_key("session-from");
        if is_lent && !is_on {
            self.complain(
                "admin-portal",
                "a session is for the admin portal, which is off: say --admin-portal",
            );
        }
        if is_lent && !is_local {
            self.complain(
                "session-from",
                "it would lend your session to other computers: listen on 127.0.0.1, and say neither --allow-host nor --tls-elsewhere",
            );
        }
        let lent = store.and_then(|store| {
            let secret = Secret::new()
                .map_err(|why| self.complain("session-from", why))
                .ok()?;
            Some(LentSession { store, secret })
        });
        let (scheme, authority) = upstream.filter(|_| is_on)?;
        Some(Portal {
            scheme,
            authority,
            lent,
        })
    }

    /// What goes out through another proxy has to be encrypted.
    pub(super) fn check_way_out(&mut self, is_plain: bool, has_proxy: bool) {
        if is_plain && has_proxy {
            self.complain(
                "outgoing-proxy",
                "the server behind speaks no TLS: keys would leave this computer without encryption",
            );
        }
    }

    /// Certificate and key go together.
    pub(super) fn tls(&mut self) -> Option<Arc<rustls::ServerConfig>> {
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

    pub(super) fn check_each<T>(&mut self, name: &str, check: impl Fn(&str) -> Result<T, String>) -> Vec<T> {
        let values = self.said.get(name).cloned().unwrap_or_default();
        values
            .iter()
            .filter_map(|value| check(value).map_err(|why| self.complain(name, why)).ok())
            .collect()
    }
}

/// What stands in for a value that cannot be read, until the complaint about it ends the start.
pub(super) trait DefaultValue {
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
