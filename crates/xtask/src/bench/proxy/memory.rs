//! Whether the proxy's memory grows with the number of requests.

use std::fs;

use anyhow::{Context as _, Result};

use crate::server::Server;

use super::call::CALL;
use super::client::{Amount, Client};

/// Enough for the proxy to have all that it keeps.
pub(super) const FEW: u64 = 10_000;
/// Enough for anything that it should not keep to show.
pub(super) const MANY: u64 = 1_000_000;

/// What the system holds in memory for the proxy, in KiB.
pub(super) struct Memory {
    /// After [`FEW`] requests.
    pub(super) few: u64,
    /// After [`MANY`] requests in all.
    pub(super) many: u64,
}

impl Memory {
    /// Near 1 where nothing is kept.
    pub(super) fn growth(&self) -> f64 {
        self.many as f64 / self.few as f64
    }
}

/// Asks a proxy that has answered nothing so far.
pub(super) fn measure(client: &Client<'_>, server: &Server) -> Result<Memory> {
    let url = format!("{}{CALL}", server.said("address"));
    client.ask(&url, Amount::Requests(FEW))?;
    let few = resident(server.id())?;
    eprintln!("Asking {MANY} times, for the memory.");
    client.ask(&url, Amount::Requests(MANY - FEW))?;
    let many = resident(server.id())?;
    Ok(Memory { few, many })
}

fn resident(process: u32) -> Result<u64> {
    let file = format!("/proc/{process}/status");
    let status = fs::read_to_string(&file).with_context(|| format!("{file} cannot be read."))?;
    in_status(&status).with_context(|| format!("{file} does not tell the memory."))
}

fn in_status(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_resident_set_is_found_in_the_status() {
        let status = "Name:\trollcall-proxy\nVmHWM:\t    9000 kB\nVmRSS:\t    8124 kB\nRssAnon:\t    1 kB\n";
        assert_eq!(in_status(status), Some(8124));
        assert_eq!(in_status("Name:\tzombie\n"), None);
    }
}
