//! The limits that the documents give, each for its own calls. They hold beside the [`Limit`] that a test sets.

use crate::limit::{Limit, Limiter, Verdict};

/// Calls, and how many of them are taken in a minute (Organizations REST API, descriptions of the calls). Where one number is
/// for a person and another for a path, the smaller one is taken.
const A_MINUTE: [(&[&str], u32); 3] = [
    (&["get-last-active"], 200),
    (&["get-events", "get-event", "get-event-actions"], 10),
    (&["poll-events"], 50),
];

/// The documented limits with their counts.
#[derive(Clone, Debug)]
pub(crate) struct Quotas {
    pub(crate) are_kept: bool,
    limiters: Vec<(&'static [&'static str], Limiter)>,
}

impl Quotas {
    pub(crate) fn new() -> Self {
        let limiter = |(calls, per_minute)| {
            let limit = Limit {
                per_minute: Some(per_minute),
                headers: true,
                ..Limit::default()
            };
            (calls, Limiter::new(limit))
        };
        Self {
            are_kept: true,
            limiters: A_MINUTE.into_iter().map(limiter).collect(),
        }
    }

    /// Counts a call, if there is a limit for it.
    pub(crate) fn ask(&mut self, endpoint: Option<&str>, now_ms: i64) -> Option<Verdict> {
        let endpoint = endpoint.filter(|_| self.are_kept)?;
        let limiter = self
            .limiters
            .iter_mut()
            .find(|(calls, _)| calls.contains(&endpoint));
        limiter.map(|(_, limiter)| limiter.ask(now_ms))
    }
}
