//! The organization, asked as a client asks it.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot be set up has failed; clippy.toml excuses only the test functions"
)]

mod admin;
mod client;
mod contract;
mod example;
mod faults;
mod limits;
mod manage;
mod rules;
mod search;
#[cfg(feature = "server")]
mod server;
