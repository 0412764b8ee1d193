//! Connecting: two calls that change nothing, and, where one is lost, a probe without the key.

use std::rc::Rc;

use rollcall_atlassian::call::account::{GetPermissions, Privilege};
use rollcall_atlassian::call::organization::{GetManagedAccounts, GetOrganization};
use rollcall_atlassian::{Body, Call, OrganizationId};
use rollcall_core::connect::{self, Trouble};
use rollcall_protocol::{Connect, Via};

use crate::transport::{Fetch, PROXY_HEADER, Transport};

/// What a sandbox server, and only one, says in a header of every answer.
const SANDBOX_HEADER: &str = "x-rollcall-sandbox";

/// Where the browser calls Atlassian itself.
const ATLASSIAN: &str = "https://api.atlassian.com";

/// A connection that was proved.
pub(crate) struct Connected {
    /// The way to the organization.
    pub fetch: Rc<Fetch>,
    /// The organization.
    pub organization: OrganizationId,
    /// Its name, where it could be read.
    pub name: String,
    /// "directly", or the proxy's address.
    pub via: String,
    /// Whether a sandbox server answers.
    pub sandbox: bool,
}

/// Proves that address, key and organization belong together. The key goes nowhere before a proxy has shown that it is one.
///
/// The first call goes to the organization and gives one of its managed accounts. The second asks what may be done with that
/// account: the user management API refuses keys with scopes, and a key of another organization, so both are found here. The
/// `manage` calls carry no organization, so nothing else would tell.
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

    let first = GetManagedAccounts {
        organization: organization.clone(),
        cursor: None,
        limit: None,
    };
    let (page, sandbox) = ask(&fetch, &asked.via, &organization, &first).await?;
    let account = page
        .items
        .into_iter()
        .next()
        .ok_or(Trouble::NoManagedAccounts)?
        .id;
    let second = GetPermissions {
        account,
        privileges: vec![Privilege::EmailSet],
    };
    ask(&fetch, &asked.via, &organization, &second).await?;

    let name = name(&Transport::Fetch(Rc::clone(&fetch)), &organization).await;
    Ok(Connected {
        fetch,
        organization,
        name,
        via,
        sandbox,
    })
}

/// The organization's name; its id where the name cannot be read, for the connection does not hang on it.
async fn name(transport: &Transport, organization: &OrganizationId) -> String {
    let call = GetOrganization {
        organization: organization.clone(),
    };
    let name = match transport
        .send(call.request())
        .await
        .map(|response| call.answer(&response))
    {
        Ok(Ok(answer)) => answer.name,
        _ => None,
    };
    name.unwrap_or_else(|| organization.to_string())
}

async fn ask<C: Call>(
    fetch: &Fetch,
    via: &Via,
    organization: &OrganizationId,
    call: &C,
) -> Result<(C::Answer, bool), Trouble> {
    let Ok(response) = fetch.send(call.request()).await else {
        let probe = fetch.probe().await;
        return Err(match via {
            Via::Direct => connect::lost_directly(probe),
            Via::Proxy { .. } => connect::lost_at_proxy(fetch.base(), probe),
        });
    };
    if matches!(via, Via::Proxy { .. }) && !response.headers().contains_key(PROXY_HEADER) {
        return Err(Trouble::NotAProxy {
            address: fetch.base().to_owned(),
        });
    }
    if let Some(trouble) = of_the_proxy(&response, fetch.base()) {
        return Err(trouble);
    }
    let sandbox = response.headers().contains_key(SANDBOX_HEADER);
    call.answer(&response)
        .map(|answer| (answer, sandbox))
        .map_err(|failure| connect::failure(failure, organization))
}

/// The proxy has answers of its own, marked by a code, so that they are never taken for Atlassian's.
fn of_the_proxy(response: &http::Response<Body>, address: &str) -> Option<Trouble> {
    if response.status().is_success() || !response.headers().contains_key(PROXY_HEADER) {
        return None;
    }
    let body: serde_json::Value = serde_json::from_slice(response.body()).ok()?;
    (body.get("proxy")?.as_str()? == "rollcall").then_some(())?;
    let said = |name| {
        body.get(name)
            .and_then(serde_json::Value::as_str)
            .unwrap_or_default()
    };
    Some(match said("code") {
        "unknown-route" => Trouble::ProxyTooOld,
        "upstream-unreachable" | "upstream-no-answer" => Trouble::UpstreamUnreachable,
        "host-refused" | "origin-refused" => Trouble::NotAProxy {
            address: address.to_owned(),
        },
        _ => Trouble::Answer {
            words: said("message").to_owned(),
            raw: String::new(),
        },
    })
}
