//! Node and what the build and the tests take from npm.

use std::fs;
use std::io::stderr;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};

use crate::process;
use crate::project::Project;

/// The oldest Node that is known to do.
const OLDEST: u32 = 20;

/// The newest cors-anywhere. It names the exact version of the one package that does its work.
const CORS_ANYWHERE: &str = "0.4.4";

const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

/// The packages of `package-lock.json`, in `node_modules`.
pub(super) fn packages(project: &Project) -> Result<()> {
    check_node(project)?;
    let lock = fs::read(project.path("package-lock.json")).context("package-lock.json cannot be read.")?;
    // A copy of the lock file that was installed tells whether it still is the one.
    let installed = project.path("node_modules/.rollcall-installed");
    if fs::read(&installed).is_ok_and(|there| there == lock) {
        return Ok(());
    }
    eprintln!("Installing the packages of package-lock.json into node_modules.");
    process::run(
        project
            .command(NPM)
            .args(["ci", "--ignore-scripts"])
            .stdout(stderr()),
    )?;
    fs::write(&installed, lock).context("node_modules cannot be written.")
}

/// cors-anywhere, in a folder beside the tools: neither the page nor a test has anything to do with it.
pub(super) fn cors_anywhere(project: &Project) -> Result<PathBuf> {
    check_node(project)?;
    let folder = project.tools().join("peers");
    let manifest = folder.join("node_modules/cors-anywhere/package.json");
    let there = fs::read(manifest)
        .ok()
        .and_then(|text| serde_json::from_slice::<serde_json::Value>(&text).ok())
        .is_some_and(|manifest| manifest["version"] == CORS_ANYWHERE);
    if !there {
        eprintln!("Installing cors-anywhere {CORS_ANYWHERE} into .tools.");
        process::run(
            project
                .command(NPM)
                .args(["install", "--ignore-scripts", "--prefix"])
                .arg(&folder)
                .arg(format!("cors-anywhere@{CORS_ANYWHERE}"))
                .stdout(stderr()),
        )?;
    }
    Ok(folder)
}

pub(super) fn check_node(project: &Project) -> Result<()> {
    let advice = format!("Rollcall needs Node {OLDEST} or newer: install it, for example from nodejs.org.");
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
