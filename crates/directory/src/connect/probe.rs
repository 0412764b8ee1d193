//! The cause of a lost call: `fetch` returns the same error for every cause, so a probe without the key narrows it down.

use super::Trouble;

/// The results of a probe without the key, sent after a call was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Probe {
    /// Whether the browser reports that it is online.
    pub online: bool,
    /// Whether the page's own content security policy blocked the address.
    pub blocked_by_policy: bool,
    /// Whether a `no-cors` request, whose answer the page cannot read, succeeded.
    pub something_answers: bool,
    /// Whether the permission to reach the local network is refused; `None` if the browser does not say.
    pub local_network_refused: Option<bool>,
    /// Whether the browser is one that blocks calls from this page to addresses on this computer without TLS ([`blocks_loopback`]).
    pub blocks_loopback: bool,
    /// Whether the page could read an answer from the proxy's health route.
    pub proxy_answers: bool,
}

/// The likely cause of a lost call to `https://api.atlassian.com`.
pub fn lost_directly(probe: Probe) -> Trouble {
    if probe.blocked_by_policy {
        Trouble::BlockedByPolicy {
            address: "https://api.atlassian.com".to_owned(),
        }
    } else if probe.something_answers {
        Trouble::BlockedByBrowser
    } else if probe.online {
        Trouble::Unreachable
    } else {
        Trouble::Offline
    }
}

/// The likely cause of a lost call through the proxy at `address`.
pub fn lost_at_proxy(address: &str, probe: Probe) -> Trouble {
    let address = address.to_owned();
    if probe.blocked_by_policy {
        Trouble::BlockedByPolicy { address }
    } else if probe.proxy_answers {
        Trouble::UpstreamUnreachable
    } else if probe.something_answers {
        Trouble::NotAProxy { address }
    } else if probe.local_network_refused == Some(true) {
        Trouble::LocalNetworkRefused { address }
    } else if probe.blocks_loopback {
        Trouble::LoopbackBlocked { address }
    } else {
        Trouble::ProxySilent { address }
    }
}

/// Whether a browser that calls itself so blocks calls of a page of `page`, an origin, to `address`, another one. `WebKit` takes
/// `http://127.0.0.1` for mixed content on a page from https (measured with 2.50); Chromium and Firefox take it for trustworthy.
pub fn blocks_loopback(user_agent: &str, page: &str, address: &str) -> bool {
    let is_loopback = address.starts_with("http://")
        && address.parse::<http::Uri>().is_ok_and(|uri| {
            let host = uri.host().unwrap_or_default();
            matches!(host, "localhost" | "[::1]") || host.starts_with("127.")
        });
    // Every browser calls itself WebKit; those that are not name themselves as well.
    let is_webkit = user_agent.contains("AppleWebKit/")
        && !["Chrome/", "Chromium/", "Edg/", "OPR/", "HeadlessChrome/"]
            .iter()
            .any(|other| user_agent.contains(other));
    page.starts_with("https://") && is_loopback && is_webkit
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_probe_tells_apart_what_can_be_told() {
        let silent = Probe {
            online: true,
            blocked_by_policy: false,
            something_answers: false,
            local_network_refused: None,
            blocks_loopback: false,
            proxy_answers: false,
        };
        assert_eq!(lost_directly(silent).code(), "connect-unreachable");
        assert_eq!(
            lost_directly(Probe {
                online: false,
                ..silent
            })
            .code(),
            "connect-offline"
        );
        assert_eq!(
            lost_directly(Probe {
                something_answers: true,
                ..silent
            })
            .code(),
            "connect-blocked-by-browser"
        );
        let at = |probe| lost_at_proxy("http://127.0.0.1:1", probe).code();
        assert_eq!(at(silent), "connect-proxy-silent");
        assert_eq!(
            at(Probe {
                local_network_refused: Some(true),
                ..silent
            }),
            "connect-local-network-refused"
        );
        assert_eq!(
            at(Probe {
                blocks_loopback: true,
                ..silent
            }),
            "connect-loopback-blocked"
        );
        assert_eq!(
            at(Probe {
                something_answers: true,
                ..silent
            }),
            "connect-not-a-proxy"
        );
        assert_eq!(
            at(Probe {
                proxy_answers: true,
                ..silent
            }),
            "connect-upstream-unreachable"
        );
        assert_eq!(
            at(Probe {
                blocked_by_policy: true,
                ..silent
            }),
            "connect-blocked-by-policy"
        );
    }

    #[test]
    fn webkit_is_known_by_what_it_does_not_call_itself() {
        const SAFARI: &str = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15";
        const CHROME_ON_IPHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/138.0.7204.53 Mobile/15E148 Safari/604.1";
        const CHROME: &str = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";
        const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
        let (page, proxy) = ("https://rollcall.example", "http://127.0.0.1:7655");
        for (user_agent, blocks) in [
            (SAFARI, true),
            (CHROME_ON_IPHONE, true),
            (CHROME, false),
            (FIREFOX, false),
        ] {
            assert_eq!(blocks_loopback(user_agent, page, proxy), blocks, "{user_agent}");
        }
        for address in ["http://localhost:7655", "http://[::1]:7655", "http://127.0.0.2"] {
            assert!(blocks_loopback(SAFARI, page, address), "{address}");
        }
        assert!(!blocks_loopback(SAFARI, page, "https://127.0.0.1:7655"));
        assert!(!blocks_loopback(SAFARI, page, "http://proxy.example"));
        assert!(
            !blocks_loopback(SAFARI, "http://127.0.0.1:7655", proxy),
            "the page of the proxy itself"
        );
    }
}
