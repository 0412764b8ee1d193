//! The CORS proxy between the page and Atlassian.
//!
//! A browser does not let a page call Atlassian's admin API directly. This server passes on the calls of
//! [`rollcall_atlassian::ENDPOINTS`] and no others, with the few headers that they need, and adds what lets the page read the
//! answers. It can serve the page as well, so that page and API share an origin.
//!
//! A request passes the gate (is this host meant, may this page ask?), then it is a question to the proxy itself, a call
//! to pass on, or a file of the site. What the proxy says in its own name is listed in one place. It keeps nothing
//! and logs nothing.
#![forbid(unsafe_code)]

mod cors;
mod gate;
mod refusal;
mod server;
mod settings;
mod site;
mod upstream;

pub use server::serve;
pub use settings::{Settings, SettingsError};

/// The proxy's version, which it tells in the header `X-Rollcall-Proxy` of each answer.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
