use serde::{Deserialize, Serialize};

/// A journal from elsewhere that is open. All of it is what its file says, but for what is known of the accounts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalState {
    /// The run's name.
    pub run: String,
    /// Title of the action that it carries out.
    pub action_title: String,
    /// Name of its change file.
    pub file: String,
    /// Id of the organization whose accounts it changes.
    pub organization: String,
    /// That organization's name, as the file says.
    pub organization_name: String,
    /// When its plan was made. Milliseconds since 1970.
    pub planned: i64,
    /// What all its rows do: "6 accounts will be marked for deletion".
    pub effect: String,
    /// Title of an outcome, and rows with it.
    pub says: Vec<(String, u32)>,
    /// Whether the run is over: then there is nothing to go on with.
    pub is_over: bool,
    /// Whether this browser keeps a part of the same journal, which it would take the place of.
    pub replaces: bool,
    /// What its seal shows.
    pub seal: Seal,
    /// Whether its rows are under review.
    pub is_reviewed: bool,
    /// People who have a temporary address, because a cycle is open.
    pub parked: Vec<OpenCycle>,
    /// What is to become of them; `None` until somebody said it.
    pub turn: Option<Turn>,
}

/// A cycle that was open when the journal was transferred, and still is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenCycle {
    /// Its people, as Atlassian names them: the one with the temporary address first.
    pub people: Vec<String>,
    /// That address.
    pub temporary: String,
}

/// What becomes of the people of open cycles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Turn {
    /// They get the addresses that the journal wants for them.
    Finish,
    /// They get their former addresses back.
    TakeBack,
}

/// What the seal of a journal shows. It is a label: no question and no check is left out because of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Seal {
    /// It has none.
    None,
    /// It has one, and no key of the organization is here to check it with.
    NotChecked,
    /// It was made with the key of this connection.
    Fits,
    /// It was not.
    DoesNotFit,
}
