//! What is asked before the first page. Mostly it is what Atlassian itself counts of what is listed, so that it is known how far the
//! reading goes, and shown beside what was read. What cannot be had keeps nobody from reading.

use std::collections::BTreeMap;

use http::{Request, Response};
use rollcall_atlassian::{Body, Failure};

use super::Question;

/// One call that counts, or is asked first for another reason.
#[derive(Debug)]
pub struct Count {
    pub(super) request: fn(&Question) -> Option<Request<Body>>,
    pub(super) answer: fn(&Question, &Response<Body>) -> Result<Vec<Counted>, Failure>,
}

/// What Atlassian answers to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Counted {
    /// What is listed, with the filters.
    Listed(u64),
    /// What the whole organization has, by something.
    By {
        /// By what.
        title: &'static str,
        /// How many there are of each.
        counts: Vec<(String, u64)>,
    },
    /// Not a count: what ids in the rows mean, in words.
    Names(BTreeMap<String, String>),
    /// It could not be had: why.
    Not(String),
}

/// How many refusals to come again later one count is worth.
pub(super) const TRIES: u32 = 3;
