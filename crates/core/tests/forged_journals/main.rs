//! Journals that somebody changed, and whose sum and seal were made right again: *what is sent is what was reviewed here, or nothing.*
//!
//! A journal that was transferred is changed by a program, from a seed: values, orders, keys, decisions, times, numbers at their bounds,
//! and what stands in several places at once, as a careful forger would. Where the file still opens, its rows are reviewed against
//! the sandbox organization, everything that can be confirmed is confirmed, and the run is carried to its end. Every change that
//! reaches the organization has to be one that the review showed.
//!
//! `SEEDS=20000 cargo test -p rollcall-core --test forged_journals -- --nocapture` makes more of them and says what became of them;
//! `SEED=17` repeats one.
#![expect(clippy::unwrap_used, reason = "what helps a test may fail it")]
#![allow(clippy::print_stdout, reason = "it says what became of the mutants")]

#[path = "../run_actions/driver.rs"]
#[allow(dead_code, reason = "another test has use for all of it")]
mod driver;
#[path = "../looked_up/mod.rs"]
mod looked_up;

mod base;
mod carry_on;
mod mutate;

use std::collections::BTreeMap;

use base::Base;
use carry_on::{Fate, carry_on};

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok().map(|text| text.parse().unwrap())
}

#[test]
fn what_is_sent_is_what_was_reviewed_here_or_nothing() {
    let bases = base::all();
    let seeds = match number("SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..number("SEEDS").unwrap_or(1500),
    };
    let count = seeds.end - seeds.start;
    let mut fates: BTreeMap<Fate, u64> = BTreeMap::new();
    for seed in seeds {
        let base = &bases[seed as usize % bases.len()];
        let (file, what) = mutate::of_seed(seed, base);
        let fate = std::panic::catch_unwind(|| carry_on(&file, base, seed));
        let Ok(fate) = fate else {
            panic!("{what:?} of {}: repeat with SEED={seed}", base.name);
        };
        *fates.entry(fate).or_default() += 1;
    }
    for (fate, many) in &fates {
        println!(
            "{:6.1} %  {}",
            *many as f64 * 100.0 / count as f64,
            fate.message()
        );
    }
    if count >= 1000 {
        let refused = fates.get(&Fate::NotOpened).copied().unwrap_or_default();
        assert!(
            refused * 2 <= count,
            "only {} of {count} mutants open",
            count - refused
        );
        for fate in Fate::ALL {
            assert!(
                fates.contains_key(&fate),
                "no mutant came to this: {}",
                fate.message()
            );
        }
    }
}

#[test]
fn without_a_change_each_journal_opens_and_is_gone_on_with() {
    for base in base::all() {
        let fate = carry_on(&base.file(), &base, 0);
        assert_eq!(fate, Fate::Changed, "{}", base.name);
    }
}

/// The two forgeries of the security review of 2026-11-29.
#[test]
fn the_published_forgeries_send_nothing_that_was_not_reviewed() {
    let bases = base::all();
    let addresses = bases.iter().find(|base| base.name == "addresses").unwrap();
    let other_step = mutate::step_for_an_attacker(addresses);
    assert_eq!(carry_on(&other_step, addresses, 0), Fate::NotOpened);

    // Nobody ever ran it: it begins with everything decided.
    let deletions = bases.iter().find(|base| base.name == "deletions").unwrap();
    let decided = mutate::decided_by_nobody(deletions);
    assert_eq!(
        carry_on(&decided, deletions, 0),
        Fate::Changed,
        "its rows were reviewed and confirmed here"
    );
    let unconfirmed = carry_on::before_anything_is_confirmed(&decided, deletions);
    assert_eq!(
        unconfirmed,
        (1, 0),
        "one typed confirmation is asked, and nothing was sent"
    );
}

impl Base {
    fn file(&self) -> Vec<u8> {
        rollcall_core::journal::file::write(&self.journal, None).unwrap()
    }
}
