//! Reading listings over the connection.

use http::Response;
use rollcall_atlassian::{Body, Failure, Kind};
use rollcall_core::listing::{Listing, Of, Trouble};
use rollcall_protocol::{
    ListingSource, ListingsState, Problem, WorkbenchAnswer, WorkbenchNews, WorkbenchProtocol,
};

use super::problem::{not_reached, not_read, unknown_listing, waits};
use super::store::Filters;
use crate::transfer::Route;
use crate::transport::{Lost, Transport};
use crate::workbench::WorkbenchWorker;
use crate::workbench::problem::no_connection;
use crate::workbench::retry::{TRIES, pause_after};
use crate::{clock, convert, wire};

/// What an answer brought.
enum Taken {
    Page,
    /// Whoever reads was stopped, or cannot go on.
    Nothing,
    /// The same page is to be asked for again, after the pause that the failure asks for.
    Later(Option<Failure>),
}

impl WorkbenchWorker {
    pub(in crate::workbench) fn listings_answer(&self) -> WorkbenchAnswer {
        WorkbenchAnswer::Listings(Box::new(self.listings_state()))
    }

    pub(in crate::workbench) fn stop_listing(&self, key: &str) {
        self.listings.borrow_mut().stop(key);
        self.tell_listings();
    }

    fn listings_state(&self) -> ListingsState {
        let listings = self.listings.borrow();
        convert::listings_state(|key| listings.reading(key), &self.portal_state())
    }

    fn tell_listings(&self) {
        let state = Box::new(self.listings_state());
        wire::send_news::<WorkbenchProtocol>(WorkbenchNews::Listings(state));
    }

    /// Reads up to the end, to a stop, or to what cannot be got over.
    pub(in crate::workbench) async fn read_listing(
        &self,
        key: &str,
        anew: Option<Filters>,
        of: Option<ListingSource>,
    ) -> Result<(), Problem> {
        let listing = Listing::of_key(key).ok_or_else(unknown_listing)?;
        let Some(Route {
            transport,
            organization,
            ..
        }) = self.connection.borrow().route()
        else {
            return Err(no_connection());
        };
        let transport = match listing.of {
            Of::Portal => self.portal_route(transport)?,
            Of::Organization | Of::PerSubject(_) => transport,
        };
        let reader = self
            .listings
            .borrow_mut()
            .begin(listing, organization, anew, of.as_ref())?;
        loop {
            self.tell_listings();
            if !self.read_page(&transport, listing.key, reader).await {
                break;
            }
        }
        if let Some(held) = self.listings.borrow_mut().of_reader(listing.key, reader) {
            held.reader = None;
        }
        self.tell_listings();
        Ok(())
    }

    /// Asks for the next page, again where the server asks for it or the connection breaks. False where there is nothing to go on
    /// with.
    async fn read_page(&self, transport: &Transport, key: &str, reader: u32) -> bool {
        for attempt in 1..=TRIES {
            let Some(wait) = self.wait(key, reader) else {
                return false;
            };
            if wait > 0 {
                clock::sleep(wait).await;
            }
            let Some(request) = self.next_request(key, reader) else {
                return false;
            };
            let answer = transport.send(request).await;
            match self.take_page(key, reader, answer, attempt == TRIES) {
                Taken::Page => return true,
                Taken::Nothing => return false,
                Taken::Later(failure) => self.wait_for(key, reader, attempt, failure.as_ref()).await,
            }
        }
        false
    }

    /// Waits before the same call is made again, and says so: it may take a minute.
    async fn wait_for(&self, key: &str, reader: u32, attempt: u32, failure: Option<&Failure>) {
        let pause = pause_after(attempt, failure);
        let say = |waits: Option<String>| {
            if let Some(held) = self.listings.borrow_mut().of_reader(key, reader) {
                held.waits = waits;
            }
            self.tell_listings();
        };
        say(Some(waits(failure, pause)));
        clock::sleep(pause).await;
        say(None);
    }

    fn take_page(
        &self,
        key: &str,
        reader: u32,
        answer: Result<Response<Body>, Lost>,
        is_last_try: bool,
    ) -> Taken {
        let mut listings = self.listings.borrow_mut();
        let Some(held) = listings.of_reader(key, reader) else {
            return Taken::Nothing;
        };
        let is_of_portal = matches!(held.reading.listing().of, Of::Portal);
        let refused = answer.as_ref().ok().filter(|_| is_of_portal);
        if let Some(problem) = refused.and_then(|response| self.refused_on_the_route(response)) {
            held.problem = Some(problem);
            return Taken::Nothing;
        }
        let (problem, failure) = match answer.map(|response| held.reading.answered(&response)) {
            Ok(Ok(())) => return Taken::Page,
            Ok(Err(Trouble::Later(failure))) => (not_read(Trouble::Later(failure.clone())), Some(failure)),
            Ok(Err(trouble)) => {
                // Its page of login, in place of the list.
                let is_page = |failure: &Failure| failure.raw.trim_start().starts_with('<');
                let is_over = |failure: &Failure| match failure.kind {
                    Kind::WrongKey => true,
                    Kind::NotUnderstood => is_page(failure),
                    _ => false,
                };
                if is_of_portal && matches!(&trouble, Trouble::Failed(failure) if is_over(failure)) {
                    self.session_is_over();
                }
                held.problem = Some(not_read(trouble));
                return Taken::Nothing;
            }
            Err(lost) => (not_reached(lost), None),
        };
        if is_last_try {
            held.problem = Some(problem);
            return Taken::Nothing;
        }
        Taken::Later(failure)
    }

    fn wait(&self, key: &str, reader: u32) -> Option<u32> {
        let mut listings = self.listings.borrow_mut();
        Some(listings.of_reader(key, reader)?.wait(clock::now()))
    }

    fn next_request(&self, key: &str, reader: u32) -> Option<http::Request<Body>> {
        let mut listings = self.listings.borrow_mut();
        let held = listings.of_reader(key, reader)?;
        held.sent = Some(clock::now());
        held.reading.request()
    }
}
