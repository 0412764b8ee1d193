//! Sends requests to the upstream. The gates have decided which requests and headers get here.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderValue, Request, Response, Uri, Version};
use hyper::body::Incoming;
use hyper_rustls::HttpsConnectorBuilder;
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::client::legacy::connect::{Connect, HttpConnector};
use hyper_util::client::legacy::{Client, Error};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use rustls::ClientConfig;

use crate::body::{Body, full, streamed};
use crate::config::Server;
use crate::connect::{ToProxy, Within};
use crate::matched::is_for_portal;
use crate::refusal::Refusal;
use crate::trouble::{Trouble, TroubleLog};
use crate::{Config, ConfigErrors, tls};

/// Interval and timeout of HTTP/2 pings, so that after a change of network no call is sent on a dead connection.
const PING_EVERY: Duration = Duration::from_secs(10);

/// A path that Atlassian refuses without a key.
const TRIED: &str = "/admin/v1/orgs";

/// Where requests are sent.
pub(crate) struct Upstream {
    server: Server,
    /// The server of the admin portal, if it is on.
    portal: Option<Server>,
    first_byte_within: Duration,
    send: Send,
    troubles: TroubleLog,
}

/// A client, with or without a tunnel.
type Send = Arc<dyn Fn(Request<Body>) -> Sending + std::marker::Send + Sync>;
type Sending = Pin<Box<dyn Future<Output = Result<Response<Incoming>, Error>> + std::marker::Send>>;

impl Upstream {
    pub(crate) fn new(config: &Config) -> Result<Self, ConfigErrors> {
        let mut http = HttpConnector::new();
        http.enforce_http(false);
        http.set_nodelay(true);
        // Divided among the addresses of a name, so that a silent one does not keep the others from being tried.
        http.set_connect_timeout(Some(config.connect_within));
        let tls = HttpsConnectorBuilder::new().with_tls_config(client_tls(config)?);
        // The configuration allows plain HTTP only for a server on this computer.
        let tls = tls.https_or_http().enable_http1().enable_http2();
        let send = match &config.outgoing_proxy {
            Some(proxy) => {
                // Sooner than the whole, so that it is known which of the two does not answer.
                let to_proxy = ToProxy(Within {
                    connector: http,
                    time: config.connect_within.mul_f32(0.75),
                });
                let tunnel = Tunnel::new(proxy.address.clone(), to_proxy);
                let tunnel = match &proxy.authorization {
                    Some(authorization) => tunnel.with_auth(HeaderValue::clone(authorization)),
                    None => tunnel,
                };
                client(tls.wrap_connector(tunnel), config)
            }
            None => client(tls.wrap_connector(http), config),
        };
        Ok(Self {
            server: config.upstream.clone(),
            portal: config.portal.as_ref().map(|portal| portal.server.clone()),
            first_byte_within: config.first_byte_within,
            send,
            troubles: TroubleLog::default(),
        })
    }

    /// Sends a request as it is to the server for its endpoint.
    pub(crate) async fn pass_on(&self, request: Request<Body>) -> Response<Body> {
        let Some(request) = self.addressed(request) else {
            return Refusal::UnknownRoute.response();
        };
        let sent = (self.send)(request);
        match tokio::time::timeout(self.first_byte_within, sent).await {
            Ok(Ok(answer)) => {
                self.troubles.note(None);
                answer.map(streamed)
            }
            Ok(Err(error)) if error.is_connect() => {
                let trouble = Trouble::of(&error);
                self.troubles.note(Some(&trouble));
                trouble.response()
            }
            Ok(Err(_)) | Err(_) => Refusal::NoAnswer.response(),
        }
    }

    /// Tries to reach the upstream, with a request that carries nothing.
    ///
    /// # Errors
    /// Why it is not reached, and what to do.
    pub(crate) async fn reach(&self) -> Result<(), String> {
        let request = Request::get(TRIED).body(full(""));
        let request = request.ok().and_then(|request| self.addressed(request));
        let Some(request) = request else { return Ok(()) };
        match (self.send)(request).await {
            Err(error) if error.is_connect() => Err(Trouble::of(&error).message().to_owned()),
            // Whatever it answers, it answers.
            _ => Ok(()),
        }
    }

    /// The request with the upstream's address. The client adds its `Host`.
    pub(crate) fn addressed(&self, request: Request<Body>) -> Option<Request<Body>> {
        let uri = self.uri(&request)?;
        let (mut parts, body) = request.into_parts();
        parts.uri = uri;
        parts.version = Version::HTTP_11;
        parts.headers.remove(http::header::HOST);
        Some(Request::from_parts(parts, body))
    }

    fn uri(&self, request: &Request<Body>) -> Option<Uri> {
        let Server { scheme, authority } = if is_for_portal(request) {
            self.portal.clone()?
        } else {
            self.server.clone()
        };
        Uri::builder()
            .scheme(scheme)
            .authority(authority)
            .path_and_query(request.uri().path_and_query()?.clone())
            .build()
            .ok()
    }
}

fn client_tls(config: &Config) -> Result<ClientConfig, ConfigErrors> {
    tls::to_upstream(config.upstream_ca.as_deref(), config.has_tls_upstream())
        .map_err(|why| ConfigErrors::one("upstream-ca", why))
}

/// Closes idle connections soon: their buffers hold the last request, and its key.
fn client<C>(connector: C, config: &Config) -> Send
where
    Within<C>: Connect + Clone + std::marker::Send + Sync + 'static,
{
    let client = Client::builder(TokioExecutor::new())
        .pool_timer(TokioTimer::new())
        .pool_idle_timeout(config.idle_within)
        .timer(TokioTimer::new())
        .http2_keep_alive_interval(PING_EVERY)
        .http2_keep_alive_timeout(PING_EVERY)
        .build(Within {
            connector,
            time: config.connect_within,
        });
    Arc::new(move |request| Box::pin(client.request(request)))
}
