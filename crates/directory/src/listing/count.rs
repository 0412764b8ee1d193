//! The calls made before the first page. Most of them return Atlassian's own count of the listed items, which is the total that a reading's
//! progress is measured against and is shown beside the number of rows read. A count that fails does not stop the reading.

use std::collections::BTreeMap;

use http::{Request, Response};
use rollcall_atlassian::{Body, Failure};

use super::Question;

/// A call made before the first page: it fetches a count or the names of ids.
#[derive(Debug)]
pub struct Count {
    pub(super) request: fn(&Question) -> Option<Request<Body>>,
    pub(super) answer: fn(&Question, &Response<Body>) -> Result<Vec<Counted>, Failure>,
}

/// The result of a [`Count`] call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Number of items in the listing, with the filters applied.
    Listed(u64),
    /// Counts for the whole organization, broken down by some property.
    By {
        /// The property.
        title: &'static str,
        /// Each value of the property and its count.
        counts: Vec<(String, u64)>,
    },
    /// Not a count: the display name of each id that occurs in the rows.
    Names(BTreeMap<String, String>),
    /// The call failed; the reason.
    Not(String),
}

/// How often one count is retried after Atlassian asked to come back later.
pub(super) const TRIES: u32 = 3;
