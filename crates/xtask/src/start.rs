//! `cargo xtask start`: the page, the proxy and a sandbox organization, on this computer.

use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use anyhow::{Result, bail};

use crate::arguments::{DEFAULT_PORT, StartOptions};
use crate::project::Project;
use crate::server::Server;
use crate::{process, site};

/// The size of the sandbox organization.
const ACCOUNTS: &str = "1000";
/// The same organization each time.
const SEED: &str = "1";

/// Builds, serves, and waits for Ctrl-C.
pub(crate) fn start(project: &Project, options: &StartOptions) -> Result<()> {
    let page_port = page_port(options.port)?;
    site::build(project, &[])?;
    let programs = build_servers(project)?;

    let (stop, stopped) = mpsc::channel();
    ctrlc::set_handler(move || {
        // Nobody listens any more when it is the second time; then there is nothing left to stop either.
        let _ = stop.send(());
    })?;

    let mut sandbox = Server::start(
        project.command(&programs.path("rollcall-sandbox")).args([
            "--listen",
            "127.0.0.1:0",
            "--accounts",
            ACCOUNTS,
            "--seed",
            SEED,
        ]),
        &["address", "organization", "key", "session"],
    )?;
    let mut proxy = Server::start(
        project
            .command(&programs.path("rollcall-proxy"))
            .args(["--listen", &format!("127.0.0.1:{page_port}")])
            .arg("--site")
            .arg(project.dist())
            .args(["--upstream-api", sandbox.said("address")])
            .args(["--admin-portal", "--upstream-portal", sandbox.said("address")]),
        &["address"],
    )?;

    let address = format!("{}/", proxy.said("address"));
    println!("\nRollcall is ready: {address}");
    println!("Behind its proxy stands a sandbox organization with {ACCOUNTS} accounts:");
    println!("  organization id  {}", sandbox.said("organization"));
    println!("  API key          {}", sandbox.said("key"));
    println!("  portal's session {}", sandbox.said("session"));
    println!("Ctrl-C ends it all.");
    if !options.no_open {
        open(&address);
    }
    loop {
        match stopped.recv_timeout(Duration::from_millis(500)) {
            Ok(()) | Err(RecvTimeoutError::Disconnected) => return Ok(()),
            Err(RecvTimeoutError::Timeout) => {
                sandbox.check()?;
                proxy.check()?;
            }
        }
    }
}

/// Where the built programs stand.
pub(crate) struct Programs {
    folder: PathBuf,
}

impl Programs {
    /// The path of one of them.
    pub(crate) fn path(&self, name: &str) -> String {
        let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
        self.folder.join(file).to_string_lossy().into_owned()
    }
}

/// What a program can do that is not built without being asked for: read the cookies of a browser.
pub(crate) const FEATURES: &str = "--features=rollcall-proxy/session-from-browser";

/// Builds proxy and sandbox.
pub(crate) fn build_servers(project: &Project) -> Result<Programs> {
    process::run(project.command("cargo").args([
        "build",
        "--locked",
        "--bins",
        "--package=rollcall-proxy",
        "--package=rollcall-sandbox",
        FEATURES,
    ]))?;
    Ok(Programs {
        folder: project.target()?.join("debug"),
    })
}

/// The port that was asked for, or the usual one, or 0 where that is taken: then any free one will do.
fn page_port(asked: Option<u16>) -> Result<u16> {
    let free = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok();
    match asked {
        Some(port) if free(port) => Ok(port),
        Some(port) => bail!("Port {port} is taken by another program. Choose another one with --port."),
        None if free(DEFAULT_PORT) => Ok(DEFAULT_PORT),
        None => Ok(0),
    }
}

/// Opens the page; where that does not work, its address has been printed.
fn open(address: &str) {
    let (program, before): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("cmd", &["/C", "start", ""])
    } else {
        ("xdg-open", &[])
    };
    let opened = Command::new(program)
        .args(before)
        .arg(address)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    if opened.is_err() {
        println!("(No browser could be opened.)");
    }
}
