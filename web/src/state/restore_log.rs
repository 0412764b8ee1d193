//! What brought the workbench to where it stands, so that a fresh worker can be brought there too.

use rollcall_protocol::WorkbenchQuestion;

/// What has been asked and granted. `A` is what travels beside a question: a file.
///
/// Edits are not here: the worker logs them itself and finds them again with the file. Neither is the key: a live connection
/// has to be made anew.
#[derive(Debug)]
pub(crate) struct RestoreLog<A> {
    connection: PastConnection,
    /// What was chosen before the file was opened, and after it: an undo file chooses by itself.
    action: Option<WorkbenchQuestion>,
    file: Option<(WorkbenchQuestion, Option<A>)>,
    action_for_file: Option<WorkbenchQuestion>,
    reading: Option<WorkbenchQuestion>,
    mapping: Option<WorkbenchQuestion>,
    roster: Vec<(WorkbenchQuestion, Option<A>)>,
    looked_up: bool,
}

#[derive(Debug, PartialEq)]
enum PastConnection {
    Closed,
    Again(WorkbenchQuestion),
    Live,
}

impl<A: Clone> RestoreLog<A> {
    pub(crate) fn new() -> Self {
        Self {
            connection: PastConnection::Closed,
            action: None,
            file: None,
            action_for_file: None,
            reading: None,
            mapping: None,
            roster: Vec::new(),
            looked_up: false,
        }
    }

    /// Remembers a question that was granted.
    pub(crate) fn note(&mut self, question: &WorkbenchQuestion, attachment: Option<A>) {
        match question {
            WorkbenchQuestion::TrySandbox | WorkbenchQuestion::CheckOnly => {
                self.connection = PastConnection::Again(question.clone());
            }
            WorkbenchQuestion::Connect(_) => self.connection = PastConnection::Live,
            WorkbenchQuestion::Disconnect => {
                self.connection = PastConnection::Closed;
                self.looked_up = false;
            }
            WorkbenchQuestion::Choose { .. } if self.file.is_some() => {
                self.action_for_file = Some(question.clone());
            }
            WorkbenchQuestion::Choose { .. } => self.action = Some(question.clone()),
            WorkbenchQuestion::OpenFile { .. } | WorkbenchQuestion::OpenExample => {
                self.forget_file();
                self.file = Some((question.clone(), attachment));
            }
            WorkbenchQuestion::Reread(_) => {
                self.reading = Some(question.clone());
                self.mapping = None;
            }
            WorkbenchQuestion::Map { .. } => self.mapping = Some(question.clone()),
            // The rows of a journal take the file's place, and are not opened again: the journal is chosen once more.
            WorkbenchQuestion::CloseFile | WorkbenchQuestion::ReviewJournal => self.forget_file(),
            WorkbenchQuestion::LookUp { .. } => self.looked_up = true,
            WorkbenchQuestion::OpenRosterFile { .. } => self.roster.push((question.clone(), attachment)),
            WorkbenchQuestion::TypeDomains { .. } => {
                self.roster
                    .retain(|(question, _)| !matches!(question, WorkbenchQuestion::TypeDomains { .. }));
                self.roster.push((question.clone(), None));
            }
            WorkbenchQuestion::ForgetRoster => {
                self.roster.clear();
                self.looked_up = false;
            }
            _ => {}
        }
    }

    /// Leaves the file out: it may be what the worker died of.
    pub(crate) fn forget_file(&mut self) {
        self.file = None;
        self.action = self.action_for_file.take().or_else(|| self.action.take());
        self.reading = None;
        self.mapping = None;
        self.looked_up = false;
    }

    pub(crate) fn has_file(&self) -> bool {
        self.file.is_some()
    }

    /// True where the log begins with a connection that needs the key.
    pub(crate) fn was_live(&self) -> bool {
        self.connection == PastConnection::Live
    }

    /// The questions to ask again, in order.
    pub(crate) fn steps(&self) -> Vec<(WorkbenchQuestion, Option<A>)> {
        // The file can be looked at without the connection, until that is made anew.
        let connection = match &self.connection {
            PastConnection::Closed => None,
            PastConnection::Again(question) => Some(question.clone()),
            PastConnection::Live => Some(WorkbenchQuestion::CheckOnly),
        };
        let look_up =
            (self.looked_up && !self.was_live()).then_some(WorkbenchQuestion::LookUp { again: false });
        connection
            .map(|question| (question, None))
            .into_iter()
            .chain(self.roster.iter().cloned())
            .chain(self.action.clone().map(|question| (question, None)))
            .chain(self.file.clone())
            .chain(self.action_for_file.clone().map(|question| (question, None)))
            .chain(self.reading.clone().map(|question| (question, None)))
            .chain(self.mapping.clone().map(|question| (question, None)))
            .chain(look_up.map(|question| (question, None)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rollcall_protocol::{Connect, Reread, Via};
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn open(name: &str) -> WorkbenchQuestion {
        WorkbenchQuestion::OpenFile { name: name.into() }
    }

    fn reread() -> WorkbenchQuestion {
        WorkbenchQuestion::Reread(Reread {
            delimiter: Some(';'),
            ..Reread::default()
        })
    }

    fn asks(log: &RestoreLog<&'static str>) -> Vec<WorkbenchQuestion> {
        log.steps().into_iter().map(|(question, _)| question).collect()
    }

    #[test]
    fn the_steps_are_repeated_in_order_with_their_files() {
        let mut log = RestoreLog::new();
        log.note(&WorkbenchQuestion::CheckOnly, None);
        log.note(&open("people.csv"), Some("people"));
        log.note(&reread(), None);
        log.note(
            &WorkbenchQuestion::OpenRosterFile {
                name: "export.csv".into(),
            },
            Some("export"),
        );
        assert_eq!(
            log.steps(),
            [
                (WorkbenchQuestion::CheckOnly, None),
                (
                    WorkbenchQuestion::OpenRosterFile {
                        name: "export.csv".into()
                    },
                    Some("export")
                ),
                (open("people.csv"), Some("people")),
                (reread(), None),
            ]
        );
    }

    #[test]
    fn another_file_is_read_anew() {
        let mut log = RestoreLog::new();
        log.note(&open("a.csv"), Some("a"));
        log.note(&reread(), None);
        log.note(&open("b.csv"), Some("b"));
        assert_eq!(log.steps(), [(open("b.csv"), Some("b"))]);
    }

    #[test]
    fn the_key_is_not_in_the_log() {
        let mut log = RestoreLog::new();
        let connect = Connect {
            organization: "1".into(),
            key: "secret".into(),
            via: Via::Direct,
        };
        log.note(&WorkbenchQuestion::Connect(connect), None);
        log.note(&WorkbenchQuestion::LookUp { again: false }, None);
        assert!(log.was_live());
        assert_eq!(asks(&log), [WorkbenchQuestion::CheckOnly]);
        assert!(!format!("{log:?}").contains("secret"));
    }

    #[test]
    fn a_file_that_may_be_the_cause_can_be_left_out() {
        let mut log = RestoreLog::new();
        log.note(&WorkbenchQuestion::TrySandbox, None);
        log.note(&open("a.csv"), Some("a"));
        log.note(&WorkbenchQuestion::LookUp { again: false }, None);
        log.forget_file();
        assert!(!log.has_file());
        assert_eq!(asks(&log), [WorkbenchQuestion::TrySandbox]);
    }

    #[test]
    fn typed_domains_replace_those_typed_before() {
        let mut log = RestoreLog::<&str>::new();
        log.note(&WorkbenchQuestion::TypeDomains { text: "a.com".into() }, None);
        log.note(&WorkbenchQuestion::TypeDomains { text: "b.com".into() }, None);
        assert_eq!(
            asks(&log),
            [WorkbenchQuestion::TypeDomains { text: "b.com".into() }]
        );
    }
}
