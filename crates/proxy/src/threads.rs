//! One thread per core, each with its own runtime and its own connections to the upstream. Only new connections pass from one core to
//! another; shared counters are atomic. (A multi-threaded runtime was measured to be no faster than a single-threaded one.)

mod signals;

use std::error::Error;
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::net::SocketAddr;

use rollcall_proxy::{Config, Proxy, accept};
use tokio::net::{TcpListener, TcpSocket};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::mpsc::{self, unbounded_channel};

use signals::Signals;

/// Connections that may wait to be accepted. A client beyond that retries only after a second, and a burst exceeds the usual 128.
const BACKLOG: u32 = 1024;

/// Whether the upstream is reached, or why not.
pub(crate) fn reach(proxy: &Proxy) -> io::Result<Result<(), String>> {
    Ok(runtime()?.block_on(proxy.reach()))
}

/// Prints the address, and serves until a signal; a second signal ends it at once.
pub(crate) fn serve(config: &Config) -> Result<(), Box<dyn Error>> {
    let proxy = Proxy::new(config.clone());
    proxy.check()?;
    let runtime = runtime()?;
    // Before the address is printed, so that no signal is lost.
    let mut signals = runtime.block_on(async { Signals::listen() })?;
    let listener = runtime
        .block_on(async { listen(config.listen) })
        .map_err(|error| format!("listen: cannot listen on {}: {error}", config.listen))?;
    let metrics = runtime.block_on(proxy.serve_metrics())?;
    let (mut to, mut threads) = (Vec::new(), Vec::new());
    // The channel closes when the last thread ends.
    let (at_work, mut ended) = mpsc::channel::<()>(1);
    for _ in 0..cores() {
        let (sender, connections) = unbounded_channel();
        let (proxy, runtime, at_work) = (proxy.clone(), self::runtime()?, at_work.clone());
        threads.push(std::thread::spawn(move || {
            let _at_work = at_work;
            runtime.block_on(proxy.serve_all(connections))
        }));
        to.push(sender);
    }
    drop(at_work);
    print_addresses(config, listener.local_addr()?, metrics)?;
    let is_done = runtime.block_on(async {
        accept(listener, signals.next(), to).await;
        // Meanwhile metrics and health are still served.
        tokio::select! {
            _ = ended.recv() => true,
            () = signals.next() => false,
        }
    });
    if !is_done {
        return Ok(());
    }
    for thread in threads {
        match thread.join() {
            Ok(served) => served?,
            Err(_) => return Err("a thread of the proxy has panicked".into()),
        }
    }
    Ok(())
}

fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() {
        TcpSocket::new_v4()
    } else {
        TcpSocket::new_v6()
    }?;
    // For a restart while old connections are in TIME_WAIT. (On Windows it would let two programs listen.)
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// In one write: a program that starts the proxy may stop reading after the line that it waits for.
fn print_addresses(config: &Config, address: SocketAddr, metrics: Option<SocketAddr>) -> io::Result<()> {
    let mut lines = format!("address={}://{address}\n", config.own_scheme());
    if let Some(metrics) = metrics {
        let _ = writeln!(lines, "metrics=http://{metrics}/metrics");
    }
    if let Some(secret) = config.secret() {
        let _ = writeln!(lines, "secret={secret}");
    }
    io::stdout().write_all(lines.as_bytes())
}

fn runtime() -> io::Result<Runtime> {
    Builder::new_current_thread().enable_all().build()
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}
