//! Reads a site's folder, once, at the start.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use bytes::Bytes;

use super::kind::{is_of_a_site, is_plain};

/// Size limit for a site, in bytes: it stays in memory, and a larger folder is probably the wrong one.
const LARGEST: u64 = 128 << 20;

/// The files of a site's folder by name, with `/` between folders. `root` is canonical.
pub(super) fn files(root: &Path) -> io::Result<BTreeMap<String, Bytes>> {
    let mut reading = Reading {
        root,
        files: BTreeMap::new(),
        left: LARGEST,
    };
    reading.folder(root, "")?;
    Ok(reading.files)
}

/// A folder that is being read.
struct Reading<'a> {
    root: &'a Path,
    files: BTreeMap<String, Bytes>,
    /// Bytes until the limit.
    left: u64,
}

impl Reading<'_> {
    /// Reads a folder whose files' names begin with this prefix.
    fn folder(&mut self, folder: &Path, prefix: &str) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            let kind = entry.file_type()?;
            if kind.is_dir() && is_plain(&name) {
                self.folder(&entry.path(), &format!("{name}/"))?;
            } else if !kind.is_dir() && is_of_a_site(&name) {
                self.file(&entry.path(), name)?;
            }
        }
        Ok(())
    }

    /// Reads a file, or the target of a link if that is a file of the site as well. Links to folders are not followed: they could form a
    /// loop.
    fn file(&mut self, path: &Path, name: String) -> io::Result<()> {
        let Some(path) = path
            .canonicalize()
            .ok()
            .filter(|target| self.is_of_the_site(target))
        else {
            return Ok(());
        };
        let size = fs::metadata(&path)?.len();
        self.left = self.left.checked_sub(size).ok_or_else(|| {
            io::Error::other(format!(
                "it holds more than {} MiB, which no site of Rollcall does",
                LARGEST >> 20
            ))
        })?;
        self.files.insert(name, fs::read(&path)?.into());
        Ok(())
    }

    /// Whether a canonical path is a file of the site.
    fn is_of_the_site(&self, path: &Path) -> bool {
        let within = path.strip_prefix(self.root).ok();
        let name = within.map(|within| within.to_string_lossy().replace('\\', "/"));
        path.is_file() && name.is_some_and(|name| is_of_a_site(&name))
    }
}
