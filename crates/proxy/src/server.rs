//! Connections: who comes in, how long they may take, and the end.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use http::Request;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio_io_timeout::TimeoutStream;
use tokio_rustls::TlsAcceptor;

use crate::SettingsError;
use crate::body::streamed;
use crate::meter;
use crate::settings::Settings;
use crate::stack::{Client, Gate, Handler, Shared, stack};

/// How long a client may take to say what it wants, and how long a connection may stay idle.
const HEAD_WITHIN: Duration = Duration::from_secs(10);

/// How long a client may say nothing at all, before its first request or while it waits for an answer: longer than any answer takes.
const SILENT_WITHIN: Duration = Duration::from_secs(90);

/// How long a client may take to read what it asked for, without a byte in between.
const STALLED_WITHIN: Duration = Duration::from_secs(15);

/// Requests of one HTTP/2 connection that may be under way at a time.
const STREAMS: u32 = 100;

/// The largest head of a request that is read.
const LARGEST_HEAD: usize = 32 << 10;

/// A proxy that was told everything. Cheap to clone: what counts requests counts those of all clones together, so that each core
/// can have one.
#[derive(Clone)]
pub struct Proxy {
    settings: Arc<Settings>,
    shared: Shared,
    without: Option<Gate>,
}

impl Proxy {
    /// A proxy with these settings.
    pub fn new(settings: Settings) -> Self {
        Self {
            shared: Shared::new(&settings),
            settings: Arc::new(settings),
            without: None,
        }
    }

    /// Without one of its gates: for tests that see to it that each is missed.
    #[must_use]
    pub fn without(mut self, gate: Option<Gate>) -> Self {
        self.without = gate;
        self
    }

    /// Whether it could serve with its settings.
    ///
    /// # Errors
    /// Settings that cannot be used.
    pub fn check(&self) -> Result<(), SettingsError> {
        stack(&self.settings, &self.shared, self.without).map(drop)
    }

    /// Serves on one thread until `stop`, and then until what is under way has ended.
    ///
    /// # Errors
    /// At the start: settings that cannot be used. Afterwards nothing: a connection that fails is its client's matter.
    pub async fn serve(
        self,
        listener: TcpListener,
        stop: impl Future<Output = ()>,
    ) -> Result<(), SettingsError> {
        let (to, connections) = mpsc::unbounded_channel();
        let (served, ()) = tokio::join!(self.serve_all(connections), accept(listener, stop, vec![to]));
        served
    }

    /// Serves connections that were accepted elsewhere, until no more can come and what is under way has ended.
    ///
    /// # Errors
    /// As [`Proxy::serve`].
    pub async fn serve_all(self, mut connections: UnboundedReceiver<Accepted>) -> Result<(), SettingsError> {
        let door = Door {
            handler: stack(&self.settings, &self.shared, self.without)?,
            tls: self.settings.tls.clone().map(TlsAcceptor::from),
        };
        let under_way = GracefulShutdown::new();
        while let Some(Accepted { stream, client }) = connections.recv().await {
            // It fails where the client is gone already.
            if let Ok(stream) = TcpStream::from_std(stream) {
                tokio::spawn(door.clone().serve(stream, client, under_way.watcher()));
            }
        }
        self.shared.meter.stops();
        // Whatever has not ended by then is cut.
        let _ = tokio::time::timeout(self.settings.drain_within, under_way.shutdown()).await;
        Ok(())
    }

    /// Tells Prometheus, where that was asked for, for as long as the runtime lives; and says at which address.
    ///
    /// # Errors
    /// An address on which it cannot listen.
    pub async fn tell_numbers(&self) -> Result<Option<SocketAddr>, SettingsError> {
        let Some(address) = self.settings.metrics else {
            return Ok(None);
        };
        let said = |error| SettingsError::one("metrics", format!("cannot listen on {address}: {error}"));
        let listener = TcpListener::bind(address).await.map_err(said)?;
        let address = listener.local_addr().map_err(said)?;
        tokio::spawn(meter::tell(listener, Arc::clone(&self.shared.meter)));
        Ok(Some(address))
    }
}

/// A connection that was accepted, on its way to the thread that serves it.
#[derive(Debug)]
pub struct Accepted {
    stream: std::net::TcpStream,
    client: IpAddr,
}

/// Accepts connections until `stop`, and gives each to one of these in turn.
pub async fn accept(
    listener: TcpListener,
    stop: impl Future<Output = ()>,
    to: Vec<UnboundedSender<Accepted>>,
) {
    let mut stop = std::pin::pin!(stop);
    for next in to.iter().cycle() {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => return,
        };
        match accepted.and_then(|(stream, client)| Ok((stream.into_std()?, client.ip()))) {
            Ok((stream, client)) => {
                // A thread that is gone ends it all: half a proxy is none.
                if next.send(Accepted { stream, client }).is_err() {
                    return;
                }
            }
            // Out of file handles, mostly. Some become free when connections end.
            Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
        }
    }
}

/// What a connection needs.
#[derive(Clone)]
struct Door {
    handler: Handler,
    tls: Option<TlsAcceptor>,
}

impl Door {
    /// Lets a client in, and serves it until it goes, or until what it asked for is done once the server stops.
    async fn serve(self, stream: TcpStream, client: IpAddr, until_stopped: Watcher) {
        // Answers are small, and are not held back until there is more to send.
        let _ = stream.set_nodelay(true);
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(STALLED_WITHIN));
        stream.set_read_timeout(Some(SILENT_WITHIN));
        let stream = Box::pin(stream);
        let Some(tls) = self.tls.clone() else {
            return self.talk(stream, false, client, until_stopped).await;
        };
        // A handshake that fails is the client's matter.
        if let Ok(Ok(stream)) = tokio::time::timeout(HEAD_WITHIN, tls.accept(stream)).await {
            let is_http_2 = stream.get_ref().1.alpn_protocol() == Some(b"h2");
            self.talk(stream, is_http_2, client, until_stopped).await;
        }
    }

    async fn talk<S>(self, stream: S, is_http_2: bool, client: IpAddr, until_stopped: Watcher)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let handler = self.handler;
        let service = service_fn(move |request: Request<Incoming>| {
            let mut request = request.map(streamed);
            request.extensions_mut().insert(Client(client));
            let answer = handler(request);
            async move { Ok::<_, Infallible>(answer.await) }
        });
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
        let builder = if is_http_2 {
            builder.http2_only()
        } else {
            builder.http1_only()
        };
        let connection = builder.serve_connection(TokioIo::new(stream), service);
        // Nothing is logged: what goes wrong here is that the client is gone or speaks no HTTP.
        let _ = until_stopped.watch(connection.into_owned()).await;
    }
}
