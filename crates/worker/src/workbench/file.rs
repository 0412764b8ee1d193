//! The change file: reading it, reading it again another way, and its mapping.

use std::rc::Rc;

use rollcall_core::action::{Action, Field};
use rollcall_core::file::{AsRead, Basis, ChangeFile, Delimiter, Edits, Encoding, HeaderRow, Reading};
use rollcall_core::mapping::{self, Mapping};
use rollcall_core::roster::Roster;
use rollcall_core::workbench::Workbench;
use rollcall_protocol::{FileState, HeaderChoice, Problem, Reread, UndoneRun};
use wasm_bindgen::JsValue;

use super::WorkbenchWorker;
use super::blob::read_blob;
use super::sheet::{self, OpenSheet, OpenWorkbook};
use crate::convert;
use crate::digest::sha256;
use crate::store::KeptRun;

impl WorkbenchWorker {
    pub(super) async fn open_file(&self, name: String, attachment: &JsValue) -> Result<(), Problem> {
        let bytes = read_blob(attachment).await?;
        self.open_bytes(&name, bytes).await
    }

    pub(super) async fn open_example(&self) -> Result<(), Problem> {
        let example = self.connection.borrow().example();
        let text = example.ok_or_else(|| {
            convert::problem(
                "no-example",
                "The example belongs to the sandbox organization.",
                "Open that door first.",
            )
        })?;
        self.open_bytes("example.csv", text.into_bytes()).await
    }

    /// `sheet`: of a workbook, which one; the one that is read, where it is `None`.
    pub(super) async fn reread(&self, again: Reread) -> Result<(), Problem> {
        self.not_of_a_journal()?;
        let (reading, sheet) = (reading_of(&again), again.sheet);
        let again = self
            .workbench
            .borrow()
            .file()
            .map(|file| (file.name().to_owned(), file.to_bytes(&Edits::default())));
        let Some((name, bytes)) = again else { return Ok(()) };
        let open = self.sheet.borrow().clone();
        if let (Some(open), Some(sheet)) = (&open, sheet) {
            let chosen = open.choose(sheet).await?;
            if open.sheet() == sheet {
                self.edit_store.drop_from(0).await;
            }
            // The edits of another sheet stay kept for it.
            return self.open_sheet(&name, chosen, reading).await;
        }
        // Another reading makes other rows and columns: edits of the first reading mean nothing in the second.
        self.edit_store.drop_from(0).await;
        match open {
            Some(open) => self.open_sheet(&name, (open, bytes), reading).await,
            None => self.open_read(&name, bytes, &reading, None).await,
        }
    }

    /// The first sheet that is a table. A page of notes, or a cover, often stands before it.
    async fn open_workbook(&self, name: &str, bytes: Vec<u8>) -> Result<(), Problem> {
        let workbook = OpenWorkbook::open(&bytes).await?;
        drop(bytes);
        let mut problem = None;
        for sheet in workbook.candidates() {
            let opened = match workbook.guess(sheet) {
                Ok(opened) => self.open_sheet(name, opened, Reading::default()).await,
                Err(problem) => Err(problem),
            };
            match opened {
                Ok(()) => return Ok(()),
                Err(found) => {
                    problem.get_or_insert(found);
                }
            }
        }
        Err(problem.unwrap_or_else(sheet::empty))
    }

    /// A sheet as CSV: nothing of how it is written is left to a guess.
    async fn open_sheet(
        &self,
        name: &str,
        (sheet, csv): (Rc<OpenSheet>, Vec<u8>),
        reading: Reading,
    ) -> Result<(), Problem> {
        let reading = Reading {
            encoding: Some(Encoding::Utf8),
            delimiter: Some(Delimiter::COMMA),
            ..reading
        };
        self.open_read(name, csv, &reading, Some(sheet)).await
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
            let mut workbench = self.workbench.borrow_mut();
            workbench.map(mapping);
            workbench
                .file()
                .and_then(|file| Mapping::header_key(file.table()))
        };
        self.mapping_is_chosen.set(true);
        if let Some(file) = self.file.borrow_mut().as_mut() {
            file.mapping_is_remembered = false;
        }
        if let Some(header) = header {
            let key = mapping_key(self.workbench.borrow().action(), &header);
            self.edit_store.keep_mapping(&key, columns).await;
        }
        Ok(())
    }

    /// Matches the columns anew when more is known about the accounts: the column with their live addresses is the current one, whatever its
    /// name says. A mapping that somebody chose, or under which rows were edited, stays; what speaks against it is told.
    pub(super) fn match_again(&self) {
        let mut workbench = self.workbench.borrow_mut();
        let mut state = self.file.borrow_mut();
        let (Some(file), Some(state)) = (workbench.file(), state.as_mut()) else {
            return;
        };
        if workbench.claimed().is_some() {
            return;
        }
        let keeps =
            self.mapping_is_chosen.get() || state.mapping_is_remembered || !workbench.edit_log().is_empty();
        let now = workbench.mapping().filter(|_| keeps).cloned();
        let sheet = self.sheet.borrow();
        let matched = Matched::of(
            file,
            workbench.action(),
            now,
            workbench.roster(),
            sheet.as_deref(),
        );
        state.doubts.clone_from(&matched.doubts);
        state.mapping_is_certain = matched.is_certain;
        if !keeps && workbench.mapping() != Some(&matched.mapping) {
            matched.tell(state);
            workbench.map(matched.mapping);
        }
    }

    /// What is known of the live accounts, as long as it is: a run changes them, and the file that takes the run back would be read against
    /// what was so before it.
    fn live<'a>(&self, workbench: &'a Workbench, nothing: &'a Roster) -> &'a Roster {
        if self.asked.borrow().is_stale {
            nothing
        } else {
            workbench.roster()
        }
    }

    pub(super) async fn close_file(&self) {
        self.forget_reviewed_journal();
        self.edit_store.close_file().await;
        *self.file.borrow_mut() = None;
        *self.sheet.borrow_mut() = None;
        self.workbench.borrow_mut().close();
    }

    async fn open_bytes(&self, name: &str, bytes: Vec<u8>) -> Result<(), Problem> {
        if sheet::is_workbook(&bytes) {
            return self.open_workbook(name, bytes).await;
        }
        self.open_read(name, bytes, &Reading::default(), None).await
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
            let workbench = self.workbench.borrow();
            workbench
                .file()
                .and_then(|file| Mapping::header_key(file.table()))
        };
        let remembered = self.remembered(action, header.as_deref()).await;
        self.mapping_is_chosen.set(false);
        let mut workbench = self.workbench.borrow_mut();
        let sheet = self.sheet.borrow();
        let nothing = Roster::default();
        let matched = workbench.file().map(|file| {
            Matched::of(
                file,
                action,
                remembered,
                self.live(&workbench, &nothing),
                sheet.as_deref(),
            )
        });
        if let (Some(matched), Some(state)) = (&matched, self.file.borrow_mut().as_mut()) {
            matched.tell(state);
        }
        workbench.choose(action, matched.map(|matched| matched.mapping).unwrap_or_default());
        Ok(())
    }

    /// The mapping that was chosen last for files with this header and for this action.
    async fn remembered(&self, action: &'static Action, header: Option<&str>) -> Option<Mapping> {
        let columns = self.edit_store.mapping(&mapping_key(action, header?)).await?;
        let part = |key: Option<&str>| {
            key.and_then(Field::from_key)
                .filter(|part| action.row.fields.contains(part))
        };
        Some(Mapping {
            columns: columns.iter().map(|key| part(key.as_deref())).collect(),
        })
    }

    /// The newest run that the file with this sum undoes, and the action that the file is for.
    async fn undone_by(&self, sha256: &str) -> Option<(UndoneRun, Option<&'static Action>)> {
        let runs = self.storage().ok()?.runs().await.ok()?;
        // What a journal from elsewhere says of its files is not this browser's word.
        let of_file = |run: KeptRun| {
            if run.came_in {
                return None;
            }
            let file = run.undo.iter().find(|file| file.sha256 == sha256)?;
            Some((Action::of_key(&file.action), run))
        };
        let (action, undone) = runs.kept.into_iter().find_map(of_file)?;
        let run = UndoneRun {
            run: undone.origin.run.to_string(),
            file: undone.origin.file,
            organization_name: undone.origin.organization_name,
            planned: undone.planned.0,
        };
        Some((run, action))
    }

    /// Nothing changes before all of it is known to work: a file that cannot be read leaves the one before as it was.
    ///
    /// `sheet`: where the bytes are the CSV of one.
    async fn open_read(
        &self,
        name: &str,
        bytes: Vec<u8>,
        reading: &Reading,
        sheet: Option<Rc<OpenSheet>>,
    ) -> Result<(), Problem> {
        let sum = match &sheet {
            Some(sheet) => sheet.sha256().to_owned(),
            None => sha256(&bytes),
        };
        let file =
            rollcall_core::file::read(name, bytes, reading).map_err(|error| convert::not_read(&error))?;
        let (undone, undoing) = self.undone_by(&sum).await.unzip();
        let action = undoing
            .flatten()
            .unwrap_or_else(|| self.workbench.borrow().action());
        let header = Mapping::header_key(file.table());
        let remembered = self.remembered(action, header.as_deref()).await;
        let opened = sheet;
        let sheet = opened.as_deref();
        let nothing = Roster::default();
        let matched = {
            let workbench = self.workbench.borrow();
            Matched::of(&file, action, remembered, self.live(&workbench, &nothing), sheet)
        };

        self.mapping_is_chosen.set(false);
        let mut state = convert::file_state(&file, sum.clone());
        if let Some(sheet) = sheet {
            sheet.tell(&mut state);
        }
        matched.tell(&mut state);
        state.undoes = undone;
        let mut key = edits_key(&sum, file.as_read());
        if let Some(sheet) = sheet {
            // The sum is the workbook's.
            key = format!("{key} sheet {}", sheet.sheet());
        }
        let kept = self.edit_store.take_up(&key).await;
        self.forget_reviewed_journal();
        let mut workbench = self.workbench.borrow_mut();
        workbench.open_for(action, file, matched.mapping);
        state.restored_edits = workbench.replay(kept);
        *self.file.borrow_mut() = Some(state);
        *self.sheet.borrow_mut() = opened;
        Ok(())
    }
}

/// How a file is to be read, as the page says it.
fn reading_of(again: &Reread) -> Reading {
    Reading {
        encoding: again.encoding.as_deref().and_then(Encoding::from_label),
        delimiter: again.delimiter.and_then(Delimiter::new),
        header: again.header.map(|header| match header {
            HeaderChoice::Absent => HeaderRow::Absent,
            HeaderChoice::Line(line) => HeaderRow::Line(line),
        }),
        first_line: again.first_line,
        last_line: again.last_line,
    }
}

/// Under which name the edits of a file are kept. They name rows and columns by their places, which are others where the file is read in
/// another way. A file without anything above its header, read as it was found to be, is kept by its sum alone, as by every build so far.
fn edits_key(sum: &str, read: &AsRead) -> String {
    let is_chosen = [read.encoding_basis, read.delimiter_basis, read.header_basis].contains(&Basis::Chosen);
    if !is_chosen && read.skipped == 0 && read.first_line.is_none() && read.last_line.is_none() {
        return sum.to_owned();
    }
    let line = |line: Option<u32>| line.map_or_else(String::new, |line| line.to_string());
    format!(
        "{sum} {} {} {} {} {} {}",
        read.encoding,
        read.delimiter.as_char(),
        if read.header { "header" } else { "rows" },
        read.begins,
        line(read.first_line),
        line(read.last_line)
    )
}

/// Under which name a mapping is remembered: by action and header.
fn mapping_key(action: &Action, header: &str) -> String {
    format!("{}\0{header}", action.key())
}

/// A file's columns matched with the parts of an action.
struct Matched {
    mapping: Mapping,
    parts: &'static [Field],
    is_certain: bool,
    is_remembered: bool,
    /// What speaks against it.
    doubts: Vec<String>,
    /// What it rests on, by column.
    evidence: Vec<Option<String>>,
    recognized: Option<Problem>,
}

impl Matched {
    /// By the header and by what stands in the columns; or as they were matched the last time.
    fn of(
        file: &ChangeFile,
        action: &'static Action,
        remembered: Option<Mapping>,
        roster: &Roster,
        sheet: Option<&OpenSheet>,
    ) -> Self {
        let guess = mapping::guess(file.table(), action.row.fields, roster);
        let remembered = remembered.filter(|mapping| {
            mapping
                .problems(action.row.fields, file.table().columns())
                .is_empty()
        });
        // A mapping that somebody chose settles what the columns mean, and nothing else.
        let of_sheet = sheet.map(OpenSheet::doubts).unwrap_or_default();
        let mut doubts = of_sheet.clone();
        doubts.extend(
            guess
                .doubts
                .iter()
                .filter(|doubt| remembered.is_none() || doubt.is_about_file())
                .map(|doubt| doubt.message(file.table())),
        );
        let evidence = |at: usize| {
            let evidence = guess.evidence.get(at).copied().flatten();
            evidence
                .filter(|_| remembered.is_none())
                .map(|evidence| evidence.message().to_owned())
        };
        Self {
            parts: action.row.fields,
            is_certain: if remembered.is_some() {
                doubts.is_empty()
            } else {
                guess.certain && of_sheet.is_empty()
            },
            evidence: (0..file.table().columns()).map(evidence).collect(),
            doubts,
            is_remembered: remembered
                .as_ref()
                .is_some_and(|mapping| *mapping != guess.mapping),
            recognized: guess
                .recognized
                .map(|shape| convert::problem(shape.code(), shape.what(), shape.hint())),
            mapping: remembered.unwrap_or(guess.mapping),
        }
    }

    fn tell(&self, state: &mut FileState) {
        state.parts = self.parts.iter().copied().map(convert::part_state).collect();
        state.mapping_is_certain = self.is_certain;
        state.doubts.clone_from(&self.doubts);
        for ((column, evidence), field) in state
            .columns
            .iter_mut()
            .zip(&self.evidence)
            .zip(&self.mapping.columns)
        {
            column.evidence.clone_from(evidence);
            column.part = field.map(|field| field.key().to_owned());
        }
        state.mapping_is_remembered = self.is_remembered;
        state.recognized_as.clone_from(&self.recognized);
    }
}
