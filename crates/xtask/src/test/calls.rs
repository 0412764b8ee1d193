//! Whether the page made every call that there is, in one spec or another: the sandbox notes those that it answered.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use rollcall_atlassian::ENDPOINTS;

/// The calls that were made, by the names of files in a folder.
pub(super) struct Seen {
    folder: PathBuf,
}

impl Seen {
    /// With none made yet.
    pub(super) fn begin(target: &Path) -> Result<Self> {
        let folder = target.join("calls-seen");
        match fs::remove_dir_all(&folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(error).with_context(|| format!("{} cannot be emptied", folder.display()))
            }
            _ => Ok(Self { folder }),
        }
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// # Errors
    /// With the names of calls that were not made though they should have been.
    pub(super) fn judge(&self) -> Result<()> {
        let files = fs::read_dir(&self.folder).context("no sandbox noted a call")?;
        let mut made = BTreeSet::new();
        for file in files {
            made.insert(file?.file_name().to_string_lossy().into_owned());
        }
        let all = ENDPOINTS.iter().map(|endpoint| endpoint.name);
        match complaint(all, &made) {
            Some(words) => bail!(words),
            None => Ok(()),
        }
    }
}

fn complaint<'a>(all: impl Iterator<Item = &'a str>, made: &BTreeSet<String>) -> Option<String> {
    let missing: Vec<&str> = all.filter(|call| !made.contains(*call)).collect();
    (!missing.is_empty()).then(|| format!("No spec has the page make these calls: {}.", missing.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_named() {
        let made = ["get-user", "invite-users"].map(str::to_owned).into();
        let judged = |all: &[&'static str]| complaint(all.iter().copied(), &made);
        assert_eq!(judged(&["get-user"]), None);
        assert_eq!(
            judged(&["get-user", "set-email", "get-domain"]).as_deref(),
            Some("No spec has the page make these calls: set-email, get-domain.")
        );
    }
}
