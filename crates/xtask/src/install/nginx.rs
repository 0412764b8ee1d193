//! nginx, which comes from the system.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::project::{Project, on_path};

use super::apt::Apt;

/// Where Debian puts it: a folder that not everybody has on PATH.
const DEBIAN: &str = "/usr/sbin/nginx";

const ADVICE: &str = "\
The proxy is compared with nginx. Install it:
  Debian: apt-get install nginx
  Fedora: dnf install nginx
  Arch:   pacman -S nginx";

/// Finds nginx, or installs it where the system's package manager may be used.
pub(super) fn nginx(project: &Project) -> Result<PathBuf> {
    if let Some(found) = find() {
        return Ok(found);
    }
    if let Some(apt) = Apt::find(project) {
        let installed = apt.install(&["nginx"]);
        if let (Ok(()), Some(found)) = (&installed, find()) {
            return Ok(found);
        }
        installed.context(ADVICE)?;
    }
    bail!("{ADVICE}")
}

fn find() -> Option<PathBuf> {
    on_path(&["nginx"]).or_else(|| Path::new(DEBIAN).is_file().then(|| DEBIAN.into()))
}
