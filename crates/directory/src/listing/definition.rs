//! The definition of a listing.

use http::{Request, Response};
use rollcall_atlassian::{Body, Cursor, Failure, Page};

use super::{Column, Count, Details, Filter, Of, Question};

/// A kind of thing that can be listed.
#[derive(Debug)]
pub struct Listing {
    /// Stable key.
    pub key: &'static str,
    /// Title, as shown: "Managed accounts".
    pub title: &'static str,
    /// Description of its content, in one sentence.
    pub hint: &'static str,
    /// Its columns, in order.
    pub columns: &'static [Column],
    /// Keys of the columns that identify an item: an item that was already read is not added again.
    pub named_by: &'static [&'static str],
    /// What it is read for.
    pub of: Of,
    /// The filters that Atlassian can apply.
    pub filters: &'static [Filter],
    /// The calls made before the first page, in this order: mostly Atlassian's counts of the items.
    pub counts: &'static [Count],
    /// Atlassian's rate limit for its call, in calls per minute, if documented.
    pub a_minute: Option<u32>,
    /// Whether the listing is a stream: items may follow its last page, so it is polled until the user stops it.
    pub goes_on: bool,
    /// How the details of one row are requested.
    pub details: Option<&'static Details>,
    /// Builds the request for a page; a cursor of `None` is the first page. Returns `None` if no request can be built for the subject.
    pub(super) request: fn(&Question, Option<&Cursor>) -> Option<Request<Body>>,
    /// Parses the answer to the request for the same question, as rows of cells.
    pub(super) answer: Answer,
}

/// A page whose items are rows of cells.
pub(super) type RowPage = Page<Vec<String>>;

type Answer = fn(&Question, Option<&Cursor>, &Response<Body>) -> Result<RowPage, Failure>;

impl Listing {
    /// Index of the column with this key.
    pub fn column(&self, key: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.key == key)
    }
}

/// Converts the items of a page to rows.
pub(super) fn in_rows<T>(page: Page<T>, row: impl FnMut(T) -> Vec<String>) -> RowPage {
    page.map(|items| items.into_iter().map(row).collect())
}

/// An empty page for a subject for which no request can be built. It is never read, because nothing is sent.
pub(super) fn nobody() -> RowPage {
    Page::only(Vec::new())
}
