//! How many requests there were, and how long they took, in the text form that Prometheus reads; and whether the proxy lives and
//! takes requests.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Response, StatusCode};
use http_body_util::Full;
use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::Registry;

/// Where whoever runs the proxy asks whether it lives, and whether it takes requests. These ask nobody behind it: an upstream
/// that is down is no reason to start the proxy again.
pub(crate) const LIVE: &str = "/healthz";
pub(crate) const READY: &str = "/readyz";

/// By what requests are told apart: never by whose they are.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Labels {
    route: &'static str,
    status: u16,
}

/// All that is counted.
pub(crate) struct Meter {
    requests: Family<Labels, Counter>,
    seconds: Histogram,
    under_way: Gauge,
    registry: Registry,
    is_stopping: AtomicBool,
}

impl Default for Meter {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("rollcall_proxy");
        let requests = Family::default();
        let seconds = Histogram::new(exponential_buckets(0.001, 2.0, 16));
        let under_way = Gauge::default();
        registry.register("requests", "Requests, by route and status", requests.clone());
        registry.register("request_seconds", "How long a request took", seconds.clone());
        registry.register(
            "requests_under_way",
            "Requests that have no answer yet",
            under_way.clone(),
        );
        Self {
            requests,
            seconds,
            under_way,
            registry,
            is_stopping: AtomicBool::new(false),
        }
    }
}

impl Meter {
    /// A request has come.
    pub(crate) fn begun(&self) {
        self.under_way.inc();
    }

    /// It has been answered.
    pub(crate) fn ended(&self, route: &'static str, status: u16, took: Duration) {
        self.under_way.dec();
        self.seconds.observe(took.as_secs_f64());
        self.requests.get_or_create(&Labels { route, status }).inc();
    }

    /// No more requests are taken.
    pub(crate) fn stops(&self) {
        self.is_stopping.store(true, Ordering::Relaxed);
    }

    fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a text does not fail.
        let _ = text::encode(&mut text, &self.registry);
        text
    }

    /// What whoever asks on the address of the numbers is told.
    pub(crate) fn answer(&self, path: &str) -> Response<Full<Bytes>> {
        let mut response = Response::new(Full::default());
        match path {
            "/metrics" => {
                *response.body_mut() = Full::from(self.text());
                let kind =
                    HeaderValue::from_static("application/openmetrics-text; version=1.0.0; charset=utf-8");
                response.headers_mut().insert(CONTENT_TYPE, kind);
            }
            READY if self.is_stopping.load(Ordering::Relaxed) => {
                *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
            }
            LIVE | READY => {}
            _ => *response.status_mut() = StatusCode::NOT_FOUND,
        }
        response
    }
}
