//! Connections: who comes in, how long they may take, and the end.

use std::convert::Infallible;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio_io_timeout::TimeoutStream;

use crate::SettingsError;
use crate::body::streamed;
use crate::settings::Settings;
use crate::stack::{Client, Gate, Handler, stack};

/// How long a client may take to say what it wants, and how long a connection may stay idle.
const HEAD_WITHIN: Duration = Duration::from_secs(10);

/// How long a client may take to read what it asked for, or to go on sending it, without a byte in between.
const STALLED_WITHIN: Duration = Duration::from_secs(15);

/// The largest head of a request that is read.
const LARGEST_HEAD: usize = 32 << 10;

/// Serves until `stop`, and then until what is under way has ended.
///
/// # Errors
/// At the start: settings that cannot be used. Afterwards nothing: a connection that fails is its client's matter.
pub async fn serve(
    listener: TcpListener,
    settings: Settings,
    stop: impl Future<Output = ()>,
) -> Result<(), SettingsError> {
    serve_without(listener, settings, stop, None).await
}

/// Serves as [`serve`] does, but without one of the gates: for tests that see to it that each is missed.
///
/// # Errors
/// As [`serve`].
pub async fn serve_without(
    listener: TcpListener,
    settings: Settings,
    stop: impl Future<Output = ()>,
    without: Option<Gate>,
) -> Result<(), SettingsError> {
    let settings = Arc::new(settings);
    let handler = stack(&settings, without)?;
    let under_way = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        let Ok((stream, client)) = accepted else {
            // Out of file handles, mostly. Some become free when connections end.
            tokio::time::sleep(Duration::from_millis(100)).await;
            continue;
        };
        connect(stream, client.ip(), Arc::clone(&handler), &under_way);
    }
    drop(listener);
    // Whatever has not ended by then is cut.
    let _ = tokio::time::timeout(settings.drain_within, under_way.shutdown()).await;
    Ok(())
}

fn connect(stream: TcpStream, client: IpAddr, handler: Handler, under_way: &GracefulShutdown) {
    // Answers are small, and are not held back until there is more to send.
    let _ = stream.set_nodelay(true);
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(STALLED_WITHIN));
    let service = service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(streamed);
        request.extensions_mut().insert(Client(client));
        let answer = handler(request);
        async move { Ok::<_, Infallible>(answer.await) }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_WITHIN)
        .max_buf_size(LARGEST_HEAD)
        .serve_connection(TokioIo::new(Box::pin(stream)), service);
    let connection = under_way.watch(connection);
    tokio::spawn(async move {
        // Nothing is logged: what goes wrong here is that the client is gone or speaks no HTTP.
        let _ = connection.await;
    });
}
