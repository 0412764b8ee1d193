//! Everything about one row of a listing, asked for by itself.

use rollcall_atlassian::{Failure, Kind};
use rollcall_core::listing::Asking;
use rollcall_protocol::{Problem, WorkbenchAnswer};

use super::problem::nothing_read;
use crate::convert;
use crate::transfer::Route;
use crate::transport::{Lost, Transport};
use crate::workbench::WorkbenchWorker;
use crate::workbench::problem::no_connection;
use crate::workbench::retry::{TRIES, rest};

impl WorkbenchWorker {
    pub(in crate::workbench) async fn listing_details(
        &self,
        listing: &str,
        id: &str,
    ) -> Result<WorkbenchAnswer, Problem> {
        let Some(Route { transport, .. }) = self.connection.borrow().route() else {
            return Err(no_connection());
        };
        let asking = match self.listings.borrow().held.get(listing) {
            Some(held) => held.reading.asking(id),
            None => return Err(nothing_read()),
        };
        match asking {
            Some(asking) => ask(&transport, &asking).await,
            None => Err(convert::problem(
                "listing-whole-unknown",
                "Atlassian gave no id by which more could be asked about this row.",
                "",
            )),
        }
    }
}

/// Asks again where the server asks for it or the connection breaks.
async fn ask(transport: &Transport, asking: &Asking) -> Result<WorkbenchAnswer, Problem> {
    let mut attempt = 1;
    loop {
        let Some(request) = asking.request() else {
            return Err(nothing_read());
        };
        let answer = transport.send(request).await;
        let failure = match answer.as_ref().map(|response| asking.answered(response)) {
            Ok(Ok(said)) => {
                let said = said.into_iter().map(|(title, text)| (title.to_owned(), text));
                return Ok(WorkbenchAnswer::Details(said.collect()));
            }
            Ok(Err(failure)) if attempt == TRIES || !matches!(failure.kind, Kind::Retry(_)) => {
                return Err(refused(failure));
            }
            Err(lost) if attempt == TRIES => return Err(not_reached(lost)),
            Ok(Err(failure)) => Some(failure),
            Err(_) => None,
        };
        rest(attempt, failure.as_ref()).await;
        attempt += 1;
    }
}

fn refused(failure: Failure) -> Problem {
    Problem {
        code: "listing-whole-failed".to_owned(),
        what: failure.message,
        hint: "What was read before is still in the listing, and may be out of date.".to_owned(),
        detail: Some(failure.raw).filter(|raw| !raw.is_empty()),
    }
}

fn not_reached(lost: &Lost) -> Problem {
    Problem {
        code: "listing-whole-no-answer".to_owned(),
        what: "No answer came, though it was asked for several times.".to_owned(),
        hint: "Close this, and ask again later.".to_owned(),
        detail: Some(lost.message.clone()),
    }
}
