//! One connection: its time limits, and how it ends.

use std::convert::Infallible;
use std::net::IpAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use http::Request;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use rustls::ServerConfig;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::Instant;
use tokio_io_timeout::TimeoutStream;
use tokio_rustls::TlsAcceptor;

use crate::body::{holding, streamed};
use crate::client::Clients;
use crate::handler::Handler;
use crate::in_flight::InFlight;
use crate::pace::{IDLE_WITHIN, Pace, PaceStatus};

/// Time limit for a request's head, and over HTTP/1 for an idle connection.
const HEAD_WITHIN: Duration = Duration::from_secs(10);

/// How long a client may send nothing, before its first request or while it waits for an answer: longer than any answer takes.
const SILENT_WITHIN: Duration = Duration::from_secs(90);

/// How long a client may go without reading a byte of its answer.
const STALLED_WITHIN: Duration = Duration::from_secs(15);

/// How long a client may take to leave after the connection began to shut down.
const GONE_WITHIN: Duration = Duration::from_secs(10);

/// Concurrent requests on one HTTP/2 connection.
const STREAMS: u32 = 100;

/// The largest head of a request that is read.
const LARGEST_HEAD: usize = 32 << 10;

/// Serves connections.
#[derive(Clone)]
pub(crate) struct ConnectionHandler {
    handler: Handler,
    tls: Option<TlsAcceptor>,
    clients: Arc<Clients>,
}

/// Tells a connection that the server stops. The server waits until all receivers are dropped.
pub(crate) type Stopping = watch::Receiver<()>;

impl ConnectionHandler {
    pub(crate) fn new(handler: Handler, tls: Option<Arc<ServerConfig>>, clients: Arc<Clients>) -> Self {
        let tls = tls.map(TlsAcceptor::from);
        Self {
            handler,
            tls,
            clients,
        }
    }

    /// Serves a client until it leaves, or once the server stops until its requests in flight have ended.
    pub(crate) async fn serve(self, stream: TcpStream, client: IpAddr, stopping: Stopping) {
        // Answers are small, and waiting for more to send would only delay them.
        let _ = stream.set_nodelay(true);
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(STALLED_WITHIN));
        stream.set_read_timeout(Some(SILENT_WITHIN));
        let stream = Box::pin(stream);
        let Some(tls) = self.tls.clone() else {
            return self.serve_http(stream, false, client, stopping).await;
        };
        // A failed handshake is no error of the proxy's.
        if let Ok(Ok(stream)) = tokio::time::timeout(HEAD_WITHIN, tls.accept(stream)).await {
            let is_http_2 = stream.get_ref().1.alpn_protocol() == Some(b"h2");
            self.serve_http(stream, is_http_2, client, stopping).await;
        }
    }

    async fn serve_http<S>(self, stream: S, is_http_2: bool, client: IpAddr, mut stopping: Stopping)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let pace = Pace::new(self.clients.at(client));
        let service = service_fn(|request: Request<Incoming>| {
            let in_flight = InFlight::new(&pace);
            let mut request = request.map(streamed);
            request.extensions_mut().insert(Arc::clone(&in_flight));
            let answer = (self.handler)(request);
            async move {
                let answer = answer.await;
                in_flight.answered();
                Ok::<_, Infallible>(answer.map(|body| holding(body, in_flight)))
            }
        });
        let builder = builder(is_http_2);
        let mut connection = pin!(builder.serve_connection(TokioIo::new(stream), service));
        let mut is_shutting_down = false;
        let mut check_at = Instant::now() + IDLE_WITHIN;
        loop {
            tokio::select! {
                biased;
                // Errors are not logged: they mean that the client is gone or speaks no HTTP.
                _ = connection.as_mut() => return,
                Ok(()) = stopping.changed() => connection.as_mut().graceful_shutdown(),
                () = tokio::time::sleep_until(check_at) => match pace.status(Instant::now()) {
                    PaceStatus::Fine(until) => check_at = until,
                    PaceStatus::Idle if !is_shutting_down => {
                        is_shutting_down = true;
                        check_at = Instant::now() + GONE_WITHIN;
                        connection.as_mut().graceful_shutdown();
                    }
                    // Frees the answers that it has not read.
                    PaceStatus::Idle | PaceStatus::TooSlow => return,
                },
            }
        }
    }
}

fn builder(is_http_2: bool) -> auto::Builder<TokioExecutor> {
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_WITHIN)
        .max_buf_size(LARGEST_HEAD);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_header_list_size(LARGEST_HEAD as u32)
        .max_concurrent_streams(STREAMS)
        .keep_alive_interval(HEAD_WITHIN);
    // TLS has negotiated the version. Guessing it from the first bytes would wait for them without a limit.
    if is_http_2 {
        builder.http2_only()
    } else {
        builder.http1_only()
    }
}

#[cfg(test)]
mod tests;
