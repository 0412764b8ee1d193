//! The proxy over real connections, with upstreams that the tests control.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "what the tests share may fail like a test"
)]

mod behind;
mod calls;
mod client;
mod config;
mod faults;
mod gates;
mod hostile;
mod log;
mod memory;
mod metrics;
mod portal;
mod program;
mod raw;

mod site;
mod stopping;
mod tls;
