//! What can be asked about a journal from elsewhere.

use js_sys::ArrayBuffer;
use rollcall_protocol::{ConnectionState, Saved, Turn, WorkbenchQuestion};
use web_sys::Blob;

use super::{
    Topic,
    link::{Link, stay},
};
use crate::state::step::Step;

impl Link {
    /// Opens a journal from elsewhere, to look at what it says.
    pub(crate) fn open_journal(&self, blob: Blob) {
        self.act(
            Topic::Journal,
            "Reading the journal",
            WorkbenchQuestion::OpenJournal,
            Some(blob),
            stay,
        );
    }

    /// The same, for one that an older Rollcall took in.
    pub(crate) fn open_kept_journal(&self, run: String) {
        let question = WorkbenchQuestion::OpenKeptJournal { run };
        self.act(Topic::Journal, "Reading the journal", question, None, stay);
    }

    pub(crate) fn review_journal(&self) {
        self.act(
            Topic::Journal,
            "Checking",
            WorkbenchQuestion::ReviewJournal,
            None,
            |workbench| {
                let is_closed = workbench.connection == ConnectionState::Closed;
                Some(if is_closed {
                    Step::Organization
                } else {
                    Step::Review
                })
            },
        );
    }

    pub(crate) fn turn_cycles(&self, turn: Turn, alone: bool) {
        self.act(
            Topic::Journal,
            "Checking",
            WorkbenchQuestion::TurnCycles { turn, alone },
            None,
            |_| Some(Step::Review),
        );
    }

    pub(crate) fn close_journal(&self) {
        self.act(
            Topic::Journal,
            "Putting the journal away",
            WorkbenchQuestion::CloseJournal,
            None,
            stay,
        );
    }

    /// The journal of a run that is over or transferred. A problem comes into `Known`.
    pub(crate) async fn save_journal(&self, run: String) -> Option<(Saved, ArrayBuffer)> {
        self.saved(Topic::Journal, WorkbenchQuestion::SaveJournal { run })
            .await
    }
}
