//! The organization, asked as a client asks it.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot be set up has failed; clippy.toml excuses only the test functions"
)]

mod access;
mod admin;
mod calls;
mod client;
mod contract;
mod email;
mod event;
mod every_answer;
mod every_call;
mod example;
mod faults;
mod forms;
mod group;
#[cfg(feature = "server")]
mod hold;
mod invite;
mod key;
mod lag;
mod lifecycle;
mod limits;
mod listing;
mod policy;
mod portal;
mod profile;
mod reading;
mod retired;
mod round;
mod rules;
mod search;
#[cfg(feature = "server")]
mod server;
mod token;
