//! `rollcall-proxy`: the CORS proxy between the page and Atlassian.
#![forbid(unsafe_code)]

mod threads;

use std::alloc::System;
use std::error::Error;
use std::io::{self, Write as _};
use std::process::ExitCode;

use rollcall_proxy::{Command, LOG_TARGET, Log, Proxy};
use tracing_subscriber::filter::{LevelFilter, filter_fn};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{Layer as _, fmt, registry};
use zeroizing_alloc::ZeroAlloc;

/// Overwrites freed memory, so that a key stays in memory no longer than its request.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<System> = ZeroAlloc(System);

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
    match Command::read(std::env::args_os().skip(1), std::env::vars_os())? {
        Command::Help(text) => io::stdout().write_all(text.as_bytes())?,
        Command::Check(config) => {
            let text = config.describe();
            let proxy = Proxy::new(*config);
            proxy.check()?;
            // Not being reached is no error of the settings: the network may come later.
            let reached = match threads::reach(&proxy)? {
                Ok(()) => "yes".to_owned(),
                Err(why) => format!("no. {why}"),
            };
            io::stdout().write_all(format!("{text}reaches it now            {reached}\n").as_bytes())?;
        }
        Command::Serve(config) => {
            write_log(config.log);
            // Each connection takes a file descriptor, and idle ones must not use them up.
            let _ = rlimit::increase_nofile_limit(u64::MAX);
            threads::serve(&config)?;
        }
    }
    Ok(())
}

/// Writes only events with the proxy's own target: HTTP and TLS libraries would log what their peers sent, in any amount.
fn write_log(log: Log) {
    let own = filter_fn(|about| about.target() == LOG_TARGET).with_max_level_hint(LevelFilter::INFO);
    let lines = fmt::layer().with_writer(io::stderr).with_target(false);
    match log {
        Log::Off => {}
        Log::Lines => registry().with(lines.with_ansi(false).with_filter(own)).init(),
        Log::Json => registry()
            .with(lines.json().flatten_event(true).with_filter(own))
            .init(),
    }
}
