//! The listener for metrics and health, which answers until the process ends. It serves no page, sees no key and knows no clients, so it
//! has only two checks of its own: by which name it is addressed, and how many connections are open.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};

use crate::Config;
use crate::gate::host::{is_ours, named};
use crate::host_name::is_address;
use crate::meter::Meter;
use crate::permits::Permits;

/// Time limit for the head of a request.
const HEAD_WITHIN: Duration = Duration::from_secs(10);

/// Time limit for a connection as a whole.
const DONE_WITHIN: Duration = Duration::from_secs(30);

/// Concurrent connections. Prometheus needs one.
const CONNECTIONS: usize = 32;

/// Serves metrics and health on this listener.
pub(crate) async fn serve(listener: TcpListener, meter: Arc<Meter>, config: Arc<Config>) {
    let permits = Permits::new(CONNECTIONS);
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(Duration::from_millis(100)).await;
            continue;
        };
        // One too many is closed at once, and its client tries again.
        let Some(permit) = permits.acquire() else { continue };
        let (meter, config) = (Arc::clone(&meter), Arc::clone(&config));
        tokio::spawn(async move {
            let _permit = permit;
            let _ = tokio::time::timeout(DONE_WITHIN, answer_one(stream, &meter, &config)).await;
        });
    }
}

/// One request per connection: a client that sends many and reads no answer would keep its permit.
async fn answer_one(stream: TcpStream, meter: &Meter, config: &Config) {
    let service = service_fn(|request: Request<Incoming>| {
        let response = if is_allowed(&request, config) {
            meter.answer(request.uri().path())
        } else {
            misdirected()
        };
        std::future::ready(Ok::<_, Infallible>(response))
    });
    // A client that goes away is no error.
    let _ = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_WITHIN)
        .keep_alive(false)
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

fn misdirected() -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::default());
    *response.status_mut() = StatusCode::MISDIRECTED_REQUEST;
    response
}

/// Whether a request addresses this server by one of its names. With `--metrics-open` an IP address is allowed as well: no foreign page
/// has an address of this server as its origin, so none can read the answer.
fn is_allowed(request: &Request<Incoming>, config: &Config) -> bool {
    let Some(named) = named(request.headers(), request.uri()) else {
        return false;
    };
    let host = named.host();
    is_ours(config, host) || (config.has_open_metrics() && is_address(host))
}
