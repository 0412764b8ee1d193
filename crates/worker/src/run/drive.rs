//! Drives a run: carries out what it wants done, and tells it what happened.
//!
//! The run itself decides everything; here are only its hands. What it is told goes through one queue, so that an effect that
//! is carried out at once never enters a run that is still giving its effects.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use http::{Request, Response};
use rollcall_atlassian::Body;
use rollcall_core::run::{Effect, Input, Run, Transport as NoAnswer};
use wasm_bindgen_futures::spawn_local;

use crate::lock::Lock;
use crate::store::{KeptRun, Place, Store};
use crate::transfer::Route;
use crate::transport::{Lost, Transport};
use crate::{clock, tabs, wire};

/// A run and its hands.
pub(crate) struct Drive {
    run: RefCell<Run>,
    hands: Hands,
    inputs: RefCell<VecDeque<Input>>,
    is_feeding: Cell<bool>,
    /// Counts the waits: only the last one wakes the run.
    wait: Cell<u32>,
    /// Called after each change.
    on_change: RefCell<Option<Box<dyn Fn()>>>,
}

/// What a run is carried out with.
pub(crate) struct Hands {
    /// The route to the organization.
    transport: RefCell<Transport>,
    /// Where the organization answers, for the run's record.
    place: Place,
    /// Where the journal is kept.
    store: Rc<Store>,
    /// The right to carry out the run; given back when it is over.
    lock: Cell<Option<Lock>>,
}

impl Hands {
    /// A route to the run's organization, a place for its journal, and the right to carry it out.
    pub(crate) fn new(route: Route, store: Rc<Store>, lock: Lock) -> Self {
        Self {
            transport: RefCell::new(route.transport),
            place: route.place,
            store,
            lock: Cell::new(Some(lock)),
        }
    }
}

impl Drive {
    /// Takes the run; nothing goes out before it is told to begin, or goes on.
    pub(crate) fn new(run: Run, hands: Hands) -> Rc<Self> {
        Rc::new(Self {
            run: RefCell::new(run),
            hands,
            inputs: RefCell::default(),
            is_feeding: Cell::new(false),
            wait: Cell::new(0),
            on_change: RefCell::default(),
        })
    }

    /// What to do after each change.
    pub(crate) fn on_change(&self, then: impl Fn() + 'static) {
        *self.on_change.borrow_mut() = Some(Box::new(then));
    }

    /// Looks at the run.
    pub(crate) fn look<T>(&self, at: impl FnOnce(&Run) -> T) -> T {
        at(&self.run.borrow())
    }

    /// Tells the run something, and carries out what it wants then.
    pub(crate) fn feed(self: &Rc<Self>, input: Input) {
        self.inputs.borrow_mut().push_back(input);
        if self.is_feeding.replace(true) {
            return;
        }
        loop {
            let Some(input) = self.inputs.borrow_mut().pop_front() else {
                break;
            };
            let effects = {
                let mut run = self.run.borrow_mut();
                run.input(clock::now(), input);
                run.effects()
            };
            for effect in effects {
                self.carry_out(effect);
            }
        }
        self.is_feeding.set(false);
        if let Some(then) = self.on_change.borrow().as_ref() {
            then();
        }
    }

    fn carry_out(self: &Rc<Self>, effect: Effect) {
        match effect {
            Effect::Append(seq, entries) => {
                let drive = Rc::clone(self);
                // What the list of runs shows belongs to these entries, and not to what comes while they are written.
                let kept = self.look(|run| KeptRun::of(run, clock::now(), self.hands.place.clone(), false));
                spawn_local(async move {
                    drive.feed(match drive.hands.store.append(&kept, &entries).await {
                        Ok(()) => Input::Durable(seq),
                        Err(error) => Input::NotDurable {
                            message: error.to_string(),
                        },
                    });
                });
            }
            Effect::Send(attempt, request) => {
                let drive = Rc::clone(self);
                spawn_local(async move {
                    let result = drive.call(*request).await;
                    drive.feed(Input::Answered(attempt, result));
                });
            }
            Effect::Read(read, request) => {
                let drive = Rc::clone(self);
                spawn_local(async move {
                    let result = drive.call(*request).await;
                    drive.feed(Input::Read(read, result));
                });
            }
            Effect::Wait(until) => {
                let wait = self.wait.get().wrapping_add(1);
                self.wait.set(wait);
                let drive = Rc::clone(self);
                let milliseconds =
                    u32::try_from(until.0.saturating_sub(clock::now().0).max(0)).unwrap_or(u32::MAX);
                spawn_local(async move {
                    clock::sleep(milliseconds).await;
                    if drive.wait.get() == wait {
                        drive.feed(Input::Time);
                    }
                });
            }
            // The state says what is asked.
            Effect::Ask(_) => {}
            Effect::Done => {
                drop(self.hands.lock.take());
                tabs::tell(Some(self.look(|run| run.origin().run)));
            }
        }
    }

    async fn call(&self, request: Request<Body>) -> Result<Response<Body>, NoAnswer> {
        let transport = self.hands.transport.borrow().clone();
        let needs_network = matches!(transport, Transport::Fetch(_));
        if needs_network && !wire::scope().navigator().on_line() {
            return Err(NoAnswer::Blocked {
                message: "this computer is offline".to_owned(),
            });
        }
        transport.send(request).await.map_err(lost)
    }

    /// Calls take this route from now on: with another key.
    pub(crate) fn go_by(&self, transport: Transport) {
        *self.hands.transport.borrow_mut() = transport;
    }
}

/// No answer came: whether the request arrived is not known.
fn lost(lost: Lost) -> NoAnswer {
    NoAnswer::Lost {
        message: lost.message,
    }
}
