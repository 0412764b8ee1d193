//! Why there is no connection to the upstream, in words that say what to do. Nothing was sent.

use std::error::Error;
use std::io;
use std::sync::{Mutex, PoisonError};

use http::Response;

use crate::LOG_TARGET;
use crate::body::Body;
use crate::connect::ProxySilent;
use crate::issuer::Untrusted;
use crate::refusal::Refusal;

/// What hyper-util says where a company's proxy answers 407 to CONNECT; its type is private. A test holds it.
const WANTS_PASSWORD: &str = "tunnel error: proxy authorization required";

/// What it says where the proxy answers, and refuses or breaks off.
const TUNNEL: &str = "tunnel error: ";

/// Why there is no connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Trouble {
    refusal: Refusal,
    message: String,
}

impl Trouble {
    /// By the error of the attempt. Addresses are not repeated: the page and the log get the message.
    pub(crate) fn of(error: &(dyn Error + 'static)) -> Self {
        let causes = || std::iter::successors(Some(error), cause);
        if causes().any(<dyn Error>::is::<ProxySilent>) {
            return Self::from(Refusal::OutgoingProxySilent);
        }
        for error in causes() {
            if error.to_string() == WANTS_PASSWORD {
                return Self::from(Refusal::OutgoingProxyAuth);
            }
            if error.to_string().starts_with(TUNNEL) {
                return Self {
                    refusal: Refusal::Unreachable,
                    message: "The outgoing proxy answered, and did not open the way to Atlassian. It may be told to refuse it. The request \
                              was not sent."
                        .to_owned(),
                };
            }
            if let Some(invalid) = certificate(error) {
                return Self {
                    refusal: Refusal::Untrusted,
                    message: invalid,
                };
            }
        }
        Self::from(Refusal::Unreachable)
    }

    /// What is wrong, and what to do.
    pub(crate) fn message(&self) -> &str {
        &self.message
    }

    pub(crate) fn response(&self) -> Response<Body> {
        self.refusal.saying(&self.message)
    }
}

impl From<Refusal> for Trouble {
    fn from(refusal: Refusal) -> Self {
        Self {
            refusal,
            message: refusal.message().to_owned(),
        }
    }
}

fn cause<'e>(error: &&'e (dyn Error + 'static)) -> Option<&'e (dyn Error + 'static)> {
    let error: &'e (dyn Error + 'static) = *error;
    error.source()
}

/// What is wrong with a certificate, if that is what the error is about.
fn certificate(error: &(dyn Error + 'static)) -> Option<String> {
    // TLS errors travel inside of those of input and output.
    let inner = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    if let Some(inner) = inner {
        return certificate(inner);
    }
    let rustls::Error::InvalidCertificate(wrong) = error.downcast_ref::<rustls::Error>()? else {
        return None;
    };
    let why = match wrong {
        rustls::CertificateError::Other(other) => {
            other.0.downcast_ref::<Untrusted>().map(ToString::to_string)
        }
        _ => None,
    };
    let why = why.unwrap_or_else(|| format!("the certificate is not valid ({wrong})"));
    Some(format!(
        "What answers in Atlassian's place is not trusted: {why}. In a company's network, give the proxy that company's root certificate: \
         --upstream-ca FILE. The request was not sent."
    ))
}

/// Writes each trouble into the log once, until there is another one or none.
#[derive(Debug, Default)]
pub(crate) struct TroubleLog(Mutex<Option<Trouble>>);

impl TroubleLog {
    /// There is this trouble now, or none.
    pub(crate) fn note(&self, now: Option<&Trouble>) {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if last.as_ref() == now {
            return;
        }
        if let Some(trouble) = now {
            tracing::warn!(
                target: LOG_TARGET,
                trouble = trouble.refusal.code(),
                message = trouble.message,
            );
        } else {
            tracing::info!(target: LOG_TARGET, trouble = "over");
        }
        *last = now.cloned();
    }
}
