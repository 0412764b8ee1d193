//! The address on which the numbers are told, and whether the proxy lives, to the last. It has no pages, no keys and no limits for each
//! client, and so gates of its own: whose name leads here, and how many may ask at a time.

use std::convert::Infallible;
use std::net::IpAddr;
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

use crate::Settings;
use crate::gate::host::{is_ours, named};
use crate::meter::Meter;
use crate::places::Places;

/// How long whoever asks may take to say so.
const HEAD_WITHIN: Duration = Duration::from_secs(10);

/// How long whoever asks may take for all of it.
const TOLD_WITHIN: Duration = Duration::from_secs(30);

/// Connections at a time. Whoever collects numbers needs one.
const CONNECTIONS: usize = 32;

/// Tells whoever asks, on a listener of its own.
pub(crate) async fn tell(listener: TcpListener, meter: Arc<Meter>, settings: Arc<Settings>) {
    let places = Places::new(CONNECTIONS);
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(Duration::from_millis(100)).await;
            continue;
        };
        // One more is closed at once: whoever tells the proxy's state from it asks again.
        let Some(place) = places.take() else { continue };
        let (meter, settings) = (Arc::clone(&meter), Arc::clone(&settings));
        tokio::spawn(async move {
            let _place = place;
            let _ = tokio::time::timeout(TOLD_WITHIN, answer_one(stream, &meter, &settings)).await;
        });
    }
}

/// One request a connection: what many requests are answered with, and nobody reads, would keep a place.
async fn answer_one(stream: TcpStream, meter: &Meter, settings: &Settings) {
    let service = service_fn(|request: Request<Incoming>| {
        let response = if is_told(&request, settings) {
            meter.answer(request.uri().path())
        } else {
            misdirected()
        };
        std::future::ready(Ok::<_, Infallible>(response))
    });
    // Who asks and goes away is not missed.
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

/// Whether a request asks by a name of this server. What is told to other computers is asked for by address as well: no foreign page has
/// an address of this server for its name, so none can read the answer.
fn is_told(request: &Request<Incoming>, settings: &Settings) -> bool {
    let Some(named) = named(request.headers(), request.uri()) else {
        return false;
    };
    let host = named.host();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    is_ours(settings, host) || (settings.has_open_metrics() && bare.parse::<IpAddr>().is_ok())
}
