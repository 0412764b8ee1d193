//! The runs of this browser, as the list shows them.

use std::rc::Rc;

use rollcall_protocol::{KeptRunState, Problem, RunPlace, RunsState, WorkbenchQuestion};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::workbench::Link as WorkbenchLink;

/// What is known of them.
#[derive(Clone, Debug, Default, PartialEq)]
struct Known {
    state: Option<Rc<RunsState>>,
    problem: Option<Problem>,
}

impl Reducible for Known {
    type Action = Result<RunsState, Problem>;

    fn reduce(self: Rc<Self>, answer: Self::Action) -> Rc<Self> {
        Rc::new(match answer {
            Ok(state) => Self {
                state: Some(Rc::new(state)),
                problem: None,
            },
            Err(problem) => Self {
                state: self.state.clone(),
                problem: Some(problem),
            },
        })
    }
}

/// The runs, as screens see them.
#[derive(Clone, PartialEq)]
pub(crate) struct Runs {
    known: UseReducerHandle<Known>,
    workbench: WorkbenchLink,
}

impl Runs {
    /// `None` before the first answer.
    pub(crate) fn state(&self) -> Option<&RunsState> {
        self.known.state.as_deref()
    }

    pub(crate) fn problem(&self) -> Option<&Problem> {
        self.known.problem.as_ref()
    }

    /// The run of this name.
    pub(crate) fn find(&self, run: &str) -> Option<&KeptRunState> {
        self.state()?.runs.iter().find(|kept| kept.run == run)
    }

    /// Runs that wait for somebody to go on with them, and that somebody can go on with.
    pub(crate) fn open(&self) -> impl Iterator<Item = &KeptRunState> {
        let runs = self
            .state()
            .map(|state| state.runs.as_slice())
            .unwrap_or_default();
        runs.iter()
            .filter(|run| run.is_open() && run.place != RunPlace::InPage { is_gone: true })
    }

    /// Asks for the list anew.
    pub(crate) fn refresh(&self) {
        self.ask(WorkbenchQuestion::Runs);
    }

    /// Keeps the journal from elsewhere that is open. The workbench has none open afterwards.
    pub(crate) fn keep_journal(&self, workbench: &WorkbenchLink) {
        let (workbench, known) = (workbench.clone(), self.known.dispatcher());
        spawn_local(async move {
            if let Some(answer) = workbench.about_runs(WorkbenchQuestion::KeepJournal).await {
                let is_kept = answer.is_ok();
                known.dispatch(answer);
                if is_kept {
                    workbench.close_journal();
                }
            }
        });
    }

    pub(crate) fn delete(&self, run: String) {
        self.ask(WorkbenchQuestion::DeleteRun { run });
    }

    pub(crate) fn keep_for(&self, days: Option<u32>) {
        self.ask(WorkbenchQuestion::KeepRunsFor { days });
    }

    /// Removes all that the browser keeps; `then` once it is gone.
    pub(crate) fn forget_everything(&self, then: Callback<()>) {
        let (workbench, known) = (self.workbench.clone(), self.known.dispatcher());
        spawn_local(async move {
            let answer = workbench.about_runs(WorkbenchQuestion::ForgetEverything).await;
            let is_done = matches!(answer, Some(Ok(_)));
            if let Some(answer) = answer {
                known.dispatch(answer);
            }
            if is_done {
                then.emit(());
            }
        });
    }

    fn ask(&self, question: WorkbenchQuestion) {
        let (workbench, known) = (self.workbench.clone(), self.known.dispatcher());
        spawn_local(async move {
            if let Some(answer) = workbench.about_runs(question).await {
                known.dispatch(answer);
            }
        });
    }
}

/// The runs of this browser, asked for once and whenever [`Runs::refresh`] says so.
#[hook]
pub(crate) fn use_runs(workbench: &WorkbenchLink) -> Runs {
    let known = use_reducer_eq(Known::default);
    Runs {
        known,
        workbench: workbench.clone(),
    }
}
