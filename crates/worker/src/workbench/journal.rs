//! A journal from elsewhere: looked at, its rows reviewed like those of any file, and kept only when somebody accepts it.

use rollcall_core::claim::{Claim, OpenCycle, Turn};
use rollcall_core::file::Edits;
use rollcall_core::journal::file::JournalFile;
use rollcall_core::journal::{self, RunId};
use rollcall_core::run::{Run, Settings};
use rollcall_core::workbench::Workbench;
use rollcall_protocol::{JournalState, Problem, Saved, Seal};
use wasm_bindgen::JsValue;

use super::WorkbenchWorker;
use super::blob::read_blob;
use super::open_journal::{OpenJournal, here};
use super::problem::{locked, not_here, not_kept};
use crate::digest::sha256;
use crate::lock::Lock;
use crate::store::{KeptRun, Place, Store};
use crate::{clock, convert};

impl WorkbenchWorker {
    /// Reads a journal, to be looked at. Nothing is kept of it.
    pub(super) async fn open_journal(&self, attachment: &JsValue) -> Result<(), Problem> {
        let bytes = read_blob(attachment).await?;
        let claim = Claim::read(&bytes).map_err(|error| not_taken_in(error.to_string()))?;
        let here = match self.storage() {
            Ok(store) => kept_here(&store, &claim).await?,
            Err(_) => KeptHere::Nothing,
        };
        self.put_journal(claim, here != KeptHere::Nothing);
        Ok(())
    }

    /// The same, for a journal that an older Rollcall took in without a review, and that this browser keeps.
    pub(super) async fn open_kept_journal(&self, run: &str) -> Result<(), Problem> {
        let run = RunId::parse(run).ok_or_else(not_here)?;
        let store = self.storage()?;
        let entries = store.journal(run).await.map_err(|error| not_kept(&error))?;
        let claim =
            Claim::of(JournalFile::unsealed(entries)).map_err(|error| not_taken_in(error.to_string()))?;
        self.put_journal(claim, true);
        Ok(())
    }

    fn put_journal(&self, claim: Claim, replaces: bool) {
        self.forget_journal();
        *self.journal.borrow_mut() = Some(OpenJournal {
            claim,
            replaces,
            turn: None,
            is_reviewed: false,
        });
    }

    /// Puts the rows of the journal in the place of the change file.
    pub(super) async fn review_journal(&self) -> Result<(), Problem> {
        let is_over = match &*self.journal.borrow() {
            None => return Err(not_here()),
            Some(open) => open.claim.is_finished(),
        };
        if is_over {
            return Err(convert::problem(
                "journal-over",
                "The journal says that its run is over, so there is nothing to go on with.",
                "Keep it to look at what it says.",
            ));
        }
        self.put_rows().await
    }

    /// Says what becomes of the people of open cycles: their rows are made anew, and reviewed again.
    pub(super) async fn turn_cycles(
        &self,
        turn: rollcall_protocol::Turn,
        alone: bool,
    ) -> Result<(), Problem> {
        let turn = match turn {
            rollcall_protocol::Turn::Finish => Turn::Finish,
            rollcall_protocol::Turn::TakeBack => Turn::TakeBack,
        };
        if let Some(open) = self.journal.borrow_mut().as_mut().filter(|open| open.is_reviewed) {
            open.turn = Some((turn, alone));
        } else {
            return Err(not_here());
        }
        self.put_rows().await
    }

    async fn put_rows(&self) -> Result<(), Problem> {
        let sum = {
            let (open, mut workbench) = (self.journal.borrow(), self.workbench.borrow_mut());
            let open = open.as_ref().ok_or_else(not_here)?;
            let (action, rows) = (open.claim.action(), open.rows(&workbench));
            let name = open.claim.run().origin().file.clone();
            workbench
                .open_claim(action, &name, rows)
                .map_err(|error| convert::not_read(&error))?;
            let Some(file) = workbench.file() else {
                return Err(not_here());
            };
            let sum = sha256(&file.to_bytes(&Edits::default()));
            let mut state = convert::file_state(file, sum.clone());
            state.parts = action
                .row
                .fields
                .iter()
                .copied()
                .map(convert::part_state)
                .collect();
            state.mapping_is_certain = true;
            *self.file.borrow_mut() = Some(state);
            *self.sheet.borrow_mut() = None;
            sum
        };
        let kept = self.edit_store.take_up(&sum).await;
        self.workbench.borrow_mut().replay(kept);
        if let Some(open) = self.journal.borrow_mut().as_mut() {
            open.is_reviewed = true;
        }
        Ok(())
    }

    /// Keeps a journal whose run is over, to be looked at. It takes the place of what is kept of it here.
    pub(super) async fn keep_journal(&self) -> Result<Option<RunId>, Problem> {
        let is_over = |open: &mut OpenJournal| open.claim.is_finished();
        let taken = self.journal.borrow_mut().take_if(is_over);
        let Some(open) = taken else {
            return Err(not_here());
        };
        let kept = self.keep_claim(&open.claim).await;
        if kept.is_err() {
            *self.journal.borrow_mut() = Some(open);
        }
        kept.map(Some)
    }

    async fn keep_claim(&self, claim: &Claim) -> Result<RunId, Problem> {
        let run = claim.run().origin().run;
        let mut kept = KeptRun::of(claim.run(), clock::now(), Place::Unknown, true);
        // Which run it undoes is the file's word.
        kept.origin.undoes = None;
        let store = self.storage()?;
        let _lock = locked(Lock::take(run).await)?;
        // Another tab may have gone on with it since it was opened.
        kept_here(&store, claim).await?;
        // Where the run was here before, it answers where it did.
        let known = store.run(run).await.ok().flatten();
        let place = known.map_or(Place::Unknown, |known| known.place);
        let kept = KeptRun { place, ..kept };
        store
            .put_run(&kept, claim.entries())
            .await
            .map_err(|error| not_kept(&error))?;
        Ok(run)
    }

    /// Puts the journal away, and its rows with it.
    pub(super) async fn close_journal(&self) {
        let was_reviewed = self.forget_journal();
        if was_reviewed {
            self.close_file().await;
        }
    }

    /// Another file takes the place of its rows, or none does: the journal goes with them.
    pub(super) fn forget_reviewed_journal(&self) {
        self.journal.borrow_mut().take_if(|open| open.is_reviewed);
    }

    /// Whether its rows were in the workbench.
    pub(super) fn forget_journal(&self) -> bool {
        let open = self.journal.borrow_mut().take();
        open.is_some_and(|open| open.is_reviewed)
    }

    /// What cannot be done to the file while it is a journal's.
    pub(super) fn not_of_a_journal(&self) -> Result<(), Problem> {
        let open = self.journal.borrow();
        match open.as_ref().and_then(OpenJournal::reviewed) {
            None => Ok(()),
            Some(_) => Err(convert::problem(
                "journal-as-it-is",
                "The rows of a journal are reviewed as they are, for the action that it names.",
                "Put the journal away first, or save its rows as a change file and open that.",
            )),
        }
    }

    pub(super) fn journal_state(&self) -> Option<JournalState> {
        let open = self.journal.borrow();
        let open = open.as_ref()?;
        let (claim, workbench, connection) = (&open.claim, self.workbench.borrow(), self.connection.borrow());
        let origin = claim.run().origin();
        let key = connection.seal_key(&origin.organization, origin.run);
        let rows = claim.plan().rows.len();
        Some(JournalState {
            run: origin.run.to_string(),
            action_title: claim.action().title().to_owned(),
            file: origin.file.clone(),
            organization: origin.organization.to_string(),
            organization_name: origin.organization_name.clone(),
            planned: claim.run().times().planned.0,
            effect: claim.plan().effect(rows),
            says: claim
                .says()
                .into_iter()
                .map(|(outcome, rows)| (outcome.title().to_owned(), rows))
                .collect(),
            is_over: claim.is_finished(),
            replaces: open.replaces,
            seal: match (claim.has_seal(), key) {
                (false, _) => Seal::None,
                (true, None) => Seal::NotChecked,
                (true, Some(key)) if claim.is_sealed_with(&key) => Seal::Fits,
                (true, Some(_)) => Seal::DoesNotFit,
            },
            is_reviewed: open.is_reviewed,
            parked: open
                .open_cycles(&workbench)
                .into_iter()
                .map(|cycle| parked(claim, &workbench, cycle))
                .collect(),
            turn: open.turn.map(|(turn, _)| match turn {
                Turn::Finish => rollcall_protocol::Turn::Finish,
                Turn::TakeBack => rollcall_protocol::Turn::TakeBack,
            }),
        })
    }

    /// The journal of a run as a file. Only a closed one is given away: two copies of an open one could both be gone on with.
    pub(super) async fn journal_file(&self, run: &str) -> Result<(Saved, Vec<u8>), Problem> {
        let run = RunId::parse(run).ok_or_else(not_here)?;
        let store = self.storage()?;
        let entries = store.journal(run).await.map_err(|error| not_kept(&error))?;
        // What counts is what is on the disk: what is shown may be ahead of it, or may have stopped without an end.
        if !journal::is_closed(&entries) {
            return Err(convert::problem(
                "journal-open",
                "The journal of the run has no end yet.",
                "Hand the run over first: then its journal is closed here, and the run can go on elsewhere.",
            ));
        }
        let origin = journal::file::origin(&entries).ok_or_else(not_here)?;
        // A seal says that it was written where the key is: of what came in from elsewhere nobody here can say that.
        let kept = store.run(run).await.map_err(|error| not_kept(&error))?;
        let is_ours = kept.is_some_and(|kept| !kept.came_in);
        let key = is_ours
            .then(|| self.connection.borrow().seal_key(&origin.organization, run))
            .flatten();
        let name = format!("{}-journal.jsonl", convert::stem(&origin.file));
        let bytes = journal::file::write(&entries, key.as_ref()).map_err(|error| Problem {
            detail: Some(error.to_string()),
            ..not_here()
        })?;
        Ok((convert::json_lines(name), bytes))
    }
}

/// What this browser keeps of the run of a journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum KeptHere {
    Nothing,
    /// A part of the journal, all of it, or something that cannot be read: the journal may take its place.
    Less,
}

/// What is kept here of the run of a journal.
///
/// # Errors
/// [`Problem`] where it is more than the journal says, or something else.
async fn kept_here(store: &Store, claim: &Claim) -> Result<KeptHere, Problem> {
    // What cannot be read is of no use: a whole journal may take its place, and it is said that it does.
    let Ok(here) = store.journal(claim.run().origin().run).await else {
        return Ok(KeptHere::Less);
    };
    if here.is_empty() {
        return Ok(KeptHere::Nothing);
    }
    let is_whole = Run::resume(clock::now(), &here, Settings::default()).is_ok();
    let is_taken_back = !claim.is_finished() && here == claim.entries();
    let goes_beyond = claim.entries().len() > here.len() && claim.entries().starts_with(&here);
    if is_whole && !is_taken_back && !goes_beyond {
        return Err(known_here(claim));
    }
    Ok(KeptHere::Less)
}

/// Who has a temporary address. The names are Atlassian's, and not the file's.
fn parked(claim: &Claim, workbench: &Workbench, cycle: OpenCycle) -> rollcall_protocol::OpenCycle {
    let who = |&row: &u32| {
        let row = claim.plan().rows.get(row as usize)?;
        let account = row.account.as_ref()?;
        let name = here(workbench, account).and_then(|account| account.name.value());
        Some(name.map_or_else(|| account.to_string(), Clone::clone))
    };
    rollcall_protocol::OpenCycle {
        people: cycle.rows.iter().filter_map(who).collect(),
        temporary: cycle.temporary,
    }
}

fn known_here(claim: &Claim) -> Problem {
    convert::problem(
        "journal-known",
        format!(
            "The run of {} is in this browser already, and the file does not go beyond it.",
            claim.run().origin().file
        ),
        "Nothing was changed. The run is in the list.",
    )
}

fn not_taken_in(why: String) -> Problem {
    convert::problem("journal-not-read", why, "Nothing was taken in.")
}
