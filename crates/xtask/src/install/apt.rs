//! The system's package manager, where it is Debian's and we may use it.

use std::io::stderr;
use std::process::Command;

use anyhow::Result;

use crate::process;
use crate::project::{Project, on_path};

/// `apt-get` with the rights to install.
pub(super) struct Apt {
    sudo: bool,
}

impl Apt {
    /// `None` where there is no such thing, or no right to use it without a password.
    pub(super) fn find(project: &Project) -> Option<Self> {
        on_path(&["apt-get"])?;
        let root = process::capture(project.command("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
        let sudo = !root && process::capture(project.command("sudo").args(["-n", "true"])).is_ok();
        (root || sudo).then_some(Self { sudo })
    }

    /// # Errors
    /// Where apt-get fails.
    pub(super) fn install(&self, packages: &[&str]) -> Result<()> {
        eprintln!("Installing {} with apt-get.", packages.join(" and "));
        process::run(self.command().args(["update", "--quiet"]).stdout(stderr()))?;
        process::run(
            self.command()
                .args(["install", "--yes", "--quiet"])
                .args(packages)
                .stdout(stderr()),
        )
    }

    fn command(&self) -> Command {
        let mut command = if self.sudo {
            let mut command = Command::new("sudo");
            command.args(["-n", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
            command
        } else {
            Command::new("apt-get")
        };
        command.env("DEBIAN_FRONTEND", "noninteractive");
        command
    }
}
