//! Asking about each account of the file by itself, over the connection.

use rollcall_core::roster::Provenance;
use rollcall_core::roster::deep::DeepCheck;
use rollcall_core::workbench::Workbench;
use rollcall_protocol::{Problem, WorkbenchNews, WorkbenchProtocol};

use super::WorkbenchWorker;
use super::problem::no_connection;
use super::retry::ask;
use crate::transfer::Route;
use crate::{clock, wire};

impl WorkbenchWorker {
    /// Asks about each account of which that is not known yet: so it goes on where it was stopped. A look-up, another connection, and
    /// [`rollcall_protocol::WorkbenchQuestion::StopAsking`] end it. What there is to tell is told behind what a look-up told before.
    pub(super) async fn ask_deeply(&self) -> Result<(), Problem> {
        let Some(Route { transport, .. }) = self.connection.borrow().route() else {
            return Err(no_connection());
        };
        let number = self.end_lookup();
        let (accounts, depth) = {
            let workbench = self.workbench.borrow();
            (workbench.to_ask_deeply(), workbench.depth())
        };
        let mut check = DeepCheck::new(accounts, depth);
        let mut stopped = None;
        while let Some(request) = check.request() {
            let (done, of) = check.progress();
            tell(done, of);
            let answered = ask(&transport, request, |response| check.answered(response)).await;
            if let Err(message) = answered {
                stopped = Some(message);
                break;
            }
            if self.lookup.get() != number {
                break;
            }
        }
        // At once, and not account by account: whatever is learned has the whole file checked anew.
        let learned = check.take();
        if !learned.accounts.is_empty() {
            let origin = Provenance::looked_up(clock::now());
            self.workbench.borrow_mut().learn(origin, learned);
        }
        let (done, of) = check.progress();
        let mut notes = self.notes.borrow_mut();
        if let Some(message) = stopped {
            notes.push(format!(
                "Asked about {done} of {of} accounts, then it went no further: {message}"
            ));
        }
        if let [(account, failure), ..] = check.unread() {
            notes.push(format!(
                "{} of the accounts could not be asked about. The first, {account}: {}",
                check.unread().len(),
                failure.message
            ));
        }
        Ok(())
    }

    /// How many accounts there are to ask about.
    pub(super) fn to_ask_deeply(&self, workbench: &Workbench) -> u32 {
        if self.connection.borrow().route().is_none() {
            return 0;
        }
        match self.to_ask.get() {
            Some((revision, count)) if revision == workbench.revision() => count,
            _ => {
                let count = workbench.to_ask_deeply().len() as u32;
                self.to_ask.set(Some((workbench.revision(), count)));
                count
            }
        }
    }
}

fn tell(done: usize, of: usize) {
    wire::send_news::<WorkbenchProtocol>(WorkbenchNews::Progress {
        doing: rollcall_protocol::ASKING_DEEPLY.to_owned(),
        done: done as u32,
        of: of as u32,
    });
}
