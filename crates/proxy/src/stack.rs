//! The order of the gates: every request passes them in this order, and the upstream is behind the last one.

use std::sync::Arc;

use crate::gate;
use crate::handler::Handler;
use crate::shared::Shared;
use crate::upstream::Upstream;
use crate::{Config, ConfigErrors};

/// One gate. It refuses for one kind of reason, in a file of its own or beside its like.
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

    fn around(self, inner: Handler, config: &Arc<Config>, shared: &Shared) -> Handler {
        let config = Arc::clone(config);
        match self {
            Self::Log => gate::log::around(inner, &config, &shared.numbers, &shared.lines),
            Self::Count if config.metrics.is_some() => gate::count::around(inner, &shared.meter),
            Self::Count => inner,
            Self::Cors => gate::cors::around(inner, config),
            Self::Hsts => gate::hsts::around(inner, config),
            Self::Host => gate::host::around(inner, config),
            Self::Origin => gate::origin::around(inner, config),
            Self::Framing => gate::framing::around(inner),
            Self::Rate => gate::rate::around(inner, shared.rates.clone()),
            Self::PerClient => gate::per_client::around(inner),
            Self::Concurrency => gate::concurrency::around(inner, &shared.permits),
            Self::Preflight => gate::cors::preflights(inner),
            Self::Target => gate::target::around(inner),
            Self::Route => gate::route::around(inner, config),
            Self::Key => gate::key::around(inner, config),
            Self::RequestHeaders => gate::headers::to_upstream(inner),
            Self::Session => gate::session::around(inner, config),
            Self::RequestSize => gate::size::of_request(inner, &config),
            Self::Timeout => gate::timeout::around(inner, &config),
            Self::AnswerHeaders => gate::headers::to_page(inner),
            Self::Redirect => gate::redirect::around(inner),
            Self::AnswerSize => gate::size::of_answer(inner, &config, &shared.answers),
        }
    }
}

/// All gates around a handler. A test may leave one out, to prove that it is missed.
pub(crate) fn around(
    forward: Handler,
    config: &Arc<Config>,
    shared: &Shared,
    without: Option<Gate>,
) -> Handler {
    let gates = Gate::ORDER
        .into_iter()
        .rev()
        .filter(|gate| Some(*gate) != without);
    gates.fold(forward, |inner, gate| gate.around(inner, config, shared))
}

/// All gates around the upstream.
pub(crate) fn stack(
    config: &Arc<Config>,
    shared: &Shared,
    without: Option<Gate>,
) -> Result<Handler, ConfigErrors> {
    let upstream = Arc::new(Upstream::new(config)?);
    let forward: Handler = Arc::new(move |request| {
        let upstream = Arc::clone(&upstream);
        Box::pin(async move { upstream.pass_on(request).await })
    });
    Ok(around(forward, config, shared, without))
}

#[cfg(test)]
mod mutations;
