//! A journal as a file: JSON lines, so that another machine or a colleague can take a run over.
//!
//! The first line says what the file is, each line after it is an entry, and the last one says how many there are, gives the SHA-256
//! of every byte before it, and may end with a seal ([`super::SealKey`]). So a file that was cut or edited on its way is told
//! from a whole one. The sum keeps no secret: it guards against accidents, not against somebody who means harm.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::hex::hex;
use super::seal::SealKey;
use super::{Entry, Event, Unopened, VERSION, is_known};
use crate::spec::{Resolve, UnknownOperation};

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
    /// The last field: it seals every byte of the file before its own comma. [`UNSEALED`], where there was no key for a seal; `None`
    /// in files of before there were seals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    seal: Option<String>,
}

/// What stands in the place of a seal where there was no key for one.
const UNSEALED: &str = "none";

/// A journal that was read from a file, before anything in it is believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalFile {
    /// Its entries.
    pub entries: Vec<Entry>,
    seal: Option<Sealed>,
}

/// A seal, and the bytes that it seals.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Sealed {
    bytes: Vec<u8>,
    seal: String,
}

impl JournalFile {
    /// Entries that come without a file, and so without a seal.
    pub fn unsealed(entries: Vec<Entry>) -> Self {
        Self { entries, seal: None }
    }

    /// Whether the file has a seal, whoever made it.
    pub fn has_seal(&self) -> bool {
        self.seal.is_some()
    }

    /// Whether it was sealed with this key.
    pub fn is_sealed_with(&self, key: &SealKey) -> bool {
        let sealed = self.seal.as_ref();
        sealed.is_some_and(|sealed| key.fits(&sealed.bytes, &sealed.seal))
    }
}

/// Why a file is not a journal that can be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// It is something else.
    #[error("This file is not a journal of Rollcall: it does not begin as one does.")]
    NotAJournal,
    /// Another version wrote it.
    #[error(
        "The journal is of version {found}; this Rollcall reads version {VERSION} and 1. Open it with the Rollcall that wrote it."
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
    /// It is of a run that does something that is not known here.
    #[error("{0}")]
    Operation(#[from] UnknownOperation),
    /// The sum at its end is another one.
    #[error("The journal was changed after it was written: the sum in its last line is another one.")]
    Changed,
}

/// Writes a journal, with a seal where there is a key for one.
///
/// # Errors
/// Never for entries that this program made; the serializer's own words otherwise.
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

/// What a seal is made of: the file up to the comma before the seal.
fn sealed_bytes(before: &[u8], tail: &Tail) -> Result<Vec<u8>, serde_json::Error> {
    let mut bytes = before.to_vec();
    serde_json::to_writer(&mut bytes, tail)?;
    // The brace that ends the line stands behind the seal.
    bytes.pop();
    Ok(bytes)
}

/// Reads a journal. Whether its entries make a run is for [`crate::machine::Run::resume`] to say.
///
/// # Errors
/// [`FileError`], where the file is not whole.
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
        // Without the line break at its end it is still whole.
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

        // Whoever edits it can make its sum right again, and not its seal.
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
