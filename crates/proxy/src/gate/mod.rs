//! The gates, one file a reason. Their order stands in [`crate::stack::Gate::ORDER`].

pub(crate) mod cors;
pub(crate) mod count;
pub(crate) mod framing;
pub(crate) mod headers;
pub(crate) mod host;
pub(crate) mod hsts;
pub(crate) mod key;
pub(crate) mod load;
pub(crate) mod log;
pub(crate) mod origin;
pub(crate) mod patience;
pub(crate) mod rate;
pub(crate) mod redirect;
pub(crate) mod route;
pub(crate) mod session;
pub(crate) mod share;
pub(crate) mod size;
pub(crate) mod target;
