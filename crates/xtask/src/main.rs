//! The project's own commands, run as `cargo xtask <command>`.
#![forbid(unsafe_code)]
#![allow(clippy::disallowed_methods, reason = "commands say how long they took")]
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command talks to the person who called it"
)]

mod arguments;
mod bench;
mod circles;
mod deny;
mod install;
mod layers;
mod package;
mod process;
mod project;
mod server;
mod site;
mod start;
mod test;
mod workspace;

use std::process::ExitCode;

use arguments::{Arguments, Bench, Command};
use project::Project;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\n{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> anyhow::Result<()> {
    let Some(command) = Arguments::from_environment().command else {
        Arguments::print_help()?;
        return Ok(());
    };
    let project = Project::find()?;
    match command {
        Command::Start(options) => start::start(&project, &options),
        Command::Build { connect } => site::build(&project, &connect),
        Command::Test(tiers) => test::test(&project, &tiers.to_run()),
        Command::Package => package::package(&project),
        Command::Bench { only: None } => bench::bench(&project),
        Command::Bench { only: Some(only) } => match only {
            Bench::Run {
                seeds: Some(seeds), ..
            } => bench::simulate(&project, seeds),
            Bench::Run { json, seeds: None } => bench::runs(&project, json),
            Bench::Csv { json } => bench::csv(&project, json),
            Bench::Proxy { json } => bench::proxy(&project, json),
        },
        Command::Circles { name } => circles::print(&project, name.as_deref()),
        Command::Layers => layers::print(&project),
        Command::Deny { advisories: false } => deny::deny(&project),
        Command::Deny { advisories: true } => deny::advisories(&project),
    }
}
