//! The change file: reading it, reading it again another way, and its mapping.

use js_sys::Uint8Array;
use rollcall_core::action::{Action, Field};
use rollcall_core::desk::Desk;
use rollcall_core::file::{Basis, ChangeFile, Delimiter, Edits, Encoding, ReadError, Reading, Table};
use rollcall_core::mapping::{self, Mapping};
use rollcall_protocol::{ColumnState, FileState, PartState, Problem, ReadingState};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

use super::DeskRoom;
use crate::convert;
use crate::digest::sha256;

/// As much of a cell as a sample shows.
const SAMPLE_LENGTH: usize = 60;

/// How many samples a column shows.
const SAMPLES: usize = 3;

impl DeskRoom {
    pub(super) async fn open_file(&self, name: String, attachment: &JsValue) -> Result<(), Problem> {
        let bytes = read_blob(attachment).await?;
        self.open_bytes(&name, bytes).await
    }

    pub(super) async fn open_example(&self) -> Result<(), Problem> {
        let example = self.door.borrow().example();
        let text = example.ok_or_else(|| {
            convert::problem(
                "no-example",
                "The example belongs to the sandbox organization.",
                "Open that door first.",
            )
        })?;
        self.open_bytes("example.csv", text.into_bytes()).await
    }

    pub(super) async fn reread(
        &self,
        encoding: Option<&str>,
        delimiter: Option<char>,
        header: Option<bool>,
    ) -> Result<(), Problem> {
        self.not_of_a_journal()?;
        let again = self
            .desk
            .borrow()
            .file()
            .map(|file| (file.name().to_owned(), file.to_bytes(&Edits::default())));
        let Some((name, bytes)) = again else { return Ok(()) };
        let reading = Reading {
            encoding: encoding.and_then(Encoding::from_label),
            delimiter: delimiter.and_then(Delimiter::new),
            header,
        };
        // Another reading makes other rows and columns: edits of the first reading mean nothing in the second.
        self.keeper.drop_from(0).await;
        self.open_read(&name, bytes, &reading).await
    }

    pub(super) async fn map(&self, columns: &[Option<String>]) -> Result<(), Problem> {
        self.not_of_a_journal()?;
        let mapping = Mapping {
            columns: columns
                .iter()
                .map(|key| key.as_deref().and_then(Field::from_key))
                .collect(),
        };
        let header = {
            let mut desk = self.desk.borrow_mut();
            desk.map(mapping);
            desk.file().and_then(|file| Mapping::header_key(file.table()))
        };
        if let Some(file) = self.file.borrow_mut().as_mut() {
            file.mapping_is_remembered = false;
        }
        if let Some(header) = header {
            let key = mapping_key(self.desk.borrow().action(), &header);
            self.keeper.keep_mapping(&key, columns).await;
        }
        Ok(())
    }

    pub(super) async fn close_file(&self) {
        self.forget_reviewed_journal();
        self.keeper.close_file().await;
        *self.file.borrow_mut() = None;
        self.desk.borrow_mut().close();
    }

    async fn open_bytes(&self, name: &str, bytes: Vec<u8>) -> Result<(), Problem> {
        self.open_read(name, bytes, &Reading::default()).await
    }

    /// Chooses what is to be done. A file that is open is matched anew.
    pub(super) async fn choose(&self, key: &str) -> Result<(), Problem> {
        self.not_of_a_journal()?;
        let action = Action::of_key(key).ok_or_else(|| {
            convert::problem(
                "action-unknown",
                "Rollcall does not know this action.",
                "Reload the page.",
            )
        })?;
        let header = {
            let desk = self.desk.borrow();
            desk.file().and_then(|file| Mapping::header_key(file.table()))
        };
        let remembered = self.remembered(action, header.as_deref()).await;
        let mut desk = self.desk.borrow_mut();
        let matched = desk.file().map(|file| Matched::of(file, action, remembered));
        if let (Some(matched), Some(state)) = (&matched, self.file.borrow_mut().as_mut()) {
            matched.tell(state);
        }
        desk.choose(action, matched.map(|matched| matched.mapping).unwrap_or_default());
        Ok(())
    }

    /// The mapping that was chosen last for files with this header and for this action.
    async fn remembered(&self, action: &'static Action, header: Option<&str>) -> Option<Mapping> {
        let columns = self.keeper.mapping(&mapping_key(action, header?)).await?;
        let part = |key: Option<&str>| {
            key.and_then(Field::from_key)
                .filter(|part| action.parts.contains(part))
        };
        Some(Mapping {
            columns: columns.iter().map(|key| part(key.as_deref())).collect(),
        })
    }

    /// Nothing changes before all of it is known to work: a file that cannot be read leaves the one before as it was.
    async fn open_read(&self, name: &str, bytes: Vec<u8>, reading: &Reading) -> Result<(), Problem> {
        let sum = sha256(&bytes);
        let file = rollcall_core::file::read(name, bytes, reading).map_err(|error| not_read(&error))?;
        let (undone, undoing) = self.keeper.undone_by(&sum).await.unzip();
        let action = undoing.flatten().unwrap_or_else(|| self.desk.borrow().action());
        let header = Mapping::header_key(file.table());
        let remembered = self.remembered(action, header.as_deref()).await;
        let matched = Matched::of(&file, action, remembered);

        let mut state = file_state(&file, sum.clone());
        matched.tell(&mut state);
        state.undoes = undone;
        let kept = self.keeper.take_up(&sum).await;
        self.forget_reviewed_journal();
        let mut desk = self.desk.borrow_mut();
        desk.open_for(action, file, matched.mapping);
        state.restored_edits = desk.replay(kept);
        *self.file.borrow_mut() = Some(state);
        Ok(())
    }
}

/// Under which name a mapping is remembered: by action and header.
fn mapping_key(action: &Action, header: &str) -> String {
    format!("{}\0{header}", action.key)
}

/// A file's columns matched with the parts of an action.
struct Matched {
    mapping: Mapping,
    parts: &'static [Field],
    is_certain: bool,
    is_remembered: bool,
    recognized: Option<Problem>,
}

impl Matched {
    /// By the header and by what stands in the columns; or as they were matched the last time.
    fn of(file: &ChangeFile, action: &'static Action, remembered: Option<Mapping>) -> Self {
        let guess = mapping::guess(file.table(), action.parts);
        let remembered = remembered.filter(|mapping| {
            *mapping != guess.mapping && mapping.problems(action.parts, file.table().columns()).is_empty()
        });
        Self {
            parts: action.parts,
            is_certain: guess.certain || remembered.is_some(),
            is_remembered: remembered.is_some(),
            recognized: guess
                .recognized
                .map(|shape| convert::problem(shape.code(), shape.what(), shape.hint())),
            mapping: remembered.unwrap_or(guess.mapping),
        }
    }

    fn tell(&self, state: &mut FileState) {
        state.parts = self.parts.iter().copied().map(part_state).collect();
        state.mapping_is_certain = self.is_certain;
        state.mapping_is_remembered = self.is_remembered;
        state.recognized_as.clone_from(&self.recognized);
    }
}

/// Reads the file that travels beside a message.
pub(super) async fn read_blob(attachment: &JsValue) -> Result<Vec<u8>, Problem> {
    let Some(blob) = attachment.dyn_ref::<Blob>() else {
        return Err(convert::problem(
            "file-missing",
            "No file came with the message.",
            "Choose the file again.",
        ));
    };
    ReadError::check_size(blob.size() as u64).map_err(|error| not_read(&error))?;
    match JsFuture::from(blob.array_buffer()).await {
        Ok(buffer) => Ok(Uint8Array::new(&buffer).to_vec()),
        Err(error) => Err(Problem {
            code: "file-unreadable".to_owned(),
            what: "The browser could not read the file.".to_owned(),
            hint: "It may have been moved, changed or locked by another program since it was chosen. Choose it again."
                .to_owned(),
            detail: error.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message())),
        }),
    }
}

/// A file that could not be read.
pub(super) fn not_read(error: &ReadError) -> Problem {
    convert::problem(error.code(), error.what(), error.hint())
}

/// The file's name without its extension.
pub(crate) fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The state of the file, with the mapping as it is now.
pub(super) fn with_mapping(mut state: FileState, desk: &Desk) -> FileState {
    let parts = desk.mapping().map_or(&[][..], |mapping| &mapping.columns);
    for (column, part) in state.columns.iter_mut().zip(parts) {
        column.part = part.map(|part| part.key().to_owned());
    }
    state.mapping_problems = desk
        .mapping_problems()
        .iter()
        .map(|problem| convert::problem(problem.code(), problem.what(), problem.hint()))
        .collect();
    state
}

pub(super) fn part_state(part: Field) -> PartState {
    PartState {
        key: part.key().to_owned(),
        title: part.title().to_owned(),
        hint: part.hint().to_owned(),
    }
}

pub(super) fn file_state(file: &ChangeFile, sha256: String) -> FileState {
    let table = file.table();
    FileState {
        name: file.name().to_owned(),
        size: file.size(),
        sha256,
        rows: table.rows() as u32,
        reading: reading_state(file),
        columns: (0..table.columns())
            .map(|column| column_state(table, column))
            .collect(),
        parts: Vec::new(),
        mapping_is_certain: false,
        mapping_is_remembered: false,
        mapping_problems: Vec::new(),
        recognized_as: None,
        restored_edits: 0,
        undoes: None,
    }
}

fn reading_state(file: &ChangeFile) -> ReadingState {
    let read = file.as_read();
    ReadingState {
        encoding: read.encoding.label().to_owned(),
        encoding_is_guessed: read.encoding_basis == Basis::Guessed,
        encodings: Encoding::ALL
            .iter()
            .map(|encoding| encoding.label().to_owned())
            .collect(),
        byte_order_mark: read.byte_order_mark,
        delimiter: read.delimiter.as_char(),
        delimiter_is_guessed: read.delimiter_basis == Basis::Guessed,
        line_breaks: read.line_breaks.label().to_owned(),
        header: read.header,
        ragged_rows: read.ragged_rows as u32,
    }
}

fn column_state(table: &Table, column: usize) -> ColumnState {
    let name = table.header(column).filter(|name| !name.is_empty());
    let samples = (0..table.rows())
        .map(|row| table.cell(row, column).trim())
        .filter(|cell| !cell.is_empty())
        .take(SAMPLES)
        .map(|cell| cell.chars().take(SAMPLE_LENGTH).collect())
        .collect();
    ColumnState {
        name: name.map_or_else(|| format!("Column {}", column + 1), str::to_owned),
        samples,
        part: None,
    }
}
