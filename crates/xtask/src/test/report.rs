//! What ran, how long it took and how it ended.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

/// The steps that ran so far.
#[derive(Default)]
pub(super) struct Report {
    steps: Vec<Step>,
}

struct Step {
    title: &'static str,
    took: Duration,
    result: Result<Counts>,
}

/// How many tests a step ran.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    passed: u32,
    ignored: u32,
    /// Of a fuzz target: how many inputs it was given, and how many edges of the code they came through.
    executions: u64,
    edges: u64,
}

impl Counts {
    /// Reads a line that a test runner printed, and adds what it sums up: the harness of Rust writes
    /// `test result: ok. 3 passed; 0 failed; 1 ignored; …`, Node's reporter `ℹ pass 3` and `ℹ skipped 1`, and Python's
    /// `Ran 3 tests in 0.1s`, of which none is left out. libFuzzer ends with `#20480 DONE cov: 501 ft: 900 …` and
    /// `stat::number_of_executed_units: 20480`.
    pub(super) fn read(&mut self, line: &str) {
        if let Some((_, sum)) = line.split_once("test result: ") {
            for part in sum.split([';', '.']) {
                match part.split_whitespace().collect::<Vec<_>>().as_slice() {
                    [number, "passed"] => self.passed += number.parse().unwrap_or(0),
                    [number, "ignored"] => self.ignored += number.parse().unwrap_or(0),
                    _ => {}
                }
            }
        } else if let Some((_, sum)) = line.split_once("ℹ ") {
            match sum.split_whitespace().collect::<Vec<_>>().as_slice() {
                ["pass", number] => self.passed += number.parse().unwrap_or(0),
                ["skipped" | "todo", number] => self.ignored += number.parse().unwrap_or(0),
                _ => {}
            }
        } else if let Some(sum) = line.strip_prefix("Ran ")
            && let [number, "test" | "tests", "in", _] = sum.split_whitespace().collect::<Vec<_>>().as_slice()
        {
            self.passed += number.parse().unwrap_or(0);
        } else if let Some((_, number)) = line.split_once("stat::number_of_executed_units:") {
            self.executions += number.trim().parse().unwrap_or(0);
        } else if let Some((_, figures)) = line.split_once("DONE ")
            && let ["cov:", number, ..] = figures.split_whitespace().collect::<Vec<_>>().as_slice()
        {
            self.edges += number.parse().unwrap_or(0);
        }
    }

    fn shown(&self) -> String {
        if self.executions > 0 {
            return format!("  {} executions, {} edges", self.executions, self.edges);
        }
        match (self.passed, self.ignored) {
            (0, 0) => String::new(),
            (passed, 0) => format!("  {passed} passed"),
            (passed, ignored) => format!("  {passed} passed, {ignored} left out"),
        }
    }
}

impl Report {
    /// Runs one step; the next one runs whether this one passes or not. Returns whether it passed.
    pub(super) fn step(&mut self, title: &'static str, run: impl FnOnce() -> Result<Counts>) -> bool {
        println!("\n== {title}");
        let begun = Instant::now();
        let result = run();
        if let Err(error) = &result {
            eprintln!("{error:#}");
        }
        let passed = result.is_ok();
        self.steps.push(Step {
            title,
            took: begun.elapsed(),
            result,
        });
        passed
    }

    /// Prints what ran.
    ///
    /// # Errors
    /// When a step failed.
    pub(super) fn conclude(self) -> Result<()> {
        println!("\nWhat ran:");
        let mut failed = 0;
        for step in &self.steps {
            let (word, counts) = if let Ok(counts) = &step.result {
                ("ok", counts.shown())
            } else {
                failed += 1;
                ("FAILED", String::new())
            };
            println!(
                "  {:<34} {word:<6} {:>5} s{counts}",
                step.title,
                step.took.as_secs()
            );
        }
        let all = self.steps.len();
        if failed > 0 {
            bail!("{failed} of {all} steps failed.");
        }
        let seconds: u64 = self.steps.iter().map(|step| step.took.as_secs()).sum();
        println!(
            "All {all} steps passed in {} min {} s.",
            seconds / 60,
            seconds % 60
        );
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_of_all_runners_are_added_up() {
        let mut counts = Counts::default();
        for line in [
            "running 4 tests",
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 2 filtered out; finished in 0.01s",
            "test result: ok. 2 passed; 0 failed; 0 ignored; 0 filtered out",
            "ℹ tests 6",
            "ℹ pass 4",
            "ℹ skipped 2",
            "Ran 17 tests in 22.3s",
            "Ran away",
            "#20480\tDONE   cov: 501 ft: 900 corp: 12/3Kb lim: 4096 exec/s: 341 rss: 60Mb",
            "stat::number_of_executed_units: 20480",
        ] {
            counts.read(line);
        }
        assert_eq!(
            counts,
            Counts {
                passed: 26,
                ignored: 3,
                executions: 20480,
                edges: 501,
            }
        );
    }
}
