//! Metrics in Prometheus' text format, and the proxy's health.

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

/// Liveness and readiness. They do not ask the upstream: one that is down is no reason to restart the proxy.
pub(crate) const LIVE: &str = "/healthz";
pub(crate) const READY: &str = "/readyz";

/// The labels of a request, which never say whose it is.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Labels {
    route: &'static str,
    status: u16,
}

/// All metrics.
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
    /// A request has arrived.
    pub(crate) fn begun(&self) {
        self.under_way.inc();
    }

    /// A request has ended.
    pub(crate) fn ended(&self, route: &'static str, status: u16, took: Duration) {
        self.under_way.dec();
        self.seconds.observe(took.as_secs_f64());
        self.requests.get_or_create(&Labels { route, status }).inc();
    }

    /// No more connections are accepted.
    pub(crate) fn stops(&self) {
        self.is_stopping.store(true, Ordering::Relaxed);
    }

    fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a string does not fail.
        let _ = text::encode(&mut text, &self.registry);
        text
    }

    /// The answer to a path of the metrics listener.
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
