//! The fuzz targets, each for a while. They are a workspace of their own, in `fuzz/`.

use std::env;

use anyhow::{Context as _, Result};

use super::report::{Counts, Report};
use crate::project::Project;
use crate::{install, process};

/// The targets, and what their steps are called.
const TARGETS: [(&str, &str); 8] = [
    ("decoding", "fuzzing of decoding"),
    ("table", "fuzzing of tables"),
    ("mapping", "fuzzing of header and mapping"),
    ("journal", "fuzzing of journals"),
    ("response", "fuzzing of responses"),
    ("paste", "fuzzing of what is pasted"),
    ("workbook", "fuzzing of workbooks"),
    ("sheet", "fuzzing of sheets"),
];

/// For how long each runs, where `FUZZ_SECONDS` says nothing else.
const SECONDS: u32 = 60;

/// Runs them all, and goes on where one fails.
pub(super) fn run(project: &Project, report: &mut Report) {
    let built = report.step("build of the fuzz targets", || {
        install::for_fuzzing(project)?;
        process::run(&mut cargo_fuzz(project, "build")?)?;
        Ok(Counts::default())
    });
    if !built {
        return;
    }
    for (target, title) in TARGETS {
        report.step(title, || {
            let mut command = cargo_fuzz(project, "run")?;
            command.args([
                target,
                "--",
                &format!("-max_total_time={}", seconds()?),
                // A file that is read for as long has hung the page.
                "-timeout=10",
                "-print_final_stats=1",
            ]);
            let mut counts = Counts::default();
            process::run_watching_errors(&mut command, |line| {
                counts.read(line);
                !is_progress(line)
            })?;
            Ok(counts)
        });
    }
}

fn seconds() -> Result<u32> {
    match env::var("FUZZ_SECONDS") {
        Ok(text) => text
            .parse()
            .with_context(|| format!("FUZZ_SECONDS is `{text}`, and not a number of seconds.")),
        Err(_) => Ok(SECONDS),
    }
}

/// The sanitizers need a nightly compiler. They find faults of memory, which code without `unsafe` does not have.
fn cargo_fuzz(project: &Project, what: &str) -> Result<std::process::Command> {
    let mut command = project.command("cargo");
    command
        .args(["fuzz", what, "--sanitizer=none", "--codegen-units=16"])
        .arg("--target-dir")
        .arg(project.target()?.join("fuzz"));
    Ok(command)
}

/// Whether it is one of the lines that libFuzzer writes for each input that it keeps, such as `#2048 NEW cov: 501 …`.
fn is_progress(line: &str) -> bool {
    line.starts_with('#') && !line.contains("DONE")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_not_progress_is_shown() {
        for (line, shown) in [
            ("#2048\tNEW    cov: 501 ft: 900 corp: 12/3Kb", false),
            ("#524288\tpulse  cov: 501 ft: 900", false),
            ("#524288\tDONE   cov: 501 ft: 900", true),
            ("thread '<unnamed>' panicked at src/table.rs:1:2:", true),
        ] {
            assert_eq!(!is_progress(line), shown, "{line}");
        }
    }

    /// A target that is only declared would never run.
    #[test]
    fn the_declared_targets_are_run() -> Result<()> {
        let manifest = Project::find()?.path("fuzz/Cargo.toml");
        let manifest = std::fs::read_to_string(manifest)?;
        let declared: Vec<&str> = manifest
            .lines()
            .filter_map(|line| line.strip_prefix("path = \"targets/")?.strip_suffix(".rs\""))
            .collect();
        assert_eq!(declared, TARGETS.map(|(target, _)| target));
        Ok(())
    }
}
