//! `cargo xtask bench proxy`: how fast `rollcall-proxy` is beside nginx and cors-anywhere, and whether its memory grows.
//!
//! All three pass the same call on to the same server and are asked by the same client, in turns: what else the computer does
//! then hits them alike, and what counts is the median of the rounds' ratios. Client, proxy and server share two cores, so a
//! request costs what all of them spend on it.

mod call;
mod client;
mod contestant;
mod contestants;
mod cores;
mod figures;
mod folder;
mod memory;
mod nginx;
mod probe;
mod stop;

use std::time::Duration;

use anyhow::{Result, ensure};

use crate::project::Project;
use crate::{install, process};

use client::{Amount, Client};
use contestants::Contestants;
use figures::{Figures, Round};
use folder::Folder;
use stop::Stop;

/// Odd, so that the median is a round that took place.
const ROUNDS: usize = 7;
/// How long each of the three is asked in a round.
const TURN: Duration = Duration::from_secs(4);
/// The time before that, which counts for nothing: connections come about, and Node compiles what it runs often.
const WARM_UP: Duration = Duration::from_secs(1);

/// Measures and prints.
pub(crate) fn proxy(project: &Project, json: bool) -> Result<()> {
    ensure!(
        cfg!(target_os = "linux"),
        "This benchmark reads /proc, so it runs on Linux only."
    );
    let peers = install::for_proxy_bench(project)?;
    build(project)?;
    let stop = Stop::on_ctrl_c()?;
    let cores = cores::keep_to_two(project)?;

    let folder = Folder::new()?;
    let client = Client::new(project, &folder, cores, &stop);
    let contestants = Contestants::start(project, &peers, &folder, cores)?;
    for contestant in contestants.all() {
        client.ask(&contestant.url(), Amount::Time(WARM_UP))?;
    }
    let mut rounds = Vec::new();
    for number in 1..=ROUNDS {
        let turn = |url: &str| client.ask(url, Amount::Time(TURN));
        let round = Round {
            rollcall: turn(&contestants.rollcall.url())?,
            nginx: turn(&contestants.nginx.url())?,
            cors_anywhere: turn(&contestants.cors_anywhere.url())?,
        };
        eprintln!("Round {number} of {ROUNDS}: {round}");
        rounds.push(round);
    }
    let memory = memory::measure(&client, &contestants.rollcall_anew(project)?)?;

    let figures = Figures {
        cores,
        connections: client::CONNECTIONS,
        turn: TURN,
        rounds,
        memory,
    };
    if json {
        println!("{}", figures.json());
    } else {
        print!("{}", figures.table());
    }
    Ok(())
}

fn build(project: &Project) -> Result<()> {
    process::run(project.command("cargo").args([
        "build",
        "--locked",
        "--profile=server",
        "--package=rollcall-proxy",
    ]))
}
