//! All settings as text, as they are on the command line, in the environment and in the file. Their names, defaults and help are here and
//! nowhere else.

use std::path::PathBuf;

use clap::{Args, Parser, ValueEnum};

/// The CORS proxy between the page and Atlassian
#[derive(Parser)]
#[command(name = "rollcall-proxy", no_binary_name = true, after_help = AFTER_HELP)]
pub(super) struct CommandLine {
    /// Print what the proxy would do, without serving
    #[arg(value_name = "check", hide_possible_values = true)]
    pub(super) action: Option<Action>,
    #[arg(
        long,
        value_name = "FILE",
        help = "Read settings from a TOML file: listen = \"…\", allow-origin = [\"…\"]"
    )]
    pub(super) config: Option<PathBuf>,
    #[command(flatten)]
    pub(super) raw: RawConfig,
}

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum Action {
    Check,
}

const AFTER_HELP: &str = "\
The command line takes precedence over the environment, and the environment over the file. In the environment --listen is \
ROLLCALL_PROXY_LISTEN, and so on; settings that may be repeated have their values separated by commas there. A yes|no setting \
without a value means yes.

The proxy serves until SIGTERM or Ctrl-C. It prints its address as address=…, and never logs a header, a body, a query, an address or \
an account's id.";

/// The values of all settings, unchecked. No `Debug`: an outgoing proxy's address may hold a password.
#[derive(Args)]
pub(super) struct RawConfig {
    /// Address to listen on; port 0 picks a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:0")]
    pub(super) listen: String,
    /// Serve the built page too, so that page and API share an origin
    #[arg(long, value_name = "FOLDER")]
    pub(super) site: Option<String>,
    /// Origin of an allowed page; without --allow-host, pages of this computer are allowed as well; may be repeated
    #[arg(long, value_name = "URL")]
    pub(super) allow_origin: Vec<String>,
    /// Host name of the proxy, besides those of this computer; may be repeated
    #[arg(long, value_name = "NAME")]
    pub(super) allow_host: Vec<String>,
    /// Server to pass calls on to
    #[arg(long, value_name = "URL", default_value = "https://api.atlassian.com")]
    pub(super) upstream_api: String,
    /// Pass on the lists of the admin portal too, with the session that the page sends
    #[arg(long, value_name = YES_OR_NO, default_value = "no", default_missing_value = "yes", num_args = 0..=1, require_equals = true)]
    pub(super) admin_portal: String,
    /// Use the session of this computer's firefox instead, for clients that know the secret printed at the start
    #[arg(long, value_name = "BROWSER")]
    pub(super) session_from: Option<String>,
    /// Server of the admin portal
    #[arg(long, value_name = "URL", default_value = "https://admin.atlassian.com")]
    pub(super) upstream_portal: String,
    /// Serve TLS, with the certificates in this PEM file
    #[arg(long, value_name = "FILE")]
    pub(super) tls_cert: Option<String>,
    /// Private key of the certificate, as a PEM file
    #[arg(long, value_name = "FILE")]
    pub(super) tls_key: Option<String>,
    /// TLS is terminated in front of the proxy, though it listens to other computers
    #[arg(long, value_name = YES_OR_NO, default_value = "no", default_missing_value = "yes", num_args = 0..=1, require_equals = true)]
    pub(super) tls_elsewhere: String,
    #[arg(
        long,
        value_name = "URL",
        help = "Company's proxy, as http://host:port; otherwise HTTPS_PROXY and NO_PROXY apply"
    )]
    pub(super) outgoing_proxy: Option<String>,
    /// Address to serve Prometheus metrics on: how many requests there were, and how long they took
    #[arg(long, value_name = "ADDRESS")]
    pub(super) metrics: Option<String>,
    /// Let other computers read the metrics, without encryption and without a key
    #[arg(long, value_name = YES_OR_NO, default_value = "no", default_missing_value = "yes", num_args = 0..=1, require_equals = true)]
    pub(super) metrics_open: String,
    /// Trust the certificates in this PEM file, and no others
    #[arg(long, value_name = "FILE")]
    pub(super) upstream_ca: Option<String>,
    /// Requests per second of one client; 0 for any number
    #[arg(long, value_name = "NUMBER", default_value = "500")]
    pub(super) per_client: String,
    /// Concurrent requests of one client
    #[arg(long, value_name = "NUMBER", default_value = "128")]
    pub(super) per_client_at_once: String,
    /// Concurrent requests of all clients
    #[arg(long, value_name = "NUMBER", default_value = "256")]
    pub(super) concurrency: String,
    /// Size limit for a request's body
    #[arg(long, value_name = "BYTES", default_value = "1048576")]
    pub(super) largest_request: String,
    /// Size limit for an answer's body
    #[arg(long, value_name = "BYTES", default_value = "8388608")]
    pub(super) largest_answer: String,
    /// Memory for answers above 64 KiB that clients have not read yet; while it is full, calls are refused
    #[arg(long, value_name = "BYTES", default_value = "268435456")]
    pub(super) answer_memory: String,
    /// Time limit for connecting to the upstream, including TLS
    #[arg(long, value_name = "SECONDS", default_value = "10")]
    pub(super) connect_within: String,
    /// Time limit for the first byte of the upstream's answer
    #[arg(long, value_name = "SECONDS", default_value = "30")]
    pub(super) first_byte_within: String,
    /// Time limit for a call as a whole
    #[arg(long, value_name = "SECONDS", default_value = "60")]
    pub(super) answer_within: String,
    /// How long an idle connection to the upstream is kept
    #[arg(long, value_name = "SECONDS", default_value = "15")]
    pub(super) idle_within: String,
    /// Time limit for the requests in flight when the proxy stops
    #[arg(long, value_name = "SECONDS", default_value = "20")]
    pub(super) drain_within: String,
    /// Write a line for each request: method, route, status, time; never more
    #[arg(long, value_name = "off|lines|json", default_value = "off")]
    pub(super) log: String,
    /// Log lines per second; one more says how many were dropped
    #[arg(long, value_name = "NUMBER", default_value = "1000")]
    pub(super) log_per_second: String,
}

const YES_OR_NO: &str = "yes|no";

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        CommandLine::command().debug_assert();
    }
}
