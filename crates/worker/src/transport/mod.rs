//! How a request gets to whoever answers it: over HTTP, or to the sandbox organization in this page.

mod fetch;
mod lost;
mod sandbox;

use std::rc::Rc;

use http::{Request, Response};
use rollcall_atlassian::Body;

pub(crate) use fetch::{Fetch, OVER_CONNECTIONS, PROXY_HEADER, note_blocked};
pub(crate) use lost::Lost;
pub(crate) use sandbox::{InPage, ThroughPort, serve_port};

/// The route to the organization. Cheap to clone.
#[derive(Clone)]
pub(crate) enum Transport {
    /// HTTP, with the key, or with what the admin portal takes.
    Fetch(Rc<Fetch>),
    /// The sandbox organization in this worker.
    InPage(InPage),
    /// The sandbox organization in the workbench, asked through a port.
    ThroughPort(Rc<ThroughPort>),
}

impl Transport {
    /// Sends a request as `atlassian` makes it: a path for a URI, no key.
    pub(crate) async fn send(&self, request: Request<Body>) -> Result<Response<Body>, Lost> {
        match self {
            Self::Fetch(fetch) => fetch.send(request).await,
            Self::InPage(organization) => Ok(organization.send(&request).await),
            Self::ThroughPort(port) => port.send(request).await,
        }
    }
}
