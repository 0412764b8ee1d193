//! Where things stand in the project.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::process;

/// The project's folders.
pub(crate) struct Project {
    root: PathBuf,
}

impl Project {
    /// The project that this command was started in.
    pub(crate) fn find() -> Result<Self> {
        let crate_folder = env::var_os("CARGO_MANIFEST_DIR").context("Start this as `cargo xtask`.")?;
        let root = Path::new(&crate_folder)
            .join("../..")
            .canonicalize()
            .context("The project's folder cannot be found.")?;
        Ok(Self { root })
    }

    /// The folder that holds everything.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// A path below the root.
    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// The finished site. Git ignores it.
    pub(crate) fn dist(&self) -> PathBuf {
        self.path("dist")
    }

    /// Tools that were built for this project alone. Git ignores them.
    pub(crate) fn tools(&self) -> PathBuf {
        self.path(".tools")
    }

    /// Cargo's target folder, which may stand elsewhere.
    pub(crate) fn target(&self) -> Result<PathBuf> {
        let folder = self.metadata()?["target_directory"]
            .as_str()
            .context("`cargo metadata` names no target folder.")?
            .into();
        Ok(folder)
    }

    /// What `cargo metadata` says about the workspace, without the crates of others.
    pub(crate) fn metadata(&self) -> Result<serde_json::Value> {
        let text =
            process::capture(
                self.command("cargo")
                    .args(["metadata", "--no-deps", "--format-version=1"]),
            )?;
        serde_json::from_str(&text).context("`cargo metadata` gave no JSON.")
    }

    /// A program, run in the root. The project's tools come first on its PATH.
    ///
    /// What `cargo run` told this process about itself is taken away: build scripts watch some of it and would run again
    /// each time that a cargo behind `cargo xtask` follows a cargo in front of it.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root);
        for (name, _) in env::vars_os() {
            let told_by_cargo = name.to_str().is_some_and(|name| {
                ["CARGO_PKG_", "CARGO_MANIFEST_"]
                    .iter()
                    .any(|prefix| name.starts_with(prefix))
            });
            if told_by_cargo {
                command.env_remove(name);
            }
        }
        let own = [self.tools().join("bin"), self.path("node_modules/.bin")];
        let inherited = env::var_os("PATH").unwrap_or_default();
        if let Ok(path) = env::join_paths(own.into_iter().chain(env::split_paths(&inherited))) {
            command.env("PATH", path);
        }
        command
    }

    /// All files below a folder, or the file itself, sorted by path.
    ///
    /// # Errors
    /// Where a folder cannot be read.
    pub(crate) fn files(&self, relative: &str) -> Result<Vec<PathBuf>> {
        let mut found = Vec::new();
        let mut waiting = vec![self.path(relative)];
        while let Some(path) = waiting.pop() {
            if path.is_dir() {
                let entries =
                    fs::read_dir(&path).with_context(|| format!("{} cannot be read.", path.display()))?;
                for entry in entries {
                    waiting.push(entry?.path());
                }
            } else if path.is_file() {
                found.push(path);
            }
        }
        found.sort_unstable();
        Ok(found)
    }
}

/// The first program of these names on PATH.
pub(crate) fn on_path(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let folders: Vec<PathBuf> = env::split_paths(&path).collect();
    names.iter().find_map(|name| {
        let file = format!("{name}{}", env::consts::EXE_SUFFIX);
        folders
            .iter()
            .map(|folder| folder.join(&file))
            .find(|candidate| candidate.is_file())
    })
}
