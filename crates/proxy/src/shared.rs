//! What all stacks of one proxy share, whichever thread they run on.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use crate::Config;
use crate::answer::AnswerMemory;
use crate::client::Clients;
use crate::gate::rate::Rates;
use crate::lines::LineLimit;
use crate::meter::Meter;
use crate::permits::Permits;

/// Cheap to clone; all clones count together.
#[derive(Clone)]
pub(crate) struct Shared {
    pub(crate) meter: Arc<Meter>,
    /// The next request's number in the log.
    pub(crate) numbers: Arc<AtomicU64>,
    pub(crate) lines: Arc<LineLimit>,
    /// The recent requests of each client; `None` if their rate is not limited.
    pub(crate) rates: Option<Arc<Rates>>,
    /// Of all clients together.
    pub(crate) permits: Arc<Permits>,
    /// Holds the answers that clients have not read yet.
    pub(crate) answers: Arc<AnswerMemory>,
    pub(crate) clients: Arc<Clients>,
}

impl Shared {
    pub(crate) fn new(config: &Config) -> Self {
        Self {
            meter: Arc::default(),
            numbers: Arc::new(AtomicU64::new(1)),
            lines: Arc::new(LineLimit::new(config.log_per_second)),
            rates: Rates::new(config.per_client).map(Arc::new),
            permits: Permits::new(config.concurrency),
            answers: AnswerMemory::new(config.answer_memory),
            clients: Arc::new(Clients::new(config.per_client_at_once)),
        }
    }
}
