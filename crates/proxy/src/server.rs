//! Connections and the way of a request.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use serde_json::json;
use tokio::net::TcpListener;

use crate::refusal::{Refusal, own};
use crate::upstream::{Broken, Upstream, whole};
use crate::{Settings, SettingsError, VERSION, cors, gate, site};

/// Where the page asks whether a proxy is there, and of which version.
const HEALTH: &str = "/rollcall-proxy/health";

/// How long a client may take to say what it wants.
const HEAD_WITHIN: Duration = Duration::from_secs(10);

/// A proxy that was told everything.
struct Proxy {
    settings: Settings,
    upstream: Upstream,
}

/// Serves until the process ends.
///
/// # Errors
/// At the start: settings that cannot be used. Afterwards nothing: a connection that fails is its client's matter.
pub async fn serve(listener: TcpListener, settings: Settings) -> Result<Infallible, SettingsError> {
    let upstream = Upstream::new(settings.clone())?;
    let proxy = Arc::new(Proxy { settings, upstream });
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // Out of file handles, mostly. Some become free when connections end.
            tokio::time::sleep(Duration::from_millis(100)).await;
            continue;
        };
        let proxy = Arc::clone(&proxy);
        tokio::spawn(async move {
            let service = service_fn(|request| {
                let proxy = Arc::clone(&proxy);
                async move { Ok::<_, Infallible>(proxy.answer(request).await.map(Full::new)) }
            });
            // Nothing is logged: what goes wrong here is that the client is gone or speaks no HTTP.
            let _ = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(HEAD_WITHIN)
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}

impl Proxy {
    async fn answer(&self, request: Request<Incoming>) -> Response<Bytes> {
        let visitor = match gate::admit(&self.settings, request.headers()) {
            Ok(visitor) => visitor,
            Err(refusal) => return refusal.response(),
        };
        let mut response = if cors::is_preflight(&request) {
            cors::preflight(request.headers())
        } else {
            self.find(request).await.unwrap_or_else(Refusal::response)
        };
        cors::let_read(visitor, &mut response);
        response
    }

    /// The call to pass on, the proxy's own answer, or a file.
    async fn find(&self, request: Request<Incoming>) -> Result<Response<Bytes>, Refusal> {
        if Upstream::knows(&request) {
            let (parts, body) = request.into_parts();
            let body = tokio::time::timeout(self.settings.patience, whole(body))
                .await
                .unwrap_or(Err(Broken::Off))
                .map_err(|broken| match broken {
                    Broken::TooLarge => Refusal::RequestTooLarge,
                    Broken::Off => Refusal::RequestBroken,
                })?;
            return self.upstream.pass_on(Request::from_parts(parts, body)).await;
        }
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return Err(Refusal::UnknownRoute);
        }
        let path = request.uri().path();
        if path == HEALTH {
            return Ok(self.health());
        }
        match &self.settings.site {
            Some(folder) => site::file(folder, path).await.ok_or(Refusal::UnknownRoute),
            None => Err(Refusal::UnknownRoute),
        }
    }

    /// Which proxy this is, and which server stands behind it: not always Atlassian's.
    fn health(&self) -> Response<Bytes> {
        let Settings {
            scheme, authority, ..
        } = &self.settings;
        let upstream = format!("{scheme}://{authority}");
        own(
            StatusCode::OK,
            &json!({ "proxy": "rollcall", "version": VERSION, "upstream": upstream }),
        )
    }
}
