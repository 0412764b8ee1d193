//! The runs of this browser: the list, journals that come in, and forgetting.

use std::rc::Rc;

use rollcall_core::journal::{self, Entry, RunId};
use rollcall_core::run::{Phase, Run, Settings};
use rollcall_protocol::{Answer, Ask, KeptRunState, Problem, RunPhase, RunPlace, RunsState, UndoneRun};
use wasm_bindgen::JsValue;

use super::DeskRoom;
use super::edits::Keeper;
use super::file::read_blob;
use crate::store::{KeptRun, Place, Store, StoreError};
use crate::{clock, convert, lock};

impl DeskRoom {
    pub(super) async fn about_runs(&self, ask: Ask, attachment: &JsValue) -> Answer {
        let done = match ask {
            Ask::ImportJournal => self.import_journal(attachment).await,
            Ask::DeleteRun { run } => self.delete_run(&run).await,
            Ask::KeepRunsFor { days } => self.keep_runs_for(days).await,
            Ask::ForgetEverything => self.forget_everything().await,
            _ => Ok(()),
        };
        match done {
            Ok(()) => Answer::Runs(Box::new(self.runs().await)),
            Err(problem) => Answer::Problem(problem),
        }
    }

    async fn runs(&self) -> RunsState {
        let read = async {
            let store = self.keeper.storage()?;
            Ok::<_, StoreError>((store.runs().await?, store.keep_days().await?))
        };
        let (runs, keep_days) = match read.await {
            Ok(read) => read,
            Err(error) => {
                return RunsState {
                    broken: Some(error.to_string()),
                    ..RunsState::default()
                };
            }
        };
        let held = lock::held().await;
        let here = self.door.borrow().way().map(|way| way.place);
        let undone = |run: &KeptRun| {
            let id = run.origin.undoes?;
            let of = runs.iter().find(|other| other.origin.run == id);
            Some(of.map_or_else(|| id.to_string(), |of| of.origin.file.clone()))
        };
        RunsState {
            broken: None,
            keep_days,
            runs: runs
                .iter()
                .map(|run| {
                    let is_held = held.contains(&run.origin.run);
                    shown(run, is_held, here.as_ref(), undone(run))
                })
                .collect(),
        }
    }

    async fn import_journal(&self, attachment: &JsValue) -> Result<(), Problem> {
        let bytes = read_blob(attachment).await?;
        let entries = journal::file::read(&bytes).map_err(|error| not_taken_in(error.to_string()))?;
        // Whether the entries make a run is seen by making it.
        let run = Run::resume(clock::now(), &entries, Settings::default())
            .map_err(|error| not_taken_in(error.to_string()))?;
        if !journal::is_closed(&entries) {
            return Err(not_taken_in(
                "The journal has no end: it was not handed over, and may be gone on with where it comes from.".to_owned(),
            ));
        }
        let id = run.origin().run;
        let store = self.storage()?;
        if lock::held().await.contains(&id) {
            return Err(being_carried_out());
        }
        let here = store.journal(id).await.map_err(|error| not_kept(&error))?;
        let is_handed_over = run.state(clock::now()).phase == Phase::HandedOver;
        let is_taken_back = is_handed_over && here == entries;
        if !is_taken_back && !goes_beyond(&entries, &here) {
            return Err(convert::problem(
                "journal-known",
                format!(
                    "The run of {} is in this browser already, and the file does not go beyond it.",
                    run.origin().file
                ),
                "Nothing was changed. The run is in the list.",
            ));
        }
        let kept = KeptRun::of(&run, clock::now(), Place::Unknown, is_handed_over);
        store
            .put_run(&kept, &entries)
            .await
            .map_err(|error| not_kept(&error))
    }

    async fn delete_run(&self, run: &str) -> Result<(), Problem> {
        let Some(run) = RunId::parse(run) else {
            return Ok(());
        };
        if lock::held().await.contains(&run) {
            return Err(being_carried_out());
        }
        let store = self.storage()?;
        store.delete_run(run).await.map_err(|error| not_kept(&error))
    }

    async fn keep_runs_for(&self, days: Option<u32>) -> Result<(), Problem> {
        let store = self.storage()?;
        let done = async {
            store.keep_runs_for(days).await?;
            store.drop_old_runs(clock::now()).await
        };
        done.await.map_err(|error| not_kept(&error))
    }

    async fn forget_everything(&self) -> Result<(), Problem> {
        if !lock::held().await.is_empty() {
            return Err(being_carried_out());
        }
        let store = self.storage()?;
        store.forget_everything().await.map_err(|error| not_kept(&error))
    }

    fn storage(&self) -> Result<Rc<Store>, Problem> {
        self.keeper.storage().map_err(|error| not_kept(&error))
    }
}

impl Keeper {
    /// The newest run that the file with this sum undoes.
    pub(super) async fn undone_by(&self, sha256: &str) -> Option<UndoneRun> {
        let runs = self.storage().ok()?.runs().await.ok()?;
        let undone = runs
            .into_iter()
            .find(|run| run.undo_sha256.as_deref() == Some(sha256))?;
        Some(UndoneRun {
            run: undone.origin.run.to_string(),
            file: undone.origin.file,
            organization_name: undone.origin.organization_name,
            planned: undone.planned.0,
        })
    }
}

/// Whether a journal from outside is the one that is kept, and more.
fn goes_beyond(from_outside: &[Entry], kept: &[Entry]) -> bool {
    from_outside.len() > kept.len() && from_outside.starts_with(kept)
}

fn shown(run: &KeptRun, is_held: bool, here: Option<&Place>, undoes: Option<String>) -> KeptRunState {
    KeptRunState {
        run: run.origin.run.to_string(),
        file: run.origin.file.clone(),
        organization_name: run.origin.organization_name.clone(),
        organization: run.origin.organization.to_string(),
        place: match &run.place {
            Place::InPage { .. } => RunPlace::InPage {
                is_gone: here != Some(&run.place),
            },
            Place::At { via } => RunPlace::At { via: via.clone() },
            Place::Unknown => RunPlace::Unknown,
        },
        planned: run.planned.0,
        changed_at: run.changed_at.0,
        phase: match () {
            () if run.is_over() => run.phase,
            () if is_held => RunPhase::Running,
            () => RunPhase::Interrupted,
        },
        rows: run.rows,
        done: run.done,
        changed: run.changed,
        came_in: run.came_in,
        undoes,
    }
}

fn not_taken_in(why: String) -> Problem {
    convert::problem("journal-not-read", why, "Nothing was taken in.")
}

fn being_carried_out() -> Problem {
    convert::problem(
        "run-elsewhere",
        "A run is being carried out right now, in this tab or another one of this browser.",
        "Let it come to its end, or stop it or hand it over; then try again.",
    )
}

fn not_kept(error: &StoreError) -> Problem {
    convert::problem(
        "runs-not-kept",
        format!("The browser's storage does not do it: {error}."),
        "Leave private browsing, make room on the disk, or allow this page to keep data.",
    )
}
