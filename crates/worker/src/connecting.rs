//! Connecting: the calls of the proof, and, where one is lost, a probe without the key.

use std::rc::Rc;

use rollcall_atlassian::{Body, OrganizationId};
use rollcall_core::connect::{self, Limit, Proof, Trouble};
use rollcall_protocol::{Connect, Via};

use crate::transport::{Fetch, PROXY_HEADER};

/// What a sandbox server, and only one, says in a header of every answer.
const SANDBOX_HEADER: &str = "x-rollcall-sandbox";

/// Where the browser calls Atlassian itself.
pub(crate) const ATLASSIAN: &str = "https://api.atlassian.com";

/// A connection that was proved.
pub(crate) struct Connected {
    /// The route to the organization.
    pub fetch: Rc<Fetch>,
    /// The organization.
    pub organization: OrganizationId,
    /// Its name, where it could be read.
    pub name: String,
    /// "directly", or the proxy's address.
    pub via: String,
    /// Whether a sandbox server answers.
    pub sandbox: bool,
    /// What was not proved.
    pub limit: Option<Limit>,
}

/// Proves that address, key and organization belong together. The key goes nowhere before a proxy has shown that it is one.
///
/// # Errors
/// What is wrong, in plain words.
pub(crate) async fn connect(asked: &Connect) -> Result<Connected, Trouble> {
    let organization = connect::organization(&asked.organization)?;
    let key = connect::key(&asked.key)?;
    let (base, via) = match &asked.via {
        Via::Direct => (ATLASSIAN.to_owned(), "directly".to_owned()),
        Via::Proxy { address } => {
            let address = connect::proxy(address)?;
            (address.clone(), address)
        }
    };
    let fetch = Rc::new(Fetch::new(base, key));
    if matches!(asked.via, Via::Proxy { .. }) && !fetch.proxy_answers().await {
        return Err(connect::lost_at_proxy(fetch.base(), fetch.probe().await));
    }

    let mut sandbox = false;
    let mut proof = Proof::new(organization.clone());
    while let Some(request) = proof.request() {
        match (fetch.send(request).await, proof.is_decided()) {
            (Ok(response), is_decided) => {
                if !is_decided {
                    passed(&response, &asked.via, fetch.base())?;
                    sandbox = response.headers().contains_key(SANDBOX_HEADER);
                }
                proof.answered(&response)?;
            }
            (Err(_), true) => proof.lost()?,
            (Err(_), false) => {
                let probe = fetch.probe().await;
                return Err(match &asked.via {
                    Via::Direct => connect::lost_directly(probe),
                    Via::Proxy { .. } => connect::lost_at_proxy(fetch.base(), probe),
                });
            }
        }
    }
    Ok(Connected {
        fetch,
        organization,
        name: proof.name(),
        via,
        sandbox,
        limit: proof.limit(),
    })
}

/// Whether the answer came from Atlassian, and through a proxy where there is one.
fn passed(response: &http::Response<Body>, via: &Via, address: &str) -> Result<(), Trouble> {
    if matches!(via, Via::Proxy { .. }) && !response.headers().contains_key(PROXY_HEADER) {
        return Err(Trouble::NotAProxy {
            address: address.to_owned(),
        });
    }
    match of_the_proxy(response, address) {
        Some(trouble) => Err(trouble),
        None => Ok(()),
    }
}

/// The proxy has answers of its own, marked by a code, so that they are never taken for Atlassian's: that code, and what it says.
pub(crate) fn said_by_proxy(response: &http::Response<Body>) -> Option<(String, String)> {
    if response.status().is_success() || !response.headers().contains_key(PROXY_HEADER) {
        return None;
    }
    let body: serde_json::Value = serde_json::from_slice(response.body()).ok()?;
    (body.get("proxy")?.as_str()? == "rollcall").then_some(())?;
    let said = |name| body.get(name).and_then(serde_json::Value::as_str);
    Some((
        said("code").unwrap_or_default().to_owned(),
        said("message").unwrap_or_default().to_owned(),
    ))
}

fn of_the_proxy(response: &http::Response<Body>, address: &str) -> Option<Trouble> {
    let (code, message) = said_by_proxy(response)?;
    Some(match code.as_str() {
        "unknown-route" => Trouble::ProxyTooOld,
        "upstream-unreachable" | "upstream-no-answer" => Trouble::UpstreamUnreachable,
        "upstream-untrusted" => Trouble::UpstreamUntrusted { message },
        "outgoing-proxy-auth" => Trouble::OutgoingProxyRefuses { message },
        "outgoing-proxy-unreachable" => Trouble::OutgoingProxyUnreachable { message },
        "host-refused" | "origin-refused" => Trouble::NotAProxy {
            address: address.to_owned(),
        },
        _ => Trouble::Answer {
            message,
            raw: String::new(),
        },
    })
}
