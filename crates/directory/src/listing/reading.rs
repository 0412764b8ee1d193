//! Reading a listing: which call comes next, and what its answer brings. It can be stopped between any two calls, and goes on with
//! the same cursor.
//!
//! One that is read of each account or group goes through them one after the other, each to the end of its pages.

use http::{Request, Response};
use rollcall_atlassian::{Body, Cursor, Cursors, Endless, Failure, Kind};

use super::definition::RowPage;
use super::facet::Facets;
use super::view::Shown;
use super::{Counted, Facet, Listing, Of, Order, PerSubject, Question, Rows, Subject, Window, count, view};
use rollcall_model::hash;
use rollcall_table::Writer;

/// A listing being read.
#[derive(Debug)]
pub struct Reading {
    listing: &'static Listing,
    question: Question,
    /// Whom it is read of, the last one first; none where it is read of the organization.
    subjects: Vec<Subject>,
    /// How many there were.
    of: usize,
    /// What was read of the present one.
    begun: Vec<Vec<String>>,
    cursors: Cursors,
    stand: Stand,
    pages: u32,
    total: Option<u64>,
    counted: Vec<Counted>,
    rows: Rows,
    shown: Shown,
    facets: Facets,
}

/// How long what goes on is left alone once there is nothing new, in milliseconds.
const POLL_EVERY: u32 = 5_000;

/// Where it stands.
#[derive(Clone, Debug)]
enum Stand {
    /// The count of this place comes next, after so many refusals.
    Counting(usize, u32),
    /// The page that comes next; `None` for the first one.
    At(Option<Cursor>),
    /// All there is was read, and what happens next comes here.
    AtPresent(Cursor),
    /// All of it was read.
    Complete,
    /// It cannot be read any further.
    Endless,
}

/// Why a page could not be read. What was read before stays.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// Atlassian asks to come again later. The same request is the next one.
    #[error("{0}")]
    Later(Failure),
    /// Atlassian refuses, or its answer cannot be understood. The same request is the next one.
    #[error("{0}")]
    Failed(Failure),
    /// The list ends before all that it counts, or gives the same again. There is no next request.
    #[error(
        "The list gave nothing new after {read} rows, and says that there are more. What there is besides was not read; try again later."
    )]
    Short {
        /// Rows that were read.
        read: u64,
    },
    /// The list does not come to an end. There is no next request.
    #[error(transparent)]
    Endless(#[from] Endless),
}

impl Stand {
    /// At the count of this place or a later one, or where there is none, at the first page.
    fn counting(listing: &Listing, question: &Question, at: usize) -> Self {
        let mut counts = listing.counts.iter().enumerate().skip(at);
        match counts.find(|(_, count)| (count.request)(question).is_some()) {
            Some((at, _)) => Self::Counting(at, 0),
            None => Self::At(None),
        }
    }
}

impl Reading {
    /// Begins with nothing read. One that is read of each account or group has nobody yet: see [`Self::per_subject`].
    pub fn new(listing: &'static Listing, question: Question) -> Self {
        let stand = match listing.of {
            Of::Organization | Of::Portal => Stand::counting(listing, &question, 0),
            Of::PerSubject(_) => Stand::Complete,
        };
        Self {
            listing,
            question,
            subjects: Vec::new(),
            of: 0,
            begun: Vec::new(),
            cursors: Cursors::default(),
            stand,
            pages: 0,
            total: None,
            counted: Vec::new(),
            rows: Rows::new(listing.columns.len(), &places(listing, listing.named_by)),
            shown: Shown::default(),
            facets: Facets::default(),
        }
    }

    /// Begins a listing that is read of each of these. Who cannot be asked about is left out.
    pub fn per_subject(listing: &'static Listing, question: Question, mut subjects: Vec<Subject>) -> Self {
        let mut reading = Self::new(listing, question);
        subjects.retain(|subject| {
            reading.question.subject.clone_from(subject);
            (listing.request)(&reading.question, None).is_some()
        });
        subjects.reverse();
        reading.of = subjects.len();
        reading.subjects = subjects;
        reading.turn();
        reading
    }

    /// Turns to whom comes next, or ends.
    fn turn(&mut self) {
        self.cursors = Cursors::default();
        self.stand = match self.subjects.last() {
            Some(subject) => {
                self.question.subject.clone_from(subject);
                Stand::At(None)
            }
            None => Stand::Complete,
        };
    }

    /// What is read.
    pub fn listing(&self) -> &'static Listing {
        self.listing
    }

    /// What was asked.
    pub(super) fn question(&self) -> &Question {
        &self.question
    }

    /// The request to send now: a path for a URI, no host, no key. The same one until it is answered; `None` at the end.
    pub fn request(&self) -> Option<Request<Body>> {
        match &self.stand {
            Stand::Counting(at, _) => (self.listing.counts.get(*at)?.request)(&self.question),
            Stand::At(cursor) => (self.listing.request)(&self.question, cursor.as_ref()),
            Stand::AtPresent(cursor) => (self.listing.request)(&self.question, Some(cursor)),
            Stand::Complete | Stand::Endless => None,
        }
    }

    /// Takes the answer to that request.
    ///
    /// # Errors
    /// [`Trouble`] says whether the same request can be sent again.
    pub fn answered(&mut self, response: &Response<Body>) -> Result<(), Trouble> {
        let read = match &self.stand {
            &Stand::Counting(at, refusals) => return self.count(at, refusals, response),
            Stand::At(cursor) => (self.listing.answer)(&self.question, cursor.as_ref(), response),
            Stand::AtPresent(cursor) => (self.listing.answer)(&self.question, Some(cursor), response),
            Stand::Complete | Stand::Endless => return Ok(()),
        };
        match (read, &self.listing.of) {
            (Ok(page), _) => self.take(page, None),
            // Whom a call is about can be gone by now. It is said, and the others are read.
            (Err(failure), Of::PerSubject(_)) if matches!(failure.kind, Kind::Refused(_)) => {
                self.take(super::definition::nobody(), Some(failure.message))
            }
            (Err(failure), _) if matches!(failure.kind, Kind::Retry(_)) => Err(Trouble::Later(failure)),
            (Err(failure), _) => Err(Trouble::Failed(failure)),
        }
    }

    fn count(&mut self, at: usize, refusals: u32, response: &Response<Body>) -> Result<(), Trouble> {
        let Some(count) = self.listing.counts.get(at) else {
            return Ok(());
        };
        match (count.answer)(&self.question, response) {
            Ok(counted) => counted.into_iter().for_each(|counted| match counted {
                Counted::Names(names) => self.question.names.extend(names),
                counted => self.counted.push(counted),
            }),
            Err(failure) => match failure.kind {
                Kind::Retry(_) if refusals + 1 < count::TRIES => {
                    self.stand = Stand::Counting(at, refusals + 1);
                    return Err(Trouble::Later(failure));
                }
                Kind::WrongKey => return Err(Trouble::Failed(failure)),
                _ => self.counted.push(Counted::Not(failure.message)),
            },
        }
        self.stand = Stand::counting(self.listing, &self.question, at + 1);
        Ok(())
    }

    fn take(&mut self, page: RowPage, said: Option<String>) -> Result<(), Trouble> {
        self.pages += 1;
        if let Some(next) = page
            .next
            .as_ref()
            .filter(|_| self.listing.goes_on && page.items.is_empty())
        {
            // It may be the same cursor each time, until something happens.
            self.stand = Stand::AtPresent(next.clone());
            return Ok(());
        }
        self.total = page.total.or(self.total);
        let before = self.rows.len();
        let items = page.items.len();
        match self.listing.of {
            Of::Organization | Of::Portal => page.items.iter().for_each(|cells| self.rows.add(cells)),
            Of::PerSubject(_) => self.begun.extend(page.items),
        }
        let is_of_portal = matches!(self.listing.of, Of::Portal);
        // Its cursors are numbers that always grow, and no document says what it does with them.
        let goes_round = items > 0 && page.next.is_some() && self.rows.len() == before;
        let lacks_some =
            page.next.is_none() && self.total.is_some_and(|total| total > self.rows.len() as u64);
        if is_of_portal && (goes_round || lacks_some) {
            self.stand = Stand::Endless;
            return Err(Trouble::Short {
                read: self.rows.len() as u64,
            });
        }
        match (self.cursors.follow(items, page.next), &self.listing.of) {
            (Ok(Some(cursor)), _) => self.stand = Stand::At(Some(cursor)),
            (Ok(None), Of::Organization | Of::Portal) => self.stand = Stand::Complete,
            (Err(endless), Of::Organization | Of::Portal) => {
                self.stand = Stand::Endless;
                return Err(Trouble::Endless(endless));
            }
            (Ok(None), Of::PerSubject(each)) => self.finish(each, said),
            (Err(endless), Of::PerSubject(each)) => self.finish(each, Some(endless.to_string())),
        }
        Ok(())
    }

    /// Puts the rows of the present one among the others, and turns to the next.
    fn finish(&mut self, each: &PerSubject, said: Option<String>) {
        let begun = std::mem::take(&mut self.begun);
        for cells in each.rows(self.listing, &self.question.subject, begun, said) {
            self.rows.add(&cells);
        }
        self.subjects.pop();
        self.turn();
    }

    /// Whether all of it was read.
    pub fn is_complete(&self) -> bool {
        matches!(self.stand, Stand::Complete)
    }

    /// Whether it goes on, and all there is by now was read.
    pub fn is_at_present(&self) -> bool {
        matches!(self.stand, Stand::AtPresent(_))
    }

    /// Pages read.
    pub fn pages(&self) -> u32 {
        self.pages
    }

    /// How far it is: rows that were read, or accounts or groups that were.
    pub fn done(&self) -> u64 {
        match self.listing.of {
            Of::Organization | Of::Portal => self.rows.len() as u64,
            Of::PerSubject(_) => (self.of - self.subjects.len()) as u64,
        }
    }

    /// How far it goes, where that is known: of the organization's things, where Atlassian says.
    pub fn total(&self) -> Option<u64> {
        match self.listing.of {
            Of::Organization | Of::Portal => self.total.or_else(|| self.listed()),
            Of::PerSubject(_) => Some(self.of as u64),
        }
    }

    /// How many things Atlassian counts where it was read with these filters.
    pub fn listed(&self) -> Option<u64> {
        self.counted.iter().find_map(|counted| match counted {
            Counted::Listed(count) => Some(*count),
            _ => None,
        })
    }

    /// All that Atlassian counts.
    pub fn counted(&self) -> &[Counted] {
        &self.counted
    }

    /// How long to wait before the next request, in milliseconds, where the last one was sent so long ago.
    pub fn wait(&self, since_last: u32) -> u32 {
        const MINUTE: u32 = 60_000;
        let apart = match (&self.stand, &self.listing.of) {
            (Stand::AtPresent(_), _) => POLL_EVERY,
            // What comes first need not wait for what was asked before it.
            (Stand::Counting(..), _) | (Stand::At(None), Of::Organization | Of::Portal) => 0,
            _ => self
                .listing
                .a_minute
                .map_or(0, |calls| MINUTE.div_ceil(calls.max(1))),
        };
        apart.saturating_sub(since_last)
    }

    /// What was read.
    pub fn rows(&self) -> &Rows {
        &self.rows
    }

    /// A window of rows in this order; of [`super::MOST`] rows at most.
    pub fn view(&mut self, order: &Order, from: u32, count: u32) -> Window {
        self.shown.follow(order, self.listing.columns, &self.rows);
        self.shown.window(&self.rows, from, count.min(view::MOST))
    }

    /// Pictures of these columns over the rows that the search and the conditions of the order let through, with so many values each.
    /// Columns that are not there are left out.
    pub fn facets(&mut self, order: &Order, columns: &[String], values: u32) -> Vec<Facet> {
        let places = places(self.listing, columns);
        self.facets
            .follow(order, &places, self.listing.columns, &self.rows);
        self.facets
            .draw(self.listing.columns, values.min(view::MOST) as usize)
    }

    /// Goes through the rows of an order.
    pub(crate) fn in_order(&mut self, order: &Order, mut each: impl FnMut(&Rows, usize)) {
        self.shown.follow(order, self.listing.columns, &self.rows);
        self.shown.rows().for_each(|row| each(&self.rows, row));
    }

    /// The rows of an order, with these columns, as CSV. Columns that are not there are left out.
    pub fn csv(&mut self, order: &Order, columns: &[String], byte_order_mark: bool) -> Vec<u8> {
        self.written(order, columns, |_| true).finish(byte_order_mark)
    }

    /// The same, where each record is there once however many rows have it: a row for each account.
    pub fn csv_once(&mut self, order: &Order, columns: &[String], byte_order_mark: bool) -> Vec<u8> {
        let mut known = hash::Set::default();
        let is_new = |cells: &[&str]| known.insert(cells.join("\0"));
        self.written(order, columns, is_new).finish(byte_order_mark)
    }

    fn written(
        &mut self,
        order: &Order,
        columns: &[String],
        mut is_wanted: impl FnMut(&[&str]) -> bool,
    ) -> Writer {
        let places = places(self.listing, columns);
        let names = places.iter().filter_map(|&place| self.listing.columns.get(place));
        let mut file = Writer::new(&names.map(|column| column.key).collect::<Vec<_>>());
        self.in_order(order, |rows, row| {
            let cells: Vec<&str> = places.iter().map(|&place| rows.cell(row, place)).collect();
            if is_wanted(&cells) {
                file.row(cells);
            }
        });
        file
    }
}

fn places(listing: &Listing, columns: &[impl AsRef<str>]) -> Vec<usize> {
    let columns = columns.iter();
    columns.filter_map(|key| listing.column(key.as_ref())).collect()
}
