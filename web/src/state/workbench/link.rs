//! What can be asked of the workbench.

use std::{
    cell::{Cell, RefCell},
    fmt,
    rc::Rc,
};

use js_sys::ArrayBuffer;
use rollcall_protocol::{
    ASKING_DEEPLY, Connect, PlanOptions, PlanState, Problem, Reread, Rows, RunsState, Saved, View,
    WorkbenchAnswer, WorkbenchDownload, WorkbenchProtocol, WorkbenchQuestion, WorkbenchState,
};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, MessagePort};
use yew::prelude::*;

use super::{Change, Health, Known, Topic};
use crate::{
    client::{Attachment, Client, Reply, Unanswered},
    state::{restore_log::RestoreLog, step::Step},
};

/// The link to the workbench: everything that can be asked of it.
#[derive(Clone)]
pub(crate) struct Link(pub(super) Rc<Inner>);

pub(super) struct Inner {
    pub(super) client: RefCell<Client<WorkbenchProtocol>>,
    pub(super) restore_log: RefCell<RestoreLog<Blob>>,
    /// While a fresh worker is led along the old one's way.
    pub(super) is_restoring: Cell<bool>,
    pub(super) change: UseReducerDispatcher<Known>,
    pub(super) go: Callback<Step>,
}

impl PartialEq for Link {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Link")
    }
}

/// What is done when the workbench says that it is done.
type Then = fn(&WorkbenchState) -> Option<Step>;

/// Stay where you are.
pub(super) fn stay(_: &WorkbenchState) -> Option<Step> {
    None
}

// What can be asked. Each method sends at once and lets the answer come into `Known`.
impl Link {
    pub(crate) fn try_sandbox(&self) {
        self.act(
            Topic::Connection,
            "Opening the sandbox organization",
            WorkbenchQuestion::TrySandbox,
            None,
            |_| Some(Step::File),
        );
    }

    pub(crate) fn check_only(&self) {
        self.act(
            Topic::Connection,
            "Opening",
            WorkbenchQuestion::CheckOnly,
            None,
            |_| Some(Step::File),
        );
    }

    pub(crate) fn connect(&self, connect: Connect) {
        self.act(
            Topic::Connection,
            "Connecting",
            WorkbenchQuestion::Connect(connect),
            None,
            |workbench| {
                // Who connects after the check goes on where the check was.
                Some(if workbench.review.is_some() {
                    Step::Review
                } else {
                    Step::File
                })
            },
        );
    }

    pub(crate) fn disconnect(&self) {
        self.act(
            Topic::Connection,
            "Disconnecting",
            WorkbenchQuestion::Disconnect,
            None,
            |_| Some(Step::Organization),
        );
    }

    /// Chooses what is to be done.
    pub(crate) fn choose(&self, action: String) {
        self.act(
            Topic::File,
            "Choosing",
            WorkbenchQuestion::Choose { action },
            None,
            stay,
        );
    }

    pub(crate) fn open_file(&self, name: String, blob: Blob) {
        spawn_local(self.opened(name, blob));
    }

    /// A file that a run left, or that a listing became, for this action: what is known of its accounts is from before, so they
    /// are looked up again.
    pub(crate) fn open_made_file(&self, action: String, name: String, blob: Blob) {
        let link = self.clone();
        spawn_local(async move {
            link.acted(
                Topic::File,
                "Choosing",
                WorkbenchQuestion::Choose { action },
                None,
                stay,
            )
            .await;
            link.opened(name, blob).await;
            link.look_up_again();
        });
    }

    fn opened(&self, name: String, blob: Blob) -> impl Future<Output = ()> + use<> {
        self.acted(
            Topic::File,
            &format!("Reading {name}"),
            WorkbenchQuestion::OpenFile { name },
            Some(blob),
            |workbench| Some(Step::after_reading(workbench)),
        )
    }

    pub(crate) fn open_example(&self) {
        self.act(
            Topic::File,
            "Reading the example",
            WorkbenchQuestion::OpenExample,
            None,
            |workbench| Some(Step::after_reading(workbench)),
        );
    }

    /// Reads the file again as this says; what it leaves open is found anew.
    pub(crate) fn reread(&self, reading: Reread) {
        self.act(
            Topic::File,
            "Reading the file again",
            WorkbenchQuestion::Reread(reading),
            None,
            stay,
        );
    }

    pub(crate) fn close_file(&self) {
        self.act(
            Topic::File,
            "Putting the file away",
            WorkbenchQuestion::CloseFile,
            None,
            |_| Some(Step::File),
        );
    }

    pub(crate) fn map(&self, columns: Vec<Option<String>>) {
        self.act(
            Topic::Columns,
            "Checking",
            WorkbenchQuestion::Map { columns },
            None,
            stay,
        );
    }

    /// Looks everything up, because what is known may be old.
    pub(crate) fn look_up_again(&self) {
        self.act(
            Topic::Roster,
            "Looking up accounts",
            WorkbenchQuestion::LookUp { again: true },
            None,
            stay,
        );
    }

    /// Looks up what is not known yet.
    pub(crate) fn look_up(&self) {
        self.act(
            Topic::Roster,
            "Looking up accounts",
            WorkbenchQuestion::LookUp { again: false },
            None,
            stay,
        );
    }

    /// Asks about each account of the file by itself.
    pub(crate) fn ask_deeply(&self) {
        self.act(
            Topic::Roster,
            ASKING_DEEPLY,
            WorkbenchQuestion::AskDeeply,
            None,
            stay,
        );
    }

    /// Ends that. The answer to the question that is ended brings what was learned.
    pub(crate) fn stop_asking(&self) {
        let reply = self.ask(WorkbenchQuestion::StopAsking, Attachment::None);
        spawn_local(async move {
            let _ = reply.await;
        });
    }

    pub(crate) fn open_roster_file(&self, name: String, blob: Blob) {
        self.act(
            Topic::Roster,
            &format!("Reading {name}"),
            WorkbenchQuestion::OpenRosterFile { name },
            Some(blob),
            stay,
        );
    }

    pub(crate) fn type_domains(&self, text: String) {
        self.act(
            Topic::Roster,
            "Checking",
            WorkbenchQuestion::TypeDomains { text },
            None,
            stay,
        );
    }

    pub(crate) fn forget_roster(&self) {
        self.act(
            Topic::Roster,
            "Checking",
            WorkbenchQuestion::ForgetRoster,
            None,
            stay,
        );
    }

    pub(crate) fn edit(&self, row: u32, part: String, value: String) {
        self.act(
            Topic::Review,
            "Checking",
            WorkbenchQuestion::Edit { row, part, value },
            None,
            stay,
        );
    }

    pub(crate) fn leave_out(&self, row: u32, out: bool) {
        self.act(
            Topic::Review,
            "Checking",
            WorkbenchQuestion::LeaveOut { row, out },
            None,
            stay,
        );
    }

    pub(crate) fn fix(&self, code: String, row: Option<u32>) {
        self.act(
            Topic::Review,
            "Checking",
            WorkbenchQuestion::Fix { code, row },
            None,
            stay,
        );
    }

    pub(crate) fn undo(&self) {
        self.act(Topic::Review, "Checking", WorkbenchQuestion::Undo, None, stay);
    }

    /// A window of rows; `None` where it cannot be had just now.
    pub(crate) async fn rows(&self, view: View) -> Option<Rows> {
        match self.ask(WorkbenchQuestion::Rows(view), Attachment::None).await {
            Ok((WorkbenchAnswer::Rows(rows), _)) => Some(rows),
            _ => None,
        }
    }

    /// The plan of a run; `None` where it cannot be had just now.
    pub(crate) async fn plan(&self, options: PlanOptions) -> Option<Result<PlanState, Problem>> {
        match self.ask(WorkbenchQuestion::Plan(options), Attachment::None).await {
            Ok((WorkbenchAnswer::Plan(plan), _)) => Some(Ok(*plan)),
            Err(Unanswered::Refused(problem)) => Some(Err(problem)),
            _ => None,
        }
    }

    /// Gives plan and connection to whoever is at the other end of the port.
    pub(crate) async fn transfer(
        &self,
        options: PlanOptions,
        port: MessagePort,
    ) -> Result<(), Option<Problem>> {
        // With the run, what is known of its accounts begins to be old: the new state says so.
        self.done(WorkbenchQuestion::Transfer(options), Attachment::Port(port))
            .await
    }

    /// Connects for a run that is under way, or goes on. What the workbench knows is read anew afterwards.
    pub(crate) async fn reconnect(&self, connect: Connect) -> Result<(), Option<Problem>> {
        self.done(WorkbenchQuestion::Connect(connect), Attachment::None)
            .await
    }

    /// Has the workbench put its connection on the port.
    pub(crate) async fn give_route(&self, port: MessagePort) -> Result<(), Option<Problem>> {
        self.done(WorkbenchQuestion::GiveRoute, Attachment::Port(port))
            .await
    }

    /// A question about the runs of this browser; `None` where its answer cannot be had just now.
    pub(crate) async fn about_runs(&self, question: WorkbenchQuestion) -> Option<Result<RunsState, Problem>> {
        match self.ask(question, Attachment::None).await {
            Ok((WorkbenchAnswer::Runs(runs), _)) => Some(Ok(*runs)),
            Err(Unanswered::Refused(problem)) => Some(Err(problem)),
            _ => None,
        }
    }

    async fn done(&self, question: WorkbenchQuestion, attachment: Attachment) -> Result<(), Option<Problem>> {
        match self.ask(question, attachment).await {
            Err(Unanswered::Refused(problem)) => Err(Some(problem)),
            Ok((WorkbenchAnswer::State(state), _)) => {
                self.0.change.dispatch(Change::State(*state));
                Ok(())
            }
            Ok(_) => Ok(()),
            Err(Unanswered::Gone) => Err(None),
        }
    }

    /// A file to save. A problem comes into `Known`.
    pub(crate) async fn download(
        &self,
        topic: Topic,
        download: WorkbenchDownload,
    ) -> Option<(Saved, ArrayBuffer)> {
        self.saved(topic, WorkbenchQuestion::Download(download)).await
    }

    /// A file that is asked for so. A problem comes into `Known`.
    pub(super) async fn saved(
        &self,
        topic: Topic,
        question: WorkbenchQuestion,
    ) -> Option<(Saved, ArrayBuffer)> {
        match self.ask(question, Attachment::None).await {
            Ok((WorkbenchAnswer::Saved(saved), Some(bytes))) => Some((saved, bytes)),
            Err(Unanswered::Refused(problem)) => {
                self.found(topic, problem);
                None
            }
            _ => None,
        }
    }

    /// A problem that the page itself came upon.
    pub(crate) fn found(&self, topic: Topic, problem: Problem) {
        self.0.change.dispatch(Change::Found(topic, problem));
    }

    /// The user has seen the problem, or has gone elsewhere.
    pub(crate) fn forgive(&self) {
        self.0.change.dispatch(Change::Forgiven);
    }

    /// The user has seen that the worker was started again.
    pub(crate) fn restart_is_seen(&self) {
        self.0.change.dispatch(Change::Health(Health::Well));
    }

    /// The security policy kept the page from this address.
    pub(crate) fn blocked(&self, address: String) {
        self.0.change.dispatch(Change::Blocked(address));
    }

    pub(crate) fn blocked_is_seen(&self) {
        self.0.change.dispatch(Change::BlockedSeen);
    }
}

// How it is asked.
impl Link {
    pub(super) fn ask(
        &self,
        question: WorkbenchQuestion,
        attachment: Attachment,
    ) -> impl Future<Output = Reply<WorkbenchAnswer>> + use<> {
        self.0.client.borrow().ask(question, attachment)
    }

    pub(super) fn act(
        &self,
        topic: Topic,
        doing: &str,
        question: WorkbenchQuestion,
        blob: Option<Blob>,
        then: Then,
    ) {
        spawn_local(self.acted(topic, doing, question, blob, then));
    }

    /// Sends at once; done when the answer is in `Known`.
    fn acted(
        &self,
        topic: Topic,
        doing: &str,
        question: WorkbenchQuestion,
        blob: Option<Blob>,
        then: Then,
    ) -> impl Future<Output = ()> + use<> {
        self.0.change.dispatch(Change::Asked(doing.to_owned()));
        // The key is not kept: it goes out with the question, and what is noted of that question has none.
        let noted = match &question {
            WorkbenchQuestion::Connect(connect) => WorkbenchQuestion::Connect(Connect {
                key: String::new(),
                ..connect.clone()
            }),
            question => question.clone(),
        };
        let reply = self.ask(question, blob.clone().map_or(Attachment::None, Attachment::Blob));
        let link = self.clone();
        async move {
            let answer = state_answer(reply.await);
            let (mut next, mut is_to_look_up) = (None, false);
            if let Some(Ok(state)) = &answer {
                link.0.restore_log.borrow_mut().note(&noted, blob);
                next = then(state);
                is_to_look_up = state.looks_up_at_once;
            }
            link.0.change.dispatch(Change::Answered(topic, answer));
            if is_to_look_up {
                link.look_up();
            }
            if let Some(step) = next {
                link.0.go.emit(step);
            }
        }
    }
}

/// `None` where the worker is gone.
pub(super) fn state_answer(reply: Reply<WorkbenchAnswer>) -> Option<Result<WorkbenchState, Problem>> {
    match reply {
        Ok((WorkbenchAnswer::State(state), _)) => Some(Ok(*state)),
        Err(Unanswered::Refused(problem)) => Some(Err(problem)),
        Ok(_) => Some(Err(Problem {
            code: "page-answer-of-another-kind".to_owned(),
            what: "The worker answered something else than was asked.".to_owned(),
            hint: "Reload the page.".to_owned(),
            detail: None,
        })),
        Err(Unanswered::Gone) => None,
    }
}
