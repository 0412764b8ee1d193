//! The runner: the worker that carries out a run, and what it last said. It is started when a run begins and holds the results
//! until the next run, or another one is opened.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use js_sys::ArrayBuffer;
use rollcall_protocol::{
    Connect, PlanOptions, Problem, ResultRows, RunAnswer, RunCommand, RunDownload, RunNews, RunPhase,
    RunProtocol, RunQuestion, RunState, Saved,
};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::MessageChannel;
use yew::prelude::*;

use super::workbench::Link as WorkbenchLink;
use crate::client::{Attachment, Client, Event, Reply, Unanswered};

/// All that the page knows of the run.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Known {
    pub(crate) is_starting: bool,
    /// It was asked to go on, and has not answered yet.
    pub(crate) is_taking_up: bool,
    pub(crate) state: Option<Rc<RunState>>,
    /// Why it could not begin, or what the last command met.
    pub(crate) problem: Option<Problem>,
    /// The worker died in the run, and left this message.
    pub(crate) died: Option<String>,
    /// Whether the browser promised not to remove the journal to make room; `None` before it was asked.
    pub(crate) is_lasting: Option<bool>,
    /// The run is over, and the user has turned to the next one.
    pub(crate) plans_next: bool,
}

impl Known {
    /// True while rows are being sent, or may be at the next click.
    pub(crate) fn is_going(&self) -> bool {
        self.died.is_none()
            && (self.is_starting
                || self.state.as_ref().is_some_and(|run| {
                    !matches!(
                        run.phase,
                        RunPhase::Done
                            | RunPhase::Stopped
                            | RunPhase::Transferred
                            | RunPhase::Broken
                            | RunPhase::Interrupted
                            | RunPhase::Elsewhere
                    )
                }))
    }

    /// True where the run has come to an end of its own, so that results can be had.
    pub(crate) fn has_result(&self) -> bool {
        self.state.is_some() && !self.is_going()
    }
}

/// What changes [`Known`].
pub(crate) enum Change {
    Starting,
    TakingUp,
    NotTakenUp,
    NotStarted(Option<Problem>),
    State(Rc<RunState>),
    Problem(Problem),
    Died(String),
    Lasting(bool),
    PlansNext,
    PutAway,
}

impl Reducible for Known {
    type Action = Change;

    fn reduce(self: Rc<Self>, change: Change) -> Rc<Self> {
        let mut known = (*self).clone();
        match change {
            Change::Starting => {
                known = Self {
                    is_starting: true,
                    ..Self::default()
                }
            }
            Change::TakingUp => {
                known.is_taking_up = true;
                known.problem = None;
            }
            Change::NotTakenUp => known.is_taking_up = false,
            // Where its worker died, that is the reason, and stays.
            Change::NotStarted(problem) => {
                known = Self {
                    problem,
                    died: known.died,
                    ..Self::default()
                };
            }
            Change::State(state) => {
                (known.is_starting, known.is_taking_up) = (false, false);
                known.problem = None;
                known.state = Some(state);
            }
            Change::Problem(problem) => {
                known.is_taking_up = false;
                known.problem = Some(problem);
            }
            Change::Died(why) => {
                (known.is_starting, known.is_taking_up) = (false, false);
                known.died = Some(why);
            }
            Change::Lasting(is_lasting) => known.is_lasting = Some(is_lasting),
            Change::PlansNext => known.plans_next = known.has_result(),
            Change::PutAway => known = Self::default(),
        }
        Rc::new(known)
    }
}

/// The runner, as screens see it.
#[derive(Clone, PartialEq)]
pub(crate) struct Runner {
    known: UseReducerHandle<Known>,
    link: Link,
}

impl Runner {
    pub(crate) fn known(&self) -> &Known {
        &self.known
    }
}

impl std::ops::Deref for Runner {
    type Target = Link;

    fn deref(&self) -> &Link {
        &self.link
    }
}

#[hook]
pub(crate) fn use_runner() -> Runner {
    let known = use_reducer_eq(Known::default);
    let change = known.dispatcher();
    let link = use_memo((), move |()| {
        Link(Rc::new(Inner {
            client: RefCell::new(None),
            workers: Cell::new(0),
            change,
        }))
    });
    Runner {
        known,
        link: (*link).clone(),
    }
}

/// The link to the runner's worker.
#[derive(Clone)]
pub(crate) struct Link(Rc<Inner>);

struct Inner {
    client: RefCell<Option<Client<RunProtocol>>>,
    /// Numbers the workers: what an earlier one says concerns nobody any more.
    workers: Cell<u32>,
    change: UseReducerDispatcher<Known>,
}

impl PartialEq for Link {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Link {
    /// Has the workbench hand over the plan, and begins.
    pub(crate) fn begin(&self, workbench: &WorkbenchLink, options: PlanOptions) {
        self.0.change.dispatch(Change::Starting);
        self.ask_for_lasting_storage();
        let (link, workbench) = (self.clone(), workbench.clone());
        spawn_local(async move {
            let asks_once = !options.confirm_each;
            match link.take_over(&workbench, options).await {
                Ok(state) => {
                    link.0.change.dispatch(Change::State(state));
                    if asks_once {
                        link.command(RunCommand::AllBatches);
                    }
                    link.command(RunCommand::Begin);
                }
                Err(problem) => {
                    link.0.client.replace(None);
                    link.0.change.dispatch(Change::NotStarted(problem));
                }
            }
        });
    }

    async fn take_over(
        &self,
        workbench: &WorkbenchLink,
        options: PlanOptions,
    ) -> Result<Rc<RunState>, Option<Problem>> {
        let channel = MessageChannel::new().map_err(|_| None)?;
        let client = self.start();
        let taken = client.ask(RunQuestion::TakeOver, Attachment::Port(channel.port2()));
        let handed = workbench.transfer(options, channel.port1());
        handed.await?;
        run_answer(taken.await)
    }

    /// A fresh worker in the place of the last one.
    fn start(&self) -> Client<RunProtocol> {
        let worker = self.0.workers.get().wrapping_add(1);
        self.0.workers.set(worker);
        let client = Client::start(self.on_event(worker));
        self.0.client.replace(Some(client.clone()));
        client
    }

    /// Takes a run of this browser from its journal, to be looked at; `then` once it is there.
    pub(crate) fn open(&self, run: String, then: Callback<RunPhase>) {
        self.0.change.dispatch(Change::PutAway);
        let link = self.clone();
        spawn_local(async move {
            let client = link.start();
            let worker = link.0.workers.get();
            let answer = run_answer(client.ask(RunQuestion::Open { run }, Attachment::None).await);
            if link.0.workers.get() != worker {
                // Another run was opened, or one begun, meanwhile.
                return;
            }
            match answer {
                Ok(state) => {
                    let phase = state.phase;
                    link.0.change.dispatch(Change::State(state));
                    then.emit(phase);
                }
                Err(problem) => {
                    link.0.client.replace(None);
                    link.0.change.dispatch(Change::NotStarted(problem));
                }
            }
        });
    }

    /// Goes on with the run that is looked at, over the workbench's connection, which is made first where it is told how.
    pub(crate) fn resume(&self, workbench: &WorkbenchLink, connect: Option<Connect>) {
        self.ask_for_lasting_storage();
        self.take_up(workbench, connect, RunQuestion::Resume);
    }

    /// A page may ask for it, a worker may not.
    fn ask_for_lasting_storage(&self) {
        let change = self.0.change.clone();
        spawn_local(async move {
            let asked = web_sys::window().and_then(|window| window.navigator().storage().persist().ok());
            let is_lasting = match asked {
                Some(asked) => JsFuture::from(asked).await.is_ok_and(|answer| answer.is_truthy()),
                None => false,
            };
            change.dispatch(Change::Lasting(is_lasting));
        });
    }

    /// Has the workbench connect with a new key, gives the connection to the run, and goes on.
    pub(crate) fn new_key(&self, workbench: &WorkbenchLink, connect: Connect) {
        self.take_up(workbench, Some(connect), RunQuestion::NewRoute);
    }

    fn take_up(&self, workbench: &WorkbenchLink, connect: Option<Connect>, question: RunQuestion) {
        self.0.change.dispatch(Change::TakingUp);
        let (link, workbench) = (self.clone(), workbench.clone());
        spawn_local(async move {
            let answer = link.take_route(&workbench, connect, question).await;
            link.tell(answer);
        });
    }

    async fn take_route(
        &self,
        workbench: &WorkbenchLink,
        connect: Option<Connect>,
        question: RunQuestion,
    ) -> Result<Rc<RunState>, Option<Problem>> {
        if let Some(connect) = connect {
            workbench.reconnect(connect).await?;
        }
        let client = self.client().ok_or(None)?;
        let channel = MessageChannel::new().map_err(|_| None)?;
        let taken = client.ask(question, Attachment::Port(channel.port2()));
        workbench.give_route(channel.port1()).await?;
        run_answer(taken.await)
    }

    fn tell(&self, answer: Result<Rc<RunState>, Option<Problem>>) {
        self.0.change.dispatch(match answer {
            Ok(state) => Change::State(state),
            Err(Some(problem)) => Change::Problem(problem),
            // A worker is gone: that is told where it is noticed.
            Err(None) => Change::NotTakenUp,
        });
    }

    /// Tells the run what the user decided.
    pub(crate) fn command(&self, command: RunCommand) {
        let Some(client) = self.client() else { return };
        let reply = client.ask(RunQuestion::Command(command), Attachment::None);
        let link = self.clone();
        spawn_local(async move { link.tell(run_answer(reply.await)) });
    }

    /// A window of results; `None` where it cannot be had.
    pub(crate) async fn results(&self, from: u32, count: u32, outcome: Option<String>) -> Option<ResultRows> {
        let reply = self
            .client()?
            .ask(RunQuestion::Rows { from, count, outcome }, Attachment::None);
        match reply.await {
            Ok((RunAnswer::Rows(rows), _)) => Some(rows),
            _ => None,
        }
    }

    /// A file to save. A problem comes into `Known`.
    pub(crate) async fn download(&self, download: RunDownload) -> Option<(Saved, ArrayBuffer)> {
        let reply = self
            .client()?
            .ask(RunQuestion::Download(download), Attachment::None)
            .await;
        match reply {
            Ok((RunAnswer::Saved(saved), Some(bytes))) => Some((saved, bytes)),
            Err(Unanswered::Refused(problem)) => {
                self.0.change.dispatch(Change::Problem(problem));
                None
            }
            Ok(_) | Err(Unanswered::Gone) => None,
        }
    }

    /// Turns from a run that is over to the next one; its results stay until that begins.
    pub(crate) fn plan_next(&self) {
        self.0.change.dispatch(Change::PlansNext);
    }

    /// Puts the run away. It stays in the list of runs.
    pub(crate) fn put_away(&self) {
        self.0.workers.set(self.0.workers.get().wrapping_add(1));
        self.0.client.replace(None);
        self.0.change.dispatch(Change::PutAway);
    }

    fn client(&self) -> Option<Client<RunProtocol>> {
        self.0.client.borrow().clone()
    }

    fn on_event(&self, worker: u32) -> Callback<Event<RunNews>> {
        let inner = Rc::downgrade(&self.0);
        Callback::from(move |event| {
            let Some(inner) = inner.upgrade().filter(|inner| inner.workers.get() == worker) else {
                return;
            };
            match event {
                Event::News(news) => {
                    let RunNews::State(state) = *news;
                    inner.change.dispatch(Change::State(Rc::from(state)));
                }
                Event::Gone(why) => inner.change.dispatch(Change::Died(why)),
            }
        })
    }
}

/// `None` for the reason where the worker is gone: then that is told elsewhere.
fn run_answer(reply: Reply<RunAnswer>) -> Result<Rc<RunState>, Option<Problem>> {
    match reply {
        Ok((RunAnswer::State(state), _)) => Ok(Rc::from(state)),
        Err(Unanswered::Refused(problem)) => Err(Some(problem)),
        _ => Err(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn after(changes: impl IntoIterator<Item = Change>) -> Rc<Known> {
        let start = Rc::new(Known::default());
        changes.into_iter().fold(start, Reducible::reduce)
    }

    #[test]
    fn a_run_that_is_starting_is_going_until_its_worker_dies() {
        assert!(!after([]).is_going());
        assert!(after([Change::Starting]).is_going());
        assert!(!after([Change::Starting, Change::Died("overflow".to_owned())]).is_going());
    }

    #[test]
    fn where_the_worker_died_that_stays_the_reason() {
        let known = after([
            Change::Starting,
            Change::Died("overflow".to_owned()),
            Change::NotStarted(None),
        ]);
        assert_eq!(known.died.as_deref(), Some("overflow"));
        assert!(!known.is_starting);
        assert_eq!(
            after([Change::Died("overflow".to_owned()), Change::Starting]).died,
            None
        );
    }

    #[test]
    fn the_next_run_is_planned_only_after_a_result() {
        assert!(!after([Change::PlansNext]).plans_next);
        assert!(!after([Change::Starting, Change::PlansNext]).plans_next);
    }
}
