//! Reading listings over the connection. What was read stays here; the page gets windows of it.

mod policy_files;
mod portal;
mod rename;
mod whole;
mod words;

use std::collections::BTreeMap;

use http::Response;
use rollcall_atlassian::{Body, Failure, Kind, OrganizationId};
use rollcall_core::listing::{Each, Listing, Of, Question, Reading, Subject, Trouble};
use rollcall_core::time::Time;
use rollcall_protocol::{
    ListingFile, ListingPhase, ListingPicturesView, ListingReading, ListingSource, ListingView,
    ListingsState, Problem, Saved, WorkbenchAnswer, WorkbenchNews, WorkbenchProtocol,
};

use super::DeskRoom;
use super::lookup::{TRIES, no_connection, rest};
use crate::handover::Way;
use crate::transport::{Lost, Transport};
use crate::{clock, convert, wire};
pub(super) use portal::Portal;
use words::{filter_problem, not_reached, not_read, nothing_read, unknown_listing};

/// What was written in the filters, by key.
type Filters = BTreeMap<String, String>;

/// What was read of each listing.
#[derive(Default)]
pub(super) struct Listings {
    held: BTreeMap<&'static str, Held>,
    renamed: Option<rename::Kept>,
    /// Counts readings and readers.
    last: u32,
}

struct Held {
    reading: Reading,
    /// Names the reading.
    number: u32,
    filters: Filters,
    /// Names whoever reads just now: an answer for another one comes too late.
    reader: Option<u32>,
    /// When that one began, and how far it was then.
    begun: (Time, u64),
    /// When the last call was sent.
    sent: Option<Time>,
    problem: Option<Problem>,
}

/// What an answer brought.
enum Taken {
    Page,
    /// Whoever reads was stopped, or cannot go on.
    Nothing,
    /// The same page is to be asked for again, after the pause that the failure asks for.
    Later(Option<Failure>),
}

impl Listings {
    /// Another door is another organization. Whoever reads finds nothing to go on with.
    pub(super) fn forget(&mut self) {
        self.held.clear();
        self.renamed = None;
    }

    /// What was read of this listing.
    fn held(&mut self, key: &str) -> Result<&mut Held, Problem> {
        self.held.get_mut(key).ok_or_else(nothing_read)
    }

    fn count(&mut self) -> u32 {
        self.last = self.last.wrapping_add(1);
        self.last
    }

    /// Begins to read, anew or where it was: the number of the reader.
    fn begin(
        &mut self,
        listing: &'static Listing,
        organization: OrganizationId,
        anew: Option<Filters>,
        of: Option<&ListingSource>,
    ) -> Result<u32, Problem> {
        let is_new = anew.is_some() || of.is_some() || !self.held.contains_key(listing.key);
        if is_new {
            let filters = anew.unwrap_or_default();
            let question = Question::new(organization, listing.filters, &filters).map_err(filter_problem)?;
            let reading = match &listing.of {
                Of::Organization | Of::Portal => Reading::new(listing, question),
                Of::Each(each) => Reading::of_each(listing, question, self.subjects(each, of)?),
            };
            let held = Held {
                reading,
                number: self.count(),
                filters,
                reader: None,
                begun: (clock::now(), 0),
                sent: None,
                problem: None,
            };
            self.held.insert(listing.key, held);
        }
        let reader = self.count();
        if let Some(held) = self.held.get_mut(listing.key) {
            held.reader = Some(reader);
            held.begun = (clock::now(), held.reading.done());
            held.problem = None;
        }
        Ok(reader)
    }

    fn subjects(&mut self, each: &Each, of: Option<&ListingSource>) -> Result<Vec<Subject>, Problem> {
        let source = of.and_then(|of| Some((self.held.get_mut(of.listing.as_str())?, of)));
        let Some((held, of)) = source else {
            return Err(nothing_read());
        };
        let order = convert::listing_order(&of.order, clock::now());
        Ok(held.reading.subjects(&order, each))
    }

    /// What this reader reads; `None` where it was stopped.
    fn of_reader(&mut self, key: &str, reader: u32) -> Option<&mut Held> {
        self.held.get_mut(key).filter(|held| held.reader == Some(reader))
    }

    fn stop(&mut self, key: &str) {
        if let Some(held) = self.held.get_mut(key) {
            held.reader = None;
        }
    }

    /// Stops what is read of the admin portal.
    fn stop_portal(&mut self) {
        for held in self.held.values_mut() {
            if matches!(held.reading.listing().of, Of::Portal) {
                held.reader = None;
            }
        }
    }

    fn reading(&self, key: &str) -> Option<ListingReading> {
        let held = self.held.get(key)?;
        let phase = if held.reading.is_complete() {
            ListingPhase::Complete
        } else if held.reader.is_some() && held.reading.is_at_present() {
            ListingPhase::Watching
        } else if held.reader.is_some() {
            ListingPhase::Reading
        } else if held.reading.request().is_some() {
            ListingPhase::Stopped
        } else {
            ListingPhase::Ended
        };
        Some(ListingReading {
            number: held.number,
            phase,
            rows: held.reading.rows().len() as u32,
            done: held.reading.done() as u32,
            of: held.reading.total().and_then(|total| u32::try_from(total).ok()),
            seconds_left: held.seconds_left(clock::now()),
            counts: convert::listing_counts(held.reading.counted()),
            filters: held.filters.clone(),
            problem: held.problem.clone(),
        })
    }
}

impl Held {
    /// At the speed since whoever reads began.
    fn seconds_left(&self, now: Time) -> Option<u32> {
        /// Fewer say nothing about the speed.
        const FEW: u64 = 5;
        self.reader?;
        let (since, from) = self.begun;
        let (done, of) = (self.reading.done(), self.reading.total()?);
        let read = done.checked_sub(from).filter(|&read| read >= FEW)?;
        let each = (now.0 - since.0) as f64 / read as f64;
        Some((each * of.saturating_sub(done) as f64 / 1000.0) as u32)
    }

    /// How long to wait before the next call, in milliseconds.
    fn wait(&self, now: Time) -> u32 {
        let since = self.sent.map_or(u32::MAX, |sent| (now.0 - sent.0).max(0) as u32);
        self.reading.wait(since)
    }
}

impl DeskRoom {
    pub(super) fn listings_answer(&self) -> WorkbenchAnswer {
        WorkbenchAnswer::Listings(Box::new(self.listings_state()))
    }

    pub(super) fn stop_listing(&self, key: &str) {
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
    pub(super) async fn read_listing(
        &self,
        key: &str,
        anew: Option<Filters>,
        of: Option<ListingSource>,
    ) -> Result<(), Problem> {
        let listing = Listing::of_key(key).ok_or_else(unknown_listing)?;
        let Some(Way {
            transport,
            organization,
            ..
        }) = self.door.borrow().way()
        else {
            return Err(no_connection());
        };
        let transport = match listing.of {
            Of::Portal => self.portal_way(transport)?,
            Of::Organization | Of::Each(_) => transport,
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
                Taken::Later(failure) => rest(attempt, failure.as_ref()).await,
            }
        }
        false
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
        if let Some(problem) = refused.and_then(|response| self.refused_on_the_way(response)) {
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

    pub(super) fn listing_rows(&self, view: &ListingView) -> Result<WorkbenchAnswer, Problem> {
        let mut listings = self.listings.borrow_mut();
        let held = listings.held(&view.listing)?;
        let order = convert::listing_order(&view.order, clock::now());
        let window = held.reading.view(&order, view.from, view.count);
        Ok(WorkbenchAnswer::ListingRows(convert::listing_rows(window)))
    }

    pub(super) fn listing_pictures(&self, view: &ListingPicturesView) -> Result<WorkbenchAnswer, Problem> {
        let mut listings = self.listings.borrow_mut();
        let held = listings.held(&view.listing)?;
        let order = convert::listing_order(&view.order, clock::now());
        let pictures = held.reading.pictures(&order, &view.columns, view.values);
        let pictures = pictures.into_iter().map(convert::listing_picture);
        Ok(WorkbenchAnswer::ListingPictures(pictures.collect()))
    }

    /// With a byte order mark, because Excel takes names for another encoding without it.
    pub(super) fn listing_file(&self, file: &ListingFile) -> Result<(Saved, Vec<u8>), Problem> {
        let mut listings = self.listings.borrow_mut();
        let held = listings.held(&file.listing)?;
        let order = convert::listing_order(&file.order, clock::now());
        let bytes = if file.once {
            held.reading.csv_once(&order, &file.columns, true)
        } else {
            held.reading.csv(&order, &file.columns, true)
        };
        let name = format!("{}.csv", held.reading.listing().key);
        Ok((convert::csv(name), bytes))
    }
}
