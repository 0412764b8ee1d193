//! Those that are compared, and the server behind them.

use std::net::SocketAddr;
use std::path::Path;

use anyhow::Result;

use crate::install::Peers;
use crate::project::Project;
use crate::server::Server;

use super::call::CALL;
use super::contestant::Contestant;
use super::folder::Folder;
use super::nginx::Nginx;
use super::probe;

/// All of them, running. They end when this is dropped, the server behind them last.
pub(super) struct Contestants {
    pub(super) rollcall: Contestant,
    pub(super) nginx: Contestant,
    pub(super) cors_anywhere: Contestant,
    upstream: Nginx,
}

impl Contestants {
    /// Starts all, and looks whether each of them does what the page needs.
    pub(super) fn start(project: &Project, peers: &Peers, folder: &Folder, cores: usize) -> Result<Self> {
        let upstream = Nginx::upstream(&peers.nginx, folder.path().join("upstream"), cores)?;
        let behind = upstream.address;
        let nginx = Nginx::proxy(&peers.nginx, folder.path().join("nginx"), cores, behind)?;
        let contestants = Self {
            rollcall: Contestant::of_server("rollcall-proxy", rollcall(project, behind)?, CALL.to_owned()),
            nginx: Contestant::of_nginx(nginx, CALL.to_owned()),
            cors_anywhere: Contestant::of_server(
                "cors-anywhere",
                cors_anywhere(project, &peers.cors_anywhere)?,
                format!("/http://{behind}{CALL}"),
            ),
            upstream,
        };
        for contestant in contestants.all() {
            probe::check(contestant)?;
        }
        Ok(contestants)
    }

    /// In the order in which they are asked.
    pub(super) fn all(&self) -> [&Contestant; 3] {
        [&self.rollcall, &self.nginx, &self.cors_anywhere]
    }

    /// Another `rollcall-proxy`, which was not asked for anything yet.
    pub(super) fn rollcall_anew(&self, project: &Project) -> Result<Server> {
        rollcall(project, self.upstream.address)
    }
}

/// `rollcall-proxy` with all its gates. What one client may do in a second is set to what none can do, for there is but one.
fn rollcall(project: &Project, behind: SocketAddr) -> Result<Server> {
    let program = project.target()?.join("server/rollcall-proxy");
    Server::start(
        project
            .command(&program.to_string_lossy())
            .args(["--listen", "127.0.0.1:0", "--per-client", "4000000000"])
            .args(["--upstream-api", &format!("http://{behind}")]),
        &["address"],
    )
}

/// cors-anywhere as its own server starts it, with one thing better: it keeps its connections to the server behind it, which
/// it would open anew for each request. It has one process, as it always has.
fn cors_anywhere(project: &Project, folder: &Path) -> Result<Server> {
    const START: &str = "
        const { createServer } = require('cors-anywhere');
        const { Agent } = require('http');
        const server = createServer({
            requireHeader: ['origin', 'x-requested-with'],
            removeHeaders: ['cookie', 'cookie2'],
            redirectSameOrigin: true,
            httpProxyOptions: { xfwd: false, agent: new Agent({ keepAlive: true }) },
        });
        server.listen(0, '127.0.0.1', () => console.log('address=http://127.0.0.1:' + server.address().port));
    ";
    Server::start(
        project
            .command("node")
            .current_dir(folder)
            // It is older than the Node that runs it, which would say so.
            .args(["--no-deprecation", "--eval", START]),
        &["address"],
    )
}
