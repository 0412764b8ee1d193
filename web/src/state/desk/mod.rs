//! The desk: the worker that holds file, roster and findings, and what it last said.

mod journal;
mod known;
mod life;
mod link;
mod listings;

use std::rc::Rc;

use rollcall_protocol::{DeskState, Problem};
use yew::prelude::*;

use super::step::Step;
pub(crate) use known::{Busy, Change, FileFate, Health, Known, Restart, Topic};
pub(crate) use link::Link;

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
