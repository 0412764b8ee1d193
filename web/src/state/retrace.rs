//! The way by which the desk came to where it stands, so that a fresh worker can be led along it.

use rollcall_protocol::Ask;

/// What has been asked and granted. `A` is what travels beside a question: a file.
///
/// Edits are not here: the worker logs them itself and finds them again with the file. Neither is the key: a live connection
/// has to be made anew.
#[derive(Debug)]
pub(crate) struct Retrace<A> {
    door: Door,
    /// What was chosen before the file was opened, and after it: an undo file chooses by itself.
    action: Option<Ask>,
    file: Option<(Ask, Option<A>)>,
    action_for_file: Option<Ask>,
    reading: Option<Ask>,
    mapping: Option<Ask>,
    roster: Vec<(Ask, Option<A>)>,
    looked_up: bool,
}

#[derive(Debug, PartialEq)]
enum Door {
    Closed,
    Again(Ask),
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
    pub(crate) fn note(&mut self, ask: &Ask, attachment: Option<A>) {
        match ask {
            Ask::TrySandbox | Ask::CheckOnly => self.door = Door::Again(ask.clone()),
            Ask::Connect(_) => self.door = Door::Live,
            Ask::Disconnect => {
                self.door = Door::Closed;
                self.looked_up = false;
            }
            Ask::Choose { .. } if self.file.is_some() => self.action_for_file = Some(ask.clone()),
            Ask::Choose { .. } => self.action = Some(ask.clone()),
            Ask::OpenFile { .. } | Ask::OpenExample => {
                self.forget_file();
                self.file = Some((ask.clone(), attachment));
            }
            Ask::Reread { .. } => {
                self.reading = Some(ask.clone());
                self.mapping = None;
            }
            Ask::Map { .. } => self.mapping = Some(ask.clone()),
            // The rows of a journal take the file's place, and are not opened again: the journal is chosen once more.
            Ask::CloseFile | Ask::ReviewJournal => self.forget_file(),
            Ask::LookUp { .. } => self.looked_up = true,
            Ask::OpenRosterFile { .. } => self.roster.push((ask.clone(), attachment)),
            Ask::TypeDomains { .. } => {
                self.roster
                    .retain(|(ask, _)| !matches!(ask, Ask::TypeDomains { .. }));
                self.roster.push((ask.clone(), None));
            }
            Ask::ForgetRoster => {
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
    pub(crate) fn steps(&self) -> Vec<(Ask, Option<A>)> {
        // The file can be looked at without the connection, until that is made anew.
        let door = match &self.door {
            Door::Closed => None,
            Door::Again(ask) => Some(ask.clone()),
            Door::Live => Some(Ask::CheckOnly),
        };
        let look_up = (self.looked_up && !self.was_live()).then_some(Ask::LookUp { again: false });
        door.map(|ask| (ask, None))
            .into_iter()
            .chain(self.roster.iter().cloned())
            .chain(self.action.clone().map(|ask| (ask, None)))
            .chain(self.file.clone())
            .chain(self.action_for_file.clone().map(|ask| (ask, None)))
            .chain(self.reading.clone().map(|ask| (ask, None)))
            .chain(self.mapping.clone().map(|ask| (ask, None)))
            .chain(look_up.map(|ask| (ask, None)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rollcall_protocol::{Connect, Via};
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn open(name: &str) -> Ask {
        Ask::OpenFile { name: name.into() }
    }

    fn reread() -> Ask {
        Ask::Reread {
            encoding: None,
            delimiter: Some(';'),
            header: None,
        }
    }

    fn asks(way: &Retrace<&'static str>) -> Vec<Ask> {
        way.steps().into_iter().map(|(ask, _)| ask).collect()
    }

    #[test]
    fn the_way_is_gone_again_in_order_with_its_files() {
        let mut way = Retrace::new();
        way.note(&Ask::CheckOnly, None);
        way.note(&open("people.csv"), Some("people"));
        way.note(&reread(), None);
        way.note(
            &Ask::OpenRosterFile {
                name: "export.csv".into(),
            },
            Some("export"),
        );
        assert_eq!(
            way.steps(),
            [
                (Ask::CheckOnly, None),
                (
                    Ask::OpenRosterFile {
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
        way.note(&Ask::Connect(connect), None);
        way.note(&Ask::LookUp { again: false }, None);
        assert!(way.was_live());
        assert_eq!(asks(&way), [Ask::CheckOnly]);
        assert!(!format!("{way:?}").contains("secret"));
    }

    #[test]
    fn a_file_that_may_be_the_cause_can_be_left_out() {
        let mut way = Retrace::new();
        way.note(&Ask::TrySandbox, None);
        way.note(&open("a.csv"), Some("a"));
        way.note(&Ask::LookUp { again: false }, None);
        way.forget_file();
        assert!(!way.has_file());
        assert_eq!(asks(&way), [Ask::TrySandbox]);
    }

    #[test]
    fn typed_domains_replace_those_typed_before() {
        let mut way = Retrace::<&str>::new();
        way.note(&Ask::TypeDomains { text: "a.com".into() }, None);
        way.note(&Ask::TypeDomains { text: "b.com".into() }, None);
        assert_eq!(asks(&way), [Ask::TypeDomains { text: "b.com".into() }]);
    }
}
