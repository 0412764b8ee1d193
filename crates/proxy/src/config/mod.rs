//! The proxy's configuration, one way: command line, environment and file → [`raw::RawConfig`] → [`Config`], or all errors at once.
//!
//! clap parses the command line, writes `--help` and puts the sources in order; toml parses the file. Not figment (0.10): it returns the
//! first error only (its issue 131), and so does clap, which is why values stay text in `RawConfig` and are checked in one pass of ours.

mod check;
mod describe;
mod error;
mod raw;
mod sources;
mod types;
mod values;

pub use error::ConfigErrors;
pub use sources::Command;
pub use types::{Config, Log};

pub(crate) use types::{Portal, Server};
