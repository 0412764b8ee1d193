//! The workbench's worker: the change file, what is known about the organization, and what the checks say.
//!
//! `router` takes a question to the function that answers it. Those functions are methods of the worker, in one file a subject; all of
//! them work on what `state` holds, and what it holds are types of their own, which know nothing of each other.

mod asked;
mod blob;
mod connect;
mod connection;
mod deep;
mod edit_store;
mod edits;
mod file;
mod journal;
mod listings;
mod lookup;
mod open_journal;
mod plan;
mod portal;
mod problem;
mod retry;
mod roster;
mod router;
mod runs;
mod sheet;
mod state;
mod view;

pub(crate) use state::WorkbenchWorker;
