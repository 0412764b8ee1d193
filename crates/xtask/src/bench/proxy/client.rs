//! The client, the same for all: oha.

use std::path::PathBuf;
use std::process::{Child, Stdio};
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::Value;

use crate::project::Project;

use super::call::ORIGIN;
use super::folder::Folder;
use super::stop::Stop;

/// How many connections ask at the same time, each again as soon as it was answered.
pub(super) const CONNECTIONS: usize = 32;

/// How long to go on asking.
#[derive(Clone, Copy)]
pub(super) enum Amount {
    /// So long.
    Time(Duration),
    /// So many times.
    Requests(u64),
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Speed {
    /// Requests a second.
    pub(super) rate: f64,
    /// The time within which 99 of 100 requests were answered, in milliseconds.
    pub(super) p99: f64,
}

/// oha, and what it needs.
pub(super) struct Client<'a> {
    project: &'a Project,
    output: PathBuf,
    cores: usize,
    stop: &'a Stop,
}

impl<'a> Client<'a> {
    pub(super) fn new(project: &'a Project, folder: &Folder, cores: usize, stop: &'a Stop) -> Self {
        let output = folder.path().join("oha.json");
        Self {
            project,
            output,
            cores,
            stop,
        }
    }

    /// Asks as the page would.
    ///
    /// # Errors
    /// Where an answer is anything but a success, and when the person stops it.
    pub(super) fn ask(&self, url: &str, amount: Amount) -> Result<Speed> {
        let mut command = self.project.command("oha");
        command
            .args(["--no-tui", "--output-format", "json", "--output"])
            .arg(&self.output)
            .args(["-c", &CONNECTIONS.to_string()])
            // Else one for each core of the computer, also of those that it may not use.
            .args(["--worker-threads", &self.cores.to_string()])
            .args(["-H", "Authorization: Bearer x"])
            .args(["-H", &format!("Origin: {ORIGIN}")]);
        match amount {
            // What is under way at the end is waited for, and not counted as a failure.
            Amount::Time(time) => command
                .args(["-z", &format!("{}ms", time.as_millis())])
                .arg("--wait-ongoing-requests-after-deadline"),
            Amount::Requests(number) => command.args(["-n", &number.to_string()]),
        };
        let child = command
            .arg(url)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .context("oha could not be started.")?;
        self.wait(child)?;
        let text = std::fs::read(&self.output).context("oha has left no figures.")?;
        let figures = serde_json::from_slice(&text).context("oha gave no JSON.")?;
        read(&figures).with_context(|| format!("{url} cannot be measured"))
    }

    /// Waits for the end of oha, or of the person's patience.
    fn wait(&self, child: Child) -> Result<()> {
        let mut child = EndsWithUs(child);
        loop {
            let ended = child.0.try_wait()?;
            self.stop.check()?;
            match ended {
                None => thread::sleep(Duration::from_millis(20)),
                Some(status) if status.success() => return Ok(()),
                Some(status) => bail!("oha has failed ({status})."),
            }
        }
    }
}

/// A client that goes on asking for nobody would be a burden.
struct EndsWithUs(Child);

impl Drop for EndsWithUs {
    fn drop(&mut self) {
        // Mostly it has ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Reads what oha says of its requests.
fn read(figures: &Value) -> Result<Speed> {
    let answered = figures["statusCodeDistribution"].as_object();
    let broken = figures["errorDistribution"].as_object();
    ensure!(
        answered.is_some_and(|counts| counts.keys().eq(["200"]))
            && broken.is_some_and(serde_json::Map::is_empty),
        "Not every request succeeded: by status {}, broken {}.",
        figures["statusCodeDistribution"],
        figures["errorDistribution"],
    );
    let figure = |value: &Value| value.as_f64().context("oha's JSON lacks a figure.");
    Ok(Speed {
        rate: figure(&figures["summary"]["requestsPerSec"])?,
        p99: figure(&figures["latencyPercentiles"]["p99"])? * 1000.0,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn said(status: &Value, errors: &Value) -> Value {
        json!({
            "summary": { "successRate": 1.0, "requestsPerSec": 12_000.5 },
            "latencyPercentiles": { "p50": 0.001, "p99": 0.004 },
            "statusCodeDistribution": status,
            "errorDistribution": errors,
        })
    }

    #[test]
    fn speed_is_read_and_seconds_become_milliseconds() {
        let speed = read(&said(&json!({ "200": 48_000 }), &json!({}))).unwrap();
        assert_eq!(
            speed,
            Speed {
                rate: 12_000.5,
                p99: 4.0
            }
        );
    }

    #[test]
    fn one_answer_that_is_no_success_makes_the_figures_worthless() {
        for (status, errors) in [
            (json!({ "200": 47_999, "429": 1 }), json!({})),
            (json!({ "200": 48_000 }), json!({ "connection closed": 1 })),
            (json!({}), json!({})),
        ] {
            let error = read(&said(&status, &errors)).unwrap_err().to_string();
            assert!(error.contains(&status.to_string()), "{error}");
            assert!(error.contains(&errors.to_string()), "{error}");
        }
    }
}
