//! Limits the time to connect to the upstream, including the tunnel through a company's proxy and the TLS handshake. If it fails, nothing
//! was sent.
//!
//! The connection to a company's proxy has an error of its own, so that a dead proxy is told apart from a dead upstream.

use std::error::Error;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use http::Uri;
use tower_service::Service;

use crate::body::BoxError;

/// A connector with a time limit.
#[derive(Clone)]
pub(crate) struct Within<C> {
    pub(crate) connector: C,
    pub(crate) time: Duration,
}

impl<C> Service<Uri> for Within<C>
where
    C: Service<Uri>,
    C::Error: Into<BoxError>,
    C::Future: Send + 'static,
{
    type Response = C::Response;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<C::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.connector.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, to: Uri) -> Self::Future {
        let connecting = tokio::time::timeout(self.time, self.connector.call(to));
        Box::pin(async move { connecting.await?.map_err(Into::into) })
    }
}

/// The company's proxy was not reached.
#[derive(Debug)]
pub(crate) struct ProxySilent(BoxError);

impl fmt::Display for ProxySilent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the outgoing proxy was not reached")
    }
}

impl Error for ProxySilent {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&*self.0)
    }
}

/// A connector to the company's proxy, with a time limit.
#[derive(Clone)]
pub(crate) struct ToProxy<C>(pub(crate) Within<C>);

impl<C> Service<Uri> for ToProxy<C>
where
    C: Service<Uri>,
    C::Response: 'static,
    C::Error: Into<BoxError>,
    C::Future: Send + 'static,
{
    type Response = C::Response;
    type Error = ProxySilent;
    type Future = Pin<Box<dyn Future<Output = Result<C::Response, ProxySilent>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), ProxySilent>> {
        self.0.poll_ready(context).map_err(ProxySilent)
    }

    fn call(&mut self, to: Uri) -> Self::Future {
        let connecting = self.0.call(to);
        Box::pin(async move { connecting.await.map_err(ProxySilent) })
    }
}
