//! A journal as a file of JSON lines, so that another machine or a colleague can take over a run.
//!
//! The first line identifies the file, each line after it is an entry, and the last line has the number of entries, the SHA-256 of
//! all bytes before it and, optionally, a seal ([`super::SealKey`]). This detects a file that was truncated or changed in transit.
//! The checksum uses no secret: it guards against accidents, not against tampering.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::hex::hex;
use super::seal::SealKey;
use super::{Entry, Event, Unopened, VERSION, is_known};
use crate::spec::{Resolve, UnknownOperation};

/// The first line of a file.
#[derive(Serialize, Deserialize)]
struct Head {
    /// The version of the journal's format.
    #[serde(rename = "rollcall-journal")]
    version: u32,
}

/// The last line of a file.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Tail {
    entries: usize,
    sha256: String,
    /// Must be the last field: it seals every byte of the file before the comma that precedes it. [`UNSEALED`] if there was no key
    /// to seal with; `None` in files from before seals were introduced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    seal: Option<String>,
}

/// The value of the seal if there was no key to seal with.
const UNSEALED: &str = "none";

/// A journal that was read from a file and is not trusted yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalFile {
    /// The entries of the journal.
    pub entries: Vec<Entry>,
    seal: Option<Sealed>,
}

/// A seal, and the bytes that it covers.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Sealed {
    bytes: Vec<u8>,
    seal: String,
}

impl JournalFile {
    /// Wraps entries that do not come from a file and so have no seal.
    pub fn unsealed(entries: Vec<Entry>) -> Self {
        Self { entries, seal: None }
    }

    /// Whether the file has a seal, valid or not.
    pub fn has_seal(&self) -> bool {
        self.seal.is_some()
    }

    /// Whether the file was sealed with this key.
    pub fn is_sealed_with(&self, key: &SealKey) -> bool {
        let sealed = self.seal.as_ref();
        sealed.is_some_and(|sealed| key.fits(&sealed.bytes, &sealed.seal))
    }
}

/// Why a file could not be read as a journal.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// The file is not a journal.
    #[error("This file is not a journal of Rollcall: it does not begin as one does.")]
    NotAJournal,
    /// The journal has a version that cannot be read.
    #[error(
        "The journal is of version {found}; this Rollcall reads version {VERSION} and 1. Open it with the Rollcall that wrote it."
    )]
    Version {
        /// The version of the journal.
        found: u32,
    },
    /// The end of the file is missing.
    #[error("The journal was cut: its last line is missing. Export it once more, and copy the whole file.")]
    Cut,
    /// A line cannot be read.
    #[error("Line {line} of the journal cannot be read ({reason}). The file was changed or damaged.")]
    Line {
        /// Number of the line, counted from 1.
        line: usize,
        /// The message of the JSON parser.
        reason: String,
    },
    /// The journal uses an operation that this version of Rollcall does not know.
    #[error("{0}")]
    Operation(#[from] UnknownOperation),
    /// The number of entries or the checksum in the last line does not match the file.
    #[error("The journal was changed after it was written: the sum in its last line is another one.")]
    Changed,
}

/// Writes a journal, with a seal if there is a key.
///
/// # Errors
/// The serializer's error. It does not occur for entries that this program made.
pub fn write<P: Serialize>(
    entries: &[Entry<P>],
    key: Option<&SealKey>,
) -> Result<Vec<u8>, serde_json::Error> {
    let mut file = Vec::new();
    line(&mut file, &Head { version: VERSION })?;
    for entry in entries {
        line(&mut file, entry)?;
    }
    let tail = Tail {
        entries: entries.len(),
        sha256: sum(&file),
        seal: None,
    };
    let seal = match key {
        Some(key) => key.seal(&sealed_bytes(&file, &tail)?),
        None => UNSEALED.to_owned(),
    };
    let seal = Some(seal);
    line(&mut file, &Tail { seal, ..tail })?;
    Ok(file)
}

/// The bytes that a seal covers: the file up to the comma before the seal.
fn sealed_bytes(before: &[u8], tail: &Tail) -> Result<Vec<u8>, serde_json::Error> {
    let mut bytes = before.to_vec();
    serde_json::to_writer(&mut bytes, tail)?;
    // The closing brace comes after the seal.
    bytes.pop();
    Ok(bytes)
}

/// Reads a journal and opens its operations. Whether its entries form a valid run is checked by [`crate::machine::Run::resume`].
///
/// # Errors
/// [`FileError`] if the file is not a complete journal, was changed, or uses an unknown operation.
pub fn read(file: &[u8], resolve: Resolve) -> Result<JournalFile, FileError> {
    let mut lines = file.split_inclusive(|&byte| byte == b'\n');
    let head: Head = lines
        .next()
        .and_then(|line| serde_json::from_slice(line).ok())
        .ok_or(FileError::NotAJournal)?;
    if !is_known(head.version) {
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
        .collect::<Result<Vec<Unopened>, _>>()?;
    let before = &file[..file.len() - last.len()];
    if tail.entries != entries.len() || tail.sha256 != sum(before) {
        return Err(FileError::Changed);
    }
    let entries = super::open(entries, resolve)?;
    let (seal, tail) = (tail.seal.clone(), Tail { seal: None, ..tail });
    let seal = seal.filter(|seal| seal != UNSEALED).and_then(|seal| {
        let bytes = sealed_bytes(before, &tail).ok()?;
        Some(Sealed { bytes, seal })
    });
    Ok(JournalFile { entries, seal })
}

/// The run's origin, from the first entry; `None` if the first entry is not [`Event::Planned`].
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
    hex(&Sha256::digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::{Decision, RunId, Seq};
    use rollcall_model::time::Time;

    fn read(file: &[u8]) -> Result<JournalFile, FileError> {
        super::read(file, |_| None)
    }

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
        let file = write(&entries(), None).unwrap();
        assert_eq!(read(&file), Ok(JournalFile::unsealed(entries())));
        assert_eq!(
            read(&write::<crate::plan::Plan>(&[], None).unwrap()),
            Ok(JournalFile::unsealed(Vec::new()))
        );
    }

    #[test]
    fn a_file_that_is_cut_anywhere_is_refused() {
        let file = write(&entries(), None).unwrap();
        // Without its final line break the file is still complete.
        for length in 0..file.len() - 1 {
            let cut = read(&file[..length]);
            assert!(cut.is_err(), "{length} bytes are taken for a whole journal");
        }
    }

    #[test]
    fn a_file_that_was_edited_is_refused() {
        let text = String::from_utf8(write(&entries(), None).unwrap()).unwrap();
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
    fn a_seal_holds_every_byte_before_it_and_stops_nobody_from_reading() {
        let key = SealKey::derive(b"ATCTT-one", RunId::of_draw(1));
        let other = SealKey::derive(b"ATCTT-two", RunId::of_draw(1));
        let file = write(&entries(), Some(&key)).unwrap();
        let sealed = read(&file).unwrap();
        assert_eq!(sealed.entries, entries());
        assert!(sealed.has_seal() && sealed.is_sealed_with(&key) && !sealed.is_sealed_with(&other));
        let unsealed = read(&write(&entries(), None).unwrap()).unwrap();
        assert!(!unsealed.has_seal() && !unsealed.is_sealed_with(&key));

        // An editor of the file can recompute its checksum, but not its seal.
        let text = String::from_utf8(file).unwrap();
        let (_, seal) = text.rsplit_once("\"seal\":").unwrap();
        let forged = write(&entries()[..2], None).unwrap();
        let forged = String::from_utf8(forged).unwrap();
        let (forged, _) = forged.rsplit_once("\"seal\":").unwrap();
        let forged = format!("{forged}\"seal\":{seal}");
        let forged = read(forged.as_bytes()).unwrap();
        assert_eq!(forged.entries, entries()[..2]);
        assert!(forged.has_seal() && !forged.is_sealed_with(&key));
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
