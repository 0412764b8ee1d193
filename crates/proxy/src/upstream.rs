//! Passing requests on. What may be passed on, and with what, the gates have decided by now.

use std::fs;
use std::io::BufReader;
use std::path::Path;
use std::time::Duration;

use http::{Request, Response, Uri, Version};
use hyper_rustls::{ConfigBuilderExt as _, HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use rustls::{ClientConfig, RootCertStore};

use crate::SettingsError;
use crate::body::{Body, streamed};
use crate::refusal::Refusal;
use crate::settings::Settings;

/// How long an idle connection is kept.
const IDLE: Duration = Duration::from_mins(1);

/// The server behind the proxy.
pub(crate) struct Upstream {
    scheme: http::uri::Scheme,
    authority: http::uri::Authority,
    first_byte_within: Duration,
    client: Client<HttpsConnector<HttpConnector>, Body>,
}

impl Upstream {
    pub(crate) fn new(settings: &Settings) -> Result<Self, SettingsError> {
        let mut http = HttpConnector::new();
        http.enforce_http(false);
        http.set_nodelay(true);
        http.set_connect_timeout(Some(settings.connect_within));
        let tls = HttpsConnectorBuilder::new().with_tls_config(tls(settings)?);
        // Settings hold an unencrypted address only for a server on this computer.
        let connector = tls
            .https_or_http()
            .enable_http1()
            .enable_http2()
            .wrap_connector(http);
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(IDLE)
            .build(connector);
        Ok(Self {
            scheme: settings.scheme.clone(),
            authority: settings.authority.clone(),
            first_byte_within: settings.first_byte_within,
            client,
        })
    }

    /// Passes a request on as it is, to the one server that there is.
    pub(crate) async fn pass_on(&self, request: Request<Body>) -> Response<Body> {
        let (mut parts, body) = request.into_parts();
        let Some(uri) = self.uri(&parts.uri) else {
            return Refusal::UnknownRoute.response();
        };
        parts.uri = uri;
        parts.version = Version::HTTP_11;
        // The client names the upstream itself.
        parts.headers.remove(http::header::HOST);
        let sent = self.client.request(Request::from_parts(parts, body));
        match tokio::time::timeout(self.first_byte_within, sent).await {
            Ok(Ok(answer)) => answer.map(streamed),
            Ok(Err(error)) if error.is_connect() => Refusal::Unreachable.response(),
            Ok(Err(_)) | Err(_) => Refusal::NoAnswer.response(),
        }
    }

    fn uri(&self, asked: &Uri) -> Option<Uri> {
        Uri::builder()
            .scheme(self.scheme.clone())
            .authority(self.authority.clone())
            .path_and_query(asked.path_and_query()?.clone())
            .build()
            .ok()
    }
}

/// Trusts the certificates that the computer trusts, or one authority that was named; an unencrypted upstream needs none.
fn tls(settings: &Settings) -> Result<ClientConfig, SettingsError> {
    let failed = |error: &dyn std::fmt::Display| SettingsError::one("upstream-ca", error.to_string());
    let provider = rustls::crypto::ring::default_provider();
    let builder = ClientConfig::builder_with_provider(provider.into())
        .with_safe_default_protocol_versions()
        .map_err(|error| failed(&error))?;
    let builder = match &settings.upstream_ca {
        Some(file) => builder.with_root_certificates(roots_in(file).map_err(|why| failed(&why))?),
        None if settings.scheme == http::uri::Scheme::HTTPS => {
            builder.with_native_roots().map_err(|error| failed(&error))?
        }
        None => builder.with_root_certificates(RootCertStore::empty()),
    };
    Ok(builder.with_no_client_auth())
}

/// The certificates of a PEM file.
pub(crate) fn roots_in(file: &Path) -> Result<RootCertStore, String> {
    use rustls::pki_types::CertificateDer;
    use rustls::pki_types::pem::PemObject as _;
    let open = fs::File::open(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_reader_iter(BufReader::new(open)) {
        let certificate = certificate.map_err(|error| format!("{}: {error}", file.display()))?;
        roots
            .add(certificate)
            .map_err(|error| format!("{}: {error}", file.display()))?;
    }
    if roots.is_empty() {
        return Err(format!("{} holds no certificate", file.display()));
    }
    Ok(roots)
}
