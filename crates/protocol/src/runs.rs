use serde::{Deserialize, Serialize};

use crate::RunPhase;

/// The runs of this browser.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunsState {
    /// Why there is no list: what the browser's storage said.
    pub broken: Option<String>,
    /// The newest first.
    pub runs: Vec<KeptRunState>,
    /// Names of runs that are kept and cannot be read: a newer Rollcall wrote them, or they were damaged.
    pub unreadable: Vec<String>,
    /// How long runs that are over are kept, in days; `None` for as long as there is room.
    pub keep_days: Option<u32>,
}

/// One run of this browser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptRunState {
    /// Names it: sixteen hexadecimal digits.
    pub run: String,
    /// Title of the action that it carries out.
    pub action_title: String,
    /// Name of its change file.
    pub file: String,
    /// The organization's name.
    pub organization_name: String,
    /// The organization's id.
    pub organization: String,
    /// Where it was reached.
    pub place: RunPlace,
    /// When its plan was frozen. Milliseconds since 1970, as all times here.
    pub planned: i64,
    /// When it last went on.
    pub changed_at: i64,
    /// Where it stands: [`RunPhase::Elsewhere`] where a worker of this browser is carrying it out.
    pub phase: RunPhase,
    /// Rows of the plan.
    pub rows: u32,
    /// Those with an outcome.
    pub done: u32,
    /// Those that were changed.
    pub changed: u32,
    /// Who has a temporary address, so that somebody has to look after that account: name or account id.
    pub parked: Option<String>,
    /// Rows of which it is not known whether they were changed.
    pub in_doubt: u32,
    /// It came here as a journal that somebody handed over.
    pub came_in: bool,
    /// Name of the file of the run that it undoes.
    pub undoes: Option<String>,
}

impl KeptRunState {
    /// Whether it waits for somebody to go on with it.
    pub fn is_open(&self) -> bool {
        self.phase == RunPhase::Interrupted
    }
}

/// Where a run's organization was reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "place", rename_all = "kebab-case")]
pub enum RunPlace {
    /// The sandbox organization in the page.
    InPage {
        /// It ended with the page that it was in: the run can be looked at, not gone on with.
        is_gone: bool,
    },
    /// Over HTTP.
    At {
        /// "directly", or the proxy's address.
        via: String,
    },
    /// The journal came from elsewhere, and does not tell.
    Unknown,
}

/// The run that a change file undoes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UndoneRun {
    /// Names it.
    pub run: String,
    /// Name of its change file.
    pub file: String,
    /// The organization's name.
    pub organization_name: String,
    /// When its plan was frozen. Milliseconds since 1970.
    pub planned: i64,
}
