//! The documented limits of single calls. They apply besides the [`Limit`] that a test sets.

use crate::limit::{Limit, Limiter, Verdict};
use crate::route::Route;

/// Calls, and how many of them are taken in a minute (Organizations REST API, descriptions of the calls). Where one number is
/// for a person and another for a path, the smaller one is taken.
const A_MINUTE: [(&[Route], u32); 3] = [
    (&[Route::GetLastActive], 200),
    (&[Route::GetEvents, Route::GetEvent, Route::GetEventActions], 10),
    (&[Route::PollEvents], 50),
];

/// The documented limits with their counts.
#[derive(Clone, Debug)]
pub(crate) struct Quotas {
    pub(crate) are_kept: bool,
    limiters: Vec<(&'static [Route], Limiter)>,
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
    pub(crate) fn ask(&mut self, route: Option<Route>, now_ms: i64) -> Option<Verdict> {
        let route = route.filter(|_| self.are_kept)?;
        let limiter = self.limiters.iter_mut().find(|(calls, _)| calls.contains(&route));
        limiter.map(|(_, limiter)| limiter.ask(now_ms))
    }
}
