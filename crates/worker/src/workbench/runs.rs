//! The runs of this browser: the list, journals that come in, and forgetting.

use std::rc::Rc;

use rollcall_core::journal::RunId;
use rollcall_protocol::{
    KeptRunState, Problem, RunPhase, RunPlace, RunsState, WorkbenchAnswer, WorkbenchNews, WorkbenchProtocol,
};
use wasm_bindgen_futures::spawn_local;

use super::WorkbenchWorker;
use super::problem::{locked, not_kept};
use crate::lock::{self, Lock};
use crate::store::{KeptRun, Place, StoreError};
use crate::{clock, tabs, wire};

impl WorkbenchWorker {
    /// Does something to the runs, tells the other tabs of it, and answers with what is left.
    pub(super) async fn after(
        self: &Rc<Self>,
        done: impl Future<Output = Result<Option<RunId>, Problem>>,
    ) -> Result<WorkbenchAnswer, Problem> {
        tabs::tell(done.await?);
        Ok(self.runs_answer().await)
    }

    pub(super) async fn runs_answer(self: &Rc<Self>) -> WorkbenchAnswer {
        WorkbenchAnswer::Runs(Box::new(self.runs().await))
    }

    /// Tells the page when another worker did something to the runs.
    pub(super) fn listen() {
        tabs::listen(|_| runs_have_changed());
    }

    async fn runs(self: &Rc<Self>) -> RunsState {
        let read = async {
            let store = self.edit_store.storage()?;
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
        let here = self.connection.borrow().route().map(|route| route.place);
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

    pub(super) async fn delete_run(&self, run: &str) -> Result<Option<RunId>, Problem> {
        // What cannot be read may have another name: nobody carries that out.
        let _lock = match RunId::parse(run) {
            Some(run) => locked(Lock::take(run).await)?,
            None => None,
        };
        let store = self.storage()?;
        store.delete_run(run).await.map_err(|error| not_kept(&error))?;
        Ok(RunId::parse(run))
    }

    pub(super) async fn keep_runs_for(&self, days: Option<u32>) -> Result<Option<RunId>, Problem> {
        let store = self.storage()?;
        let done = async {
            store.keep_runs_for(days).await?;
            store.drop_old_runs(clock::now()).await
        };
        done.await.map_err(|error| not_kept(&error))?;
        Ok(None)
    }

    pub(super) async fn forget_everything(&self) -> Result<Option<RunId>, Problem> {
        let _lock = locked(Lock::take_all().await)?;
        let store = self.storage()?;
        store
            .forget_everything()
            .await
            .map_err(|error| not_kept(&error))?;
        Ok(None)
    }
}

fn runs_have_changed() {
    wire::send_news::<WorkbenchProtocol>(WorkbenchNews::Runs);
}

fn shown(run: &KeptRun, is_held: bool, here: Option<&Place>, undoes: Option<String>) -> KeptRunState {
    KeptRunState {
        run: run.origin.run.to_string(),
        action_title: run
            .action()
            .map_or(run.action.as_str(), |action| action.title())
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
