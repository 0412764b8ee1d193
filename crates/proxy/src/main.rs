//! `rollcall-proxy`: the CORS proxy between the page and Atlassian.
#![forbid(unsafe_code)]

mod threads;

use std::alloc::System;
use std::error::Error;
use std::io::{self, Write as _};
use std::process::ExitCode;

use rollcall_proxy::{Command, LOG_TARGET, Log, Proxy, Settings, help};
use tracing_subscriber::filter::{LevelFilter, filter_fn};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{Layer as _, fmt, registry};
use zeroizing_alloc::ZeroAlloc;

/// What is freed is overwritten: a key is in memory for as long as its request, and no longer.
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
    let (command, settings) = Settings::read(std::env::args_os().skip(1), |name| std::env::var(name).ok())?;
    match command {
        Command::Help => io::stdout().write_all(help().as_bytes())?,
        Command::Check => {
            Proxy::new(settings.clone()).check()?;
            io::stdout().write_all(settings.describe().as_bytes())?;
        }
        Command::Serve => {
            write_log(settings.log);
            // Each connection takes a handle, and an idle one is no reason to turn the next one away.
            let _ = rlimit::increase_nofile_limit(u64::MAX);
            threads::serve(&settings)?;
        }
    }
    Ok(())
}

/// Only what the proxy itself says is written, and its target is compared whole: HTTP and TLS would write what their peers sent, as
/// much as these like.
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
