//! The CORS proxy between the page and Atlassian.
//!
//! Browsers do not let a page call Atlassian's admin API directly. This server passes on the calls in
//! [`rollcall_atlassian::ENDPOINTS`] and no others, with the few headers that they need, and adds the headers that let the page read the
//! answers. It can serve the page as well, so that page and API share an origin.
//!
//! Every request passes the same gates in the same order, [`Gate::ORDER`], and behind the last one it is sent to the upstream. Each gate
//! has one purpose, one file, and a test that fails without it. All refusals are in `refusal.rs`. The proxy stores nothing, and logs no
//! more than method, route, status and time, and why the upstream is not reached.
//!
//! Invariants: a request reaches the upstream only through `stack.rs` (`stack/mutations.rs` holds it with a million requests); only
//! `config` reads flags, environment and file; no two files use each other.
#![forbid(unsafe_code)]
#![allow(clippy::disallowed_methods, reason = "a server looks at the clock")]

mod answer;
mod body;
mod client;
mod config;
mod connect;
mod connection;
mod gate;
mod handler;
mod header_names;
mod host_name;
mod in_flight;
mod issuer;
mod lines;
mod matched;
mod meter;
mod metrics;
mod pace;
mod permits;
mod refusal;
mod server;
mod session;
mod shared;
mod site;
mod stack;
mod tls;
mod trouble;
mod upstream;

pub use config::{Command, Config, ConfigErrors, Log};
pub use server::{Accepted, Proxy, accept};
pub use stack::Gate;

/// The target of the proxy's own log events. Only these are written: libraries would log what their peers sent.
pub const LOG_TARGET: &str = "rollcall_proxy::requests";

/// The proxy's version, which is in the header `X-Rollcall-Proxy` of each response.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
