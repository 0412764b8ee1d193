//! Reading a site's folder, once, at the start.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use bytes::Bytes;

use super::kind::{is_of_a_site, is_plain};

/// The most bytes of a site: it stays in memory, and who names a wrong folder is told so.
const LARGEST: u64 = 128 << 20;

/// The files of a site's folder, by their names, with `/` between the parts. `root` has no link in it.
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
    /// How many bytes more it may have.
    left: u64,
}

impl Reading<'_> {
    /// Reads what lies in a folder of the site, whose names begin so.
    fn folder(&mut self, folder: &Path, before: &str) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let name = format!("{before}{}", entry.file_name().to_string_lossy());
            let kind = entry.file_type()?;
            if kind.is_dir() && is_plain(&name) {
                self.folder(&entry.path(), &format!("{name}/"))?;
            } else if !kind.is_dir() && is_of_a_site(&name) {
                self.file(&entry.path(), name)?;
            }
        }
        Ok(())
    }

    /// Reads a file, or what a link leads to where that is a file of the site as well: a link to a folder could lead round.
    fn file(&mut self, path: &Path, name: String) -> io::Result<()> {
        let Some(path) = path.canonicalize().ok().filter(|to| self.is_of_the_site(to)) else {
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

    /// Whether a path without links is a file of the site.
    fn is_of_the_site(&self, path: &Path) -> bool {
        let within = path.strip_prefix(self.root).ok();
        let name = within.map(|within| within.to_string_lossy().replace('\\', "/"));
        path.is_file() && name.is_some_and(|name| is_of_a_site(&name))
    }
}
