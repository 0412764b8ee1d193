//! `rollcall-proxy`: the CORS proxy between the page and Atlassian.
#![forbid(unsafe_code)]

use std::error::Error;
use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::process::ExitCode;

use lexopt::{Arg, ValueExt as _};
use rollcall_proxy::{Settings, serve};
use tokio::net::TcpListener;

const HELP: &str = "\
The CORS proxy between the page and Atlassian.

Usage: rollcall-proxy [--listen ADDRESS] [--site FOLDER] [--upstream-api URL] [--allow-origin URL]... [--allow-host NAME]...

  --listen ADDRESS    where to listen; 127.0.0.1:0 by default, and port 0 picks a free one
  --site FOLDER       serve the built page too, so that page and API share an origin
  --upstream-api URL  the server to pass calls on to; https://api.atlassian.com by default
  --allow-origin URL  a page that may ask, besides pages of this computer; may be repeated
  --allow-host NAME   a host name that leads here, besides this computer's own; may be repeated

It prints its address as address=..., and serves until it is stopped. It keeps and logs nothing.
";

struct Options {
    listen: SocketAddr,
    settings: Settings,
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "rollcall-proxy: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let Some(Options { listen, settings }) = options()? else {
        io::stdout().write_all(HELP.as_bytes())?;
        return Ok(());
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind(listen)
            .await
            .map_err(|error| format!("cannot listen on {listen}: {error}"))?;
        let address = listener.local_addr()?;
        writeln!(io::stdout(), "address=http://{address}")?;
        match serve(listener, settings.listening_on(address.ip())).await? {}
    })
}

/// The command line; `None` when help is asked for.
fn options() -> Result<Option<Options>, Box<dyn Error>> {
    let mut listen = SocketAddr::from(([127, 0, 0, 1], 0));
    let mut upstream = Settings::ATLASSIAN.to_owned();
    let (mut site, mut origins, mut hosts) = (None, Vec::new(), Vec::new());
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("listen") => listen = parser.value()?.parse()?,
            Arg::Long("site") => site = Some(parser.value()?),
            Arg::Long("upstream-api") => upstream = parser.value()?.string()?,
            Arg::Long("allow-origin") => origins.push(parser.value()?.string()?),
            Arg::Long("allow-host") => hosts.push(parser.value()?.string()?),
            Arg::Long("help") | Arg::Short('h') => return Ok(None),
            _ => return Err(argument.unexpected().into()),
        }
    }
    let mut settings = Settings::new(&upstream)?;
    if let Some(folder) = site {
        settings = settings.with_site(folder.into())?;
    }
    for origin in &origins {
        settings = settings.with_origin(origin)?;
    }
    for host in &hosts {
        settings = settings.with_host(host)?;
    }
    Ok(Some(Options { listen, settings }))
}
