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
    } else {
        Trouble::ProxySilent { address }
    }
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
}
