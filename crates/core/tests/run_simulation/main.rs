//! Runs against the sandbox organization, driven by a virtual clock, with faults, crashes and other people's hands: each from
//! a seed that repeats it.
//!
//! `SEED=17 cargo test -p rollcall-core --test run_simulation` repeats one run, `SEEDS=50000` makes more of them.

#[cfg(test)]
mod chance;
#[cfg(test)]
mod driver;
#[cfg(test)]
mod scenario;
#[cfg(test)]
mod sights;
#[cfg(test)]
mod witness;

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::{driver::Driver, scenario::Scenario, sights};

    fn number(variable: &str) -> Option<u64> {
        std::env::var(variable)
            .ok()
            .map(|text| text.parse().expect("a number"))
    }

    #[test]
    fn whatever_happens_the_promises_hold() {
        let seeds = match number("SEED") {
            Some(seed) => seed..seed + 1,
            None => 0..number("SEEDS").unwrap_or(2000),
        };
        let (first, runs) = (seeds.start, seeds.end - seeds.start);
        let mut hits: BTreeMap<&'static str, u64> = BTreeMap::new();
        for seed in seeds {
            let run = std::panic::catch_unwind(|| Driver::new(Scenario::of_seed(seed)).run());
            let Ok(hit) = run else {
                panic!("repeat with: SEED={seed} cargo test -p rollcall-core --test run_simulation");
            };
            for what in hit {
                *hits.entry(what).or_default() += 1;
            }
        }
        println!("{runs} runs from seed {first}; share that saw:");
        for what in sights::ALL {
            let count = hits.get(what).copied().unwrap_or_default();
            println!("{:6.1} %  {what}", count as f64 * 100.0 / runs as f64);
        }
        // A simulation that never meets a fault proves nothing about it.
        if runs >= 1000 {
            for what in sights::ALL {
                let count = hits.get(what).copied().unwrap_or_default();
                assert!(count * 100 >= runs, "only {count} of {runs} runs saw: {what}");
            }
        }
    }
}
