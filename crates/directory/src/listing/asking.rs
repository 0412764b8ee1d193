//! A question about one row, and its answer with the titles of the columns.

use http::{Request, Response};
use rollcall_atlassian::{Body, Failure};

use super::{Details, Question, Reading};

/// A question about one row.
#[derive(Clone, Debug)]
pub struct Asking {
    details: &'static Details,
    question: Question,
}

impl Reading {
    /// Asks about the row with this value in the column [`Details::by`]; `None` if no request can be built for it.
    pub fn asking(&self, id: &str) -> Option<Asking> {
        let whole = self.listing().details?;
        let mut question = self.question().clone();
        question.subject = vec![id.to_owned()];
        (whole.request)(&question)?;
        Some(Asking {
            details: whole,
            question,
        })
    }
}

impl Asking {
    /// The request to send: a path as its URI, without host and key.
    pub fn request(&self) -> Option<Request<Body>> {
        (self.details.request)(&self.question)
    }

    /// Title and text of each cell of the answer. Empty cells are left out.
    ///
    /// # Errors
    /// [`Failure`] if Atlassian refuses or its answer cannot be understood.
    pub fn answered(&self, response: &Response<Body>) -> Result<Vec<(&'static str, String)>, Failure> {
        let cells = (self.details.answer)(&self.question, response)?;
        let titles = self.details.columns.iter().map(|column| column.title);
        Ok(titles.zip(cells).filter(|(_, cell)| !cell.is_empty()).collect())
    }
}
