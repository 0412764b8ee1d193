//! The one list of what can be said to the proxy. The command line, the environment, the file and `--help` all come from it.

/// Something that can be said.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key {
    /// As in `--listen`, and `listen` in the file; in the environment `ROLLCALL_PROXY_LISTEN`.
    pub(crate) name: &'static str,
    /// What stands behind it.
    pub(crate) value: &'static str,
    /// Where nothing is said; empty for nothing.
    pub(crate) default: &'static str,
    /// Whether it may be said more than once.
    pub(crate) many: bool,
    /// One line for `--help`.
    pub(crate) help: &'static str,
}

/// Where Atlassian's organization admin API is.
pub(crate) const ATLASSIAN: &str = "https://api.atlassian.com";

/// Where its admin portal is.
pub(crate) const PORTAL: &str = "https://admin.atlassian.com";

/// What stands behind a key that says yes or no. Behind its flag it may be left out, and means yes.
const YES_OR_NO: &str = "yes|no";

/// All of them.
pub(crate) const KEYS: &[Key] = &[
    one(
        "listen",
        "ADDRESS",
        "127.0.0.1:0",
        "where to listen; port 0 picks a free one",
    ),
    one(
        "site",
        "FOLDER",
        "",
        "serve the built page too, so that page and API share an origin",
    ),
    many(
        "allow-origin",
        "URL",
        "a page that may ask; without --allow-host, those of this computer may as well",
    ),
    many(
        "allow-host",
        "NAME",
        "a host name that leads here, besides this computer's own",
    ),
    one("upstream-api", "URL", ATLASSIAN, "the server to pass calls on to"),
    one(
        "admin-portal",
        YES_OR_NO,
        "no",
        "pass on the lists of the admin portal too, with the session that the page brings",
    ),
    one(
        "session-from",
        "BROWSER",
        "",
        "take that session from this computer's firefox instead, for who knows the secret that it prints",
    ),
    one(
        "upstream-portal",
        "URL",
        PORTAL,
        "the server that has the admin portal",
    ),
    one(
        "tls-cert",
        "FILE",
        "",
        "speak TLS, with the certificates of this PEM file",
    ),
    one("tls-key", "FILE", "", "and with the key of this one"),
    one(
        "tls-elsewhere",
        YES_OR_NO,
        "no",
        "something before it speaks TLS, though it listens to others",
    ),
    one(
        "outgoing-proxy",
        "URL",
        "",
        "the company's proxy, as http://host:port; else what HTTPS_PROXY and NO_PROXY say",
    ),
    one(
        "metrics",
        "ADDRESS",
        "",
        "tell Prometheus there how many requests there were, and how long they took",
    ),
    one(
        "metrics-open",
        YES_OR_NO,
        "no",
        "other computers may ask there, which is without encryption and without a key",
    ),
    one(
        "upstream-ca",
        "FILE",
        "",
        "trust the certificates of this PEM file, and no others",
    ),
    one(
        "per-client",
        "NUMBER",
        "500",
        "requests a second that one client may make; 0 for any number",
    ),
    one(
        "per-client-at-once",
        "NUMBER",
        "128",
        "requests of one client that may be under way at a time",
    ),
    one(
        "concurrency",
        "NUMBER",
        "256",
        "requests that may be under way at a time",
    ),
    one(
        "largest-request",
        "BYTES",
        "1048576",
        "the largest body that is passed on",
    ),
    one(
        "largest-answer",
        "BYTES",
        "8388608",
        "the largest answer that is passed back",
    ),
    one(
        "answer-memory",
        "BYTES",
        "268435456",
        "for answers above 64 KiB that are not read yet; while it is full, calls are refused",
    ),
    one(
        "connect-within",
        "SECONDS",
        "10",
        "for a connection to the server behind, TLS and all",
    ),
    one(
        "first-byte-within",
        "SECONDS",
        "30",
        "for the beginning of its answer",
    ),
    one("answer-within", "SECONDS", "60", "for a call as a whole"),
    one(
        "idle-within",
        "SECONDS",
        "15",
        "for a connection to the server behind to be used again",
    ),
    one(
        "drain-within",
        "SECONDS",
        "20",
        "for calls under way when it is told to stop",
    ),
    one(
        "log",
        "off|lines|json",
        "off",
        "a line for each request: method, route, status, time; never more",
    ),
    one(
        "log-per-second",
        "NUMBER",
        "1000",
        "lines that are written in a second at most; one more says how many were dropped",
    ),
];

const fn one(name: &'static str, value: &'static str, default: &'static str, help: &'static str) -> Key {
    Key {
        name,
        value,
        default,
        many: false,
        help,
    }
}

const fn many(name: &'static str, value: &'static str, help: &'static str) -> Key {
    Key {
        name,
        value,
        default: "",
        many: true,
        help,
    }
}

impl Key {
    /// The key of this name.
    pub(crate) fn named(name: &str) -> Option<&'static Self> {
        KEYS.iter().find(|key| key.name == name)
    }

    /// Whether it says yes or no.
    pub(crate) fn is_switch(&self) -> bool {
        self.value == YES_OR_NO
    }

    /// Its name in the environment.
    pub(crate) fn variable(&self) -> String {
        format!(
            "ROLLCALL_PROXY_{}",
            self.name.replace('-', "_").to_ascii_uppercase()
        )
    }
}

/// What `--help` says.
pub fn help() -> String {
    use std::fmt::Write as _;
    let mut text = "\
The CORS proxy between the page and Atlassian.

Usage: rollcall-proxy [--KEY VALUE]...          serves until it is told to stop (SIGTERM, Ctrl-C)
       rollcall-proxy check [--KEY VALUE]...    says what it would do, and does nothing

"
    .to_owned();
    for key in KEYS {
        let left = format!("--{} {}", key.name, key.value);
        let mut right = key.help.to_owned();
        if !key.default.is_empty() {
            let _ = write!(right, " [{}]", key.default);
        }
        if key.many {
            right.push_str("; may be repeated");
        }
        let _ = writeln!(text, "  {left:<31} {right}");
    }
    text.push_str(
        "
  --config FILE                   take the settings from a TOML file: listen = \"…\", allow-origin = [\"…\"]
  -h, --help                      this text

The environment counts before the file, and the command line before both: ROLLCALL_PROXY_LISTEN for --listen, and so on; where a
key may be repeated, its values stand there with commas between them. A key of yes or no that stands alone means yes. It prints its
address as address=…, and never logs a header, a body, a query, an address or an account's id.
",
    );
    text
}
