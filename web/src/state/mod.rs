//! What the page knows. Each object here has one writer: itself.

pub(crate) mod directory_view;
pub(crate) mod filter;
pub(crate) mod restore_log;
pub(crate) mod runner;
pub(crate) mod runs;
pub(crate) mod side_page;
pub(crate) mod step;
pub(crate) mod theme;
pub(crate) mod workbench;
