//! The life of the workbench: its start, its death, and how a fresh one is brought to where the dead one stood.

use std::{
    cell::{Cell, RefCell},
    future::Future,
    rc::{Rc, Weak},
};

use rollcall_protocol::{Problem, WorkbenchNews, WorkbenchQuestion, WorkbenchState};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::{
    Busy, Change, FileFate, Health, Known, Restart, Topic,
    link::{Inner, Link, state_answer},
};
use crate::{
    client::{Attachment, Client, Event},
    state::{restore_log::RestoreLog, step::Step},
};

impl Link {
    pub(super) fn start(change: UseReducerDispatcher<Known>, go: Callback<Step>) -> Self {
        let inner = Rc::new_cyclic(|weak: &Weak<Inner>| Inner {
            client: RefCell::new(Client::start(on_event(weak.clone()))),
            restore_log: RefCell::new(RestoreLog::new()),
            is_restoring: Cell::new(false),
            change,
            go,
        });
        let link = Self(inner);
        let first = link.first();
        let change = link.0.change.clone();
        spawn_local(async move {
            if let Some(Ok(state)) = first.await {
                change.dispatch(Change::State(state));
                change.dispatch(Change::Health(Health::Well));
            }
        });
        link
    }

    /// The first question to every worker. A worker of another build cannot be used.
    fn first(&self) -> impl Future<Output = Option<Result<WorkbenchState, Problem>>> + use<> {
        let reply = self.ask(WorkbenchQuestion::Start, Attachment::None);
        let change = self.0.change.clone();
        async move {
            let answer = state_answer(reply.await);
            if let Some(Err(problem)) = &answer {
                change.dispatch(Change::Health(Health::Unusable(problem.clone())));
            }
            answer
        }
    }

    fn hear(&self, event: Event<WorkbenchNews>) {
        match event {
            Event::News(news) => match *news {
                WorkbenchNews::Progress { doing, done, of } => {
                    self.0.change.dispatch(Change::Progress(Busy { doing, done, of }));
                }
                WorkbenchNews::Listings(listings) => self.0.change.dispatch(Change::Listings(*listings)),
                WorkbenchNews::Runs => self.0.change.dispatch(Change::RunsChanged),
            },
            Event::Gone(why) => self.restart(why),
        }
    }

    /// A fresh worker that repeats the steps of the dead one. If it dies of that, the next is started without the file; if that
    /// one dies too, the page says that it cannot go on.
    fn restart(&self, why: String) {
        let mut file = FileFate::None;
        {
            let mut restore_log = self.0.restore_log.borrow_mut();
            if self.0.is_restoring.get() {
                if !restore_log.has_file() {
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
                restore_log.forget_file();
                file = FileFate::LeftOut;
            } else if restore_log.has_file() {
                file = FileFate::OpenAgain;
            }
        }
        self.0.is_restoring.set(true);
        self.0
            .client
            .replace(Client::start(on_event(Rc::downgrade(&self.0))));
        self.0.change.dispatch(Change::Asked("Starting again".to_owned()));
        let link = self.clone();
        spawn_local(async move {
            let state = link.restore().await;
            let is_well = state.is_some();
            // Nothing to count down to where the fresh worker died as well: its own restart has asked once more.
            link.0
                .change
                .dispatch(Change::Answered(Topic::File, state.map(Ok)));
            if is_well {
                link.0.is_restoring.set(false);
                // What was read of them died with the worker.
                link.refresh_listings();
                let key_is_lost = link.0.restore_log.borrow().was_live();
                link.0.change.dispatch(Change::Health(Health::Restarted(Restart {
                    why,
                    file,
                    key_is_lost,
                })));
            }
        });
    }

    /// `None` where the worker died of it.
    async fn restore(&self) -> Option<WorkbenchState> {
        let mut newest = self.first().await?.ok()?;
        let steps = self.0.restore_log.borrow().steps();
        for (question, blob) in steps {
            let attachment = blob.map_or(Attachment::None, Attachment::Blob);
            // What is refused now was granted before; the other steps may still be granted.
            if let Ok(state) = state_answer(self.ask(question, attachment).await)? {
                newest = state;
            }
        }
        Some(newest)
    }
}

fn on_event(link: Weak<Inner>) -> Callback<Event<WorkbenchNews>> {
    Callback::from(move |event| {
        if let Some(inner) = link.upgrade() {
            Link(inner).hear(event);
        }
    })
}
