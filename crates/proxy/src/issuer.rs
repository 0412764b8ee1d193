//! Who signed a certificate that is not trusted. rustls checks it as ever, and here its refusal gets the issuer's name: in a company whose
//! network opens the encryption, that name says whose root certificate is missing.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, DigitallySignedStruct, OtherError, SignatureScheme};
use webpki::EndEntityCert;

/// The longest name that is repeated, in characters: it comes from whoever answered.
const LONGEST: usize = 80;

/// A certificate was signed by somebody who is not trusted.
#[derive(Debug)]
pub(crate) struct Untrusted {
    /// Who signed it, as the certificate says.
    pub(crate) issuer: Option<String>,
}

impl fmt::Display for Untrusted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.issuer {
            Some(issuer) => write!(
                f,
                "the certificate was signed by “{issuer}”, whom nobody here trusts"
            ),
            None => f.write_str("the certificate was signed by somebody whom nobody here trusts"),
        }
    }
}

impl Error for Untrusted {}

/// Checks as rustls does, and names the issuer where it is not trusted.
#[derive(Debug)]
pub(crate) struct NamesIssuer(pub(crate) Arc<WebPkiServerVerifier>);

impl ServerCertVerifier for NamesIssuer {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let verified = self
            .0
            .verify_server_cert(certificate, intermediates, name, ocsp, now);
        verified.map_err(|error| match error {
            rustls::Error::InvalidCertificate(CertificateError::UnknownIssuer) => {
                // The last one that was shown stands nearest to the root.
                let issuer = issuer(intermediates.last().unwrap_or(certificate));
                let untrusted = OtherError(Arc::new(Untrusted { issuer }));
                rustls::Error::InvalidCertificate(CertificateError::Other(untrusted))
            }
            error => error,
        })
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.0.verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.0.verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.supported_verify_schemes()
    }
}

/// The issuer's common name, else its organization.
fn issuer(certificate: &CertificateDer<'_>) -> Option<String> {
    let certificate = EndEntityCert::try_from(certificate).ok()?;
    let name = certificate.issuer();
    attribute(name, 3).or_else(|| attribute(name, 10))
}

/// The text of an attribute of a distinguished name, by the last part of its identifier, which is 2.5.4 and this (X.520): behind the
/// identifier stand the kind of text, its length in one byte, and the text (X.690).
fn attribute(name: &[u8], last: u8) -> Option<String> {
    let identifier = [6, 3, 0x55, 4, last];
    let at = name
        .windows(identifier.len())
        .position(|part| part == identifier)?;
    let rest = name.get(at + identifier.len() + 1..)?;
    let (&length, rest) = rest.split_first()?;
    let text = String::from_utf8_lossy(rest.get(..usize::from(length))?).into_owned();
    let plain: String = text.chars().filter(|c| !c.is_control()).take(LONGEST).collect();
    (length < 0x80 && !plain.trim().is_empty()).then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_of_an_attribute_is_found_by_its_identifier() {
        let name = b"\x30\x20\x31\x0e\x06\x03\x55\x04\x0a\x0c\x05Acme\n\x06\x03\x55\x04\x03\x13\x04Root";
        assert_eq!(attribute(name, 3).as_deref(), Some("Root"));
        assert_eq!(attribute(name, 10).as_deref(), Some("Acme"));
        for broken in [
            &b""[..],
            &name[..name.len() - 1],
            b"\x06\x03\x55\x04\x03",
            b"\x06\x03\x55\x04\x03\x13\x00",
        ] {
            assert_eq!(attribute(broken, 3), None);
        }
    }
}
