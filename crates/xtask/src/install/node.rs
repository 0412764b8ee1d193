//! Node and what the build and the tests take from npm.

use std::fs;

use anyhow::{Context as _, Result, bail};

use crate::process;
use crate::project::Project;

/// The oldest Node that is known to do.
const OLDEST: u32 = 20;

/// The packages of `package-lock.json`, in `node_modules`.
pub(super) fn packages(project: &Project) -> Result<()> {
    check_node(project)?;
    let lock = fs::read(project.path("package-lock.json")).context("package-lock.json cannot be read.")?;
    // A copy of the lock file that was installed tells whether it still is the one.
    let installed = project.path("node_modules/.rollcall-installed");
    if fs::read(&installed).is_ok_and(|there| there == lock) {
        return Ok(());
    }
    println!("Installing the packages of package-lock.json into node_modules.");
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    process::run(project.command(npm).args(["ci", "--ignore-scripts"]))?;
    fs::write(&installed, lock).context("node_modules cannot be written.")
}

fn check_node(project: &Project) -> Result<()> {
    let advice =
        format!("Rollcall's build needs Node {OLDEST} or newer: install it, for example from nodejs.org.");
    let version = process::capture(project.command("node").arg("--version")).context(advice.clone())?;
    match major(&version) {
        Some(major) if major >= OLDEST => Ok(()),
        _ => bail!("Node is there in version {}. {advice}", version.trim()),
    }
}

fn major(version: &str) -> Option<u32> {
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read() {
        assert_eq!(major("v20.20.2\n"), Some(20));
        assert_eq!(major("node"), None);
    }
}
