//! The output of `rollcall-proxy check`.

use std::path::PathBuf;

use rollcall_atlassian::Host;

use super::types::{Config, Log, Portal};

impl Portal {
    fn describe(&self) -> String {
        let with = match &self.lent {
            None => "the session that the page sends".to_owned(),
            Some(lent) => format!(
                "the session of {}, for clients that know the secret",
                lent.store.browser()
            ),
        };
        format!("from {}, with {with}", self.server)
    }
}

impl Config {
    /// What the proxy would do with this configuration, in words.
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
lists of the admin portal {}
by way of                 {}
trusts                    {}
takes from one client     {} requests a second, {} at a time
has under way             {} requests at most
bodies                    up to {} bytes there, {} back
holds unread answers      up to {} bytes of them
waits                     {} s for a connection, {} s for an answer's beginning, {} s for a call
writes                    {}
tells Prometheus          {}
",
            self.listen,
            if self.tls.is_some() { "TLS" } else { "no TLS" },
            list(&self.hosts),
            if self.is_local { "this computer, " } else { "" },
            list(&self.origins),
            self.site.as_ref().map_or("none", |site| site.origin.as_str()),
            self.upstream,
            rollcall_atlassian::ENDPOINTS
                .iter()
                .filter(|endpoint| endpoint.host() == Host::Api)
                .count(),
            self.portal
                .as_ref()
                .map_or_else(|| "no".to_owned(), Portal::describe),
            self.outgoing_proxy
                .as_ref()
                .map_or_else(|| "no other proxy".to_owned(), |proxy| proxy.address.to_string()),
            path(&self.upstream_ca, "what this computer trusts"),
            if self.per_client == 0 {
                "any number of".to_owned()
            } else {
                self.per_client.to_string()
            },
            self.per_client_at_once,
            self.concurrency,
            self.largest_request,
            self.largest_answer,
            self.answer_memory,
            self.connect_within.as_secs(),
            self.first_byte_within.as_secs(),
            self.answer_within.as_secs(),
            match self.log {
                Log::Off => "nothing about requests".to_owned(),
                Log::Lines => format!(
                    "a line for each request, {} a second at most",
                    self.log_per_second
                ),
                Log::Json => format!(
                    "a line of JSON for each request, {} a second at most",
                    self.log_per_second
                ),
            },
            match self.metrics {
                None => "nothing".to_owned(),
                Some(address) if address.ip().is_loopback() => format!("on {address}"),
                Some(address) => format!("on {address}, to other computers too"),
            },
        )
    }
}
