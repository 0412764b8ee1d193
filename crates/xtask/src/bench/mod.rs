//! `cargo xtask bench`: the benchmarks' own output.

mod proxy;

use anyhow::Result;

use crate::process;
use crate::project::Project;

pub(crate) use proxy::proxy;

/// Runs all benchmarks.
pub(crate) fn bench(project: &Project) -> Result<()> {
    process::run(
        project
            .command("cargo")
            .args(["bench", "--locked", "--bench", "*"]),
    )
}

/// Drives runs against limits that they do not know.
pub(crate) fn runs(project: &Project, json: bool) -> Result<()> {
    let mut command = project.command("cargo");
    command.args(["bench", "--locked", "--package=rollcall-core", "--bench=run"]);
    if json {
        command.args(["--", "--json"]);
    }
    process::run(&mut command)
}

/// Simulates runs, by the test that does it for two thousand of them.
pub(crate) fn simulate(project: &Project, seeds: u64) -> Result<()> {
    process::run(
        project
            .command("cargo")
            .args(["test", "--locked", "--release", "--package=rollcall-core"])
            .args(["--test=run_simulation", "--", "--nocapture"])
            .env("SEEDS", seeds.to_string()),
    )
}
