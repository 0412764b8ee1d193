//! One thread for each core, each with a runtime, and with connections to the upstream, of its own: nothing is handed from core to
//! core but a new connection, and what is counted together is counted by atomics. (A runtime of many threads was measured to be no
//! faster than one.)

use std::error::Error;
use std::io::{self, Write as _};

use rollcall_proxy::{Proxy, Settings, accept};
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::mpsc::unbounded_channel;

/// Prints the address, and serves until it is told to stop.
pub(crate) fn serve(settings: &Settings) -> Result<(), Box<dyn Error>> {
    let proxy = Proxy::new(settings.clone());
    proxy.check()?;
    let runtime = runtime()?;
    let listener = runtime
        .block_on(TcpListener::bind(settings.listen))
        .map_err(|error| format!("listen: cannot listen on {}: {error}", settings.listen))?;
    runtime.block_on(proxy.tell_numbers())?;
    let (mut to, mut threads) = (Vec::new(), Vec::new());
    for _ in 0..cores() {
        let (sender, connections) = unbounded_channel();
        let (proxy, runtime) = (proxy.clone(), self::runtime()?);
        threads.push(std::thread::spawn(move || {
            runtime.block_on(proxy.serve_all(connections))
        }));
        to.push(sender);
    }
    writeln!(
        io::stdout(),
        "address={}://{}",
        settings.own_scheme(),
        listener.local_addr()?
    )?;
    runtime.block_on(accept(listener, told_to_stop(), to));
    for thread in threads {
        match thread.join() {
            Ok(served) => served?,
            Err(_) => return Err("a thread of the proxy has panicked".into()),
        }
    }
    Ok(())
}

fn runtime() -> io::Result<Runtime> {
    Builder::new_current_thread().enable_all().build()
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// SIGTERM, as service managers and containers send it, or Ctrl-C.
async fn told_to_stop() {
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        () = interrupted => {}
        () = terminated => {}
    }
}
