//! `cargo xtask deny`: what the dependencies may be, by `deny.toml`.

use anyhow::{Context as _, Result};

use crate::project::Project;
use crate::{install, process};

/// Compares the licences, sources and versions in `Cargo.lock` with `deny.toml`. Known vulnerabilities are not looked for: see
/// [`advisories`].
///
/// # Errors
/// Where a dependency breaks a rule; cargo-deny has printed which.
pub(crate) fn deny(project: &Project) -> Result<()> {
    install::for_deny(project)?;
    // A build fetches what this computer needs; the rules are for every platform.
    process::run(project.command("cargo").args(["fetch", "--locked", "--quiet"]))?;
    check(project, &["--offline", "check", "bans", "licenses", "sources"])
}

/// Looks for the dependencies in the database of known vulnerabilities, as it is now. For a release: what passes today may fail
/// tomorrow without any change of ours.
///
/// # Errors
/// Where a dependency is known to be vulnerable, withdrawn or given up, and where the database cannot be had.
pub(crate) fn advisories(project: &Project) -> Result<()> {
    install::for_deny(project)?;
    process::run(project.command("cargo-deny").args(["fetch", "db"]))
        .context("The database of known vulnerabilities cannot be fetched: nothing was checked")?;
    check(project, &["check", "advisories"])
}

fn check(project: &Project, arguments: &[&str]) -> Result<()> {
    process::run(project.command("cargo-deny").arg("--locked").args(arguments))
}
