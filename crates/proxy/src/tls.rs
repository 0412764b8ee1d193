//! TLS, in both directions.

use std::fs;
use std::io::BufReader;
use std::path::Path;
use std::sync::Arc;

use hyper_rustls::ConfigBuilderExt as _;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ClientConfig, RootCertStore, ServerConfig};

fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

/// Trusts the certificates of this PEM file, or else those of the operating system, which are read only if an upstream uses TLS.
pub(crate) fn to_upstream(authorities: Option<&Path>, uses_tls: bool) -> Result<ClientConfig, String> {
    let builder = ClientConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?;
    let builder = match authorities {
        Some(file) => builder.with_root_certificates(roots_in(file)?),
        None if uses_tls => builder.with_native_roots().map_err(|error| error.to_string())?,
        None => builder.with_root_certificates(RootCertStore::empty()),
    };
    Ok(builder.with_no_client_auth())
}

/// The proxy's own certificate, for its clients.
pub(crate) fn of_server(certificate: &Path, key: &Path) -> Result<Arc<ServerConfig>, String> {
    let chain = certificates_in(certificate)?;
    let failed = |error: &dyn std::fmt::Display| format!("{}: {error}", key.display());
    let key = PrivateKeyDer::from_pem_reader(open(key)?).map_err(|error| failed(&error))?;
    let mut config = ServerConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, key))
        .map_err(|error| failed(&error))?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

/// The certificates of a PEM file, as roots of trust.
pub(crate) fn roots_in(file: &Path) -> Result<RootCertStore, String> {
    let mut roots = RootCertStore::empty();
    for certificate in certificates_in(file)? {
        roots
            .add(certificate)
            .map_err(|error| format!("{}: {error}", file.display()))?;
    }
    Ok(roots)
}

fn certificates_in(file: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    let all: Result<Vec<_>, _> = CertificateDer::pem_reader_iter(open(file)?).collect();
    match all {
        Ok(all) if all.is_empty() => Err(format!("{} holds no certificate", file.display())),
        Ok(all) => Ok(all),
        Err(error) => Err(format!("{}: {error}", file.display())),
    }
}

fn open(file: &Path) -> Result<BufReader<fs::File>, String> {
    fs::File::open(file)
        .map(BufReader::new)
        .map_err(|error| format!("{}: {error}", file.display()))
}
