//! The way of a request: the gates, in the one order in which every request passes them, and the upstream behind them.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use crate::answer::AnswerMemory;
use crate::body::Body;
use crate::client::Clients;
use crate::lines::LineLimit;
use crate::meter::Meter;
use crate::places::Places;
use crate::settings::Settings;
use crate::upstream::Upstream;
use crate::{SettingsError, gate};
use http::{Request, Response};

/// What answers a request.
pub(crate) type Handler = Arc<dyn Fn(Request<Body>) -> Answering + Send + Sync>;

/// An answer under way.
pub(crate) type Answering = Pin<Box<dyn Future<Output = Response<Body>> + Send>>;

/// When it is worth asking again, where too much is under way.
pub(crate) const AGAIN_IN: Duration = Duration::from_secs(1);

/// What all stacks of one proxy have in common, whichever thread they run on.
#[derive(Clone)]
pub(crate) struct Shared {
    pub(crate) meter: Arc<Meter>,
    /// Of the next request, for the log.
    pub(crate) numbers: Arc<AtomicU64>,
    pub(crate) lines: Arc<LineLimit>,
    /// How many requests each client has made lately; `None` where any number is allowed.
    rates: Option<Arc<gate::rate::Rates>>,
    /// For what all have under way.
    places: Arc<Places>,
    /// For the answers that all have not taken yet.
    answers: Arc<AnswerMemory>,
    pub(crate) clients: Arc<Clients>,
}

impl Shared {
    pub(crate) fn new(settings: &Settings) -> Self {
        Self {
            meter: Arc::default(),
            numbers: Arc::new(AtomicU64::new(1)),
            lines: Arc::new(LineLimit::new(settings.log_per_second)),
            rates: gate::rate::Rates::new(settings.per_client).map(Arc::new),
            places: Places::new(settings.concurrency),
            answers: AnswerMemory::new(settings.answer_memory),
            clients: Arc::new(Clients::new(settings.per_client_at_once)),
        }
    }
}

/// One gate. Each has a file of its own, says one kind of no, and leaves everything else to the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gate {
    /// Writes one line about each request, if that was asked for.
    Log,
    /// Counts requests, if somebody wants to see the numbers.
    Count,
    /// Puts on every answer, refusals too, what lets an allowed page read it.
    Cors,
    /// Tells browsers to come by TLS alone, where it is this server's own.
    Hsts,
    /// Only requests that name this server by a name that is its own: no other name may lead here (DNS rebinding).
    Host,
    /// Only pages that may ask.
    Origin,
    /// No header twice that must stand once, and nothing that another server would read otherwise.
    Framing,
    /// Only so many requests a second from one client.
    Rate,
    /// Only so many at a time from one client.
    Share,
    /// Only so many at a time from all.
    Load,
    /// Answers a browser's question before a request.
    Preflight,
    /// Only targets in their plain form.
    Target,
    /// Only calls of the table of endpoints; the proxy's own answers and the page's files end here.
    Route,
    /// Only calls that bring a key, or what the admin portal wants in its place.
    Key,
    /// Only the headers that a call needs reach the upstream.
    RequestHeaders,
    /// A session becomes the cookie that the admin portal wants.
    Session,
    /// Only bodies of a size that Rollcall makes.
    RequestSize,
    /// Only so long.
    Patience,
    /// Only the headers that the page needs come back.
    AnswerHeaders,
    /// A redirect goes to nobody.
    Redirect,
    /// Only answers of a size that Rollcall expects, only whole ones, and no more of them than there is memory for.
    AnswerSize,
}

impl Gate {
    /// From the outside to the inside.
    pub const ORDER: [Self; 21] = [
        Self::Log,
        Self::Count,
        Self::Cors,
        Self::Hsts,
        Self::Host,
        Self::Origin,
        Self::Framing,
        Self::Rate,
        Self::Share,
        Self::Load,
        Self::Preflight,
        Self::Target,
        Self::Route,
        Self::Key,
        Self::RequestHeaders,
        Self::Session,
        Self::RequestSize,
        Self::Patience,
        Self::AnswerHeaders,
        Self::Redirect,
        Self::AnswerSize,
    ];

    fn around(self, inner: Handler, settings: &Arc<Settings>, shared: &Shared) -> Handler {
        let settings = Arc::clone(settings);
        match self {
            Self::Log => gate::log::around(inner, &settings, shared),
            Self::Count if settings.metrics.is_some() => gate::count::around(inner, &shared.meter),
            Self::Count => inner,
            Self::Cors => gate::cors::around(inner, settings),
            Self::Hsts => gate::hsts::around(inner, settings),
            Self::Host => gate::host::around(inner, settings),
            Self::Origin => gate::origin::around(inner, settings),
            Self::Framing => gate::framing::around(inner),
            Self::Rate => gate::rate::around(inner, shared.rates.clone()),
            Self::Share => gate::share::around(inner),
            Self::Load => gate::load::around(inner, &shared.places),
            Self::Preflight => gate::cors::preflights(inner),
            Self::Target => gate::target::around(inner),
            Self::Route => gate::route::around(inner, settings),
            Self::Key => gate::key::around(inner, settings),
            Self::RequestHeaders => gate::headers::to_upstream(inner),
            Self::Session => gate::session::around(inner, settings),
            Self::RequestSize => gate::size::of_request(inner, &settings),
            Self::Patience => gate::patience::around(inner, &settings),
            Self::AnswerHeaders => gate::headers::to_page(inner),
            Self::Redirect => gate::redirect::around(inner),
            Self::AnswerSize => gate::size::of_answer(inner, &settings, &shared.answers),
        }
    }
}

/// All gates around this, but for one.
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

/// All gates around the upstream, but for the one that a test leaves out to see that it is missed.
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

/// A gate made of a function that gets the request and what is behind.
pub(crate) fn gate<F, Fut>(inner: Handler, pass: F) -> Handler
where
    F: Fn(Request<Body>, Handler) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Response<Body>> + Send + 'static,
{
    Arc::new(move |request| Box::pin(pass(request, Arc::clone(&inner))))
}

/// A gate that looks at a request and lets it pass, or answers in its place.
pub(crate) fn check<F>(inner: Handler, look: F) -> Handler
where
    F: Fn(&Request<Body>) -> Result<(), crate::refusal::Refusal> + Send + Sync + 'static,
{
    Arc::new(move |request| match look(&request) {
        Ok(()) => inner(request),
        Err(refusal) => Box::pin(std::future::ready(refusal.response())),
    })
}

#[cfg(test)]
mod mutations;
