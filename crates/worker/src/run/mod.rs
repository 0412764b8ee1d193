//! The run's worker: one plan, carried out.

mod drive;

use std::cell::{Cell, OnceCell};
use std::rc::Rc;

use rollcall_core::journal::{Decision, OutcomeKind};
use rollcall_core::report;
use rollcall_core::run::{Input, Run, Settings};
use rollcall_protocol::{
    Answer, Ask, Download, FromWorker, News, Problem, Proven, RunCommand, RunPhase, RunState, Traffic,
};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::MessagePort;

use crate::desk::stem;
use crate::handover::{self, HandOver};
use crate::{Reply, clock, convert, wire};
use drive::Drive;

/// The page is told of changes no more often than this, in milliseconds: it cannot draw faster than people read.
const NEWS_EVERY: u32 = 100;

/// What this worker holds.
#[derive(Default)]
pub(crate) struct RunRoom {
    taken: OnceCell<Taken>,
}

struct Taken {
    drive: Rc<Drive>,
}

impl RunRoom {
    pub(crate) async fn answer(self: Rc<Self>, ask: Ask, attachment: JsValue) -> Reply {
        let answer = match ask {
            Ask::Hello { .. } => self.state(),
            Ask::TakeOver => self.take_over(attachment).await,
            Ask::NewWay => self.new_way(attachment).await,
            Ask::Run(command) => self.command(command),
            Ask::ResultRows { from, count, outcome } => self.results(from, count, outcome.as_deref()),
            Ask::Download(what) => return self.download(what),
            #[expect(clippy::panic, reason = "a test asks for it, to see what the page does")]
            Ask::Panic => panic!("asked to panic"),
            _ => Answer::Problem(not_here()),
        };
        (answer, None)
    }

    async fn take_over(&self, attachment: JsValue) -> Answer {
        let Ok(port) = attachment.dyn_into::<MessagePort>() else {
            return Answer::Problem(not_here());
        };
        let hand_over = match handover::take(port).await {
            Ok(hand_over) => hand_over,
            Err(error) => return Answer::Problem(not_handed_over(&error)),
        };
        let HandOver {
            plan,
            origin,
            transport,
        } = hand_over;
        let run = Run::new(clock::now(), plan, origin, clock::seed(), Settings::default());
        let drive = Drive::new(run, transport);
        let taken = Taken {
            drive: Rc::clone(&drive),
        };
        if self.taken.set(taken).is_err() {
            return Answer::Problem(not_here());
        }
        tell_news(&drive);
        drive.feed(Input::Time);
        self.state()
    }

    /// Calls go another way from now on: the user gave a new key.
    async fn new_way(&self, attachment: JsValue) -> Answer {
        let (Ok(port), Some(taken)) = (attachment.dyn_into::<MessagePort>(), self.taken.get()) else {
            return Answer::Problem(not_here());
        };
        match handover::take_way(port).await {
            Ok(transport) => {
                taken.drive.go_by(transport);
                self.command(RunCommand::GoOn)
            }
            Err(error) => Answer::Problem(not_handed_over(&error)),
        }
    }

    fn command(&self, command: RunCommand) -> Answer {
        let Some(taken) = self.taken.get() else {
            return Answer::Problem(not_here());
        };
        let decision = match command {
            RunCommand::Begin => Decision::Begin,
            RunCommand::NextBatch => Decision::NextBatch,
            RunCommand::AllBatches => Decision::AllBatches,
            RunCommand::Pause => Decision::Pause,
            RunCommand::GoOn => Decision::GoOn,
            RunCommand::Stop => Decision::Stop,
        };
        taken.drive.feed(Input::Decided(decision));
        self.state()
    }

    fn results(&self, from: u32, count: u32, outcome: Option<&str>) -> Answer {
        let Some(taken) = self.taken.get() else {
            return Answer::Problem(not_here());
        };
        let outcome = outcome.and_then(OutcomeKind::of_key);
        Answer::ResultRows(convert::result_rows(
            taken.drive.look(|run| run.results(from, count, outcome)),
        ))
    }

    fn download(&self, what: Download) -> Reply {
        let Some(taken) = self.taken.get() else {
            return (Answer::Problem(not_here()), None);
        };
        let (what, bytes) = match what {
            Download::Results => ("results", Some(taken.drive.look(report::results))),
            Download::Report => {
                let bytes = taken.drive.look(|run| report::summary(run, clock::now()));
                let name = taken
                    .drive
                    .look(|run| format!("{}-report.txt", stem(&run.origin().file)));
                return (Answer::Saved(convert::text(name)), Some(bytes));
            }
            Download::Retry => ("retry", taken.drive.look(report::retry)),
            Download::Undo => ("undo", taken.drive.look(report::undo)),
            Download::ChangeFile | Download::Findings | Download::Unmanaged => {
                return (Answer::Problem(not_here()), None);
            }
        };
        let Some(bytes) = bytes else {
            return (Answer::Problem(empty(what)), None);
        };
        let name = taken
            .drive
            .look(|run| format!("{}-{what}.csv", stem(&run.origin().file)));
        (Answer::Saved(convert::csv(name)), Some(bytes))
    }

    fn state(&self) -> Answer {
        let state = self
            .taken
            .get()
            .map_or_else(nothing_yet, |taken| state_of(&taken.drive));
        Answer::Run(Box::new(state))
    }
}

fn state_of(drive: &Drive) -> RunState {
    convert::run_state(drive.look(|run| run.state(clock::now())))
}

/// Tells the page of changes, at most every [`NEWS_EVERY`] milliseconds, and never forgets the last one.
fn tell_news(drive: &Rc<Drive>) {
    let is_due = Rc::new(Cell::new(false));
    let told = Rc::downgrade(drive);
    drive.on_change(move || {
        if is_due.replace(true) {
            return;
        }
        let (is_due, told) = (Rc::clone(&is_due), told.clone());
        wasm_bindgen_futures::spawn_local(async move {
            clock::sleep(NEWS_EVERY).await;
            is_due.set(false);
            if let Some(drive) = told.upgrade() {
                let news = Box::new(News::Run(Box::new(state_of(&drive))));
                wire::send(&FromWorker::News { news }, None);
            }
        });
    });
}

/// What a run's worker shows before it has a run.
fn nothing_yet() -> RunState {
    RunState {
        phase: RunPhase::Ready,
        rows: 0,
        done: 0,
        counts: Vec::new(),
        batch: 0,
        batches: 0,
        next_rows: 0,
        rate: 0.0,
        seconds_left: None,
        waiting: None,
        problem: None,
        canary: Vec::new(),
        in_hand: None,
        parked: None,
        proven: Proven::default(),
        traffic: Traffic::default(),
    }
}

fn not_here() -> Problem {
    Problem {
        code: "not-here".to_owned(),
        what: "The run's worker has no run, or was asked something that it does not know.".to_owned(),
        hint: "Nothing was sent. Go back to the plan and start the run again.".to_owned(),
        detail: None,
    }
}

fn not_handed_over(error: &handover::HandOverError) -> Problem {
    Problem {
        code: "not-handed-over".to_owned(),
        what: "The run could not be started.".to_owned(),
        hint: "Nothing was sent. Go back to the plan and start the run again.".to_owned(),
        detail: Some(error.to_string()),
    }
}

fn empty(what: &str) -> Problem {
    let what = match what {
        "retry" => "There is nothing to retry: every row of the run has its new address.",
        _ => "There is nothing to undo: the run changed no address.",
    };
    convert::problem("file-would-be-empty", what, "")
}
