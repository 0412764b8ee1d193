//! Everything that Atlassian says about one row: asked by itself and just now, with the columns that are not on show.

use http::{Request, Response};
use rollcall_atlassian::{Body, Failure};

use super::{Column, Question};

/// How one thing is asked about.
#[derive(Debug)]
pub struct Details {
    /// What it is: `user`.
    pub noun: &'static str,
    /// Key of the column that says which one.
    pub by: &'static str,
    /// What the answer's cells are.
    pub(super) columns: &'static [Column],
    /// Asks about the subject of the question; it gives nothing where that is none.
    pub(super) request: fn(&Question) -> Option<Request<Body>>,
    /// Reads the answer, as cells.
    pub(super) answer: fn(&Question, &Response<Body>) -> Result<Vec<String>, Failure>,
}
