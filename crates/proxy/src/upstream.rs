//! Passing calls on.

use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderValue, Request, Response, Uri};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper_rustls::{ConfigBuilderExt as _, HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use rollcall_atlassian::endpoint::{Route, find};
use rustls::{ClientConfig, RootCertStore};

use crate::refusal::Refusal;
use crate::{Settings, SettingsError, VERSION, cors};

/// The largest body in either direction that is passed on. The largest that Rollcall knows is a page of accounts, far below.
pub(crate) const LARGEST_BODY: usize = 8 << 20;

/// How long a connection may take to come about.
const CONNECT_WITHIN: Duration = Duration::from_secs(10);

/// The server behind the proxy.
pub(crate) struct Upstream {
    settings: Settings,
    client: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
}

impl Upstream {
    pub(crate) fn new(settings: Settings) -> Result<Self, SettingsError> {
        let mut http = HttpConnector::new();
        http.enforce_http(false);
        http.set_connect_timeout(Some(CONNECT_WITHIN));
        let tls = HttpsConnectorBuilder::new().with_tls_config(tls(&settings)?);
        // Settings hold an unencrypted address only for a server on this computer.
        let connector = tls.https_or_http().enable_http1().wrap_connector(http);
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .build(connector);
        Ok(Self { settings, client })
    }

    /// Whether this is a call to pass on: in the table of endpoints, with parameters that the table names.
    pub(crate) fn knows<B>(request: &Request<B>) -> bool {
        let Route::Found(endpoint, _) = find(request.method(), request.uri().path()) else {
            return false;
        };
        request.uri().query().is_none_or(|query| {
            query
                .split('&')
                .filter_map(|pair| pair.split('=').next())
                .all(|name| endpoint.query.contains(&name))
        })
    }

    /// Passes a call on and returns the answer, with those headers of both that the call needs.
    pub(crate) async fn pass_on(&self, call: Request<Bytes>) -> Result<Response<Bytes>, Refusal> {
        let mut request = Request::builder()
            .method(call.method())
            .uri(self.uri(call.uri()).ok_or(Refusal::UnknownRoute)?);
        for name in [AUTHORIZATION, CONTENT_TYPE, ACCEPT] {
            if let Some(value) = call.headers().get(&name) {
                request = request.header(name, value);
            }
        }
        let request = request
            .header("user-agent", format!("rollcall-proxy/{VERSION}"))
            .body(Full::new(call.into_body()))
            .map_err(|_| Refusal::UnknownRoute)?;
        tokio::time::timeout(self.settings.patience, self.exchange(request))
            .await
            .unwrap_or(Err(Refusal::NoAnswer))
    }

    async fn exchange(&self, request: Request<Full<Bytes>>) -> Result<Response<Bytes>, Refusal> {
        let answer = self.client.request(request).await.map_err(|error| {
            if error.is_connect() {
                Refusal::Unreachable
            } else {
                Refusal::NoAnswer
            }
        })?;
        let (parts, body) = answer.into_parts();
        let body = whole(body).await.map_err(|broken| match broken {
            Broken::TooLarge => Refusal::AnswerTooLarge,
            Broken::Off => Refusal::NoAnswer,
        })?;
        let mut response = Response::new(body);
        *response.status_mut() = parts.status;
        let headers = response.headers_mut();
        for (name, value) in &parts.headers {
            if *name == CONTENT_TYPE || cors::is_for_the_page(name) {
                headers.append(name, value.clone());
            }
        }
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        Ok(response)
    }

    fn uri(&self, asked: &Uri) -> Option<Uri> {
        let path = asked.path_and_query()?.clone();
        Uri::builder()
            .scheme(self.settings.scheme.clone())
            .authority(self.settings.authority.clone())
            .path_and_query(path)
            .build()
            .ok()
    }
}

/// Why a body did not come whole.
pub(crate) enum Broken {
    /// It is larger than [`LARGEST_BODY`].
    TooLarge,
    /// The connection ended.
    Off,
}

/// A whole body.
pub(crate) async fn whole<B>(body: B) -> Result<Bytes, Broken>
where
    B: hyper::body::Body<Data = Bytes>,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    if body.size_hint().lower() > LARGEST_BODY as u64 {
        return Err(Broken::TooLarge);
    }
    match Limited::new(body, LARGEST_BODY).collect().await {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(error) if error.is::<http_body_util::LengthLimitError>() => Err(Broken::TooLarge),
        Err(_) => Err(Broken::Off),
    }
}

/// Trusts the certificates that the computer trusts; an unencrypted upstream needs none.
fn tls(settings: &Settings) -> Result<ClientConfig, SettingsError> {
    let failed = |error: &dyn std::fmt::Display| SettingsError::Certificates(error.to_string());
    let provider = rustls::crypto::ring::default_provider();
    let builder = ClientConfig::builder_with_provider(provider.into())
        .with_safe_default_protocol_versions()
        .map_err(|error| failed(&error))?;
    let builder = if settings.scheme == http::uri::Scheme::HTTPS {
        builder.with_native_roots().map_err(|error| failed(&error))?
    } else {
        builder.with_root_certificates(RootCertStore::empty())
    };
    Ok(builder.with_no_client_auth())
}
