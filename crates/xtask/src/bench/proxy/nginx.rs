//! nginx twice: as the server that all call on to, and as one of those that are compared.
//!
//! Both run in the foreground from a configuration of their own, with everything that they write in a folder of ours, so that no
//! rights are needed and the system's nginx, if it runs, is left alone.

use std::fs;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use super::call::{BODY, ORIGIN};

/// How long it may take to start, and to stop.
const PATIENCE: Duration = Duration::from_secs(10);

/// A running nginx, which ends with us.
pub(super) struct Nginx {
    program: PathBuf,
    folder: PathBuf,
    child: Child,
    /// Where it listens.
    pub(super) address: SocketAddr,
}

impl Nginx {
    /// The server behind the proxies.
    pub(super) fn upstream(program: &Path, folder: PathBuf, cores: usize) -> Result<Self> {
        Self::start(program, folder, cores, upstream)
    }

    /// A proxy in front of `upstream`.
    pub(super) fn proxy(program: &Path, folder: PathBuf, cores: usize, behind: SocketAddr) -> Result<Self> {
        Self::start(program, folder, cores, |own| proxy(own, behind))
    }

    fn start(
        program: &Path,
        folder: PathBuf,
        cores: usize,
        servers: impl FnOnce(SocketAddr) -> String,
    ) -> Result<Self> {
        fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made.", folder.display()))?;
        // nginx does not say which port it got, so it is told one that is free now.
        let address = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
        fs::write(folder.join(FILE), configuration(cores, &servers(address)))
            .with_context(|| format!("{} cannot be written to.", folder.display()))?;
        let child = command(program, &folder)
            .stdin(Stdio::null())
            .spawn()
            .with_context(|| format!("{} could not be started.", program.display()))?;
        let mut nginx = Self {
            program: program.to_owned(),
            folder,
            child,
            address,
        };
        nginx.wait_until_it_listens()?;
        Ok(nginx)
    }

    fn wait_until_it_listens(&mut self) -> Result<()> {
        let started = Instant::now();
        while TcpStream::connect(self.address).is_err() {
            if let Some(status) = self.child.try_wait()? {
                bail!("nginx has ended before it was ready ({status}).");
            }
            if started.elapsed() > PATIENCE {
                bail!("nginx does not listen on {}.", self.address);
            }
            thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // Killed, it would leave its workers behind. It may have ended already, by the same Ctrl-C; then this complains.
        let _ = command(&self.program, &self.folder)
            .args(["-s", "stop"])
            .stderr(Stdio::null())
            .status();
        let asked = Instant::now();
        while matches!(self.child.try_wait(), Ok(None)) && asked.elapsed() < PATIENCE {
            thread::sleep(Duration::from_millis(20));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const FILE: &str = "nginx.conf";

fn command(program: &Path, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command
        .arg("-p")
        .arg(folder)
        .args(["-c", FILE])
        // Else it first tries the log of the system's nginx.
        .args(["-e", "stderr"]);
    command
}

/// What both have in common. One worker a core is what `auto` means where the computer has no more than these. Connections are
/// kept for as long as they are used: by default nginx closes each after a thousand requests.
fn configuration(cores: usize, servers: &str) -> String {
    format!(
        "daemon off;
worker_processes {cores};
pid nginx.pid;
error_log stderr;
events {{
    worker_connections 1024;
}}
http {{
    access_log off;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    keepalive_requests {FOREVER};
{servers}}}
"
    )
}

const FOREVER: u32 = 1_000_000_000;

fn upstream(own: SocketAddr) -> String {
    format!(
        "    server {{
        listen {own} reuseport;
        default_type application/json;
        add_header X-RateLimit-Limit 1000;
        add_header X-RateLimit-Remaining 999;
        add_header X-RateLimit-Reset 2030-01-01T00:00:00Z;
        location / {{
            return 200 '{BODY}';
        }}
    }}
"
    )
}

/// What a careful person writes: one page by its exact origin, errors readable too, nothing of one page's answer in a cache for
/// another one, no cookies either way. A header whose value is empty is not sent.
fn proxy(own: SocketAddr, behind: SocketAddr) -> String {
    format!(
        "    upstream api {{
        server {behind};
        keepalive 64;
        keepalive_requests {FOREVER};
    }}
    map $http_origin $allowed_origin {{
        default '';
        '{ORIGIN}' $http_origin;
    }}
    map $request_method $allowed_methods {{
        default '';
        OPTIONS 'GET, POST, PUT, PATCH, DELETE';
    }}
    map $request_method $allowed_headers {{
        default '';
        OPTIONS 'authorization, content-type, accept';
    }}
    map $request_method $allowed_seconds {{
        default '';
        OPTIONS 600;
    }}
    server {{
        listen {own} reuseport;
        add_header Access-Control-Allow-Origin $allowed_origin always;
        add_header Access-Control-Allow-Methods $allowed_methods always;
        add_header Access-Control-Allow-Headers $allowed_headers always;
        add_header Access-Control-Max-Age $allowed_seconds always;
        add_header Access-Control-Expose-Headers \
         'retry-after, x-ratelimit-limit, x-ratelimit-remaining, x-ratelimit-reset' always;
        add_header Vary Origin always;
        add_header Cache-Control no-store always;
        location / {{
            if ($request_method = OPTIONS) {{
                return 204;
            }}
            proxy_pass http://api;
            proxy_http_version 1.1;
            proxy_set_header Connection '';
            proxy_set_header Host {behind};
            proxy_set_header Cookie '';
            proxy_hide_header Set-Cookie;
        }}
    }}
"
    )
}
