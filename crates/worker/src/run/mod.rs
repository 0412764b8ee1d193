//! The run's worker: one run, carried out or looked at.

mod drive;
mod taking;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use rollcall_core::journal::{Decision, OutcomeKind, RunId};
use rollcall_core::report;
use rollcall_core::run::{Input, Run};
use rollcall_protocol::{
    Problem, RunAnswer, RunCommand, RunDownload, RunNews, RunPhase, RunProtocol, RunQuestion, RunState,
};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::MessagePort;

use crate::desk::stem;
use crate::handover;
use crate::reply::Reply;
use crate::store::{KeptRun, Store};
use crate::{clock, convert, wire};
use drive::Drive;

/// The page is told of changes no more often than this, in milliseconds: it cannot draw faster than people read.
const NEWS_EVERY: u32 = 100;

/// What this worker holds.
#[derive(Default)]
pub(crate) struct RunRoom {
    held: RefCell<Option<Held>>,
}

/// The run of this worker.
#[derive(Clone)]
enum Held {
    /// It is carried out here.
    Driven(Rc<Drive>),
    /// It is looked at, as its journal says; nothing goes out from here.
    Viewed(Rc<Viewed>),
}

struct Viewed {
    run: Run,
    kept: KeptRun,
    store: Rc<Store>,
    /// Another worker is carrying it out.
    is_elsewhere: bool,
}

impl Held {
    fn look<T>(&self, at: impl FnOnce(&Run) -> T) -> T {
        match self {
            Self::Driven(drive) => drive.look(at),
            Self::Viewed(viewed) => at(&viewed.run),
        }
    }

    fn state(&self) -> RunState {
        let mut state = self.look(|run| convert::run_state(run, clock::now()));
        if let Self::Viewed(viewed) = self
            && !viewed.kept.is_over()
        {
            // Nothing moves here.
            (state.ending, state.waiting, state.seconds_left) = (None, None, None);
            state.phase = if viewed.is_elsewhere {
                RunPhase::Elsewhere
            } else {
                RunPhase::Interrupted
            };
        }
        state
    }
}

impl RunRoom {
    pub(crate) async fn answer(
        self: Rc<Self>,
        question: RunQuestion,
        attachment: JsValue,
    ) -> Reply<RunAnswer> {
        match question {
            RunQuestion::TakeOver => self.take_over(attachment).await?,
            RunQuestion::NewWay => self.new_way(attachment).await?,
            RunQuestion::Open { run } => self.open(&run).await?,
            RunQuestion::Resume => self.resume(attachment).await?,
            RunQuestion::Command(command) => self.command(command).await?,
            RunQuestion::Rows { from, count, outcome } => {
                return Ok((self.results(from, count, outcome.as_deref())?, None));
            }
            RunQuestion::Download(what) => {
                let (saved, bytes) = self.download(what)?;
                return Ok((RunAnswer::Saved(saved), Some(bytes)));
            }
        }
        Ok((RunAnswer::State(Box::new(self.held()?.state())), None))
    }

    fn held(&self) -> Result<Held, Problem> {
        self.held.borrow().clone().ok_or_else(not_here)
    }

    /// From now on this run is carried out here.
    fn drive(&self, drive: &Rc<Drive>) {
        tell_news(drive);
        *self.held.borrow_mut() = Some(Held::Driven(Rc::clone(drive)));
        drive.feed(Input::Time);
    }

    /// Calls go another way from now on: the user gave a new key.
    async fn new_way(&self, attachment: JsValue) -> Result<(), Problem> {
        let port = attachment.dyn_into::<MessagePort>().map_err(|_| not_here())?;
        let Held::Driven(drive) = self.held()? else {
            return Err(not_here());
        };
        let way = handover::take_way(port)
            .await
            .map_err(|error| taking::not_handed_over(&error))?;
        drive.look(|run| taking::fits(run.origin(), &way))?;
        drive.go_by(way.transport);
        drive.feed(Input::Decided(Decision::GoOn));
        Ok(())
    }

    async fn command(&self, command: RunCommand) -> Result<(), Problem> {
        let drive = match (self.held()?, command) {
            (Held::Driven(drive), _) => drive,
            (Held::Viewed(viewed), RunCommand::HandOver) => return self.hand_over(&viewed).await,
            (Held::Viewed(_), _) => return Err(not_here()),
        };
        drive.feed(Input::Decided(match command {
            RunCommand::Begin => Decision::Begin,
            RunCommand::NextBatch => Decision::NextBatch,
            RunCommand::AllBatches => Decision::AllBatches,
            RunCommand::Pause => Decision::Pause,
            RunCommand::GoOn => Decision::GoOn,
            RunCommand::Stop => Decision::Stop,
            RunCommand::HandOver => Decision::HandOver,
        }));
        Ok(())
    }

    fn results(&self, from: u32, count: u32, outcome: Option<&str>) -> Result<RunAnswer, Problem> {
        let outcome = outcome.and_then(OutcomeKind::of_key);
        let rows = self.held()?.look(|run| run.results(from, count, outcome));
        Ok(RunAnswer::Rows(convert::result_rows(rows)))
    }

    fn download(&self, what: RunDownload) -> Result<(rollcall_protocol::Saved, Vec<u8>), Problem> {
        let held = self.held()?;
        let name = |ending: &str| held.look(|run| format!("{}-{ending}", stem(&run.origin().file)));
        let (saved, bytes) = match what {
            RunDownload::Results => (convert::csv(name("results.csv")), held.look(report::results)),
            RunDownload::Report => {
                let bytes = held.look(|run| report::summary(run, clock::now()));
                (convert::text(name("report.txt")), bytes)
            }
            RunDownload::Retry => {
                let bytes = held.look(report::retry);
                (
                    convert::csv(name("retry.csv")),
                    bytes.ok_or_else(nothing_to_retry)?,
                )
            }
            RunDownload::Undo(place) => {
                let mut files = held.look(report::undo);
                if files.len() <= place as usize {
                    return Err(nothing_to_undo());
                }
                let only = files.len() == 1;
                let file = files.swap_remove(place as usize);
                let called = file.called.trim_end_matches(" file");
                let ending = if only {
                    format!("{called}.csv")
                } else {
                    format!("{called}-{}-{}.csv", place + 1, file.action.key)
                };
                (convert::csv(name(&ending)), file.bytes)
            }
        };
        Ok((saved, bytes))
    }
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
                send_news(drive.look(|run| convert::run_state(run, clock::now())));
            }
        });
    });
}

fn send_news(state: RunState) {
    wire::send_news::<RunProtocol>(RunNews::State(Box::new(state)));
}

/// Reads a run's name.
fn run_id(text: &str) -> Result<RunId, Problem> {
    RunId::parse(text).ok_or_else(not_here)
}

fn not_here() -> Problem {
    convert::problem(
        "not-here",
        "The run's worker has no run, or was asked something that it does not know.",
        "Nothing was sent. Look under Runs whether the run is there, and go on with it from there.",
    )
}

fn nothing_to_retry() -> Problem {
    convert::problem(
        "file-would-be-empty",
        "There is nothing to retry: every row of the run is as it is to be.",
        "",
    )
}

fn nothing_to_undo() -> Problem {
    convert::problem(
        "file-would-be-empty",
        "There is nothing to undo: the run changed no account, or no action undoes it.",
        "",
    )
}
