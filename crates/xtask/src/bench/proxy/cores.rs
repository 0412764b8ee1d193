//! The cores that everything shares.

use std::fs;
use std::num::NonZero;

use anyhow::{Context as _, Result, bail};

use crate::process;
use crate::project::Project;

/// Enough that no program waits for another one all the time, and few enough that a proxy cannot hide what it costs.
const CORES: usize = 2;

/// Keeps this process, and with it all that it starts, to two cores; returns how many there are.
pub(super) fn keep_to_two(project: &Project) -> Result<usize> {
    if available() > CORES {
        let status = fs::read_to_string("/proc/self/status").context("/proc/self/status cannot be read.")?;
        let allowed = status
            .lines()
            .find_map(|line| line.strip_prefix("Cpus_allowed_list:"))
            .and_then(first)
            .context("/proc/self/status names no cores.")?;
        process::capture(project.command("taskset").args([
            "--cpu-list",
            "--pid",
            &allowed,
            &std::process::id().to_string(),
        ]))
        .context("The benchmark takes place on two cores. `taskset` of util-linux keeps it there.")?;
    }
    match available() {
        cores @ 1..=CORES => Ok(cores),
        cores => bail!("`taskset` has left this process on {cores} cores."),
    }
}

fn available() -> usize {
    std::thread::available_parallelism().map_or(1, NonZero::get)
}

/// The first two cores of a list such as `0-3,8`, as a list again.
fn first(list: &str) -> Option<String> {
    let mut cores: Vec<String> = Vec::new();
    for range in list.trim().split(',') {
        let (from, to) = range.split_once('-').unwrap_or((range, range));
        let (from, to) = (from.parse::<u32>().ok()?, to.parse::<u32>().ok()?);
        cores.extend((from..=to).take(CORES).map(|core| core.to_string()));
    }
    cores.truncate(CORES);
    Some(cores.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_two_cores_are_found_in_ranges() {
        for (list, cores) in [("\t0-63", "0,1"), ("3,5-7", "3,5"), ("4", "4"), ("2-2,9", "2,9")] {
            assert_eq!(first(list).as_deref(), Some(cores), "{list}");
        }
        assert_eq!(first("none"), None);
    }
}
