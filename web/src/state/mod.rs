//! What the page knows. Each object here has one writer: itself.

pub(crate) mod beside;
pub(crate) mod filter;
pub(crate) mod looking;
pub(crate) mod retrace;
pub(crate) mod runner;
pub(crate) mod runs;
pub(crate) mod step;
pub(crate) mod theme;
pub(crate) mod workbench;
