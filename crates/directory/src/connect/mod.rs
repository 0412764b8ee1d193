//! Connecting: parsing the administrator's input, and explaining the answers in plain words.
//!
//! The caller sends the requests; this module decides what the answers mean. `fetch` returns the same error for a server that does not
//! exist, a server that does not allow this page, and a refused permission, so after a lost call a [`Probe`] without the key narrows down
//! the cause. If that is not possible, the error names both causes.

mod limit;
mod probe;
mod proof;

use rollcall_atlassian::{Failure, Kind, OrganizationId};

pub use limit::Limit;
pub use probe::{Probe, blocks_loopback, lost_at_proxy, lost_directly};
pub use proof::Proof;

/// Why connecting failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// The text entered as organization id is not one.
    #[error("“{typed}” is not an organization id.")]
    OrganizationId {
        /// As entered.
        typed: String,
    },
    /// No key was entered.
    #[error("There is no API key yet.")]
    KeyMissing,
    /// The key contains a character that no key contains. The character is not shown, because the key is a secret.
    #[error("The API key has {what} in it.")]
    KeyMalformed {
        /// "a line break", "a space" or "a character that no key has".
        what: &'static str,
    },
    /// The text entered as the proxy's address is not one.
    #[error("“{typed}” is not the address of a proxy.")]
    ProxyAddress {
        /// As entered.
        typed: String,
    },
    /// Atlassian answered 401.
    #[error("Atlassian does not know this API key.")]
    WrongKey,
    /// The key has scopes.
    #[error("This API key was made with scopes, and changing accounts needs one without.")]
    ScopedKey,
    /// The key does not belong to the organization.
    #[error(
        "This API key does not belong to organization {organization}.{}",
        belongs(of_key)
    )]
    WrongOrganization {
        /// The organization's id.
        organization: String,
        /// Names and ids of the organizations that the key belongs to, if Atlassian lists them.
        of_key: Vec<String>,
    },
    /// A server answered, but the browser does not let the page read it.
    #[error("The browser does not let this page call Atlassian directly.")]
    BlockedByBrowser,
    /// The page's own content security policy blocks the address.
    #[error("This page may not call {address}.")]
    BlockedByPolicy {
        /// Origin of the address.
        address: String,
    },
    /// The permission to call the local network is denied, by the user or by a policy.
    #[error("Your browser, or your company's policy for it, does not let this page call {address}.")]
    LocalNetworkRefused {
        /// Origin of the proxy.
        address: String,
    },
    /// The browser blocks all calls of a page that came over https to an address on this computer without TLS, whether or not a proxy
    /// answers there. `WebKit` does so, and with it Safari and every browser on an iPhone or iPad.
    #[error("This browser does not let a page that came over https call {address}.")]
    LoopbackBlocked {
        /// Origin of the proxy.
        address: String,
    },
    /// Nothing answers at the proxy's address, or the browser blocks the request.
    #[error("Nothing answers at {address}.")]
    ProxySilent {
        /// Origin of the proxy.
        address: String,
    },
    /// A server answers there, but it is not a Rollcall proxy that allows this page.
    #[error("What answers at {address} is not a Rollcall proxy, or one that does not allow this page.")]
    NotAProxy {
        /// Origin of the proxy.
        address: String,
    },
    /// The proxy does not know the route, so it is an older version.
    #[error("The proxy is older than this page: it does not know a call that the page needs.")]
    ProxyTooOld,
    /// The proxy could not reach Atlassian.
    #[error("The proxy is running, but it cannot reach Atlassian.")]
    UpstreamUnreachable,
    /// The proxy does not trust the certificate that it was shown in Atlassian's place.
    #[error("The proxy is running, but it does not trust the certificate that it was shown for Atlassian.")]
    UpstreamUntrusted {
        /// What the proxy says, with the issuer.
        message: String,
    },
    /// The company's proxy, through which the proxy goes, wants a name and a password (407).
    #[error("The proxy is running, but your network's own proxy wants a name and a password.")]
    OutgoingProxyRefuses {
        /// What the proxy says.
        message: String,
    },
    /// The company's proxy, through which the proxy goes, does not answer.
    #[error("The proxy is running, but your network's own proxy does not answer it.")]
    OutgoingProxyUnreachable {
        /// What the proxy says.
        message: String,
    },
    /// The browser reports that it is offline.
    #[error("This computer is offline.")]
    Offline,
    /// Nothing answers.
    #[error("Atlassian cannot be reached from here.")]
    Unreachable,
    /// Any other unsuccessful answer.
    #[error("{message}")]
    Answer {
        /// Explanation for the administrator.
        message: String,
        /// The body, truncated.
        raw: String,
    },
}

fn belongs(of_key: &[String]) -> String {
    if of_key.is_empty() {
        return String::new();
    }
    format!(" It belongs to {}.", of_key.join(", "))
}

impl Trouble {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::OrganizationId { .. } => "connect-organization-id",
            Self::KeyMissing => "connect-key-missing",
            Self::KeyMalformed { .. } => "connect-key-malformed",
            Self::ProxyAddress { .. } => "connect-proxy-address",
            Self::WrongKey => "connect-wrong-key",
            Self::ScopedKey => "connect-scoped-key",
            Self::WrongOrganization { .. } => "connect-wrong-organization",
            Self::BlockedByBrowser => "connect-blocked-by-browser",
            Self::BlockedByPolicy { .. } => "connect-blocked-by-policy",
            Self::LocalNetworkRefused { .. } => "connect-local-network-refused",
            Self::LoopbackBlocked { .. } => "connect-loopback-blocked",
            Self::ProxySilent { .. } => "connect-proxy-silent",
            Self::NotAProxy { .. } => "connect-not-a-proxy",
            Self::ProxyTooOld => "connect-proxy-too-old",
            Self::UpstreamUnreachable => "connect-upstream-unreachable",
            Self::UpstreamUntrusted { .. } => "connect-upstream-untrusted",
            Self::OutgoingProxyRefuses { .. } => "connect-outgoing-proxy-refuses",
            Self::OutgoingProxyUnreachable { .. } => "connect-outgoing-proxy-unreachable",
            Self::Offline => "connect-offline",
            Self::Unreachable => "connect-unreachable",
            Self::Answer { .. } => "connect-answer",
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::OrganizationId { .. } => {
                "It looks like 1a2b3c4d-1a2b-1a2b-1a2b-1a2b3c4d5e6f and stands in the address of the organization's admin page, after admin.atlassian.com/o/."
            }
            Self::KeyMissing => {
                "An organization administrator makes one at admin.atlassian.com: Organization settings, API keys, Create API key, without scopes."
            }
            Self::KeyMalformed { .. } => "Copy the key again, alone and whole, and paste it here.",
            Self::ProxyAddress { .. } => {
                "It looks like http://127.0.0.1:7655. The proxy prints its address when it starts."
            }
            Self::WrongKey => {
                "It may be mistyped, expired or revoked, or it may be a personal API token, which does not work here. Make an organization API key at admin.atlassian.com: Organization settings, API keys."
            }
            Self::ScopedKey => {
                "Atlassian's user management calls refuse keys with scopes, and scopes cannot be taken off later. Make a new key at admin.atlassian.com and choose “without scopes”."
            }
            Self::WrongOrganization { .. } => {
                "Compare the id with the address of the organization's admin page, and look whether the key was made in the same organization."
            }
            Self::BlockedByBrowser => {
                "Atlassian answers, but not to pages of other sites. Start the Rollcall proxy on this computer and connect through it."
            }
            Self::BlockedByPolicy { .. } => {
                "The page allows Atlassian and this computer only. Use a proxy on 127.0.0.1, or build the page with cargo xtask build --connect and the proxy's address."
            }
            Self::LocalNetworkRefused { .. } => {
                "Click the sign left of the address bar, allow local network access for this page, and connect again. If it cannot be allowed there, your company's policy forbids it. Then open the page from the proxy itself (start rollcall-proxy with --site; no permission is needed for that), or use another browser."
            }
            Self::LoopbackBlocked { .. } => {
                "Safari and other browsers with WebKit block this, whether or not the proxy is running. Open the page from the proxy itself (start rollcall-proxy with --site and open the address that it prints), or use Chrome, Edge or Firefox."
            }
            Self::ProxySilent { .. } => {
                "Either the proxy is not running there, or the browser asked whether this page may reach the local network and got no yes. Start rollcall-proxy, compare the address with the one it prints, and allow the page when the browser asks."
            }
            Self::NotAProxy { .. } => {
                "Compare the address with the one that rollcall-proxy prints. If it is right, start the proxy with --allow-origin and the address of this page."
            }
            Self::ProxyTooOld => "Update rollcall-proxy to the version of this page.",
            Self::UpstreamUntrusted { .. } => {
                "Usually a company's network opens the encryption and shows a certificate of its own. Give the proxy that company's root certificate as a PEM file: rollcall-proxy --upstream-ca FILE. Or add it to the certificates of the operating system. If your company does nothing of the kind, do not go on: somebody else may be listening."
            }
            Self::OutgoingProxyRefuses { .. } => {
                "Put name and password into its address: rollcall-proxy --outgoing-proxy http://name:password@host:port, or the same in HTTPS_PROXY. Rollcall speaks Basic authentication; for another kind, ask your network's administrator for a way without."
            }
            Self::OutgoingProxyUnreachable { .. } => {
                "Compare the address in --outgoing-proxy, or else in HTTPS_PROXY, with that of your network's proxy. rollcall-proxy check says which one is used."
            }
            Self::UpstreamUnreachable => {
                "Look whether the computer on which the proxy runs is online and may reach https://api.atlassian.com."
            }
            Self::Offline => "Connect to a network, then try again.",
            Self::Unreachable => {
                "Look whether this computer may reach https://api.atlassian.com. A firewall, a filter or an extension of the browser may stand in between."
            }
            Self::Answer { .. } => "Try again in a minute. If it stays so, the words of the server may help.",
        }
    }

    /// The server's own message, if there is one.
    pub fn detail(&self) -> Option<&str> {
        match self {
            Self::Answer { raw, .. } if !raw.is_empty() => Some(raw),
            Self::UpstreamUntrusted { message }
            | Self::OutgoingProxyRefuses { message }
            | Self::OutgoingProxyUnreachable { message }
                if !message.is_empty() =>
            {
                Some(message)
            }
            _ => None,
        }
    }
}

/// Parses an organization id. The address of the organization's admin page is accepted too.
///
/// # Errors
/// [`Trouble::OrganizationId`].
pub fn organization(typed: &str) -> Result<OrganizationId, Trouble> {
    let text = typed.trim();
    let bare = text.split_once("/o/").map_or(text, |(_, rest)| {
        rest.split(['/', '?', '#']).next().unwrap_or(rest)
    });
    OrganizationId::parse(bare).ok_or_else(|| Trouble::OrganizationId {
        typed: text.chars().take(80).collect(),
    })
}

/// Checks an API key. Surrounding white space, which comes from copying, is removed. The length is not checked, because keys have no fixed
/// length (Atlassian: "Manage an organization with the admin APIs").
///
/// # Errors
/// [`Trouble::KeyMissing`], [`Trouble::KeyMalformed`].
pub fn key(typed: &str) -> Result<&str, Trouble> {
    let key = typed.trim();
    if key.is_empty() {
        return Err(Trouble::KeyMissing);
    }
    let wrong = key.chars().find(|c| !c.is_ascii_graphic());
    match wrong {
        None => Ok(key),
        Some('\r' | '\n') => Err(Trouble::KeyMalformed { what: "a line break" }),
        Some(c) if c.is_whitespace() => Err(Trouble::KeyMalformed { what: "a space" }),
        Some(_) => Err(Trouble::KeyMalformed {
            what: "a character that no key has",
        }),
    }
}

/// Parses the address of a proxy: an `http` or `https` origin. A path after it is an error and is not dropped silently.
///
/// # Errors
/// [`Trouble::ProxyAddress`].
pub fn proxy(typed: &str) -> Result<String, Trouble> {
    let text = typed.trim().trim_end_matches('/');
    let trouble = || Trouble::ProxyAddress {
        typed: text.chars().take(80).collect(),
    };
    let uri: http::Uri = text.parse().map_err(|_| trouble())?;
    let scheme = uri
        .scheme_str()
        .filter(|scheme| matches!(*scheme, "http" | "https"))
        .ok_or_else(trouble)?;
    let authority = uri
        .authority()
        .filter(|authority| !authority.as_str().contains('@'))
        .ok_or_else(trouble)?;
    if uri.path() != "/" || uri.query().is_some() {
        return Err(trouble());
    }
    Ok(format!("{scheme}://{authority}"))
}

/// Explains a failed answer to one of the connecting calls.
pub fn failure(failure: Failure, organization: &OrganizationId) -> Trouble {
    match failure.kind {
        Kind::WrongKey => Trouble::WrongKey,
        Kind::ScopedKey => Trouble::ScopedKey,
        // For the id or an account of another organization, Atlassian refuses the key.
        Kind::WrongOrganization | Kind::Refused(_) => Trouble::WrongOrganization {
            organization: organization.to_string(),
            of_key: Vec::new(),
        },
        Kind::Retry(_) | Kind::NotUnderstood | Kind::WebPage => Trouble::Answer {
            message: failure.message,
            raw: failure.raw,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "1a2b3c4d-0000-4000-8000-1a2b3c4d5e6f";

    #[test]
    fn an_organization_id_is_taken_bare_or_out_of_the_address_of_the_admin_page() {
        assert_eq!(organization(ID).unwrap().as_str(), ID);
        assert_eq!(
            organization(&format!("  {}  ", ID.to_uppercase()))
                .unwrap()
                .as_str(),
            ID
        );
        assert_eq!(
            organization(&format!("https://admin.atlassian.com/o/{ID}/overview"))
                .unwrap()
                .as_str(),
            ID
        );
        assert_eq!(
            organization("example").unwrap_err().code(),
            "connect-organization-id"
        );
    }

    #[test]
    fn a_key_with_a_line_break_is_refused_and_never_repeated() {
        let trouble = key("secret\nrest").unwrap_err();
        assert_eq!(trouble, Trouble::KeyMalformed { what: "a line break" });
        assert!(!trouble.to_string().contains("secret"));
        assert_eq!(key(" secret\n").unwrap(), "secret");
        assert_eq!(key(" \n").unwrap_err(), Trouble::KeyMissing);
        assert_eq!(
            key("two words").unwrap_err(),
            Trouble::KeyMalformed { what: "a space" }
        );
    }

    #[test]
    fn a_proxy_is_an_origin() {
        assert_eq!(
            proxy(" http://127.0.0.1:8484/ ").unwrap(),
            "http://127.0.0.1:8484"
        );
        for wrong in [
            "",
            "127.0.0.1:8484",
            "ftp://127.0.0.1",
            "http://me@127.0.0.1",
            "http://127.0.0.1/path",
            "http://",
        ] {
            assert_eq!(
                proxy(wrong).unwrap_err().code(),
                "connect-proxy-address",
                "{wrong}"
            );
        }
    }
}
