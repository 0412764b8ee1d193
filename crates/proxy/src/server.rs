//! The proxy as a whole: accepting connections, serving them on each thread, and stopping.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio::sync::watch;

use crate::ConfigErrors;
use crate::config::Config;
use crate::connection::ConnectionHandler;
use crate::gate;
use crate::metrics;
use crate::shared::Shared;
use crate::stack::{Gate, stack};
use crate::upstream::Upstream;

/// Whoever checks the settings waits for it.
const REACHED_WITHIN: Duration = Duration::from_secs(5);

/// A configured proxy. Cheap to clone, so that each core can have one; all clones count requests together.
#[derive(Clone)]
pub struct Proxy {
    config: Arc<Config>,
    shared: Shared,
    without: Option<Gate>,
}

impl Proxy {
    /// A proxy with these settings.
    pub fn new(config: Config) -> Self {
        Self {
            shared: Shared::new(&config),
            config: Arc::new(config),
            without: None,
        }
    }

    /// Without one of its gates, for the tests that prove each of them necessary.
    #[must_use]
    pub fn without(mut self, gate: Option<Gate>) -> Self {
        self.without = gate;
        self
    }

    /// Checks what can be checked without serving.
    ///
    /// # Errors
    /// Settings that cannot be used.
    pub fn check(&self) -> Result<(), ConfigErrors> {
        stack(&self.config, &self.shared, self.without).map(drop)
    }

    /// Tries to reach the upstream, for a few seconds.
    ///
    /// # Errors
    /// Why it is not reached, and what to do.
    pub async fn reach(&self) -> Result<(), String> {
        let upstream = Upstream::new(&self.config).map_err(|errors| errors.to_string())?;
        match tokio::time::timeout(REACHED_WITHIN, upstream.reach()).await {
            Ok(reached) => reached,
            Err(_) => Err("No answer came within a few seconds.".to_owned()),
        }
    }

    /// Serves on one thread until `stop`, and then until the requests in flight have ended.
    ///
    /// # Errors
    /// Settings that cannot be used. A connection that fails is no error of the proxy's.
    pub async fn serve(
        self,
        listener: TcpListener,
        stop: impl Future<Output = ()>,
    ) -> Result<(), ConfigErrors> {
        let (to, connections) = mpsc::unbounded_channel();
        let (served, ()) = tokio::join!(self.serve_all(connections), accept(listener, stop, vec![to]));
        served
    }

    /// Serves connections that were accepted elsewhere, until the channel is closed and the requests in flight have ended.
    ///
    /// # Errors
    /// As [`Proxy::serve`].
    pub async fn serve_all(self, mut connections: UnboundedReceiver<Accepted>) -> Result<(), ConfigErrors> {
        let handler = stack(&self.config, &self.shared, self.without)?;
        let connection_handler =
            ConnectionHandler::new(handler, self.config.tls.clone(), Arc::clone(&self.shared.clients));
        let (stop, stopping) = watch::channel(());
        while let Some(Accepted { stream, client }) = connections.recv().await {
            // Fails if the client is gone already.
            if let Ok(stream) = TcpStream::from_std(stream) {
                tokio::spawn(connection_handler.clone().serve(stream, client, stopping.clone()));
            }
        }
        self.shared.meter.stops();
        drop(stopping);
        let _ = stop.send(());
        // What has not ended by then is cut off.
        let _ = tokio::time::timeout(self.config.drain_within, stop.closed()).await;
        gate::log::write_dropped(&self.shared.lines);
        Ok(())
    }

    /// Serves metrics for as long as the runtime lives, if they are configured. Returns their address.
    ///
    /// # Errors
    /// An address on which it cannot listen.
    pub async fn serve_metrics(&self) -> Result<Option<SocketAddr>, ConfigErrors> {
        let Some(address) = self.config.metrics else {
            return Ok(None);
        };
        let failed = |error| ConfigErrors::one("metrics", format!("cannot listen on {address}: {error}"));
        let listener = TcpListener::bind(address).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let (meter, config) = (Arc::clone(&self.shared.meter), Arc::clone(&self.config));
        tokio::spawn(metrics::serve(listener, meter, config));
        Ok(Some(address))
    }
}

/// An accepted connection, on its way to the thread that serves it.
#[derive(Debug)]
pub struct Accepted {
    stream: std::net::TcpStream,
    client: IpAddr,
}

/// Accepts connections until `stop`, and sends them to the threads in turn.
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
                // If one thread has ended, the proxy ends.
                if next.send(Accepted { stream, client }).is_err() {
                    return;
                }
            }
            // Usually out of file descriptors, of which some become free when connections end.
            Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
        }
    }
}
