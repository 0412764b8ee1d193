//! `cargo xtask bench`: the benchmarks' own output.

use anyhow::Result;

use crate::process;
use crate::project::Project;

/// Runs all benchmarks.
pub(crate) fn bench(project: &Project) -> Result<()> {
    process::run(
        project
            .command("cargo")
            .args(["bench", "--locked", "--bench", "*"]),
    )
}
