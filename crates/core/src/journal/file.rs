//! A journal as a file: JSON lines, so that another machine or a colleague can take a run over.
//!
//! The first line says what the file is, each line after it is an entry, and the last one says how many there are and gives
//! the SHA-256 of every byte before it. So a file that was cut or edited on its way is told from a whole one. The sum keeps no
//! secret: it guards against accidents, not against somebody who means harm.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Entry, Event, VERSION};

/// The line that a file begins with.
#[derive(Serialize, Deserialize)]
struct Head {
    /// The form in which the journal is written.
    #[serde(rename = "rollcall-journal")]
    version: u32,
}

/// The line that a file ends with.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Tail {
    entries: usize,
    sha256: String,
}

/// Why a file is not a journal that can be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// It is something else.
    #[error("This file is not a journal of Rollcall: it does not begin as one does.")]
    NotAJournal,
    /// Another version wrote it.
    #[error(
        "The journal is of version {found}; this Rollcall reads version {VERSION}. Open it with the Rollcall that wrote it."
    )]
    Version {
        /// Its version.
        found: u32,
    },
    /// Its end is missing.
    #[error("The journal was cut: its last line is missing. Export it once more, and copy the whole file.")]
    Cut,
    /// A line cannot be read.
    #[error("Line {line} of the journal cannot be read ({reason}). The file was changed or damaged.")]
    Line {
        /// Counted from 1.
        line: usize,
        /// What the reader says.
        reason: String,
    },
    /// The sum at its end is another one.
    #[error("The journal was changed after it was written: the sum in its last line is another one.")]
    Changed,
}

/// Writes a journal.
///
/// # Errors
/// Never for entries that this program made; the serializer's own words otherwise.
pub fn write(entries: &[Entry]) -> Result<Vec<u8>, serde_json::Error> {
    let mut file = Vec::new();
    line(&mut file, &Head { version: VERSION })?;
    for entry in entries {
        line(&mut file, entry)?;
    }
    let tail = Tail {
        entries: entries.len(),
        sha256: sum(&file),
    };
    line(&mut file, &tail)?;
    Ok(file)
}

/// Reads a journal. Whether its entries make a run is for [`crate::run::Run::resume`] to say.
///
/// # Errors
/// [`FileError`], where the file is not whole.
pub fn read(file: &[u8]) -> Result<Vec<Entry>, FileError> {
    let mut lines = file.split_inclusive(|&byte| byte == b'\n');
    let head: Head = lines
        .next()
        .and_then(|line| serde_json::from_slice(line).ok())
        .ok_or(FileError::NotAJournal)?;
    if head.version != VERSION {
        return Err(FileError::Version { found: head.version });
    }
    let mut rest: Vec<&[u8]> = lines.collect();
    let last = rest.pop().ok_or(FileError::Cut)?;
    let tail: Tail = serde_json::from_slice(last).map_err(|_| FileError::Cut)?;
    let entries = rest
        .iter()
        .enumerate()
        .map(|(at, line)| {
            serde_json::from_slice(line).map_err(|error| FileError::Line {
                line: at + 2,
                reason: error.to_string(),
            })
        })
        .collect::<Result<Vec<Entry>, _>>()?;
    if tail.entries != entries.len() || tail.sha256 != sum(&file[..file.len() - last.len()]) {
        return Err(FileError::Changed);
    }
    Ok(entries)
}

/// What a journal is about: what its first entry says.
pub fn origin(entries: &[Entry]) -> Option<&super::Origin> {
    match &entries.first()?.event {
        Event::Planned { origin, .. } => Some(origin),
        _ => None,
    }
}

fn line(file: &mut Vec<u8>, value: &impl Serialize) -> Result<(), serde_json::Error> {
    serde_json::to_writer(&mut *file, value)?;
    file.push(b'\n');
    Ok(())
}

fn sum(bytes: &[u8]) -> String {
    use std::fmt::Write;
    Sha256::digest(bytes)
        .iter()
        .fold(String::new(), |mut text, byte| {
            // Writing to a text does not fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        journal::{Decision, Seq},
        time::Time,
    };

    fn entries() -> Vec<Entry> {
        let event = |decision| Event::Decided { decision };
        [Decision::Begin, Decision::AllBatches, Decision::Stop]
            .into_iter()
            .zip(1..)
            .map(|(decision, seq)| Entry {
                seq: Seq(seq),
                at: Time(1000),
                event: event(decision),
            })
            .collect()
    }

    #[test]
    fn reads_back_what_it_wrote() {
        let file = write(&entries()).unwrap();
        assert_eq!(read(&file), Ok(entries()));
        assert_eq!(read(&write(&[]).unwrap()), Ok(Vec::new()));
    }

    #[test]
    fn a_file_that_is_cut_anywhere_is_refused() {
        let file = write(&entries()).unwrap();
        // Without the line break at its end it is still whole.
        for length in 0..file.len() - 1 {
            let cut = read(&file[..length]);
            assert!(cut.is_err(), "{length} bytes are taken for a whole journal");
        }
    }

    #[test]
    fn a_file_that_was_edited_is_refused() {
        let text = String::from_utf8(write(&entries()).unwrap()).unwrap();
        assert_eq!(
            read(text.replace("\"stop\"", "\"pause\"").as_bytes()),
            Err(FileError::Changed)
        );
        let broken = read(text.replace("\"stop\"", "stop").as_bytes());
        assert!(
            matches!(broken, Err(FileError::Line { line: 4, .. })),
            "{broken:?}"
        );
        let without_one: String = text
            .lines()
            .filter(|line| !line.contains("all-batches"))
            .fold(String::new(), |file, line| file + line + "\n");
        assert_eq!(read(without_one.as_bytes()), Err(FileError::Changed));
    }

    #[test]
    fn other_files_and_other_versions_are_told() {
        assert_eq!(read(b"account_id,email\n"), Err(FileError::NotAJournal));
        assert_eq!(read(b""), Err(FileError::NotAJournal));
        assert_eq!(
            read(b"{\"rollcall-journal\":99}\n"),
            Err(FileError::Version { found: 99 })
        );
    }
}
