//! One file a step, the list of runs, the listings, and the panels that they share.

pub(crate) mod columns;
pub(crate) mod directory;
pub(crate) mod file;
pub(crate) mod journal;
pub(crate) mod organization;
pub(crate) mod reading;
pub(crate) mod result;
pub(crate) mod review;
mod roster;
pub(crate) mod run;
pub(crate) mod runs;
