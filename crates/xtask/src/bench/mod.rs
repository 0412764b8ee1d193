//! `cargo xtask bench`: the benchmarks' own output.

mod proxy;

use anyhow::Result;

use crate::project::Project;
use crate::{install, process};

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

/// Reads CSV as WebAssembly, with our scanner and with the csv crate.
pub(crate) fn csv(project: &Project, json: bool) -> Result<()> {
    install::for_csv_bench(project)?;
    // With the profile of benchmarks, which is the page's but for `opt-level`: all that is compared gets the scanner's.
    process::run(
        project
            .command("cargo")
            .args(["build", "--locked", "--quiet", "--profile=bench"])
            .args(["--target=wasm32-unknown-unknown", "--package=rollcall-table"])
            .arg("--example=csv_reading"),
    )?;
    let program = "wasm32-unknown-unknown/release/examples/csv_reading.wasm";
    let mut command = project.command("node");
    command
        .arg(project.path("crates/table/benches/csv/compare.mjs"))
        .arg(project.target()?.join(program));
    if json {
        command.arg("--json");
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
