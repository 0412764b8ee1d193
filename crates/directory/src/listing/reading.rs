//! Reading a listing page by page: which request comes next, and what its answer adds. A reading can be paused between any two calls and
//! resumes with the same cursor.
//!
//! A listing that is read per account or group takes the subjects one after the other, each to the end of its pages.

use http::{Request, Response};
use rollcall_atlassian::{Body, Cursor, Cursors, Endless, Failure, Kind};

use super::definition::RowPage;
use super::facet::Facets;
use super::view::Shown;
use super::{Counted, Facet, Listing, Of, Order, PerSubject, Question, Rows, Subject, Window, count, view};
use rollcall_model::hash;
use rollcall_model::phrasing::PART;
use rollcall_table::Writer;

/// A listing being read.
#[derive(Debug)]
pub struct Reading {
    listing: &'static Listing,
    question: Question,
    /// Subjects still to be read, in reverse order; empty if the listing is read for the whole organization.
    subjects: Vec<Subject>,
    /// Number of subjects at the start.
    of: usize,
    /// Rows read so far for the current subject.
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

/// Polling interval in milliseconds for a stream that currently has nothing new.
const POLL_EVERY: u32 = 5_000;

/// State of a reading.
#[derive(Clone, Debug)]
enum Stand {
    /// The count with this index comes next; it has been refused this many times.
    Counting(usize, u32),
    /// This page comes next; `None` is the first page.
    At(Option<Cursor>),
    /// Everything up to the present was read; new items are fetched with this cursor.
    AtPresent(Cursor),
    /// Everything was read.
    Complete,
    /// Reading cannot continue.
    Endless,
}

/// Why a page could not be read. Rows that were already read are kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// Atlassian asks to come back later. The next request is the same one.
    #[error("{0}")]
    Later(Failure),
    /// Atlassian refused, or its answer cannot be understood. The next request is the same one.
    #[error("{0}")]
    Failed(Failure),
    /// The list repeats itself, or ends before the number of items that it counts. There is no next request.
    #[error(
        "The list gave nothing new after {read} rows, and says that there are more. What there is besides was not read; try again later."
    )]
    Short {
        /// Number of rows that were read.
        read: u64,
    },
    /// The list does not end, or nothing proves that it ended. There is no next request.
    #[error(transparent)]
    Endless(#[from] Endless),
}

impl Stand {
    /// Starts at the count with this index or a later one; if there is none, at the first page.
    fn counting(listing: &Listing, question: &Question, at: usize) -> Self {
        let mut counts = listing.counts.iter().enumerate().skip(at);
        match counts.find(|(_, count)| (count.request)(question).is_some()) {
            Some((at, _)) => Self::Counting(at, 0),
            None => Self::At(None),
        }
    }
}

impl Reading {
    /// Starts a reading with no rows. A listing that is read per account or group has no subjects yet: see [`Self::per_subject`].
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

    /// Starts a reading of these accounts or groups. Subjects for which no request can be built are left out.
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

    /// Moves on to the next subject, or ends the reading.
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

    /// The listing that is being read.
    pub fn listing(&self) -> &'static Listing {
        self.listing
    }

    /// The question that is being asked.
    pub(super) fn question(&self) -> &Question {
        &self.question
    }

    /// The request to send now: a path as its URI, without host and key. It stays the same until it is answered; `None` at the end.
    pub fn request(&self) -> Option<Request<Body>> {
        match &self.stand {
            Stand::Counting(at, _) => (self.listing.counts.get(*at)?.request)(&self.question),
            Stand::At(cursor) => (self.listing.request)(&self.question, cursor.as_ref()),
            Stand::AtPresent(cursor) => (self.listing.request)(&self.question, Some(cursor)),
            Stand::Complete | Stand::Endless => None,
        }
    }

    /// Takes the answer to [`Self::request`].
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
            // The subject may have been deleted in the meantime. Its row reports that, and the reading continues with the others.
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
            // The cursor may stay the same until something happens.
            self.stand = Stand::AtPresent(next.clone());
            return Ok(());
        }
        self.total = page.total.or(self.total);
        let before = self.rows.len();
        let is_per_subject = matches!(self.listing.of, Of::PerSubject(_));
        if !is_per_subject {
            page.items.iter().for_each(|cells| self.rows.add(cells));
        }
        // What comes twice is one row, and another one may be missing in its place.
        let added = self.rows.len() - before;
        let new = if is_per_subject { page.items.len() } else { added };
        let turned = self.cursors.turn(&page, new);
        // The portal's cursors are numbers that always grow, so a repeated page can be detected only by its rows. How the portal treats its
        // cursors is undocumented.
        let goes_round = !page.items.is_empty() && page.next.is_some() && added == 0;
        let lacks_some = matches!(turned, Err(Endless::Unproved { .. }));
        if matches!(self.listing.of, Of::Portal) && (goes_round || lacks_some) {
            self.stand = Stand::Endless;
            return Err(Trouble::Short {
                read: self.rows.len() as u64,
            });
        }
        if is_per_subject {
            self.begun.extend(page.items);
        }
        match (turned, &self.listing.of) {
            (Ok(Some(cursor)), _) => self.stand = Stand::At(Some(cursor)),
            (Ok(None), Of::Organization | Of::Portal) => self.stand = Stand::Complete,
            // Atlassian's own count proves the end as well.
            (Err(Endless::Unproved { total: None, .. }), Of::Organization | Of::Portal)
                if self.listed() == Some(self.rows.len() as u64) =>
            {
                self.stand = Stand::Complete;
            }
            (Err(endless), Of::Organization | Of::Portal) => {
                self.stand = Stand::Endless;
                return Err(Trouble::Endless(endless));
            }
            (Ok(None), Of::PerSubject(each)) => self.finish(each, said),
            (Err(endless), Of::PerSubject(each)) => self.finish(each, Some(endless.to_string())),
        }
        Ok(())
    }

    /// Adds the rows of the current subject and moves on to the next one.
    fn finish(&mut self, each: &PerSubject, said: Option<String>) {
        let begun = std::mem::take(&mut self.begun);
        for cells in each.rows(self.listing, &self.question.subject, begun, said) {
            self.rows.add(&cells);
        }
        self.subjects.pop();
        self.turn();
    }

    /// Whether everything was read.
    pub fn is_complete(&self) -> bool {
        matches!(self.stand, Stand::Complete)
    }

    /// Whether this is a stream and everything up to now was read.
    pub fn is_at_present(&self) -> bool {
        matches!(self.stand, Stand::AtPresent(_))
    }

    /// What to add to the name of a file that is made of the rows, if they may not be all that there are: `-part-50-of-1240`.
    /// A file that has it in its name is not taken for a whole list when it is loaded again.
    pub fn part(&self) -> Option<String> {
        if self.is_complete() || self.is_at_present() {
            return None;
        }
        let done = self.done();
        Some(match self.total().filter(|&total| total > done) {
            Some(total) => format!("{PART}-{done}-of-{total}"),
            None => PART.to_owned(),
        })
    }

    /// Number of pages read.
    pub fn pages(&self) -> u32 {
        self.pages
    }

    /// Progress: the number of rows read, or of accounts or groups for a listing that is read per subject.
    pub fn done(&self) -> u64 {
        match self.listing.of {
            Of::Organization | Of::Portal => self.rows.len() as u64,
            Of::PerSubject(_) => (self.of - self.subjects.len()) as u64,
        }
    }

    /// The total for [`Self::done`], where it is known: for the whole organization only if Atlassian counts the items.
    pub fn total(&self) -> Option<u64> {
        match self.listing.of {
            Of::Organization | Of::Portal => self.total.or_else(|| self.listed()),
            Of::PerSubject(_) => Some(self.of as u64),
        }
    }

    /// Atlassian's count of the listed items with these filters, if it returned one.
    pub fn listed(&self) -> Option<u64> {
        self.counted.iter().find_map(|counted| match counted {
            Counted::Listed(count) => Some(*count),
            _ => None,
        })
    }

    /// All counts that Atlassian returned.
    pub fn counted(&self) -> &[Counted] {
        &self.counted
    }

    /// How long to wait before the next request, in milliseconds, if the last one was sent `since_last` milliseconds ago.
    pub fn wait(&self, since_last: u32) -> u32 {
        const MINUTE: u32 = 60_000;
        let apart = match (&self.stand, &self.listing.of) {
            (Stand::AtPresent(_), _) => POLL_EVERY,
            // The first requests need not wait for earlier ones.
            (Stand::Counting(..), _) | (Stand::At(None), Of::Organization | Of::Portal) => 0,
            _ => self
                .listing
                .a_minute
                .map_or(0, |calls| MINUTE.div_ceil(calls.max(1))),
        };
        apart.saturating_sub(since_last)
    }

    /// The rows read so far.
    pub fn rows(&self) -> &Rows {
        &self.rows
    }

    /// A window of rows in this order, at most [`super::MOST`] rows.
    pub fn view(&mut self, order: &Order, from: u32, count: u32) -> Window {
        self.shown.follow(order, self.listing.columns, &self.rows);
        self.shown.window(&self.rows, from, count.min(view::MOST))
    }

    /// Facets of these columns, each with at most `values` values, over the rows that match the search and the row filters of the order.
    /// Unknown columns are skipped.
    pub fn facets(&mut self, order: &Order, columns: &[String], values: u32) -> Vec<Facet> {
        let places = places(self.listing, columns);
        self.facets
            .follow(order, &places, self.listing.columns, &self.rows);
        self.facets
            .draw(self.listing.columns, values.min(view::MOST) as usize)
    }

    /// Calls `each` for every row of an order.
    pub(crate) fn in_order(&mut self, order: &Order, mut each: impl FnMut(&Rows, usize)) {
        self.shown.follow(order, self.listing.columns, &self.rows);
        self.shown.rows().for_each(|row| each(&self.rows, row));
    }

    /// The rows of an order as CSV with these columns. Unknown columns are skipped.
    pub fn csv(&mut self, order: &Order, columns: &[String], byte_order_mark: bool) -> Vec<u8> {
        self.written(order, columns, |_| true).finish(byte_order_mark)
    }

    /// Like [`Self::csv`], but identical records are written only once, for example one row per account.
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
