//! One connection: what a client may take how long for, and how it ends.

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

use crate::body::{keeping, streamed};
use crate::client::Clients;
use crate::pace::{Pace, USED_WITHIN, Verdict};
use crate::stack::Handler;
use crate::under_way::UnderWay;

/// How long a client may take to say what it wants, and over HTTP/1 how long a connection may stay idle.
const HEAD_WITHIN: Duration = Duration::from_secs(10);

/// How long a client may say nothing at all, before its first request or while it waits for an answer: longer than any answer takes.
const SILENT_WITHIN: Duration = Duration::from_secs(90);

/// How long a client may take to read what it asked for, without a byte in between.
const STALLED_WITHIN: Duration = Duration::from_secs(15);

/// How long a client may take to go, once it was told to.
const GONE_WITHIN: Duration = Duration::from_secs(10);

/// Requests of one HTTP/2 connection that may be under way at a time.
const STREAMS: u32 = 100;

/// The largest head of a request that is read.
const LARGEST_HEAD: usize = 32 << 10;

/// What a connection needs.
#[derive(Clone)]
pub(crate) struct Door {
    handler: Handler,
    tls: Option<TlsAcceptor>,
    clients: Arc<Clients>,
}

/// Tells a connection that the server stops. For as long as somebody has it, a connection is open.
pub(crate) type Stopping = watch::Receiver<()>;

impl Door {
    pub(crate) fn new(handler: Handler, tls: Option<Arc<ServerConfig>>, clients: Arc<Clients>) -> Self {
        let tls = tls.map(TlsAcceptor::from);
        Self {
            handler,
            tls,
            clients,
        }
    }

    /// Lets a client in, and serves it until it goes, or until what it asked for is done once the server stops.
    pub(crate) async fn serve(self, stream: TcpStream, client: IpAddr, stopping: Stopping) {
        // Answers are small, and are not held back until there is more to send.
        let _ = stream.set_nodelay(true);
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(STALLED_WITHIN));
        stream.set_read_timeout(Some(SILENT_WITHIN));
        let stream = Box::pin(stream);
        let Some(tls) = self.tls.clone() else {
            return self.talk(stream, false, client, stopping).await;
        };
        // A handshake that fails is the client's matter.
        if let Ok(Ok(stream)) = tokio::time::timeout(HEAD_WITHIN, tls.accept(stream)).await {
            let is_http_2 = stream.get_ref().1.alpn_protocol() == Some(b"h2");
            self.talk(stream, is_http_2, client, stopping).await;
        }
    }

    async fn talk<S>(self, stream: S, is_http_2: bool, client: IpAddr, mut stopping: Stopping)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let pace = Pace::new(self.clients.at(client));
        let service = service_fn(|request: Request<Incoming>| {
            let under_way = UnderWay::new(&pace);
            let mut request = request.map(streamed);
            request.extensions_mut().insert(Arc::clone(&under_way));
            let answer = (self.handler)(request);
            async move {
                let answer = answer.await;
                under_way.answered();
                Ok::<_, Infallible>(answer.map(|body| keeping(body, under_way)))
            }
        });
        let builder = builder(is_http_2);
        let mut connection = pin!(builder.serve_connection(TokioIo::new(stream), service));
        let mut is_told_to_go = false;
        let mut look_at = Instant::now() + USED_WITHIN;
        loop {
            tokio::select! {
                biased;
                // Nothing is logged: what goes wrong here is that the client is gone or speaks no HTTP.
                _ = connection.as_mut() => return,
                Ok(()) = stopping.changed() => connection.as_mut().graceful_shutdown(),
                () = tokio::time::sleep_until(look_at) => match pace.verdict(Instant::now()) {
                    Verdict::Fine(until) => look_at = until,
                    Verdict::Unused if !is_told_to_go => {
                        is_told_to_go = true;
                        look_at = Instant::now() + GONE_WITHIN;
                        connection.as_mut().graceful_shutdown();
                    }
                    // What it has not taken is freed.
                    Verdict::Unused | Verdict::TooSlow => return,
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
    // Which version it is was agreed on with TLS; guessing it from the first bytes would wait for them without end.
    if is_http_2 {
        builder.http2_only()
    } else {
        builder.http1_only()
    }
}

#[cfg(test)]
mod tests;
