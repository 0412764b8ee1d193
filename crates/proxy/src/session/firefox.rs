//! Firefox's cookies are in an `SQLite` database in each profile's folder. Firefox locks it while it runs, so a short-lived copy is read,
//! which only this user can access.

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};
use std::{fs, io};

use rollcall_atlassian::call::portal;
use rusqlite::{Connection, OptionalExtension as _};

use super::store::Store;

/// The database in a profile's folder, and its write-ahead log.
const DATABASE: &str = "cookies.sqlite";
const WRITE_AHEAD_LOG: &str = "cookies.sqlite-wal";

/// Where profiles are, below the home folder: Linux (old, new, snap, flatpak), macOS, Windows.
const PROFILES: [&str; 6] = [
    ".mozilla/firefox",
    ".config/mozilla/firefox",
    "snap/firefox/common/.mozilla/firefox",
    ".var/app/org.mozilla.firefox/.mozilla/firefox",
    "Library/Application Support/Firefox/Profiles",
    "AppData/Roaming/Mozilla/Firefox/Profiles",
];

/// The cookie that Firefox would send to the portal. Expiry is in seconds, in newer versions in milliseconds.
const COOKIE_NOW: &str = "\
    SELECT value, lastAccessed FROM moz_cookies \
    WHERE name = ?1 AND host IN ('.atlassian.com', 'admin.atlassian.com', '.admin.atlassian.com') AND path = '/' \
    AND (CASE WHEN expiry > 100000000000 THEN expiry / 1000 ELSE expiry END) > ?2 \
    ORDER BY lastAccessed DESC LIMIT 1";

/// Firefox's profiles.
#[derive(Clone, Debug)]
pub(super) struct Firefox {
    /// Folders of profiles, or folders that hold them.
    folders: Vec<PathBuf>,
}

impl Firefox {
    /// Those of the current user, or the one in this folder.
    pub(super) fn find(folder: Option<&str>) -> Result<Self, String> {
        let folders = if let Some(folder) = folder {
            vec![PathBuf::from(folder)]
        } else {
            let home = std::env::home_dir().ok_or("this user has no home folder")?;
            PROFILES.iter().map(|folder| home.join(folder)).collect()
        };
        let firefox = Self { folders };
        if firefox.stores().is_empty() {
            let folders: Vec<_> = firefox
                .folders
                .iter()
                .map(|folder| folder.display().to_string())
                .collect();
            return Err(format!(
                "there is no profile of Firefox, with a file {DATABASE}, in {}; say which folder with firefox:FOLDER",
                folders.join(", ")
            ));
        }
        Ok(firefox)
    }

    fn stores(&self) -> Vec<PathBuf> {
        let mut stores = Vec::new();
        for folder in &self.folders {
            let inner = fs::read_dir(folder).into_iter().flatten().flatten();
            let folders = std::iter::once(folder.clone()).chain(inner.map(|entry| entry.path()));
            stores.extend(
                folders
                    .map(|folder| folder.join(DATABASE))
                    .filter(|store| store.is_file()),
            );
        }
        stores
    }
}

impl Store for Firefox {
    fn browser(&self) -> &'static str {
        "Firefox"
    }

    /// The most recently used one of all profiles; `None` if there is none or none can be read.
    fn session(&self, now: SystemTime) -> Option<String> {
        let now = now.duration_since(UNIX_EPOCH).ok()?.as_secs().cast_signed();
        let stores = self.stores();
        let sessions = stores.iter().filter_map(|store| cookie(store, now).ok()?);
        sessions.max_by_key(|(_, used)| *used).map(|(session, _)| session)
    }
}

/// A folder that only this user can read. The copy holds all cookies of the profile and keeps the mode of the original, which relies on its
/// folder for protection.
fn private_folder() -> io::Result<tempfile::TempDir> {
    let mut folder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        folder.permissions(fs::Permissions::from_mode(0o700));
    }
    folder.tempdir()
}

/// The session in one database, and when it was last used.
fn cookie(store: &Path, now: i64) -> Result<Option<(String, i64)>, Box<dyn std::error::Error>> {
    let copy = private_folder()?;
    fs::copy(store, copy.path().join(DATABASE))?;
    let write_ahead_log = store.with_file_name(WRITE_AHEAD_LOG);
    if write_ahead_log.is_file() {
        fs::copy(write_ahead_log, copy.path().join(WRITE_AHEAD_LOG))?;
    }
    let database = Connection::open(copy.path().join(DATABASE))?;
    let found = database.query_row(COOKIE_NOW, (portal::COOKIE, now), |row| {
        Ok((row.get(0)?, row.get(1)?))
    });
    Ok(found.optional()?)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const NOW: i64 = 1_800_000_000;

    /// A profile with these cookies: host, name, value, expiry, last used. It stays open, as in a running Firefox.
    fn profile(folder: &Path, name: &str, cookies: &[(&str, &str, &str, i64, i64)]) -> Connection {
        let folder = folder.join(name);
        fs::create_dir_all(&folder).unwrap();
        let database = Connection::open(folder.join(DATABASE)).unwrap();
        database
            .execute_batch(
                "PRAGMA journal_mode = WAL; PRAGMA locking_mode = EXCLUSIVE;
                 CREATE TABLE moz_cookies (id INTEGER PRIMARY KEY, originAttributes TEXT NOT NULL DEFAULT '', name TEXT, value TEXT,
                 host TEXT, path TEXT, expiry INTEGER, lastAccessed INTEGER)",
            )
            .unwrap();
        for (host, name, value, expiry, used) in cookies {
            let add = "INSERT INTO moz_cookies (host, name, value, expiry, lastAccessed, path) VALUES (?1, ?2, ?3, ?4, ?5, '/')";
            database.execute(add, (host, name, value, expiry, used)).unwrap();
        }
        database
    }

    #[cfg(unix)]
    #[test]
    fn the_copy_is_for_this_user_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = private_folder().unwrap();
        let mode = fs::metadata(folder.path()).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
    }

    fn session(folder: &Path) -> Option<String> {
        let firefox = Firefox::find(folder.to_str()).unwrap();
        firefox.session(UNIX_EPOCH + Duration::from_secs(NOW.cast_unsigned()))
    }

    #[test]
    fn the_most_recent_session_is_read_while_firefox_runs() {
        let folder = tempfile::tempdir().unwrap();
        let token = "cloud.session.token";
        let _first = profile(
            folder.path(),
            "a.default",
            &[
                (".atlassian.com", token, "older", NOW + 9, 1),
                (".atlassian.com", token, "over", NOW, 9),
                ("example.atlassian.net", token, "of a site", NOW + 9, 9),
                (".atlassian.com.evil.example", token, "of another", NOW + 9, 9),
                (
                    ".atlassian.com",
                    "tenant.session.token",
                    "something else",
                    NOW + 9,
                    9,
                ),
            ],
        );
        assert_eq!(session(folder.path()).as_deref(), Some("older"));
        assert_eq!(
            session(&folder.path().join("a.default")).as_deref(),
            Some("older")
        );
        let newer = (".atlassian.com", token, "newer", (NOW + 9) * 1000, 2);
        let second = profile(folder.path(), "b.work", &[newer]);
        assert_eq!(session(folder.path()).as_deref(), Some("newer"));
        // What is only in the write-ahead log counts.
        second
            .execute("UPDATE moz_cookies SET value = 'newest'", ())
            .unwrap();
        assert_eq!(session(folder.path()).as_deref(), Some("newest"));
    }

    #[test]
    fn without_a_readable_store_there_is_no_session() {
        let folder = tempfile::tempdir().unwrap();
        let error = Firefox::find(folder.path().to_str()).unwrap_err();
        assert!(error.contains("there is no profile of Firefox"), "{error}");
        fs::write(folder.path().join(DATABASE), "no database").unwrap();
        assert_eq!(session(folder.path()), None);
        drop(profile(folder.path(), "empty", &[]));
        assert_eq!(session(folder.path()), None);
    }
}
