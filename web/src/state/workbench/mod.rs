//! The workbench: the worker that holds file, roster and findings, and what it last said.

mod journal;
mod known;
mod life;
mod link;
mod listings;
mod reread;

use std::rc::Rc;

use rollcall_protocol::{Problem, WorkbenchState};
use yew::prelude::*;

use super::step::Step;
pub(crate) use known::{Busy, Change, FileFate, Health, Known, Restart, Topic};
pub(crate) use link::Link;
pub(crate) use reread::as_read;

/// The workbench, as screens see it.
#[derive(Clone, PartialEq)]
pub(crate) struct Workbench {
    known: UseReducerHandle<Known>,
    pub(crate) link: Link,
}

impl std::ops::Deref for Workbench {
    type Target = Link;

    fn deref(&self) -> &Link {
        &self.link
    }
}

impl Workbench {
    pub(crate) fn known(&self) -> &Known {
        &self.known
    }

    pub(crate) fn state(&self) -> Option<&Rc<WorkbenchState>> {
        self.known.state.as_ref()
    }

    /// What takes time just now.
    pub(crate) fn doing(&self) -> Option<Busy> {
        let starting = (self.known.health == Health::Starting).then(|| Busy {
            doing: "Starting".to_owned(),
            done: 0,
            of: 0,
        });
        self.known.busy.clone().or(starting)
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

/// Starts the workbench, once for the life of the page.
#[hook]
pub(crate) fn use_workbench(go: Callback<Step>) -> Workbench {
    let known = use_reducer_eq(Known::default);
    let change = known.dispatcher();
    let link = use_memo((), move |()| Link::start(change, go));
    Workbench {
        known,
        link: (*link).clone(),
    }
}
