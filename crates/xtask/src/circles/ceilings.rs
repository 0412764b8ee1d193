//! How many files of each crate may be in circles.

/// What was measured last. It goes down to 0 and never up: a crate that is not named here may have none.
const CEILINGS: &[(&str, usize)] = &[];

/// The ceiling of a crate.
pub(super) fn of(name: &str) -> usize {
    of_table(CEILINGS, name)
}

fn of_table(table: &[(&str, usize)], name: &str) -> usize {
    table
        .iter()
        .find_map(|(known, ceiling)| (*known == name).then_some(*ceiling))
        .unwrap_or(0)
}

/// What a comparison comes to, a sentence for each crate.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Verdict {
    /// These fail.
    pub(super) too_high: Vec<String>,
    /// These pass, and the ceiling can come down.
    pub(super) to_lower: Vec<String>,
}

/// Compares each crate's number of files in circles with its ceiling.
pub(super) fn compare(counts: &[(String, usize)]) -> Verdict {
    compare_with(CEILINGS, counts)
}

fn compare_with(table: &[(&str, usize)], counts: &[(String, usize)]) -> Verdict {
    let mut verdict = Verdict {
        too_high: Vec::new(),
        to_lower: Vec::new(),
    };
    for (name, count) in counts {
        let ceiling = of_table(table, name);
        if *count > ceiling {
            verdict.too_high.push(format!(
                "{name} has {count} files in circles and may have {ceiling}: see `cargo xtask circles {name}`."
            ));
        } else if *count < ceiling {
            verdict.to_lower.push(format!(
                "{name} has {count} files in circles and may have {ceiling}: lower its number in circles/ceilings.rs."
            ));
        }
    }
    verdict
}

/// The crates of the table that are no more.
pub(super) fn gone(counts: &[(String, usize)]) -> Vec<&'static str> {
    let names = CEILINGS.iter().map(|(name, _)| *name);
    names
        .filter(|name| counts.iter().all(|(known, _)| known != name))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_the_ceiling_fails_and_less_asks_to_lower_it() {
        let table = &[("even", 3), ("better", 5), ("worse", 2)];
        let counts = [("even", 3), ("better", 4), ("worse", 4), ("new", 2), ("clean", 0)];
        let counts = counts.map(|(name, count)| (name.to_owned(), count));
        let verdict = compare_with(table, &counts);
        assert_eq!(verdict.too_high.len(), 2, "{:?}", verdict.too_high);
        assert!(verdict.too_high[0].contains("worse has 4 files in circles and may have 2"));
        assert!(verdict.too_high[1].contains("new has 2 files in circles and may have 0"));
        assert_eq!(verdict.to_lower.len(), 1, "{:?}", verdict.to_lower);
        assert!(verdict.to_lower[0].contains("better has 4 files in circles and may have 5"));
    }

    #[test]
    fn crates_that_are_no_more_are_named() {
        assert_eq!(gone(&[]).len(), CEILINGS.len());
        let counts: Vec<(String, usize)> = CEILINGS
            .iter()
            .map(|(name, count)| ((*name).to_owned(), *count))
            .collect();
        assert_eq!(gone(&counts), Vec::<&str>::new());
    }
}
