//! A plan as a sentence.

use rollcall_model::phrasing::number;

use super::{OperationIndex, Plan};

impl Plan {
    /// The plan in one sentence. `left_out` is the number of rows that do not run: "413 calls in 9 batches; 412 people will be
    /// logged out, Ann Lee (line 7) twice; 3 rows left out."
    pub fn sentence(&self, left_out: usize) -> String {
        let parked: Vec<String> = self
            .parked()
            .map(|(row, _)| format!("{} (line {})", row.who(), number(row.line as usize)))
            .collect();
        let effects = (0..).zip(self.specs()).map(|(at, spec)| {
            let is_its = |row: &&super::Row| row.operation == OperationIndex(at);
            let [one, many] = spec.labels.effect;
            let rows = self.rows.iter().filter(is_its).count();
            // Only a change of address parks anybody.
            let twice = if spec.is_address() { parked.as_slice() } else { &[] };
            count(rows, one, many) + &twice_logged_out(twice)
        });
        words(
            &effects.collect::<Vec<_>>(),
            self.calls(),
            self.batches.len(),
            left_out,
        )
    }

    /// The effect of this many rows, if the plan has only one operation: "6 accounts will be marked for deletion". Otherwise only
    /// their number.
    pub fn effect(&self, rows: usize) -> String {
        let [one, many] = self
            .only_spec()
            .map_or(["row", "rows"], |spec| spec.labels.effect);
        count(rows, one, many)
    }
}

/// Up to this many people are named; if there are more, only their number is given.
const NAMED: usize = 3;

/// ", Ann Lee (line 7) twice".
fn twice_logged_out(parked: &[String]) -> String {
    match parked {
        [] => String::new(),
        [one] => format!(", {one} twice"),
        [rest @ .., last] if parked.len() <= NAMED => format!(", {} and {last} twice", rest.join(", ")),
        _ => format!(", {} of them twice", number(parked.len())),
    }
}

fn words(effects: &[String], calls: usize, batches: usize, left_out: usize) -> String {
    let mut parts = vec![format!(
        "{} in {}",
        count(calls, "call", "calls"),
        count(batches, "batch", "batches")
    )];
    parts.extend(effects.iter().cloned());
    if left_out > 0 {
        parts.push(format!("{} left out", count(left_out, "row", "rows")));
    }
    parts.join("; ") + "."
}

fn count(of: usize, one: &str, many: &str) -> String {
    format!("{} {}", number(of), if of == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(calls: usize, batches: usize, people: usize, parked: &[String], left_out: usize) -> String {
        let effect = count(people, "person will be logged out", "people will be logged out");
        words(&[effect + &twice_logged_out(parked)], calls, batches, left_out)
    }

    #[test]
    fn says_what_will_happen() {
        assert_eq!(
            said(412, 9, 412, &[], 3),
            "412 calls in 9 batches; 412 people will be logged out; 3 rows left out."
        );
        assert_eq!(
            said(1, 1, 1, &[], 1),
            "1 call in 1 batch; 1 person will be logged out; 1 row left out."
        );
        assert_eq!(
            said(1_234_567, 24_692, 1000, &[], 0),
            "1,234,567 calls in 24,692 batches; 1,000 people will be logged out."
        );
    }

    #[test]
    fn names_those_who_are_logged_out_twice() {
        let people = ["Ann (line 2)", "Bob (line 7)", "Eve (line 9)", "Kim (line 12)"].map(str::to_owned);
        let says = |parked: &[String]| said(10, 1, 8, parked, 0);
        assert_eq!(
            says(&people[..1]),
            "10 calls in 1 batch; 8 people will be logged out, Ann (line 2) twice."
        );
        assert_eq!(
            says(&people[..3]),
            "10 calls in 1 batch; 8 people will be logged out, Ann (line 2), Bob (line 7) and Eve (line 9) twice."
        );
        assert_eq!(
            says(&people),
            "10 calls in 1 batch; 8 people will be logged out, 4 of them twice."
        );
    }
}
