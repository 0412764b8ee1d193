//! Whether the page made every call that there is, in one spec or another: the sandbox notes those that it answered.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use rollcall_atlassian::ENDPOINTS;

/// Calls that no spec has the page make yet. One that is made does not belong here, and is told.
const NOT_MADE_YET: [&str; 8] = [
    "suspend-access",
    "restore-access",
    "remove-access",
    "invite-user",
    "add-to-group-v1",
    "remove-from-group-v1",
    "get-portal-users",
    "get-portal-site-users",
];

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
        match complaint(all, &made, &NOT_MADE_YET) {
            Some(words) => bail!(words),
            None => Ok(()),
        }
    }
}

fn complaint<'a>(
    all: impl Iterator<Item = &'a str>,
    made: &BTreeSet<String>,
    not_yet: &[&str],
) -> Option<String> {
    let (mut missing, mut known) = (Vec::new(), Vec::new());
    for call in all {
        match (made.contains(call), not_yet.contains(&call)) {
            (false, false) => missing.push(call),
            (true, true) => known.push(call),
            _ => {}
        }
    }
    let told = [
        ("No spec has the page make these calls", missing),
        (
            "These calls are made by now, and can leave the list of those that are not",
            known,
        ),
    ];
    let told = told.into_iter().filter(|(_, calls)| !calls.is_empty());
    let lines: Vec<String> = told
        .map(|(what, calls)| format!("{what}: {}.", calls.join(", ")))
        .collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_named_and_so_is_what_no_longer_is() {
        let made = ["get-user", "invite-users"].map(str::to_owned).into();
        let judged = |all: &[&'static str], not_yet: &[&str]| complaint(all.iter().copied(), &made, not_yet);
        assert_eq!(judged(&["get-user", "set-email"], &["set-email"]), None);
        assert_eq!(
            judged(&["get-user", "set-email", "invite-users"], &["invite-users"]).as_deref(),
            Some(
                "No spec has the page make these calls: set-email.\n\
                 These calls are made by now, and can leave the list of those that are not: invite-users."
            )
        );
    }
}
