//! The project's own commands, run as `cargo xtask <command>`.
#![forbid(unsafe_code)]
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command talks to the person who called it"
)]

mod arguments;
mod bench;
mod install;
mod package;
mod process;
mod project;
mod server;
mod site;
mod start;
mod test;

use std::process::ExitCode;

use arguments::Command;
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
    let command = Command::from_environment()?;
    let project = Project::find()?;
    match command {
        Command::Help => print!("{}", arguments::HELP),
        Command::Start(options) => start::start(&project, &options)?,
        Command::Build { connect } => site::build(&project, &connect)?,
        Command::Test { tiers } => test::test(&project, &tiers)?,
        Command::Package => package::package(&project)?,
        Command::Bench => bench::bench(&project)?,
        Command::BenchRun { json } => bench::runs(&project, json)?,
        Command::BenchProxy { json } => bench::proxy(&project, json)?,
        Command::Simulate { seeds } => bench::simulate(&project, seeds)?,
    }
    Ok(())
}
