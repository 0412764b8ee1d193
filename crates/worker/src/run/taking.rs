//! How a run comes into its worker: as a plan from the workbench, or from its journal, to be looked at and gone on with.

use std::fmt::Display;
use std::rc::Rc;

use rollcall_core::journal::{Decision, Entry, Origin, RunId};
use rollcall_core::run::{Input, Run, Settings};
use rollcall_protocol::Problem;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::MessagePort;

use super::RunWorker;
use super::drive::{Drive, Hands};
use super::state::{Held, Viewed, not_here, send_news};
use crate::lock::{Lock, LockError};
use crate::store::{KeptRun, Newer, Place, Store};
use crate::transfer::{self, Route, Transfer, TransferError};
use crate::{clock, convert, lock, tabs};

impl RunWorker {
    /// Takes the plan that the workbench puts on the port.
    pub(super) async fn take_over(&self, attachment: JsValue) -> Result<(), Problem> {
        let port = attachment.dyn_into::<MessagePort>().map_err(|_| not_here())?;
        let Transfer {
            plan,
            origin,
            route,
            journal,
        } = transfer::take(port)
            .await
            .map_err(|error| not_transferred(&error))?;
        let store = open_store().await?;
        let lock = Lock::take(origin.run).await.map_err(|error| not_locked(&error))?;
        let run = match journal {
            None => Run::new(clock::now(), plan, origin, clock::seed(), settings(&route)),
            Some(journal) => {
                let run = Run::take_in(clock::now(), &journal, origin, plan, settings(&route))
                    .map_err(|error| no_journal(&error))?;
                accept(&store, &run, &route, &journal).await?;
                run
            }
        };
        tabs::tell(Some(run.origin().run));
        self.drive(&Drive::new(run, Hands::new(route, store, lock)));
        Ok(())
    }

    /// Reads a run from its journal, to be looked at.
    pub(super) async fn open(self: &Rc<Self>, run: &str) -> Result<(), Problem> {
        let run = RunId::parse(run).ok_or_else(not_here)?;
        let store = open_store().await?;
        let viewed = view(store, run).await?;
        self.show(viewed);
        Ok(())
    }

    /// Looks at this run from now on. Where another worker carries it out, it is looked at again when that one has ended.
    fn show(self: &Rc<Self>, viewed: Viewed) {
        let run = viewed.kept.origin.run;
        let is_elsewhere = viewed.is_elsewhere;
        *self.held.borrow_mut() = Some(Held::Viewed(Rc::new(viewed)));
        if is_elsewhere {
            let room = Rc::clone(self);
            spawn_local(async move {
                lock::freed(run).await;
                room.look_again(run).await;
            });
        }
    }

    /// A worker without a run. Where another worker does something to the run that is looked at later, the page is told.
    pub(crate) fn listening() -> Rc<Self> {
        let this = Rc::new(Self::default());
        let room = Rc::downgrade(&this);
        tabs::listen(move |run| {
            let Some(room) = room.upgrade() else { return };
            spawn_local(async move {
                let viewed = room.viewed();
                if let Some(viewed) = viewed
                    && run.is_none_or(|run| run == viewed)
                {
                    room.look_again(viewed).await;
                }
            });
        });
        this
    }

    /// The run that is only looked at.
    fn viewed(&self) -> Option<RunId> {
        match self.held.borrow().as_ref()? {
            Held::Viewed(viewed) => Some(viewed.kept.origin.run),
            Held::Driven(_) => None,
        }
    }

    async fn look_again(self: &Rc<Self>, run: RunId) {
        let Ok(Held::Viewed(before)) = self.held() else {
            return;
        };
        // What is gone, or cannot be read just now, is shown as it was: whoever does something with it is told then.
        let Ok(viewed) = view(Rc::clone(&before.store), run).await else {
            return;
        };
        if self.viewed() == Some(run) {
            self.show(viewed);
            if let Ok(held) = self.held() {
                send_news(held.state());
            }
        }
    }

    /// Goes on with the run that is looked at.
    pub(super) async fn resume(&self, attachment: JsValue) -> Result<(), Problem> {
        let port = attachment.dyn_into::<MessagePort>().map_err(|_| not_here())?;
        let Held::Viewed(viewed) = self.held()? else {
            return Err(not_here());
        };
        let route = transfer::take_route(port)
            .await
            .map_err(|error| not_transferred(&error))?;
        let origin = &viewed.kept.origin;
        fits(origin, &route)?;
        let lock = Lock::take(origin.run).await.map_err(|error| not_locked(&error))?;

        // Another tab may have gone on with it meanwhile: what counts is what is kept now that the lock is here.
        let kept = kept(&viewed.store, origin.run).await?;
        fits_place(&kept.place, &route.place)?;
        let entries = viewed
            .store
            .journal(origin.run)
            .await
            .map_err(|error| no_journal(&error))?;
        if kept.came_in {
            return Err(not_reviewed());
        }
        let run =
            Run::resume(clock::now(), &entries, settings(&route)).map_err(|error| no_journal(&error))?;
        tabs::tell(Some(run.origin().run));
        self.drive(&Drive::new(
            run,
            Hands::new(route, Rc::clone(&viewed.store), lock),
        ));
        Ok(())
    }

    /// Calls take another route from now on: the user gave a new key.
    pub(super) async fn new_route(&self, attachment: JsValue) -> Result<(), Problem> {
        let port = attachment.dyn_into::<MessagePort>().map_err(|_| not_here())?;
        let Held::Driven(drive) = self.held()? else {
            return Err(not_here());
        };
        let route = transfer::take_route(port)
            .await
            .map_err(|error| not_transferred(&error))?;
        drive.look(|run| fits(run.origin(), &route))?;
        drive.go_by(route.transport);
        drive.feed(Input::Decided(Decision::GoOn));
        Ok(())
    }

    /// Closes the journal of a run that is only looked at, so that somebody else can go on with it.
    pub(super) async fn transfer(&self, viewed: &Viewed) -> Result<(), Problem> {
        let run = viewed.kept.origin.run;
        let _lock = Lock::take(run).await.map_err(|error| not_locked(&error))?;
        let kept = kept(&viewed.store, run).await?;
        if kept.came_in {
            return Err(not_reviewed());
        }
        let mut entries = viewed
            .store
            .journal(run)
            .await
            .map_err(|error| no_journal(&error))?;
        let closing = Run::transfer_as_it_is(clock::now(), &entries).map_err(|error| no_journal(&error))?;
        entries.extend(closing.iter().cloned());
        let closed =
            Run::resume(clock::now(), &entries, Settings::default()).map_err(|error| no_journal(&error))?;
        let kept = KeptRun::of(&closed, clock::now(), kept.place, false);
        viewed
            .store
            .append(&kept, &closing)
            .await
            .map_err(|error| no_journal(&error))?;
        *self.held.borrow_mut() = Some(Held::Viewed(Rc::new(Viewed {
            run: closed,
            kept,
            store: Rc::clone(&viewed.store),
            is_elsewhere: false,
        })));
        tabs::tell(Some(run));
        Ok(())
    }
}

fn not_reviewed() -> Problem {
    convert::problem(
        "run-from-elsewhere",
        "This run came in from elsewhere, and its rows have not been reviewed here.",
        "Nothing was sent. Open it under Runs, and review its rows.",
    )
}

/// The journal from elsewhere was reviewed, and takes the place of what is kept of its run: from now on the run is this browser's.
async fn accept(store: &Store, run: &Run, route: &Route, journal: &[Entry]) -> Result<(), Problem> {
    let id = run.origin().run;
    let here = store.journal(id).await.unwrap_or_default();
    let is_whole = Run::resume(clock::now(), &here, Settings::default()).is_ok();
    // Another tab may have gone on with it since it was looked at.
    if is_whole && !journal.starts_with(&here) {
        return Err(convert::problem(
            "journal-known",
            format!(
                "The run of {} has gone on in this browser since the journal was opened.",
                run.origin().file
            ),
            "Nothing was changed. The run is in the list.",
        ));
    }
    // As long as nothing more is written, it waits for a review.
    let kept = KeptRun::of(run, clock::now(), route.place.clone(), true);
    let kept = KeptRun {
        phase: rollcall_protocol::RunPhase::Transferred,
        ..kept
    };
    store
        .put_run(&kept, journal)
        .await
        .map_err(|error| no_journal(&error))
}

async fn view(store: Rc<Store>, id: RunId) -> Result<Viewed, Problem> {
    let kept = kept(&store, id).await?;
    let entries = store.journal(id).await.map_err(|error| no_journal(&error))?;
    // What it wants done is not done: it is only looked at, and read anew when it goes on.
    let run = Run::resume(clock::now(), &entries, Settings::default()).map_err(|error| no_journal(&error))?;
    Ok(Viewed {
        run: if kept.came_in { run.as_claim() } else { run },
        kept,
        store,
        // Where the browser has no locks, nobody can be carrying it out.
        is_elsewhere: lock::held().await.is_ok_and(|held| held.contains(&id)),
    })
}

async fn kept(store: &Store, run: RunId) -> Result<KeptRun, Problem> {
    let kept = store.run(run).await.map_err(|error| no_journal(&error))?;
    kept.ok_or_else(|| {
        convert::problem(
            "run-gone",
            "This run is not in this browser any more.",
            "It was deleted, perhaps in another tab. Nothing was sent.",
        )
    })
}

fn settings(route: &Route) -> Settings {
    Settings {
        concurrency: route.most_at_once,
        ..Settings::default()
    }
}

async fn open_store() -> Result<Rc<Store>, Problem> {
    let store = Store::open(Newer::Waits).await.map_err(|error| {
        convert::problem(
            "run-not-kept",
            format!("A run cannot be journaled in this browser: {error}."),
            "Nothing was sent. A run that is not journaled could not go on after a crash, so none is begun. Leave \
             private browsing, make room on the disk, or allow this page to keep data; then try again.",
        )
    })?;
    Ok(Rc::new(store))
}

/// The `manage` calls carry no organization: the key alone decides whose accounts change. So a run goes on only over a
/// connection that was proved to be one to its own organization.
fn fits(origin: &Origin, route: &Route) -> Result<(), Problem> {
    if origin.organization == route.organization {
        return Ok(());
    }
    Err(convert::problem(
        "run-other-organization",
        format!(
            "This run changes accounts of {} ({}), and this connection is one to organization {}.",
            origin.organization_name, origin.organization, route.organization
        ),
        "Nothing was sent. Connect with a key of the run's organization.",
    ))
}

fn fits_place(run: &Place, route: &Place) -> Result<(), Problem> {
    match (run, route) {
        (Place::InPage { session }, Place::InPage { session: now }) if session == now => Ok(()),
        (Place::InPage { .. }, _) => Err(convert::problem(
            "run-sandbox-gone",
            "The sandbox organization of this run ended with the page that it was in.",
            "The run can be looked at, and deleted. Nothing real was changed by it.",
        )),
        (Place::At { .. }, Place::InPage { .. }) => Err(convert::problem(
            "run-other-organization",
            "This run changes accounts of an organization that is connected, and this is the sandbox organization in the page.",
            "Nothing was sent. Connect with a key of the run's organization.",
        )),
        (Place::At { .. }, Place::At { .. } | Place::Unknown) | (Place::Unknown, _) => Ok(()),
    }
}

fn not_transferred(error: &TransferError) -> Problem {
    Problem {
        detail: Some(error.to_string()),
        ..convert::problem(
            "not-handed-over",
            "The run could not be started.",
            "Nothing was sent. Go back to the plan and start the run again.",
        )
    }
}

/// The journal cannot be read or written.
fn no_journal(error: &impl Display) -> Problem {
    convert::problem(
        "run-journal",
        format!("The journal of this run cannot be used: {error}"),
        "Nothing was sent. If it was exported before, take that file in under Runs.",
    )
}

fn not_locked(error: &LockError) -> Problem {
    match error {
        LockError::Taken => convert::problem(
            "run-elsewhere",
            "Another tab or window of this browser is carrying out this run.",
            "Nothing was sent from here. Go on there, or close that tab first.",
        ),
        LockError::None(_) => convert::problem(
            "run-not-locked",
            format!("A run cannot begin here, because {error}."),
            "Nothing was sent. Use a current browser, and a page with an https address or on this computer.",
        ),
    }
}
