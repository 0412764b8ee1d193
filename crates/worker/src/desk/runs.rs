//! The runs of this browser: the list, journals that come in, and forgetting.

use std::rc::Rc;

use rollcall_core::action::Action;
use rollcall_core::journal::RunId;
use rollcall_protocol::{
    Answer, Ask, FromWorker, KeptRunState, News, Problem, RunPhase, RunPlace, RunsState, UndoneRun,
};
use wasm_bindgen_futures::spawn_local;

use super::DeskRoom;
use super::edits::Keeper;
use crate::lock::{self, Lock, LockError};
use crate::store::{KeptRun, Place, StoreError};
use crate::{clock, convert, tabs, wire};

impl DeskRoom {
    pub(super) async fn about_runs(self: &Rc<Self>, ask: Ask) -> Answer {
        let has_changed = match ask {
            Ask::KeepJournal => self.keep_journal().await.map(Some),
            Ask::DeleteRun { run } => self.delete_run(&run).await.map(|()| Some(RunId::parse(&run))),
            Ask::KeepRunsFor { days } => self.keep_runs_for(days).await.map(|()| Some(None)),
            Ask::ForgetEverything => self.forget_everything().await.map(|()| Some(None)),
            _ => Ok(None),
        };
        match has_changed {
            Ok(changed) => {
                if let Some(run) = changed {
                    tabs::tell(run);
                }
                Answer::Runs(Box::new(self.runs().await))
            }
            Err(problem) => Answer::Problem(problem),
        }
    }

    /// Tells the page when another worker did something to the runs.
    pub(super) fn listen() {
        tabs::listen(|_| runs_have_changed());
    }

    async fn runs(self: &Rc<Self>) -> RunsState {
        let read = async {
            let store = self.keeper.storage()?;
            Ok::<_, StoreError>((store.runs().await?, store.keep_days().await))
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
        // Where the browser has no locks, nobody can be carrying out a run.
        let held = lock::held().await.unwrap_or_default();
        self.await_end_of(&held);
        let here = self.door.borrow().way().map(|way| way.place);
        let undone = |run: &KeptRun| {
            let id = run.origin.undoes?;
            let of = runs.kept.iter().find(|other| other.origin.run == id);
            Some(of.map_or_else(|| id.to_string(), |of| of.origin.file.clone()))
        };
        RunsState {
            broken: None,
            // What stands there may be of a newer Rollcall: it is left alone, and nothing is dropped for its age.
            keep_days: keep_days.unwrap_or_default(),
            unreadable: runs.unreadable.clone(),
            runs: runs
                .kept
                .iter()
                .map(|run| {
                    let is_held = held.contains(&run.origin.run);
                    shown(run, is_held, here.as_ref(), undone(run))
                })
                .collect(),
        }
    }

    /// A worker that dies tells nobody: whoever waits for its lock hears of it.
    fn await_end_of(self: &Rc<Self>, held: &[RunId]) {
        for &run in held {
            if self.awaited.borrow_mut().insert(run) {
                let room = Rc::clone(self);
                spawn_local(async move {
                    lock::freed(run).await;
                    room.awaited.borrow_mut().remove(&run);
                    runs_have_changed();
                });
            }
        }
    }

    async fn delete_run(&self, run: &str) -> Result<(), Problem> {
        // What cannot be read may have another name: nobody carries that out.
        let _lock = match RunId::parse(run) {
            Some(run) => locked(Lock::take(run).await)?,
            None => None,
        };
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
        let _lock = locked(Lock::take_all().await)?;
        let store = self.storage()?;
        store.forget_everything().await.map_err(|error| not_kept(&error))
    }
}

impl Keeper {
    /// The newest run that the file with this sum undoes, and the action that the file is for.
    pub(super) async fn undone_by(&self, sha256: &str) -> Option<(UndoneRun, Option<&'static Action>)> {
        let runs = self.storage().ok()?.runs().await.ok()?;
        // What a journal from elsewhere says of its files is not this browser's word.
        let of_file = |run: KeptRun| {
            if run.came_in {
                return None;
            }
            let file = run.undo.iter().find(|file| file.sha256 == sha256)?;
            Some((Action::of_key(&file.action), run))
        };
        let (action, undone) = runs.kept.into_iter().find_map(of_file)?;
        let run = UndoneRun {
            run: undone.origin.run.to_string(),
            file: undone.origin.file,
            organization_name: undone.origin.organization_name,
            planned: undone.planned.0,
        };
        Some((run, action))
    }
}

/// The right to change a run; nothing where the browser has no locks, and so nobody can be carrying one out.
pub(super) fn locked(taken: Result<Lock, LockError>) -> Result<Option<Lock>, Problem> {
    match taken {
        Ok(lock) => Ok(Some(lock)),
        Err(LockError::None(_)) => Ok(None),
        Err(LockError::Taken) => Err(being_carried_out()),
    }
}

fn runs_have_changed() {
    let news = Box::new(News::Runs);
    wire::send(&FromWorker::News { news }, None);
}

fn shown(run: &KeptRun, is_held: bool, here: Option<&Place>, undoes: Option<String>) -> KeptRunState {
    KeptRunState {
        run: run.origin.run.to_string(),
        action_title: run
            .action()
            .map_or(run.action.as_str(), |action| action.title)
            .to_owned(),
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
            () if is_held => RunPhase::Elsewhere,
            () => RunPhase::Interrupted,
        },
        rows: run.rows,
        done: run.done,
        changed: run.changed,
        parked: run.parked.clone(),
        in_doubt: run.in_doubt,
        came_in: run.came_in,
        undoes,
    }
}

fn being_carried_out() -> Problem {
    convert::problem(
        "run-elsewhere",
        "A run is being carried out right now, in this tab or another one of this browser.",
        "Let it come to its end, or stop it or hand it over; then try again.",
    )
}

pub(super) fn not_kept(error: &StoreError) -> Problem {
    convert::problem(
        "runs-not-kept",
        format!("The browser's storage does not do it: {error}."),
        "Leave private browsing, make room on the disk, or allow this page to keep data.",
    )
}
