//! The proxy as a whole: who is let in, on which thread, and the end.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio::sync::watch;

use crate::SettingsError;
use crate::connection::Door;
use crate::gate;
use crate::numbers;
use crate::settings::Settings;
use crate::stack::{Gate, Shared, stack};

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
        let handler = stack(&self.settings, &self.shared, self.without)?;
        let door = Door::new(
            handler,
            self.settings.tls.clone(),
            Arc::clone(&self.shared.clients),
        );
        let (stop, stopping) = watch::channel(());
        while let Some(Accepted { stream, client }) = connections.recv().await {
            // It fails where the client is gone already.
            if let Ok(stream) = TcpStream::from_std(stream) {
                tokio::spawn(door.clone().serve(stream, client, stopping.clone()));
            }
        }
        self.shared.meter.stops();
        drop(stopping);
        let _ = stop.send(());
        // Whatever has not ended by then is cut.
        let _ = tokio::time::timeout(self.settings.drain_within, stop.closed()).await;
        gate::log::write_dropped(&self.shared.lines);
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
        let (meter, settings) = (Arc::clone(&self.shared.meter), Arc::clone(&self.settings));
        tokio::spawn(numbers::tell(listener, meter, settings));
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
