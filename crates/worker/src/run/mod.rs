//! The run's worker: one run, carried out or looked at.
//!
//! `router` takes a question to the function that answers it; those work on what `state` holds.

mod drive;
mod results;
mod router;
mod state;
mod taking;

pub(crate) use state::RunWorker;
