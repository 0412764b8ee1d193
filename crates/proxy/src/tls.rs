//! TLS, in both directions.

use std::fs;
use std::io::BufReader;
use std::path::Path;
use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ClientConfig, RootCertStore, ServerConfig};

use crate::issuer::NamesIssuer;

fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

/// Trusts the certificates of this PEM file, or else those of the operating system, which are read only if an upstream uses TLS.
pub(crate) fn to_upstream(authorities: Option<&Path>, uses_tls: bool) -> Result<ClientConfig, String> {
    let builder = ClientConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?;
    let roots = match authorities {
        Some(file) => roots_in(file)?,
        None if uses_tls => roots_of_system()?,
        None => RootCertStore::empty(),
    };
    if roots.is_empty() {
        return Ok(builder.with_root_certificates(roots).with_no_client_auth());
    }
    let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider()).build();
    let verifier = NamesIssuer(verifier.map_err(|error| error.to_string())?);
    Ok(builder
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth())
}

/// In a company's network these are the ones that hold.
fn roots_of_system() -> Result<RootCertStore, String> {
    let found = rustls_native_certs::load_native_certs();
    let mut roots = RootCertStore::empty();
    // A store may hold certificates of a kind that is no longer accepted.
    roots.add_parsable_certificates(found.certs);
    match found.errors.first() {
        Some(error) if roots.is_empty() => Err(error.to_string()),
        None if roots.is_empty() => Err("this system trusts no certificate".to_owned()),
        _ => Ok(roots),
    }
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
