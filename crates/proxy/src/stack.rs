//! The order of the gates: every request passes them in this order, and the upstream is behind the last one.

use std::sync::Arc;

use crate::gate;
use crate::handler::Handler;
use crate::shared::Shared;
use crate::upstream::Upstream;
use crate::{Settings, SettingsError};

/// One gate. Each has a file of its own and refuses for one kind of reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gate {
    /// Writes one line about each request, if logging is on.
    Log,
    /// Counts requests, if metrics are on.
    Count,
    /// Adds to every response, refusals included, what lets an allowed page read it.
    Cors,
    /// Tells browsers to use TLS only, where the proxy terminates TLS itself.
    Hsts,
    /// Only requests that address the proxy by one of its own names (against DNS rebinding).
    Host,
    /// Only pages that are allowed.
    Origin,
    /// No header twice that may occur once, and nothing that another server could read differently.
    Framing,
    /// Limits the requests per second of one client.
    Rate,
    /// Limits the concurrent requests of one client.
    PerClient,
    /// Limits the concurrent requests of all clients.
    Concurrency,
    /// Answers CORS preflights.
    Preflight,
    /// Only targets in their plain form.
    Target,
    /// Only calls in the table of endpoints. The proxy's own routes and the page's files are answered here.
    Route,
    /// Only calls that carry a key, or what the admin portal takes instead.
    Key,
    /// Passes on only the headers that a call needs.
    RequestHeaders,
    /// Turns a session into the cookie that the admin portal expects.
    Session,
    /// Limits the size of a request.
    RequestSize,
    /// Limits the time that a call may take.
    Timeout,
    /// Passes back only the headers that the page needs.
    AnswerHeaders,
    /// Refuses redirects.
    Redirect,
    /// Limits the size of an answer and the memory for all of them, and refuses answers that break off.
    AnswerSize,
}

impl Gate {
    /// From the outermost to the innermost.
    pub const ORDER: [Self; 21] = [
        Self::Log,
        Self::Count,
        Self::Cors,
        Self::Hsts,
        Self::Host,
        Self::Origin,
        Self::Framing,
        Self::Rate,
        Self::PerClient,
        Self::Concurrency,
        Self::Preflight,
        Self::Target,
        Self::Route,
        Self::Key,
        Self::RequestHeaders,
        Self::Session,
        Self::RequestSize,
        Self::Timeout,
        Self::AnswerHeaders,
        Self::Redirect,
        Self::AnswerSize,
    ];

    fn around(self, inner: Handler, settings: &Arc<Settings>, shared: &Shared) -> Handler {
        let settings = Arc::clone(settings);
        match self {
            Self::Log => gate::log::around(inner, &settings, &shared.numbers, &shared.lines),
            Self::Count if settings.metrics.is_some() => gate::count::around(inner, &shared.meter),
            Self::Count => inner,
            Self::Cors => gate::cors::around(inner, settings),
            Self::Hsts => gate::hsts::around(inner, settings),
            Self::Host => gate::host::around(inner, settings),
            Self::Origin => gate::origin::around(inner, settings),
            Self::Framing => gate::framing::around(inner),
            Self::Rate => gate::rate::around(inner, shared.rates.clone()),
            Self::PerClient => gate::per_client::around(inner),
            Self::Concurrency => gate::concurrency::around(inner, &shared.permits),
            Self::Preflight => gate::cors::preflights(inner),
            Self::Target => gate::target::around(inner),
            Self::Route => gate::route::around(inner, settings),
            Self::Key => gate::key::around(inner, settings),
            Self::RequestHeaders => gate::headers::to_upstream(inner),
            Self::Session => gate::session::around(inner, settings),
            Self::RequestSize => gate::size::of_request(inner, &settings),
            Self::Timeout => gate::timeout::around(inner, &settings),
            Self::AnswerHeaders => gate::headers::to_page(inner),
            Self::Redirect => gate::redirect::around(inner),
            Self::AnswerSize => gate::size::of_answer(inner, &settings, &shared.answers),
        }
    }
}

/// All gates around a handler. A test may leave one out, to prove that it is missed.
pub(crate) fn around(
    forward: Handler,
    settings: &Arc<Settings>,
    shared: &Shared,
    without: Option<Gate>,
) -> Handler {
    let gates = Gate::ORDER
        .into_iter()
        .rev()
        .filter(|gate| Some(*gate) != without);
    gates.fold(forward, |inner, gate| gate.around(inner, settings, shared))
}

/// All gates around the upstream.
pub(crate) fn stack(
    settings: &Arc<Settings>,
    shared: &Shared,
    without: Option<Gate>,
) -> Result<Handler, SettingsError> {
    let upstream = Arc::new(Upstream::new(settings)?);
    let forward: Handler = Arc::new(move |request| {
        let upstream = Arc::clone(&upstream);
        Box::pin(async move { upstream.pass_on(request).await })
    });
    Ok(around(forward, settings, shared, without))
}

#[cfg(test)]
mod mutations;
