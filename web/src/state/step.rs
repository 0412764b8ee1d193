//! The steps of the main job, and which of them can be shown.

use rollcall_protocol::{ConnectionState, WorkbenchState};

/// A step, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Step {
    Organization,
    File,
    Columns,
    Review,
    Run,
    Result,
}

impl Step {
    pub(crate) const ALL: [Self; 6] = [
        Self::Organization,
        Self::File,
        Self::Columns,
        Self::Review,
        Self::Run,
        Self::Result,
    ];

    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Organization => "Organization",
            Self::File => "File",
            Self::Columns => "Columns",
            Self::Review => "Review",
            Self::Run => "Run",
            Self::Result => "Result",
        }
    }

    /// Whether there is something to show.
    pub(crate) fn is_open(self, workbench: Option<&WorkbenchState>, has_run: bool, has_result: bool) -> bool {
        let is_connected = workbench.is_some_and(|workbench| workbench.connection != ConnectionState::Closed);
        let file = workbench.is_some_and(|workbench| workbench.file.is_some());
        let review = workbench.is_some_and(|workbench| workbench.review.is_some());
        match self {
            Self::Organization => true,
            Self::File => is_connected,
            Self::Columns => is_connected && file,
            Self::Review => is_connected && review,
            Self::Run => has_run || (is_connected && review),
            Self::Result => has_result,
        }
    }

    /// Where to go with a file that has just been read: as far as nothing needs a decision.
    pub(crate) fn after_reading(workbench: &WorkbenchState) -> Self {
        match &workbench.file {
            None => Self::File,
            Some(file) if file.recognized_as.is_some() => Self::File,
            Some(file)
                if file
                    .reading
                    .workbook
                    .as_ref()
                    .is_some_and(|workbook| workbook.sheet_is_guessed) =>
            {
                Self::File
            }
            Some(file) if file.mapping_is_certain && workbench.review.is_some() => Self::Review,
            Some(_) => Self::Columns,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rollcall_protocol::{
        FileState, PlanOptions, Problem, ReadingState, ReviewState, RosterState, WorkbookState,
    };
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn workbench() -> WorkbenchState {
        WorkbenchState {
            revision: 1,
            action: "change-email".into(),
            actions: vec![],
            connection: ConnectionState::CheckOnly,
            file: Some(FileState {
                name: "people.csv".into(),
                size: 10,
                sha256: String::new(),
                rows: 1,
                reading: ReadingState {
                    encoding: "UTF-8".into(),
                    encoding_is_guessed: false,
                    encodings: vec![],
                    byte_order_mark: false,
                    delimiter: ',',
                    delimiter_is_guessed: true,
                    line_breaks: "LF".into(),
                    header: true,
                    begins: 1,
                    skipped: 0,
                    first_lines: vec![],
                    last_lines: vec![],
                    first_line: None,
                    last_line: None,
                    ragged_rows: 0,
                    bad_bytes: 0,
                    workbook: None,
                },
                columns: vec![],
                parts: vec![],
                mapping_is_certain: true,
                doubts: vec![],
                as_read: None,
                mapping_is_remembered: false,
                mapping_problems: vec![],
                recognized_as: None,
                restored_edits: 0,
                undoes: None,
            }),
            journal: None,
            roster: RosterState {
                accounts: 0,
                domains: vec![],
                domains_are_known: false,
                notes: vec![],
                sources: vec![],
                can_look_up: false,
                to_ask_deeply: 0,
            },
            review: Some(ReviewState {
                action: "Change e-mail addresses".into(),
                columns: vec![],
                rows: 1,
                ready: 1,
                errors: 0,
                warnings: 0,
                notes: 0,
                left_out: 0,
                edits: 0,
                findings: vec![],
                whole_file: vec![],
                unchecked: vec![],
            }),
            plan_defaults: PlanOptions {
                canary: 3,
                batch: 50,
                confirm_each: true,
                stop_in_a_row: 5,
                stop_percent: 20,
                legacy: false,
                confirmed: vec![],
            },
            looks_up_at_once: false,
            edits_are_kept: true,
        }
    }

    #[test]
    fn a_certain_mapping_is_passed_over() {
        assert_eq!(Step::after_reading(&workbench()), Step::Review);
    }

    #[test]
    fn an_uncertain_mapping_is_shown() {
        let mut workbench = workbench();
        workbench.file.as_mut().unwrap().mapping_is_certain = false;
        assert_eq!(Step::after_reading(&workbench), Step::Columns);
    }

    #[test]
    fn a_file_that_asks_for_something_else_is_not_passed_over() {
        let mut workbench = workbench();
        workbench.file.as_mut().unwrap().recognized_as = Some(Problem {
            code: "file-bulk-suspend".into(),
            what: "This file asks for no new address.".into(),
            hint: String::new(),
            detail: None,
        });
        assert_eq!(Step::after_reading(&workbench), Step::File);
    }

    #[test]
    fn a_workbook_with_several_sheets_is_not_passed_over() {
        let mut workbench = workbench();
        let sheets = Some(WorkbookState {
            sheets: vec![],
            sheet: 0,
            sheet_is_guessed: true,
            remarks: vec![],
        });
        workbench.file.as_mut().unwrap().reading.workbook = sheets;
        assert_eq!(Step::after_reading(&workbench), Step::File);
    }

    #[test]
    fn without_a_connection_only_its_step_is_open() {
        let mut workbench = workbench();
        workbench.connection = ConnectionState::Closed;
        let open: Vec<_> = Step::ALL
            .into_iter()
            .filter(|step| step.is_open(Some(&workbench), false, false))
            .collect();
        assert_eq!(open, [Step::Organization]);
    }

    #[test]
    fn a_run_stays_in_reach_when_the_file_is_put_away() {
        let mut workbench = workbench();
        workbench.file = None;
        workbench.review = None;
        assert!(Step::Run.is_open(Some(&workbench), true, false));
        assert!(!Step::Review.is_open(Some(&workbench), true, false));
    }
}
