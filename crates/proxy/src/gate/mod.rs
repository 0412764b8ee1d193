//! The gates, one file each. [`crate::stack::Gate::ORDER`] puts them in order; [`crate::handler`] says what a gate is.
//!
//! None of them is a layer of `tower` or `tower-http`, for the reason given in its file: where these crates have such a layer, it
//! answers without our error codes, waits where we refuse, or lets go before the client has read its answer.

pub(crate) mod concurrency;
pub(crate) mod cors;
pub(crate) mod count;
pub(crate) mod framing;
pub(crate) mod headers;
pub(crate) mod host;
pub(crate) mod hsts;
pub(crate) mod key;
pub(crate) mod log;
pub(crate) mod origin;
pub(crate) mod per_client;
pub(crate) mod rate;
pub(crate) mod redirect;
pub(crate) mod route;
pub(crate) mod session;
pub(crate) mod size;
pub(crate) mod target;
pub(crate) mod timeout;
