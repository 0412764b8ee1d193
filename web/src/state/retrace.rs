//! The way by which the workbench came to where it stands, so that a fresh worker can be led along it.

use rollcall_protocol::WorkbenchQuestion;

/// What has been asked and granted. `A` is what travels beside a question: a file.
///
/// Edits are not here: the worker logs them itself and finds them again with the file. Neither is the key: a live connection
/// has to be made anew.
#[derive(Debug)]
pub(crate) struct Retrace<A> {
    door: Door,
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
enum Door {
    Closed,
    Again(WorkbenchQuestion),
    Live,
}

impl<A: Clone> Retrace<A> {
    pub(crate) fn new() -> Self {
        Self {
            door: Door::Closed,
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
                self.door = Door::Again(question.clone());
            }
            WorkbenchQuestion::Connect(_) => self.door = Door::Live,
            WorkbenchQuestion::Disconnect => {
                self.door = Door::Closed;
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
            WorkbenchQuestion::Reread { .. } => {
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

    /// Leaves the file out of the way: it may be what the worker died of.
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

    /// True where the way begins with a connection that needs the key.
    pub(crate) fn was_live(&self) -> bool {
        self.door == Door::Live
    }

    /// The questions to ask again, in order.
    pub(crate) fn steps(&self) -> Vec<(WorkbenchQuestion, Option<A>)> {
        // The file can be looked at without the connection, until that is made anew.
        let door = match &self.door {
            Door::Closed => None,
            Door::Again(question) => Some(question.clone()),
            Door::Live => Some(WorkbenchQuestion::CheckOnly),
        };
        let look_up =
            (self.looked_up && !self.was_live()).then_some(WorkbenchQuestion::LookUp { again: false });
        door.map(|question| (question, None))
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
    use rollcall_protocol::{Connect, Via};
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn open(name: &str) -> WorkbenchQuestion {
        WorkbenchQuestion::OpenFile { name: name.into() }
    }

    fn reread() -> WorkbenchQuestion {
        WorkbenchQuestion::Reread {
            encoding: None,
            delimiter: Some(';'),
            header: None,
        }
    }

    fn asks(way: &Retrace<&'static str>) -> Vec<WorkbenchQuestion> {
        way.steps().into_iter().map(|(question, _)| question).collect()
    }

    #[test]
    fn the_way_is_gone_again_in_order_with_its_files() {
        let mut way = Retrace::new();
        way.note(&WorkbenchQuestion::CheckOnly, None);
        way.note(&open("people.csv"), Some("people"));
        way.note(&reread(), None);
        way.note(
            &WorkbenchQuestion::OpenRosterFile {
                name: "export.csv".into(),
            },
            Some("export"),
        );
        assert_eq!(
            way.steps(),
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
        let mut way = Retrace::new();
        way.note(&open("a.csv"), Some("a"));
        way.note(&reread(), None);
        way.note(&open("b.csv"), Some("b"));
        assert_eq!(way.steps(), [(open("b.csv"), Some("b"))]);
    }

    #[test]
    fn the_key_is_not_on_the_way() {
        let mut way = Retrace::new();
        let connect = Connect {
            organization: "1".into(),
            key: "secret".into(),
            via: Via::Direct,
        };
        way.note(&WorkbenchQuestion::Connect(connect), None);
        way.note(&WorkbenchQuestion::LookUp { again: false }, None);
        assert!(way.was_live());
        assert_eq!(asks(&way), [WorkbenchQuestion::CheckOnly]);
        assert!(!format!("{way:?}").contains("secret"));
    }

    #[test]
    fn a_file_that_may_be_the_cause_can_be_left_out() {
        let mut way = Retrace::new();
        way.note(&WorkbenchQuestion::TrySandbox, None);
        way.note(&open("a.csv"), Some("a"));
        way.note(&WorkbenchQuestion::LookUp { again: false }, None);
        way.forget_file();
        assert!(!way.has_file());
        assert_eq!(asks(&way), [WorkbenchQuestion::TrySandbox]);
    }

    #[test]
    fn typed_domains_replace_those_typed_before() {
        let mut way = Retrace::<&str>::new();
        way.note(&WorkbenchQuestion::TypeDomains { text: "a.com".into() }, None);
        way.note(&WorkbenchQuestion::TypeDomains { text: "b.com".into() }, None);
        assert_eq!(
            asks(&way),
            [WorkbenchQuestion::TypeDomains { text: "b.com".into() }]
        );
    }
}
