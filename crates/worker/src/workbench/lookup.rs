//! Looking up the file's accounts over the connection.

use rollcall_core::action::Field;
use rollcall_core::roster::Provenance;
use rollcall_core::roster::lookup::Lookup;
use rollcall_core::workbench::Workbench;
use rollcall_protocol::{Problem, WorkbenchNews, WorkbenchProtocol};

use super::WorkbenchWorker;
use super::problem::no_connection;
use super::retry::ask;
use crate::transfer::Route;
use crate::{clock, convert, wire};

impl WorkbenchWorker {
    /// Looks up what the file asks about: all of it again, or only what the roster does not know yet. A newer look-up, or
    /// another connection, ends it.
    pub(super) async fn look_up(&self, again: bool) -> Result<(), Problem> {
        let Some(Route {
            transport,
            organization,
            ..
        }) = self.connection.borrow().route()
        else {
            return Err(no_connection());
        };
        let again = again || self.asked.borrow().is_stale;
        let wanted = self.workbench.borrow().wanted(again);
        let asked = wanted.clone();
        let number = self.end_lookup();
        let mut lookup = Lookup::new(organization, wanted, None);
        while let Some(request) = lookup.request() {
            progress(&lookup);
            match ask(&transport, request, |response| lookup.answered(response)).await {
                Ok(()) => {}
                Err(message) => lookup.give_up(&message),
            }
            if self.lookup.get() != number {
                return Err(convert::problem(
                    "lookup-ended",
                    "The look-up was ended.",
                    "Look up again.",
                ));
            }
        }
        let (knowledge, errors) = lookup.finish();
        *self.notes.borrow_mut() = errors
            .iter()
            .map(|error| format!("{} {}", error.what(), error.hint()))
            .collect();
        self.workbench
            .borrow_mut()
            .learn(Provenance::looked_up(clock::now()), knowledge);
        self.match_again();
        self.asked.borrow_mut().note(asked);
        // What this action is about is told of each account by itself alone.
        let is_about_tokens = self
            .workbench
            .borrow()
            .action()
            .row
            .fields
            .contains(&Field::Token);
        if is_about_tokens {
            self.ask_deeply().await?;
        }
        Ok(())
    }

    /// Whether there is a connection, and something in the file that was not asked for yet.
    pub(super) fn can_look_up(&self, workbench: &Workbench) -> bool {
        if self.connection.borrow().route().is_none() {
            return false;
        }
        self.asked.borrow_mut().leaves_something(workbench)
    }
}

fn progress(lookup: &Lookup) {
    let progress = lookup.progress();
    let doing = progress
        .what
        .map_or_else(|| "Looking up".to_owned(), |what| format!("Looking up {what}"));
    wire::send_news::<WorkbenchProtocol>(WorkbenchNews::Progress {
        doing,
        done: progress.done as u32,
        of: progress.of as u32,
    });
}
