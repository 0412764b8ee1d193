//! `rollcall-proxy`: the CORS proxy between the page and Atlassian.
#![forbid(unsafe_code)]

use std::error::Error;
use std::io::{self, Write as _};
use std::process::ExitCode;

use rollcall_proxy::{Command, Log, Settings, help, serve};
use tokio::net::TcpListener;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            for line in error.to_string().lines() {
                let _ = writeln!(io::stderr(), "rollcall-proxy: {line}");
            }
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let (command, settings) = Settings::read(std::env::args_os().skip(1), |name| std::env::var(name).ok())?;
    match command {
        Command::Help => io::stdout().write_all(help().as_bytes())?,
        Command::Check => io::stdout().write_all(settings.describe().as_bytes())?,
        Command::Serve => {
            write_log(settings.log);
            // Each connection takes a handle, and an idle one is no reason to turn the next one away.
            let _ = rlimit::increase_nofile_limit(u64::MAX);
            let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
            runtime.block_on(listen_and_serve(settings))?;
        }
    }
    Ok(())
}

async fn listen_and_serve(settings: Settings) -> Result<(), Box<dyn Error>> {
    let listener = TcpListener::bind(settings.listen)
        .await
        .map_err(|error| format!("listen: cannot listen on {}: {error}", settings.listen))?;
    let scheme = settings.own_scheme();
    writeln!(io::stdout(), "address={scheme}://{}", listener.local_addr()?)?;
    serve(listener, settings, told_to_stop()).await?;
    Ok(())
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

fn write_log(log: Log) {
    let lines = tracing_subscriber::fmt()
        .with_writer(io::stderr)
        .with_target(false);
    match log {
        Log::Off => {}
        Log::Lines => lines.with_ansi(false).init(),
        Log::Json => lines.json().flatten_event(true).init(),
    }
}
