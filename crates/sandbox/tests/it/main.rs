//! The organization, asked as a client asks it.

mod admin;
mod client;
mod example;
mod faults;
mod limits;
mod manage;
mod rules;
mod search;
#[cfg(feature = "server")]
mod server;
