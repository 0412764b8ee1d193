//! Reading a listing: which call comes next, and what its answer brings. It can be stopped between any two calls, and goes on with
//! the same cursor.

use http::{Request, Response};
use rollcall_atlassian::{Body, Cursor, CursorRepeats, Cursors, Failure, Kind};

use super::picture::Pictures;
use super::view::Shown;
use super::{Listing, Order, Picture, Question, Rows, Window, view};
use crate::file::Writer;

/// A listing being read.
#[derive(Debug)]
pub struct Reading {
    listing: &'static Listing,
    question: Question,
    cursors: Cursors,
    stand: Stand,
    pages: u32,
    total: Option<u64>,
    rows: Rows,
    shown: Shown,
    pictures: Pictures,
}

/// Where it stands.
#[derive(Clone, Debug)]
enum Stand {
    /// The page that comes next; `None` for the first one.
    At(Option<Cursor>),
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
    /// The list leads back into itself. There is no next request.
    #[error(transparent)]
    Endless(#[from] CursorRepeats),
}

impl Reading {
    /// Begins with nothing read.
    pub fn new(listing: &'static Listing, question: Question) -> Self {
        Self {
            listing,
            question,
            cursors: Cursors::default(),
            stand: Stand::At(None),
            pages: 0,
            total: None,
            rows: Rows::new(listing.columns.len(), listing.named_by),
            shown: Shown::default(),
            pictures: Pictures::default(),
        }
    }

    /// What is read.
    pub fn listing(&self) -> &'static Listing {
        self.listing
    }

    /// The request to send now: a path for a URI, no host, no key. The same one until it is answered; `None` at the end.
    pub fn request(&self) -> Option<Request<Body>> {
        match &self.stand {
            Stand::At(cursor) => Some((self.listing.request)(&self.question, cursor.as_ref())),
            Stand::Complete | Stand::Endless => None,
        }
    }

    /// Takes the answer to that request.
    ///
    /// # Errors
    /// [`Trouble`] says whether the same request can be sent again.
    pub fn answered(&mut self, response: &Response<Body>) -> Result<(), Trouble> {
        if !matches!(self.stand, Stand::At(_)) {
            return Ok(());
        }
        let page = (self.listing.answer)(&self.question, response).map_err(|failure| match failure.kind {
            Kind::Retry(_) => Trouble::Later(failure),
            _ => Trouble::Failed(failure),
        })?;
        self.pages += 1;
        self.total = page.total.or(self.total);
        for cells in &page.items {
            self.rows.add(cells);
        }
        let next = self.cursors.follow(page.next);
        self.stand = match &next {
            Ok(Some(cursor)) => Stand::At(Some(cursor.clone())),
            Ok(None) => Stand::Complete,
            Err(_) => Stand::Endless,
        };
        next.map(|_| ()).map_err(Trouble::Endless)
    }

    /// Whether all of it was read.
    pub fn is_complete(&self) -> bool {
        matches!(self.stand, Stand::Complete)
    }

    /// Pages read.
    pub fn pages(&self) -> u32 {
        self.pages
    }

    /// How many items there are in all, where Atlassian says.
    pub fn total(&self) -> Option<u64> {
        self.total
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
    pub fn pictures(&mut self, order: &Order, columns: &[String], values: u32) -> Vec<Picture> {
        let places: Vec<usize> = columns
            .iter()
            .filter_map(|key| self.listing.column(key))
            .collect();
        self.pictures
            .follow(order, &places, self.listing.columns, &self.rows);
        self.pictures
            .draw(self.listing.columns, values.min(view::MOST) as usize)
    }

    /// The rows of an order, with these columns, as CSV. Columns that are not there are left out.
    pub fn csv(&mut self, order: &Order, columns: &[String], byte_order_mark: bool) -> Vec<u8> {
        self.shown.follow(order, self.listing.columns, &self.rows);
        let places: Vec<usize> = columns
            .iter()
            .filter_map(|key| self.listing.column(key))
            .collect();
        let names = places.iter().filter_map(|&place| self.listing.columns.get(place));
        let mut file = Writer::new(&names.map(|column| column.key).collect::<Vec<_>>());
        for row in self.shown.rows() {
            file.row(places.iter().map(|&place| self.rows.cell(row, place)));
        }
        file.finish(byte_order_mark)
    }
}
