//! The run that this worker holds.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use rollcall_core::run::{Input, Run};
use rollcall_protocol::{Problem, RunNews, RunPhase, RunProtocol, RunState};
use wasm_bindgen_futures::spawn_local;

use super::drive::Drive;
use crate::store::{KeptRun, Store};
use crate::{clock, convert, wire};

/// The page is told of changes no more often than this, in milliseconds: it cannot draw faster than people read.
const NEWS_EVERY: u32 = 100;

/// What this worker holds.
#[derive(Default)]
pub(crate) struct RunWorker {
    pub(super) held: RefCell<Option<Held>>,
}

/// The run of this worker.
#[derive(Clone)]
pub(super) enum Held {
    /// It is carried out here.
    Driven(Rc<Drive>),
    /// It is looked at, as its journal says; nothing goes out from here.
    Viewed(Rc<Viewed>),
}

/// A run as its journal says.
pub(super) struct Viewed {
    pub(super) run: Run,
    pub(super) kept: KeptRun,
    pub(super) store: Rc<Store>,
    /// Another worker is carrying it out.
    pub(super) is_elsewhere: bool,
}

impl Held {
    pub(super) fn look<T>(&self, at: impl FnOnce(&Run) -> T) -> T {
        match self {
            Self::Driven(drive) => drive.look(at),
            Self::Viewed(viewed) => at(&viewed.run),
        }
    }

    pub(super) fn state(&self) -> RunState {
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

impl RunWorker {
    pub(super) fn held(&self) -> Result<Held, Problem> {
        self.held.borrow().clone().ok_or_else(not_here)
    }

    /// From now on this run is carried out here.
    pub(super) fn drive(&self, drive: &Rc<Drive>) {
        tell_news(drive);
        *self.held.borrow_mut() = Some(Held::Driven(Rc::clone(drive)));
        drive.feed(Input::Time);
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
        spawn_local(async move {
            clock::sleep(NEWS_EVERY).await;
            is_due.set(false);
            if let Some(drive) = told.upgrade() {
                send_news(drive.look(|run| convert::run_state(run, clock::now())));
            }
        });
    });
}

/// Tells the page how the run stands.
pub(super) fn send_news(state: RunState) {
    wire::send_news::<RunProtocol>(RunNews::State(Box::new(state)));
}

pub(super) fn not_here() -> Problem {
    convert::problem(
        "not-here",
        "The run's worker has no run, or was asked something that it does not know.",
        "Nothing was sent. Look under Runs whether the run is there, and go on with it from there.",
    )
}
