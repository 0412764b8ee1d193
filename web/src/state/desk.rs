//! The desk: the worker that holds file, roster and findings, and what it last said.

use std::{
    cell::{Cell, RefCell},
    fmt,
    rc::{Rc, Weak},
};

use js_sys::ArrayBuffer;
use rollcall_protocol::{
    Answer, Ask, BUILD, Connect, DeskState, Download, News, PlanOptions, PlanState, Problem, Role, Rows,
    Saved, View,
};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, MessagePort};
use yew::prelude::*;

use super::{retrace::Retrace, step::Step};
use crate::client::{Attachment, Client, Event, Gone};

/// Where on the page a question was asked, so that its problem is shown there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Topic {
    Door,
    File,
    Columns,
    Roster,
    Review,
}

/// How the desk's worker is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Health {
    Starting,
    Well,
    /// It died and was started again.
    Restarted(Restart),
    /// It cannot be used: reload the page.
    Unusable(Problem),
}

/// What a fresh worker brought back.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Restart {
    /// What the dead worker said.
    pub(crate) why: String,
    pub(crate) file: FileFate,
    /// The connection has to be made anew, because the key was in the dead worker's memory alone.
    pub(crate) key_is_lost: bool,
}

/// What became of the file that was open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileFate {
    None,
    OpenAgain,
    /// Opening it again ended the fresh worker too.
    LeftOut,
}

/// Something that takes time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Busy {
    pub(crate) doing: String,
    pub(crate) done: u32,
    /// 0 where it is not known.
    pub(crate) of: u32,
}

/// All that the page knows of the desk.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Known {
    pub(crate) health: Health,
    pub(crate) state: Option<Rc<DeskState>>,
    pub(crate) busy: Option<Busy>,
    pub(crate) problem: Option<(Topic, Problem)>,
    /// Addresses that the security policy kept the page from calling.
    pub(crate) blocked: Vec<String>,
    /// Questions under way.
    asked: u32,
}

impl Default for Known {
    fn default() -> Self {
        Self {
            health: Health::Starting,
            state: None,
            busy: None,
            problem: None,
            blocked: Vec::new(),
            asked: 0,
        }
    }
}

/// What changes [`Known`].
pub(crate) enum Change {
    Asked(String),
    Progress(Busy),
    /// The answer to the last [`Change::Asked`]: `None` where its worker died.
    Answered(Topic, Option<Result<DeskState, Problem>>),
    Found(Topic, Problem),
    Forgiven,
    State(DeskState),
    Health(Health),
    Blocked(String),
    BlockedSeen,
}

impl Reducible for Known {
    type Action = Change;

    fn reduce(self: Rc<Self>, change: Change) -> Rc<Self> {
        let mut known = (*self).clone();
        match change {
            Change::Asked(doing) => {
                known.asked += 1;
                known.problem = None;
                known.busy = Some(Busy {
                    doing,
                    done: 0,
                    of: 0,
                });
            }
            Change::Progress(busy) if known.asked > 0 => known.busy = Some(busy),
            Change::Progress(_) => {}
            Change::Answered(topic, answer) => {
                known.asked = known.asked.saturating_sub(1);
                if known.asked == 0 {
                    known.busy = None;
                }
                match answer {
                    Some(Ok(state)) => known.state = Some(Rc::new(state)),
                    Some(Err(problem)) => known.problem = Some((topic, problem)),
                    None => {}
                }
            }
            Change::Found(topic, problem) => known.problem = Some((topic, problem)),
            Change::Forgiven => known.problem = None,
            Change::State(state) => known.state = Some(Rc::new(state)),
            Change::Health(health) => known.health = health,
            Change::Blocked(address) if known.blocked.contains(&address) => {}
            Change::Blocked(address) => known.blocked.push(address),
            Change::BlockedSeen => known.blocked.clear(),
        }
        Rc::new(known)
    }
}

/// The desk, as screens see it.
#[derive(Clone, PartialEq)]
pub(crate) struct Desk {
    known: UseReducerHandle<Known>,
    pub(crate) link: Link,
}

impl std::ops::Deref for Desk {
    type Target = Link;

    fn deref(&self) -> &Link {
        &self.link
    }
}

impl Desk {
    pub(crate) fn known(&self) -> &Known {
        &self.known
    }

    pub(crate) fn state(&self) -> Option<&Rc<DeskState>> {
        self.known.state.as_ref()
    }

    /// The problem to be shown here.
    pub(crate) fn problem(&self, topic: Topic) -> Option<&Problem> {
        self.known
            .problem
            .as_ref()
            .filter(|(at, _)| *at == topic)
            .map(|(_, problem)| problem)
    }
}

/// Starts the desk's worker, once for the life of the page.
#[hook]
pub(crate) fn use_desk(go: Callback<Step>) -> Desk {
    let known = use_reducer_eq(Known::default);
    let change = known.dispatcher();
    let link = use_memo((), move |()| Link::start(change, go));
    Desk {
        known,
        link: (*link).clone(),
    }
}

/// The way to the desk's worker: everything that can be asked of it.
#[derive(Clone)]
pub(crate) struct Link(Rc<Inner>);

struct Inner {
    client: RefCell<Client>,
    retrace: RefCell<Retrace<Blob>>,
    /// While a fresh worker is led along the old one's way.
    is_retracing: Cell<bool>,
    change: UseReducerDispatcher<Known>,
    go: Callback<Step>,
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

/// What is done when the desk says that it is done.
type Then = fn(&DeskState) -> Option<Step>;

/// Stay where you are.
fn stay(_: &DeskState) -> Option<Step> {
    None
}

// What can be asked. Each method sends at once and lets the answer come into `Known`.
impl Link {
    pub(crate) fn try_sandbox(&self) {
        self.act(
            Topic::Door,
            "Opening the sandbox organization",
            Ask::TrySandbox,
            None,
            |_| Some(Step::File),
        );
    }

    pub(crate) fn check_only(&self) {
        self.act(Topic::Door, "Opening", Ask::CheckOnly, None, |_| Some(Step::File));
    }

    pub(crate) fn connect(&self, connect: Connect) {
        self.act(Topic::Door, "Connecting", Ask::Connect(connect), None, |desk| {
            // Who connects after the check goes on where the check was.
            Some(if desk.review.is_some() {
                Step::Review
            } else {
                Step::File
            })
        });
    }

    pub(crate) fn disconnect(&self) {
        self.act(Topic::Door, "Disconnecting", Ask::Disconnect, None, |_| {
            Some(Step::Organization)
        });
    }

    pub(crate) fn open_file(&self, name: String, blob: Blob) {
        spawn_local(self.opened(name, blob));
    }

    /// A file that a run left: what is known of its accounts is from before the run, so they are looked up again.
    pub(crate) fn open_file_of_run(&self, name: String, blob: Blob) {
        let (opened, link) = (self.opened(name, blob), self.clone());
        spawn_local(async move {
            opened.await;
            link.look_up_again();
        });
    }

    fn opened(&self, name: String, blob: Blob) -> impl Future<Output = ()> + use<> {
        self.acted(
            Topic::File,
            &format!("Reading {name}"),
            Ask::OpenFile { name },
            Some(blob),
            |desk| Some(Step::after_reading(desk)),
        )
    }

    pub(crate) fn open_example(&self) {
        self.act(
            Topic::File,
            "Reading the example",
            Ask::OpenExample,
            None,
            |desk| Some(Step::after_reading(desk)),
        );
    }

    pub(crate) fn reread(&self, encoding: Option<String>, delimiter: Option<char>, header: Option<bool>) {
        self.act(
            Topic::File,
            "Reading the file again",
            Ask::Reread {
                encoding,
                delimiter,
                header,
            },
            None,
            stay,
        );
    }

    pub(crate) fn close_file(&self) {
        self.act(Topic::File, "Putting the file away", Ask::CloseFile, None, |_| {
            Some(Step::File)
        });
    }

    pub(crate) fn map(&self, columns: Vec<Option<String>>) {
        self.act(Topic::Columns, "Checking", Ask::Map { columns }, None, stay);
    }

    /// Looks everything up, because what is known may be old.
    pub(crate) fn look_up_again(&self) {
        self.act(
            Topic::Roster,
            "Looking up accounts",
            Ask::LookUp { again: true },
            None,
            stay,
        );
    }

    /// Looks up what is not known yet.
    pub(crate) fn look_up(&self) {
        self.act(
            Topic::Roster,
            "Looking up accounts",
            Ask::LookUp { again: false },
            None,
            stay,
        );
    }

    pub(crate) fn open_roster_file(&self, name: String, blob: Blob) {
        self.act(
            Topic::Roster,
            &format!("Reading {name}"),
            Ask::OpenRosterFile { name },
            Some(blob),
            stay,
        );
    }

    pub(crate) fn type_domains(&self, text: String) {
        self.act(Topic::Roster, "Checking", Ask::TypeDomains { text }, None, stay);
    }

    pub(crate) fn forget_roster(&self) {
        self.act(Topic::Roster, "Checking", Ask::ForgetRoster, None, stay);
    }

    pub(crate) fn edit(&self, row: u32, part: String, value: String) {
        self.act(
            Topic::Review,
            "Checking",
            Ask::Edit { row, part, value },
            None,
            stay,
        );
    }

    pub(crate) fn leave_out(&self, row: u32, out: bool) {
        self.act(Topic::Review, "Checking", Ask::LeaveOut { row, out }, None, stay);
    }

    pub(crate) fn fix(&self, code: String, row: Option<u32>) {
        self.act(Topic::Review, "Checking", Ask::Fix { code, row }, None, stay);
    }

    pub(crate) fn undo(&self) {
        self.act(Topic::Review, "Checking", Ask::Undo, None, stay);
    }

    /// A window of rows; `None` where it cannot be had just now.
    pub(crate) async fn rows(&self, view: View) -> Option<Rows> {
        match self.ask(Ask::Rows(view), Attachment::None).await {
            Ok((Answer::Rows(rows), _)) => Some(rows),
            _ => None,
        }
    }

    /// The plan of a run; `None` where it cannot be had just now.
    pub(crate) async fn plan(&self, options: PlanOptions) -> Option<Result<PlanState, Problem>> {
        match self.ask(Ask::Plan(options), Attachment::None).await {
            Ok((Answer::Plan(plan), _)) => Some(Ok(*plan)),
            Ok((Answer::Problem(problem), _)) => Some(Err(problem)),
            _ => None,
        }
    }

    /// Gives plan and connection to whoever is at the other end of the port.
    pub(crate) async fn hand_over(
        &self,
        options: PlanOptions,
        port: MessagePort,
    ) -> Result<(), Option<Problem>> {
        match self.ask(Ask::HandOver(options), Attachment::Port(port)).await {
            Ok((Answer::Problem(problem), _)) => Err(Some(problem)),
            Ok(_) => Ok(()),
            Err(Gone) => Err(None),
        }
    }

    /// A file to save. A problem comes into `Known`.
    pub(crate) async fn download(&self, topic: Topic, download: Download) -> Option<(Saved, ArrayBuffer)> {
        match self.ask(Ask::Download(download), Attachment::None).await {
            Ok((Answer::Saved(saved), Some(bytes))) => Some((saved, bytes)),
            Ok((Answer::Problem(problem), _)) => {
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

// How it is asked, and what happens when the worker dies.
impl Link {
    fn start(change: UseReducerDispatcher<Known>, go: Callback<Step>) -> Self {
        let inner = Rc::new_cyclic(|weak: &Weak<Inner>| Inner {
            client: RefCell::new(Client::start(on_event(weak.clone()))),
            retrace: RefCell::new(Retrace::new()),
            is_retracing: Cell::new(false),
            change,
            go,
        });
        let link = Self(inner);
        let hello = link.hello();
        let change = link.0.change.clone();
        spawn_local(async move {
            if let Some(Ok(state)) = hello.await {
                change.dispatch(Change::State(state));
                change.dispatch(Change::Health(Health::Well));
            }
        });
        link
    }

    fn ask(&self, ask: Ask, attachment: Attachment) -> impl Future<Output = crate::client::Reply> + use<> {
        self.0.client.borrow().ask(ask, attachment)
    }

    /// The first question to every worker. A worker of another build cannot be used.
    fn hello(&self) -> impl Future<Output = Option<Result<DeskState, Problem>>> + use<> {
        let hello = Ask::Hello {
            build: BUILD.to_owned(),
            role: Role::Desk,
        };
        let reply = self.ask(hello, Attachment::None);
        let change = self.0.change.clone();
        async move {
            let answer = desk_answer(reply.await);
            if let Some(Err(problem)) = &answer {
                change.dispatch(Change::Health(Health::Unusable(problem.clone())));
            }
            answer
        }
    }

    fn act(&self, topic: Topic, doing: &str, ask: Ask, blob: Option<Blob>, then: Then) {
        spawn_local(self.acted(topic, doing, ask, blob, then));
    }

    /// Sends at once; done when the answer is in `Known`.
    fn acted(
        &self,
        topic: Topic,
        doing: &str,
        ask: Ask,
        blob: Option<Blob>,
        then: Then,
    ) -> impl Future<Output = ()> + use<> {
        self.0.change.dispatch(Change::Asked(doing.to_owned()));
        // The key is not kept: it goes out with the question, and what is noted of that question has none.
        let noted = match &ask {
            Ask::Connect(connect) => Ask::Connect(Connect {
                key: String::new(),
                ..connect.clone()
            }),
            ask => ask.clone(),
        };
        let reply = self.ask(ask, blob.clone().map_or(Attachment::None, Attachment::Blob));
        let link = self.clone();
        async move {
            let answer = desk_answer(reply.await);
            let (mut next, mut is_to_look_up) = (None, false);
            if let Some(Ok(state)) = &answer {
                link.0.retrace.borrow_mut().note(&noted, blob);
                next = then(state);
                is_to_look_up = looks_up_at_once(&noted, state);
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

    fn hear(&self, event: Event) {
        match event {
            Event::News(news) => {
                if let News::Progress { doing, done, of } = *news {
                    self.0.change.dispatch(Change::Progress(Busy { doing, done, of }));
                }
            }
            Event::Gone(why) => self.restart(why),
        }
    }

    /// A fresh worker, led along the way of the dead one. If it dies of that, the next is started without the file; if that
    /// one dies too, the page says that it cannot go on.
    fn restart(&self, why: String) {
        let mut file = FileFate::None;
        {
            let mut retrace = self.0.retrace.borrow_mut();
            if self.0.is_retracing.get() {
                if !retrace.has_file() {
                    let problem = Problem {
                        code: "page-worker-cannot-start".to_owned(),
                        what: "The part of this page that reads files does not start.".to_owned(),
                        hint: "Reload the page. If that does not help, try another browser, or close other tabs: \
                               there may be too little memory."
                            .to_owned(),
                        detail: Some(why),
                    };
                    self.0.change.dispatch(Change::Health(Health::Unusable(problem)));
                    return;
                }
                retrace.forget_file();
                file = FileFate::LeftOut;
            } else if retrace.has_file() {
                file = FileFate::OpenAgain;
            }
        }
        self.0.is_retracing.set(true);
        self.0
            .client
            .replace(Client::start(on_event(Rc::downgrade(&self.0))));
        self.0.change.dispatch(Change::Asked("Starting again".to_owned()));
        let link = self.clone();
        spawn_local(async move {
            let state = link.retrace().await;
            let is_well = state.is_some();
            // Nothing to count down to where the fresh worker died as well: its own restart has asked once more.
            link.0
                .change
                .dispatch(Change::Answered(Topic::File, state.map(Ok)));
            if is_well {
                link.0.is_retracing.set(false);
                let key_is_lost = link.0.retrace.borrow().was_live();
                link.0.change.dispatch(Change::Health(Health::Restarted(Restart {
                    why,
                    file,
                    key_is_lost,
                })));
            }
        });
    }

    /// `None` where the worker died on the way.
    async fn retrace(&self) -> Option<DeskState> {
        let mut newest = self.hello().await?.ok()?;
        let steps = self.0.retrace.borrow().steps();
        for (ask, blob) in steps {
            let attachment = blob.map_or(Attachment::None, Attachment::Blob);
            // What is refused now was granted before; the rest of the way may still be open.
            if let Ok(state) = desk_answer(self.ask(ask, attachment).await)? {
                newest = state;
            }
        }
        Some(newest)
    }
}

/// Who connected wants the file checked against the live accounts: a file of the usual size is looked up without being
/// asked. After an edit, and for a large file, the user says when.
fn looks_up_at_once(asked: &Ask, state: &DeskState) -> bool {
    const MOST_ROWS: u32 = 2_000;
    let brings_rows = matches!(
        asked,
        Ask::OpenFile { .. }
            | Ask::OpenExample
            | Ask::Reread { .. }
            | Ask::Map { .. }
            | Ask::Connect(_)
            | Ask::TrySandbox
    );
    brings_rows
        && state.roster.can_look_up
        && state
            .review
            .as_ref()
            .is_some_and(|review| review.rows <= MOST_ROWS)
}

fn on_event(link: Weak<Inner>) -> Callback<Event> {
    Callback::from(move |event| {
        if let Some(inner) = link.upgrade() {
            Link(inner).hear(event);
        }
    })
}

/// `None` where the worker is gone.
fn desk_answer(reply: crate::client::Reply) -> Option<Result<DeskState, Problem>> {
    match reply {
        Ok((Answer::Desk(state), _)) => Some(Ok(*state)),
        Ok((Answer::Problem(problem), _)) => Some(Err(problem)),
        Ok(_) => Some(Err(Problem {
            code: "page-answer-of-another-kind".to_owned(),
            what: "The worker answered something else than was asked.".to_owned(),
            hint: "Reload the page.".to_owned(),
            detail: None,
        })),
        Err(Gone) => None,
    }
}
