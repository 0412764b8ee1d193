//! What was read of each listing.

use std::collections::BTreeMap;

use rollcall_atlassian::OrganizationId;
use rollcall_core::listing::{Listing, Of, PerSubject, Question, Reading, Subject};
use rollcall_core::phrasing::PART;
use rollcall_core::time::Time;
use rollcall_protocol::{ListingPhase, ListingReading, ListingSource, Problem};

use super::preview::KeptPreview;
use super::problem::{filter_problem, nothing_read};
use crate::{clock, convert};

/// What was written in the filters, by key.
pub(super) type Filters = BTreeMap<String, String>;

/// What was read of each listing.
#[derive(Default)]
pub(crate) struct Listings {
    pub(super) held: BTreeMap<&'static str, Held>,
    pub(super) renamed: Option<KeptPreview>,
    /// Counts readings and readers.
    last: u32,
}

/// What was read of one listing.
pub(super) struct Held {
    pub(super) reading: Reading,
    /// Names the reading.
    pub(super) number: u32,
    filters: Filters,
    /// Names whoever reads just now: an answer for another one comes too late.
    pub(super) reader: Option<u32>,
    /// When that one began, and how far it was then.
    begun: (Time, u64),
    /// When the last call was sent.
    pub(super) sent: Option<Time>,
    pub(super) problem: Option<Problem>,
    /// What is waited for just now.
    pub(super) waits: Option<String>,
    /// It is read of the accounts or groups of another listing, and that one may not have all.
    is_of_part: bool,
}

impl Listings {
    /// Another connection is another organization. Whoever reads finds nothing to go on with.
    pub(crate) fn forget(&mut self) {
        self.held.clear();
        self.renamed = None;
    }

    /// What was read of this listing.
    pub(super) fn held(&mut self, key: &str) -> Result<&mut Held, Problem> {
        self.held.get_mut(key).ok_or_else(nothing_read)
    }

    fn count(&mut self) -> u32 {
        self.last = self.last.wrapping_add(1);
        self.last
    }

    /// Begins to read, anew or where it was: the number of the reader.
    pub(super) fn begin(
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
                Of::PerSubject(each) => Reading::per_subject(listing, question, self.subjects(each, of)?),
            };
            let source = of.and_then(|of| self.held.get(of.listing.as_str()));
            let held = Held {
                is_of_part: source.is_some_and(|source| source.part().is_some()),
                waits: None,
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
            held.waits = None;
        }
        Ok(reader)
    }

    fn subjects(&mut self, each: &PerSubject, of: Option<&ListingSource>) -> Result<Vec<Subject>, Problem> {
        let source = of.and_then(|of| Some((self.held.get_mut(of.listing.as_str())?, of)));
        let Some((held, of)) = source else {
            return Err(nothing_read());
        };
        let order = convert::listing_order(&of.order, clock::now());
        Ok(held.reading.subjects(&order, each))
    }

    /// What this reader reads; `None` where it was stopped.
    pub(super) fn of_reader(&mut self, key: &str, reader: u32) -> Option<&mut Held> {
        self.held.get_mut(key).filter(|held| held.reader == Some(reader))
    }

    pub(super) fn stop(&mut self, key: &str) {
        if let Some(held) = self.held.get_mut(key) {
            held.reader = None;
            held.waits = None;
        }
    }

    /// Stops what is read of the admin portal.
    pub(super) fn stop_portal(&mut self) {
        for held in self.held.values_mut() {
            if matches!(held.reading.listing().of, Of::Portal) {
                held.reader = None;
            }
        }
    }

    pub(super) fn reading(&self, key: &str) -> Option<ListingReading> {
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
            waits: held.waits.clone(),
            part: held.part(),
        })
    }
}

impl Held {
    /// What the name of a file of its rows says, as long as they may not be all.
    pub(super) fn part(&self) -> Option<String> {
        let is_of_part = || self.is_of_part.then(|| PART.to_owned());
        self.reading.part().or_else(is_of_part)
    }

    /// The name of a file of its rows: what a file is called, and whether it is a part.
    pub(super) fn file_name(&self, name: &str) -> String {
        let part = self.part().unwrap_or_default();
        let stem = name.strip_suffix(".csv").unwrap_or(name);
        format!("{stem}{part}.csv")
    }

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
    pub(super) fn wait(&self, now: Time) -> u32 {
        let since = self.sent.map_or(u32::MAX, |sent| (now.0 - sent.0).max(0) as u32);
        self.reading.wait(since)
    }
}
