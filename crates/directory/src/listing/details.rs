//! The details of one row: everything that Atlassian currently says about it, including columns that the listing does not show.

use http::{Request, Response};
use rollcall_atlassian::{Body, Failure};

use super::{Column, Question};

/// How the details of one row are requested.
#[derive(Debug)]
pub struct Details {
    /// What a row is: `user`.
    pub noun: &'static str,
    /// Key of the column that identifies the row.
    pub by: &'static str,
    /// The columns of the answer.
    pub(super) columns: &'static [Column],
    /// Builds the request for the question's subject; `None` if no request can be built for it.
    pub(super) request: fn(&Question) -> Option<Request<Body>>,
    /// Parses the answer into cells.
    pub(super) answer: fn(&Question, &Response<Body>) -> Result<Vec<String>, Failure>,
}
