//! The CORS proxy between the page and Atlassian.
//!
//! A browser does not let a page call Atlassian's admin API directly. This server passes on the calls of
//! [`rollcall_atlassian::ENDPOINTS`] and no others, with the few headers that they need, and adds what lets the page read the
//! answers. It can serve the page as well, so that page and API share an origin.
//!
//! Every request goes through the same gates in the same order, [`Gate::ORDER`]; behind the last one it is passed on as it is.
//! Each gate has one reason and one file, and a test that sees it missed. What the proxy says in its own name is listed in one
//! place. It keeps nothing, and logs no more than method, route, status and time.
#![forbid(unsafe_code)]

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
mod lines;
mod matched;
mod meter;
mod numbers;
mod pace;
mod permits;
mod refusal;
mod server;
mod session;
mod shared;
mod site;
mod stack;
mod tls;
mod upstream;

pub use config::{Command, Config, ConfigErrors, Log};
pub use server::{Accepted, Proxy, accept};
pub use stack::Gate;

/// What the proxy itself writes to the log says that it comes from here. Nothing else belongs there: libraries write what their peers
/// sent.
pub const LOG_TARGET: &str = "rollcall_proxy::requests";

/// The proxy's version, which it tells in the header `X-Rollcall-Proxy` of each answer.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
