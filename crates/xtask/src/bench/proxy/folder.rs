//! A folder for this run alone.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

/// A temporary folder, which goes when it is dropped.
pub(super) struct Folder {
    path: PathBuf,
}

impl Folder {
    pub(super) fn new() -> Result<Self> {
        let path = env::temp_dir().join(format!("rollcall-bench-{}", std::process::id()));
        fs::create_dir_all(&path).with_context(|| format!("{} cannot be made.", path.display()))?;
        Ok(Self { path })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.path) {
            eprintln!(
                "{} is no longer needed, and could not be removed: {error}",
                self.path.display()
            );
        }
    }
}
