//! What the page shows of the workbench: its state, windows of rows, and files to save.

use rollcall_protocol::{Problem, Saved, View, WorkbenchAnswer, WorkbenchDownload, WorkbenchState};

use super::WorkbenchWorker;
use crate::convert;

impl WorkbenchWorker {
    /// All that the page shows of the workbench.
    ///
    /// `brings_rows`: whether the question was one with which rows, or an organization, come in.
    pub(super) fn state(&self, brings_rows: bool) -> WorkbenchAnswer {
        let workbench = self.workbench.borrow();
        let can_look_up = self.can_look_up(&workbench);
        WorkbenchAnswer::State(Box::new(WorkbenchState {
            revision: workbench.revision(),
            connection: self.connection.borrow().state(),
            action: workbench.action().key().to_owned(),
            actions: convert::actions(),
            file: self
                .file
                .borrow()
                .as_ref()
                .map(|file| convert::with_mapping(file.clone(), &workbench)),
            journal: self.journal_state(),
            roster: convert::roster_state(
                workbench.roster(),
                can_look_up,
                self.to_ask_deeply(&workbench),
                self.notes.borrow().clone(),
            ),
            review: convert::review_state(&workbench),
            plan_defaults: convert::plan_defaults(),
            looks_up_at_once: brings_rows && can_look_up && workbench.is_looked_up_at_once(),
            edits_are_kept: self.edit_store.keeps(),
        }))
    }

    pub(super) fn rows(&self, view: View) -> Result<WorkbenchAnswer, Problem> {
        let mut workbench = self.workbench.borrow_mut();
        let columns = workbench.columns();
        let window = workbench.view(&convert::view(view)).ok_or_else(nothing_to_show)?;
        Ok(WorkbenchAnswer::Rows(convert::rows(window, &columns)))
    }

    pub(super) async fn download(&self, what: WorkbenchDownload) -> Result<(Saved, Vec<u8>), Problem> {
        if what == WorkbenchDownload::Workbook {
            return self.sheet_as_workbook().await;
        }
        let workbench = self.workbench.borrow();
        let file = workbench.file().ok_or_else(nothing_to_show)?;
        let stem = convert::stem(file.name());
        let (name, bytes) = match what {
            WorkbenchDownload::ChangeFile if self.sheet.borrow().is_some() => {
                (format!("{stem}.csv"), workbench.file_bytes())
            }
            WorkbenchDownload::ChangeFile => (file.name().to_owned(), workbench.file_bytes()),
            // It takes the reader: see above.
            WorkbenchDownload::Workbook => return Err(nothing_to_show()),
            WorkbenchDownload::Findings => (format!("{stem}-findings.csv"), workbench.findings_csv()),
            WorkbenchDownload::Unmanaged => (format!("{stem}-not-managed.csv"), workbench.unmanaged_csv()),
        };
        Ok((convert::csv(name), bytes.ok_or_else(nothing_to_show)?))
    }

    /// The sheet with its edits, as a workbook of its own.
    async fn sheet_as_workbook(&self) -> Result<(Saved, Vec<u8>), Problem> {
        let sheet = self.sheet.borrow().clone().ok_or_else(nothing_to_show)?;
        let (name, csv) = {
            let workbench = self.workbench.borrow();
            let file = workbench.file().ok_or_else(nothing_to_show)?;
            // Not the workbook's own name: its other sheets are not in it.
            let name = format!("{}-edited.xlsx", convert::stem(file.name()));
            (name, workbench.file_bytes().ok_or_else(nothing_to_show)?)
        };
        Ok((convert::workbook(name), sheet.save(&csv).await?))
    }
}

fn nothing_to_show() -> Problem {
    convert::problem(
        "nothing-to-show",
        "There is no checked file yet.",
        "Load a change file and map its columns first.",
    )
}
