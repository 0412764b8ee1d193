//! The build id: a name for what went into the page, the worker and its reader.
//!
//! It is made of the sources alone, not of the time, so that a second build of the same sources compiles nothing again and
//! gives the same files.

use std::fmt::Write as _;
use std::fs;

use anyhow::{Context as _, Result};
use sha2::{Digest as _, Sha256};

use crate::project::Project;

/// All that page, worker and reader are made of.
const SOURCES: &[&str] = &[
    "Cargo.lock",
    "Cargo.toml",
    "Trunk.toml",
    "crates/atlassian",
    "crates/core",
    "crates/directory",
    "crates/model",
    "crates/protocol",
    "crates/reader",
    "crates/review",
    "crates/roster",
    "crates/run",
    "crates/sandbox",
    "crates/table",
    "crates/view",
    "crates/worker",
    "index.html",
    "package-lock.json",
    "web",
];

/// The build id of the sources as they are now: version and the start of a hash, `0.1.0-3f2a9c1d07b4`.
pub(super) fn of(project: &Project) -> Result<String> {
    let mut all = Sha256::new();
    for source in SOURCES {
        for file in project.files(source)? {
            let name = file.strip_prefix(project.root()).unwrap_or(&file);
            let content = fs::read(&file).with_context(|| format!("{} cannot be read.", file.display()))?;
            // Each part has a fixed length, so that no two sets of files can be taken for one another.
            all.update(Sha256::digest(name.to_string_lossy().replace('\\', "/")));
            all.update(Sha256::digest(content));
        }
    }
    let mut id = env!("CARGO_PKG_VERSION").to_owned() + "-";
    for byte in all.finalize().iter().take(6) {
        write!(id, "{byte:02x}")?;
    }
    Ok(id)
}
