//! What a listing is made of.

use http::{Request, Response};
use rollcall_atlassian::{Body, Cursor, Failure, Page};

use super::{Column, Count, Details, Filter, Of, Question};

/// One thing that can be listed.
#[derive(Debug)]
pub struct Listing {
    /// Stable key.
    pub key: &'static str,
    /// As shown: "Managed accounts".
    pub title: &'static str,
    /// What is in it, in one sentence.
    pub hint: &'static str,
    /// Its columns, in order.
    pub columns: &'static [Column],
    /// Keys of the columns that name an item: one that was read before is not added again.
    pub named_by: &'static [&'static str],
    /// Of whom or what it is read.
    pub of: Of,
    /// By what Atlassian can be asked for less than all of it.
    pub filters: &'static [Filter],
    /// What is asked first, in this order: what Atlassian counts of it.
    pub counts: &'static [Count],
    /// How many of its calls Atlassian takes in a minute, where it says.
    pub a_minute: Option<u32>,
    /// Whether more may come after its last page, so that it is asked for again and again until somebody stops it.
    pub goes_on: bool,
    /// How one row is asked about by itself.
    pub details: Option<&'static Details>,
    /// Asks for a page; `None` for the first one. It gives nothing where whom it is about cannot be asked about.
    pub(super) request: fn(&Question, Option<&Cursor>) -> Option<Request<Body>>,
    /// Reads the answer to what was asked for with the same, as rows of cells.
    pub(super) answer: Answer,
}

/// A page, each item as its cells.
pub(super) type RowPage = Page<Vec<String>>;

type Answer = fn(&Question, Option<&Cursor>, &Response<Body>) -> Result<RowPage, Failure>;

impl Listing {
    /// Place of the column with this key.
    pub fn column(&self, key: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.key == key)
    }
}

/// A page with each item as a row.
pub(super) fn in_rows<T>(page: Page<T>, row: impl FnMut(T) -> Vec<String>) -> RowPage {
    Page {
        items: page.items.into_iter().map(row).collect(),
        next: page.next,
        total: page.total,
    }
}

/// The page of somebody who cannot be asked about. It is not read, because nobody is asked.
pub(super) fn nobody() -> RowPage {
    Page {
        items: Vec::new(),
        next: None,
        total: None,
    }
}
